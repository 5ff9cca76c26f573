package outbox

import (
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/graph/model"
)

func TestSpool(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "avvisi")
	all, err := Apri("", "", dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds them there
		for c, a := range map[model.CanaleAvviso]Avviso{model.CanaleAvvisoEmail: avvisoEmail, model.CanaleAvvisoSms: avvisoSMS} {
			if err := all[c].Invia(t.Context(), &a); err != nil {
				t.Fatal(err)
			}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%v, %v", entries, err)
	}
	eml, err := os.ReadFile(filepath.Join(dir, avvisoEmail.ID+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(string(eml)))
	if err != nil || m.Header.Get("Message-ID") != "<N-ABCDEFGHIJKLMNOPQRST@cassetto.invalid>" || len(parti(t, m)) != 2 {
		t.Errorf("%v, %s", err, eml)
	}
	sms, err := os.ReadFile(filepath.Join(dir, avvisoSMS.ID+".json"))
	if want := `{"id":"N-ABCDEFGHIJKLMNOPQRST","to":"+393331234567","text":"INPS: la sua richiesta."}`; err != nil || string(sms) != want {
		t.Errorf("%v, %s", err, sms)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
}

// TestSpoolUnaVolta: a file that is there is left as it is, so that who reads it reads one message.
func TestSpoolUnaVolta(t *testing.T) {
	dir := t.TempDir()
	s, err := nuovoSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, avvisoSMS.ID+".json")
	if err := os.WriteFile(name, []byte("first"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Invia(t.Context(), &avvisoSMS); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(name); string(b) != "first" || err != nil {
		t.Errorf("%s, %v", b, err)
	}
}

func TestSpoolPerso(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "avvisi")
	s, err := nuovoSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	verifica(t, s.Invia(t.Context(), &avvisoSMS), Errore{Spool, false})
}
