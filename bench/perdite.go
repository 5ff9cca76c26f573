package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// maxAdded was promised of a Redis that is not there, once nobody asks it any more.
const maxAdded = 5 * time.Millisecond

// losers differ in what becomes of their Redis, and are compared with the first, which has none and is there twice.
func losers(memory int) []variant {
	return []variant{
		{name: "without Redis", memory: memory},
		{name: "without Redis, control", memory: memory},
		{name: "Redis healthy", memory: memory, shares: true},
		{name: "Redis killed", memory: memory, shares: true, loses: func(s *shared) error { s.kill(); return nil }},
		{name: "Redis paused", memory: memory, shares: true, loses: (*shared).pause},
	}
}

// losses measures honest traffic with a Redis that is not there.
func (k keeping) losses(ctx context.Context, p program, out io.Writer) error {
	fmt.Fprintf(out, "Honest requests %d/s to all together, for %.0f s in each of %d rounds.\n\n", k.perSecond, k.phase.Seconds(), k.rounds)
	for _, memory := range []int{64, 0} {
		var rounds [][]cost
		err := beside(ctx, p, losers(memory), func(all []*running) error {
			together, err := newFair(all)
			if err != nil {
				return err
			}
			if err := together.lose(ctx, k); err != nil {
				return err
			}
			for range k.rounds {
				round, err := spent(all, func() ([][]time.Duration, error) { return together.load(ctx, k.perSecond, k.phase) })
				if err != nil {
					return err
				}
				rounds = append(rounds, round)
			}
			return together.noticed()
		})
		if err != nil {
			return err
		}
		reportLosses(out, memory, rounds)
	}
	return nil
}

// fair asks several servers the same.
type fair struct {
	servers []*running
	asking  []*honest
}

func newFair(all []*running) (*fair, error) {
	f := &fair{servers: all}
	for _, r := range all {
		h, err := newHonest(r.address, r.tokens["consulente"])
		if err != nil {
			return nil, err
		}
		f.asking = append(f.asking, h)
	}
	return f, nil
}

// load asks so often for so long, one server after the other.
func (f *fair) load(ctx context.Context, perSecond int, lasting time.Duration) ([][]time.Duration, error) {
	many := len(f.asking)
	whose := func(n int) int { return inTurn(n/many, many)[n%many] }
	all, err := steadily(ctx, perSecond, lasting, func(n int) error {
		if err := f.asking[whose(n)].ask(ctx, n/many); err != nil {
			return fmt.Errorf("%s: %w", f.servers[whose(n)].name, err)
		}
		return nil
	})
	took := make([][]time.Duration, many)
	for n, t := range all {
		took[whose(n)] = append(took[whose(n)], t)
	}
	for i := range took {
		slices.Sort(took[i])
	}
	return took, err
}

// lose fills what the servers keep, takes Redis away from those that are to lose it, and asks on until they have noticed.
func (f *fair) lose(ctx context.Context, k keeping) error {
	if _, err := f.load(ctx, k.perSecond, k.phase); err != nil {
		return err
	}
	for _, r := range f.servers {
		if r.loses == nil {
			continue
		}
		if err := r.loses(r.redis); err != nil {
			return err
		}
	}
	_, err := f.load(ctx, k.perSecond, max(k.phase, 3*time.Second))
	return err
}

// noticed ends the servers and reads in the logs of those without their Redis whether they knew.
func (f *fair) noticed() error {
	for _, r := range f.servers {
		if err := r.stop(); err != nil {
			return fmt.Errorf("%s: %w; the end of its log: %s", r.name, err, tail(r.log))
		}
		if r.loses != nil && !bytes.Contains(r.log.Bytes(), []byte("the link to the other instances is lost")) {
			return fmt.Errorf("%s: not noticed; the end of its log: %s", r.name, tail(r.log))
		}
	}
	return nil
}

// reportLosses compares all that a server answered with what the first did in the same rounds.
func reportLosses(out io.Writer, memory int, rounds [][]cost) {
	what := "nothing kept in the process"
	if memory > 0 {
		what = fmt.Sprintf("%d MB kept in the process", memory)
	}
	fmt.Fprintf(out, "| %s | p50 | p95 | p99 | p50 compared | p99 compared, by round | all rounds as one | added to p50 | p95 | p99 | server's CPU for one | promised: at most %s |\n|---|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|---|\n", what, ms(maxAdded))
	var first, again cost
	for i, v := range losers(memory) {
		var all cost
		var ratios []string
		for _, round := range rounds {
			all.add(round[i])
			ratios = append(ratios, fmt.Sprintf("%.2f", ratio(p99(round[i].took), p99(round[0].took))))
		}
		slices.Sort(all.took)
		switch i {
		case 0:
			first = all
		case 1:
			again = all
		}
		word := "–"
		if v.loses != nil {
			word = verdict(p99(all.took)-p99(first.took), p99(again.took)-p99(first.took))
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %.2f | %s | %.2f | %s | %s | %s | %s | %s |\n", v.name,
			tenths(median(all.took)), tenths(p95(all.took)), tenths(p99(all.took)), ratio(median(all.took), median(first.took)),
			strings.Join(ratios, ", "), ratio(p99(all.took), p99(first.took)), tenths(median(all.took)-median(first.took)),
			tenths(p95(all.took)-p95(first.took)), tenths(p99(all.took)-p99(first.took)), tenths(all.each()), word)
	}
	fmt.Fprintln(out)
}

func p95(sorted []time.Duration) time.Duration { return sorted[(len(sorted)*95+99)/100-1] }

// verdict says whether what was promised holds, unless two servers that are alike differ by more.
func verdict(added, noise time.Duration) string {
	if noise.Abs() > maxAdded {
		return "undecided: the control differs by more"
	}
	return kept(added <= maxAdded)
}
