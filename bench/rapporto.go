package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// maxSlower is what was promised: under attack the 99th percentile of honest requests is at most so many times what it is without.
const maxSlower = 2.0

// results are what was measured.
type results struct {
	siege
	rounds []round
	each   []time.Duration // that the server computes to refuse one request, by kind
	peak   int64           // memory of the server
	log    *bytes.Buffer   // its log, complete once it has ended
}

// report prints the results, and fails when a hostile request was not refused as it must be.
func (s results) report(out io.Writer) error {
	rounds := s.rounds
	fmt.Fprintf(out, "Measured on %s.\n\n", machine())
	fmt.Fprintf(out, "%d rounds of three phases of %.0f s; honest requests %d/s, hostile ones %d/s when there are any.\n\n", len(rounds), s.phase.Seconds(), s.honest, s.hostile)
	wrong := reportKinds(out, rounds, s.each)
	fmt.Fprintf(out, "\n| round | phase | p50 | p99 | max | server's CPU | honest clients' CPU | attackers' CPU | memory | attackers' rate | latest, longest |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for n, r := range rounds {
		for sort, name := range []string{"quiet", "quiet, control", "under attack"} {
			reportPhase(out, fmt.Sprintf("| %d | %s |", n+1, name), &r[sort])
		}
	}
	reportRatios(out, rounds)
	fmt.Fprintf(out, "\nMemory of the server: %d MB at most. Times its issuer's keys were read in a phase under attack: %d at most. Lines of its log: %d.\n",
		s.peak>>20, readings(rounds), bytes.Count(s.log.Bytes(), []byte("\n")))
	return wrong
}

func reportKinds(out io.Writer, rounds []round, each []time.Duration) (wrong error) {
	fmt.Fprintf(out, "| kind | sent | refused as it must be | server's CPU for one |\n|---|--:|--:|--:|\n")
	total := tally{Name: "all"}
	for i, first := range rounds[0][attacked].attack.Kinds {
		t := tally{Name: first.Name}
		for _, r := range rounds {
			k := r[attacked].attack.Kinds[i]
			t.Sent, t.Good = t.Sent+k.Sent, t.Good+k.Good
			if t.Wrong == "" {
				t.Wrong = k.Wrong
			}
		}
		fmt.Fprintf(out, "| %s | %d | %d | %d µs |\n", t.Name, t.Sent, t.Good, each[i].Microseconds())
		total.Sent, total.Good = total.Sent+t.Sent, total.Good+t.Good
		if t.Sent != t.Good {
			wrong = errors.Join(wrong, fmt.Errorf("%s: %d of %d not refused as they must be: %s", t.Name, t.Sent-t.Good, t.Sent, t.Wrong))
		}
	}
	fmt.Fprintf(out, "| %s | %d | %d | |\n", total.Name, total.Sent, total.Good)
	return wrong
}

func reportPhase(out io.Writer, begin string, p *phase) {
	attack := "– | %s | – | – |\n"
	memory := fmt.Sprintf("%d MB", p.memory>>20)
	if a := p.attack; a != nil {
		sent := 0
		for _, k := range a.Kinds {
			sent += k.Sent
		}
		attack = fmt.Sprintf("%.2f s | %%s | %.0f/s | %s, %s |\n", a.CPU.Seconds(), float64(sent)/a.Took.Seconds(), ms(a.Latest), ms(a.Longest))
	}
	fmt.Fprintf(out, "%s %s | %s | %s | %.2f s | %.2f s | "+attack, begin, tenths(median(p.took)), tenths(p99(p.took)), tenths(p.took[len(p.took)-1]), p.server.Seconds(), p.client.Seconds(), memory)
}

// reportRatios compares the phases of each round, and all the phases of a sort together.
func reportRatios(out io.Writer, rounds []round) {
	fmt.Fprintf(out, "\n| p99 compared with the quiet phase | by round | median | range | all rounds as one |\n|---|---|--:|--:|--:|\n")
	half := reportRatio(out, "under attack", rounds, attacked)
	reportRatio(out, "quiet, control", rounds, control)
	fmt.Fprintf(out, "\nPromised: under attack the p99 of honest requests is within %.0f times the quiet one; median of the rounds %.2f: %s.\n", maxSlower, half, kept(half <= maxSlower))
}

func reportRatio(out io.Writer, name string, rounds []round, sort int) (half float64) {
	var ratios []float64
	var each []string
	var all, before []time.Duration
	for _, r := range rounds {
		ratio := float64(p99(r[sort].took)) / float64(p99(r[quiet].took))
		ratios, each = append(ratios, ratio), append(each, fmt.Sprintf("%.2f", ratio))
		all, before = append(all, r[sort].took...), append(before, r[quiet].took...)
	}
	slices.Sort(ratios)
	slices.Sort(all)
	slices.Sort(before)
	half = ratios[len(ratios)/2]
	fmt.Fprintf(out, "| %s | %s | %.2f | %.2f–%.2f | %.2f |\n", name, strings.Join(each, ", "), half, ratios[0], ratios[len(ratios)-1], float64(p99(all))/float64(p99(before)))
	return half
}

func p99(sorted []time.Duration) time.Duration { return sorted[(len(sorted)*99+99)/100-1] }

func tenths(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// readings are how often the issuer's keys were read in one phase, at most.
func readings(rounds []round) (n int64) {
	for _, r := range rounds {
		n = max(n, r[attacked].readings)
	}
	return n
}
