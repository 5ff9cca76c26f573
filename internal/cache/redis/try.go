package redis

import (
	"context"
	"time"

	"cassetto/internal/cache"
)

// try gives a call the engine's patience. The error is the context's when the caller had no time left, which says nothing about
// the server.
func (c *Cache) try(ctx context.Context, call func(context.Context) error) error {
	if err := over(ctx); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(ctx, c.options.Patience)
	defer cancel()
	err := call(patient)
	if err == nil {
		c.breaker.answered()
		return nil
	}
	if late := over(ctx); late != nil {
		return late
	}
	c.breaker.failed(err)
	return cache.ErrDown
}

// over is ctx.Err(), without its delay: a deadline may end a read of a connection some microseconds before the context knows.
func over(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}
