package importa

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// running is a load that is at byte 250 of 1,000 after five seconds.
func running(out *bytes.Buffer, terminal bool, total int64) (*barra, time.Time) {
	l := &load{
		file:   File{Progress: out, Terminal: terminal},
		source: &source{total: total, at: func() int64 { return 0 }},
	}
	b := newBarra(l)
	l.source.at = func() int64 { return 250 }
	l.state.Righe, l.state.Scarti = 61_000, 1234
	b.start = b.last.Add(-5 * time.Second)
	return b, b.last
}

func TestBarra(t *testing.T) {
	for _, c := range []struct {
		name     string
		terminal bool
		total    int64
		want     string
	}{
		{"terminal", true, 1000, "\r[#####---------------]   25%  61.000 righe  12.200 al secondo  1.234 scarti  restano 15s\x1b[K"},
		{"log", false, 1000, " 25%  61.000 righe  12.200 al secondo  1.234 scarti  restano 15s\n"},
		{"pipe", false, 0, "61.000 righe  12.200 al secondo  1.234 scarti\n"},
	} {
		var out bytes.Buffer
		b, now := running(&out, c.terminal, c.total)
		b.print(now)
		if got := out.String(); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestBarraIsNotInAHurry(t *testing.T) {
	for terminal, want := range map[bool]int{true: 10, false: 1} {
		var out bytes.Buffer
		b, now := running(&out, terminal, 1000)
		span := time.Second
		if !terminal {
			span = 10 * time.Second
		}
		for d := time.Duration(0); d <= span; d += time.Millisecond {
			b.show(now.Add(d))
		}
		if n := strings.Count(out.String(), "righe"); n != want {
			t.Errorf("terminal %v: shown %d times in %v, wanted %d", terminal, n, span, want)
		}
	}
}

func TestBarraSilent(t *testing.T) {
	b := newBarra(&load{source: &source{at: func() int64 { return 0 }}})
	b.show(time.Now().Add(time.Hour))
	b.end()
}
