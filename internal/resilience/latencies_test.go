package resilience

import (
	"testing"
	"time"
)

func TestLatencies(t *testing.T) {
	var l latencies
	for _, c := range []struct {
		name  string
		add   func(int) time.Duration // of the n-th, from 1
		n     int
		long  time.Duration
		known bool
	}{
		{"few", func(int) time.Duration { return time.Second }, 31, 0, false},
		{"enough", func(int) time.Duration { return time.Second }, 1, time.Second, true},
		{"the last 128: 1 to 128 ms", func(n int) time.Duration { return time.Duration(n) * time.Millisecond }, 128, 122 * time.Millisecond, true},
		{"six long ones", func(n int) time.Duration { return time.Duration(max(10, (n-122)*1000)) * time.Millisecond }, 128, 10 * time.Millisecond, true},
		{"seven long ones", func(n int) time.Duration {
			if n > 121 {
				return time.Minute
			}
			return 10 * time.Millisecond
		}, 128, time.Minute, true},
		{"very short ones", func(int) time.Duration { return time.Microsecond }, 128, 5 * time.Millisecond, true},
	} {
		for n := range c.n {
			l.add(c.add(n + 1))
		}
		long, known := l.long()
		if known != c.known || known && long != c.long {
			t.Errorf("%s: %v, %t; want %v, %t", c.name, long, known, c.long, c.known)
		}
	}
}
