package transport_test

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/push"
)

// spring gives the same answers to all who are there when they come, and to each as fast as he takes them.
type spring struct {
	mu      sync.Mutex
	answers []*push.Answer
	of      map[*jet]bool
}

// jet is what goes to one of them.
type jet struct {
	*spring
	to      push.Taker
	closed  func()
	at      int
	waiting bool // for the next answer
}

func (s *spring) open(to push.Taker, closed func()) push.Source {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := &jet{spring: s, to: to, closed: closed, at: len(s.answers)}
	if s.of == nil {
		s.of = map[*jet]bool{}
	}
	s.of[j] = true
	return j
}

// gives adds an answer; nil is the end.
func (s *spring) gives(data string) {
	s.ends(&push.Answer{Response: &graphql.Response{Data: []byte(data)}})
}

func (s *spring) ends(a *push.Answer) {
	s.mu.Lock()
	s.answers = append(s.answers, a)
	var ready []*jet
	for j := range s.of {
		if j.waiting {
			j.waiting = false
			ready = append(ready, j)
		}
	}
	s.mu.Unlock()
	for _, j := range ready {
		j.run()
	}
}

func (j *jet) Resume() { go j.run() }

func (j *jet) Close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.of[j] {
		delete(j.of, j)
		j.closed()
	}
}

func (j *jet) run() {
	for {
		j.mu.Lock()
		if j.at == len(j.answers) {
			j.waiting = true
			j.mu.Unlock()
			return
		}
		a := j.answers[j.at]
		j.at++
		j.mu.Unlock()
		if !j.to.Take(a) {
			return
		}
	}
}
