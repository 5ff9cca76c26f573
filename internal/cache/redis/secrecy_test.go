package redis_test

import (
	"bufio"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
)

// TestKeysHoldNoCode looks at what the server could write down: the names of its keys and, when values are sealed, every command.
func TestKeysHoldNoCode(t *testing.T) {
	server := redistest.Start(t)
	raw, commands := client(t, server), monitor(t, server)
	c := open(t, server, redis.Options{Sections: all, Keys: newKeys(t, 1)})
	const code, end = "RSSMRA80A01H501U", "ultimo comando"
	keys := []cache.Key{key(emens, code), key(quote, code)}
	granted, err := c.Claim(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Put(t.Context(), granted, map[cache.Key]cache.Entry[[]byte]{keys[0]: entry("di " + code), keys[1]: entry("di " + code)}); err != nil {
		t.Fatal(err)
	}
	if finds(t, c, keys...) != 2 {
		t.Error("nothing is kept")
	}
	for _, name := range raw.Keys(t.Context(), "*").Val() {
		if strings.Contains(name, code) || !strings.HasPrefix(name, "cassetto:cache:") {
			t.Errorf("key %s", name)
		}
	}
	if err := c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf(code)}); err != nil {
		t.Fatal(err)
	}
	raw.Echo(t.Context(), end)
	seen := ""
	for commands.Scan() && !strings.Contains(commands.Text(), end) {
		seen += commands.Text() + "\n"
	}
	for _, want := range []string{`"mget"`, `"evalsha"`, `"PUBLISH"`, `"SET"`} {
		if !strings.Contains(seen, want) {
			t.Errorf("the monitor saw no %s", want)
		}
	}
	if strings.Contains(seen, code) {
		t.Error("a command has the code")
	}
}

// monitor gives every command that the server is sent from now on.
func monitor(t *testing.T, server *redistest.Server) *bufio.Scanner {
	t.Helper()
	conn, err := net.Dial("unix", strings.TrimPrefix(server.URL, "unix://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	err = conn.SetDeadline(time.Now().Add(patience))
	if _, failed := conn.Write([]byte("MONITOR\r\n")); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() || lines.Text() != "+OK" {
		t.Fatal(lines.Text(), lines.Err())
	}
	return lines
}

// TestPlanted: what was put on the server by somebody else, or moved there, is not found, and is no error.
func TestPlanted(t *testing.T) {
	server := redistest.Start(t)
	raw, secrets := client(t, server), newKeys(t, 1)
	sealing, plain := open(t, server, redis.Options{Keys: secrets}), open(t, server, redis.Options{})
	mine, other := key(emens, aurora), key(emens, "9900010099")
	keep(t, sealing, mine)
	name := valueOf(t, raw)
	value := raw.Get(t.Context(), name).Val()
	keep(t, sealing, other)
	if finds(t, sealing, mine, other) != 2 || finds(t, plain, mine, other) != 0 {
		t.Error("want what is sealed found by who has the key, and by nobody else")
	}
	for _, another := range raw.Keys(t.Context(), "cassetto:cache:complementari:emens:*").Val() {
		if another != name && !strings.HasSuffix(another, ":generation") {
			raw.Set(t.Context(), another, value, 0)
		}
	}
	if finds(t, sealing, mine) != 1 || finds(t, sealing, other) != 0 {
		t.Error("a value that was moved is found")
	}
	keep(t, plain, mine, other)
	if finds(t, sealing, mine, other) != 0 || finds(t, plain, mine, other) != 2 {
		t.Error("what is not sealed is found by who has keys")
	}
	for _, strange := range []string{"", "x", value[:40], value + "x", strings.Repeat("x", 1000)} {
		raw.Set(t.Context(), name, strange, 0)
		if finds(t, sealing, mine)+finds(t, plain, mine) != 0 {
			t.Errorf("%.10q is found", strange)
		}
	}
	raw.Del(t.Context(), name)
	raw.LPush(t.Context(), name, value)
	if finds(t, sealing, mine)+finds(t, plain, mine) != 0 {
		t.Error("a list is found")
	}
	keep(t, sealing, mine)
	if finds(t, sealing, mine) != 1 {
		t.Error("what was put last is not found")
	}
}

// TestLeastPrivilege works as a user of the server who may do what the package says, and nothing else.
func TestLeastPrivilege(t *testing.T) {
	server := redistest.StartTCP(t)
	raw, e := client(t, server), newEvents()
	for _, user := range []string{
		"gateway on >parola ~cassetto:cache:* &cassetto:mutamenti -@all +mget +eval +evalsha +get +set +del +publish +subscribe +ping +info",
		"default off",
	} {
		var command []any
		for word := range strings.SplitSeq("ACL SETUSER "+user, " ") {
			command = append(command, word)
		}
		if err := raw.Do(t.Context(), command...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.UserPassword("gateway", "parola")
	c, err := redis.Open(address.String(), e.options(redis.Options{Sections: all, Patience: patience, Heartbeat: patience}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	e.wants(t, "back")
	keep(t, c, key(emens, aurora))
	if finds(t, c, key(emens, aurora)) != 1 {
		t.Error("what was put is not found")
	}
	for _, change := range []cache.Change{{Tags: cache.TagsOf(aurora)}, {}} {
		if err := c.Forget(t.Context(), change); err != nil {
			t.Error(err)
		}
	}
}
