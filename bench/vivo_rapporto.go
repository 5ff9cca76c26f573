package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// What was promised of sockets.
const (
	maxSubscriber = 15 << 10 // bytes of the server's memory
	minFaster     = 3        // than the library, until all have an event
)

func reportLive(out io.Writer, l live, all []*watched) error {
	library, bare := all[1], all[0]
	fmt.Fprintf(out, "Measured on %s; %d subscribers to each server, %d events.\n\n", machine(), l.subscribers, l.events)
	fmt.Fprintf(out, "| server | idle, KB each | of the heap | stacks | goroutines | after events, KB each | times the bare one | of the library |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	each := func(bytes int64) float64 { return float64(bytes) / float64(l.subscribers) / 1024 }
	for _, w := range all {
		fmt.Fprintf(out, "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f |\n", w.name, each(w.idle.resident), each(w.idle.heap), each(w.idle.stacks),
			float64(w.idle.goroutines)/float64(l.subscribers), each(w.peak-w.base), each(w.idle.resident)/each(bare.idle.resident), each(w.idle.resident)/each(library.idle.resident))
	}
	fmt.Fprintf(out, "\n| server | stored | half have it | all have it | range | server computes | subscribers compute | times the bare one | range | faster than the library | range |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, w := range all {
		last := w.sorted(func(d delivery) time.Duration { return d.last })
		middle := func(of func(delivery) time.Duration) string { return ms(median(w.sorted(of))) }
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s–%s | %s | %s | %s | %s |\n", w.name,
			middle(func(d delivery) time.Duration { return d.stored }), middle(func(d delivery) time.Duration { return d.median }),
			ms(median(last)), ms(last[0]), ms(last[len(last)-1]),
			middle(func(d delivery) time.Duration { return d.server }), middle(func(d delivery) time.Duration { return d.client }),
			compared(w, bare), compared(library, w))
	}
	fewKB, all2 := each(all[2].idle.resident), pairs(library, all[2])
	faster := all2[len(all2)/2]
	fmt.Fprintf(out, "\n| promised | measured | |\n|---|--:|---|\n")
	fmt.Fprintf(out, "| an idle subscriber: at most %d KB | %.1f KB | %s |\n", maxSubscriber>>10, fewKB, kept(fewKB <= maxSubscriber/1024))
	_, err := fmt.Fprintf(out, "| an event to all: %d times faster than the library | %.1f times | %s |\n", minFaster, faster, kept(faster >= minFaster))
	return err
}

// pairs are how many times longer it took until all had an event of one server than of another, in each round.
func pairs(a, b *watched) (all []float64) {
	for i := range a.heard {
		all = append(all, float64(a.heard[i].last)/float64(b.heard[i].last))
	}
	slices.Sort(all)
	return all
}

// compared is the median of pairs, and their range.
func compared(a, b *watched) string {
	all := pairs(a, b)
	return fmt.Sprintf("%.2f | %.2f–%.2f", all[len(all)/2], all[0], all[len(all)-1])
}

func (w *watched) sorted(of func(delivery) time.Duration) (all []time.Duration) {
	for _, d := range w.heard {
		all = append(all, of(d))
	}
	slices.Sort(all)
	return all
}
