package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// What was promised of subscribers.
const (
	maxSubscriber = 9    // KB of the server's memory
	maxComputed   = 0.45 // of what graphql-ws computes for an event
	minFaster     = 3    // times, than the library, until all have an event
)

// Names of those with whom others are compared, or of whom something was promised.
const (
	bareName         = "bare socket"
	libraryName      = "library"
	peerName         = "graphql-ws"
	oursEventsName   = "ours, SSE"
	oursReservedName = "ours, SSE, one connection"
)

// field are all contestants, with what was measured of them.
type field []*watched

func (f field) named(name string) *watched {
	return f[slices.IndexFunc(f, func(w *watched) bool { return w.name == name })]
}

func reportLive(out io.Writer, l live, all field) error {
	bare, library, peer := all.named(bareName), all.named(libraryName), all.named(peerName)
	fmt.Fprintf(out, "Measured on %s, node %s; %d subscribers to each server, %d events.\n\n", machine(), nodeVersion(), l.subscribers, l.events)
	fmt.Fprintf(out, "| server | idle, KB each | of the heap | stacks | goroutines | after events, KB each | times the bare one | of the library | of graphql-ws |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	each := func(bytes int64) float64 { return float64(bytes) / float64(l.subscribers) / 1024 }
	idle := func(w *watched) float64 { return each(w.idle.resident) }
	for _, w := range all {
		fmt.Fprintf(out, "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f | %.2f |\n", w.name, idle(w), each(w.idle.heap), each(w.idle.stacks),
			float64(w.idle.goroutines)/float64(l.subscribers), each(w.peak-w.base), idle(w)/idle(bare), idle(w)/idle(library), idle(w)/idle(peer))
	}
	fmt.Fprintf(out, "\n| server | stored | half have it | all have it | range | of graphql-ws | range | faster than the library | range |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	middle := func(w *watched, of measured) string { return ms(median(w.sorted(of))) }
	for _, w := range all {
		last := w.sorted(lastOf)
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s–%s | %s | %s |\n", w.name, middle(w, func(d delivery) time.Duration { return d.stored }),
			middle(w, func(d delivery) time.Duration { return d.median }), ms(median(last)), ms(last[0]), ms(last[len(last)-1]),
			compared(w, peer, lastOf), compared(library, w, lastOf))
	}
	fmt.Fprintf(out, "\n| server | computes for an event | times the bare one | range | of graphql-ws | range | of the library | range | subscribers compute |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, w := range all {
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s |\n", w.name, middle(w, serverOf), compared(w, bare, serverOf), compared(w, peer, serverOf),
			compared(w, library, serverOf), middle(w, func(d delivery) time.Duration { return d.client }))
	}
	fmt.Fprintf(out, "\n| promised | measured | |\n|---|--:|---|\n")
	for _, name := range []string{oursName, oursEventsName, oursReservedName} {
		w := all.named(name)
		fmt.Fprintf(out, "| %s: an idle subscriber, at most %d KB | %.1f KB | %s |\n", name, maxSubscriber, idle(w), kept(idle(w) <= maxSubscriber))
	}
	for _, name := range []string{oursName, oursEventsName, oursReservedName} {
		part := middleOf(pairs(all.named(name), peer, serverOf))
		fmt.Fprintf(out, "| %s: computes for an event at most %.2f of graphql-ws | %.2f | %s |\n", name, maxComputed, part, kept(part <= maxComputed))
	}
	faster := middleOf(pairs(library, all.named(oursName), lastOf))
	_, err := fmt.Fprintf(out, "| an event to all: %d times faster than the library | %.1f times | %s |\n", minFaster, faster, kept(faster >= minFaster))
	return err
}

// measured is something of a delivery.
type measured func(delivery) time.Duration

func lastOf(d delivery) time.Duration { return d.last }

func serverOf(d delivery) time.Duration { return d.server }

// pairs are how much of one server was as much of another, in each round.
func pairs(a, b *watched, of measured) (all []float64) {
	for i := range a.heard {
		all = append(all, float64(of(a.heard[i]))/float64(of(b.heard[i])))
	}
	slices.Sort(all)
	return all
}

func middleOf(sorted []float64) float64 { return sorted[len(sorted)/2] }

// compared is the median of pairs, and their range.
func compared(a, b *watched, of measured) string {
	all := pairs(a, b, of)
	return fmt.Sprintf("%.2f | %.2f–%.2f", middleOf(all), all[0], all[len(all)-1])
}

func (w *watched) sorted(of measured) (all []time.Duration) {
	for _, d := range w.heard {
		all = append(all, of(d))
	}
	slices.Sort(all)
	return all
}
