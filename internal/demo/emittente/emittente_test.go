package emittente

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
)

const (
	ferri = "FRRGLI82P55A000W"
	base  = "http://127.0.0.1:8080"
)

func verifica(v *access.Verifier, token string) (access.Identita, error) {
	return v.Verify(context.Background(), token)
}

func inProcesso(e *Emittente) *access.Verifier {
	return &access.Verifier{Issuer: e.Issuer(), Audience: Audience, Keys: e.KeySet()}
}

func TestToken(t *testing.T) {
	e, err := Open(t.TempDir(), base+"/")
	if err != nil {
		t.Fatal(err)
	}
	token, err := e.Token(ferri, "Giulia Ferri", model.ProfiloUtenteConsulenteDelLavoro, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	i, err := verifica(inProcesso(e), token)
	if err != nil {
		t.Fatal(err)
	}
	if i.CodiceFiscale != ferri || i.Nome != "Giulia Ferri" || i.Profilo == nil || *i.Profilo != model.ProfiloUtenteConsulenteDelLavoro {
		t.Errorf("%+v", i)
	}
	if manca := time.Until(i.Scadenza); manca < 59*time.Minute || manca > time.Hour {
		t.Errorf("ends in %v", manca)
	}
	senza, err := e.Token(ferri, "", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if i, err := verifica(inProcesso(e), senza); err != nil || i.Profilo != nil {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestTokenRifiutato(t *testing.T) {
	e, err := Open(t.TempDir(), base)
	if err != nil {
		t.Fatal(err)
	}
	for nome, prova := range map[string]func() (string, error){
		"ente":     func() (string, error) { return e.Token("10000011055", "", "", time.Hour) },
		"lettera":  func() (string, error) { return e.Token("FRRGLI82P55A000X", "", "", time.Hour) },
		"profilo":  func() (string, error) { return e.Token(ferri, "", "RE", time.Hour) },
		"durata":   func() (string, error) { return e.Token(ferri, "", "", 0) },
		"negativa": func() (string, error) { return e.Token(ferri, "", "", -time.Second) },
	} {
		if token, err := prova(); err == nil || token != "" {
			t.Errorf("%s: %q, %v", nome, token, err)
		}
	}
}

// TestStessaChiave: whoever opens the folder, at the same time or later, signs and verifies with one key.
func TestStessaChiave(t *testing.T) {
	cartella := filepath.Join(t.TempDir(), "dati")
	const n = 8
	aperti := make([]*Emittente, n)
	var gruppo sync.WaitGroup
	for i := range n {
		gruppo.Go(func() {
			var err error
			if aperti[i], err = Open(cartella, base); err != nil {
				t.Error(err)
			}
		})
	}
	gruppo.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for _, e := range aperti {
		token, err := e.Token(ferri, "", "", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verifica(inProcesso(aperti[0]), token); err != nil {
			t.Error(err)
		}
	}
	file, err := os.ReadDir(cartella)
	if err != nil || len(file) != 1 || file[0].Name() != nomeFile {
		t.Fatalf("%v, %v", file, err)
	}
	if info, err := file[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAltraCartella(t *testing.T) {
	uno, err := Open(t.TempDir(), base)
	if err != nil {
		t.Fatal(err)
	}
	due, err := Open(t.TempDir(), base)
	if err != nil {
		t.Fatal(err)
	}
	token, err := uno.Token(ferri, "", "", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verifica(inProcesso(due), token); fault.Code(err) != fault.Unauthenticated {
		t.Errorf("the key of another folder: %v", err)
	}
}

func TestChiaveGuasta(t *testing.T) {
	for nome, testo := range map[string]string{
		"vuoto":       "",
		"rumore":      "segretissimo",
		"altra curva": `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`,
	} {
		cartella := t.TempDir()
		percorso := filepath.Join(cartella, nomeFile)
		if err := os.WriteFile(percorso, []byte(testo), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Open(cartella, base)
		if err == nil || !strings.Contains(err.Error(), nomeFile) || strings.Contains(err.Error(), "segretissimo") {
			t.Errorf("%s: %v", nome, err)
		}
		if dopo, _ := os.ReadFile(percorso); string(dopo) != testo {
			t.Errorf("%s: replaced", nome)
		}
	}
}

// TestDaUnAltroProcesso: a verifier that only knows the URL finds the keys, and no private one.
func TestDaUnAltroProcesso(t *testing.T) {
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	defer s.Close()
	e, err := Open(t.TempDir(), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle(PathDiscovery, e.Discovery())
	mux.Handle(PathJWKS, e.JWKS())
	token, err := e.Token(ferri, "", "", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	v := &access.Verifier{Issuer: s.URL, Audience: Audience, Keys: access.NewChiaviRemote(s.URL, s.Client())}
	if _, err := verifica(v, token); err != nil {
		t.Fatal(err)
	}
	res, err := s.Client().Get(s.URL + PathJWKS)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var set struct{ Keys []map[string]any }
	if err := json.NewDecoder(res.Body).Decode(&set); err != nil || len(set.Keys) != 1 || set.Keys[0]["d"] != nil || set.Keys[0]["kid"] == "" {
		t.Errorf("%v, %v", set, err)
	}
	if res, err := s.Client().Post(s.URL+PathJWKS, "", nil); err != nil || res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("%v, %v", res, err)
	}
}

func TestTokenServizio(t *testing.T) {
	e, err := Open(t.TempDir(), base)
	if err != nil {
		t.Fatal(err)
	}
	const ente = "90000071176"
	milano := Servizio{Nome: "back-office", Client: "prova", Sede: "4900"}
	token, err := e.TokenServizio(ente, milano, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	i, err := verifica(inProcesso(e), token)
	if err != nil || i.CodiceFiscale != ente || i.Servizio != "prova" || i.Sede == nil || *i.Sede != "4900" || *i.Profilo != model.ProfiloUtenteOperatore {
		t.Errorf("%+v, %v", i, err)
	}
	for nome, prova := range map[string]func() (string, error){
		"persona":   func() (string, error) { return e.TokenServizio(ferri, milano, time.Hour) },
		"controllo": func() (string, error) { return e.TokenServizio("90000071177", milano, time.Hour) },
		"durata":    func() (string, error) { return e.TokenServizio(ente, milano, 0) },
	} {
		if token, err := prova(); err == nil || token != "" {
			t.Errorf("%s: %q, %v", nome, token, err)
		}
	}
}
