package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"cassetto/internal/answers"
	"cassetto/internal/documents"
	"cassetto/internal/operation"
	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
	"cassetto/internal/quota/redis"
	"cassetto/internal/transport"
	"cassetto/resolvers"
)

// openEdge makes what stands between the network and the graph: who may call, what may be asked, and how much of it.
func (a *App) openEdge(ctx context.Context) error {
	read, err := a.openSources()
	if err != nil {
		return err
	}
	r := &resolvers.Resolver{Sources: read, Now: a.config.Now, Answers: answers.New(a.config.CacheRisposte << 20), Unplanned: !a.config.Piani}
	r.Live, r.Seen = a.openLive(ctx, a.archives.Comunicazioni, a.archives.Agenda), transport.LastEventID
	if err := a.openDialogo(ctx, read, r); err != nil {
		return err
	}
	a.openRegolarita(ctx, read, r)
	exec, err := resolvers.NewExecutor(r)
	if err != nil {
		return err
	}
	a.exec, a.analista, a.piani = exec, r.Analista, r.Piani
	exec.Explores = r.Analista
	exec.Exempt = func(ctx context.Context) bool {
		return a.config.documentMode() != documents.Off && resolvers.DettoAnalista(ctx) && r.Analista(ctx)
	}
	if a.demo != nil {
		exec.Explores, exec.Exempt = anybody, anybody
	}
	if exec.Policy, err = a.config.policy(); err != nil {
		return fmt.Errorf("CASSETTO_LIMITI: %w", err)
	}
	if exec.Quota, err = a.openQuota(); err != nil {
		return fmt.Errorf("CASSETTO_REDIS_URL: %w", err)
	}
	trusted, err := documents.Open(a.config.Documenti, a.config.documentMode(), documents.Options{Validate: exec.Check, Warm: exec.Warm})
	if err != nil {
		return fmt.Errorf("CASSETTO_DOCUMENTI: %w", err)
	}
	automatic, err := documents.OpenAutomatic(documents.Limits{})
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	watched := make(chan struct{})
	go func() {
		trusted.Watch(watching)
		close(watched)
	}()
	a.close = append(a.close, func() error {
		stop()
		<-watched
		automatic.Close()
		return nil
	})
	exec.Documents = documents.NewResolver(trusted, automatic, nil)
	if err := a.openStampe(ctx, r); err != nil {
		return err
	}
	a.edge = transport.New(exec, transport.Remembering(a.verify), transport.Options{Origins: a.config.Origins})
	return nil
}

func anybody(context.Context) bool { return true }

// policy are the limits of the file that the configuration names, or the defaults.
func (c *Config) policy() (*operation.Policy, error) {
	if c.Limiti == "" {
		return operation.DefaultPolicy(), nil
	}
	f, err := os.Open(c.Limiti)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return operation.ReadPolicy(f)
}

// quotaUsers are those whose spending one process remembers, about 20 MB.
const quotaUsers = 100_000

// openQuota counts what users spend: in Redis with the other instances when there is one, in this process otherwise and while
// Redis does not answer.
func (a *App) openQuota() (quota.Limiter, error) {
	local := memory.New(quotaUsers, time.Now)
	if a.config.RedisURL == "" {
		return local, nil
	}
	shared, err := redis.Open(a.config.RedisURL)
	if err != nil {
		return nil, err
	}
	a.close = append(a.close, shared.Close)
	return quota.NewFallback(shared, local), nil
}
