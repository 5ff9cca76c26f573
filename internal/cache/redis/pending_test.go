package redis

import (
	"fmt"
	"slices"
	"testing"

	"cassetto/internal/cache"
)

func archives(changes []cache.Change) []string {
	var all []string
	for _, c := range changes {
		all = append(all, c.Archive)
	}
	return all
}

func TestPending(t *testing.T) {
	var p pending
	for _, a := range []string{"a", "b", "c"} {
		p.add(cache.Change{Archive: a})
	}
	var seen []cache.Change
	failing := func(c cache.Change) error {
		if len(seen) == 1 {
			return cache.ErrDown
		}
		seen = append(seen, c)
		return nil
	}
	if p.deliver(failing) || !p.any.Load() {
		t.Error("all is delivered although one failed")
	}
	p.add(cache.Change{Archive: "d"})
	late := true
	passing := func(c cache.Change) error {
		if !p.any.Load() {
			t.Error("nothing is pending while it is delivered")
		}
		if late { // somebody adds one meanwhile
			p.add(cache.Change{Archive: "e"})
			late = false
		}
		seen = append(seen, c)
		return nil
	}
	if !p.deliver(passing) || p.any.Load() {
		t.Error("something is left")
	}
	if got := archives(seen); !slices.Equal(got, []string{"a", "b", "c", "d", "e"}) {
		t.Errorf("delivered %v", got)
	}
}

// TestPendingBounded: what is too much to remember one by one becomes everything, and nothing is left out.
func TestPendingBounded(t *testing.T) {
	for _, n := range []int{mostPending, mostPending + 1, 5*mostPending + 7} {
		var p pending
		for i := range n {
			p.add(cache.Change{Archive: fmt.Sprint(i)})
		}
		refused := p.deliver(func(cache.Change) error { return cache.ErrDown })
		var seen []cache.Change
		p.deliver(func(c cache.Change) error {
			seen = append(seen, c)
			return nil
		})
		everything := slices.Index(archives(seen), "")
		if refused || len(seen) > mostPending || (everything < 0) != (n <= mostPending) || archives(seen)[len(seen)-1] != fmt.Sprint(n-1) && n != mostPending+1 {
			t.Errorf("of %d changes %d are delivered, everything at %d", n, len(seen), everything)
		}
	}
}
