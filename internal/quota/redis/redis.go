// Package redis limits users across all instances that share a Redis server, version 5 or later.
package redis

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/quota"
	"cassetto/internal/redisaddress"
)

const (
	patience    = 100 * time.Millisecond
	prefix      = "cassetto:quota:"
	connections = 32
	buffer      = 4 << 10 // bytes each way; a call has some 200
)

//go:embed take.lua
var script string

// Limiter keeps the buckets of users on a server, each until it would be full again.
type Limiter struct {
	client   *driver.Client
	take     *driver.Script
	patience time.Duration
}

var _ quota.Limiter = (*Limiter)(nil)

// Open checks the address and does not connect: the server may be down. A Take waits for it 100 ms at most, everything
// included. Errors do not repeat the address, which may hold a password.
func Open(address string) (*Limiter, error) {
	return OpenPatient(address, patience)
}

// OpenPatient is Open for a caller who would rather wait longer.
func OpenPatient(address string, patience time.Duration) (*Limiter, error) {
	o, err := redisaddress.Options(address, patience, connections)
	if err != nil {
		return nil, fmt.Errorf("quota: %w", err)
	}
	o.ReadBufferSize, o.WriteBufferSize = buffer, buffer
	return &Limiter{client: driver.NewClient(o), take: driver.NewScript(script), patience: patience}, nil
}

// Take asks the server once; its clock is the only one that counts.
func (l *Limiter) Take(ctx context.Context, who string, cost int, rate quota.Rate) (quota.Taken, error) {
	if err := ctx.Err(); err != nil {
		return quota.Taken{}, err
	}
	cost, rate = quota.Counted(cost, rate)
	if cost > rate.Burst {
		return quota.Taken{}, nil
	}
	patient, cancel := context.WithTimeout(ctx, l.patience)
	defer cancel()
	keys := []string{prefix + quota.KeyOf(who).String()}
	reply, err := l.take.Run(patient, l.client, keys, rate.PerMinute, rate.Burst, cost).Int64Slice()
	if err != nil {
		if over := quota.Over(ctx); over != nil {
			return quota.Taken{}, over
		}
		return quota.Taken{}, fmt.Errorf("quota: Redis: %w", err)
	}
	if len(reply) != 3 {
		return quota.Taken{}, fmt.Errorf("quota: Redis answered %d numbers instead of 3", len(reply))
	}
	return quota.Taken{OK: reply[0] == 1, RetryAfter: time.Duration(reply[1]) * time.Microsecond, Left: int(reply[2])}, nil
}

// Close closes the connections.
func (l *Limiter) Close() error {
	return l.client.Close()
}
