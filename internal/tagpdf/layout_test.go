package tagpdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pagesOf are the texts of a document's pages, as poppler reads them.
func pagesOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", save(t, pdf), "-"), "\f"), "\f")
}

// textsOf are the same as they were written, which takes less time.
func textsOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	r := read(t, pdf)
	r.check()
	return r.texts()
}

// TestHeadingStays writes headings ever nearer to the end of a page, with each kind of thing after them.
func TestHeadingStays(t *testing.T) {
	t.Parallel()
	kinds := []func(d *Doc, text string){
		func(d *Doc, text string) { d.Paragraph(text + "\nin due\nrighe") },
		func(d *Doc, text string) { d.Fields([]Field{{text, "valore"}}) },
		func(d *Doc, text string) { d.List([]string{text}) },
		func(d *Doc, text string) {
			d.Table(emens, slices.Values([][]string{{text, "", "", "", "", ""}, {"seconda", "", "", "", "", ""}}))
		},
		func(d *Doc, text string) { d.Table(Table{Caption: text, Columns: emens.Columns}, denunce(0)) },
	}
	together := 0
	pages := textsOf(t, write(t, options, func(d *Doc) {
		for k, kind := range kinds {
			for lines := 40; lines < 51; lines += 2 {
				d.PageBreak()
				d.Paragraph(strings.Repeat("riga\n", lines))
				d.Heading(1, fmt.Sprintf("Titolo%d/%d.", k, lines))
				d.Heading(2, "Sotto il titolo")
				kind(d, fmt.Sprintf("Seguito%d/%d.", k, lines))
			}
		}
	}))
	for n, p := range pages {
		_, title, ok := strings.Cut(p, "Titolo")
		if title, _, _ = strings.Cut(title, "."); !ok {
			continue
		}
		if !strings.Contains(p, "Seguito"+title+".") || !strings.Contains(p, "Sotto il titolo") {
			t.Errorf("page %d has title %s without what follows it", n+1, title)
		}
		if strings.Contains(p, "riga\n") {
			together++
		}
	}
	if all := len(kinds) * 6; together == 0 || len(pages) == all || len(pages) != 2*all-together {
		t.Errorf("%d pages, %d titles after other text", len(pages), together)
	}
}

// TestTableEnds finds two rows at least on each page of a table, at its start and at its end.
func TestTableEnds(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{2, 3, 5} {
		pages := textsOf(t, write(t, options, func(d *Doc) {
			for lines := 37; lines < 49; lines += 2 {
				d.PageBreak()
				d.Paragraph(strings.Repeat("riga\n", lines))
				d.Table(emens, denunce(rows))
			}
		}))
		split := 0
		for n, p := range pages {
			count := strings.Count(p, "INPS.")
			if strings.Contains(p, "Protocollo") && count < 2 {
				t.Errorf("%d rows: page %d has titles and %d rows", rows, n+1, count)
			}
			if count > 0 && count < rows {
				split++
			}
		}
		if whole := split == 0; whole != (rows < 4) {
			t.Errorf("%d rows: parts of the table on %d pages", rows, split)
		}
	}
}

// TestLastLine leaves no line alone on a page: 50 fit, and the next has two of 51.
func TestLastLine(t *testing.T) {
	for lines, want := range map[int]int{50: 0, 51: 2, 53: 3} {
		pages := append(textsOf(t, write(t, options, func(d *Doc) { d.Paragraph(strings.Repeat("riga\n", lines)) })), "")
		if got := strings.Count(pages[1], "riga"); got != want {
			t.Errorf("of %d lines %d are on the second page, not %d", lines, got, want)
		}
	}
}

// TestTallRow splits a row over pages: it is still one row, with all its lines.
func TestTallRow(t *testing.T) {
	t.Parallel()
	var tall strings.Builder
	for i := range 150 {
		fmt.Fprintf(&tall, "linea-%d;\n", i)
	}
	pdf := write(t, options, func(d *Doc) {
		d.Table(Table{Caption: "Alta", Columns: []Column{{"Nome", 1, Start}, {"Testo", 1, Start}}}, slices.Values([][]string{
			{"prima", "uno"}, {"alta", tall.String()}, {"ultima", "tre"},
		}))
	})
	r := read(t, pdf)
	r.check()
	count, most := map[string]int{}, 0
	for _, e := range r.elements {
		count[e.tag]++
		on := map[int]bool{}
		for _, s := range e.spots {
			on[s.page] = true
		}
		if e.tag == "TD" {
			most = max(most, len(on))
		}
	}
	if count["TR"] != 4 || count["TD"] != 6 || count["TH"] != 2 || most != 3 || len(r.pages()) != 3 {
		t.Errorf("%v, a cell on %d of %d pages", count, most, len(r.pages()))
	}
	text := strings.Join(pagesOf(t, pdf), "")
	for i := range 150 {
		line := fmt.Sprintf("linea-%d;", i)
		_, after, ok := strings.Cut(text, line)
		if !ok || strings.Contains(after, line) {
			t.Fatalf("%s is missing, or not in its place", line)
		}
		text = after
	}
	if !strings.Contains(text, "ultima") {
		t.Error("no last row")
	}
}

// TestRepeatedHeader finds the titles first on every page of a table, tagged only once.
func TestRepeatedHeader(t *testing.T) {
	t.Parallel()
	pdf := write(t, options, func(d *Doc) { d.Table(emens, denunce(130)) })
	pages := pagesOf(t, pdf)
	for n, p := range pages {
		lines := strings.FieldsFunc(p, func(r rune) bool { return r == '\n' })
		if n == 0 {
			lines = slices.Delete(lines, 1, 2) // the caption
		}
		if want := "Periodo Protocollo Stato Lavoratori Imponibile Dovuto"; strings.Join(strings.Fields(lines[1]), " ") != want {
			t.Errorf("page %d begins with %q", n+1, lines[1])
		}
	}
	r := read(t, pdf)
	titles := 0
	for _, e := range r.elements {
		if e.tag != "TH" {
			continue
		}
		titles++
		if want := []spot{{r.pages()[0], e.spots[0].mark}}; !slices.Equal(e.spots, want) {
			t.Errorf("a title is at %v", e.spots)
		}
	}
	if titles != 6 || len(pages) < 4 {
		t.Errorf("%d titles, %d pages", titles, len(pages))
	}
}

// TestDense finds no date, code or amount broken where many columns have unfit shares.
func TestDense(t *testing.T) {
	t.Parallel()
	columns := []Column{{"Periodo", 1, Start}, {"Protocollo", 1, Start}, {"Causale", 1, Start}, {"Data versamento", 1, Start},
		{"Debito", 1, End}, {"Credito", 1, End}, {"Saldo", 0, End}, {"Stato", 9, Start}}
	row := []string{"03/2025", "INPS.3300.0007919", "DM10", "16/11/2026", "21.037,13 €", "1.201,01 €", "1.201.345,67 €", "Non abbinato: la causale non corrisponde al periodo"}
	text := strings.Join(pagesOf(t, write(t, options, func(d *Doc) { d.Table(Table{Columns: columns}, slices.Values([][]string{row, row})) })), "")
	for _, word := range row[:7] {
		if strings.Count(text, word) != 2 {
			t.Errorf("%q is broken: %s", word, text)
		}
	}
}

func TestWidths(t *testing.T) {
	for _, c := range []struct{ shares, least, want []float64 }{
		{[]float64{1, 3}, []float64{0, 0}, []float64{textWidth / 4, textWidth * 3 / 4}},
		{[]float64{1, 1, 2}, []float64{200, 10, 10}, []float64{200, (textWidth - 200) / 3, (textWidth - 200) * 2 / 3}},
		{[]float64{1, 100, 100}, []float64{100, 200, 10}, []float64{100, 200, textWidth - 300}},
	} {
		got := widths(c.shares, c.least)
		for i := range got {
			if d := got[i] - c.want[i]; d > 0.01 || d < -0.01 {
				t.Errorf("%v, %v: %v, want %v", c.shares, c.least, got, c.want)
			}
		}
	}
}
