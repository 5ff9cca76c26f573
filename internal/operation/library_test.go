package operation

import (
	"fmt"
	"testing"

	"cassetto/graph"
)

// TestLibraryKeeps: a document that is asked for again is ready from then on, whatever others ask once; those are forgotten.
func TestLibraryKeeps(t *testing.T) {
	e, err := NewExecutor(graph.NewExecutableSchema(graph.Config{}))
	if err != nil {
		t.Fatal(err)
	}
	e.Policy = DefaultPolicy()
	ask := func(text string) *document {
		d, err := e.shelf.find(t.Context(), text, &caller{limits: e.Policy.For(nil)}, func(int) error { return nil })
		if err != nil || len(d.invalid) > 0 {
			t.Fatal(err, d)
		}
		return d
	}
	const again = `{ utente { nome } }`
	first := ask(again)
	if ask(again) != first {
		t.Error("it was prepared twice")
	}
	e.Warm(`{ utente { profilo } }`)
	for i := range 20_000 {
		ask(fmt.Sprintf(`query Q%d { utente { nome codiceFiscale } }`, i))
	}
	if ask(again) != first {
		t.Error("what is asked for again gave way to what was asked once")
	}
	e.shelf.ready.CleanUp()
	e.shelf.arrivals.CleanUp()
	if n := e.shelf.ready.EstimatedSize(); n != 2 {
		t.Errorf("%d documents are ready, want the two that were asked for again", n)
	}
	if w := e.shelf.arrivals.WeightedSize(); w == 0 || w > newMost {
		t.Errorf("those that were asked once weigh %d, want some, at most %d", w, newMost)
	}
}
