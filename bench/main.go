// Command bench measures the program on a great archive: it generates companies, starts the real server on loopback and asks
// it, over HTTP, what an association with 5,000 clients and an analyst ask. It prints the tables of docs/prestazioni.md.
//
//	go run ./bench
//	go run ./bench -pari
//	go run ./bench -ostile
//	go run ./bench -cache
//	go run ./bench -vivo
//	go run ./bench -stampe
//	go run ./bench -crash
//
// The second compares the program with other servers and with floors, and draws a picture of it. The third asks whether honest
// clients are served as well under hostile traffic as without it, the fourth what is gained by what the program and a Redis keep,
// and what is lost with that Redis, the fifth what subscribers cost, the sixth what printing dossiers costs those who ask
// meanwhile. The last kills the program under load and looks whether anything was lost or done twice
// (docs/affidabilita.md).
//
// CASSETTO_BENCH_AZIENDE says how many companies (200000, for -cache 5200), CASSETTO_BENCH_DATI a folder to keep them in from run to run.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"cassetto/bench/crash"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hostile := flag.Bool("ostile", false, "measure honest traffic under hostile traffic")
	cached := flag.Bool("cache", false, "measure what the cache gives")
	rounds := flag.Int("giri", 5, "rounds of those measures; of -vivo, of four events each")
	alive := flag.Bool("vivo", false, "measure what subscribers cost, beside graphql-ws, the library's own server and a bare one")
	subscribers := flag.Int("n", 5000, "subscribers to each server")
	comparing := flag.Bool("pari", false, "compare the program with other servers and with floors")
	picture := flag.String("svg", "", "file for the picture of -pari; empty: none")
	prints := flag.Bool("stampe", false, "measure what printing costs those who ask meanwhile")
	crashing := flag.Bool("crash", false, "kill the program under load")
	trial := crash.Prova{Tutte: true, Allegati: true}
	flag.IntVar(&trial.Uccisioni, "uccisioni", 50, "how often, with -crash")
	flag.StringVar(&trial.Programma, "programma", "", "the program, with -crash; empty: it is built")
	flag.DurationVar(&trial.Calma, "calma", 5*time.Minute, "how long all that follows may take after the load, with -crash")
	flag.BoolVar(&trial.Redis, "redis", true, "with a Redis, with -crash")
	flag.StringVar(&trial.Guasto, "guasto", "", "what to get wrong on purpose, with -crash: "+crash.Guasti())
	flag.Parse()
	run := func() error { return command(ctx, *hostile, *cached, *rounds) }
	switch {
	case *alive:
		run = func() error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			return liveUpdates(ctx, live{program, *subscribers, 4 * *rounds}, os.Stdout)
		}
	case *comparing:
		run = func() error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			return parity{companies: 200, page: 50, rounds: *rounds, warm: 2 * time.Second, phase: 3 * time.Second, alone: time.Second, connections: 32, picture: *picture}.compare(ctx, program, os.Stdout)
		}
	case *prints:
		run = func() error { return whatPrintsCost(ctx, printing{*rounds, 200, 10}, os.Stdout) }
	case *crashing:
		run = func() error { return crash.Esegui(ctx, trial, os.Stdout) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, hostile, cached bool, rounds int) error {
	switch {
	case flag.Arg(0) == assaultCommand:
		return attack(ctx, os.Stdin, os.Stdout)
	case flag.Arg(0) == subscribersCommand:
		return subscribeAll(ctx, os.Stdin, os.Stdout)
	case flag.Arg(0) == bareCommand:
		return serveBare(ctx, flag.Arg(1), flag.Arg(2))
	case flag.Arg(0) == oursCommand:
		return serveOurs(ctx, flag.Arg(1), flag.Arg(2))
	case flag.Arg(0) == floorCommand:
		return serveFloor(ctx, flag.Arg(1), flag.Arg(2), flag.Arg(3))
	case flag.Arg(0) == burstCommand:
		return fire(os.Stdin, os.Stdout)
	case hostile:
		return underAttack(ctx, siege{rounds: rounds, phase: 8 * time.Second, honest: 60, hostile: 2000}, os.Stdout)
	}
	number := "200000"
	if cached {
		number = "5200" // the association has all its deleghe
	}
	companies, err := strconv.Atoi(cmp.Or(os.Getenv("CASSETTO_BENCH_AZIENDE"), number))
	if err != nil {
		return err
	}
	dati := os.Getenv("CASSETTO_BENCH_DATI")
	if cached {
		return whatItGives(ctx, keeping{companies: companies, dati: dati, rounds: rounds, dossiers: 100, pages: 30, perSecond: 60, phase: 8 * time.Second}, os.Stdout)
	}
	return run(ctx, measurement{companies: companies, dati: dati, warm: 20, disk: true}, os.Stdout)
}

// measurement says what to measure.
type measurement struct {
	companies int
	dati      string // folder they are kept in; empty for a temporary one
	warm      int    // answers after the first of each question
	disk      bool   // empty the system's file cache before some first answers, where that is allowed
}

func run(ctx context.Context, m measurement, out io.Writer) error {
	p, err := build(ctx)
	if err != nil {
		return err
	}
	defer p.remove()
	p.dati, p.companies = cmp.Or(m.dati, p.dati), m.companies
	fmt.Fprintf(out, "Measured on %s.\n\n", machine())
	if err := p.fill(ctx, out); err != nil {
		return err
	}
	return m.measure(ctx, p, out)
}

// build makes the program in a folder of its own, which remove takes away.
func build(ctx context.Context) (p program, err error) {
	if p.work, err = os.MkdirTemp("", "cassetto-bench-"); err != nil {
		return p, err
	}
	p.binary, p.dati = filepath.Join(p.work, "cassetto"), filepath.Join(p.work, "dati")
	c := exec.CommandContext(ctx, "go", "build", "-o", p.binary, "cassetto")
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		p.remove()
		return p, fmt.Errorf("build: %w", err)
	}
	return p, nil
}

func (p program) remove() { os.RemoveAll(p.work) }

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
