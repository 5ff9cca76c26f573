package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
)

const suAurora = `matricola: "9900010011"`

func domanda(arguments string) string {
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	return "subscription { aggiornamentiRichieste" + arguments + " { cursore evento { numero } richiesta { id stato } } }"
}

// TestVivo: an event reaches whoever follows it, over a stream of events, soon, once, with a cursor by which he goes on.
func TestVivo(t *testing.T) {
	v := bootVivo(t)
	at := v.accade(t, "R1", nil)
	for profile, arguments := range map[string]string{"consulente": suAurora, "rappresentante": "", "operatore": `id: "R1"`} {
		a := v.ascolta(t, profile, domanda(arguments), formaRichieste.Cursor(at)) // from now, whenever it opens
		at = v.accade(t, "R1", nil)
		n := a.next()
		if u := n.aggiornamento(); u["cursore"] != formaRichieste.Cursor(at) || n.id != formaRichieste.Cursor(at) || n.Extensions["cursore"] != n.id || n.kind != "next" {
			t.Fatalf("%s: %s %s %+v", profile, n.kind, n.id, n.answer)
		}
		a.body.Close()
		last := at
		for range 3 {
			last = v.accade(t, "R1", nil)
		}
		for _, again := range []*ascolto{
			v.ascolta(t, profile, domanda(arguments), n.id),
			v.ascolta(t, profile, domanda(strings.TrimPrefix(arguments+`, dopo: "`+n.id+`"`, ", ")), formaRichieste.Cursor(1)), // it says itself after what
		} {
			for i := range int64(3) {
				if n := again.next(); n.id != formaRichieste.Cursor(at+1+i) || n.aggiornamento()["evento"].(map[string]any)["numero"] != float64(at+1+i) {
					t.Errorf("%s: %s %+v", profile, n.id, n.answer)
				}
			}
			again.body.Close()
		}
		at = last
	}
}

// TestVivoChi: who may follow what; the same refusals as for questions.
func TestVivoChi(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	v.accade(t, "altrove", func(r *model.Richiesta) {
		r.Matricola, r.CodiceFiscale, r.CodiceSede = "9999999999", "99999999990", "7000"
	})
	for _, test := range []struct{ profile, arguments, code string }{
		{"consulente", "", ""}, {"consulente", suAurora, ""}, {"consulente", `id: "R1"`, ""}, {"consulente", suAurora + ` id: "R1"`, ""},
		{"consulente", `id: "altrove"`, "NOT_FOUND"}, {"consulente", `id: "nessuna"`, "NOT_FOUND"}, {"consulente", suAurora + ` id: "altrove"`, "NOT_FOUND"},
		{"consulente", `matricola: "9999999999"`, "NOT_FOUND"}, {"consulente", `matricola: "x"`, "BAD_USER_INPUT"},
		{"consulente", `dopo: "x"`, "BAD_USER_INPUT"}, {"consulente", `dopo: ""`, "BAD_USER_INPUT"}, {"consulente", `dopo: "` + formaRichieste.Cursor(1000) + `"`, "BAD_USER_INPUT"},
		{"operatore", "", ""}, {"operatore", suAurora, ""}, {"operatore", `id: "altrove"`, "NOT_FOUND"},
		{"analista", "", ""}, {"analista", `id: "altrove"`, ""}, {"azienda", "", ""},
		{"ragioniere", "", "FORBIDDEN"}, {"ragioniere", suAurora, "NOT_FOUND"}, {"ragioniere", `id: "R1"`, "NOT_FOUND"},
	} {
		f := v.apre(t, test.profile, domanda(test.arguments), nil)
		if test.code == "" {
			v.accade(t, "R1", nil)
			v.accade(t, "altrove", nil)
		}
		code, data := f.risposta()
		if code != test.code || (data == "") != (test.code != "") {
			t.Errorf("%s (%s): %v %s", test.profile, test.arguments, code, data)
		}
		if wants := `"id":"altrove"`; strings.Contains(data, wants) != strings.Contains(test.arguments, "altrove") && test.code == "" {
			t.Errorf("%s (%s): %s", test.profile, test.arguments, data)
		}
		f.cancel()
	}
	refused := v.ascolta(t, "consulente", domanda(`dopo: "x"`), "").next()
	if path := fmt.Sprint(refused.Errors[0].Path); path != "[aggiornamentiRichieste dopo]" {
		t.Error(path)
	}
	if refused := v.ascolta(t, "consulente", domanda(""), "x").next(); refused.code() != "BAD_USER_INPUT" {
		t.Errorf("%+v", refused)
	}
}

// TestVivoRevoca: a stream ends, and says why, when the title that it rests on is revoked, though nothing happens on it; that of
// another person goes on.
func TestVivoRevoca(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	var all []*ascolto
	for _, arguments := range []string{suAurora, `id: "R1"`} {
		all = append(all, v.ascolta(t, "consulente", domanda(arguments), formaRichieste.Cursor(0)))
	}
	holder := v.ascolta(t, "rappresentante", domanda(suAurora), formaRichieste.Cursor(0))
	for _, a := range append(all, holder) {
		a.next() // it is open
	}
	v.revoca(t)
	begin := time.Now()
	for _, a := range all {
		n := a.next()
		if n.code() != "FORBIDDEN" || n.Data != nil || n.id != "" || !strings.Contains(n.Errors[0].Message, "venuto meno") {
			t.Errorf("%+v", n)
		}
		if n := a.next(); n.kind != "complete" {
			t.Errorf("%+v", n)
		}
	}
	t.Log("after", time.Since(begin))
	v.accade(t, "R1", nil)
	if n := holder.next(); n.aggiornamento() == nil {
		t.Errorf("%+v", n)
	}
}

// revoca revokes what the consultant has on Officine Aurora.
func (v *vivo) revoca(t *testing.T) {
	t.Helper()
	given := v.ask(t, "rappresentante", `{ azienda(matricola: "9900010011") { deleghe(first: 200) { nodes { id delegatoCF stato } } } }`, nil)
	for _, n := range given.Data["azienda"].(map[string]any)["deleghe"].(map[string]any)["nodes"].([]any) {
		d := n.(map[string]any)
		if d["delegatoCF"] == string(demo.Profili()[0].CodiceFiscale) && d["stato"] == "ATTIVA" {
			a := v.ask(t, "rappresentante", `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { errori { codice } } }`, map[string]any{"id": d["id"]})
			if len(a.Errors) > 0 {
				t.Fatalf("%s", a.Body)
			}
		}
	}
}

// TestVivoAltrove: an office that loses a request learns nothing more of it: the stream of the request ends, the others go on.
func TestVivoAltrove(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	one, all := v.apre(t, "operatore", domanda(`id: "R1"`), nil), v.apre(t, "operatore", domanda(""), nil)
	v.accade(t, "R1", func(r *model.Richiesta) { r.CodiceSede = "7000" })
	v.accade(t, "R2", nil)
	if code, data := one.risposta(); code != "FORBIDDEN" || data != "" {
		t.Error(code, data)
	}
	if code, data := one.risposta(); code != "" || data != "" {
		t.Error("it goes on:", code, data)
	}
	if code, data := all.risposta(); code != "" || !strings.Contains(data, `"R2"`) {
		t.Error(code, data)
	}
}

// TestVivoInsieme: what many ask alike of an event is made once, whatever they follow; what is guarded, once for each person;
// and nobody has what another one may see.
func TestVivoInsieme(t *testing.T) {
	const many = 50
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	const plain = `subscription ($m: Matricola, $id: ID, $testo: Boolean!) { aggiornamentiRichieste(matricola: $m, id: $id) { evento { numero } richiesta { id testo @include(if: $testo) } } }`
	const guarded = `subscription { aggiornamentiRichieste { evento { numero } richiesta { ...r } } } fragment r on Richiesta { id recapiti { email } }`
	type asks struct {
		profile, query string
		variables      map[string]any
		want           string
	}
	var all []asks
	full, short := `{"aggiornamentiRichieste":{"evento":{"numero":2},"richiesta":{"id":"R1","testo":"Testo di R1"}}}`, `{"aggiornamentiRichieste":{"evento":{"numero":2},"richiesta":{"id":"R1"}}}`
	for range many {
		all = append(all,
			asks{"consulente", plain, map[string]any{"m": "9900010011", "testo": true}, full},
			asks{"operatore", plain, map[string]any{"id": "R1", "testo": true}, full},
			asks{"azienda", plain, map[string]any{"testo": false}, short},
			asks{"rappresentante", guarded, nil, `{"aggiornamentiRichieste":{"evento":{"numero":2},"richiesta":{"id":"R1","recapiti":{"email":"posta@esempio.it"}}}}`},
			asks{"consulente", guarded, nil, `{"aggiornamentiRichieste":{"evento":{"numero":2},"richiesta":{"id":"R1","recapiti":null}}}`},
		)
	}
	flussi := make([]*flusso, len(all))
	for i, a := range all {
		flussi[i] = v.apre(t, a.profile, a.query, a.variables)
	}
	v.fatte.Store(0)
	v.accade(t, "R1", nil)
	v.feeds.Richieste.Nudge()
	var done sync.WaitGroup
	for i, f := range flussi {
		done.Go(func() {
			if code, data := f.risposta(); code != "" || data != all[i].want {
				t.Errorf("%s: %v %s", all[i].profile, code, data)
			}
		})
	}
	done.Wait()
	if n := v.fatte.Load(); n != 4 { // two plain ones, two persons
		t.Errorf("made %d times", n)
	}
}
