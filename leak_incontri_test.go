package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

const pageOfAppointments = `query ($filtro: FiltroAppuntamenti, $verso: VersoOrdine, $dopo: String) { appuntamenti(filtro: $filtro, verso: $verso, first: 25, after: $dopo) {
	totalCount nodes { id fascia { inizio } } pageInfo { hasNextPage endCursor } } }`

// inOrder says whether an appointment may follow another one in a list.
func inOrder(verso string) func(before, next map[string]any) bool {
	begin := func(a map[string]any) string { return fmt.Sprint(a["fascia"].(map[string]any)["inizio"]) }
	return func(before, next map[string]any) bool {
		return begin(before) == begin(next) || (begin(before) < begin(next)) == (verso == "CRESCENTE")
	}
}

// appointments: everybody lists exactly the appointments that he may see, however he asks, on every page; and what he may not see
// is to the letter like what does not exist.
func (l *leak) appointments(t *testing.T) {
	some := 0
	for n, u := range l.some() {
		o, g := l.oracle(u), l.generator(uint64(n), u)
		for i, filtro := range []map[string]any{nil, g.someAppointments()} {
			verso := []string{"DECRESCENTE", "CRESCENTE"}[(n+i)%2]
			want := o.attended(func(a model.Appuntamento) bool { return admits(filtro, a) })
			got, total := l.read(t, u, listed{"appuntamenti", pageOfAppointments, inOrder(verso)}, map[string]any{"filtro": filtro, "verso": verso})
			slices.Sort(got)
			if !slices.Equal(got, want) || total != len(want) {
				t.Errorf("LEAK_SEED=%d\n%s %s\nlists %v, counts %d\nwant  %v", l.seed, mustJSON(t, u), mustJSON(t, filtro), got, total, want)
			}
			some += len(want)
		}
		l.oneByOne(t, n, o, looked{o.incontri, "A-NONE", []string{`{ appuntamento(id: "%s") { id note } }`, `{ node(id: "%s") { id } }`},
			func(id string) bool { return o.meets(o.appuntamenti[id]) }})
	}
	if some < 500/slowness {
		t.Errorf("only %d appointments were listed", some)
	}
}

const (
	askCalendar = `query ($dal: Data!, $al: Data!) { calendario(dal: $dal, al: $al) { x_giorno: giorno x_chiusura: chiusura x_fasce: fasce { x_id: id x_liberi: postiLiberi inizio } } }`
	askFree     = `query ($m: Matricola!, $dal: Data!, $al: Data!) { azienda(matricola: $m) { x_matricola: matricola x_cf: codiceFiscale
		disponibilita(dal: $dal, al: $al) { x_id: id x_liberi: postiLiberi inizio fine modalita puntoConsulenza posti } } }`
)

// calendars: an operator has the whole calendar of his office and of no other; who acts for a company what its office has free; the
// rest nothing.
func (l *leak) calendars(t *testing.T) {
	shown, refused := 0, 0
	for n, u := range l.world.utenti {
		o, g := l.oracle(u), l.generator(uint64(n), u)
		days := map[string]any{"dal": g.day(firstDay - 1), "al": g.day(lastDay + 1)}
		if wrong := l.wrong(t, u, askCalendar, days); len(wrong) > 0 {
			t.Errorf("LEAK_SEED=%d %s: %v", l.seed, mustJSON(t, u), wrong)
		}
		if o.receives() {
			shown++
		} else {
			refused++
		}
		all := slices.Sorted(maps.Keys(o.aziende))
		for k := range 4 {
			days["m"] = string(all[(n*3+k)%len(all)])
			if wrong := l.wrong(t, u, askFree, days); len(wrong) > 0 {
				t.Errorf("LEAK_SEED=%d %s %v: %v", l.seed, mustJSON(t, u), days["m"], wrong)
			}
		}
	}
	if shown < 3 || refused < 30 {
		t.Errorf("%d calendars shown, %d refused", shown, refused)
	}
}

// wrong is what is wrong with the answer to an operation.
func (l *leak) wrong(t *testing.T, u model.Utente, query string, vars map[string]any) []string {
	t.Helper()
	c := &checker{oracle: l.oracle(u), schema: l.schema, vars: vars, judged: map[string]int{}}
	c.check(query, l.as(t, u, query, vars))
	return c.wrong
}

// Commands on appointments, by name; each has the identifier as $id.
var commandsOnAppointments = map[string]string{
	"confirms":    `mutation ($id: ID!) { confermaAppuntamento(input: {id: $id}) { appuntamento { id note } errori { campo codice messaggio } } }`,
	"cancels":     `mutation ($id: ID!) { annullaAppuntamento(input: {id: $id, motivo: "m", versione: 1}) { appuntamento { id note } errori { campo codice messaggio } } }`,
	"says little": `mutation ($id: ID!) { annullaAppuntamento(input: {id: $id, motivo: ""}) { appuntamento { id } errori { campo codice messaggio } } }`,
	"concludes":   `mutation ($id: ID!) { concludiAppuntamento(input: {id: $id, esito: SVOLTO, commento: "c"}) { appuntamento { id note } errori { campo codice messaggio } } }`,
}

// commands says whether the user may give a command on an appointment, whatever has become of it.
func (o oracle) commands(name string, a model.Appuntamento) bool {
	switch {
	case !o.meets(a) || o.who.Profilo == model.ProfiloUtenteAnalista:
		return false
	case o.who.Profilo == model.ProfiloUtenteOperatore:
		return name != "confirms"
	}
	return name != "concludes"
}

// bookings: who may not command an appointment, nor book one, nor publish a calendar, changes nothing and is told the same as of
// what does not exist.
func (l *leak) bookings(t *testing.T) {
	ids, refused := l.world.incontri, 0
	for n, u := range l.some() {
		o := l.oracle(u)
		for k, name := range slices.Sorted(maps.Keys(commandsOnAppointments)) {
			for j := range 3 {
				a := l.world.appuntamenti[ids[(n*7+k*31+j*53)%len(ids)]]
				if o.commands(name, a) {
					continue
				}
				l.same(t, u, commandsOnAppointments[name], map[string]any{"id": a.ID}, map[string]any{"id": "A-NONE"})
				refused++
			}
		}
		l.books(t, n, o)
		l.publishes(t, n, o)
	}
	l.untouched(t)
	if refused < 300/slowness {
		t.Errorf("only %d commands were refused", refused)
	}
}

// same sends a command on what the user may not know and on what does not exist: both are refused alike.
func (l *leak) same(t *testing.T, u model.Utente, command string, hidden, none map[string]any) {
	t.Helper()
	mine, nobody := l.as(t, u, command, hidden), l.as(t, u, command, none)
	if string(mine.Body) != string(nobody.Body) || len(mine.Errors) > 0 || strings.Contains(string(mine.Body), `"errori":[]`) {
		t.Errorf("LEAK_SEED=%d %s %s %s: %s\nof none: %s", l.seed, mustJSON(t, u), command, mustJSON(t, hidden), mine.Body, nobody.Body)
	}
}

const booking = `mutation ($in: PrenotaAppuntamentoInput!) { prenotaAppuntamento(input: $in) { appuntamento { id } errori { campo codice } } }`

// books tries to book for companies that the user may not know, or not act for, about requests that he may not read and at other
// offices; and for one that he may act for, without the notes that are needed.
func (l *leak) books(t *testing.T, n int, o oracle) {
	t.Helper()
	all := slices.Sorted(maps.Keys(o.aziende))
	for k := n % 5; k < len(all); k += 5 {
		m := all[k]
		a, free := o.aziende[m], o.opens(o.aziende[m], "2000-01-01", "2999-01-01")
		in := func(more campi) map[string]any {
			usual := campi{"matricola": m, "fascia": free[len(free)-1].ID, "argomento": "F24", "telefono": "02 1234567", "note": ""}
			return map[string]any{"in": con(usual, []campi{more})}
		}
		if len(free) == 0 {
			continue
		}
		staff := o.who.Profilo == model.ProfiloUtenteAnalista || o.who.Profilo == model.ProfiloUtenteOperatore
		switch answer := l.as(t, o.who, booking, in(nil)).Body; {
		case !staff && o.may(a, model.ServizioAgenda):
			if !strings.Contains(string(answer), `"errori":[{"campo":"note","codice":"NOTE_MANCANTE"}]`) {
				t.Errorf("LEAK_SEED=%d %s %s: cannot book: %s", l.seed, m, mustJSON(t, o.who), answer)
			}
			for _, id := range o.opened {
				if !o.reads(o.richieste[id]) {
					l.same(t, o.who, booking, in(campi{"richieste": []string{id}}), in(campi{"richieste": []string{"R-NONE"}}))
					break
				}
			}
		case strings.Contains(string(answer), `"errori":[]`) || !strings.Contains(string(answer), `"errori":[{"campo":"matricola"`) || strings.Contains(string(answer), `"note"`):
			t.Errorf("LEAK_SEED=%d %s %s: may book: %s", l.seed, m, mustJSON(t, o.who), answer)
		case !o.knows(a):
			l.same(t, o.who, booking, in(nil), in(campi{"matricola": unknownMatricola}))
		}
	}
}

const publishing = `mutation ($in: PubblicaFasceInput!) { pubblicaFasce(input: $in) { pubblicate giorni { giorno } errori { campo codice } } }`

// publishes tries to publish calendars of two other offices, and that of the user's own with something else wrong.
func (l *leak) publishes(t *testing.T, n int, o oracle) {
	t.Helper()
	in := func(sede model.CodiceSede) map[string]any {
		day := o.now.In(model.Roma).AddDate(0, 0, 1).Format(time.DateOnly)
		return map[string]any{"in": campi{"sede": sede, "dal": day, "al": day, "orari": []campi{}, "durata": 30, "posti": 1, "modalita": []string{"IN_SEDE"}}}
	}
	own := o.receives()
	if own {
		if a := l.as(t, o.who, publishing, in(*o.who.Sede)); !strings.Contains(string(a.Body), `"errori":[{"campo":"orari"`) {
			t.Errorf("%s cannot publish: %s", mustJSON(t, o.who), a.Body)
		}
	}
	all := slices.Sorted(maps.Keys(o.aziende))
	for k := range 2 {
		if sede := o.aziende[all[(n*3+k*7)%len(all)]].CodiceSede; !own || sede != *o.who.Sede {
			l.same(t, o.who, publishing, in(sede), in("0001"))
		}
	}
}

// untouched: the archive is as the oracle knows it.
func (l *leak) untouched(t *testing.T) {
	t.Helper()
	ids := slices.Collect(maps.Keys(l.world.appuntamenti))
	is, err := l.app.archives.Agenda.Adesso(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for id, was := range l.world.appuntamenti {
		if a := is[id]; a == nil || len(a.Storico) != len(was.Storico) || a.Stato != was.Stato || a.CodiceSede != was.CodiceSede || a.ModificatoAl != was.ModificatoAl {
			t.Errorf("%s was changed", id)
		}
	}
	days, err := agenda.PerGiorno(t.Context(), l.app.archives.Agenda.Archive, slices.Collect(maps.Keys(l.world.giornate)))
	if err != nil {
		t.Fatal(err)
	}
	for id, was := range l.world.giornate {
		same := func(a, b model.Fascia) bool {
			return a.ID == b.ID && a.Posti == b.Posti && slices.Equal(a.Occupazioni, b.Occupazioni)
		}
		if g := days[id]; g == nil || !slices.EqualFunc(g.Fasce, was.Fasce, same) {
			t.Errorf("%s was changed", id)
		}
	}
}
