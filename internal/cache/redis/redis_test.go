package redis_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"

	"cassetto/internal/cache"
	"cassetto/internal/cache/cachetest"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
	"cassetto/internal/sigillo"
)

// patience is for a slow machine; nothing here waits so long unless something is wrong.
const patience = 30 * time.Second

func TestSuite(t *testing.T) {
	suite(t, redistest.Start(t), redis.Options{})
}

func TestSuiteSealedOverTCP(t *testing.T) {
	suite(t, redistest.StartTCP(t), redis.Options{Keys: newKeys(t, 2)})
}

func suite(t *testing.T, server *redistest.Server, o redis.Options) {
	flush := client(t, server)
	cachetest.Run(t, cachetest.Options[[]byte]{
		Open: func(t *testing.T) cache.Engine[[]byte] {
			if err := flush.FlushAll(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			return open(t, server, o)
		},
		Value: func(n int) []byte {
			return binary.BigEndian.AppendUint64(bytes.Repeat([]byte("riga "), n%300), uint64(n))
		},
		Number: func(v []byte) int { return int(binary.BigEndian.Uint64(v[len(v)-8:])) },
	})
}

// open gives an engine that a slow machine does not disturb, unless the test has a patience of its own.
func open(t testing.TB, server *redistest.Server, o redis.Options) *redis.Cache {
	t.Helper()
	if o.Patience == 0 {
		o.Patience, o.Heartbeat, o.Lease = patience, patience, patience
	}
	c, err := redis.Open(server.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
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

// newKeys are random, different at every call.
func newKeys(t testing.TB, n int) []sigillo.Key {
	t.Helper()
	var text []byte
	for range n {
		secret := make([]byte, 32)
		_, _ = rand.Read(secret) // never fails
		text = append(base64.StdEncoding.AppendEncode(append(text, ' '), secret), ',')
	}
	keys, err := sigillo.ParseKeys(string(text[:len(text)-1]))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
