package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// What was promised of the target's question, of a start with existing data and of the memory.
const (
	maxAnswer = 250 * time.Millisecond
	maxStart  = 2 * time.Second
	maxMemory = 300 << 20
)

// report prints the figures as tables of Markdown.
func report(out io.Writer, all []figures, t together) error {
	var starts []time.Duration
	peak, cold, disk := t.peak, time.Duration(0), time.Duration(0)
	fmt.Fprintf(out, "| question | first, from disk | first | median | greatest | answer |\n|---|--:|--:|--:|--:|--:|\n")
	for _, f := range all {
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %.1f KB |\n", f.name, ms(f.disk), ms(f.cold), ms(median(f.warm)), ms(f.warm[len(f.warm)-1]), float64(f.size)/1e3)
		starts = append(starts, f.starts...)
		peak = max(peak, f.peak)
		if f.name == target {
			cold, disk = f.cold, f.disk
		}
	}
	slices.Sort(starts)
	slowest := starts[len(starts)-1]
	fmt.Fprintf(out, "\n\"First\" is the first answer of a new process; \"from disk\", with no file in the system's memory either (–: not tried, or not allowed). Median and greatest are of the %d answers that follow.\n", len(all[0].warm))
	fmt.Fprintf(out, "%d clients at once, %s: median %s, greatest %s.\n\n", crowd, target, ms(median(t.took)), ms(t.took[len(t.took)-1]))
	fmt.Fprintf(out, "| promised | measured | |\n|---|--:|---|\n")
	fmt.Fprintf(out, "| %s, first answer: under %s | %s, from disk %s | %s |\n", target, ms(maxAnswer), ms(cold), ms(disk), kept(max(cold, disk) < maxAnswer))
	fmt.Fprintf(out, "| start with existing data: under %s | median %s, slowest of %d %s | %s |\n", ms(maxStart), ms(median(starts)), len(starts), ms(slowest), kept(slowest < maxStart))
	_, err := fmt.Fprintf(out, "| memory of the server: under %d MB | %d MB at most | %s |\n", maxMemory>>20, peak>>20, kept(peak < maxMemory))
	return err
}

func kept(yes bool) string {
	if yes {
		return "kept"
	}
	return "MISSED"
}

func median(sorted []time.Duration) time.Duration { return sorted[len(sorted)/2] }

func ms(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
}
