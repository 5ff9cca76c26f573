package demo

import "math/rand/v2"

// seme is the edition of the demo data: another value gives other companies.
const seme = 0x4341_5353_4554_544f

// caso draws everything that differs from company to company.
type caso struct{ *rand.Rand }

// sorte is the source of company n, whatever the others are.
func sorte(n int) caso { return caso{rand.New(rand.NewPCG(seme, uint64(n)))} }

// tra draws a number from a to b, both included.
func (c caso) tra(a, b int) int {
	if b <= a {
		return a
	}
	return a + c.IntN(b-a+1)
}

// suMille is true n times in a thousand.
func (c caso) suMille(n int) bool { return c.IntN(1000) < n }

// scegli draws one of v.
func scegli[T any](c caso, v []T) T { return v[c.IntN(len(v))] }

// pesato draws the index of a weight, in proportion to it.
func (c caso) pesato(pesi ...int) int {
	totale := 0
	for _, p := range pesi {
		totale += p
	}
	n := c.IntN(totale)
	for i, p := range pesi {
		if n -= p; n < 0 {
			return i
		}
	}
	return len(pesi) - 1
}
