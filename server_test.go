package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the answers of testdata/*.txtar anew")

// server is the whole program, in process, with the demo data in a folder of its own.
type server struct {
	*httptest.Server
	app *App
}

// boot starts a server with the demo data and the environment env.
func boot(t testing.TB, env map[string]string) *server {
	t.Helper()
	return bootWith(t, env, func(*App) {})
}

// bootWith starts a server as boot does, after change has touched what it is made of.
func bootWith(t testing.TB, env map[string]string, change func(*App)) *server {
	t.Helper()
	return start(t, demoFolder(t, env), time.Now, change)
}

// demoFolder puts the demo data into a folder of their own, and returns env with it.
func demoFolder(t testing.TB, env map[string]string) map[string]string {
	t.Helper()
	vars := map[string]string{"CASSETTO_DATI": t.TempDir(), "CASSETTO_DEMO_AZIENDE": "30", "CASSETTO_TIMEOUT": "10s"} // slow machines
	maps.Copy(vars, env)
	copyDemo(t, vars["CASSETTO_DATI"], vars["CASSETTO_DEMO_AZIENDE"])
	return vars
}

// start starts a server in the environment vars, by a clock, after change has touched what it is made of.
func start(t testing.TB, vars map[string]string, now func() time.Time, change func(*App)) *server {
	t.Helper()
	config, _, err := loadConfig(call{getenv: func(k string) string { return vars[k] }, log: io.Discard}, nil)
	if err != nil {
		t.Fatal(err)
	}
	config.Now = now
	app, err := OpenApp(context.Background(), config, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	change(app)
	s := &server{httptest.NewServer(app.Handler()), app}
	t.Cleanup(func() {
		s.Close()
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// demoFolders holds demo data made once for the whole run, by number of companies.
var demoFolders sync.Map

// copyDemo puts demo data into a folder, so that not every server has to make them again.
func copyDemo(t testing.TB, to, companies string) {
	t.Helper()
	make1 := func() string {
		folder, err := os.MkdirTemp("", "cassetto-demo-")
		if err != nil {
			t.Fatal(err)
		}
		config, _, err := loadConfig(call{args: []string{"-dati", folder, "-demo-aziende", companies}, getenv: func(string) string { return "" }, log: io.Discard}, nil)
		if err != nil {
			t.Fatal(err)
		}
		app, err := OpenApp(context.Background(), config, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if err := app.Close(); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	once, _ := demoFolders.LoadOrStore(companies, sync.OnceValue(make1))
	if err := os.CopyFS(to, os.DirFS(once.(func() string)())); err != nil {
		t.Fatal(err)
	}
}

// TestMain removes the demo data when all tests are done.
func TestMain(m *testing.M) {
	code := m.Run()
	demoFolders.Range(func(_, once any) bool {
		_ = os.RemoveAll(once.(func() string)()) // a temporary folder
		return true
	})
	os.Exit(code)
}

// answer is what the server says.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
	Extensions map[string]any
}

// code is that of the first error, empty when there is none.
func (a answer) code() any {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions["code"]
}

// ask sends an operation as a demo profile; an empty profile sends no token.
func (s *server) ask(t testing.TB, profile, query string, variables map[string]any) answer {
	t.Helper()
	return s.send(t, profile, map[string]any{"query": query, "variables": variables})
}

// send sends a request, whatever it holds, as ask does.
func (s *server) send(t testing.TB, profile string, request map[string]any) answer {
	t.Helper()
	token := ""
	if profile != "" {
		var err error
		if token, err = s.app.demo.token(profile); err != nil {
			t.Fatal(err)
		}
	}
	return s.sendAs(t, token, request)
}

func (s *server) askAs(t testing.TB, token, query string, variables map[string]any) answer {
	t.Helper()
	return s.sendAs(t, token, map[string]any{"query": query, "variables": variables})
}

func (s *server) sendAs(t testing.TB, token string, request map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	a := answer{Status: response.StatusCode, Header: response.Header}
	if a.Body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(a.Body, &a); err != nil {
		t.Fatalf("%v in %s", err, a.Body)
	}
	return a
}

// TestStories runs every testdata/*.txtar: who asks, what, and the whole answer. With -update it writes the answers.
func TestStories(t *testing.T) {
	s := boot(t, nil)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no story", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { story(t, s, file) })
	}
}

func story(t *testing.T, s *server, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	part := map[string]*txtar.File{}
	for i := range archive.Files {
		part[archive.Files[i].Name] = &archive.Files[i]
	}
	var variables map[string]any
	if v := part["variables.json"]; v != nil {
		if err := json.Unmarshal(v.Data, &variables); err != nil {
			t.Fatal(err)
		}
	}
	a := s.ask(t, strings.TrimSpace(string(part["principal"].Data)), string(part["query.graphql"].Data), variables)
	var got bytes.Buffer
	if err := json.Indent(&got, a.Body, "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		part["answer.json"].Data = got.Bytes()
		writeFile(t, file, txtar.Format(archive))
		return
	}
	if want := part["answer.json"].Data; !bytes.Equal(bytes.TrimSpace(got.Bytes()), bytes.TrimSpace(want)) {
		t.Errorf("got\n%s\nwant\n%s", got.Bytes(), want)
	}
}

func writeFile(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
