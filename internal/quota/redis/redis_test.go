package redis_test

import (
	"context"
	"strings"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/quota"
	"cassetto/internal/quota/quotatest"
	"cassetto/internal/quota/redis"
	"cassetto/internal/redistest"
)

func TestSuite(t *testing.T) {
	suite(t, redistest.Start(t))
}

func TestSuiteOverTCP(t *testing.T) {
	suite(t, redistest.StartTCP(t))
}

func suite(t *testing.T, server *redistest.Server) {
	client := client(t, server)
	quotatest.Run(t, func(t *testing.T) (quota.Limiter, func(time.Duration)) {
		return open(t, server), func(d time.Duration) { waitOn(t, client, d) }
	})
}

// waitOn lets time pass on the server's clock.
func waitOn(t *testing.T, client *driver.Client, d time.Duration) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var end time.Time
	for {
		now, err := client.Time(t.Context()).Result()
		if err != nil {
			t.Fatal(err)
		}
		if end.IsZero() {
			end = now.Add(d)
		}
		if !now.Before(end) {
			return
		}
		<-tick.C
	}
}

// TestInstances: two processes share one bucket, whoever asks.
func TestInstances(t *testing.T) {
	server := redistest.Start(t)
	one, other, rate := open(t, server), open(t, server), quota.Rate{PerMinute: 1, Burst: 10}
	for left := 9; left >= 0; left-- {
		l := one
		if left%2 == 0 {
			l = other
		}
		if got := take(t, l, "anna", 1, rate); !got.OK || got.Left != left {
			t.Fatalf("%+v, want %d left", got, left)
		}
	}
	for _, l := range []quota.Limiter{one, other} {
		if got := take(t, l, "anna", 1, rate); got.OK {
			t.Errorf("%+v, want a refusal", got)
		}
	}
}

func TestKeysHoldNoName(t *testing.T) {
	server := redistest.Start(t)
	client, l := client(t, server), open(t, server)
	const who = "https://idp.example.it RSSMRA80A01H501U"
	take(t, l, who, 1, quota.Rate{PerMinute: 1, Burst: 10})
	keys, err := client.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	if want := "cassetto:quota:" + quota.KeyOf(who).String(); len(keys) != 1 || keys[0] != want {
		t.Errorf("keys %q, want %q alone", keys, want)
	}
	value, err := client.Get(t.Context(), keys[0]).Result()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Trim(value, "0123456789 ") != "" {
		t.Errorf("the value is %q, want two numbers", value)
	}
}

// TestKeysExpire: a bucket is kept until it is full again, and one that was only looked at is not kept.
func TestKeysExpire(t *testing.T) {
	server := redistest.Start(t)
	client, l := client(t, server), open(t, server)
	take(t, l, "anna", 0, quota.Rate{PerMinute: 1, Burst: 10})
	take(t, l, "anna", 11, quota.Rate{PerMinute: 1, Burst: 10})
	if n := client.DBSize(t.Context()).Val(); n != 0 {
		t.Errorf("%d keys after nothing was spent", n)
	}
	take(t, l, "anna", 5, quota.Rate{PerMinute: 1, Burst: 10})
	key := "cassetto:quota:" + quota.KeyOf("anna").String()
	if left := client.PTTL(t.Context(), key).Val(); left <= 4*time.Minute || left > 5*time.Minute+time.Millisecond {
		t.Errorf("5 units at one a minute are kept for %v", left)
	}
	take(t, l, "bruno", 5, quota.Rate{PerMinute: 60_000, Burst: 10})
	take(t, l, "anna", 1, quota.Rate{PerMinute: 60_000, Burst: 10})
	if left := client.PTTL(t.Context(), key).Val(); left <= 3*time.Minute {
		t.Errorf("a call at a faster pace leaves the bucket for %v only", left)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for client.DBSize(ctx).Val() != 1 {
		if ctx.Err() != nil {
			t.Fatal("the bucket that is full again does not vanish")
		}
		waitOn(t, client, time.Millisecond)
	}
}

// TestOneRoundTrip counts the commands that a hundred takes cost, once the server knows the script.
func TestOneRoundTrip(t *testing.T) {
	server := redistest.Start(t)
	client, l := client(t, server), open(t, server)
	rate := quota.Rate{PerMinute: 1, Burst: 1000}
	take(t, l, "anna", 1, rate)
	if err := client.ConfigResetStat(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		take(t, l, "anna", 1, rate)
	}
	stats := client.Info(t.Context(), "commandstats").Val()
	if !strings.Contains(stats, "cmdstat_evalsha:calls=100,") {
		t.Errorf("want 100 calls of evalsha:\n%s", stats)
	}
	for _, other := range []string{"cmdstat_eval:", "cmdstat_script", "cmdstat_hello", "cmdstat_client", "cmdstat_ping", "cmdstat_select"} {
		if strings.Contains(stats, other) {
			t.Errorf("%s was called too:\n%s", other, stats)
		}
	}
}

// TestScriptForgotten is what a server that was started again, or a new master, looks like.
func TestScriptForgotten(t *testing.T) {
	server := redistest.Start(t)
	client, l := client(t, server), open(t, server)
	rate := quota.Rate{PerMinute: 1, Burst: 10}
	take(t, l, "anna", 1, rate)
	if err := client.ScriptFlush(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if got := take(t, l, "anna", 1, rate); !got.OK || got.Left != 8 {
		t.Errorf("%+v, want 8 left", got)
	}
}

// TestStrangeBucket: what is not a bucket counts as a full one, and is replaced.
func TestStrangeBucket(t *testing.T) {
	server := redistest.Start(t)
	client, l := client(t, server), open(t, server)
	for _, value := range []string{"", "x", "1", "1 ", "-5 7", "1 2 3", "1e9 1e9", "nan nan", strings.Repeat("9", 400) + " 0"} {
		client.Set(t.Context(), "cassetto:quota:"+quota.KeyOf("anna").String(), value, 0)
		if got := take(t, l, "anna", 1, quota.Rate{PerMinute: 1, Burst: 10}); !got.OK || got.Left != 9 {
			t.Errorf("%.10q: %+v, want 9 left", value, got)
		}
		if got := take(t, l, "anna", 1, quota.Rate{PerMinute: 1, Burst: 10}); !got.OK || got.Left != 8 {
			t.Errorf("%.10q: %+v, want 8 left", value, got)
		}
	}
}

// open gives a limiter that a slow machine does not disturb.
func open(t testing.TB, server *redistest.Server) *redis.Limiter {
	t.Helper()
	l, err := redis.OpenPatient(server.URL, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func client(t testing.TB, server *redistest.Server) *driver.Client {
	t.Helper()
	o, err := driver.ParseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := driver.NewClient(o)
	t.Cleanup(func() { c.Close() })
	return c
}

func take(t testing.TB, l quota.Limiter, who string, cost int, rate quota.Rate) quota.Taken {
	t.Helper()
	taken, err := l.Take(context.Background(), who, cost, rate)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}
