package allegati

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// scarico serves one request with three attachments; vede may be changed between the calls.
type scarico struct {
	*httptest.Server
	*Scarico
	pacco    *Pacco
	cartella *Cartella
	log      *registro
}

func nuovoScarico(t *testing.T) *scarico {
	t.Helper()
	s := &scarico{Scarico: &Scarico{Sigillo: sigilloCon(t, 1), Now: time.Now}, log: &registro{}}
	s.pacco = pacco(t, file(`perché "no" 100%.pdf`, rumore(1, 400<<10)), file("vuoto.txt", []byte("x")), file("note.txt", bytes.Repeat([]byte("riga\n"), 1000)))
	in := deposito(t)
	if err := in.Deponi(t.Context(), s.pacco); err != nil {
		t.Fatal(err)
	}
	s.cartella = &Cartella{
		Deposito: in, Allegati: s.pacco.Voci, Zip: &model.PacchettoZip{Nome: "allegati.zip", Dimensione: int32(s.pacco.Dimensione), Sha256: s.pacco.SHA256},
	}
	s.Vede = func(_ context.Context, c Collegamento) (*Cartella, error) {
		if c.Pratica != "rich-1" || c.CodiceFiscale != "RSSMRA80A01H501U" {
			return nil, nil
		}
		return s.cartella, nil
	}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(s.log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	s.Server = httptest.NewUnstartedServer(s.Scarico)
	s.Server.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(s.log, nil), slog.LevelError)
	s.Server.Start()
	t.Cleanup(s.Server.Close)
	return s
}

func (s *scarico) token(allegato int) string {
	c := collegamento(time.Now().Add(10 * time.Minute))
	c.Allegato = allegato
	return s.Firma(c)
}

func (s *scarico) Firma(c Collegamento) string { return s.Sigillo.Firma(c) }

func (s *scarico) chiama(t *testing.T, method, token string) (*http.Response, []byte, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+Percorso+token, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, body, err
}

// registro is a log that several may write to.
type registro struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *registro) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *registro) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func TestScarico(t *testing.T) {
	s := nuovoScarico(t)
	whole, _ := io.ReadAll(io.NewSectionReader(s.pacco, 0, s.pacco.Dimensione))
	for _, c := range []struct {
		allegato          int
		tipo, disposition string
		want              []byte
	}{
		{0, "application/zip", `attachment; filename="allegati.zip"; filename*=UTF-8''allegati.zip`, whole},
		{1, "application/pdf", `attachment; filename="perch_ _no_ 100_.pdf"; filename*=UTF-8''perch%C3%A9%20_no_%20100%25.pdf`, rumore(1, 400<<10)},
		{2, "text/plain", `attachment; filename="vuoto.txt"; filename*=UTF-8''vuoto.txt`, []byte("x")},
		{3, "text/plain", `attachment; filename="note.txt"; filename*=UTF-8''note.txt`, bytes.Repeat([]byte("riga\n"), 1000)},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r, body, err := s.chiama(t, method, s.token(c.allegato))
			want := c.want
			if method == "HEAD" {
				want = nil
			}
			if r.StatusCode != 200 || err != nil || !bytes.Equal(body, want) {
				t.Errorf("%s %d: %d, %d bytes, %v", method, c.allegato, r.StatusCode, len(body), err)
			}
			headers(t, r, map[string]string{"Content-Type": c.tipo, "Content-Disposition": c.disposition, "Content-Length": strconv.Itoa(len(c.want))})
		}
	}
	if text := s.log.String(); text != "" {
		t.Errorf("logged: %s", text)
	}
}

// headers looks for those that every answer has, and for more.
func headers(t *testing.T, r *http.Response, more map[string]string) {
	t.Helper()
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store", "Content-Security-Policy": "sandbox",
		"Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
	}
	for name, value := range more {
		want[name] = value
	}
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
}

// TestScaricoNegato: whatever is wrong with a link, the answer is the same.
func TestScaricoNegato(t *testing.T) {
	s := nuovoScarico(t)
	good := s.token(1)
	with := func(change func(c *Collegamento)) string {
		c := collegamento(time.Now().Add(10 * time.Minute))
		change(&c)
		return s.Firma(c)
	}
	tokens := map[string]string{
		"none": "", "nonsense": "abc", "changed": good[:len(good)-1] + "~", "cut": good[:len(good)-8], "more": good + "/x",
		"foreign": sigilloCon(t, 9).Firma(collegamento(time.Now().Add(time.Hour))),
		"expired": with(func(c *Collegamento) { c.Scadenza = time.Now().Add(-time.Second) }),
		"unknown": with(func(c *Collegamento) { c.Pratica = "rich-2" }),
		"unseen":  with(func(c *Collegamento) { c.CodiceFiscale = "VRDGPP80A01H501X" }),
		"fourth":  with(func(c *Collegamento) { c.Allegato = 4 }),
		"minus":   with(func(c *Collegamento) { c.Allegato = -1 }),
	}
	check := func(what, token string) {
		t.Helper()
		r, body, _ := s.chiama(t, "GET", token)
		if r.StatusCode != 404 || string(body) != "Il file non esiste o il collegamento non è più valido: richiederne uno nuovo.\n" {
			t.Errorf("%s: %d %q", what, r.StatusCode, body)
		}
		headers(t, r, map[string]string{"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": ""})
	}
	for what, token := range tokens {
		check(what, token)
	}
	see := s.Vede
	for what, err := range map[string]error{"not found": fault.Errorf(fault.NotFound, "no"), "forbidden": fault.Errorf(fault.Forbidden, "no")} {
		s.Vede = func(context.Context, Collegamento) (*Cartella, error) { return nil, err }
		check(what, good)
	}
	s.Vede = see
	s.cartella.Zip.Sha256 = strings.Repeat("0", 64)
	check("nothing stored", good)
	s.cartella.Zip = nil
	check("no attachments", good)
	r, _, _ := s.chiama(t, "POST", good)
	if r.StatusCode != 405 {
		t.Errorf("POST: %d", r.StatusCode)
	}
	headers(t, r, map[string]string{"Allow": "GET, HEAD"})
	if text := s.log.String(); text != "" {
		t.Errorf("logged: %s", text)
	}
}

func TestScaricoGuasto(t *testing.T) {
	s := nuovoScarico(t)
	token := s.token(1)
	see := s.Vede
	s.Vede = func(context.Context, Collegamento) (*Cartella, error) { return nil, errors.New("altro") }
	if r, body, _ := s.chiama(t, "GET", token); r.StatusCode != 500 || strings.Contains(string(body), "altro") {
		t.Errorf("another error: %d %q", r.StatusCode, body)
	}
	s.Vede = func(context.Context, Collegamento) (*Cartella, error) {
		return nil, fault.ArchiveDown("deleghe", 1500*time.Millisecond, errors.New("giù"))
	}
	down := func(what, seconds string) {
		t.Helper()
		r, body, _ := s.chiama(t, "GET", token)
		if r.StatusCode != 503 || !strings.HasPrefix(string(body), "Archivio temporaneamente") {
			t.Errorf("%s: %d %q", what, r.StatusCode, body)
		}
		headers(t, r, map[string]string{"Retry-After": seconds})
	}
	down("the archive of deleghe", "2")
	s.Vede = see
	s.cartella.Deposito.Store.Close()
	down("the archive of packages", "5")
	if text := s.log.String(); strings.Contains(text, token) || strings.Contains(text, "RSSMRA") || !strings.Contains(text, "deleghe") {
		t.Errorf("logged: %s", text)
	}
}

// TestScaricoRotto: a damaged file does not arrive whole, whether it is asked for alone or with the others.
func TestScaricoRotto(t *testing.T) {
	s := nuovoScarico(t)
	p := pacco(t, file("a.pdf", rumore(5, 3*lunghezzaPezzo)))
	doc, _ := json.Marshal(pezzo{idPezzo(p.SHA256, 1), make([]byte, lunghezzaPezzo)})
	if _, err := s.cartella.Deposito.Store.Put(t.Context(), Collection, doc, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.cartella.Deposito.Deponi(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.cartella.Allegati = p.Voci
	s.cartella.Zip.Sha256, s.cartella.Zip.Dimensione = p.SHA256, int32(p.Dimensione)
	for allegato := range 2 {
		token := s.token(allegato)
		r, body, err := s.chiama(t, "GET", token)
		if err == nil || int64(len(body)) >= r.ContentLength {
			t.Errorf("%d: %d of %d bytes, %v", allegato, len(body), r.ContentLength, err)
		}
		if strings.Contains(s.log.String(), token) {
			t.Error("the token is logged")
		}
	}
	if !strings.Contains(s.log.String(), "not sent to its end") {
		t.Errorf("logged: %s", s.log)
	}
}
