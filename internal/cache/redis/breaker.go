package redis

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"time"

	driver "github.com/redis/go-redis/v9"
)

const (
	tolerated = 3               // faults in a row until nobody asks the server any more
	complaint = 5 * time.Minute // between two lines of the log about what the server refuses
)

// breaker keeps callers away from a server that does not answer. It opens by itself and is closed by who has heard the server.
type breaker struct {
	open    atomic.Bool
	faults  atomic.Int32 // in a row
	refused atomic.Int64 // when it was last told, in Unix nanoseconds
	opened  func()
}

func (b *breaker) answered() {
	if b.faults.Load() != 0 { // written seldom, since all callers share it
		b.faults.Store(0)
	}
}

// failed counts a fault, unless the server answered or nobody asked it.
func (b *breaker) failed(err error) {
	if errors.Is(err, driver.ErrPoolTimeout) || errors.Is(err, driver.ErrPoolExhausted) {
		return
	}
	if code := refusal(err); code != "" && !unready[code] {
		b.answered()
		now, last := time.Now(), b.refused.Load()
		if now.Sub(time.Unix(0, last)) > complaint && b.refused.CompareAndSwap(last, now.UnixNano()) {
			slog.Warn("cache: Redis refuses what is asked", "code", code)
		}
		return
	}
	if b.faults.Add(1) >= tolerated && b.open.CompareAndSwap(false, true) {
		slog.Warn("cache: Redis does not answer, reading from the archives", "cause", reason(err))
		b.opened()
	}
}

func (b *breaker) close() {
	b.faults.Store(0)
	if b.open.CompareAndSwap(true, false) {
		slog.Warn("cache: Redis answers again")
	}
}

// unready are refusals of everything, which a PING meets too.
var unready = map[string]bool{"LOADING": true, "MASTERDOWN": true, "NOAUTH": true, "WRONGPASS": true}

// refusal is the code of what a server answered instead of a reply; empty for other errors.
func refusal(err error) string {
	var answer driver.Error
	if !errors.As(err, &answer) {
		return ""
	}
	code, _, _ := strings.Cut(answer.Error(), " ")
	return code
}

// reason tells errors apart for the log. Their own text may hold a part of a reply.
func reason(err error) string {
	var failure net.Error
	var operation *net.OpError
	switch code := refusal(err); {
	case code != "":
		return code
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &failure) && failure.Timeout():
		return "too slow"
	case errors.As(err, &operation) && operation.Op == "dial":
		return "no connection"
	}
	return "connection lost"
}
