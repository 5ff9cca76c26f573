package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// aboutAppointments are operations on appointments: of all companies, of one, on one appointment; and on the calendar of an office.
var aboutAppointments = map[string]string{
	"appuntamenti": `query Appuntamenti { appuntamenti(first: 50) { totalCount nodes { ` + always["Appuntamento"] + ` stato telefono recapiti { email } } } }`,
	"calendario":   `query Calendario($dal: Data!, $al: Data!) { calendario(dal: $dal, al: $al) { ` + always["GiornoCalendario"] + ` } }`,
	"agenda": `query Agenda($m: Matricola!, $dal: Data!, $al: Data!) { azienda(matricola: $m) { ` + always["Azienda"] + `
		appuntamenti(first: 8) { totalCount nodes { ` + always["Appuntamento"] + ` stato telefono recapiti { email cellulare } richieste { ` + always["Richiesta"] + ` }
			storico { ` + always["EventoAppuntamento"] + ` notifiche { ` + always["Notifica"] + ` stato } } } }
		disponibilita(dal: $dal, al: $al) { ` + always["Fascia"] + ` inizio modalita } } }`,
	"appuntamento": `query Appuntamento($id: ID!) { appuntamento(id: $id) { ` + always["Appuntamento"] + ` stato telefono recapiti { email }
		fascia { ` + always["Fascia"] + ` } azienda { ` + always["Azienda"] + ` } richieste { ` + always["Richiesta"] + ` recapiti { email } } documenti { ` + always["Allegato"] + ` } } }`,
}

// askAboutAppointments adds to the questions those on the appointments of the hot companies.
func (i *isolation) askAboutAppointments(w *world) {
	days := func(more map[string]any) map[string]any {
		maps.Copy(more, map[string]any{"dal": string(i.day(0)), "al": string(i.day(lastDay))})
		return more
	}
	i.asks("", "appuntamenti", aboutAppointments["appuntamenti"], nil)
	i.asks("", "calendario", aboutAppointments["calendario"], days(map[string]any{}))
	for _, a := range i.hot {
		i.asks(a.Matricola, "agenda", aboutAppointments["agenda"], days(map[string]any{"m": string(a.Matricola)}))
	}
	for _, id := range askedFor(w) {
		if a := w.appuntamenti[id]; i.questions[a.Matricola] != nil {
			i.asks(a.Matricola, "appuntamento", aboutAppointments["appuntamento"], map[string]any{"id": id})
		}
	}
}

// askedFor are appointments for which people ask one by one.
func askedFor(w *world) []string {
	return slices.DeleteFunc(slices.Clone(w.incontri), func(id string) bool { return !strings.HasPrefix(id, "A-LEAK") })[:24]
}

// exactAppointments: a list holds as many of the appointments as it may.
func (c *checker) exactAppointments(a answer) {
	page, _ := a.Data["appuntamenti"].(map[string]any)
	nodes, _ := page["nodes"].([]any)
	if want := len(c.attended(func(model.Appuntamento) bool { return true })); len(nodes) != min(50, want) {
		c.reject("appuntamenti", "lists %d appointments of %d", len(nodes), want)
	}
}

// arrangements are what becomes of an appointment.
var arrangements = map[string]string{
	"confirms": `mutation ($id: ID!) { confermaAppuntamento(input: {id: $id}) { errori { codice } } }`,
	"cancels":  `mutation ($id: ID!) { annullaAppuntamento(input: {id: $id, motivo: "sciopero"}) { errori { codice } } }`,
	"solves":   `mutation ($id: ID!) { concludiAppuntamento(input: {id: $id, esito: CHIUSO_E_DEFINITO}) { errori { codice } } }`,
	"has met":  `mutation ($id: ID!) { concludiAppuntamento(input: {id: $id, esito: SVOLTO}) { errori { codice } } }`,
}

// arrangement chooses a command, an appointment that admits it, and who may give it.
func (i *isolation) arrangement(t *testing.T, r *rand.Rand, n uint64) act {
	t.Helper()
	w, now := i.world.Load(), model.DataOraDi(i.clock.now())
	names := slices.Sorted(maps.Keys(arrangements))
	for k := range names {
		name := names[(int(n)+k)%len(names)]
		var all []act
		for _, id := range w.incontri {
			a := w.appuntamenti[id]
			ahead, confirmed := a.Fascia.Inizio > now, a.Stato == model.StatoAppuntamentoConfermato
			admits := map[string]bool{
				"confirms": ahead && a.Stato == model.StatoAppuntamentoPrenotato, "cancels": ahead && (confirmed || a.Stato == model.StatoAppuntamentoPrenotato),
				"solves": ahead && confirmed, "has met": !ahead && confirmed,
			}[name]
			if by := i.gives(w, a, name); admits && by != nil && i.questions[a.Matricola] != nil && strings.HasPrefix(id, "A-LEAK") {
				all = append(all, act{name, *by, arrangements[name], map[string]any{"id": id}, a.Matricola,
					func(o oracle) bool { return o.meets(a) }, func() *world { return i.arranged(t, id) }})
			}
		}
		if len(all) > 0 {
			return one(r, all)
		}
	}
	t.Fatal("no appointment can be commanded")
	panic("unreachable")
}

// gives is who may give a command on an appointment: who acts for the company, or its office.
func (i *isolation) gives(w *world, a model.Appuntamento, name string) *model.Utente {
	if name != "confirms" {
		return i.operator(w, a.CodiceSede)
	}
	for n := range w.utenti {
		if o := ask(w, w.utenti[n], i.clock.now()); o.commands(name, a) {
			return &w.utenti[n]
		}
	}
	return nil
}

// arranged is the world after all that had to follow from a command on an appointment.
func (i *isolation) arranged(t *testing.T, id string) *world {
	t.Helper()
	archives := i.servers[0].app.archives
	var is *model.Appuntamento
	eventually(t, "what follows from a command", func() bool {
		found, err := archives.Agenda.Adesso(t.Context(), []string{id})
		is = found[id]
		return err == nil && is != nil && is.DaRegistrare == ""
	})
	notices, err := comunicazioni.Notifiche.Fetch(t.Context(), archives.Comunicazioni.Archive, []string{id})
	if err != nil {
		t.Fatal(err)
	}
	giornata, _ := agenda.GiornataDi(is.Fascia.ID)
	days, err := agenda.PerGiorno(t.Context(), archives.Agenda.Archive, []string{giornata})
	if err != nil || days[giornata] == nil {
		t.Fatal("no day ", giornata, err)
	}
	w := *i.world.Load()
	w.appuntamenti, w.giornate, w.notifiche = maps.Clone(w.appuntamenti), maps.Clone(w.giornate), maps.Clone(w.notifiche)
	w.appuntamenti[id], w.giornate[giornata] = *is, *days[giornata]
	if theirs := notices[id]; theirs != nil {
		w.notifiche[id] = theirs.Righe
	}
	return &w
}

// anothersAppointments: the answer of who may know a telephone is noticed when somebody gets it who may not, but sees the rest; and
// that of who may read the requests beside, when somebody gets it who has the agenda alone.
func (i *isolation) anothersAppointments(t *testing.T) {
	w := i.world.Load()
	for _, id := range askedFor(w) {
		a := w.appuntamenti[id]
		i.anothersContacts(t, a.Matricola, id, func(o oracle) (sees, reaches bool) { return o.meets(a), o.calls(a) })
	}
	i.enoughContacts(t)
	for _, id := range askedFor(w) {
		a := w.appuntamenti[id]
		reads := func(o oracle) int { return len(o.readable(a.IDRichieste, anyRequest)) }
		i.anothersContacts(t, a.Matricola, id, func(o oracle) (sees, reaches bool) {
			return o.meets(a) && !o.calls(a) && len(a.IDRichieste) > 0, reads(o) > 0
		})
	}
	i.enoughContacts(t)
}
