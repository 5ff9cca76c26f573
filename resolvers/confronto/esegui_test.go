package confronto_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/internal/documents"
	"cassetto/internal/operation"
	"cassetto/internal/quota/memory"
	"cassetto/internal/sigillo"
	"cassetto/internal/store"
	"cassetto/resolvers"
	"cassetto/sources"
)

// operazione is what is asked, and by whom.
type operazione struct {
	chi       access.Identita
	testo     string
	variabili map[string]any
}

// risposta is what is compared of an answer.
type risposta struct {
	dati        string
	errori      string
	lettura     string // how it was read
	pianificata bool
}

// lato is one of the two executors.
type lato struct {
	resolver *resolvers.Resolver
	exec     *operation.Executor
}

// mondo is two executors over the same archives.
type mondo struct {
	*dati
	wrap     func(name string, s store.Store) store.Store
	memoria  uint64 // bytes of what the sections keep
	ora      func() time.Time
	sources  *sources.Sources // of both
	fresche  bool             // new sections for every answer: no breaker remembers the last one
	piani    lato
	libreria lato
	risponde *lato // who is being asked
}

const spenti = `{"predefiniti":{"documento":{"modo":"spento"},"variabili":{"modo":"spento"},"token":{"modo":"spento"},"annidamento":{"modo":"spento"},
	"direttive":{"modo":"spento"},"richiami":{"modo":"spento"},"operazioni":{"modo":"spento"},"frammenti":{"modo":"spento"},"valori":{"modo":"spento"},
	"validazione":{"modo":"spento"},"profondita":{"modo":"spento"},"alias":{"modo":"spento"},"radici":{"modo":"spento"},"campi":{"modo":"spento"},
	"pagina":{"modo":"spento"},"chiavi":{"modo":"spento"},"costo":{"modo":"spento"},"frequenza":{"modo":"spento"}}}`

// apri opens both executors of a world.
func (m *mondo) apri(t *testing.T) *mondo {
	t.Helper()
	if m.ora == nil {
		m.ora = func() time.Time { return adesso }
	}
	if m.wrap == nil {
		m.wrap = plain
	}
	m.leggi()
	t.Cleanup(func() { m.sources.Close() })
	m.piani, m.libreria = m.lato(t, false), m.lato(t, true)
	return m
}

// leggi opens the sections.
func (m *mondo) leggi() {
	if m.sources != nil {
		m.sources.Close()
	}
	m.sources = sources.Open(m.archivi(m.wrap), sources.Options{Timeout: 30 * time.Second, Memory: m.memoria, Now: m.ora})
}

func (m *mondo) lato(t *testing.T, unplanned bool) lato {
	t.Helper()
	keys, err := sigillo.ParseKeys("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	if err != nil {
		t.Fatal(err)
	}
	firma, err := allegati.NuovoSigillo(keys)
	if err != nil {
		t.Fatal(err)
	}
	r := &resolvers.Resolver{Sources: m.sources, Now: m.ora, Sigillo: firma, Unplanned: unplanned}
	e, err := resolvers.NewExecutor(r)
	if err != nil {
		t.Fatal(err)
	}
	e.Explores = func(context.Context) bool { return true }
	e.Exempt = e.Explores
	if e.Policy, err = operation.ReadPolicy(strings.NewReader(spenti)); err != nil {
		t.Fatal(err)
	}
	e.Quota = memory.New(1000, m.ora)
	trusted, err := documents.Open("", documents.Off, documents.Options{})
	if err != nil {
		t.Fatal(err)
	}
	automatic, err := documents.OpenAutomatic(documents.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(automatic.Close)
	e.Documents = documents.NewResolver(trusted, automatic, nil)
	return lato{r, e}
}

// confronta asks both executors, the planned one first or last.
func (m *mondo) confronta(t *testing.T, op operazione, prima bool) (piani, libreria risposta) {
	t.Helper()
	if prima {
		piani = m.chiede(t, &m.piani, op)
	}
	libreria = m.chiede(t, &m.libreria, op)
	if !prima {
		piani = m.chiede(t, &m.piani, op)
	}
	return piani, libreria
}

func (m *mondo) chiede(t *testing.T, l *lato, op operazione) risposta {
	t.Helper()
	if m.risponde = l; m.fresche {
		m.leggi()
	}
	l.resolver.Sources = m.sources
	ctx := graphql.StartOperationTrace(t.Context())
	if op.chi.CodiceFiscale != "" {
		ctx = access.With(ctx, op.chi)
	}
	before := l.resolver.Piani().Planned
	response := esegui(ctx, l.exec, &graphql.RawParams{Query: op.testo, Variables: copia(t, op.variabili), Extensions: map[string]any{"cache": true}})
	planned := l.resolver.Piani().Planned > before
	return risposta{string(response.Data), errori(t, response.Errors), lettura(t, response.Extensions), planned}
}

func esegui(ctx context.Context, e *operation.Executor, params *graphql.RawParams) *graphql.Response {
	op, errs := e.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return e.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	}
	responses, ctx := e.DispatchOperation(ctx, op)
	response := responses(ctx)
	if responses(ctx) != nil {
		panic("a query has two answers")
	}
	return response
}

// copia is what a transport reads of the variables.
func copia(t *testing.T, variabili map[string]any) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(encode(t, variabili)))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// errori are the errors as JSON, but for what is another every time.
func errori(t *testing.T, errs gqlerror.List) string {
	t.Helper()
	for _, e := range errs {
		for _, name := range []string{"id", "retryAfter"} {
			if e.Extensions[name] != nil {
				e.Extensions[name] = "…"
			}
		}
	}
	return string(encode(t, errs))
}

// lettura says of each section that an answer was made of whether it has values of it, and old ones. How many is another matter:
// what who waits reads in one batch, who does not reads as it is asked for.
func lettura(t *testing.T, extensions map[string]any) string {
	t.Helper()
	var cache struct {
		Sezioni []struct {
			Sezione          string
			Hit, Stale, Miss int
		}
	}
	if err := json.Unmarshal(encode(t, extensions["cache"]), &cache); err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, s := range cache.Sezioni {
		text += fmt.Sprintf("%s %t %t; ", s.Sezione, s.Hit+s.Stale+s.Miss > 0, s.Stale > 0)
	}
	return text
}
