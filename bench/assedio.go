package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// siege says how to measure honest traffic under hostile traffic: in each round a phase under attack and two without, one of
// which is the measure and the other the control, in another order every time.
type siege struct {
	rounds          int
	phase           time.Duration
	honest, hostile int // requests a second
}

// sorts of phase.
const (
	quiet = iota
	control
	attacked
)

// phase is what was measured of one.
type phase struct {
	took     []time.Duration // of honest requests, sorted
	server   time.Duration   // that it computed
	client   time.Duration   // that this process computed
	memory   int64           // of the server at the end, in bytes
	attack   *outcome
	readings int64 // of the issuer's keys
}

// round has a phase of each sort.
type round [3]phase

// besieged is a server with who attacks it and who asks it honestly.
type besieged struct {
	siege
	*server
	*honest
	issuer *issuer
	tokens tokens
}

// underAttack measures, and prints the tables of the document.
func underAttack(ctx context.Context, s siege, out io.Writer) error {
	p, err := build(ctx)
	if err != nil {
		return err
	}
	defer p.remove()
	p.companies = 60
	if err := p.fill(ctx, io.Discard); err != nil {
		return err
	}
	r := results{siege: s}
	err = s.with(ctx, p, func(b *besieged) error {
		r.log = b.log
		if err := b.warm(ctx); err != nil {
			return err
		}
		for n := range s.rounds {
			one, err := b.round(ctx, n)
			if err != nil {
				return err
			}
			r.rounds = append(r.rounds, one)
		}
		r.peak = b.peak()
		r.each = b.each(ctx)
		return nil
	})
	if err != nil {
		return fmt.Errorf("%w; the end of the server's log: %s", err, tail(r.log))
	}
	return r.report(out)
}

// with starts the server as in production: its tokens come from an identity provider, and one profile may spend next to nothing.
func (s siege) with(ctx context.Context, p program, do func(*besieged) error) error {
	i, err := openIssuer()
	if err != nil {
		return err
	}
	defer i.server.Close()
	limits := filepath.Join(filepath.Dir(p.binary), "limiti.json")
	if err := os.WriteFile(limits, []byte(poverty), 0o600); err != nil {
		return err
	}
	p.settings = append(p.settings, "CASSETTO_OIDC_ISSUER="+i.url, "CASSETTO_LIMITI="+limits)
	return p.with(ctx, func(server *server) error {
		b := &besieged{siege: s, server: server, issuer: i}
		if b.tokens, err = i.tokens(); err != nil {
			return err
		}
		if b.honest, err = newHonest(server.address, b.tokens.Honest); err != nil {
			return err
		}
		if _, err := server.ask(ctx, b.tokens.Poor, spendthrift); err != nil {
			return err
		}
		return do(b)
	})
}

// warm is both traffics for a while, not measured.
func (b *besieged) warm(ctx context.Context) error {
	for _, sort := range []int{quiet, attacked} {
		if _, err := b.one(ctx, sort); err != nil {
			return err
		}
	}
	return nil
}

// each is what the server computes to refuse one request of each kind: they are sent by themselves, some hundreds of each.
func (b *besieged) each(ctx context.Context) (all []time.Duration) {
	const sample = 400
	pid := strconv.Itoa(b.process.Process.Pid)
	for _, k := range kinds(b.address, b.tokens) {
		before := cpu(pid)
		assault{b.address, b.tokens, sample, sample}.run(ctx, []kind{k})
		all = append(all, (cpu(pid)-before)/sample)
	}
	return all
}

func (b *besieged) round(ctx context.Context, n int) (r round, err error) {
	orders := [][]int{{quiet, attacked, control}, {attacked, control, quiet}, {control, quiet, attacked}, {control, attacked, quiet}, {attacked, quiet, control}, {quiet, control, attacked}}
	for _, sort := range orders[n%len(orders)] {
		if r[sort], err = b.one(ctx, sort); err != nil {
			return r, err
		}
	}
	return r, nil
}

// one is one phase.
func (b *besieged) one(ctx context.Context, sort int) (p phase, err error) {
	pid := strconv.Itoa(b.process.Process.Pid)
	ended := make(chan error, 1)
	begin := func() { ended <- nil }
	if sort == attacked {
		p.attack = &outcome{}
		begin, err = b.attack(ctx, p.attack, ended)
		if err != nil {
			return p, err
		}
	}
	server, client, readings := cpu(pid), cpu("self"), b.issuer.readings.Load()
	begin()
	p.took, err = b.load(ctx, b.siege.honest, b.phase)
	if failed := <-ended; err == nil {
		err = failed
	}
	p.server, p.client, p.readings = cpu(pid)-server, cpu("self")-client, b.issuer.readings.Load()-readings
	p.memory = b.resident()
	return p, err
}

// assaultCommand makes this program one that attacks.
const assaultCommand = "assalto"

// attack starts a process that is ready to attack, which it does once begin is called; how that went is known at its end.
func (b *besieged) attack(ctx context.Context, o *outcome, ended chan<- error) (begin func(), err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, assaultCommand)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	err = json.NewEncoder(in).Encode(assault{b.address, b.tokens, b.hostile, int(b.phase.Seconds() * float64(b.hostile))})
	if err == nil {
		_, err = lines.ReadString('\n')
	}
	if err != nil {
		_ = c.Process.Kill()
		_ = c.Wait()
		return nil, fmt.Errorf("attacking process: %w", err)
	}
	return func() {
		fmt.Fprintln(in)
		go func() {
			err := json.NewDecoder(lines).Decode(o)
			if waited := c.Wait(); err == nil {
				err = waited
			}
			ended <- err
		}()
	}, nil
}
