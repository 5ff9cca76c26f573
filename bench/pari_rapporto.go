package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// report prints the tables.
func (r race) report(out io.Writer) error {
	fmt.Fprintf(out, "%d rounds; %d connections for %s, and one for %s; %d companies.\n", r.rounds, r.connections, r.phase, r.parity.alone, r.parity.companies)
	for q, asked := range r.inquiries {
		fmt.Fprintf(out, "\n| %s: %d values, %.1f KB | req/s | p50 | p99 | CPU for 1,000 | times ours | range | memory |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
			asked.name, r.course.leaves[q], float64(len(r.answers[q]))/1e3)
		for _, l := range r.loaded {
			s := spreadOf(r.times(q, l.name, oursName))
			fmt.Fprintf(out, "| %s | %.0f | %s | %s | %.3f s | %.2f | %.2f–%.2f | %d MB |\n", l.name, l.middle(q, func(l lap) float64 { return float64(l.Answers) / l.Took.Seconds() }),
				l.time(q, func(l lap) time.Duration { return l.P50 }), l.time(q, func(l lap) time.Duration { return l.P99 }),
				l.middle(q, func(l lap) float64 { return l.each().Seconds() * 1000 }), s.median, s.least, s.most, l.held.most>>20)
		}
	}
	fmt.Fprint(out, "\n| over one connection |")
	for _, q := range r.inquiries {
		fmt.Fprintf(out, " %s: p50 | times ours | range |", q.name)
	}
	fmt.Fprint(out, "\n|---"+strings.Repeat("|--:|--:|--:", len(r.inquiries))+"|\n")
	for _, l := range r.alone {
		fmt.Fprintf(out, "| %s |", l.name)
		for q := range r.inquiries {
			s := spreadOf(latencies(l, r.quiet(warmName), q))
			fmt.Fprintf(out, " %s | %.2f | %.2f–%.2f |", l.time(q, func(l lap) time.Duration { return l.P50 }), s.median, s.least, s.most)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "\nWith nothing kept, and then %d connections busy, the program had at most %d MB, at the end %d MB of its own and %d MB of files.\n",
		r.connections, r.memory.held.most>>20, r.memory.held.own>>20, r.memory.held.files>>20)
	return r.reportPromises(out)
}

// promise is what was measured of something that may be at most so much, in each round.
type promise struct {
	what     string
	most     float64
	measured []float64
	format   string
}

func (r race) promises() (all []promise) {
	for q, asked := range r.inquiries {
		most := [][]float64{{0.6, 1. / 8, 1, 150}, {0.35, 1. / 30, 0.8, 300}}[q]
		all = append(all,
			promise{asked.name + ": CPU, of " + mercuriusName, most[0], r.times(q, oursName, mercuriusName), "%.2f"},
			promise{asked.name + ": CPU, of " + stockName, most[1], r.times(q, oursName, stockName), "%.3f"},
			promise{asked.name + ": CPU, of json.Marshal of the same structs", most[2], r.times(q, oursName, marshalName), "%.2f"},
			promise{asked.name + ": allocations", most[3], r.allocated[q : q+1], "%.0f"},
			promise{asked.name + ": CPU of a whole answer that is kept, of ready bytes", 1.4, r.times(q, keptName, bytesName), "%.2f"},
			promise{asked.name + ": p50 of values from Redis, of values kept in the process", 3, latencies(r.quiet(farName), r.quiet(heardName), q), "%.2f"},
			promise{asked.name + ": p50 of values read from SQLite, of values kept in the process", 8, latencies(r.quiet(nothingName), r.quiet(warmName), q), "%.2f"},
		)
	}
	return append(all, promise{"memory with nothing kept, all connections busy, MB", 80, []float64{float64(r.memory.held.most >> 20)}, "%.0f"})
}

func (r race) reportPromises(out io.Writer) error {
	fmt.Fprint(out, "\n| promised: at most | | measured | range | |\n|---|--:|--:|--:|---|\n")
	for _, p := range r.promises() {
		s := spreadOf(p.measured)
		number := func(v float64) string { return fmt.Sprintf(p.format, v) }
		reached := 0
		for _, v := range p.measured {
			if v <= p.most {
				reached++
			}
		}
		verdict := fmt.Sprintf("reached in %d rounds of %d", reached, len(p.measured))
		switch {
		case s.median > p.most:
			verdict = fmt.Sprintf("NOT reached: %.2f times as much", s.median/p.most)
		case reached == len(p.measured):
			verdict = "reached"
		}
		if _, err := fmt.Fprintf(out, "| %s | %s | %s | %s–%s | %s |\n", p.what, number(p.most), number(s.median), number(s.least), number(s.most), verdict); err != nil {
			return err
		}
	}
	return nil
}

// times is how often as much one contestant computes for an answer as another, by round.
func (r race) times(q int, name, other string) (all []float64) {
	of := func(name string) []lap {
		i := slices.IndexFunc(r.loaded, func(l lane) bool { return l.name == name })
		return r.loaded[i].laps[q]
	}
	base := of(other)
	for round, l := range of(name) {
		all = append(all, ratio(l.each(), base[round].each()))
	}
	return all
}

// quiet is who was asked over one connection.
func (r race) quiet(name string) lane {
	return r.alone[slices.IndexFunc(r.alone, func(l lane) bool { return l.name == name })]
}

// latencies is how often as long one contestant takes for an answer as another, by round.
func latencies(l, other lane, q int) (all []float64) {
	for round, one := range l.laps[q] {
		all = append(all, ratio(one.P50, other.laps[q][round].P50))
	}
	return all
}

// middle is the median of the rounds.
func (l lane) middle(q int, of func(lap) float64) float64 {
	var all []float64
	for _, one := range l.laps[q] {
		all = append(all, of(one))
	}
	return spreadOf(all).median
}

func (l lane) time(q int, of func(lap) time.Duration) string {
	return fmt.Sprintf("%.2f ms", l.middle(q, func(l lap) float64 { return float64(of(l)) / 1e6 }))
}

// spread is between what some figures are.
type spread struct{ least, median, most float64 }

func spreadOf(figures []float64) spread {
	sorted := slices.Sorted(slices.Values(figures))
	n := len(sorted)
	return spread{sorted[0], (sorted[(n-1)/2] + sorted[n/2]) / 2, sorted[n-1]}
}
