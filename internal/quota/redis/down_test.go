package redis_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"cassetto/internal/quota"
	"cassetto/internal/quota/redis"
	"cassetto/internal/redistest"
)

// patience is for a slow machine; nothing here waits so long unless something is wrong.
const patience = 30 * time.Second

var rate = quota.Rate{PerMinute: 1, Burst: 10}

func TestAddress(t *testing.T) {
	if l, err := redis.Open("redis://:segreta@/"); err == nil {
		l.Close()
		t.Error("an address without a host is accepted")
	} else if strings.Contains(err.Error(), "segreta") {
		t.Errorf("a password is repeated: %v", err)
	}
}

// TestDown: a server that is not there, is paused or was killed costs an error and little time, and nothing once it is back.
func TestDown(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	l := openDefault(t, server)
	fails(t, l, "killed")
	server.Restart()
	passesAgain(t, l)
	server.Pause()
	fails(t, l, "paused")
	server.Resume()
	passesAgain(t, l)
	server.Kill()
	fails(t, l, "killed again")
	server.Restart()
	passesAgain(t, l)
}

// TestCrowdOnPausedServer has more callers than there are connections: none waits for the others.
func TestCrowdOnPausedServer(t *testing.T) {
	server := redistest.Start(t)
	l := openDefault(t, server)
	passesAgain(t, l)
	server.Pause()
	const callers = 500
	errs := make(chan error, callers)
	for range callers {
		go func() {
			_, err := l.Take(context.Background(), "anna", 1, rate)
			errs <- err
		}()
	}
	late := time.After(patience)
	for range callers {
		select {
		case err := <-errs:
			if err == nil {
				t.Error("a paused server answers")
			}
		case <-late:
			t.Fatal("callers still wait")
		}
	}
	server.Resume()
	passesAgain(t, l)
}

// TestCallersDeadline: an error that is due to the caller's own deadline says so.
func TestCallersDeadline(t *testing.T) {
	server := redistest.Start(t)
	l := open(t, server)
	take(t, l, "anna", 1, rate)
	server.Pause()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := l.Take(ctx, "anna", 1, rate); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want that the deadline is over", err)
	}
}

// TestSilent runs TestDown in a process of its own, since what the driver writes goes to the standard error that it found at
// the start.
func TestSilent(t *testing.T) {
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestDown$", "-test.count=1")
	var output, errors strings.Builder
	command.Stdout, command.Stderr = &output, &errors
	if err := command.Run(); err != nil || !strings.HasPrefix(output.String(), "PASS") {
		t.Fatalf("%v\n%s", err, &output)
	}
	if errors.Len() > 0 {
		t.Errorf("the standard error has:\n%s", &errors)
	}
}

func fails(t *testing.T, l quota.Limiter, when string) {
	t.Helper()
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		taken, err := l.Take(ctx, "anna", 1, rate)
		if err == nil || ctx.Err() != nil || taken != (quota.Taken{}) {
			t.Errorf("%s: %+v, %v; want an error that is not the caller's deadline", when, taken, err)
		}
		cancel()
	}
}

// passesAgain wants an answer, at the latest when the machine has a moment.
func passesAgain(t *testing.T, l quota.Limiter) {
	t.Helper()
	end := time.Now().Add(patience)
	for {
		taken, err := l.Take(t.Context(), "anna", 0, rate)
		if err == nil && taken.OK {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%+v, %v", taken, err)
		}
	}
}

func openDefault(t *testing.T, server *redistest.Server) *redis.Limiter {
	t.Helper()
	l, err := redis.Open(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}
