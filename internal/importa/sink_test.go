package importa_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/importa"
)

// lettera is a document as a generator makes it.
type lettera struct {
	Matricola model.Matricola `json:"matricola"`
	model.PostaIbrida
}

func nuovaLettera(id string) lettera {
	return lettera{"9900010011", model.PostaIbrida{
		IDInvio: id, DataSpedizione: "2026-09-15", Tipo: model.TipoSpedizionePec, Oggetto: "Rossi & C. <Milano>",
		Esito: model.EsitoSpedizioneConsegnata,
	}}
}

func TestSink(t *testing.T) {
	to := target(t, "complementari")
	s, err := importa.NewSink(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []any{nuovaLettera("a"), nuovaLettera("b"), json.RawMessage(marshal(t, nuovaLettera("c")))} {
		if err := s.Add(t.Context(), "postaIbrida", doc); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(content(t, to)); n != 0 {
		t.Errorf("%d documents were written one by one", n)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := s.Report(); r.Cambiati != 3 || r.Documenti() != 3 || len(content(t, to)) != 3 {
		t.Errorf("report: %+v", r)
	}
	if at, err := archive.New("complementari", to.Store).UpdatedAt(t.Context(), "postaIbrida"); err != nil || at < "2026" {
		t.Errorf("stamp: %s %v", at, err)
	}
	if err := s.Add(t.Context(), "postaIbrida", nuovaLettera("d")); err == nil {
		t.Error("a closed sink takes documents")
	}
	line := `{"postaIbrida":{"matricola":"9900010011","idInvio":"a","dataSpedizione":"2026-09-15","tipo":"PEC",` +
		`"oggetto":"Rossi & C. <Milano>","esito":"CONSEGNATA"}}`
	if r := load(t, to, importa.File{Path: write(t, "f", line)}); r.Cambiati != 0 || r.Documenti() != 1 {
		t.Errorf("a program and a file do not write the same document: %+v", r)
	}
}

func TestSinkWritesInBatches(t *testing.T) {
	to := target(t, "complementari")
	s, err := importa.NewSink(to)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2001 {
		if err := s.Add(t.Context(), "postaIbrida", nuovaLettera(string(rune('a'+n%26))+strings.Repeat("x", n/26))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(content(t, to)); n != 2000 {
		t.Errorf("%d documents before Close", n)
	}
}

func TestSinkRefuses(t *testing.T) {
	wrong := nuovaLettera("a")
	wrong.Matricola = "99"
	for name, c := range map[string]struct {
		section string
		doc     any
		want    string
	}{
		"field":   {"postaIbrida", wrong, "importa: postaIbrida: matricola: Matricola non valida"},
		"section": {"aziende", nuovaLettera("a"), "importa: aziende: la sezione non è di questo archivio"},
		"null":    {"postaIbrida", nil, "importa: postaIbrida: serve un oggetto"},
		"empty":   {"postaIbrida", json.RawMessage(nil), "importa: postaIbrida: "},
		"json":    {"postaIbrida", json.RawMessage("{"), "importa: postaIbrida: "},
		"channel": {"postaIbrida", make(chan int), "importa: postaIbrida: "},
		"large":   {"postaIbrida", strings.Repeat("a", importa.MaxLine), "importa: postaIbrida: il documento supera 1 MiB"},
	} {
		s, err := importa.NewSink(target(t, "complementari"))
		if err != nil {
			t.Fatal(err)
		}
		first := s.Add(t.Context(), c.section, c.doc)
		if first == nil || !strings.HasPrefix(first.Error(), c.want) {
			t.Errorf("%s: %v", name, first)
		}
		if s.Add(t.Context(), "postaIbrida", nuovaLettera("b")) == nil || s.Close(t.Context()) == nil {
			t.Errorf("%s: the failure is forgotten", name)
		}
		var d *importa.Difetto
		if name == "field" && (!errors.As(first, &d) || d.Campo != "matricola") {
			t.Errorf("%s: %v is not a Difetto", name, first)
		}
	}
}

func TestSinkOfAClosedStore(t *testing.T) {
	to := target(t, "complementari")
	s, err := importa.NewSink(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Add(t.Context(), "postaIbrida", nuovaLettera("a")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error: %v", err)
	}
}
