// Command bench measures the program on a great archive: it generates companies, starts the real server on loopback and asks
// it, over HTTP, what an association with 5,000 clients and an analyst ask. It prints the table of docs/prestazioni.md.
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
	"slices"
	"strconv"
	"time"
)

// requests after the first, for the median.
const warm = 20

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	companies, err := strconv.Atoi(cmp.Or(os.Getenv("CASSETTO_BENCH_AZIENDE"), "200000"))
	if err == nil {
		err = run(ctx, companies, os.Getenv("CASSETTO_BENCH_DATI"), os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures with so many companies, kept in the folder dati, or in a temporary one when it is empty.
func run(ctx context.Context, companies int, dati string, out io.Writer) error {
	work, err := os.MkdirTemp("", "cassetto-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	binary := filepath.Join(work, "cassetto")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "cassetto")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	p := program{binary: binary, dati: cmp.Or(dati, filepath.Join(work, "dati")), companies: companies}

	made, err := p.start(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d companies, %s on disk. First start, which makes what is missing: %v, %d MB at most.\n",
		companies, size(p.dati), made.ready.Round(100*time.Millisecond), made.peak()>>20)
	if err := made.stop(); err != nil {
		return err
	}
	dropped := os.WriteFile("/proc/sys/vm/drop_caches", []byte("3"), 0) == nil
	s, err := p.start(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Fprintf(out, "Start with existing data: %v. File cache dropped before it: %v.\n\n", s.ready.Round(time.Millisecond), dropped)
	fmt.Fprintf(out, "| question | first | median of %d | greatest | answer |\n|---|---|---|---|---|\n", warm)
	for _, q := range questions() {
		if err := s.measure(ctx, q, out); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	fmt.Fprintf(out, "\nMemory of the server after all of it: %d MB at most, mapped files included.\n", s.peak()>>20)
	return nil
}

// measure asks a question once for the first time, then until there is a median.
func (s *server) measure(ctx context.Context, q question, out io.Writer) error {
	token, err := s.token(ctx, q.profile)
	if err != nil {
		return err
	}
	first, bytes, err := s.ask(ctx, token, q.query)
	if err != nil {
		return err
	}
	times := make([]time.Duration, warm)
	for i := range times {
		if times[i], _, err = s.ask(ctx, token, q.query); err != nil {
			return err
		}
	}
	slices.Sort(times)
	const ms = time.Millisecond
	_, err = fmt.Fprintf(out, "| %s | %v | %v | %v | %d KB |\n", q.name, first.Round(ms), times[warm/2].Round(ms), times[warm-1].Round(ms), bytes>>10)
	return err
}

// size is what the files of a folder take.
func size(folder string) string {
	var bytes int64
	files, _ := filepath.Glob(filepath.Join(folder, "*")) // the pattern is good
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			bytes += info.Size()
		}
	}
	return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
}
