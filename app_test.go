package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/internal/demo/emittente"
	"cassetto/internal/playground"
	"cassetto/internal/store"
)

// TestTokens: whoever is not proved by a good token gets 401 and UNAUTHENTICATED, and nothing else.
func TestTokens(t *testing.T) {
	s := boot(t, nil)
	ferri := demo.Profili()[0]
	sign := func(e *emittente.Emittente, life time.Duration) string {
		token, err := e.Token(string(ferri.CodiceFiscale), "", ferri.Profilo, life)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	stranger, err := emittente.Open(t.TempDir(), s.app.demo.issuer.Issuer())
	if err != nil {
		t.Fatal(err)
	}
	good := sign(s.app.demo.issuer, time.Minute)
	other, err := emittente.Open(s.app.config.Dati, "http://elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"none":               "",
		"expired":            expired(t, s, good),
		"forged key":         sign(stranger, time.Minute),
		"another issuer":     sign(other, time.Minute),
		"alg none":           "eyJhbGciOiJub25lIn0." + parts[1] + ".",
		"signature dropped":  parts[0] + "." + parts[1] + ".",
		"payload of another": parts[0] + "." + strings.Split(sign(s.app.demo.issuer, time.Hour), ".")[1] + "." + parts[2],
		"garbage":            "abc.def.ghi",
	} {
		t.Run(name, func(t *testing.T) {
			a := s.askAs(t, token, `{ utente { nome } }`, nil)
			if a.Status != http.StatusUnauthorized || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UNAUTHENTICATED" || a.Data != nil {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	if a := s.askAs(t, good, `{ utente { nome } }`, nil); a.Status != http.StatusOK || len(a.Errors) > 0 {
		t.Errorf("good token: %d %s", a.Status, a.Body)
	}
}

// expired is a token like good, signed by the same key, that ended an hour ago.
func expired(t *testing.T, s *server, good string) string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(s.app.config.Dati, "emittente-demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	var key jose.JSONWebKey
	if err := json.Unmarshal(file, &key); err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{}
	parsed, err := jwt.ParseSigned(good, []jose.SignatureAlgorithm{jose.ES256})
	if err == nil {
		err = parsed.UnsafeClaimsWithoutVerification(&claims)
	}
	if err != nil {
		t.Fatal(err)
	}
	claims["exp"], claims["iat"], claims["nbf"] = time.Now().Add(-time.Hour).Unix(), time.Now().Add(-2*time.Hour).Unix(), 0
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestUnknownProfile: a person whose profile is not enabled is recognised and may do nothing.
func TestUnknownProfile(t *testing.T) {
	s := boot(t, nil)
	ferri := demo.Profili()[0]
	token, err := s.app.demo.issuer.Token(string(ferri.CodiceFiscale), "", model.ProfiloUtenteOperatore, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	a := s.askAs(t, token, `{ aziende { totalCount } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" {
		t.Errorf("%s", a.Body)
	}
}

// TestPanic: a resolver that panics costs its field, is masked, and nothing of what it panicked with is written anywhere.
func TestPanic(t *testing.T) {
	var logged lockedBuffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	const secret = "SLAMRC75D12A000F"
	s := bootWith(t, nil, func(a *App) {
		a.archives.byName["sedi"].Store = panicking{a.archives.byName["sedi"].Store, secret}
	})
	a := s.ask(t, "consulente", `{ azienda(matricola: "9900010011") { denominazione sede { comune } } }`, nil)
	company, _ := a.Data["azienda"].(map[string]any)
	if a.code() != "INTERNAL_SERVER_ERROR" || company["denominazione"] == nil || company["sede"] != nil {
		t.Errorf("%s", a.Body)
	}
	id, _ := a.Errors[0].Extensions["id"].(string)
	if log := logged.String(); id == "" || !strings.Contains(log, id) || strings.Contains(log+string(a.Body), secret) {
		t.Errorf("%s\n%s", a.Body, log)
	}
}

// panicking is an archive whose reads panic.
type panicking struct {
	store.Store
	with string
}

func (p panicking) Read(context.Context, *store.Collection, []string, []string, func(string, store.Row) error) error {
	panic(p.with)
}

// asking is the profile that asks what an example does.
func asking(query string) string {
	switch {
	case strings.Contains(query, "mutation"):
		return "rappresentante"
	case strings.Contains(query, "vede l'operatore"):
		return "operatore"
	}
	return "consulente"
}

// TestExamples runs every example of the playground on the real graph, for the profile it is meant for: no error, and the
// complete dossier of 9900010011 has rows in every section.
func TestExamples(t *testing.T) {
	s := boot(t, nil)
	for _, e := range playground.Esempi() {
		t.Run(e.Nome, func(t *testing.T) {
			var variables map[string]any
			if e.Variables != "" {
				if err := json.Unmarshal([]byte(e.Variables), &variables); err != nil {
					t.Fatal(err)
				}
			}
			a := s.ask(t, asking(e.Query), e.Query, variables)
			if a.Status != http.StatusOK || len(a.Errors) > 0 {
				t.Fatalf("%d %+v", a.Status, a.Errors)
			}
			if empty := regexp.MustCompile(`"errori":\[\{`).FindString(string(a.Body)); empty != "" {
				t.Errorf("%s", a.Body)
			}
		})
	}
}

// TestEverySectionHasRows: among the named companies each section of the seed has rows.
func TestEverySectionHasRows(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "0"})
	a := s.ask(t, "analista", `{ aziende { nodes { `+sections()+` } } }`, nil)
	if len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
	rows := map[string]bool{}
	for _, n := range a.Data["aziende"].(map[string]any)["nodes"].([]any) {
		for _, group := range []string{"dettaglio", "complementari"} {
			for section, v := range n.(map[string]any)[group].(map[string]any) {
				value, _ := v.(map[string]any)
				total, counted := value["totalCount"].(float64)
				rows[section] = rows[section] || total > 0 || value != nil && !counted
			}
		}
	}
	if len(rows) < 20 {
		t.Errorf("%d sections", len(rows))
	}
	for section, has := range rows {
		if !has {
			t.Errorf("%s has no rows", section)
		}
	}
}

// TestConfig: a wrong value is refused at start with the name of its variable and without its content.
func TestConfig(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	writeFile(t, secret, []byte("mongodb://user:password@host/"))
	tests := []struct{ name, variable, value, want string }{
		{"public address", "CASSETTO_ADDR", "0.0.0.0:8080", "CASSETTO_OIDC_ISSUER: required"},
		{"no port", "CASSETTO_ADDR", "localhost", "CASSETTO_ADDR: not an address"},
		{"number", "CASSETTO_DEMO_AZIENDE", "many", "CASSETTO_DEMO_AZIENDE: not a whole number"},
		{"negative", "CASSETTO_DEMO_AZIENDE", "-1", "CASSETTO_DEMO_AZIENDE: not a whole number"},
		{"duration", "CASSETTO_TIMEOUT", "2", "CASSETTO_TIMEOUT: not a duration"},
		{"scheme", "CASSETTO_MONGODB_URI", "password-in-the-wrong-place", "CASSETTO_MONGODB_URI: not a URL"},
		{"one archive", "CASSETTO_SEDI_URI", "http://host", "CASSETTO_SEDI_URI: not a URL"},
		{"infocamere", "CASSETTO_INFOCAMERE_URL", "ftp://host", "CASSETTO_INFOCAMERE_URL: not a URL"},
		{"folder", "CASSETTO_DATI", "", ""},
		{"secret file", "CASSETTO_MONGODB_URI_FILE", secret, ""},
		{"drain", "CASSETTO_DRAIN", "5", "CASSETTO_DRAIN: not a duration"},
		{"origins", "CASSETTO_ORIGINI", "https://portale.example, http://altro.example:8080", ""},
		{"origin with a path", "CASSETTO_ORIGINI", "https://portale.example/", "CASSETTO_ORIGINI: not a list of origins"},
		{"origin of all", "CASSETTO_ORIGINI", "*", "CASSETTO_ORIGINI: not a list of origins"},
		{"use of documents", "CASSETTO_DOCUMENTI_USO", "enforce", "CASSETTO_DOCUMENTI_USO: not one of spento, registra, applica"},
		{"redis", "CASSETTO_REDIS_URL", "http://host", "CASSETTO_REDIS_URL: not a URL"},
		{"admin token", "CASSETTO_ADMIN_GETTONE", strings.Repeat("x", 32), ""},
		{"short admin token", "CASSETTO_ADMIN_GETTONE", "password" + strings.Repeat("x", 23), "CASSETTO_ADMIN_GETTONE: not at least 32"},
		{"admin token with a blank", "CASSETTO_ADMIN_GETTONE", "password " + strings.Repeat("x", 32), "CASSETTO_ADMIN_GETTONE: not at least 32"},
		{"admin token in a file", "CASSETTO_ADMIN_GETTONE_FILE", secret, "CASSETTO_ADMIN_GETTONE: not at least 32"},
		{"missing file", "CASSETTO_MONGODB_URI_FILE", "/nowhere", "CASSETTO_MONGODB_URI: the file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := loadConfig(call{getenv: func(k string) string {
				if k == test.variable {
					return test.value
				}
				return ""
			}, log: io.Discard}, nil)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)):
				t.Errorf("got %v, want %s", err, test.want)
			case err != nil && strings.Contains(err.Error(), "password"):
				t.Errorf("%v repeats the value", err)
			}
		})
	}
}

// TestConfigOrder: a flag beats the environment, which beats the default.
func TestConfigOrder(t *testing.T) {
	env := func(k string) string { return map[string]string{"CASSETTO_TIMEOUT": "3s", "CASSETTO_DATI": "here"}[k] }
	c, _, err := loadConfig(call{args: []string{"-timeout", "4s"}, getenv: env, log: io.Discard}, nil)
	if err != nil || c.Timeout != 4*time.Second || c.Dati != "here" || c.Addr != "127.0.0.1:8080" {
		t.Errorf("%+v %v", c, err)
	}
}

// lockedBuffer is a log that a test may read while the program writes it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestProgram runs the command lines of the README: serve, a token made by another process, a query, a second start that
// changes nothing, an import.
func TestProgram(t *testing.T) {
	dir := t.TempDir()
	binary := filepath.Join(dir, "cassetto")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	run := func(args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), "CASSETTO_DATI="+filepath.Join(dir, "dati"), "CASSETTO_ADDR=127.0.0.1:0")
		out, err := c.CombinedOutput()
		return string(out), err
	}
	start := func() (url string, stop func()) {
		c := exec.Command(binary)
		c.Env = append(os.Environ(), "CASSETTO_DATI="+filepath.Join(dir, "dati"), "CASSETTO_ADDR=127.0.0.1:0")
		log := &lockedBuffer{}
		c.Stderr = log
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		address := regexp.MustCompile(`url=(http://\S+)`)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for range tick.C {
			if m := address.FindStringSubmatch(log.String()); m != nil {
				url = m[1]
				break
			}
			if t.Context().Err() != nil || strings.Contains(log.String(), "cassetto:") {
				t.Fatal(log)
			}
		}
		return url, func() {
			err := c.Process.Signal(os.Interrupt)
			if err == nil {
				err = c.Wait()
			}
			if err != nil {
				t.Errorf("%v: %s", err, log)
			}
		}
	}
	dossier := func(url string) string {
		token, err := run("token", "-profilo", "consulente")
		if err != nil {
			t.Fatal(token)
		}
		body, _ := json.Marshal(map[string]string{"query": `{ aziende(first: 50) { totalCount nodes { matricola ` + sections() + ` } } }`})
		r, _ := http.NewRequest(http.MethodPost, url+"/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		b, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK || bytes.Contains(b, []byte(`"errors"`)) {
			t.Fatalf("%d %v %.300s", response.StatusCode, err, b)
		}
		return string(b)
	}

	url, stop := start()
	first := dossier(url)
	stop()
	url, stop = start()
	defer func() { stop() }()
	if again := dossier(url); again != first {
		t.Error("the second start answers otherwise")
	}

	file := filepath.Join(dir, "sedi.ndjson")
	writeFile(t, file, []byte(`{"sedi":{"codice":"9999","denominazione":"PROVA"}}`+"\n"))
	out, err := run("importa", "-archivio", "sedi", file)
	if err != nil || !strings.Contains(out, "scartate: 1") {
		t.Errorf("%v %s", err, out)
	}
	for _, bad := range [][]string{{"importa", "-archivio", "altro", file}, {"importa"}, {"tokens"}, {"token", "-profilo", "papa"}} {
		if out, err := run(bad...); err == nil {
			t.Errorf("%v: %s", bad, out)
		}
	}
	if out, err := run("schema"); err != nil || !strings.Contains(out, "type DatiComplementari") {
		t.Errorf("%v %.200s", err, out)
	}
}

// TestBrowser opens the playground with the real browser: an example runs and shows data.
func TestBrowser(t *testing.T) {
	s := boot(t, nil)
	c := exec.CommandContext(t.Context(), "node", "playground.mjs", s.URL+"/")
	c.Dir = "testdata/browser"
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
