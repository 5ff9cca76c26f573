package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

const crowd = 8 // clients at once

// figures are what was measured of a question.
type figures struct {
	question
	disk   time.Duration   // first answer of a new process, the files not in memory; 0 when they could not be dropped
	cold   time.Duration   // first answer of a new process
	warm   []time.Duration // later ones, sorted
	size   int             // of the answer
	starts []time.Duration // of those processes
	peak   int64           // memory of those processes
}

// measure asks every question of processes of its own, then all of them of one.
func (m measurement) measure(ctx context.Context, p program, out io.Writer) error {
	after, err := p.middle(ctx)
	if err != nil {
		return err
	}
	var all []figures
	for _, q := range questions(after) {
		f, err := m.question(ctx, p, q)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		all = append(all, f)
	}
	c, err := p.atOnce(ctx, questions(after))
	if err != nil {
		return err
	}
	return report(out, all, c)
}

// middle is a cursor in the middle of the association's companies.
func (p program) middle(ctx context.Context) (cursor string, err error) {
	err = p.with(ctx, func(s *server) error {
		cursor, err = middle(func(profile, query string) ([]byte, error) {
			token, err := s.token(ctx, profile)
			if err != nil {
				return nil, err
			}
			a, err := s.ask(ctx, token, query)
			return a.text, err
		})
		return err
	})
	return cursor, err
}

// question asks one question: first of a process that finds nothing in memory, then of one that finds the files there.
func (m measurement) question(ctx context.Context, p program, q question) (figures, error) {
	f := figures{question: q}
	first := func(s *server) (token string, took time.Duration, err error) {
		f.starts = append(f.starts, s.ready)
		if token, err = s.token(ctx, q.profile); err != nil {
			return "", 0, err
		}
		a, err := s.ask(ctx, token, q.query)
		f.size = len(a.text)
		return token, a.took, err
	}
	if m.disk && dropFileCache() {
		err := p.with(ctx, func(s *server) (err error) {
			_, f.disk, err = first(s)
			return err
		})
		if err != nil {
			return f, err
		}
	}
	err := p.with(ctx, func(s *server) error {
		token, took, err := first(s)
		if err != nil {
			return err
		}
		f.cold = took
		for range m.warm {
			a, err := s.ask(ctx, token, q.query)
			if err != nil {
				return err
			}
			f.warm = append(f.warm, a.took)
		}
		f.peak = s.peak()
		return nil
	})
	slices.Sort(f.warm)
	return f, err
}

// together are the figures of one process that answered all the questions, many at once.
type together struct {
	took []time.Duration // to answer the target's question, sorted
	peak int64           // memory of the process
}

// atOnce asks every question of one process, from many clients at once, and then the first of them again for its times.
func (p program) atOnce(ctx context.Context, all []question) (t together, err error) {
	err = p.with(ctx, func(s *server) error {
		for _, q := range append(all, all[0]) {
			token, err := s.token(ctx, q.profile)
			if err != nil {
				return err
			}
			if t.took, err = s.askAtOnce(ctx, token, q.query); err != nil {
				return fmt.Errorf("%s, %d at once: %w", q.name, crowd, err)
			}
		}
		t.peak = s.peak()
		return nil
	})
	slices.Sort(t.took)
	return t, err
}

// askAtOnce has crowd clients ask a question, three times each.
func (s *server) askAtOnce(ctx context.Context, token, query string) ([]time.Duration, error) {
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			for range 3 {
				a, err := s.ask(ctx, token, query)
				mu.Lock()
				took = append(took, a.took)
				failed = cmp.Or(failed, err)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return took, failed
}
