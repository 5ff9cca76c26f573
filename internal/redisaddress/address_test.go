package redisaddress_test

import (
	"strings"
	"testing"
	"time"

	"cassetto/internal/redisaddress"
)

func TestAddress(t *testing.T) {
	for _, good := range []string{
		"redis://localhost", "redis://localhost:6379", "redis://:segreta@10.0.0.1:6379/3", "rediss://utente:segreta@redis.example.it:6380",
		"redis://[::1]:6379", "redis://localhost?db=2", "unix:///run/redis.sock", "unix:///run/redis.sock?db=1",
	} {
		o, err := redisaddress.Options(good, time.Second, 7)
		if err != nil {
			t.Errorf("%s: %v", good, err)
			continue
		}
		if o.MaxRetries != -1 || o.PoolSize != 7 || o.ReadTimeout != time.Second || !o.ContextTimeoutEnabled {
			t.Errorf("%s: %+v", good, o)
		}
	}
	for _, bad := range []string{
		"", "localhost:6379", "redis:", "redis://", "redis:segreta", "http://localhost", "redis://:segreta@/", "redis://localhost:porta",
		"redis://localhost:99999", "redis://localhost:0", "redis://localhost/segreta", "redis://localhost/-1", "redis://localhost/1/2",
		"redis://localhost?db=segreta", "redis://localhost?max_retries=5", "redis://localhost?segreta=1", "redis://localhost?db=1&db2=1",
		"redis://localhost#segreta", "unix://", "unix://segreta/x", "redis://:segreta%@localhost", "redis://segreta\x7f",
	} {
		if _, err := redisaddress.Options(bad, time.Second, 7); err == nil {
			t.Errorf("%q is taken for an address", bad)
		} else if strings.Contains(err.Error(), "segreta") {
			t.Errorf("%q is repeated: %v", bad, err)
		}
	}
}
