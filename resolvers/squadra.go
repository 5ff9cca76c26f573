package resolvers

import (
	"runtime"
	"sync"
)

// squadra goes on with streams, of which an event wakes thousands at once, as far as nothing must be waited for. It does so on as
// many goroutines as can compute at the same time, whose stacks have grown to what that needs: a stream has none of its own.
type squadra[V any] struct {
	mu      sync.Mutex
	coda    []*flusso[V]
	alOpera int
}

// accoda has somebody go on with streams that nobody goes on with. It does not wait.
func (s *squadra[V]) accoda(flussi ...*flusso[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.coda = append(s.coda, flussi...)
	for s.alOpera < min(runtime.GOMAXPROCS(0), len(s.coda)) {
		s.alOpera++
		go s.lavora()
	}
}

// lavora goes on until there is nothing to do.
func (s *squadra[V]) lavora() {
	for f := s.prende(); f != nil; f = s.prende() {
		f.avanza()
	}
}

// prende takes the next stream; who finds none is no longer counted on.
func (s *squadra[V]) prende() *flusso[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.coda) == 0 {
		s.coda = nil
		s.alOpera--
		return nil
	}
	f := s.coda[0]
	s.coda[0], s.coda = nil, s.coda[1:]
	return f
}
