package main

import (
	"cmp"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
	"time"
)

// Places in the picture, in its units.
const (
	chartLabels = 210 // width of the names
	chartPanel  = 330 // width of what one inquiry has
	chartRow    = 28
	chartTop    = 92
	chartGap    = 44 // between the panels
)

// draw is a picture of how much each contestant computes for an answer compared with ours: SVG, readable on light and on dark.
func (r race) draw() string {
	names := r.ordered()
	var least, most float64 = 1, 1
	for q := range r.inquiries {
		for _, name := range names {
			s := spreadOf(r.times(q, name, oursName))
			least, most = min(least, s.least), max(most, s.most)
		}
	}
	from, to := math.Floor(math.Log10(max(least, 1e-3)*0.999)), math.Ceil(math.Log10(most*1.6)) // room for a figure at its end
	width, bottom := chartLabels+len(r.inquiries)*(chartPanel+chartGap), chartTop+len(names)*chartRow
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" role="img" aria-labelledby="titolo">
<title id="titolo">CPU per request compared with ours, on a logarithmic scale</title>
<style>
text { font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #1f2328 }
.fondo { fill: #ffffff } .titolo { font-size: 17px; font-weight: 600 } .nota { font-size: 11px; fill: #59636e } .griglia { stroke: #d1d9e0 }
.uno { stroke: #1f2328 } .pari { fill: #8c959f } .pavimento { fill: #54aeff } .nostro { fill: #1a7f37 } .arco { stroke: #1f2328; stroke-width: 1.2 } .forte { font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .fondo { fill: #0d1117 } .nota { fill: #9198a1 } .griglia { stroke: #3d444d }
.uno { stroke: #f0f6fc } .pari { fill: #8b949e } .pavimento { fill: #388bfd } .nostro { fill: #3fb950 } .arco { stroke: #f0f6fc } }
</style>
<rect class="fondo" width="%[1]d" height="%[2]d" rx="6"/>
<text class="titolo" x="16" y="30">CPU per request, compared with ours (logarithmic; less is better)</text>
`, width, bottom+58)
	for i, name := range names {
		weight := ""
		if strings.HasPrefix(name, oursName) {
			weight = ` class="forte"`
		}
		fmt.Fprintf(&b, "<text%s x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", weight, chartLabels-8, chartTop+i*chartRow+18, html.EscapeString(name))
	}
	for q := range r.inquiries {
		r.panel(&b, q, panel{float64(chartLabels + q*(chartPanel+chartGap)), from, to, names})
	}
	fmt.Fprintf(&b, "<text class=\"nota\" x=\"16\" y=\"%d\">Bars: medians of %d interleaved rounds, each server on one core; lines: from the least to the most of a round. The peers do neither</text>\n", bottom+28, r.rounds)
	fmt.Fprintf(&b, "<text class=\"nota\" x=\"16\" y=\"%d\">authentication nor access rules. go run ./bench -pari, on %s, %s.</text>\n</svg>\n", bottom+44, html.EscapeString(machine()), time.Now().Format("2 January 2006"))
	return b.String()
}

// ordered are the contestants, the cheapest of a dossier first, without the control.
func (r race) ordered() (names []string) {
	for _, l := range r.loaded {
		if l.name != controlName {
			names = append(names, l.name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(spreadOf(r.times(0, a, oursName)).median, spreadOf(r.times(0, b, oursName)).median)
	})
	return names
}

// panel is the part of the picture about one inquiry: where it begins, between which powers of ten, and whom it shows.
type panel struct {
	left, from, to float64
	names          []string
}

// x is where a figure is.
func (p panel) x(v float64) float64 {
	return p.left + (min(max(math.Log10(v), p.from), p.to)-p.from)/(p.to-p.from)*chartPanel
}

func (r race) panel(b *strings.Builder, q int, p panel) {
	bottom := chartTop + len(p.names)*chartRow
	fmt.Fprintf(b, "<text class=\"forte\" x=\"%.1f\" y=\"58\">%s</text>\n", p.left, html.EscapeString(r.inquiries[q].name))
	for power := p.from; power <= p.to; power++ {
		v, class := math.Pow(10, power), "griglia"
		if power == 0 {
			class = "uno"
		}
		fmt.Fprintf(b, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1[2]f\" y1=\"%[3]d\" y2=\"%[4]d\"/><text class=\"nota\" x=\"%.1[2]f\" y=\"%[5]d\" text-anchor=\"middle\">%[6]g×</text>\n", class, p.x(v), chartTop-6, bottom, chartTop-12, v)
	}
	for i, name := range p.names {
		s, y, class := spreadOf(r.times(q, name, oursName)), float64(chartTop+i*chartRow), "pari"
		switch {
		case strings.HasPrefix(name, oursName):
			class = "nostro"
		case strings.HasPrefix(name, "floor"):
			class = "pavimento"
		}
		left, right := min(p.x(1), p.x(s.median)), max(p.x(1), p.x(s.median))
		fmt.Fprintf(b, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" rx=\"2\"/>\n", class, left-2, y+5, right-left+4)
		fmt.Fprintf(b, "<line class=\"arco\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1[3]f\"/>\n", p.x(s.least), p.x(s.most), y+13)
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", max(p.x(s.most), p.x(1))+7, y+18, brief(s.median))
	}
}

// brief is a figure with as many digits as mean something.
func brief(v float64) string {
	switch {
	case v < 0.1:
		return fmt.Sprintf("%.3f×", v)
	case v < 1:
		return fmt.Sprintf("%.2f×", v)
	case v < 10:
		return fmt.Sprintf("%.1f×", v)
	}
	return fmt.Sprintf("%.0f×", v)
}
