package operation

import (
	"context"
	"errors"
	"log/slog"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/quota"
)

// caller is who asks, with what holds for him.
type caller struct {
	access.Identita
	limits *Limits
}

// measure holds an operation to the limits on what is known of it before its variables are read, and on their bytes.
func (c *caller) measure(ctx context.Context, d *document, m *measured, variables int) error {
	size := Measures{Document: d.bytes, Syntax: d.syntax, Shape: m.shape}
	if m.within(c.limits, size) && !c.limits.Variables.passed(variables) {
		return nil
	}
	size.Variables = variables
	return c.hold(ctx, size)
}

// afford holds an operation to the limits on its price.
func (c *caller) afford(ctx context.Context, p Price) error {
	if l := c.limits; !l.Page.passed(p.Page) && !l.Bulk.passed(p.Bulk) && !l.Cost.passed(p.Cost) {
		return nil
	}
	return c.hold(ctx, Measures{Price: p})
}

// hold compares an operation with the caller's limits, and logs those that are only observed.
func (c *caller) hold(ctx context.Context, m Measures) error {
	observed, err := c.limits.Check(m)
	for _, v := range observed {
		c.observe(ctx, v.Limit, v.Found, v.Max)
	}
	return err
}

func (c *caller) observe(ctx context.Context, limit string, found, most int) {
	slog.InfoContext(ctx, "limit passed, not enforced", "limit", limit, "found", found, "max", most, "profile", c.profile())
}

func (c *caller) profile() model.ProfiloUtente {
	if c.Profilo == nil {
		return ""
	}
	return *c.Profilo
}

// Spent is what an operation was found to cost, in units.
type Spent struct {
	Cost int `json:"stimato"`
	Max  int `json:"massimo"`
	Left int `json:"residuo"` // of what its caller may spend now
}

// spend takes the cost of an operation from what its caller may spend.
func (e *Executor) spend(ctx context.Context, c *caller, cost int) (Spent, error) {
	s := Spent{Cost: cost, Max: c.limits.Cost.Max}
	rate := c.limits.Rate
	if rate.Mode == Off {
		return s, nil
	}
	taken, err := e.Quota.Take(ctx, string(c.CodiceFiscale), cost, quota.Rate{PerMinute: rate.PerMinute, Burst: rate.Burst})
	if err != nil {
		return s, err
	}
	s.Left = taken.Left
	switch {
	case taken.OK:
		return s, nil
	case rate.Mode == Observe:
		c.observe(ctx, "frequenza", cost, rate.Burst)
		return s, nil
	case taken.Never():
		return s, fault.Errorf(fault.TooComplex, "Operazione troppo complessa: costo %d, al più %d.", cost, rate.Burst)
	}
	refused := fault.Errorf(fault.RateLimited, "Troppe richieste: riprovare fra poco.")
	refused.RetryAfter = taken.RetryAfter
	return s, refused
}

// costOf is the extension that asks what an operation cost, and says it.
const costOf = "costo"

// tellCost adds what the operation cost to a response, when its request asked for that in extensions.costo.
func tellCost(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if graphql.HasOperationContext(ctx) {
		op := graphql.GetOperationContext(ctx)
		if wants, _ := op.Extensions[costOf].(bool); wants {
			if a := admissionTo(op); a != nil {
				graphql.RegisterExtension(ctx, costOf, a.spent)
			}
		}
	}
	return next(ctx)
}

// asList is an error as the library passes it on: ours with its code, any other to be masked.
func asList(err error) gqlerror.List {
	var list gqlerror.List
	var located *gqlerror.Error
	var ours *fault.Error
	switch {
	case errors.As(err, &list):
		return list
	case errors.As(err, &located):
		return gqlerror.List{located}
	case errors.As(err, &ours):
		e := &gqlerror.Error{Message: ours.Message, Err: ours.Cause, Extensions: map[string]any{"code": ours.Code}}
		if ours.RetryAfter > 0 {
			e.Extensions["retryAfter"] = int(math.Ceil(ours.RetryAfter.Seconds()))
		}
		return gqlerror.List{e}
	}
	return gqlerror.List{gqlerror.Wrap(err)}
}

// told is why a document is not valid, as its caller may read it: with suggestions for those who may ask about the schema.
func (e *Executor) told(ctx context.Context, text string, d *document) gqlerror.List {
	if e.Explores(ctx) {
		if parsed, err := parser.ParseQuery(&ast.Source{Input: text}); err == nil && len(parsed.Operations) > 0 {
			return validate(e.schema, parsed, fullRules())
		}
	}
	copies := make(gqlerror.List, len(d.invalid)) // what is kept is shared, and the presenter writes
	for i, one := range d.invalid {
		copied := *one
		copies[i] = &copied
	}
	return copies
}
