package answers_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/internal/answers"
	"cassetto/internal/freshness"
)

func at(seconds int) time.Time { return time.Date(2026, 11, 23, 10, 0, seconds, 0, time.UTC) }

func key(n int) answers.Key { return sha256.Sum256(binary.AppendVarint(nil, int64(n))) }

// from is what an answer is made from when it reads a section.
func from(s *freshness.Source) freshness.Dependencies {
	r := freshness.New()
	r.Begin(s)
	return r.Dependencies()
}

// TestAnswers: an answer is given again for as long as it is true.
func TestAnswers(t *testing.T) {
	small := []byte(`{"a":1}`)
	for _, test := range []struct {
		name   string
		data   []byte
		until  time.Time
		kept   time.Time
		change func(section, other *freshness.Source, kept bool)
		asked  time.Time
		found  bool
	}{
		{"fresh", small, at(60), at(0), nil, at(59), true},
		{"at its end", small, at(60), at(0), nil, at(60), false},
		{"kept when it was over", small, at(60), at(60), nil, at(0), false},
		{"without an end", small, time.Time{}, at(0), nil, at(0), false},
		{"its section changes", small, at(60), at(0), func(s, _ *freshness.Source, kept bool) {
			if kept {
				s.Changed()
			}
		}, at(1), false},
		{"its section changed before it was kept", small, at(60), at(0), func(s, _ *freshness.Source, kept bool) {
			if !kept {
				s.Changed()
			}
		}, at(1), false},
		{"another section changes", small, at(60), at(0), func(_, o *freshness.Source, _ bool) { o.Changed() }, at(1), true},
		{"the largest", bytes.Repeat([]byte("x"), 1<<20), at(60), at(0), nil, at(1), true},
		{"too large", bytes.Repeat([]byte("x"), 1<<20+1), at(60), at(0), nil, at(1), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, section, other := answers.New(16<<20), &freshness.Source{}, &freshness.Source{}
			change := func(kept bool) {
				if test.change != nil {
					test.change(section, other, kept)
				}
			}
			a := answers.Answer{Data: test.data, Until: test.until, From: from(section)}
			change(false)
			c.Put(key(1), a, test.kept)
			change(true)
			got := c.Get(key(1), test.asked)
			if (got != nil) != test.found || got != nil && !bytes.Equal(got.Data, test.data) {
				t.Errorf("found %v, want %v", got != nil, test.found)
			}
			if c.Get(key(2), test.asked) != nil {
				t.Error("another question has an answer")
			}
		})
	}
}

// TestAnswersOwnMemory: what is kept does not change with the memory that it came in.
func TestAnswersOwnMemory(t *testing.T) {
	c := answers.New(1 << 20)
	data := []byte(`{"a":1}`)
	c.Put(key(1), answers.Answer{Data: data, Until: at(60)}, at(0))
	copy(data, "xxxxxxx")
	if a := c.Get(key(1), at(1)); a == nil || string(a.Data) != `{"a":1}` {
		t.Errorf("%v", a)
	}
}

// TestAnswersReplaced: a later answer lasts as long as it says, not as long as the one before.
func TestAnswersReplaced(t *testing.T) {
	c := answers.New(1 << 20)
	start := time.Now()
	c.Put(key(1), answers.Answer{Data: []byte("1"), Until: start.Add(time.Millisecond)}, start)
	c.Put(key(1), answers.Answer{Data: []byte("2"), Until: start.Add(time.Hour)}, start)
	for tick := time.Tick(time.Millisecond); time.Since(start) < 20*time.Millisecond; <-tick {
	}
	if a := c.Get(key(1), start.Add(time.Minute)); a == nil || string(a.Data) != "2" {
		t.Errorf("%v", a)
	}
}

// TestAnswersBound: however much is kept, the memory is bounded soon after, and much is still there.
func TestAnswersBound(t *testing.T) {
	const size, each, most = 1 << 20, 10_000, (1 << 20) / 10_000
	c := answers.New(size)
	for i := range 2_000 {
		c.Put(key(i), answers.Answer{Data: bytes.Repeat([]byte("x"), each), Until: at(60)}, at(0))
	}
	held := func() (n int) {
		for i := range 2_000 {
			if c.Get(key(i), at(1)) != nil {
				n++
			}
		}
		return n
	}
	tick, end := time.NewTicker(time.Millisecond), time.Now().Add(30*time.Second)
	defer tick.Stop()
	for held() > most && time.Now().Before(end) {
		<-tick.C
	}
	if n := held(); n > most || n < most/4 {
		t.Errorf("%d answers of %d bytes are held, of at most %d bytes", n, each, size)
	}
}

// TestNoAnswers: without memory nothing is kept.
func TestNoAnswers(t *testing.T) {
	c := answers.New(0)
	c.Put(key(1), answers.Answer{Data: []byte("1"), Until: at(60)}, at(0))
	if c != nil || c.Get(key(1), at(0)) != nil {
		t.Error("it is kept")
	}
}

// TestAnswersTogether: many ask and keep at once while sections change.
func TestAnswersTogether(t *testing.T) {
	c, s := answers.New(1<<20), &freshness.Source{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 500 {
				c.Put(key(i%20), answers.Answer{Data: fmt.Append(nil, i%20), Until: at(60), From: from(s)}, at(0))
				if a := c.Get(key(i%20), at(1)); a != nil && string(a.Data) != fmt.Sprint(i%20) {
					t.Errorf("%d: %s", i%20, a.Data)
				}
				if i%50 == 0 {
					s.Changed()
				}
			}
		})
	}
	all.Wait()
	s.Changed()
	for i := range 20 {
		if c.Get(key(i), at(1)) != nil {
			t.Errorf("%d is given after its section changed", i)
		}
	}
}
