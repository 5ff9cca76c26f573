package allegati

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/sigillo"
)

func chiavi(t testing.TB, first ...byte) []sigillo.Key {
	t.Helper()
	var texts []string
	for _, b := range first {
		texts = append(texts, base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)))
	}
	keys, err := ChiaviDi(strings.Join(texts, ","))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func sigilloCon(t testing.TB, first ...byte) *Sigillo {
	t.Helper()
	s, err := NuovoSigillo(chiavi(t, first...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func collegamento(scadenza time.Time) Collegamento {
	return Collegamento{"rich-1", 2, "RSSMRA80A01H501U", model.ProfiloUtenteConsulenteDelLavoro, "7000", scadenza}
}

func TestSigillo(t *testing.T) {
	now := time.Date(2026, 11, 27, 10, 0, 0, 123, time.FixedZone("CET", 3600))
	c := collegamento(now.Add(10 * time.Minute))
	s := sigilloCon(t, 1)
	token := s.Firma(c)
	raw, _ := base64.RawURLEncoding.DecodeString(token)
	for _, secret := range []string{"RSSMRA", "rich-1", "7000", "CONSULENTE"} {
		if bytes.Contains(raw, []byte(secret)) || strings.Contains(token, secret) {
			t.Errorf("%q can be read in the token", secret)
		}
	}
	if token == s.Firma(c) {
		t.Error("two tokens of one link are the same")
	}
	want := c
	want.Scadenza = want.Scadenza.UTC()
	for _, r := range []struct {
		what  string
		s     *Sigillo
		token string
		now   time.Time
		good  bool
	}{
		{"at once", s, token, now, true},
		{"at the last instant", s, token, c.Scadenza.Add(-1), true},
		{"expired", s, token, c.Scadenza, false},
		{"a new key first", sigilloCon(t, 2, 1), token, now, true},
		{"the key is gone", sigilloCon(t, 2), token, now, false},
		{"empty", s, "", now, false},
		{"cut", s, token[:len(token)-4], now, false},
		{"longer", s, token + "AAAA", now, false},
		{"padded", s, token + "=", now, false},
		{"with a new line", s, token + "\n", now, false},
		{"very long", s, strings.Repeat("A", 1<<20), now, false},
		{"the head alone", s, base64.RawURLEncoding.EncodeToString(raw[:testaSigla]), now, false},
	} {
		got, err := r.s.Leggi(r.token, r.now)
		if r.good != (err == nil) || err != nil && !errors.Is(err, ErrCollegamento) {
			t.Errorf("%s: %v", r.what, err)
		}
		if r.good && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", r.what, got)
		}
	}
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if _, err := s.Leggi(base64.RawURLEncoding.EncodeToString(changed), now); err == nil {
			t.Errorf("byte %d was changed", i)
		}
	}
	ring, _ := sigillo.NewRing(chiavi(t, 1))
	foreign := ring.Seal(bytes.Clone(raw[:testaSigla]), []byte(`{"r":"rich-1","t":"2030-01-01T00:00:00Z"}`), raw[:testaSigla])
	if _, err := s.Leggi(base64.RawURLEncoding.EncodeToString(foreign), now); err == nil {
		t.Error("what the same key has sealed for another purpose is a link")
	}
}

func FuzzSigillo(f *testing.F) {
	s := sigilloCon(f, 1)
	f.Add("")
	f.Add(strings.Repeat("A", 100))
	f.Fuzz(func(t *testing.T, token string) {
		if c, err := s.Leggi(token, time.Time{}); err == nil {
			t.Errorf("%q gives %+v", token, c)
		}
	})
}

func TestChiavi(t *testing.T) {
	if _, err := NuovoSigillo(nil); err == nil {
		t.Error("a seal without keys")
	}
	for _, setting := range []string{"", " ", "segreta", base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		if _, err := ChiaviDi(setting); err == nil || setting == "segreta" && strings.Contains(err.Error(), setting) {
			t.Errorf("%q: %v", setting, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "dati")
	var together sync.WaitGroup
	found := make([]sigillo.Key, 20)
	for i := range found {
		together.Go(func() {
			keys, err := ChiaveIn(dir)
			if err != nil || len(keys) != 1 {
				t.Error(len(keys), err)
				return
			}
			found[i] = keys[0]
		})
	}
	together.Wait()
	for _, k := range found {
		if k != found[0] {
			t.Error("two keys in one folder")
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("left behind: %v, %v", files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if other, err := ChiaveIn(t.TempDir()); err != nil || other[0] == found[0] {
		t.Error("the same key in another folder", err)
	}
	if err := os.WriteFile(filepath.Join(dir, fileChiave), []byte("rovinata"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ChiaveIn(dir); err == nil || strings.Contains(err.Error(), "rovinata") {
		t.Errorf("a ruined file: %v", err)
	}
}
