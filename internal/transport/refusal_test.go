package transport

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestRefusals: a flood is one line a second for each cause, nothing of it is lost, and a cause that was quiet is told at once.
func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := refusals{log: slog.New(slog.NewTextHandler(&log, nil))}
		tells := func(want ...string) {
			t.Helper()
			synctest.Wait()
			r.mu.Lock()
			defer r.mu.Unlock()
			got := strings.Split(strings.TrimSpace(log.String()), "\n")
			if log.Len() == 0 {
				got = nil
			}
			if len(got) != len(want) {
				t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), &log)
			}
			for i, w := range want {
				if !strings.HasSuffix(got[i], w) {
					t.Errorf("%q does not end in %q", got[i], w)
				}
			}
			log.Reset()
		}
		expired, forged := errors.New("expired"), errors.New("forged")
		for range 500 {
			r.note(401, expired)
		}
		r.note(401, forged)
		tells("status=401 cause=expired times=1", "status=401 cause=forged times=1")
		<-time.After(refusalPause + time.Millisecond)
		tells("status=401 cause=expired times=499")
		r.note(401, expired)
		r.note(503, expired)
		tells("status=503 cause=expired times=1")
		<-time.After(refusalPause)
		tells("status=401 cause=expired times=1")
		<-time.After(2 * refusalPause)
		tells()
		r.note(401, expired)
		tells("status=401 cause=expired times=1")
		<-time.After(2 * refusalPause)
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(r.more) > 0 {
			t.Errorf("%v is remembered for nothing", r.more)
		}
	})
}

// TestRefusalCauses: causes that all differ are not remembered without bound, nor logged one by one.
func TestRefusalCauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := refusals{log: slog.New(slog.NewTextHandler(&log, nil))}
		for i := range 1000 {
			r.note(503, fmt.Errorf("dial %d", i))
		}
		<-time.After(refusalPause + time.Millisecond)
		synctest.Wait()
		r.mu.Lock()
		defer r.mu.Unlock()
		if n := strings.Count(log.String(), "\n"); n != refusalCauses+2 {
			t.Errorf("%d lines, want %d", n, refusalCauses+2)
		}
		if rest := fmt.Sprintf("cause=others times=%d\n", 1000-refusalCauses-1); !strings.HasSuffix(log.String(), rest) {
			t.Errorf("the rest is not counted as %q:\n%s", rest, &log)
		}
	})
}
