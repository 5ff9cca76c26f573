package redis

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/cache"
)

const (
	silence = 3                      // heartbeats without an answer, after which the link is lost
	again   = 100 * time.Millisecond // from the end of a connection to the next one
)

var errEnded = errors.New("cache: the connection of the link has ended")

// link is the connection on which changes are heard.
type link struct {
	client   *driver.Client
	instance string      // random, to know what is our own
	fresh    atomic.Bool // a connection may be made: the driver would replace one that ended, and nobody would know
	alive    atomic.Bool
	doubtful atomic.Bool // the link was lost, and it is not known yet which server is there now
	server   string      // the identifier of its run, when it was last known; of listen alone
}

func (l *link) open(o *driver.Options, instance string) {
	dial := driver.NewDialer(o)
	o.Dialer = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !l.fresh.CompareAndSwap(true, false) {
			return nil, errEnded
		}
		return dial(ctx, network, address)
	}
	l.client, l.instance = driver.NewClient(o), instance
}

// listen keeps the link, until the cache is closed.
func (c *Cache) listen() {
	for told := false; ; {
		heard := c.session(told)
		if c.running.Err() != nil {
			return
		}
		if heard || !told {
			slog.Warn("cache: the link to the other instances is lost")
			told = true
		}
		if heard {
			call(c.options.Lost)
		}
		if !c.wait(again) {
			return
		}
	}
}

// session is one connection, from its making to its end; it says whether anything was heard on it. When it ends, it is lost for
// everybody but the one who is to be told.
func (c *Cache) session(told bool) bool {
	l := &c.link
	l.fresh.Store(true)
	subscription := l.client.Subscribe(c.running, channel)
	defer subscription.Close()
	defer context.AfterFunc(c.running, func() { subscription.Close() })()
	limit := silence * c.options.Heartbeat
	first, err := subscription.ReceiveTimeout(c.running, limit)
	if _, confirmed := first.(*driver.Subscription); err != nil || !confirmed || !c.recognise() {
		return false
	}
	defer c.beat(subscription)()
	l.doubtful.Store(false)
	l.alive.Store(true)
	defer l.alive.Store(false)
	defer l.doubtful.Store(true)
	if told {
		slog.Warn("cache: the link to the other instances is back")
	}
	call(c.options.Back)
	for {
		heard, err := subscription.ReceiveTimeout(c.running, limit)
		if err != nil {
			return true
		}
		m, ok := heard.(*driver.Message)
		if !ok {
			continue // an answer to a heartbeat
		}
		if change, ok := l.decode(c.coder.sealer, m.Payload); ok && c.options.Heard != nil {
			c.options.Heard(change)
		}
	}
}

// beat asks for a sign of life at every heartbeat, until the function that it returns is called.
func (c *Cache) beat(subscription *driver.PubSub) func() {
	done := make(chan struct{})
	var beating sync.WaitGroup
	beating.Go(func() {
		tick := time.NewTicker(c.options.Heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				_ = subscription.Ping(c.running) // who listens finds out
			}
		}
	})
	return func() {
		close(done)
		beating.Wait()
	}
}

// recognise is false when the server does not say who it is. If it is not the one of before, what it holds is dropped. The other
// instances need not be told: they have lost the same server.
func (c *Cache) recognise() bool {
	ctx, cancel := context.WithTimeout(c.running, c.options.Patience)
	defer cancel()
	info, err := c.client.Info(ctx, "server").Result()
	if err != nil && refusal(err) == "" {
		return false
	}
	server := ""
	for line := range strings.Lines(info) {
		if id, ok := strings.CutPrefix(line, "run_id:"); ok {
			server = strings.TrimSpace(id)
		}
	}
	if server == "" || server == c.link.server {
		return true
	}
	if c.link.server != "" && c.drop(ctx, cache.Change{}, nil) != nil {
		return false
	}
	c.link.server = server
	return true
}

func call(f func()) {
	if f != nil {
		f()
	}
}
