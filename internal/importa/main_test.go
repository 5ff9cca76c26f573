package importa_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/internal/archive"
	"cassetto/internal/importa"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/sources"
)

// childEnv holds the folder of a load that is to be killed: the test program then is the process that loads.
const childEnv = "CASSETTO_TEST_IMPORTA"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := child(context.Background(), dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// schema is the one that the graph is generated from, with what the generator adds to it.
func schema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// open gives an archive to fill, at path.
func open(ctx context.Context, name, path string) (importa.Target, error) {
	sections := sources.Sections()[name]
	s, err := sqlite.Open(ctx, path, archive.Collections(sections)...)
	return importa.Target{Archive: name, Schema: schema(), Sections: sections, Store: s}, err
}

func target(t testing.TB, name string) importa.Target {
	t.Helper()
	to, err := open(t.Context(), name, filepath.Join(t.TempDir(), name+".db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { to.Store.Close() })
	return to
}

// content is everything that the sections of an archive hold, by section and id.
func content(t testing.TB, to importa.Target) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, s := range to.Sections {
		q := store.Query{Limit: 1000}
		for {
			n := 0
			err := to.Store.Search(t.Context(), s.Collection, q, func(r store.Row) error {
				var doc json.RawMessage
				err := r.Decode(&doc)
				all[s.Collection.Name+" "+r.ID()] = string(doc)
				q.After = r.Cursor()
				n++
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if n < q.Limit {
				break
			}
		}
	}
	return all
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// posta is a good line; n makes it another document.
func posta(n int) string {
	return fmt.Sprintf(`{"postaIbrida":{"matricola":"99%08d","idInvio":"PI-%d","dataSpedizione":"2026-09-15","tipo":"RACCOMANDATA_AR",`+
		`"oggetto":"Avviso bonario","codiceRaccomandata":"61%010d","esito":"CONSEGNATA","dataEsito":"2026-09-21"}}`, n, n, n)
}
