package main

import (
	"fmt"
	"time"

	"cassetto/internal/cache/redis"
	"cassetto/internal/sigillo"
	"cassetto/sources"
)

// openSources makes the sections of the archives. Where the instances share a Redis, they keep there what they read, and tell
// each other what changes.
func (a *App) openSources() (*sources.Sources, error) {
	s := sources.Open(a.archives.Archives, sources.Options{Timeout: a.config.Timeout, Memory: uint64(a.config.CacheMemoria) << 20, Now: a.config.Now})
	a.sources, a.forget = s, s.Forget
	s.Watch(func(archive string) bool {
		return time.Since(a.archives.byName[archive].LastPoll()) < 3*lookAtCommanded
	})
	a.close = append(a.close, func() error { s.Close(); return nil })
	if a.config.RedisURL == "" {
		return s, nil
	}
	keys, err := sigillo.ParseKeys(a.config.CacheChiavi)
	if err != nil {
		return nil, fmt.Errorf("CASSETTO_CACHE_CHIAVI: %w", err)
	}
	shared, err := redis.Open(a.config.RedisURL, redis.Options{
		Sections: s.Shared(), Keys: keys, Heard: s.Heard, Lost: s.Distrust, Back: s.Distrust,
	})
	if err != nil {
		return nil, fmt.Errorf("CASSETTO_REDIS_URL: %w", err)
	}
	a.close = append(a.close, shared.Close)
	s.Share(shared, shared.Alive)
	return s, nil
}

// sealingKeys checks the keys when the configuration is read.
func sealingKeys(v string) error {
	_, err := sigillo.ParseKeys(v)
	return err
}
