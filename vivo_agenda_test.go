package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

func domandaAgenda(arguments string) string {
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	return "subscription { aggiornamentiAppuntamenti" + arguments + " { cursore evento { numero tipo daStato aStato motivo } appuntamento { id stato } } }"
}

// accaduto is what a stream says of an event of an appointment.
func (n notizia) accaduto() string {
	u := n.aggiornamento()
	e, _ := u["evento"].(map[string]any)
	a, _ := u["appuntamento"].(map[string]any)
	return fmt.Sprint(a["id"], " ", e["numero"], " ", e["tipo"], " ", e["daStato"], " ", e["aStato"])
}

// TestVivoAppuntamenti: the events of appointments reach whoever follows them, each once and in order, with cursors by which he goes
// on, as Last-Event-ID or as an argument.
func TestVivoAppuntamenti(t *testing.T) {
	v := bootVivo(t)
	v.prenota(t, "A0", nil)
	streams := map[string]*ascolto{}
	who := map[string]string{"consulente": suAurora, "rappresentante": "", "operatore": "", "analista": suAurora, "azienda": ""}
	for profile, arguments := range who {
		streams[profile] = v.ascolta(t, profile, domandaAgenda(arguments), formaAppuntamenti.Cursor(1)) // from now, whenever it opens
	}
	v.prenota(t, "A1", nil)
	v.conferma(t, "A0")
	v.conferma(t, "A1")
	v.comanda(t, "A1", agenda.Comando{Evento: model.TipoEventoAppuntamentoAnnullamento, Sede: new(model.CodiceSede("4900")), Ufficio: "Sede", Motivo: "Chiusura"}, lunedi)
	last := v.comanda(t, "A0", agenda.Comando{Evento: model.TipoEventoAppuntamentoConclusione, Esito: model.EsitoAppuntamentoSvolto, Sede: new(model.CodiceSede("4900")), Ufficio: "Sede"}, lunedi.AddDate(0, 0, 2))
	want := []string{
		"A1 1 PRENOTAZIONE <nil> PRENOTATO", "A0 2 CONFERMA PRENOTATO CONFERMATO", "A1 2 CONFERMA PRENOTATO CONFERMATO",
		"A1 3 ANNULLAMENTO CONFERMATO CANCELLATO_SEDE", "A0 3 CONCLUSIONE CONFERMATO SVOLTO",
	}
	if last != int64(len(want)+1) {
		t.Fatalf("the journal ends at %d", last)
	}
	follows := func(name string, a *ascolto, from int) {
		for i := from; i < len(want); i++ {
			n := a.next()
			if c := formaAppuntamenti.Cursor(int64(i + 2)); n.accaduto() != want[i] || n.id != c || n.aggiornamento()["cursore"] != c || n.Extensions["cursore"] != c {
				t.Errorf("%s: %s %+v, want %s", name, n.id, n.answer, want[i])
			}
		}
		a.body.Close()
	}
	for profile, arguments := range who {
		follows(profile, streams[profile], 0)
		for from := range want {
			seen := formaAppuntamenti.Cursor(int64(from + 1))
			follows(profile+" again", v.ascolta(t, profile, domandaAgenda(arguments), seen), from)
			says := strings.TrimPrefix(arguments+`, dopo: "`+seen+`"`, ", ") // which goes before what the connection brings
			follows(profile+" with dopo", v.ascolta(t, profile, domandaAgenda(says), formaAppuntamenti.Cursor(0)), from)
		}
	}
}

// TestVivoAppuntamentiChi: who may follow what, by the service of the agenda; cursors of the requests are refused, and theirs by those.
func TestVivoAppuntamentiChi(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	altrove := func(p *agenda.Prenotazione) {
		p.Azienda = &model.Azienda{Matricola: "9999999999", CodiceFiscale: "99999999990", CodiceSede: "7000"}
	}
	v.prenota(t, "qui", nil)
	v.prenota(t, "altrove", altrove)
	dopo := func(cursore string) string { return `dopo: "` + cursore + `"` }
	for i, test := range []struct{ profile, arguments, code string }{
		{"consulente", "", ""}, {"consulente", suAurora, ""}, {"operatore", "", ""}, {"operatore", suAurora, ""}, {"azienda", "", ""}, {"rappresentante", suAurora, ""},
		{"analista", suAurora, ""}, {"consulente", `matricola: "9999999999"`, "NOT_FOUND"}, {"consulente", `matricola: "x"`, "BAD_USER_INPUT"},
		{"consulente", dopo("x"), "BAD_USER_INPUT"}, {"consulente", dopo(""), "BAD_USER_INPUT"}, {"consulente", dopo(formaAppuntamenti.Cursor(1000)), "BAD_USER_INPUT"},
		{"consulente", dopo(formaRichieste.Cursor(0)), "BAD_USER_INPUT"}, {"consulente", dopo(formaRichieste.Cursor(1)), "BAD_USER_INPUT"},
		{"ragioniere", "", "FORBIDDEN"}, {"ragioniere", suAurora, "NOT_FOUND"},
	} {
		f := v.apre(t, test.profile, domandaAgenda(test.arguments), nil)
		if test.code == "" {
			v.prenota(t, fmt.Sprint("altrove", i), altrove)
			v.prenota(t, fmt.Sprint("qui", i), nil)
		}
		code, data := f.risposta()
		if code != test.code || (data == "") != (test.code != "") || strings.Contains(data, "altrove") || test.code == "" && !strings.Contains(data, fmt.Sprintf(`"id":"qui%d"`, i)) {
			t.Errorf("%s (%s): %v %s", test.profile, test.arguments, code, data)
		}
		f.cancel()
	}
	for query, seen := range map[string]string{
		domandaAgenda(dopo(formaRichieste.Cursor(1))): "", domanda(dopo(formaAppuntamenti.Cursor(1))): "",
		domandaAgenda(""): formaRichieste.Cursor(1), domanda(""): formaAppuntamenti.Cursor(1),
	} {
		n := v.ascolta(t, "consulente", query, seen).next()
		if n.code() != "BAD_USER_INPUT" || n.Errors[0].Message != "Il cursore non è di questi aggiornamenti." || !strings.HasSuffix(fmt.Sprint(n.Errors[0].Path), " dopo]") {
			t.Errorf("%s after %q: %+v", query, seen, n.answer)
		}
	}
}

// TestVivoServizi: a delega for the agenda opens the stream of the appointments and not that of the requests; and the other way.
func TestVivoServizi(t *testing.T) {
	v := bootVivo(t)
	v.prenota(t, "A0", nil)
	v.accade(t, "R0", nil)
	testa := v.ask(t, "ragioniere", `{ utente { codiceFiscale } }`, nil).Data["utente"].(map[string]any)["codiceFiscale"]
	revoca := `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { errori { codice } } }`
	for servizio, codes := range map[string][2]string{"AGENDA": {"", "FORBIDDEN"}, "COMUNICAZIONI": {"FORBIDDEN", ""}, "CASSETTO": {"FORBIDDEN", "FORBIDDEN"}} {
		in := map[string]any{
			"tipo": "INDIRETTA_INTERMEDIARIO", "matricola": "9900010011", "delegato": testa, "qualifica": "RAGIONIERE", "servizi": []string{servizio},
		}
		delega, wrong := conferita(t, v.ask(t, "rappresentante", conferisci, map[string]any{"in": in}))
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		for i, query := range []func(string) string{domandaAgenda, domanda} {
			cursore := []string{formaAppuntamenti.Cursor(0), formaRichieste.Cursor(0)}[i]
			for _, arguments := range []string{`dopo: "` + cursore + `"`, suAurora + ` dopo: "` + cursore + `"`} {
				f := v.apre(t, "ragioniere", query(arguments), nil)
				if code, data := f.risposta(); code != codes[i] || (data == "") != (codes[i] != "") {
					t.Errorf("%s (%s) with %s: %v %s", query(""), arguments, servizio, code, data)
				}
				f.cancel()
			}
		}
		if a := v.ask(t, "rappresentante", revoca, map[string]any{"id": delega["id"]}); len(a.Errors) > 0 {
			t.Fatalf("%s", a.Body)
		}
	}
}

// TestVivoAppuntamentiRevoca: a stream ends, and says why, when the title that it rests on is revoked, though nothing happens on it;
// that of another person goes on, and one that is about all companies leaves out what it may have no more.
func TestVivoAppuntamentiRevoca(t *testing.T) {
	v := bootVivo(t)
	v.prenota(t, "A0", nil)
	one, all := v.ascolta(t, "consulente", domandaAgenda(suAurora), formaAppuntamenti.Cursor(0)), v.ascolta(t, "consulente", domandaAgenda(""), formaAppuntamenti.Cursor(0))
	holder := v.ascolta(t, "rappresentante", domandaAgenda(suAurora), formaAppuntamenti.Cursor(0))
	for _, a := range []*ascolto{one, all, holder} {
		if n := a.next(); n.accaduto() != "A0 1 PRENOTAZIONE <nil> PRENOTATO" { // it is open
			t.Fatalf("%+v", n)
		}
	}
	v.revoca(t)
	if n := one.next(); n.code() != "FORBIDDEN" || n.Data != nil || n.id != "" || !strings.Contains(n.Errors[0].Message, "venuto meno") || fmt.Sprint(n.Errors[0].Path) != "[aggiornamentiAppuntamenti]" {
		t.Errorf("%+v", n)
	}
	if n := one.next(); n.kind != "complete" {
		t.Errorf("%+v", n)
	}
	v.conferma(t, "A0")
	if n := holder.next(); n.accaduto() != "A0 2 CONFERMA PRENOTATO CONFERMATO" {
		t.Errorf("%+v", n)
	}
	v.prenota(t, "A1", func(p *agenda.Prenotazione) {
		p.Azienda = &model.Azienda{Matricola: "9900030019", CodiceFiscale: "10000031111", CodiceSede: "4900"}
	})
	if n := all.next(); n.accaduto() != "A1 1 PRENOTAZIONE <nil> PRENOTATO" {
		t.Errorf("%+v", n)
	}
}

// TestVivoInsiemeAgenda: what many ask alike of an event of an appointment is made once, what is guarded once for each person, and
// nobody has an answer about the request whose event is at the same position.
func TestVivoInsiemeAgenda(t *testing.T) {
	const many = 30
	v := bootVivo(t)
	v.prenota(t, "A0", nil)
	v.accade(t, "R0", nil)
	const plain = `subscription ($m: Matricola) { aggiornamentiAppuntamenti(matricola: $m) { evento { numero } appuntamento { id } } }`
	const guarded = `subscription { aggiornamentiAppuntamenti { evento { numero } appuntamento { id telefono } } }`
	const requests = `subscription { aggiornamentiRichieste { evento { numero } richiesta { id } } }`
	type asks struct{ profile, query, want string }
	answer := func(more string) string {
		return `{"aggiornamentiAppuntamenti":{"evento":{"numero":2},"appuntamento":{"id":"A0"` + more + `}}}`
	}
	var all []asks
	for range many {
		all = append(all,
			asks{"consulente", plain, answer("")}, asks{"operatore", plain, answer("")}, asks{"azienda", plain, answer("")},
			asks{"rappresentante", guarded, answer(`,"telefono":"+390212345678"`)}, asks{"consulente", guarded, answer(`,"telefono":null`)},
			asks{"consulente", requests, `{"aggiornamentiRichieste":{"evento":{"numero":2},"richiesta":{"id":"R0"}}}`},
		)
	}
	flussi := make([]*flusso, len(all))
	for i, a := range all {
		flussi[i] = v.apre(t, a.profile, a.query, map[string]any{"m": "9900010011"})
	}
	v.fatte.Store(0)
	if v.conferma(t, "A0") != v.accade(t, "R0", nil) {
		t.Fatal("they are at different positions")
	}
	v.feeds.Changed("")
	var done sync.WaitGroup
	for i, f := range flussi {
		done.Go(func() {
			if code, data := f.risposta(); code != "" || data != all[i].want {
				t.Errorf("%s: %v %s", all[i].profile, code, data)
			}
		})
	}
	done.Wait()
	if n := v.fatte.Load(); n != 4 { // one plain one, two persons, and that of the requests
		t.Errorf("made %d times", n)
	}
}

// TestVivoSocketAgenda: one socket carries streams of both kinds, each with the cursors and the events of its own.
func TestVivoSocketAgenda(t *testing.T) {
	v := bootVivo(t)
	v.prenota(t, "A0", nil)
	v.accade(t, "R0", nil)
	p := v.presa(t, "consulente")
	for id, query := range map[string]string{
		"a": domandaAgenda(suAurora + ` dopo: "` + formaAppuntamenti.Cursor(0) + `"`), "r": domanda(suAurora + ` dopo: "` + formaRichieste.Cursor(0) + `"`),
		"x": domandaAgenda(`dopo: "` + formaRichieste.Cursor(0) + `"`),
	} {
		p.say(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query}})
	}
	v.conferma(t, "A0")
	v.accade(t, "R0", nil)
	got := map[string][]string{}
	for range 5 {
		m := p.hear()
		text, _ := json.Marshal(m["payload"])
		id := m["id"].(string)
		for _, says := range []string{formaAppuntamenti.Cursor(1), formaAppuntamenti.Cursor(2), formaRichieste.Cursor(1), formaRichieste.Cursor(2), "BAD_USER_INPUT"} {
			if strings.Contains(string(text), `"cursore":"`+says+`"`) || strings.Contains(string(text), `"code":"`+says+`"`) {
				got[id] = append(got[id], says)
				break
			}
		}
	}
	for id, want := range map[string][]string{
		"a": {formaAppuntamenti.Cursor(1), formaAppuntamenti.Cursor(2)}, "r": {formaRichieste.Cursor(1), formaRichieste.Cursor(2)}, "x": {"BAD_USER_INPUT"},
	} {
		if !slices.Equal(got[id], want) {
			t.Errorf("%s: %v, want %v", id, got[id], want)
		}
	}
}
