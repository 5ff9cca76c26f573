package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// TestFascicolo: the whole text of the print of two companies is that of testdata/fascicolo; -update writes it anew. The documents
// are sound, the same each time, and what is said of them is true.
func TestFascicolo(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	for matricola, dal := range map[model.Matricola]*model.Data{posAlMolo: nil, posEdilnova: new(model.Data("2026-03-01"))} {
		t.Run(string(matricola), func(t *testing.T) {
			ctx, l := p.lavoro(t, "consulente", matricola)
			l.Dal = dal
			s := p.stampa(t, ctx, l)
			atteso := "testdata/fascicolo/" + string(matricola) + ".txt"
			got := []byte(regexp.MustCompile(` {3,}`).ReplaceAllString(s.testo, "  ")) // how wide a gap is differs from one poppler to another
			if *update {
				writeFile(t, atteso, got)
			}
			want, err := os.ReadFile(atteso)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the text is not that of %s: %s", atteso, diverso(got, want))
			}
			strumento(t, "qpdf", "--check", s.file)
			info, err := os.Stat(s.file)
			if err != nil || info.Size() != s.Dimensione || len(s.ArchiviMancanti) > 0 {
				t.Error(err, info.Size(), s.Esito)
			}
			if !strings.Contains(strumento(t, "sha256sum", s.file), s.SHA256) || strings.Count(s.testo, "\f") != s.Pagine {
				t.Errorf("%+v", s.Esito)
			}
			if again := p.stampa(t, ctx, l); again.SHA256 != s.SHA256 {
				t.Error("the same print is another document")
			}
		})
	}
}

// diverso is the first line that differs.
func diverso(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got " + g[i] + ", want " + w[i]
		}
	}
	return "one is longer"
}

// titoli are the headings of a document, in order.
func titoli(t *testing.T, s stampato) (tutti []string) {
	t.Helper()
	type voce struct {
		Title string
		Kids  []voce
	}
	var read struct{ Outlines []voce }
	if err := json.Unmarshal([]byte(strumento(t, "qpdf", "--json", "--json-key=outlines", s.file)), &read); err != nil {
		t.Fatal(err)
	}
	var visita func([]voce)
	visita = func(voci []voce) {
		for _, v := range voci {
			tutti = append(tutti, v.Title)
			visita(v.Kids)
		}
	}
	visita(read.Outlines)
	return tutti
}

// capi are the headings of the sections, without those of the lists in them.
func capi(tutti []string) (capi []string) {
	dentro := regexp.MustCompile(`^[145]\.\d`)
	for _, uno := range tutti {
		if numero := uno[0]; numero >= '1' && numero <= '5' && !dentro.MatchString(uno) {
			capi = append(capi, uno)
		}
	}
	return capi
}

// sezioniStampate are the headings of a whole dossier, as the schema names them.
func sezioniStampate() []string {
	capi := []string{}
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	for i, v := range schema.Types["SezioneFascicolo"].EnumValues {
		titolo := strings.TrimSuffix(v.Description, ".")
		switch {
		case i == 0:
			capi = append(capi, "1 "+titolo, "2 Dati anagrafici di dettaglio")
		case i <= 8:
			capi = append(capi, "2."+strconv.Itoa(i)+" "+titolo)
		case i <= 20:
			if i == 9 {
				capi = append(capi, "3 Dati complementari")
			}
			capi = append(capi, "3."+strconv.Itoa(i-8)+" "+titolo)
		default:
			capi = append(capi, strconv.Itoa(i-17)+" "+titolo)
		}
	}
	return capi
}

// TestFascicoloSezioni: every section has its heading, in the order of printing, whether it is empty or not; who asks for some of
// them gets those.
func TestFascicoloSezioni(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	ctx, l := p.lavoro(t, "consulente", posAlMolo)
	var passi []int
	l.Avanza = func(_ model.SezioneFascicolo, percento int) { passi = append(passi, percento) }
	s := p.stampa(t, ctx, l)
	if got, want := capi(titoli(t, s)), sezioniStampate(); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.IsSorted(passi) || passi[0] != 0 || passi[len(passi)-1] < 90 || passi[len(passi)-1] > 100 {
		t.Error("progress", passi)
	}
	if !strings.Contains(s.testo, "Nessun dato presente.") {
		t.Error("no section is empty")
	}
	l.Sezioni = []model.SezioneFascicolo{model.SezioneFascicoloRegolarita, model.SezioneFascicoloInterruzioni}
	s = p.stampa(t, ctx, l)
	if got, want := titoli(t, s), []string{"Fascicolo previdenziale", "Indice", "2 Dati anagrafici di dettaglio", "2.6 Interruzioni", "5 Regolarità contributiva"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if !strings.Contains(s.testo, "Interruzioni, Regolarità contributiva") {
		t.Error("the cover does not say which sections")
	}
	tags := strumento(t, "pdfinfo", "-struct-text", s.file)
	for _, want := range []string{`H1 (block)`, `"2 Dati anagrafici di dettaglio"`, `H2 (block)`, `"2.6 Interruzioni"`, "TOCI", "Lbl", "LBody", "/Summary", "TH:", `"Primo giorno"`, `"09/11/2026"`} {
		if !strings.Contains(tags, want) {
			t.Errorf("no %s among the tags", want)
		}
	}
}

// TestFascicoloInvisibile: nothing is written of a company that does not exist for whoever asks, and nothing for whoever has left.
func TestFascicoloInvisibile(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	var w bytes.Buffer
	for profilo, matricola := range map[string]model.Matricola{"azienda": posEdilnova, "consulente": "9999999999"} {
		ctx, l := p.lavoro(t, profilo, matricola)
		if _, err := p.fascicolo.Stampa(ctx, l, &w); fault.Code(err) != fault.NotFound || w.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", profilo, err, w.Len())
		}
	}
	ctx, l := p.lavoro(t, "consulente", posAlMolo)
	for _, percento := range []int{0, 30, 95} {
		ctx, cancel := context.WithCancel(ctx)
		l.Avanza = func(_ model.SezioneFascicolo, n int) {
			if n >= percento {
				cancel()
			}
		}
		if _, err := p.fascicolo.Stampa(ctx, l, io.Discard); !errors.Is(err, context.Canceled) {
			t.Errorf("left at %d: %v", percento, err)
		}
		cancel()
	}
}
