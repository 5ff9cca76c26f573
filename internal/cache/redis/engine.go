package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"cassetto/internal/cache"
)

var errReply = errors.New("cache: the server answered something else than was asked")

const (
	longest     = 365 * 24 * time.Hour // that a value is kept
	mostDropped = 5000                 // values one by one, some 10 ms of the server; instead of more, whole sections are forgotten
)

// Get reads the values and the generations of their sections at one instant of the server.
func (c *Cache) Get(ctx context.Context, keys []cache.Key) (map[cache.Key]cache.Entry[[]byte], error) {
	if len(keys) == 0 {
		return nil, nil
	}
	if !c.usable() {
		return nil, cache.ErrDown
	}
	b := c.places.batch(keys)
	names := b.names(func(names []string, value string) []string { return append(names, value) })
	var reply []any
	err := c.try(ctx, func(ctx context.Context) (err error) {
		reply, err = c.client.MGet(ctx, names...).Result()
		return checked(err, len(reply) == len(names))
	})
	if err != nil {
		return nil, err
	}
	found := make(map[cache.Key]cache.Entry[[]byte], len(keys))
	for i, k := range keys {
		generation, _ := reply[b.at[i]].(string)
		at := len(b.places) + i
		value, kept := reply[at].(string)
		if !kept || len(generation) < tokenLength {
			continue
		}
		if e, ok := c.coder.decode(names[at], value, generation[:tokenLength]); ok && time.Now().Before(e.Until) {
			found[k] = e
		}
	}
	return found, nil
}

// claim is the token of a cache.Claim.
type claim struct {
	token       string
	generations map[*place]string // present when it was made
}

// Claim takes the lease of every key that nobody has.
func (c *Cache) Claim(ctx context.Context, keys []cache.Key) (cache.Claim, error) {
	if len(keys) == 0 {
		return cache.Claim{}, nil
	}
	if !c.usable() {
		return cache.Claim{}, cache.ErrDown
	}
	b := c.places.batch(keys)
	names := b.names(func(names []string, value string) []string { return append(names, value+claimed) })
	made := claim{rand.Text(), make(map[*place]string, len(b.places))}
	args := make([]any, 0, 4+len(names))
	args = append(args, len(b.places), made.token, max(c.options.Lease.Milliseconds(), 1), rand.Text())
	for _, p := range b.places {
		args = append(args, p.schema)
	}
	for _, at := range b.at {
		args = append(args, at+1)
	}
	var reply []any
	err := c.try(ctx, func(ctx context.Context) (err error) {
		reply, err = c.scripts.claim.Run(ctx, c.client, names, args...).Slice()
		return checked(err, len(reply) == len(names))
	})
	if err != nil {
		return cache.Claim{}, err
	}
	for i, p := range b.places {
		made.generations[p], _ = reply[i].(string)
	}
	var granted []cache.Key
	for i, k := range keys {
		if reply[len(b.places)+i] == int64(1) {
			granted = append(granted, k)
		}
	}
	return cache.Claim{Keys: granted, Token: made}, nil
}

// Put writes what may still be kept and gives the leases up.
func (c *Cache) Put(ctx context.Context, granted cache.Claim, entries map[cache.Key]cache.Entry[[]byte]) error {
	made, ours := granted.Token.(claim)
	if !ours || len(granted.Keys) == 0 {
		return nil
	}
	if !c.usable() {
		return cache.ErrDown
	}
	b := c.places.batch(granted.Keys)
	names := b.names(func(names []string, value string) []string { return append(names, value+claimed, value) })
	args := make([]any, 0, 2+len(b.places)+3*len(b.keys))
	args = append(args, len(b.places), made.token)
	for _, p := range b.places {
		args = append(args, made.generations[p])
	}
	for i, k := range b.keys {
		at := b.at[i]
		e, read := entries[k]
		left := min(time.Until(e.Until), longest)
		switch {
		case !read:
			args = append(args, at+1, 0, "")
		case left <= 0 || len(e.Value) > largest:
			args = append(args, at+1, -1, "")
		default:
			value := c.coder.encode(names[len(b.places)+2*i+1], made.generations[b.places[at]], e)
			args = append(args, at+1, max(left.Milliseconds(), 1), value)
		}
	}
	return c.try(ctx, func(ctx context.Context) error { return c.scripts.put.Run(ctx, c.client, names, args...).Err() })
}

// Forget also tells the other instances. What cannot be done now is done as soon as it can, whatever becomes of the caller, and
// nobody reads before.
func (c *Cache) Forget(ctx context.Context, change cache.Change) error {
	if change.Tags != nil && len(change.Tags) == 0 {
		return nil // of no code
	}
	if len(change.Tags)*max(1, len(c.places.concerned(change))) > mostDropped {
		change.Tags = nil
	}
	if c.reachable() && c.forget(context.WithoutCancel(ctx), change) == nil {
		return nil
	}
	change.Tags = slices.Clone(change.Tags)
	c.pending.add(change)
	c.mend()
	return cache.ErrDown
}

func (c *Cache) forget(ctx context.Context, change cache.Change) error {
	return c.drop(ctx, change, c.link.encode(c.coder.sealer, change))
}

// drop drops what a change touches; an empty message tells nobody.
func (c *Cache) drop(ctx context.Context, change cache.Change, message []byte) error {
	var names []string
	args := []any{channel, message}
	for generation, values := range c.places.concerned(change) {
		names, args = append(names, generation), append(args, values)
	}
	for _, t := range change.Tags {
		args = append(args, tagText(t))
	}
	return c.try(ctx, func(ctx context.Context) error { return c.scripts.forget.Run(ctx, c.client, names, args...).Err() })
}

func checked(err error, whole bool) error {
	if err == nil && !whole {
		return errReply
	}
	return err
}
