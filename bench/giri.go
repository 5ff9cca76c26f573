package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// lap is what one contestant did with one inquiry in one round.
type lap struct {
	volley
	cpu time.Duration // that the server computed
}

// each is how long the server computed for one answer.
func (l lap) each() time.Duration { return l.cpu / time.Duration(max(1, l.Answers)) }

// lane are the laps of one contestant, by inquiry and round.
type lane struct {
	*standing
	laps [][]lap
	held holding
}

// holding is what a process has in memory, in bytes: the most of all, and at the end its own and what it has of files.
type holding struct{ most, own, files int64 }

func holdingOf(process int) holding {
	bytes := func(pattern string) int64 {
		kb, _ := strconv.ParseInt(proc(strconv.Itoa(process)+"/status", pattern+`:\s+(\d+)`), 10, 64) // 0 elsewhere than on Linux
		return kb << 10
	}
	return holding{bytes("VmHWM"), bytes("RssAnon"), bytes("RssFile")}
}

// race is what was measured of them all.
type race struct {
	parity
	*course
	loaded    []lane // all connections busy
	alone     []lane // one connection
	memory    lane   // all connections busy, nothing kept
	allocated []float64
}

// measure runs all parts one after the other.
func (m parity) measure(ctx context.Context, c *course, out io.Writer) (err error) {
	r := race{parity: m, course: c}
	if r.loaded, err = m.laps(ctx, c, c.rivals(), m.busy()); err != nil {
		return err
	}
	if r.alone, err = m.laps(ctx, c, c.quiet(), m.single()); err != nil {
		return err
	}
	once := m
	once.rounds = 1
	nothing, err := once.laps(ctx, c, []rival{c.ours(nothingName, again("CASSETTO_CACHE_MEMORIA=0")...)}, m.busy())
	if err != nil {
		return err
	}
	r.memory = nothing[0]
	if r.allocated, err = c.allocations(ctx); err != nil {
		return err
	}
	if err := r.report(out); err != nil || m.picture == "" {
		return err
	}
	return os.WriteFile(m.picture, []byte(r.draw()), 0o644)
}

// Contestants over one connection.
const (
	warmName    = "ours"
	heardName   = "ours, hearing of nothing it keeps"
	farName     = "ours, values from Redis"
	sharedName  = "ours, kept in Redis only"
	nothingName = "ours, nothing kept"
)

// quiet are asked over one connection. The second and the third are compared with each other, the others with the first: who
// hears of changes before each request is not asked as soon as it has answered, as they are.
func (c *course) quiet() []rival {
	return []rival{
		c.ours(warmName, again()...),
		c.hearing(heardName, false),
		c.hearing(farName, true),
		c.sharing(sharedName, again("CASSETTO_CACHE_MEMORIA=0")...),
		c.ours(nothingName, again("CASSETTO_CACHE_MEMORIA=0")...),
	}
}

// load is how a contestant is asked.
type load struct {
	connections int
	phase       time.Duration
}

func (m parity) busy() load   { return load{m.connections, m.phase} }
func (m parity) single() load { return load{1, m.alone} }

// laps runs all rivals at once, sees that they say the same, and has each asked everything in every round.
func (m parity) laps(ctx context.Context, c *course, rivals []rival, l load) (lanes []lane, err error) {
	defer func() {
		for _, lane := range lanes {
			lane.end()
		}
	}()
	var all []*standing
	for _, r := range rivals {
		s, err := r.start(ctx)
		if err != nil {
			return lanes, fmt.Errorf("%s: %w", r.name, err)
		}
		lanes, all = append(lanes, lane{standing: s, laps: make([][]lap, len(c.inquiries))}), append(all, s)
	}
	if err := c.agree(ctx, all); err != nil {
		return lanes, err
	}
	for round := range m.rounds + 1 { // the first is to warm
		one := l
		if round == 0 {
			if one.phase = m.warm; m.warm == 0 {
				continue
			}
		}
		for q := range c.inquiries {
			for _, i := range inTurn(round, len(lanes)) {
				done, err := c.lap(ctx, lanes[i].standing, q, one)
				if err != nil {
					return lanes, fmt.Errorf("%s, %s: %w", lanes[i].name, c.inquiries[q].name, err)
				}
				if round > 0 {
					lanes[i].laps[q] = append(lanes[i].laps[q], done)
				}
			}
		}
	}
	for i := range lanes {
		lanes[i].held = holdingOf(lanes[i].process.Process.Pid)
	}
	return lanes, nil
}

func (c *course) lap(ctx context.Context, s *standing, q int, l load) (lap, error) {
	before := family(s.process.Process.Pid)
	v, err := shoot(ctx, c.itself, burst{s.address, s.wire(q, c.inquiries[q].body), len(s.answers[q]), l.connections, l.phase, s.before})
	return lap{v, family(s.process.Process.Pid) - before}, err
}

// family is how long a process and its children have computed.
func family(process int) time.Duration {
	all := cpu(strconv.Itoa(process))
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", process)) // the pattern is good
	for _, task := range tasks {
		text, _ := os.ReadFile(task) // one that has ended has none
		for child := range strings.FieldsSeq(string(text)) {
			if n, err := strconv.Atoi(child); err == nil {
				all += family(n)
			}
		}
	}
	return all
}
