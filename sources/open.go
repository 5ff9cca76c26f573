package sources

import (
	"context"
	"errors"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
	"cassetto/internal/cache/weight"
	"cassetto/internal/fault"
	"cassetto/internal/resilience"
	"cassetto/sources/infocamere"
)

func newCaches(o Options) *caches {
	c := &caches{timeout: o.Timeout, now: o.Now}
	if c.now == nil {
		c.now = time.Now
	}
	if o.Memory > 0 {
		c.near = memory.New(memory.Options[kept]{
			Bytes: o.Memory, Now: c.now, Lease: 3 * o.Timeout, // to wait for another instance, then to read
			Weigh: func(_ cache.Key, e *cache.Entry[kept]) int { return e.Value.bytes },
		})
	}
	return c
}

// Share makes the sections keep what they read for the other instances too. heard says whether their changes are heard; while
// they are not, what users may have changed is read anew. It is called before the first read.
func (s *Sources) Share(far cache.Engine[[]byte], heard func() bool) {
	s.caches.far, s.caches.linked = far, heard
}

// Linked says whether what the other instances change is heard.
func (s *Sources) Linked() bool { return s.caches.linked != nil && s.caches.linked() }

// Shared are the sections whose values may leave the process.
func (s *Sources) Shared() []*cache.Section {
	var all []*cache.Section
	for _, g := range s.caches.all {
		if !g.policy.Private {
			all = append(all, &g.Section)
		}
	}
	return all
}

// Watch says how the sections know that an archive which users change was looked at lately, should the other instances not be
// heard. It is called before the first read.
func (s *Sources) Watch(lately func(archive string) bool) { s.caches.watched = lately }

// Counts is how often values were had from where since the start.
func (s *Sources) Counts() Counts { return s.caches.counts.read() }

// Close waits for the reads that are under way.
func (s *Sources) Close() {
	s.caches.flying.Wait()
	if s.caches.near != nil {
		s.caches.near.Close()
	}
}

// shelf is an archive as its sections are opened.
type shelf struct {
	*archive.Archive
	guard  *resilience.Guard
	caches *caches
}

func (s *Sources) of(a *archive.Archive) shelf {
	g := resilience.New(resilience.Options{
		Name: a.Name, Timeout: s.caches.timeout, Hedge: a.Name == infocamere.Name, Answers: answers,
	})
	s.guards[a.Name] = g
	return shelf{a, g, s.caches}
}

// answers says whether an error is what an archive has to say, and not that it cannot be asked.
func answers(err error) bool {
	var ours *fault.Error
	var input *model.InputError
	return errors.As(err, &ours) || errors.As(err, &input)
}

// failure is an error of a guard as users read it: an archive that does not answer is named.
func failure(archive string, g *resilience.Guard, err error) error {
	if err == nil || answers(err) {
		return err
	}
	return fault.ArchiveDown(archive, max(g.RetryAfter(), time.Second), err)
}

// open gives a section its place; ground is told of every change that concerns it.
func (p *place) open(s shelf, name string, policy Policy, ground func()) {
	p.Archive, p.Name, p.Relates = s.Name, name, policy.Relates
	p.policy, p.caches = policy, s.caches
	p.source.Archive, p.source.Section = s.Name, name
	s.caches.all = append(s.caches.all, grounded{p, ground})
}

// read is how an archive package offers a section.
type read[K comparable, T any] func(ctx context.Context, a *archive.Archive, keys []K) (map[K]T, error)

func section[K ~string, T any](a shelf, name string, policy Policy, fetch read[K, T]) *Section[K, T] {
	return sectionBy(a, name, policy, fetch, func(k K) string { return string(k) })
}

func sectionBy[K comparable, T any](a shelf, name string, policy Policy, fetch read[K, T], code func(K) string) *Section[K, T] {
	s := &Section[K, T]{
		fetch: func(ctx context.Context, keys []K) (map[K]T, error) { return fetch(ctx, a.Archive, keys) },
		code:  code, weigh: weight.For[T](), guard: a.guard, flights: map[K]*flight[T]{},
	}
	s.open(a, name, policy, s.ground)
	s.encoded()
	return s
}

// depending says which codes a value depends on besides that of its key.
func (s *Section[K, T]) depending(codes func(K, T) []string) *Section[K, T] {
	s.codes = codes
	return s
}

// apart makes the section read each key by itself: what goes wrong with one is none of the others' business.
func (s *Section[K, T]) apart() *Section[K, T] {
	s.alone = true
	return s
}

func ofMatricola[T any](a shelf, name string, policy Policy, fetch read[string, T]) *perMatricola[T] {
	return &perMatricola[T]{section(a, name, policy, by[model.Matricola](fetch)), matricola}
}

func ofCodiceFiscale[T any](a shelf, name string, policy Policy, fetch read[string, T]) *perCodiceFiscale[T] {
	return &perCodiceFiscale[T]{section(a, name, policy, by[model.CodiceFiscale](fetch)), codiceFiscale}
}
