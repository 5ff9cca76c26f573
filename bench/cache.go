package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// keeping says how to measure what the cache gives: servers that differ in what they keep run side by side, and each request goes
// to one after the other, in another order every time, so that whatever else the machine does disturbs all alike.
type keeping struct {
	companies int
	dati      string // folder they are kept in; empty for a temporary one
	rounds    int
	dossiers  int           // asked of each server in a round
	pages     int           // asked of each server in a round
	perSecond int           // requests to all servers together, with and without their Redis
	phase     time.Duration // for which those are sent, in a round
}

// variant is a server with what it keeps, and where.
type variant struct {
	name   string
	memory int  // megabytes; 0: nothing is kept in the process
	shares bool // has a Redis of its own
	loses  func(*shared) error
}

// running is a variant while it runs.
type running struct {
	variant
	*server
	redis  *shared // nil: none
	tokens map[string]string
}

// whatItGives measures, and prints the tables of the document.
func whatItGives(ctx context.Context, k keeping, out io.Writer) error {
	p, err := build(ctx)
	if err != nil {
		return err
	}
	defer p.remove()
	p.companies = k.companies
	if k.dati != "" {
		p.dati = k.dati
	}
	limits := filepath.Join(p.work, "limiti.json")
	if err := os.WriteFile(limits, []byte(freedom), 0o600); err != nil {
		return err
	}
	p.settings = append(p.settings, "CASSETTO_LIMITI="+limits, "CASSETTO_TIMEOUT=10s") // no read fails because others compute
	fmt.Fprintf(out, "Measured on %s.\n\n", machine())
	if err := p.fill(ctx, out); err != nil {
		return err
	}
	if err := k.hits(ctx, p, out); err != nil {
		return err
	}
	if err := k.losses(ctx, p, out); err != nil {
		return err
	}
	return k.fullness(ctx, p, out)
}

// freedom are limits under which everybody may ask as often as they want: what they spend is not counted in Redis either.
const freedom = `{"predefiniti": {"frequenza": {"modo": "spento"}}}`

// beside runs a server of each variant at once, over the same archives.
func beside(ctx context.Context, p program, all []variant, do func([]*running) error) error {
	var running []*running
	defer func() {
		for _, r := range running {
			r.end()
		}
	}()
	for _, v := range all {
		r, err := v.start(ctx, p)
		if err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		running = append(running, r)
	}
	return do(running)
}

func (v variant) start(ctx context.Context, p program) (_ *running, err error) {
	r := &running{variant: v, tokens: map[string]string{}}
	p.settings = append(slices.Clone(p.settings), "CASSETTO_CACHE_RISPOSTE=0", "CASSETTO_CACHE_MEMORIA="+strconv.Itoa(v.memory)) // whole answers would hide what sections cost
	if v.shares {
		if r.redis, err = openShared(ctx); err != nil {
			return nil, err
		}
		p.settings = append(p.settings, "CASSETTO_REDIS_URL="+r.redis.url)
	}
	if r.server, err = p.start(ctx); err != nil {
		r.end()
		return nil, err
	}
	for _, profile := range []string{"consulente", "associazione"} {
		if r.tokens[profile], err = r.token(ctx, profile); err != nil {
			r.end()
			return nil, err
		}
	}
	return r, nil
}

func (r *running) end() {
	if r.server != nil {
		r.kill()
	}
	if r.redis != nil {
		r.redis.kill()
	}
}

// cost is what so many answers took.
type cost struct {
	took          []time.Duration
	server, redis time.Duration // that they computed
}

func (c *cost) add(other cost) {
	c.took = append(c.took, other.took...)
	c.server, c.redis = c.server+other.server, c.redis+other.redis
}

// each is how long the server computed for one answer.
func (c cost) each() time.Duration { return c.server / time.Duration(max(1, len(c.took))) }

// spent is what each of some servers spends while do runs, which says how long their answers took.
func spent(all []*running, do func() ([][]time.Duration, error)) ([]cost, error) {
	before, after := make([]cost, len(all)), make([]cost, len(all))
	for i, r := range all {
		before[i] = r.computed()
	}
	took, err := do()
	if err != nil {
		return nil, err
	}
	for i, r := range all {
		now := r.computed()
		after[i] = cost{took[i], now.server - before[i].server, now.redis - before[i].redis}
	}
	return after, nil
}

// computed is what a server and its Redis have computed so far.
func (r *running) computed() cost {
	return cost{server: cpu(strconv.Itoa(r.process.Process.Pid)), redis: r.redis.cpu()}
}

// inTurn is the order in which so many are asked for the n-th time: another one every time.
func inTurn(n, many int) (order []int) {
	for i := range many {
		order = append(order, (i+n)%many)
	}
	if n%2 == 1 {
		slices.Reverse(order)
	}
	return order
}
