package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/redistest"
)

// traffic is requests for whole dossiers that never stop. It begins when every instance has read them once.
type traffic struct {
	c         *cluster
	companies []string
	answered  atomic.Int64
	failed    atomic.Int64
	stale     atomic.Int64
	halt      chan struct{}
	workers   sync.WaitGroup
}

func (c *cluster) traffic(t *testing.T, workers int) *traffic {
	t.Helper()
	tr := &traffic{c: c, companies: c.companies(t), halt: make(chan struct{})}
	tr.warm(t)
	for w := range workers {
		r := rand.New(rand.NewPCG(20261127, uint64(w)))
		tr.workers.Go(func() {
			for {
				select {
				case <-tr.halt:
					return
				default:
					tr.ask(t, c.servers[r.IntN(len(c.servers))], tr.companies[r.IntN(len(tr.companies))])
				}
			}
		})
	}
	t.Cleanup(tr.stop)
	return tr
}

func (tr *traffic) stop() {
	select {
	case <-tr.halt:
	default:
		close(tr.halt)
	}
	tr.workers.Wait()
}

// companies are those of the consultant.
func (c *cluster) companies(t *testing.T) (all []string) {
	t.Helper()
	a := c.servers[0].ask(t, "consulente", `{ aziende(first: 200) { nodes { matricola } } }`, nil)
	for _, n := range a.Data["aziende"].(map[string]any)["nodes"].([]any) {
		all = append(all, n.(map[string]any)["matricola"].(string))
	}
	if len(all) < 8 {
		t.Fatalf("%d companies", len(all))
	}
	return all[:8]
}

func (tr *traffic) ask(t *testing.T, s *server, matricola string) {
	query := fmt.Sprintf(`{ azienda(matricola: "%s") { sede { comune } %s } }`, matricola, sections())
	a := s.ask(t, "consulente", query, nil)
	tr.answered.Add(1)
	for _, e := range a.Errors {
		if e.Extensions["code"] != "FORBIDDEN" { // one delega does not list every service
			if tr.failed.Add(1) == 1 {
				t.Errorf("%+v", e)
			}
		}
	}
	if a.Extensions["stale"] != nil {
		tr.stale.Add(1)
	}
}

// lasts lets the traffic go on for a while: so many answers that begin after the call.
func (tr *traffic) lasts(t *testing.T, answers int64) {
	t.Helper()
	until := tr.answered.Load() + answers
	eventually(t, "the traffic goes on", func() bool { return tr.answered.Load() >= until })
}

// TestChaos: under load, Redis is killed, paused and started again, and each archive fails and hangs in its turn, with Redis
// and without. No request fails as long as what was read before, or another archive, can answer; nobody has to start anything
// again; and when all is well again each value is read once.
func TestChaos(t *testing.T) {
	redis := redistest.StartTCP(t)
	c := instances(t, 2, redis.URL, map[string]string{"CASSETTO_TIMEOUT": "3s", "CASSETTO_LIMITI": unlimited(t), "CASSETTO_CACHE_RISPOSTE": "0"})
	c.linked(t)
	tr := c.traffic(t, 6)

	type fault map[string]func(context.Context) error
	fails := fault{"fails": func(context.Context) error { return errors.New("disk on fire") }}
	hangs := fault{"hangs": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	for _, outage := range []struct {
		name       string
		begin, end func()
		faults     []fault
	}{
		{"killed", redis.Kill, redis.Restart, []fault{fails}},
		{"paused", redis.Pause, redis.Resume, []fault{hangs}},
		{"started again", redis.Restart, func() {}, nil},
		{"well", func() {}, func() {}, []fault{fails, hangs}},
	} {
		outage.begin()
		tr.lasts(t, 25)
		for _, faults := range outage.faults {
			for how, fault := range faults {
				for _, archive := range archiveNames() {
					if archive == "deleghe" && outage.name != "well" {
						continue // who may see what is never served from before a change that nobody could hear of
					}
					tr.without(t, archive, fault)
					t.Logf("redis %s, %s %s: %d answers, %d of them in part stale, %d failed", outage.name, archive, how, tr.answered.Load(), tr.stale.Load(), tr.failed.Load())
				}
			}
		}
		outage.end()
		c.linked(t)
		tr.well(t)
	}
	tr.stop()
	if n := tr.failed.Load(); n > 0 {
		t.Errorf("%d of %d requests failed", n, tr.answered.Load())
	}
	c.recovers(t, tr)
}

// without lets the traffic go on without an archive, a while after anything of it was read. What the archive of deleghe has said must
// not be older than it may.
func (tr *traffic) without(t *testing.T, archive string, fault func(context.Context) error) {
	t.Helper()
	defer tr.c.fail(archive, fault)()
	before := tr.stale.Load()
	if archive != "deleghe" {
		tr.c.clock.pass(25 * time.Minute)
	}
	tr.lasts(t, 25)
	if tr.stale.Load() == before && (archive == "anagrafica" || archive == "complementari") {
		t.Errorf("%s: nothing was served stale", archive) // the others' values last longer
	}
}

// warm asks every instance for every company once.
func (tr *traffic) warm(t *testing.T) {
	t.Helper()
	for _, s := range tr.c.servers {
		for _, m := range tr.companies {
			tr.ask(t, s, m)
		}
	}
}

// well waits until nothing is served stale any more.
func (tr *traffic) well(t *testing.T) {
	t.Helper()
	eventually(t, "all is well again", func() bool {
		before := tr.stale.Load()
		tr.warm(t)
		return tr.stale.Load() == before
	})
}

// recovers: after an outage of all the archives that many wait for to end, each of the many asks for every value, which is read once
// or little more often.
func (c *cluster) recovers(t *testing.T, tr *traffic) {
	t.Helper()
	var mend []func()
	for _, archive := range archiveNames() {
		if archive != "deleghe" {
			mend = append(mend, c.fail(archive, func(context.Context) error { return errors.New("disk on fire") }))
		}
	}
	c.clock.pass(25 * time.Minute)
	for range 3 {
		tr.warm(t)
	}
	for _, m := range mend {
		m()
	}
	c.calls.take()
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := range 2 * len(tr.companies) {
				tr.ask(t, c.servers[(w+i)%len(c.servers)], tr.companies[i%len(tr.companies)])
			}
		})
	}
	all.Wait()
	eventually(t, "all is well again", func() bool {
		before := tr.stale.Load()
		tr.warm(t)
		return tr.stale.Load() == before
	})
	calls := c.calls.take()
	for call, n := range calls {
		most := 2 * len(tr.companies) * len(c.servers) // once, and again by who has waited long for another instance
		if call == "read aziende" {
			most *= 5 // so many sections are read from it
		}
		if n > most {
			t.Errorf("%s: %d times for %d companies", call, n, len(tr.companies))
		}
	}
	t.Logf("%d companies, %d instances: %v", len(tr.companies), len(c.servers), calls)
	if n := tr.failed.Load(); n > 0 {
		t.Errorf("%d requests failed", n)
	}
}

// unlimited is a file of limits under which one person may ask as often as he can.
func unlimited(t *testing.T) string {
	t.Helper()
	file := t.TempDir() + "/limiti.json"
	writeFile(t, file, []byte(`{"predefiniti":{"frequenza":{"modo":"spento"}}}`))
	return file
}
