// Command bench measures the program on a great archive: it generates companies, starts the real server on loopback and asks
// it, over HTTP, what an association with 5,000 clients and an analyst ask. It prints the tables of docs/prestazioni.md.
//
//	go run ./bench
//
// CASSETTO_BENCH_AZIENDE says how many companies (200000), CASSETTO_BENCH_DATI a folder to keep them in from run to run.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	companies, err := strconv.Atoi(cmp.Or(os.Getenv("CASSETTO_BENCH_AZIENDE"), "200000"))
	if err == nil {
		err = run(ctx, measurement{companies: companies, dati: os.Getenv("CASSETTO_BENCH_DATI"), warm: 20, disk: true}, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measurement says what to measure.
type measurement struct {
	companies int
	dati      string // folder they are kept in; empty for a temporary one
	warm      int    // answers after the first of each question
	disk      bool   // empty the system's file cache before some first answers, where that is allowed
}

func run(ctx context.Context, m measurement, out io.Writer) error {
	work, err := os.MkdirTemp("", "cassetto-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	p := program{binary: filepath.Join(work, "cassetto"), dati: cmp.Or(m.dati, filepath.Join(work, "dati")), companies: m.companies}
	build := exec.CommandContext(ctx, "go", "build", "-o", p.binary, "cassetto")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	fmt.Fprintf(out, "Measured on %s.\n\n", machine())
	if err := p.fill(ctx, out); err != nil {
		return err
	}
	return m.measure(ctx, p, out)
}

// fill makes the companies that the folder lacks.
func (p program) fill(ctx context.Context, out io.Writer) error {
	_, err := os.Stat(filepath.Join(p.dati, "demo.json"))
	s, fail := p.start(ctx)
	if fail != nil {
		return fail
	}
	defer s.kill()
	took := "found there"
	if err != nil {
		took = fmt.Sprintf("made in %.1f s with at most %d MB of memory", s.ready.Seconds(), s.peak()>>20)
	}
	if err := s.stop(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d companies: %s; %.2f GB on disk.\n\n", p.companies, took, float64(p.size())/1e9)
	return nil
}
