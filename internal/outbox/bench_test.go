//go:build unix

package outbox

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cassetto/internal/store/sqlite"
)

// BenchmarkFerma is what a queue costs while nothing is due, with so many reminders of the days to come: CPU of the process for each
// look, of which a server makes one a second.
func BenchmarkFerma(b *testing.B) {
	for _, caso := range []struct {
		nome   string
		quanti int
	}{{"vuota", 0}, {"100000", 100_000}} {
		s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "n.db"), notifiche)
		if err != nil {
			b.Fatal(err)
		}
		futuri(b, s, caso.quanti)
		b.Run(caso.nome, func(b *testing.B) {
			visti := make(chan struct{})
			conta := &contato{Store: s, dopo: func(n int64) {
				if n == int64(b.N) {
					close(visti)
				}
			}}
			c := prova(conta, nil)
			c.Ogni = time.Millisecond
			ctx, cancel := context.WithCancel(context.Background())
			finita := make(chan struct{})
			prima := cpu()
			go func() { defer close(finita); c.Run(ctx) }()
			<-visti
			speso := cpu() - prima
			cancel()
			<-finita
			b.ReportMetric(float64(speso.Microseconds())/float64(b.N), "CPU-µs/look")
			b.ReportMetric(float64(conta.righe.Load())/float64(b.N), "rows/look")
			b.ReportMetric(0, "ns/op") // the time between two looks is waited for
		})
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// cpu is what the process has used of it.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
