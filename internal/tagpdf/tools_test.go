package tagpdf

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// tool runs a program of the Makefile's tools and gives what it printed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestPoppler(t *testing.T) {
	t.Parallel()
	pdf := save(t, write(t, options, dossier(2, 45)))
	if info := tool(t, "pdfinfo", pdf); !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, options.Title) {
		t.Error(info)
	}
	text := tool(t, "pdftotext", "-layout", pdf, "-")
	for _, want := range []string{"Città di Forlì", "pag. 1 di 7", "pag. 7 di 7", "Indice", "Matricola 9900010011", "Nessun dato presente."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the text", want)
		}
	}
	tags := tool(t, "pdfinfo", "-struct", save(t, write(t, options, dossier(1, 3))))
	for _, want := range []string{"H1", "H2", "H3", "TOCI", "Link", "Caption", "THead", "TBody", "TH:\n           /Scope /Column", "TD", "Lbl", "LBody"} {
		if !strings.Contains(tags, want) {
			t.Errorf("%s is not in the structure", want)
		}
	}
}

// An accessible document is what testdata/tagpdf/accessibile.mjs understood.
type accessible struct {
	Lingua, Titolo      string
	Marcato, Preferenze bool
	Segnalibri          []string
	Pagine              []struct {
		Elementi []struct {
			Role, Path, Text string
			Objects          int
		}
		Artifacts         string
		Orphans, Unmarked int
		Links             []struct {
			Contents string
			Dest     bool
		}
	}
}

func listen(t *testing.T, pdf []byte) (a accessible) {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", "accessibile.mjs", save(t, pdf))
	node.Dir = "../../testdata/tagpdf"
	var stderr strings.Builder
	node.Stderr = &stderr
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v; npm ci --prefix testdata/tagpdf installs what it needs\n%s", err, &stderr)
	}
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for n, p := range a.Pagine {
		if p.Orphans != 0 || p.Unmarked != 0 {
			t.Errorf("page %d: %d marks of no element, %d things outside of marks", n+1, p.Orphans, p.Unmarked)
		}
		for _, l := range p.Links {
			if l.Contents == "" || !l.Dest {
				t.Errorf("page %d: a link without words or aim", n+1)
			}
		}
	}
	return a
}

func TestAccessible(t *testing.T) {
	t.Parallel()
	a := listen(t, write(t, options, dossier(1, 150)))
	if a.Lingua != "it-IT" || a.Titolo != options.Title || !a.Marcato || !a.Preferenze {
		t.Errorf("%s, %s, %v, %v", a.Lingua, a.Titolo, a.Marcato, a.Preferenze)
	}
	want := []string{"1 Fascicolo aziendale", "1 Indice", "1 1. Anagrafica e posizioni", "2 Dati dell’azienda", "2 Denunce", "3 Avvertenze", "2 Note di rettifica"}
	if !slices.Equal(a.Segnalibri, want) {
		t.Errorf("bookmarks %q", a.Segnalibri)
	}
	heads, cells, links, repeated := 0, 0, 0, 0
	for _, p := range a.Pagine {
		if strings.Contains(p.Artifacts, "Protocollo") {
			repeated++
		}
		for _, e := range p.Elementi { // pdf.js gives the whole table with every page: what counts is what has its text there
			if e.Text == "" {
				continue
			}
			switch e.Role {
			case "TH":
				heads++
			case "TD":
				cells++
			case "Link":
				links += e.Objects
			}
		}
	}
	if heads != 6 || cells != 900 || links != 4 || repeated != len(a.Pagine)-4 {
		t.Errorf("%d titles, %d cells, %d links, header repeated on %d of %d pages", heads, cells, links, repeated, len(a.Pagine))
	}
}

// TestWhatIsHeard finds every letter of the strangest texts, and of what is beside them, wherever they are.
func TestWhatIsHeard(t *testing.T) {
	t.Parallel()
	var want strings.Builder
	around := func(s string) string { return "inizio " + s + " fine" }
	pdf := write(t, options, func(d *Doc) {
		for _, s := range strange {
			s = around(s)
			want.WriteString(strings.Repeat(oneLine(s), 5) + "dopo" + "•")
			d.Heading(1, s)
			d.Paragraph(s)
			d.Fields([]Field{{"", s}})
			d.List([]string{s})
			d.Table(Table{Columns: []Column{{"", 1, Start}, {"", 1, End}}}, slices.Values([][]string{{s, "dopo"}}))
		}
	})
	a := listen(t, pdf)
	var got strings.Builder
	for _, p := range a.Pagine {
		for _, e := range p.Elementi {
			got.WriteString(e.Text)
		}
	}
	letters := func(s string) string { // in any order, since pdf.js turns what is written from the right
		runes := []rune(strings.Join(strings.Fields(s), ""))
		slices.Sort(runes)
		return string(runes)
	}
	if heard, all := letters(got.String()), letters(want.String()); heard != all {
		t.Errorf("heard %d letters of %d: %.300q", len(heard), len(all), got.String())
	}
	text := tool(t, "pdftotext", save(t, pdf), "-")
	if begun, ended := strings.Count(text, "inizio"), strings.Count(text, "fine"); begun != 5*len(strange) || ended != begun {
		t.Errorf("poppler read %d beginnings and %d ends of %d texts", begun, ended, 5*len(strange))
	}
}
