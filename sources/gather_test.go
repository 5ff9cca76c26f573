package sources

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/fault"
)

// passes makes a response of passes, until one lacks nothing, and says how many there were.
func passes(ctx context.Context, pass func(ctx context.Context)) (n int) {
	ctx, more := Gather(ctx)
	for again := true; again; again = more() {
		pass(ctx)
		n++
	}
	return n
}

var codes = []string{"a", "b", "c", "d"}

// TestGather: each level of a response is one read of the section, whatever it asks for, and none waits for time to pass.
func TestGather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := openDesk(t, daily)
		begun := time.Now()
		var got []string
		n := passes(WithBatch(t.Context()), func(ctx context.Context) {
			got = got[:0]
			for _, k := range codes {
				v, err := d.Load(ctx, k)
				if err != nil {
					continue
				}
				next, err := d.Load(ctx, v.Denominazione) // the next level
				if err == nil {
					got = append(got, next.Denominazione)
				}
			}
		})
		if want := []string{"a 0 0", "b 0 0", "c 0 0", "d 0 0"}; !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		if n != 3 || d.keys.Load() != 8 {
			t.Errorf("%d passes, %d keys", n, d.keys.Load())
		}
		d.askedTimes(t, 2)
		if waited := time.Since(begun); waited != 0 {
			t.Errorf("it waited %s", waited)
		}
	})
}

// TestGatherWarm: what the process keeps needs no other pass.
func TestGatherWarm(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	n := passes(WithBatch(t.Context()), func(ctx context.Context) {
		if v, err := d.Load(ctx, "a"); err != nil || v.Denominazione != "a 0" {
			t.Error(v, err)
		}
	})
	if n != 1 {
		t.Errorf("%d passes", n)
	}
	d.askedTimes(t, 1)
}

// TestGatherStable: what a response has read does not change under it, kept or not.
func TestGatherStable(t *testing.T) {
	d := openDesk(t, Policy{}) // nothing is kept
	ctx := WithBatch(t.Context())
	var got []string
	passes(ctx, func(ctx context.Context) {
		a, err := d.Load(ctx, "a")
		if err != nil {
			return
		}
		got = append(got, a.Denominazione)
		d.edition.Add(1)
		_, _ = d.Load(ctx, fmt.Sprint("more ", min(len(got), 3)))
	})
	if len(got) < 3 || slices.ContainsFunc(got, func(v string) bool { return v != "a 0" }) {
		t.Errorf("%q", got)
	}
}

// TestGatherErrors: an archive that fails is asked once, and all passes see the same error; a value that does not exist is none.
func TestGatherErrors(t *testing.T) {
	d := openDesk(t, Policy{})
	d.fail(fault.Errorf(fault.Unavailable, "chiuso"))
	var seen []error
	passes(WithBatch(t.Context()), func(ctx context.Context) {
		_, err := d.Load(ctx, "a")
		seen = append(seen, err)
		if !errors.Is(err, errLacking) {
			_, _ = d.Load(ctx, "b")
		}
	})
	if len(seen) != 3 || !errors.Is(seen[0], errLacking) || fault.Code(seen[1]) != fault.Unavailable || seen[2] != seen[1] {
		t.Errorf("%v", seen)
	}
	d.askedTimes(t, 2)
	d.mend()
	passes(WithBatch(t.Context()), func(ctx context.Context) {
		if v, err := d.Load(ctx, "ignota"); v != nil || err != nil && !errors.Is(err, errLacking) {
			t.Error(v, err)
		}
	})
}

// TestGatherReports: a response that is made of passes says how it was read as one that waits does.
func TestGatherReports(t *testing.T) {
	for name, ask := range map[string]func(ctx context.Context, d *desk) error{
		"each":     func(ctx context.Context, d *desk) error { return loadEach(ctx, d, "a", "b", "c", "ignota") },
		"levels":   func(ctx context.Context, d *desk) error { return loadLevels(ctx, d, "a", "e") },
		"all":      func(ctx context.Context, d *desk) error { _, err := d.LoadAll(ctx, codes); return err },
		"none":     func(ctx context.Context, d *desk) error { _, err := d.LoadAll(ctx, nil); return err },
		"a group":  func(ctx context.Context, d *desk) error { return loadGroup(ctx, d) },
		"once":     func(ctx context.Context, d *desk) error { return loadOnce(ctx, d, loadEach) },
		"deep":     func(ctx context.Context, d *desk) error { return loadOnce(ctx, d, loadLevels) },
		"an error": func(ctx context.Context, d *desk) error { return loadEach(ctx, d, "panic") },
	} {
		for _, age := range []time.Duration{0, 5 * time.Minute, 12 * time.Minute, time.Hour} { // of what is kept
			t.Run(fmt.Sprint(name, " ", age), func(t *testing.T) {
				whole, waits := reported(t, age, ask, true), reported(t, age, ask, false)
				if whole != waits {
					t.Errorf("in passes: %s\nwaiting:   %s", whole, waits)
				}
			})
		}
	}
}

// reported is the report of a response, with some values in the cache, so old; of an archive that fails when they are no longer fresh.
func reported(t *testing.T, age time.Duration, ask func(context.Context, *desk) error, gather bool) string {
	t.Helper()
	d := openDesk(t, daily)
	if age > 0 {
		for _, k := range []string{"a", "b", "c", "d", "a 0"} {
			d.loads(t, k, k+" 0")
		}
		d.pass(age)
	}
	if age > 10*time.Minute { // else it would be read again meanwhile
		d.fail(fault.Errorf(fault.Unavailable, "chiuso"))
	}
	ctx := WithBatch(t.Context())
	var err error
	if gather {
		passes(ctx, func(ctx context.Context) { err = ask(ctx, d) })
	} else {
		err = ask(ctx, d)
	}
	r, text := ReportOf(ctx), ""
	for _, p := range r.Parts() {
		text += fmt.Sprint(p.Source.Section, " hit ", p.Hit, " stale ", p.Stale, " miss ", p.Miss, " failed ", p.Failed, "; ")
	}
	return text + fmt.Sprint(fault.Code(err), " again: ", !r.FreshUntil().IsZero(), " failed: ", r.Failed())
}

func loadEach(ctx context.Context, d *desk, keys ...string) (failed error) {
	for _, k := range keys {
		if _, err := d.Load(ctx, k); err != nil {
			failed = err
		}
	}
	return failed
}

func loadLevels(ctx context.Context, d *desk, keys ...string) (failed error) {
	for _, k := range keys {
		v, err := d.Load(ctx, k)
		if err == nil {
			_, err = d.Load(ctx, v.Denominazione)
		}
		if err != nil {
			failed = err
		}
	}
	return failed
}

func loadGroup(ctx context.Context, d *desk) (failed error) {
	for _, k := range codes {
		if _, err := d.LoadAmong(ctx, k, "tutti", func() []string { return codes }); err != nil {
			failed = err
		}
	}
	return failed
}

// loadOnce makes something once, and then something else, for which there is another pass.
func loadOnce(ctx context.Context, d *desk, load func(context.Context, *desk, ...string) error) error {
	_, err := Once(ctx, "una", func() (int, error) { return 1, load(ctx, d, "a", "b") })
	if err != nil {
		return err
	}
	return loadLevels(ctx, d, "x")
}

// TestGatherQuestions: a question is asked once, between two passes; one that panics fails.
func TestGatherQuestions(t *testing.T) {
	asking, asks := 0, func(context.Context) (int, error) { return 0, nil }
	asks = func(context.Context) (int, error) { asking++; return 7, nil }
	var good, bad, none []error
	passes(WithBatch(t.Context()), func(ctx context.Context) {
		v, err := asked(ctx, "sette", asks)
		if good = append(good, err); err == nil && v != 7 {
			t.Error(v)
		}
		_, err = asked(ctx, "panico", func(context.Context) (int, error) { panic("segreto") })
		bad = append(bad, err)
		_, err = asked(ctx, "nulla", func(context.Context) (int, error) { return 0, errPanicked })
		none = append(none, err)
	})
	if asking != 1 || len(good) != 2 || good[1] != nil {
		t.Errorf("asked %d times: %v", asking, good)
	}
	if len(bad) != 2 || bad[1] != errPanicked || none[1] != errPanicked {
		t.Errorf("%v %v", bad, none)
	}
}

// TestGatherPanics: who shares a batch with a read that panics gets its error, and the response an end.
func TestGatherPanics(t *testing.T) {
	d := openDesk(t, Policy{})
	var last error
	if n := passes(WithBatch(t.Context()), func(ctx context.Context) { _, last = d.Load(ctx, "panic") }); n != 2 || !errors.Is(last, errPanicked) {
		t.Errorf("%d passes: %v", n, last)
	}
}

// TestGatherCancelled: a response whose caller has left does not wait for the archive.
func TestGatherCancelled(t *testing.T) {
	d := openDesk(t, Policy{})
	release := d.hold()
	defer release()
	gone, leave := context.WithCancel(t.Context())
	var last error
	n := passes(WithBatch(gone), func(ctx context.Context) {
		leave()
		_, last = d.Load(ctx, "a")
	})
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d passes: %v", n, last)
	}
}

// TestGatherRemembers: what a pass remembers is forgotten with it, and what is made once is not.
func TestGatherRemembers(t *testing.T) {
	d := openDesk(t, Policy{})
	made, known := 0, 0
	n := passes(WithBatch(t.Context()), func(ctx context.Context) {
		if _, ok := Remembered[int](ctx, "ricordo"); ok {
			known++
		}
		Remember(ctx, "ricordo", 1)
		if v, err := Once(ctx, "una", func() (int, error) { made++; return 5, nil }); v != 5 || err != nil {
			t.Error(v, err)
		}
		_ = loadLevels(ctx, d, "a")
	})
	if n != 3 || made != 1 || known != 0 {
		t.Errorf("%d passes, made %d times, %d times known before", n, made, known)
	}
}
