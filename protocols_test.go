package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"cassetto/internal/demo"
	"cassetto/internal/playground"
)

// protocols are those that the graph is asked over besides plain HTTP, by the names that testdata/client/grafo.mjs gives them.
var protocols = []string{"ws", "sse", "sse-single"}

// conversation is a client of one of them, with its connections.
type conversation struct {
	*testing.T
	s      *server
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	log    bytes.Buffer
	tokens map[string]string // of the profiles that have asked
}

func converse(t *testing.T, s *server, protocol string) *conversation {
	t.Helper()
	c := &conversation{T: t, s: s, cmd: exec.CommandContext(t.Context(), "node", "grafo.mjs", s.URL+"/graphql", protocol), tokens: map[string]string{}}
	c.cmd.Dir, c.cmd.Stderr = "testdata/client", &c.log
	in, err := c.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	c.in, c.out = in, bufio.NewReader(out)
	return c
}

// send sends a request as a demo profile.
func (c *conversation) send(profile string, request map[string]any) answer {
	c.Helper()
	if c.tokens[profile] == "" {
		token, err := c.s.app.demo.token(profile)
		if err != nil {
			c.Fatal(err)
		}
		c.tokens[profile] = token
	}
	line, err := json.Marshal(map[string]any{"token": c.tokens[profile], "request": request})
	if err == nil {
		_, err = c.in.Write(append(line, '\n'))
	}
	if err != nil {
		c.Fatal(err)
	}
	var a answer
	a.Body = c.line()
	if err := json.Unmarshal(a.Body, &a); err != nil {
		c.Fatalf("%v in %s", err, a.Body)
	}
	return a
}

func (c *conversation) line() []byte {
	c.Helper()
	line, err := c.out.ReadBytes('\n')
	if err != nil {
		_ = c.cmd.Wait() // the cause is in the log
		c.Fatalf("%v\n%s (npm ci --prefix testdata/client?)", err, &c.log)
	}
	return line
}

// end closes the connections, and says how many there were.
func (c *conversation) end() int {
	c.Helper()
	c.in.Close()
	var said struct{ Opened int }
	if err := json.Unmarshal(c.line(), &said); err != nil {
		c.Fatal(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.Errorf("%v\n%s", err, &c.log)
	}
	return said.Opened
}

// same says whether two answers have the same data and errors.
func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	var one, other any
	if err := json.Unmarshal(a, &one); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &other); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(one, other)
}

// TestProtocols: the stories and the complete dossier are told alike over every protocol, the stories of commands and of what is
// forbidden among them; and every person has one connection.
func TestProtocols(t *testing.T) {
	s := boot(t, nil)
	for _, protocol := range protocols {
		t.Run(protocol, func(t *testing.T) {
			c := converse(t, s, protocol)
			files, err := filepath.Glob("testdata/*.txtar")
			if err != nil || len(files) == 0 {
				t.Fatal("no story", err)
			}
			for _, file := range files {
				profile, request, want := told(t, file)
				if profile == "" {
					continue // nobody opens no connection
				}
				if a := c.send(profile, request); !same(t, a.Body, want) {
					t.Errorf("%s: got\n%s\nwant\n%s", file, a.Body, want)
				}
			}
			for _, e := range playground.Esempi() {
				if strings.Contains(e.Query, "mutation") {
					continue // it would be carried out twice
				}
				request := map[string]any{"query": e.Query}
				if e.Variables != "" {
					request["variables"] = json.RawMessage(e.Variables)
				}
				want := s.send(t, asking(e.Query), request)
				if a := c.send(asking(e.Query), request); len(a.Errors) > 0 || !same(t, a.Body, want.Body) {
					t.Errorf("%s: got %.2000s\nover HTTP %.2000s", e.Nome, a.Body, want.Body)
				}
			}
			if opened := c.end(); protocol != "sse" && opened != len(c.tokens) {
				t.Errorf("%d connections of %d persons", opened, len(c.tokens))
			}
		})
	}
}

// told is who asks in a story, what, and the answer.
func told(t *testing.T, file string) (profile string, request map[string]any, want []byte) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	request = map[string]any{}
	for _, part := range archive.Files {
		switch part.Name {
		case "principal":
			profile = strings.TrimSpace(string(part.Data))
		case "query.graphql":
			request["query"] = string(part.Data)
		case "variables.json":
			request["variables"] = json.RawMessage(part.Data)
		case "answer.json":
			want = part.Data
		}
	}
	return profile, request, want
}

// TestProtocolsLimits: what an operation may be, how much of it a person may ask and who reads the schema is the same over all.
func TestProtocolsLimits(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{"predefiniti":{"profondita":{"massimo":5},"frequenza":{"alMinuto":60,"riserva":5000}},
		"profili":{"CONSULENTE_DEL_LAVORO":{"frequenza":{"riserva":100}},"LEGALE_RAPPRESENTANTE":{"frequenza":{"riserva":100}},"OPERATORE":{"frequenza":{"riserva":100}}}}`)})
	s.app.exec.Explores = s.app.analista
	const page = `{ aziende(first: 50) { nodes { matricola } } }`
	spenders := map[string]string{"ws": "consulente", "sse": "rappresentante", "sse-single": "operatore"} // each spends his own
	tests := []struct{ name, profile, query, code string }{
		{"too deep", "commercialista", `{ aziende(first: 1) { nodes { dettaglio { dipendenze(first: 1) { nodes { __typename } } } } } }`, "OPERATION_TOO_COMPLEX"},
		{"never within the rate", "commercialista", `{ aziende(first: 200) { nodes {` + strings.Repeat(" sede { codice }", 20) + ` } } }`, "OPERATION_TOO_COMPLEX"},
		{"the schema, of an accountant", "commercialista", `{ __schema { queryType { name } } }`, "FORBIDDEN"},
		{"the subgraph, of an accountant", "commercialista", `{ _service { sdl } }`, "FORBIDDEN"},
		{"the schema, of an analyst", "analista", `{ __schema { queryType { name } } }`, ""},
		{"not valid", "commercialista", `{ utente { nomen } }`, "GRAPHQL_VALIDATION_FAILED"},
		{"no syntax", "commercialista", `{`, "GRAPHQL_PARSE_FAILED"},
		{"within the rate", "", page, ""},
		{"beyond the rate", "", page, "RATE_LIMITED"},
	}
	for _, protocol := range protocols {
		t.Run(protocol, func(t *testing.T) {
			c := converse(t, s, protocol)
			for _, test := range tests {
				profile, request := test.profile, map[string]any{"query": test.query}
				if profile == "" {
					profile = spenders[protocol]
				}
				a := c.send(profile, request)
				if a.code() != test.code {
					t.Errorf("%s: %s, want %q", test.name, a.Body, test.code)
				}
				if test.profile == "" {
					continue // asked again it would be something else
				}
				if want := s.send(t, profile, request); !same(t, a.Body, want.Body) {
					t.Errorf("%s: %s\nover HTTP %s", test.name, a.Body, want.Body)
				}
			}
			c.end()
		})
	}
}

// TestProtocolsTrusted: over every protocol an operation of the manifest can be named, and no other runs.
func TestProtocolsTrusted(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_DOCUMENTI": "docs/operazioni/manifest.json", "CASSETTO_DOCUMENTI_USO": "applica"})
	s.app.exec.Explores, s.app.exec.Exempt = s.app.analista, s.app.analista
	text, err := os.ReadFile("docs/operazioni/portale/utente.graphql")
	if err != nil {
		t.Fatal(err)
	}
	const other = `{ utente { profilo } }`
	id := hashOf(strings.TrimSpace(string(text)))
	named := persisted(id, "")
	named["query"] = "" // the client of sockets sends no request without a text
	tests := []struct {
		name, profile string
		request       map[string]any
		code          string
	}{
		{"by its text", "consulente", map[string]any{"query": string(text)}, ""},
		{"by documentId", "consulente", map[string]any{"query": "", "documentId": id}, ""},
		{"by Apollo's extension", "consulente", named, ""},
		{"another text", "consulente", map[string]any{"query": other}, "FORBIDDEN"},
		{"another identifier", "consulente", map[string]any{"query": "", "documentId": hashOf(other)}, "PERSISTED_QUERY_NOT_FOUND"},
		{"an analyst", "analista", map[string]any{"query": other}, ""},
	}
	for _, protocol := range protocols {
		t.Run(protocol, func(t *testing.T) {
			c := converse(t, s, protocol)
			for _, test := range tests {
				a, want := c.send(test.profile, test.request), s.send(t, test.profile, test.request)
				if a.code() != test.code || !same(t, a.Body, want.Body) {
					t.Errorf("%s: %s\nover HTTP %s\nwant %q", test.name, a.Body, want.Body, test.code)
				}
			}
			c.end()
		})
	}
}

// TestProtocolsRevoca: a delega that is revoked between two questions on one connection opens nothing any more.
func TestProtocolsRevoca(t *testing.T) {
	s := boot(t, nil)
	company := map[string]any{"query": `{ azienda(matricola: "9900010011") { denominazione complementari { emens(first: 1) { totalCount } } } }`}
	var all []*conversation
	for _, protocol := range protocols {
		c := converse(t, s, protocol)
		if a := c.send("consulente", company); len(a.Errors) > 0 {
			t.Fatalf("%s: %s", protocol, a.Body)
		}
		all = append(all, c)
	}
	given := all[0].send("rappresentante", map[string]any{"query": `{ azienda(matricola: "9900010011") { deleghe(first: 200) { nodes { id delegatoCF stato } } } }`})
	revoked := 0
	for _, n := range given.Data["azienda"].(map[string]any)["deleghe"].(map[string]any)["nodes"].([]any) {
		d := n.(map[string]any)
		if d["delegatoCF"] != string(demo.Profili()[0].CodiceFiscale) || d["stato"] != "ATTIVA" {
			continue
		}
		a := all[0].send("rappresentante", map[string]any{"query": `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { errori { codice } } }`, "variables": map[string]any{"id": d["id"]}})
		if len(a.Errors) > 0 || len(a.Data["revocaDelega"].(map[string]any)["errori"].([]any)) > 0 {
			t.Fatalf("%s", a.Body)
		}
		revoked++
	}
	if revoked == 0 {
		t.Fatalf("nothing to revoke: %s", given.Body)
	}
	for i, c := range all {
		if a := c.send("consulente", company); a.code() != "NOT_FOUND" || a.Data["azienda"] != nil {
			t.Errorf("%s: %s", protocols[i], a.Body)
		}
		if persons, opened := len(c.tokens), c.end(); protocols[i] != "sse" && opened != persons {
			t.Errorf("%s: %d connections of %d persons", protocols[i], opened, persons)
		}
	}
}
