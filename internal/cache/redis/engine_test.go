package redis_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
)

var (
	emens  = &cache.Section{Archive: "complementari", Name: "emens", Schema: "1"}
	rischi = &cache.Section{Archive: "complementari", Name: "rischi", Schema: "1"}
	quote  = &cache.Section{Archive: "infocamere", Name: "quote", Schema: "1", Relates: true}
	all    = []*cache.Section{emens, rischi, quote}
)

const aurora = "9900010011"

func key(s *cache.Section, code string) cache.Key { return cache.Key{Section: s, Code: code} }

func entry(value string) cache.Entry[[]byte] {
	return cache.Entry[[]byte]{Value: []byte(value), Known: true, Fresh: time.Now().Add(time.Minute), Until: time.Now().Add(time.Hour)}
}

// keep reads keys from no archive: each has its code's length as value.
func keep(t testing.TB, c *redis.Cache, keys ...cache.Key) {
	t.Helper()
	granted, err := c.Claim(t.Context(), keys)
	if err != nil || len(granted.Keys) != len(keys) {
		t.Fatalf("%d of %d keys are granted, %v", len(granted.Keys), len(keys), err)
	}
	entries := map[cache.Key]cache.Entry[[]byte]{}
	for _, k := range keys {
		entries[k] = entry("valore")
	}
	if err := c.Put(t.Context(), granted, entries); err != nil {
		t.Fatal(err)
	}
}

func finds(t testing.TB, c *redis.Cache, keys ...cache.Key) int {
	t.Helper()
	found, err := c.Get(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// TestOneCommand counts what calls cost once the server knows the scripts: one command each, whatever the number of keys.
func TestOneCommand(t *testing.T) {
	server := redistest.Start(t)
	raw, heard := client(t, server), newEvents()
	c := open(t, server, heard.options(redis.Options{Sections: all, Patience: patience, Heartbeat: patience}))
	heard.wants(t, "back")
	var keys []cache.Key
	for i := range 100 {
		keys = append(keys, key(emens, fmt.Sprint(i)), key(quote, fmt.Sprint(i)))
	}
	calls := func(what string, call func(), want ...string) {
		t.Helper()
		if err := raw.ConfigResetStat(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			call()
		}
		stats := raw.Info(t.Context(), "commandstats").Val()
		direct := regexp.MustCompile(`cmdstat_([a-z|_]+):calls=(\d+)`).FindAllStringSubmatch(stats, -1)
		got := map[string]string{}
		for _, d := range direct {
			got[d[1]] = d[2]
		}
		delete(got, "config|resetstat")
		for _, w := range want {
			if name, n, _ := strings.Cut(w, " "); got[name] != n {
				t.Errorf("%s: %v, want %s", what, got, w)
			}
		}
		if what == "get" && len(got) != 1 {
			t.Errorf("get: %v, want MGET alone", got)
		}
	}
	work := func() {
		if err := c.Forget(t.Context(), cache.Change{}); err != nil {
			t.Fatal(err)
		}
		keep(t, c, keys...)
	}
	work()
	calls("get", func() { finds(t, c, keys...) }, "mget 10")
	calls("claim, put and forget", work, "evalsha 30", "publish 10", "eval ", "script|load ")
}

// TestOneClaim: of many who ask at once, on two instances, one reads.
func TestOneClaim(t *testing.T) {
	server := redistest.Start(t)
	instances := []*redis.Cache{open(t, server, redis.Options{}), open(t, server, redis.Options{})}
	k, start := key(emens, aurora), make(chan struct{})
	var granted atomic.Int64
	var callers sync.WaitGroup
	for i := range 1000 {
		callers.Go(func() {
			<-start
			c, err := instances[i%2].Claim(t.Context(), []cache.Key{k})
			if err != nil {
				t.Error(err)
			}
			granted.Add(int64(len(c.Keys)))
		})
	}
	close(start)
	callers.Wait()
	if n := granted.Load(); n != 1 {
		t.Errorf("%d of 1000 are granted the key", n)
	}
}

// TestLeaseEnds: who claimed and was never heard of again keeps nobody from reading, and can no longer put.
func TestLeaseEnds(t *testing.T) {
	server := redistest.Start(t)
	c := open(t, server, redis.Options{Patience: patience, Heartbeat: patience, Lease: 50 * time.Millisecond})
	k := key(emens, aurora)
	gone, err := c.Claim(t.Context(), []cache.Key{k})
	if err != nil || len(gone.Keys) != 1 {
		t.Fatal(gone, err)
	}
	within(t, "the lease ends", func() bool {
		next, err := c.Claim(t.Context(), []cache.Key{k})
		return err == nil && len(next.Keys) == 1
	})
	if err := c.Put(t.Context(), gone, map[cache.Key]cache.Entry[[]byte]{k: entry("tardi")}); err != nil {
		t.Fatal(err)
	}
	if finds(t, c, k) != 0 {
		t.Error("what came after the lease was kept")
	}
}

// TestVersions: a change drops also what instances of another version of the program keep, under another schema.
func TestVersions(t *testing.T) {
	server := redistest.Start(t)
	next := *emens
	next.Schema = "2"
	old, young := open(t, server, redis.Options{Sections: all}), open(t, server, redis.Options{Sections: []*cache.Section{&next, quote}})
	for what, change := range map[string]cache.Change{
		"a code": {Archive: "complementari", Tags: cache.TagsOf(aurora)}, "its section": {Section: "emens"}, "everything": {},
	} {
		keep(t, old, key(emens, aurora))
		keep(t, young, key(&next, aurora))
		if finds(t, old, key(emens, aurora))+finds(t, young, key(&next, aurora)) != 2 {
			t.Fatal("two versions cannot keep a value each")
		}
		held, err := young.Claim(t.Context(), []cache.Key{key(&next, aurora)})
		if err != nil {
			t.Fatal(err)
		}
		if err := old.Forget(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if err := young.Put(t.Context(), held, map[cache.Key]cache.Entry[[]byte]{key(&next, aurora): entry("di prima")}); err != nil {
			t.Fatal(err)
		}
		if finds(t, old, key(emens, aurora))+finds(t, young, key(&next, aurora)) != 0 {
			t.Errorf("after a change of %s something is found", what)
		}
	}
	for i := range 30 { // however many versions there were
		another := *emens
		another.Schema = fmt.Sprint("vecchio ", i)
		keep(t, old, key(&another, aurora))
	}
	keep(t, old, key(emens, aurora))
	if size := client(t, server).StrLen(t.Context(), "cassetto:cache:complementari:emens:generation").Val(); finds(t, old, key(emens, aurora)) != 1 || size > 200 {
		t.Errorf("the list of schemas has %d bytes", size)
	}
}

// TestGenerationGone is what eviction may do: without its generation nothing of a section is found or kept, and then all is well.
func TestGenerationGone(t *testing.T) {
	server := redistest.Start(t)
	c, raw, k := open(t, server, redis.Options{}), client(t, server), key(emens, aurora)
	for _, harm := range []func() error{
		func() error { return raw.Del(t.Context(), "cassetto:cache:complementari:emens:generation").Err() },
		func() error {
			return raw.Set(t.Context(), "cassetto:cache:complementari:emens:generation", "x", 0).Err()
		},
		func() error {
			raw.Del(t.Context(), "cassetto:cache:complementari:emens:generation")
			return raw.LPush(t.Context(), "cassetto:cache:complementari:emens:generation", "x").Err()
		},
	} {
		keep(t, c, k)
		held, err := c.Claim(t.Context(), []cache.Key{k})
		if err = errors.Join(err, harm()); err != nil {
			t.Fatal(err)
		}
		if finds(t, c, k) != 0 {
			t.Error("a value without its generation is found")
		}
		if err := c.Put(t.Context(), held, map[cache.Key]cache.Entry[[]byte]{k: entry("di prima")}); err != nil {
			t.Fatal(err)
		}
		if value := raw.Get(t.Context(), valueOf(t, raw)).Val(); finds(t, c, k) != 0 || !strings.Contains(value, "valore") {
			t.Error("a value is kept under a generation that is gone")
		}
		if err := c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf(aurora)}); err != nil {
			t.Fatal(err)
		}
		keep(t, c, k)
		if finds(t, c, k) != 1 {
			t.Error("a new generation keeps nothing")
		}
		if err := c.Forget(t.Context(), cache.Change{}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestExpires: values, leases and nothing else leave the server by themselves.
func TestExpires(t *testing.T) {
	server := redistest.Start(t)
	c, raw := open(t, server, redis.Options{}), client(t, server)
	keep(t, c, key(emens, aurora))
	if _, err := c.Claim(t.Context(), []cache.Key{key(emens, aurora)}); err != nil {
		t.Fatal(err)
	}
	for _, name := range raw.Keys(t.Context(), "*").Val() {
		left, most := raw.PTTL(t.Context(), name).Val(), time.Hour
		switch {
		case strings.HasSuffix(name, ":generation"):
			if left >= 0 {
				t.Errorf("%s ends in %v", name, left)
			}
			continue
		case strings.HasSuffix(name, ":claim"):
			most = patience
		}
		if left <= most/2 || left > most {
			t.Errorf("%s ends in %v, want %v", name, left, most)
		}
	}
	if n := raw.DBSize(t.Context()).Val(); n != 3 {
		t.Errorf("%d keys", n)
	}
}

// TestExpiresByOurClock: the server's is not believed alone.
func TestExpiresByOurClock(t *testing.T) {
	server := redistest.Start(t)
	c, raw, k := open(t, server, redis.Options{}), client(t, server), key(emens, aurora)
	within(t, "the server is told in time to keep a value for ever", func() bool {
		granted, err := c.Claim(t.Context(), []cache.Key{k})
		if err != nil {
			t.Fatal(err)
		}
		short := entry("breve")
		short.Until = time.Now().Add(200 * time.Millisecond)
		if err := c.Put(t.Context(), granted, map[cache.Key]cache.Entry[[]byte]{k: short}); err != nil {
			t.Fatal(err)
		}
		names := raw.Keys(t.Context(), "cassetto:cache:complementari:emens:*").Val()
		return slices.ContainsFunc(names, func(name string) bool { return raw.Persist(t.Context(), name).Val() })
	})
	within(t, "the value is over", func() bool { return finds(t, c, k) == 0 })
	if raw.Exists(t.Context(), valueOf(t, raw)).Val() != 1 {
		t.Error("the server has forgotten it by itself")
	}
}

// TestTooLarge: a value that is larger than may be kept is no error, and takes the place of the one before it.
func TestTooLarge(t *testing.T) {
	server := redistest.Start(t)
	c, k := open(t, server, redis.Options{}), key(emens, aurora)
	keep(t, c, k)
	granted, err := c.Claim(t.Context(), []cache.Key{k})
	if err != nil {
		t.Fatal(err)
	}
	large := entry("")
	large.Value = make([]byte, 16<<20+1)
	if err := c.Put(t.Context(), granted, map[cache.Key]cache.Entry[[]byte]{k: large}); err != nil {
		t.Fatal(err)
	}
	if finds(t, c, k) != 0 {
		t.Error("want nothing found")
	}
}

// TestManyDropped: more codes than may be dropped one by one are forgotten with their section.
func TestManyDropped(t *testing.T) {
	server := redistest.Start(t)
	c := open(t, server, redis.Options{Sections: all})
	keep(t, c, key(emens, aurora), key(quote, aurora))
	codes := []string{aurora}
	for i := range 6000 {
		codes = append(codes, fmt.Sprint(i))
	}
	if err := c.Forget(t.Context(), cache.Change{Archive: "complementari", Tags: cache.TagsOf(codes...)}); err != nil {
		t.Fatal(err)
	}
	if finds(t, c, key(emens, aurora)) != 0 || finds(t, c, key(quote, aurora)) != 1 {
		t.Error("want what is concerned dropped, and nothing else")
	}
}

// valueOf is the name of the only value on a server, of emens.
func valueOf(t testing.TB, raw *driver.Client) string {
	t.Helper()
	names := slices.DeleteFunc(raw.Keys(t.Context(), "cassetto:cache:complementari:emens:*").Val(), func(name string) bool {
		return strings.HasSuffix(name, ":generation") || strings.HasSuffix(name, ":claim")
	})
	if len(names) != 1 {
		t.Fatal(names)
	}
	return names[0]
}

// within waits for something to become true, at the latest when the machine has a moment.
func within(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick, late := time.NewTicker(5*time.Millisecond), time.After(patience)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("never: %s", what)
		}
	}
}
