package deleghe_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/sources/deleghe"
)

func open(t *testing.T) *archive.Archive {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "deleghe.db"), archive.Collections(deleghe.Sections())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return archive.New(deleghe.Name, s)
}

func delega(id string) model.Delega {
	studio, padre := model.CodiceFiscale("00000001016"), "D-0"
	return model.Delega{
		ID: id, Tipo: model.TipoDelegaSubdelega, Stato: model.StatoDelegaAttiva, DeleganteCf: "RSSMRA80A01A000C", DelegatoCf: "FRRGLI82P55A000W",
		StudioCf: &studio, ParentID: &padre, Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: "9900010011"},
		Qualifica: model.ProfiloUtenteIntermediarioDelegato, Servizi: []model.Servizio{}, Perimetro: model.PerimetroDelegaTotale, Cf: []model.CodiceFiscale{}, Inizio: "2026-01-01",
	}
}

// TestWritten: whatever a command writes says when, in texts that sort as time does, and is noticed by all the codes that a
// delega is known by.
func TestWritten(t *testing.T) {
	a := open(t)
	var told []string
	watch := a.Watch(deleghe.Sections(), func(m archive.Mutation) error {
		told = append(told, fmt.Sprint(m.Archive, " ", m.Section, " ", m.Codes))
		return nil
	})
	polled := func(want ...string) {
		t.Helper()
		told = nil
		if err := watch.Poll(t.Context()); err != nil || !slices.Equal(told, want) {
			t.Fatalf("told %q, %v; want %q", told, err, want)
		}
	}
	polled()
	const codes = "deleghe deleghe [00000001016 9900010011 D-0 D-1 FRRGLI82P55A000W]"
	begin := archive.Instant(time.Now())
	if _, err := deleghe.Registra(t.Context(), a, delega("D-1")); err != nil {
		t.Fatal(err)
	}
	first := modificata(t, a)
	polled(codes)
	change := func(d *model.Delega) bool {
		d.Stato = model.StatoDelegaRevocata
		return true
	}
	if _, err := deleghe.Modifica(t.Context(), a, "D-1", change); err != nil {
		t.Fatal(err)
	}
	second := modificata(t, a)
	polled(codes)
	if end := archive.Instant(time.Now()); begin > first || first >= second || second > end || len(first) != len(second) {
		t.Errorf("written at %s and %s, between %s and %s", first, second, begin, end)
	}
	if _, err := deleghe.Modifica(t.Context(), a, "D-1", func(*model.Delega) bool { return false }); err != nil {
		t.Fatal(err)
	}
	if _, err := deleghe.Registra(t.Context(), a, delega("D-1")); err != nil { // repeated
		t.Fatal(err)
	}
	polled()
}

// modificata is when the document was written.
func modificata(t *testing.T, a *archive.Archive) string {
	t.Helper()
	var doc struct{ ModificataAl string }
	err := a.Store.Read(t.Context(), deleghe.Deleghe.Collection, []string{"id"}, []string{"D-1"}, func(_ string, r store.Row) error { return r.Decode(&doc) })
	if err != nil {
		t.Fatal(err)
	}
	return doc.ModificataAl
}

// TestBefore: a delega written before that was noted is read and changed as any other.
func TestBefore(t *testing.T) {
	a := open(t)
	doc, err := json.Marshal(delega("D-1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store.Import(t.Context(), deleghe.Deleghe.Collection, []json.RawMessage{doc}); err != nil {
		t.Fatal(err)
	}
	if at := modificata(t, a); at != "" {
		t.Errorf("imported at %s", at)
	}
	d, err := deleghe.Modifica(t.Context(), a, "D-1", func(*model.Delega) bool { return true })
	if err != nil || d == nil || modificata(t, a) == "" {
		t.Errorf("%v, %v", d, err)
	}
}
