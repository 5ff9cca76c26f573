package operation

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/documents"
	"cassetto/internal/quota/memory"
)

// newTestExecutor is an executor of the whole schema; nothing is resolved.
func newTestExecutor(t testing.TB, limits string) *Executor {
	t.Helper()
	e, err := NewExecutor(graph.NewExecutableSchema(graph.Config{}))
	if err != nil {
		t.Fatal(err)
	}
	if e.Policy, err = ReadPolicy(strings.NewReader(limits)); err != nil {
		t.Fatal(err)
	}
	trusted, err := documents.Open("", documents.Off, documents.Options{})
	if err != nil {
		t.Fatal(err)
	}
	automatic, err := documents.OpenAutomatic(documents.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(automatic.Close)
	nobody := func(context.Context) bool { return false }
	e.Gate = Gate{
		Policy: e.Policy, Documents: documents.NewResolver(trusted, automatic, nil), Quota: memory.New(10, time.Now),
		Explores: nobody, Exempt: nobody, Admitted: func(*graphql.OperationContext) {},
	}
	return e
}

func as(ctx context.Context, profile model.ProfiloUtente) context.Context {
	return access.With(ctx, access.Identita{CodiceFiscale: "RSSMRA80A01A000C", Profilo: &profile})
}

// code is that of the first error of an operation, empty when it passes.
func (e *Executor) code(ctx context.Context, query string) any {
	_, errs := e.CreateOperationContext(graphql.StartOperationTrace(ctx), &graphql.RawParams{Query: query})
	if len(errs) == 0 {
		return ""
	}
	return errs[0].Extensions["code"]
}

// TestExecutorKeepsDocuments: a document that one caller brought is not let through to another whose limits it passes, and an
// invalid one is refused again as it was, whatever was done with its errors.
func TestExecutorKeepsDocuments(t *testing.T) {
	e := newTestExecutor(t, `{"profili":{"OPERATORE":{"profondita":{"massimo":1}}}}`)
	const deep = `{ utente { nome } }`
	for range 2 {
		if code := e.code(as(t.Context(), model.ProfiloUtenteAvvocato), deep); code != "" {
			t.Errorf("avvocato: %v", code)
		}
		if code := e.code(as(t.Context(), model.ProfiloUtenteOperatore), deep); code != "OPERATION_TOO_COMPLEX" {
			t.Errorf("operatore: %v", code)
		}
	}
	first := ""
	for range 2 {
		_, errs := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: `{ nulla }`})
		if len(errs) != 1 || first != "" && errs[0].Message != first {
			t.Fatalf("%v, want %s", errs, first)
		}
		first, errs[0].Message = errs[0].Message, "changed by a presenter"
	}
}

// TestExecutorWaits: a document that was never seen waits for its turn, one that is ready does not, and who leaves stops waiting.
func TestExecutorWaits(t *testing.T) {
	e := newTestExecutor(t, `{}`)
	const ready, fresh = `{ utente { nome } }`, `{ utente { profilo } }`
	e.Warm(ready)
	for range cap(e.shelf.places) {
		e.shelf.places <- struct{}{}
	}
	if code := e.code(t.Context(), ready); code != "" {
		t.Errorf("ready: %v", code)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if code := e.code(gone, fresh); code != nil {
		t.Errorf("who leaves: %v", code)
	}
	<-e.shelf.places
	if code := e.code(t.Context(), fresh); code != "" {
		t.Errorf("fresh: %v", code)
	}
}

// TestExecutorErrors: of an invalid document the first errors are told, so that the answer is no greater than the question.
func TestExecutorErrors(t *testing.T) {
	e := newTestExecutor(t, `{}`)
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, " x%d", i)
	}
	_, errs := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: "{ utente {" + b.String() + " } }"})
	if len(errs) != maxErrors {
		t.Errorf("%d errors, want %d", len(errs), maxErrors)
	}
}

// bombOf is a document of n fragments, each of which spreads the next one twice.
func bombOf(n int) string {
	var b strings.Builder
	b.WriteString("query { utente { ...F0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Utente { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Utente { nome }", n)
	return b.String()
}

// BenchmarkAdmit is what stands before an operation: of a document that is ready, of one that is new, and of a bomb.
func BenchmarkAdmit(b *testing.B) {
	e := newTestExecutor(b, `{"predefiniti":{"frequenza":{"modo":"spento"}}}`)
	dossier, err := os.ReadFile("../playground/esempi/09-fascicolo-completo.graphql")
	if err != nil {
		b.Fatal(err)
	}
	params := func(query string) *graphql.RawParams {
		return &graphql.RawParams{Query: query, Variables: map[string]any{"matricola": "9900010011"}}
	}
	ctx := as(graphql.StartOperationTrace(b.Context()), model.ProfiloUtenteAvvocato)
	b.Run("ready", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, errs := e.CreateOperationContext(ctx, params(string(dossier))); errs != nil {
				b.Fatal(errs)
			}
		}
	})
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, errs := e.CreateOperationContext(ctx, params(fmt.Sprintf("%s #%d", dossier, i))); errs != nil {
				b.Fatal(errs)
			}
		}
	})
	b.Run("bomb", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, errs := e.CreateOperationContext(ctx, params(fmt.Sprintf("%s #%d", bombOf(30), i))); errs == nil {
				b.Fatal("accepted")
			}
		}
	})
}
