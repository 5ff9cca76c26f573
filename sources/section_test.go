package sources

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/internal/fault"
	"cassetto/internal/freshness"
	"cassetto/internal/resilience"
)

// desk is an archive of one section as a test drives it: what it answers, how often it was asked, what time it is.
type desk struct {
	*Section[string, *model.Azienda]
	sources *Sources
	clock   atomic.Int64 // nanoseconds after epoch
	asked   atomic.Int64
	keys    atomic.Int64
	edition atomic.Int64
	fault   atomic.Pointer[error]
	gate    atomic.Pointer[chan struct{}] // while set, reads wait for it
	begun   chan struct{}                 // one token a read that begins, if there is room
}

// epoch is about now: what leaves the process ends by the clock of who keeps it.
var epoch = time.Now().UTC()

const timeout = 20 * time.Second // nothing here takes so long unless something is wrong

// open makes a desk with a policy. Its values say their key and how often the archive was edited.
func openDesk(t *testing.T, p Policy) *desk {
	t.Helper()
	d := &desk{begun: make(chan struct{}, 1)}
	d.sources = &Sources{caches: newCaches(Options{Timeout: timeout, Memory: 1 << 20, Now: d.now}), guards: map[string]*resilience.Guard{}}
	d.Section = sectionBy(d.sources.of(&archive.Archive{Name: "prova"}), "voci", p, d.read, func(k string) string { return k })
	t.Cleanup(d.sources.Close)
	return d
}

func (d *desk) now() time.Time       { return epoch.Add(time.Duration(d.clock.Load())) }
func (d *desk) pass(t time.Duration) { d.clock.Add(int64(t)) }

func (d *desk) fail(err error) { d.fault.Store(&err) }
func (d *desk) mend()          { d.fault.Store(nil) }

// hold makes reads wait until the returned function is called.
func (d *desk) hold() (release func()) {
	gate := make(chan struct{})
	d.gate.Store(&gate)
	return func() { d.gate.Store(nil); close(gate) }
}

func (d *desk) read(ctx context.Context, _ *archive.Archive, keys []string) (map[string]*model.Azienda, error) {
	d.asked.Add(1)
	d.keys.Add(int64(len(keys)))
	edition := d.edition.Load()
	select {
	case d.begun <- struct{}{}:
	default:
	}
	if gate := d.gate.Load(); gate != nil {
		select {
		case <-*gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if err := d.fault.Load(); err != nil {
		return nil, *err
	}
	found := map[string]*model.Azienda{}
	for _, k := range keys {
		if k == "panic" {
			panic("segreto")
		}
		if k != "ignota" {
			found[k] = &model.Azienda{Denominazione: fmt.Sprintf("%s %d", k, edition)}
		}
	}
	return found, nil
}

// loads asks for a key as a response of its own, and wants a value; empty: that there is none.
func (d *desk) loads(t *testing.T, key, want string) freshness.Part {
	t.Helper()
	ctx := WithBatch(t.Context())
	v, err := d.Load(ctx, key)
	got := ""
	if v != nil {
		got = v.Denominazione
	}
	if err != nil || got != want {
		t.Errorf("%s: %q, %v; want %q", key, got, err, want)
	}
	parts := ReportOf(ctx).Parts()
	if len(parts) != 1 {
		t.Fatalf("%d parts", len(parts))
	}
	return parts[0]
}

// askedTimes waits for the reads in the background and checks how many there were since the last time.
func (d *desk) askedTimes(t *testing.T, want int64) {
	t.Helper()
	d.sources.caches.flying.Wait()
	if got := d.asked.Swap(0); got != want {
		t.Errorf("the archive was asked %d times, want %d", got, want)
	}
}

var daily = Policy{Fresh: 10 * time.Minute, Revalidate: 10 * time.Minute, IfError: 24 * time.Hour, Negative: time.Minute}

func TestKept(t *testing.T) {
	d := openDesk(t, daily)
	if p := d.loads(t, "a", "a 0"); p.Miss != 1 {
		t.Errorf("%+v", p)
	}
	d.edition.Add(1)
	d.pass(8 * time.Minute)
	if p := d.loads(t, "a", "a 0"); p.Hit != 1 {
		t.Errorf("%+v", p)
	}
	d.askedTimes(t, 1)
}

func TestRevalidated(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	d.edition.Add(1)
	d.pass(12 * time.Minute)
	release := d.hold()
	for range 100 { // while it is read again
		if p := d.loads(t, "a", "a 0"); p.Stale != 1 || p.Failed != 0 {
			t.Errorf("%+v", p)
		}
	}
	release()
	d.askedTimes(t, 2)
	if p := d.loads(t, "a", "a 1"); p.Hit != 1 {
		t.Errorf("%+v", p)
	}
	d.askedTimes(t, 0)
}

func TestStaleIfError(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	d.fail(errors.New("disk on fire"))
	d.pass(23 * time.Hour)
	if p := d.loads(t, "a", "a 0"); p.Stale != 1 || p.Failed != 1 {
		t.Errorf("%+v", p)
	}
	_, err := d.Load(WithBatch(t.Context()), "b")
	var down *fault.Error
	if !errors.As(err, &down) || down.Code != fault.Unavailable || down.Archive != "prova" || down.RetryAfter < time.Second {
		t.Errorf("a key that was never read: %v", err)
	}
	d.pass(3 * time.Hour)
	if _, err := d.Load(WithBatch(t.Context()), "a"); fault.Code(err) != fault.Unavailable {
		t.Errorf("after a day: %v", err)
	}
	d.mend()
	d.edition.Add(1)
}

// TestGroup: of a batch, each key gets what there is of it.
func TestGroup(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	d.pass(time.Hour)
	d.fail(errors.New("disk on fire"))
	ctx, keys := WithBatch(t.Context()), func() []string { return []string{"a", "b"} }
	if v, err := d.LoadAmong(ctx, "a", t, keys); err != nil || v.Denominazione != "a 0" {
		t.Error(v, err)
	}
	if _, err := d.LoadAmong(ctx, "b", t, keys); fault.Code(err) != fault.Unavailable {
		t.Error(err)
	}
}

func TestNegative(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "ignota", "")
	d.loads(t, "ignota", "")
	d.askedTimes(t, 1)
	d.pass(12 * time.Minute)
	d.loads(t, "ignota", "")
	p := daily
	p.Negative = 0
	d = openDesk(t, p)
	d.loads(t, "ignota", "")
	d.loads(t, "ignota", "")
	d.askedTimes(t, 2)
}

// TestCoalesced: a thousand who miss one key at once make one read; who gives up fails nobody.
func TestCoalesced(t *testing.T) {
	d := openDesk(t, daily)
	release := d.hold()
	first, giveUp := context.WithCancel(t.Context())
	var gone, all sync.WaitGroup
	gone.Go(func() {
		if _, err := d.Load(WithBatch(first), "a"); !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up: %v", err)
		}
	})
	<-d.begun
	for range 1000 {
		all.Go(func() { d.loads(t, "a", "a 0") })
	}
	giveUp()
	gone.Wait()
	release()
	all.Wait()
	d.askedTimes(t, 1)
}

// TestForgottenWhileRead: what was being read when it changed is not kept.
func TestForgottenWhileRead(t *testing.T) {
	for name, change := range map[string]func(d *desk){
		"its code": func(d *desk) {
			d.sources.Heard(cache.Change{Archive: "prova", Section: "voci", Tags: cache.TagsOf("a")})
		},
		"all":         func(d *desk) { _ = d.sources.Forget(t.Context(), cache.Change{}) },
		"distrusted":  func(d *desk) { d.sources.Distrust() },
		"its archive": func(d *desk) { d.sources.Heard(cache.Change{Archive: "prova"}) },
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, daily)
			before := WithBatch(t.Context())
			release := d.hold()
			var all sync.WaitGroup
			all.Go(func() {
				if v, err := d.Load(before, "a"); err != nil || v.Denominazione != "a 0" {
					t.Error(v, err) // who asked before the change may get either
				}
			})
			<-d.begun
			d.edition.Add(1)
			change(d)
			if ReportOf(before).Dependencies().Hold() {
				t.Error("who asked before the change is not told")
			}
			all.Go(func() { d.loads(t, "a", "a 1") })
			<-d.begun
			release()
			all.Wait()
			d.loads(t, "a", "a 1")
			d.askedTimes(t, 2)
		})
	}
}

func TestForgotten(t *testing.T) {
	for _, test := range []struct {
		name   string
		change cache.Change
		again  bool
	}{
		{"its code", cache.Change{Archive: "prova", Section: "voci", Tags: cache.TagsOf("b", "a")}, true},
		{"its section", cache.Change{Archive: "prova", Section: "voci"}, true},
		{"everything", cache.Change{}, true},
		{"another code", cache.Change{Archive: "prova", Section: "voci", Tags: cache.TagsOf("b")}, false},
		{"another section", cache.Change{Archive: "prova", Section: "altre"}, false},
		{"another archive", cache.Change{Archive: "altro"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := openDesk(t, daily)
			d.loads(t, "a", "a 0")
			d.edition.Add(1)
			if err := d.sources.Forget(t.Context(), test.change); err != nil {
				t.Fatal(err)
			}
			want, times := "a 0", int64(1)
			if test.again {
				want, times = "a 1", 2
			}
			d.loads(t, "a", want)
			d.askedTimes(t, times)
		})
	}
}

// TestDistrusted: what was kept before the link dropped is not served, except when the archive fails.
func TestDistrusted(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	d.edition.Add(1)
	d.sources.Distrust()
	d.fail(errors.New("disk on fire"))
	if p := d.loads(t, "a", "a 0"); p.Failed != 1 {
		t.Errorf("%+v", p)
	}
	d.mend()
	d.loads(t, "a", "a 1")
}

// TestCommanded: what users change is not used while nobody says what the others change.
func TestCommanded(t *testing.T) {
	p := daily
	p.Commanded = true
	d := openDesk(t, p)
	d.loads(t, "a", "a 0")
	d.loads(t, "a", "a 0")
	d.askedTimes(t, 1)
	var linked, watched atomic.Bool
	d.sources.caches.linked = linked.Load
	d.sources.caches.watched = func(archive string) bool { return archive == d.Archive && watched.Load() }
	d.loads(t, "a", "a 0")
	d.askedTimes(t, 1)
	watched.Store(true)
	d.loads(t, "a", "a 0")
	d.askedTimes(t, 0)
	watched.Store(false)
	linked.Store(true)
	d.loads(t, "a", "a 0")
	d.askedTimes(t, 0)
}

func TestPanicked(t *testing.T) {
	d := openDesk(t, daily)
	for range 2 {
		if _, err := d.Load(WithBatch(t.Context()), "panic"); !errors.Is(err, errPanicked) {
			t.Error(err)
		}
	}
	d.loads(t, "a", "a 0")
}

// TestWarm: what the process keeps costs no wait and no question.
func TestWarm(t *testing.T) {
	d := openDesk(t, daily)
	d.loads(t, "a", "a 0")
	before := d.sources.Counts()
	ctx := WithBatch(t.Context())
	for range 100 {
		if _, err := d.Load(ctx, "a"); err != nil {
			t.Fatal(err)
		}
	}
	after := d.sources.Counts()
	if after.Fetches != before.Fetches || after.Batches != before.Batches || after.Near != before.Near+100 {
		t.Errorf("%+v, then %+v", before, after)
	}
}
