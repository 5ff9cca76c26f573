package allegati

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// depone stores a document of so many bytes.
func depone(t *testing.T, d *Deposito, chiave string, contenuto []byte) Documento {
	t.Helper()
	b, err := NuovaBozza()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for len(contenuto[b.Dimensione():]) > 0 {
		rest := contenuto[b.Dimensione():]
		if _, err := b.Write(rest[:min(len(rest), 50_000)]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(d.DeponiDocumento(t.Context(), chiave, b), d.DeponiDocumento(t.Context(), chiave, b)); err != nil {
		t.Fatal(err)
	}
	return Documento{Chiave: chiave, SHA256: b.SHA256(), Dimensione: b.Dimensione(), Nome: "fascicolo.pdf", Tipo: "application/pdf"}
}

func riletto(t *testing.T, d *Deposito, doc Documento) ([]byte, error) {
	t.Helper()
	p, err := d.ApriDocumento(t.Context(), doc)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(p.Tutto())
}

// TestDocumento: equal documents are kept under their keys, and go with their group, whatever it has of them, without the others.
func TestDocumento(t *testing.T) {
	d := deposito(t)
	pdf, other := rumore(1, 20*lunghezzaPezzo+7), rumore(2, 200)
	a, b, c := depone(t, d, "S-A-1", pdf), depone(t, d, "S-B-1", pdf), depone(t, d, "S-A-2", other)
	depone(t, d, "S-A-10", other) // no part of S-A-1
	near := depone(t, d, "S-AA-1", other)
	for _, doc := range []Documento{a, b} {
		if got, err := riletto(t, d, doc); !bytes.Equal(got, pdf) || err != nil {
			t.Errorf("%s: %d bytes, %v", doc.Chiave, len(got), err)
		}
	}
	if err := d.Togli(t.Context(), "S-A", "S-A-1"); err != nil {
		t.Fatal(err)
	}
	if got, err := riletto(t, d, a); !bytes.Equal(got, pdf) || err != nil {
		t.Errorf("what was to be spared: %d bytes, %v", len(got), err)
	}
	if _, err := riletto(t, d, c); !errors.Is(err, ErrAssente) {
		t.Errorf("what was not: %v", err)
	}
	for range 2 {
		if err := d.Togli(t.Context(), "S-A", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := riletto(t, d, a); !errors.Is(err, ErrAssente) {
			t.Errorf("after its removal: %v", err)
		}
	}
	for _, doc := range []Documento{b, near} {
		if _, err := riletto(t, d, doc); err != nil {
			t.Errorf("%s: %v", doc.Chiave, err)
		}
	}
	for _, doc := range []Documento{{}, {SHA256: b.SHA256, Dimensione: b.Dimensione}, {Chiave: "S-B-1", SHA256: "x", Dimensione: 3}, {Chiave: "S-B-1", SHA256: b.SHA256, Dimensione: MaxDocumento + 1}} {
		if _, err := d.ApriDocumento(t.Context(), doc); !errors.Is(err, ErrAssente) {
			t.Errorf("%+v: %v", doc, err)
		}
	}
	if got, err := riletto(t, d, Documento{Chiave: "S-B-1", SHA256: near.SHA256, Dimensione: b.Dimensione}); !errors.Is(err, errRotto) {
		t.Errorf("with another digest: %d bytes, %v", len(got), err)
	}
}

// TestBozzaTroppoGrande: a document that would be too large is refused where it grows.
func TestBozzaTroppoGrande(t *testing.T) {
	b, err := NuovaBozza()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	b.scritti = MaxDocumento - 2
	if _, err := b.Write([]byte("ab")); err != nil {
		t.Error(err)
	}
	if n, err := b.Write([]byte("c")); n != 0 || !errors.Is(err, ErrTroppoGrande) {
		t.Errorf("%d, %v", n, err)
	}
}

// TestScaricoDocumento: a link to a document gives it whole, as what it is; one to a part of it gives nothing.
func TestScaricoDocumento(t *testing.T) {
	d, now := deposito(t), time.Now()
	pdf := rumore(3, 3*lunghezzaPezzo)
	doc := depone(t, d, "S-A-1", pdf)
	keys, err := ChiaveIn(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, err := NuovoSigillo(keys)
	if err != nil {
		t.Fatal(err)
	}
	scarico := &Scarico{Sigillo: s, Now: func() time.Time { return now }, Vede: func(context.Context, Collegamento) (*Cartella, error) {
		return &Cartella{Deposito: d, Documento: &doc}, nil
	}}
	chiede := func(c Collegamento) *httptest.ResponseRecorder {
		c.Pratica, c.Profilo, c.Scadenza = "S-A", model.ProfiloUtenteAzienda, now.Add(time.Minute)
		w := httptest.NewRecorder()
		scarico.ServeHTTP(w, httptest.NewRequest(http.MethodGet, Percorso+s.Firma(c), nil))
		return w
	}
	w := chiede(Collegamento{})
	if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), pdf) || w.Header().Get("Content-Type") != "application/pdf" ||
		!strings.Contains(w.Header().Get("Content-Disposition"), "fascicolo.pdf") {
		t.Errorf("%d %v, %d bytes", w.Code, w.Header(), w.Body.Len())
	}
	if w := chiede(Collegamento{Allegato: 1}); w.Code != http.StatusNotFound {
		t.Errorf("a part: %d", w.Code)
	}
	if err := d.Store.Delete(t.Context(), &store.Collection{Name: Collection.Name, Key: Collection.Key}, []string{"S-A-1-0"}); err != nil {
		t.Fatal(err)
	}
	if w := chiede(Collegamento{}); w.Code != http.StatusNotFound {
		t.Errorf("when it is gone: %d", w.Code)
	}
}
