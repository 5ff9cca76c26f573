package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cassetto/bench/palco"
	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/sources"
)

// oblivion has the program hear before each request what another instance would tell it: that some sections have changed. It
// forgets what its process keeps of them, and nothing in Redis is touched, so that the answer is made of what Redis holds.
type oblivion struct {
	Redis   string
	Changes []cache.Change
	Far     bool   // values are to come from Redis; else none may
	Token   string // to read the program's counters
	Light   []byte // request that reads nothing, as it goes over the wire
}

// oblivion says what the program is told: of all sections whose values may leave its process, or as often of one that nobody has.
func (c *course) oblivion(ctx context.Context, redis string, far bool) (*oblivion, error) {
	a, closeAll, err := palco.Archives(ctx, c.dati)
	if err != nil {
		return nil, err
	}
	s := sources.Open(a, sources.Options{Timeout: patience})
	defer func() { s.Close(); closeAll() }()
	o := &oblivion{Redis: redis, Far: far, Token: adminToken}
	for _, one := range s.Shared() {
		change := cache.Change{Archive: one.Archive, Section: one.Name}
		if !far {
			change.Section += " di nessuno"
		}
		o.Changes = append(o.Changes, change)
	}
	return o, nil
}

// adminToken is of who reads the counters.
const adminToken = "misura-dei-valori-che-vengono-da-redis"

// teller is who tells: an instance that knows no section, so that it forgets nothing of what Redis holds.
type teller struct {
	oblivion
	address string
	engine  *redis.Cache
}

// mostInVain are the answers that may not count before it is said that none does.
const mostInVain = 20

// counters are how many values came from Redis since the start, and how often an archive was asked.
type counters struct{ far, fetches int }

func (o oblivion) tell(address string) (*teller, error) {
	engine, err := redis.Open(o.Redis, redis.Options{Patience: patience})
	return &teller{o, address, engine}, err
}

// aside sends the burst of one connection. Only those answers count whose values came from where they were to: what the program is
// told it hears a moment later, perhaps while it answers already.
func (b burst) aside(until time.Time) (took []time.Duration, err error) {
	t, err := b.Oblivion.tell(b.Address)
	if err != nil {
		return nil, err
	}
	defer t.engine.Close()
	c, err := b.connect()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	r := bufio.NewReaderSize(c, 64<<10)
	most, asked, before := 0, 0, counters{}
	for time.Now().Before(until) || len(took) == 0 && asked < mostInVain {
		if before, err = t.before(); err != nil {
			return nil, err
		}
		if err := t.heat(c, r); err != nil {
			return nil, err
		}
		one, err := b.one(c, r, time.Now())
		if err != nil {
			return nil, err
		}
		after, err := t.count()
		if err != nil {
			return nil, err
		}
		far := after.far - before.far
		if far > most && b.Oblivion.Far {
			most, took = far, nil // those so far were made of less
		}
		if asked++; far == most && after.fetches == before.fetches {
			took = append(took, one)
		}
	}
	if b.Oblivion.Far && most == 0 || len(took) == 0 || 4*len(took) < asked-mostInVain {
		return nil, fmt.Errorf("of %d answers %d are of %d values from Redis", asked, len(took), most)
	}
	return took, nil
}

// before tells, and counts.
func (t *teller) before() (counters, error) {
	for _, change := range t.Changes {
		if err := t.engine.Forget(context.Background(), change); err != nil {
			return counters{}, err
		}
	}
	return t.count()
}

// heat has a question answered that reads nothing, a few times: what is measured is asked of a program that has just answered, as it
// is where nothing comes between two requests.
func (t *teller) heat(c net.Conn, r *bufio.Reader) error {
	for range 5 {
		if _, err := c.Write(t.Light); err != nil {
			return err
		}
		if _, err := skipAnswer(r); err != nil {
			return err
		}
	}
	return nil
}

var errCounters = errors.New("the program does not say what it counts")

func (t *teller) count() (n counters, err error) {
	r, err := http.NewRequest(http.MethodGet, "http://"+t.address+"/amministrazione/metriche", nil)
	if err != nil {
		return n, err
	}
	r.Header.Set("Authorization", "Bearer "+t.Token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return n, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return n, err
	}
	found := 0
	for line := range strings.Lines(string(text)) {
		for name, into := range map[string]*int{`cassetto_valori_totali{da="istanze"} `: &n.far, "cassetto_domande_totali ": &n.fetches} {
			if number, ok := strings.CutPrefix(line, name); ok {
				if *into, err = strconv.Atoi(strings.TrimSpace(number)); err != nil {
					return n, errCounters
				}
				found++
			}
		}
	}
	if found != 2 {
		return n, errCounters
	}
	return n, nil
}
