package operation

import (
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	pricedSizes = 3 // variables that a price is remembered by, at most
	pricedTimes = 8 // prices that are remembered of an operation
)

// prices are what an operation costs, of one whose price depends on its variables what it cost lately: most are asked with the same
// sizes of pages again and again.
type prices struct {
	coster *Coster
	op     *ast.OperationDefinition
	by     []string // variables; none: it costs fixed
	fixed  Price
	lately [pricedTimes]atomic.Pointer[priced]
}

type priced struct {
	by    sizes
	price Price
}

// sizes are the values of variables that are whole numbers.
type sizes [pricedSizes]int64

func (c *Coster) prices(op *ast.OperationDefinition) *prices {
	p := &prices{coster: c, op: op, by: c.Variables(op)}
	if len(p.by) == 0 {
		p.fixed = c.Price(op, nil)
	}
	return p
}

// with is what the operation costs with these variables.
func (p *prices) with(variables map[string]any) Price {
	if len(p.by) == 0 {
		return p.fixed
	}
	by, known := p.sizes(variables)
	if !known {
		return p.coster.Price(p.op, variables)
	}
	place := &p.lately[uint64(by[0]+by[1]+by[2])%pricedTimes]
	if last := place.Load(); last != nil && last.by == by {
		return last.price
	}
	price := p.coster.Price(p.op, variables)
	place.Store(&priced{by, price})
	return price
}

// sizes is false when a variable is anything but a whole number, or there are too many.
func (p *prices) sizes(variables map[string]any) (s sizes, ok bool) {
	if len(p.by) > pricedSizes {
		return s, false
	}
	for i, name := range p.by {
		if s[i], ok = variables[name].(int64); !ok {
			return s, false
		}
	}
	return s, true
}
