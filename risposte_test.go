package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/freshness"
	"cassetto/sources"
)

// watched is a server whose answers are counted that are made anew. Each reads a section besides what it does, once for each
// root field.
type watched struct {
	*server
	section freshness.Source
	reads   atomic.Pointer[reads]
	made    atomic.Int64
}

// reads is how that section is read. The zero value is a value from the archive, fresh for a minute.
type reads struct {
	outcome         freshness.Outcome
	fresh           time.Duration // 0: a minute; below: it is over
	failed, extends bool
	then            func() // is called when all is read
}

func watch(t testing.TB, env map[string]string) *watched {
	t.Helper()
	w := &watched{section: freshness.Source{Archive: "prova", Section: "radici"}}
	w.reads.Store(&reads{})
	w.server = bootWith(t, env, func(a *App) {
		a.exec.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response { // within all others
			if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 {
				return next(ctx)
			}
			w.made.Add(1)
			how, report := w.reads.Load(), sources.ReportOf(ctx)
			report.Begin(&w.section)
			if how.extends {
				graphql.RegisterExtension(ctx, "altro", 1)
			}
			response := next(ctx)
			for range graphql.GetOperationContext(ctx).Operation.SelectionSet {
				report.Add(&w.section, miss(how.outcome), time.Now().Add(or(how.fresh, time.Minute)), how.failed)
			}
			if how.then != nil {
				how.then()
			}
			return response
		})
	})
	return w
}

// miss lets the zero value stand for the archive.
func miss(o freshness.Outcome) freshness.Outcome {
	if o == freshness.Hit {
		return freshness.Miss
	}
	return o
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// resolved is how many answers were made while f ran.
func (w *watched) resolved(f func()) int64 {
	before := w.made.Load()
	f()
	return w.made.Load() - before
}

// enable makes a consultant with deleghe, and a token of his.
func (w *watched) enable(t *testing.T, n int, deleghe ...func(*model.Delega)) string {
	t.Helper()
	who := person(n)
	put(t, w.server, "utenti", model.Utente{CodiceFiscale: who, Nome: fmt.Sprint("Persona ", n), Profilo: model.ProfiloUtenteConsulenteDelLavoro})
	for i, change := range deleghe {
		d := model.Delega{
			ID: fmt.Sprintf("D-R%d-%d", n, i), Tipo: model.TipoDelegaIndirettaIntermediario, Stato: model.StatoDelegaAttiva,
			DeleganteCf: "SLAMRC75D12A000F", DelegatoCf: who, Qualifica: model.ProfiloUtenteConsulenteDelLavoro,
			Servizi: []model.Servizio{model.ServizioCassetto, model.ServizioUniemens}, Cf: []model.CodiceFiscale{},
			Perimetro: model.PerimetroDelegaTotale, Inizio: "2024-01-15",
		}
		change(&d)
		put(t, w.server, "deleghe", d)
	}
	token, err := w.app.demo.issuer.Token(string(who), "", model.ProfiloUtenteConsulenteDelLavoro, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// su is a delega on a position; mods change it further.
func su(matricola string, mods ...func(*model.Delega)) func(*model.Delega) {
	return func(d *model.Delega) {
		d.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: matricola}
		for _, mod := range mods {
			mod(d)
		}
	}
}

// soloGS is a delega on the gestione separata of Officine Aurora, about some persons only.
func soloGS(cf ...model.CodiceFiscale) func(*model.Delega) {
	return func(d *model.Delega) {
		d.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaParasubordinati, Codice: "10000011055"}
		d.Servizi, d.Perimetro, d.Cf = []model.Servizio{model.ServizioGestioneSeparata}, model.PerimetroDelegaParziale, cf
	}
}

const elenco = `{ aziende(ordine: {campo: MATRICOLA}) { totalCount nodes { matricola denominazione } } }`

// TestAnswersShared: who has the same companies, services and perimeters gets the answer that another one got, without a field
// being resolved; who has one company more, one service less, another perimeter or another profile gets his own.
func TestAnswersShared(t *testing.T) {
	type deleghe = []func(*model.Delega)
	w := watch(t, nil)
	const months = `{ aziende { nodes { matricola complementari { committente10(first: 1) { nodes { numCollaboratori } } } } } }`
	riccio, monti := model.CodiceFiscale("RCCSLV90S66A000K"), model.CodiceFiscale("MNTDVD85C03A000V")
	due := deleghe{su(aurora), su("9900010029")}
	people := 0
	for _, test := range []struct {
		name, query string
		first       deleghe
		others      map[string]deleghe
		shares      bool
	}{
		{"the same companies", elenco, due, map[string]deleghe{
			"the same": due, "in another order": {due[1], due[0]}, "twice": append(slices.Clone(due), due...),
			"and one that is over": append(slices.Clone(due), su(panificio, func(d *model.Delega) { d.Fine = new(model.Data("2025-01-01")) })),
			"and one revoked":      append(slices.Clone(due), su(panificio, func(d *model.Delega) { d.Stato = model.StatoDelegaRevocata })),
		}, true},
		{"other companies", elenco, due, map[string]deleghe{
			"one more": append(slices.Clone(due), su(panificio)), "one less": due[:1], "another": {due[0], su(panificio)}, "none": nil,
		}, false},
		{"other titles on them", elenco, due, map[string]deleghe{
			"a service less": {due[0], su("9900010029", func(d *model.Delega) { d.Servizi = d.Servizi[:1] })},
			"a perimeter":    {due[0], su("9900010029", func(d *model.Delega) { d.Perimetro = model.PerimetroDelegaParziale })},
		}, false},
		{"the same perimeter", months, deleghe{soloGS(riccio)}, map[string]deleghe{"the same": {soloGS(riccio)}, "twice": {soloGS(riccio, riccio)}}, true},
		{"other perimeters", months, deleghe{soloGS(riccio)}, map[string]deleghe{"two persons": {soloGS(riccio, monti)}, "another one": {soloGS(monti)}, "nobody": {soloGS()}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			people++
			first := w.enable(t, people, test.first...)
			prima := w.askAs(t, first, test.query, nil)
			if again := w.resolved(func() { w.askAs(t, first, test.query, nil) }); again != 0 || len(prima.Errors) > 0 {
				t.Fatalf("the first one himself: %d fields, %s", again, prima.Body)
			}
			for name, given := range test.others {
				people++
				who := w.enable(t, people, given...)
				var a answer
				fields := w.resolved(func() { a = w.askAs(t, who, test.query, nil) })
				if shared := fields == 0; shared != test.shares || shared && string(a.Body) != string(prima.Body) || len(a.Errors) > 0 {
					t.Errorf("%s: %d fields resolved, %s", name, fields, a.Body)
				}
				if test.name == "other companies" && string(a.Body) == string(prima.Body) {
					t.Errorf("%s: %s", name, a.Body)
				}
			}
		})
	}
	t.Run("other profiles", func(t *testing.T) {
		for _, profile := range []string{"operatore", "analista", "rappresentante", "azienda", "associazione"} {
			if fields := w.resolved(func() { w.ask(t, profile, elenco, nil) }); fields != 1 {
				t.Errorf("%s: %d fields", profile, fields)
			}
		}
	})
}

// TestAnswersRevoked: a delega that ends takes the answers with it, for him who lost it and for nobody else; one that is given
// adds to the next answer.
func TestAnswersRevoked(t *testing.T) {
	w := watch(t, nil)
	due := []func(*model.Delega){su(aurora), su("9900010029")}
	first, other := w.enable(t, 1, due...), w.enable(t, 2, due...)
	const company = `{ azienda(matricola: "9900010029") { denominazione sintetici { csc } complementari { emens { totalCount } } } }`
	for _, query := range []string{company, elenco} {
		whole := w.askAs(t, first, query, nil)
		if fields := w.resolved(func() { w.askAs(t, other, query, nil) }); fields != 0 || len(whole.Errors) > 0 {
			t.Fatalf("%d fields; %s", fields, whole.Body)
		}
	}
	a := w.askAs(t, first, `mutation { revocaDelega(input: {id: "D-R1-1"}) { delega { stato } errori { codice } } }`, nil)
	if p, _ := a.Data["revocaDelega"].(map[string]any); p == nil || p["delega"] == nil {
		t.Fatalf("%s", a.Body)
	}
	for range 3 {
		if a := w.askAs(t, first, company, nil); a.code() != "NOT_FOUND" || a.Data["azienda"] != nil {
			t.Fatalf("he still sees it: %s", a.Body)
		}
		if a := w.askAs(t, first, elenco, nil); a.Data["aziende"].(map[string]any)["totalCount"] != 1.0 {
			t.Fatalf("he still lists it: %s", a.Body)
		}
		if fields := w.resolved(func() {
			if a := w.askAs(t, other, company, nil); a.Data["azienda"] == nil {
				t.Errorf("the other one does not see it: %s", a.Body)
			}
		}); fields != 0 {
			t.Errorf("the other one's answer is gone")
		}
	}
	testa := map[string]any{"in": map[string]any{
		"tipo": "INDIRETTA_INTERMEDIARIO", "matricola": "9900010029", "delegato": person(1), "qualifica": "CONSULENTE_DEL_LAVORO",
		"servizi": []string{"CASSETTO", "UNIEMENS"},
	}}
	if _, codes := conferita(t, w.ask(t, "rappresentante", conferisci, testa)); len(codes) > 0 {
		t.Fatal(codes)
	}
	if a := w.askAs(t, first, company, nil); len(a.Errors) > 0 {
		t.Errorf("he does not see it again: %s", a.Body)
	}
}

// TestAnswersOff: without memory for them, nothing is given again.
func TestAnswersOff(t *testing.T) {
	w := watch(t, map[string]string{"CASSETTO_CACHE_RISPOSTE": "0"})
	for range 3 {
		if fields := w.resolved(func() { w.ask(t, "consulente", elenco, nil) }); fields != 1 {
			t.Errorf("%d fields", fields)
		}
	}
}

// TestAnswersOnce: a query has one response, whether it is new or given again, by whatever way it is asked.
func TestAnswersOnce(t *testing.T) {
	w := watch(t, nil)
	who := access.Identita{CodiceFiscale: "FRRGLI82P55A000W", Profilo: new(model.ProfiloUtenteConsulenteDelLavoro), Scadenza: time.Now().Add(time.Hour)}
	for n, want := range []int64{1, 0, 0} {
		ctx := graphql.StartOperationTrace(access.With(t.Context(), who))
		op, errs := w.app.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: elenco})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		next, ctx := w.app.exec.DispatchOperation(ctx, op)
		responses := 0
		fields := w.resolved(func() {
			for r := next(ctx); r != nil && responses < 10; r = next(ctx) {
				responses++
			}
		})
		if responses != 1 || fields != want {
			t.Errorf("time %d: %d responses, %d fields", n+1, responses, fields)
		}
	}
	plain := w.ask(t, "consulente", elenco, nil)
	for _, protocol := range protocols {
		c := converse(t, w.server, protocol)
		fields := w.resolved(func() {
			for range 2 {
				if a := c.send("consulente", map[string]any{"query": elenco}); !same(t, a.Body, plain.Body) {
					t.Errorf("%s: %.300s", protocol, a.Body)
				}
			}
		})
		if c.end(); fields != 0 {
			t.Errorf("%s: %d fields", protocol, fields)
		}
	}
}

// TestAnswersTogether: many persons ask the same at once, while sections change and deleghe end; everybody gets what is his.
func TestAnswersTogether(t *testing.T) {
	w := watch(t, nil)
	sets := [][]string{{aurora}, {aurora, "9900010029"}, {"9900010029"}, {aurora, panificio}}
	var tokens, wants []string
	for i := range 8 {
		var given []func(*model.Delega)
		for _, m := range sets[i%len(sets)] {
			given = append(given, su(m))
		}
		tokens = append(tokens, w.enable(t, 1+i, given...))
		wants = append(wants, strings.Join(slices.Sorted(slices.Values(sets[i%len(sets)])), " "))
	}
	var all sync.WaitGroup
	for i, token := range tokens {
		all.Go(func() {
			for n := range 20 {
				var got []string
				for _, node := range w.askAs(t, token, elenco, nil).Data["aziende"].(map[string]any)["nodes"].([]any) {
					got = append(got, node.(map[string]any)["matricola"].(string))
				}
				if is := strings.Join(got, " "); is != wants[i] {
					t.Errorf("person %d: %s, want %s", i, is, wants[i])
				}
				if n%7 == 0 {
					w.section.Changed()
				}
			}
		})
	}
	all.Wait()
	if n := w.made.Load(); n == 160 {
		t.Error("every answer was made anew")
	}
}

// TestAnswersGone: what is read for a caller who leaves is not kept.
func TestAnswersGone(t *testing.T) {
	const office = `{ sede(codice: "4900") { comune } }`
	w := watch(t, nil)
	who := access.Identita{CodiceFiscale: "FRRGLI82P55A000W", Profilo: new(model.ProfiloUtenteConsulenteDelLavoro), Scadenza: time.Now().Add(time.Hour)}
	ctx, leave := context.WithCancelCause(graphql.StartOperationTrace(access.With(t.Context(), who)))
	op, errs := w.app.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: office})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	w.reads.Store(&reads{then: func() { leave(errors.New("the client has gone")) }})
	next, running := w.app.exec.DispatchOperation(ctx, op)
	next(running)
	w.reads.Store(&reads{})
	if fields := w.resolved(func() { w.ask(t, "consulente", office, nil) }); fields != 1 {
		t.Errorf("%d fields", fields)
	}
}
