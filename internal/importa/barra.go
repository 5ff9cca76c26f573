package importa

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// How often progress is shown: on a terminal one line is rewritten, elsewhere lines follow one another.
const (
	everyOnTerminal = 100 * time.Millisecond
	everyElsewhere  = 10 * time.Second
)

// barra shows how a load goes.
type barra struct {
	l        *load
	out      io.Writer
	every    time.Duration
	start    time.Time
	last     time.Time
	fromLine int64
	fromByte int64
}

func newBarra(l *load) *barra {
	b := &barra{l: l, out: l.file.Progress, every: everyElsewhere, start: time.Now()}
	if l.file.Terminal {
		b.every = everyOnTerminal
	}
	b.last, b.fromLine, b.fromByte = b.start, l.state.Righe, l.source.at()
	if b.out != nil && l.state.Daccapo != "" {
		fmt.Fprintf(b.out, "Si ricomincia dall'inizio: %s.\n", l.state.Daccapo)
	}
	if b.out != nil && l.state.Ripreso > 0 {
		fmt.Fprintf(b.out, "Si riprende dopo la riga %s.\n", migliaia(l.state.Ripreso))
	}
	return b
}

// show says how far the load is, unless it said so a moment ago.
func (b *barra) show(now time.Time) {
	if b.out == nil || now.Sub(b.last) < b.every {
		return
	}
	b.last = now
	b.print(now)
}

// end leaves the last line of a terminal complete.
func (b *barra) end() {
	if b.out == nil || !b.l.file.Terminal {
		return
	}
	b.print(time.Now())
	fmt.Fprintln(b.out)
}

func (b *barra) print(now time.Time) {
	text := b.line(now)
	if !b.l.file.Terminal {
		fmt.Fprintln(b.out, text)
		return
	}
	fmt.Fprint(b.out, "\r", text, "\x1b[K")
}

// line is the progress in one line: part done, lines a second, refused so far, time left.
func (b *barra) line(now time.Time) string {
	var parts []string
	elapsed := now.Sub(b.start).Seconds()
	done, total := b.l.source.at(), b.l.source.total
	if total > 0 {
		share := min(float64(done)/float64(total), 1)
		if b.l.file.Terminal {
			full := int(share * 20)
			parts = append(parts, "["+strings.Repeat("#", full)+strings.Repeat("-", 20-full)+"]")
		}
		parts = append(parts, fmt.Sprintf("%3.0f%%", share*100))
	}
	parts = append(parts, migliaia(b.l.state.Righe)+" righe")
	if elapsed > 0 {
		parts = append(parts, migliaia(int64(float64(b.l.state.Righe-b.fromLine)/elapsed))+" al secondo")
	}
	parts = append(parts, migliaia(b.l.state.Scarti)+" scarti")
	if read := done - b.fromByte; total > 0 && read > 0 {
		left := time.Duration(elapsed * float64(total-done) / float64(read) * float64(time.Second))
		parts = append(parts, "restano "+left.Round(time.Second).String())
	}
	return strings.Join(parts, "  ")
}

// migliaia writes a number as Italians do: 1.234.567.
func migliaia(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
