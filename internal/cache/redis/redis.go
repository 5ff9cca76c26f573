// Package redis is the engine of the cache that instances share, and the link by which they tell each other what changed. It
// needs one Redis, version 5 or later, or the master that a Sentinel keeps behind one address; not a Cluster, whose nodes cannot
// answer for the keys of a batch together.
//
// Each section has a generation on the server, a random token that every value carries. A value of another generation is not
// found, so a section is forgotten by removing one key, and one that was evicted or flushed takes its values with it. Whoever
// claims a key gets a lease of it under the present generation; what is put without it is not kept. Every method is one round
// trip, and its scripts are what makes it a single step.
//
// What cannot be forgotten because the server does not answer is forgotten later, and until then nothing is read: the server
// may still hold what this instance knows to be untrue. Neither is anything read from when the link is lost until it is known
// which server is there: one that was restored from a snapshot, or a replica that took over, may have lost what was forgotten
// last, so then everything is.
//
// A user of the server needs ~cassetto:cache:* &cassetto:mutamenti +mget +eval +evalsha +get +set +del +publish +subscribe +ping
// +info, and nothing else.
package redis

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/cache"
	"cassetto/internal/redisaddress"
	"cassetto/internal/sigillo"
)

// connections are as many as the server can use: it takes commands one at a time, some 10 µs each, so that 32 on their way keep
// it busy over any network worth a shared cache, and whoever finds all of them busy would only wait on the server instead.
const connections = 32

// Options of a Cache. Functions are called one at a time and should return soon, since nothing is heard meanwhile; they must not
// call Close.
type Options struct {
	Sections  []*cache.Section   // that may be kept: a change of a whole archive concerns them even if this process has not used them
	Keys      []sigillo.Key      // the first seals, all open; none: values and changes are in clear, and sealed ones are not read
	Heard     func(cache.Change) // of every change that another instance made
	Lost      func()             // changes are not heard any more
	Back      func()             // changes are heard, from now on; those made since Lost, or before the first Back, may have been missed
	Patience  time.Duration      // that a call costs at most; 50 ms
	Lease     time.Duration      // after which a claim ends by itself; 3 s
	Heartbeat time.Duration      // of the link, which is lost after three without an answer; 200 ms
}

// Cache is the shared engine, open until Close.
type Cache struct {
	options Options
	client  *driver.Client
	scripts scripts
	places  places
	coder   coder
	breaker breaker
	pending pending
	link    link

	running context.Context
	stop    context.CancelFunc
	wake    chan struct{} // something is to be mended
	work    sync.WaitGroup
}

var _ cache.Engine[[]byte] = (*Cache)(nil)

// Open checks the address and does not wait for the server, which may come later. Errors do not repeat the address, which may
// hold a password.
func Open(url string, o Options) (*Cache, error) {
	o.Patience = cmp.Or(o.Patience, 50*time.Millisecond)
	o.Lease = cmp.Or(o.Lease, 3*time.Second)
	o.Heartbeat = cmp.Or(o.Heartbeat, 200*time.Millisecond)
	address, err := redisaddress.Options(url, o.Patience, connections)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	address.PoolTimeout = o.Patience / 2 // who has waited longer would not be answered in time
	address.Protocol = 2                 // nothing of the third is used
	listening, err := redisaddress.Options(url, silence*o.Heartbeat, 1)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	listening.Protocol = 2
	coder, err := newCoder(o.Keys)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	c := &Cache{options: o, client: driver.NewClient(address), scripts: newScripts(), coder: coder, wake: make(chan struct{}, 1)}
	c.breaker.opened = c.mend
	c.running, c.stop = context.WithCancel(context.Background())
	for _, s := range o.Sections {
		c.places.of(s)
	}
	c.link.open(listening, rand.Text())
	c.work.Go(c.attend)
	c.work.Go(c.listen)
	return c, nil
}

// Alive says that changes made by other instances are heard: between Back and Lost.
func (c *Cache) Alive() bool { return c.link.alive.Load() }

// usable says that what the server answers can be trusted.
func (c *Cache) usable() bool {
	return c.reachable() && !c.pending.any.Load() && !c.link.doubtful.Load()
}

// reachable says that the server may answer. That is enough to forget: changes may be made in any order.
func (c *Cache) reachable() bool { return !c.breaker.open.Load() && c.running.Err() == nil }

// Close tries once more to forget what is pending and ends the connections. Nothing of Options is called after it, and every
// method fails with cache.ErrDown.
func (c *Cache) Close() error {
	c.stop()
	c.work.Wait()
	if c.pending.any.Load() {
		c.pending.deliver(func(change cache.Change) error { return c.forget(context.Background(), change) })
	}
	return cmp.Or(c.client.Close(), c.link.client.Close())
}
