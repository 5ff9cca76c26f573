package tagpdf

import "strings"

// A Column of a table. Widths are shares: of two columns with 1 and 3, the second has three quarters of the page, unless the first needs
// more for its words. Amounts, which are aligned to the end, are one word.
type Column struct {
	Title string
	Width float64 // not positive: 1
	Align Align
}

// A density is how close together a table is written.
type density struct {
	head, text  kind
	pad, gutter float64 // above and below, beside
}

var densities = [...]density{{cellHead, cellText, 3, 5}, {smallHead, smallText, 2.5, 3.5}}

// snug is how much of the page single words may take before letters are made smaller, which leaves room to texts of many words.
const snug = 0.88

// widest is how wide a word may be and still have a column made wider for it.
const widest = textWidth / 4

// fit chooses how close together a table has to be for the words of its first rows to have room, and how wide its columns are.
func (t *tableWriter) fit(titles []string) {
	shares := make([]float64, len(t.table.Columns))
	for i, c := range t.table.Columns {
		shares[i] = 1
		if c.Width > 0 && c.Width < 1e6 {
			shares[i] = c.Width
		}
	}
	var least []float64
	for _, t.density = range densities {
		least = t.least(titles)
		if sum(least) <= snug*textWidth {
			break
		}
	}
	if all := sum(least); all > textWidth {
		for i := range least {
			least[i] *= textWidth / all
		}
	}
	x := left
	for i, w := range widths(shares, least) {
		c := t.table.Columns[i]
		t.columns = append(t.columns, cell{x: x, width: w, inset: min(t.density.gutter, w/4), align: c.Align})
		x += w
	}
}

// least is how wide each column has to be.
func (t *tableWriter) least(titles []string) []float64 {
	head, text := t.style(t.density.head), t.style(t.density.text)
	least := make([]float64, len(t.table.Columns))
	for i, c := range t.table.Columns {
		for word := range strings.FieldsSeq(titles[i]) {
			least[i] = max(least[i], head.width(word))
		}
		for _, texts := range t.first {
			words := strings.FieldsFunc(texts[i], func(r rune) bool { return r == '\n' || r == ' ' && c.Align != End })
			for _, word := range words {
				if len(word) < 100 {
					least[i] = max(least[i], text.width(word))
				}
			}
		}
		least[i] = min(least[i], widest) + 2*t.density.gutter + 0.1
	}
	return least
}

// widths shares the page among columns: each is as wide as its share, but none narrower than its least.
func widths(shares, least []float64) []float64 {
	w := make([]float64, len(shares))
	room, total := textWidth, sum(shares)
	for settled := false; !settled; {
		settled = true
		for i := range w {
			if w[i] == 0 && room*shares[i] < least[i]*total {
				w[i], settled = least[i], false
				room, total = room-least[i], total-shares[i]
			}
		}
	}
	for i := range w {
		if w[i] == 0 {
			w[i] = room * shares[i] / total
		}
	}
	return w
}

func sum(values []float64) (all float64) {
	for _, v := range values {
		all += v
	}
	return all
}
