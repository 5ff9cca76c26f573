package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// keepers are compared with the first. One of them is there twice, to tell the noise.
func keepers() []variant {
	return []variant{
		{name: "nothing kept"},
		{name: "process, 64 MB", memory: 64},
		{name: "process, 64 MB, control", memory: 64},
		{name: "Redis only", shares: true},
		{name: "process, 64 MB, and Redis", memory: 64, shares: true},
	}
}

// hits measures what an answer costs whose values are kept.
func (k keeping) hits(ctx context.Context, p program, out io.Writer) error {
	for _, one := range []struct {
		name  string
		times int
	}{{dossier, k.dossiers}, {target, k.pages}} {
		q, err := named(one.name)
		if err != nil {
			return err
		}
		var rounds [][]cost
		err = beside(ctx, p, keepers(), func(all []*running) error {
			if _, err := repeat(ctx, all, q, 5); err != nil { // to fill what keeps
				return err
			}
			for range k.rounds {
				round, err := spent(all, func() ([][]time.Duration, error) { return repeat(ctx, all, q, one.times) })
				if err != nil {
					return err
				}
				rounds = append(rounds, round)
			}
			return nil
		})
		if err != nil {
			return err
		}
		reportHits(out, one.name, rounds)
	}
	return nil
}

// repeat asks every server one question so often.
func repeat(ctx context.Context, all []*running, q question, times int) ([][]time.Duration, error) {
	took := make([][]time.Duration, len(all))
	for n := range times {
		for _, i := range inTurn(n, len(all)) {
			a, err := all[i].ask(ctx, all[i].tokens[q.profile], q.query)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", all[i].name, q.name, err)
			}
			took[i] = append(took[i], a.took)
		}
	}
	return took, nil
}

func named(name string) (question, error) {
	all := questions("")
	i := slices.IndexFunc(all, func(q question) bool { return q.name == name })
	if i < 0 {
		return question{}, fmt.Errorf("no question %q", name)
	}
	return all[i], nil
}

// reportHits compares each server's answers of a round with those of the first.
func reportHits(out io.Writer, name string, rounds [][]cost) {
	fmt.Fprintf(out, "| %s | p50 | p99 | server's CPU for one | Redis' CPU for one | CPU compared with nothing kept | range of %d rounds |\n|---|--:|--:|--:|--:|--:|--:|\n", name, len(rounds))
	for i, v := range keepers() {
		var all cost
		var ratios []float64
		for _, round := range rounds {
			all.add(round[i])
			ratios = append(ratios, ratio(round[i].each(), round[0].each()))
		}
		slices.Sort(all.took)
		slices.Sort(ratios)
		n := time.Duration(len(all.took))
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %.2f | %.2f–%.2f |\n", v.name, tenths(median(all.took)), tenths(p99(all.took)),
			tenths(all.each()), tenths(all.redis/n), ratios[len(ratios)/2], ratios[0], ratios[len(ratios)-1])
	}
	fmt.Fprintln(out)
}

// ratio is 0 when there is nothing to compare with: few answers take less than the system counts.
func ratio(a, b time.Duration) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
