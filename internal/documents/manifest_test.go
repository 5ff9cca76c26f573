package documents_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/documents"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { utente(cf: String): String sede: String } type Mutation { revoca: String }`})

func validate(text string) error {
	_, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
	if errs != nil {
		return errs
	}
	return nil
}

const (
	utente = "query Utente {\n  utente\n}\n"
	sede   = "query Sede {\n  sede\n}\n"
)

// write makes a manifest of its content: a folder when it is files, by their names, one file otherwise.
func write(t testing.TB, content any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "manifest")
	files, folder := content.(map[string]string)
	if !folder {
		files, path = map[string]string{"manifest.json": content.(string)}, filepath.Join(path, "manifest.json")
	}
	for name, text := range files {
		put(t, filepath.Join(strings.TrimSuffix(path, "/manifest.json"), name), text)
	}
	if len(files) == 0 {
		put(t, filepath.Join(path, ".nothing"), "")
	}
	return path
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func apollo(operations ...string) string {
	return `{"format":"apollo-persisted-query-manifest","version":1,"operations":[` + strings.Join(operations, ",") + `]}`
}

func op(id, name, kind, body string) string {
	return fmt.Sprintf(`{"id":%q,"name":%q,"type":%q,"body":%q}`, id, name, kind, body)
}

// TestGoodManifests: each format gives the same operations, found by identifier, by hash with and without its prefix, and by text.
func TestGoodManifests(t *testing.T) {
	for _, test := range []struct {
		name    string
		content any
		id      string // of Utente
	}{
		{"Apollo", apollo(op("u1", "Utente", "query", utente), op(documents.Hash(sede), "Sede", "query", sede)), "u1"},
		{"Apollo, with more members than we know", `{"generator":{"a":[1]},"format":"apollo-persisted-query-manifest","version":1,"operations":[
			{"clientName":"app","id":"u1","name":"Utente","type":"query","body":` + fmt.Sprintf("%q", utente) + `},` + op("s", "Sede", "query", sede) + `]}`, "u1"},
		{"Apollo, after a byte order mark", "\ufeff" + apollo(op("u1", "Utente", "query", utente), op("s", "Sede", "query", sede)), "u1"},
		{"Relay", fmt.Sprintf(`{"9d7f":%q,"0b1a":%q}`, utente, sede), "9d7f"},
		{"Relay, by prefixed hash", fmt.Sprintf(`{"sha256:%s":%q,"0b1a":%q}`, documents.Hash(utente), utente, sede), documents.Hash(utente)},
		{"Relay, one text under two identifiers", fmt.Sprintf(`{"a":%q,"b":%q,"c":%q}`, utente, utente, sede), "a"},
		{"folder", map[string]string{"utente.graphql": utente, "sotto/sede.graphql": sede, "leggimi.md": "x", ".git/x.graphql": "x", "u.variables.json": "{}"}, documents.Hash(utente)},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := documents.Load(write(t, test.content), validate)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{test.id, "sha256:" + test.id, documents.Hash(utente), "sha256:" + documents.Hash(utente), documents.Hash(strings.TrimSpace(utente))} {
				if d, ok := m.ByID(id); !ok || d.Name != "Utente" || d.Type != "query" || d.Text != utente {
					t.Errorf("by identifier %s: %+v", id, d)
				}
			}
			for _, text := range []string{utente, strings.TrimSpace(utente), "\n\t" + utente} {
				if d, ok := m.ByText(text); !ok || d.ID != test.id {
					t.Errorf("by text %q: %+v", text, d)
				}
			}
			if d, ok := m.ByText(sede); !ok || d.Name != "Sede" {
				t.Errorf("the other: %+v", d)
			}
			for _, id := range []string{"", "sha256:", "Utente", documents.Hash("x")} {
				if d, ok := m.ByID(id); ok {
					t.Errorf("by identifier %q: %+v", id, d)
				}
			}
			if d, ok := m.ByText("query Utente { utente }"); ok {
				t.Errorf("white space within the text counts: %+v", d)
			}
			again(t, m)
		})
	}
}

// again writes a manifest in Apollo's format and reads it back.
func again(t *testing.T, m *documents.Manifest) {
	t.Helper()
	b, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := documents.Load(write(t, string(b)), validate)
	if err != nil || len(back.Documents) != len(m.Documents) {
		t.Fatalf("%v in %s", err, b)
	}
	for _, d := range m.Documents {
		if same, ok := back.ByID(d.ID); !ok || same.Text != d.Text || same.Name != d.Name {
			t.Errorf("%+v came back as %+v", d, same)
		}
	}
}

// TestBadManifests: what is wrong with any operation refuses the whole manifest, with the file, the operation and never its text.
func TestBadManifests(t *testing.T) {
	u, s := op("u", "Utente", "query", utente), op("s", "Sede", "query", sede)
	for _, test := range []struct {
		name    string
		content any
		want    string
	}{
		{"one identifier twice", apollo(u, s, u), "manifest.json: operation Utente: listed twice, also in manifest.json"},
		{"one identifier, two texts", apollo(u, op("u", "Sede", "query", sede)), "manifest.json: operation Sede: its identifier has another text in manifest.json"},
		{"one name, two texts", apollo(u, op("z", "Utente", "query", "query Utente { segreto: utente }")), "manifest.json: operation Utente: its name has another text in manifest.json"},
		{"the hash of another text", apollo(u, op(documents.Hash(utente), "Sede", "query", sede)), "manifest.json: operation Utente: the SHA-256 of its text identifies another text in manifest.json"},
		{"an empty text", apollo(u, op("e", "Vuota", "query", " \n")), "manifest.json: operation Vuota: its text is empty"},
		{"no identifier", apollo(op("", "Utente", "query", utente)), "manifest.json: operation Utente: its identifier is empty or too long"},
		{"a long identifier", apollo(op(strings.Repeat("x", 257), "Utente", "query", utente)), "manifest.json: operation Utente: its identifier is empty or too long"},
		{"a prefixed identifier that is not the hash", apollo(op("sha256:"+documents.Hash(sede), "Utente", "query", utente)), "manifest.json: operation Utente: its identifier is not the SHA-256 of its text"},
		{"another name", apollo(op("u", "Altro", "query", utente)), "manifest.json: operation Altro: its name or type is not that of its text"},
		{"another type", apollo(op("u", "Utente", "mutation", utente)), "manifest.json: operation Utente: its name or type is not that of its text"},
		{"no name", apollo(op("u", "", "query", utente)), "manifest.json: operation u: it has no name or no type"},
		{"a text that does not parse", apollo(s, op("u", "Utente", "query", "query Utente {\n segreto")), "manifest.json: operation Utente: it cannot be parsed (line 2, column 9)"},
		{"a text against the schema", apollo(s, op("u", "Utente", "query", "query Utente {\n  segreto\n}")), "manifest.json: operation Utente: not valid against the schema (line 2, column 3)"},
		{"two operations in a text", apollo(op("u", "Utente", "query", utente+sede)), "manifest.json: operation Utente: it must hold exactly one operation, with a name"},
		{"another format", `{"format":"segreto","version":1,"operations":[` + u + `]}`, "manifest.json: format or version is not apollo-persisted-query-manifest, 1"},
		{"another version", `{"format":"apollo-persisted-query-manifest","version":2,"operations":[` + u + `]}`, "manifest.json: format or version is not apollo-persisted-query-manifest, 1"},
		{"no format", `{"operations":[` + u + `]}`, "manifest.json: format or version is not apollo-persisted-query-manifest, 1"},
		{"operations that are none", `{"format":"apollo-persisted-query-manifest","version":1,"operations":7}`, "manifest.json: not a manifest of persisted queries"},
		{"an empty manifest", apollo(), "manifest.json: no operation"},
		{"an empty map", `{}`, "manifest.json: no operation"},
		{"an empty folder", map[string]string{}, "*.graphql: no operation"},
		{"an empty file", "", "manifest.json: not a JSON object of a known format"},
		{"a list", `[` + u + `]`, "manifest.json: not a JSON object of a known format"},
		{"half a map", `{"u":"query Utente { utente }"`, "manifest.json: not a JSON object of a known format"},
		{"a map and more", `{"u":"query Utente { utente }"} {}`, "manifest.json: not a JSON object of a known format"},
		{"a number in a map", `{"u":7}`, "manifest.json: operation u: its text is not a string"},
		{"null in a map", `{"u":null}`, "manifest.json: operation u: its text is not a string"},
		{"one identifier twice in a map", fmt.Sprintf(`{"u":%q,"u":%q}`, utente, sede), "manifest.json: operation u: listed twice"},
		{"a text without a name in a map", `{"u":"{ utente }"}`, "manifest.json: operation u: it must hold exactly one operation, with a name"},
		{"bytes that are no text", "{\"u\":\"\xff\"}", "manifest.json: not in UTF-8"},
		{"a file without a name", map[string]string{"a.graphql": "{ utente }"}, "a.graphql: operation " + documents.Hash("{ utente }") + ": it must hold exactly one operation, with a name"},
		{"a file without an operation", map[string]string{"a.graphql": "fragment F on Query { sede }"}, "a.graphql: operation " + documents.Hash("fragment F on Query { sede }") + ": it must hold exactly one operation, with a name"},
		{"a fragment in another file", map[string]string{"a.graphql": "query A { ...F }", "b.graphql": "query B { ...F } fragment F on Query { sede }"}, "a.graphql: operation A: not valid against the schema (line 1, column 14)"},
		{"two files with one text", map[string]string{"a.graphql": sede, "b/b.graphql": sede}, "b/b.graphql: operation Sede: listed twice, also in a.graphql"},
		{"two files with one name", map[string]string{"a.graphql": sede, "b/b.graphql": "query Sede { altra: sede }"}, "b/b.graphql: operation Sede: its name has another text in a.graphql"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := documents.Load(write(t, test.content), validate)
			if err == nil || m != nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if d := (*documents.Defect)(nil); !errors.As(err, &d) {
				t.Errorf("a %T", err)
			}
		})
	}
}

// TestUnreadableManifests: what cannot be read, or only without end, is refused before it is.
func TestUnreadableManifests(t *testing.T) {
	if _, err := documents.Load(filepath.Join(t.TempDir(), "none"), validate); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := documents.Load("/dev/zero", validate); err == nil || err.Error() != "zero: not a file" {
		t.Errorf("a device: %v", err)
	}
	const large = "the manifest is larger than 16 MiB"
	huge := write(t, "")
	if err := os.Truncate(huge, 16<<20+1); err != nil {
		t.Fatal(err)
	}
	if _, err := documents.Load(huge, validate); err == nil || err.Error() != "manifest.json: "+large {
		t.Errorf("a huge file: %v", err)
	}
	folder := write(t, map[string]string{"a.graphql": sede, "b.graphql": utente})
	if err := os.Truncate(filepath.Join(folder, "b.graphql"), 16<<20-10); err != nil {
		t.Fatal(err)
	}
	if _, err := documents.Load(folder, validate); err == nil || err.Error() != "b.graphql: "+large {
		t.Errorf("a huge folder: %v", err)
	}
}

// TestMountedFolder: a folder whose files are links into a hidden version of it, as clusters mount them, is read once.
func TestMountedFolder(t *testing.T) {
	folder := write(t, map[string]string{"..v1/sede.graphql": sede})
	for link, to := range map[string]string{"..data": "..v1", "sede.graphql": "..data/sede.graphql"} {
		if err := os.Symlink(to, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	m, err := documents.Load(folder, validate)
	if err != nil || len(m.Documents) != 1 || m.Documents[0].Name != "Sede" {
		t.Errorf("%+v %v", m, err)
	}
}
