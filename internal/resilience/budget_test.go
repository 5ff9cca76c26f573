package resilience

import "testing"

func TestBudget(t *testing.T) {
	b := newBudget()
	for _, c := range []struct {
		name          string
		earns, spends int
	}{
		{"at first", 0, 10},
		{"after nine reads", 9, 0},
		{"after the tenth", 1, 1},
		{"after thirty-five more", 35, 3},
		{"with what was left and five more", 5, 1},
		{"after a long good time", 5000, 10},
	} {
		for range c.earns {
			b.earn()
		}
		spent := 0
		for b.spend() {
			spent++
		}
		if spent != c.spends {
			t.Errorf("%s: %d extra questions, want %d", c.name, spent, c.spends)
		}
	}
}
