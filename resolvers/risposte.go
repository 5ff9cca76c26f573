package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/answers"
	"cassetto/internal/freshness"
	"cassetto/internal/operation"
	"cassetto/sources"
)

// respond gives one response to an operation: that which was given before to the same question of somebody who may see the
// same, if it is still true, or a new one.
func (r *Resolver) respond(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	ctx = sources.WithBatch(ctx)
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 { // it was refused
		return settled(ctx, next(ctx))
	}
	op := graphql.GetOperationContext(ctx)
	if told, again := op.Stats.GetExtension(freshness.Told).(freshness.Summary); again && op.Operation.Operation == ast.Query {
		if told.Whole {
			return nil // a query has one response
		}
		return settled(ctx, next(ctx))
	}
	q := r.question(ctx, op)
	if a := r.known(q); a != nil {
		response := &graphql.Response{Data: a.Data, Extensions: graphql.GetExtensions(ctx)}
		return tell(op, response, freshness.Summary{Whole: true, Until: a.Until, Tag: a.Tag})
	}
	registered := len(graphql.GetExtensions(ctx))
	response := settled(ctx, next(ctx))
	if response == nil {
		return nil
	}
	summary := freshness.Summary{Parts: sources.ReportOf(ctx).Parts()}
	if q != nil && ctx.Err() == nil && len(response.Errors) == 0 && len(response.Extensions) == registered && response.HasNext == nil {
		r.keep(ctx, q, response.Data, &summary)
	}
	return tell(op, response, summary)
}

func settled(ctx context.Context, response *graphql.Response) *graphql.Response {
	if response != nil {
		response.Errors = settle(ctx, response.Errors)
	}
	return response
}

// question is a query whose answer may be used again.
type question struct {
	key   answers.Key
	asked time.Time
	until time.Time // at most
}

// question is nil when the answer may not be used again, for whatever reason: the operation does not allow it, its caller is not
// entitled to anything, or what he may see is about to change.
func (r *Resolver) question(ctx context.Context, op *graphql.OperationContext) *question {
	use := operation.ReuseOf(op)
	if use.MaxAge == 0 {
		return nil
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil // the fields say why
	}
	return pose(use, op.Variables, titoli.Mandato, r.Now())
}

// pose makes a question of what is asked, and of what who asks may see now. It is good until the day ends: another day is
// another question.
func pose(use operation.Reuse, variables map[string]any, m access.Mandato, now time.Time) *question {
	sees, holds := m.Impronta(now)
	key, known := answers.Question{Operation: use.Operation, Variables: variables, Sees: sees}.Key()
	if !holds || !known {
		return nil
	}
	return &question{key, now, earlier(now.Add(use.MaxAge), tomorrow(now))}
}

// known is the answer that was given before.
func (r *Resolver) known(q *question) *answers.Answer {
	if q == nil {
		return nil
	}
	return r.Answers.Get(q.key, q.asked)
}

// keep keeps the data that answer a question, and says until when they may be used again: not at all when they are not fresh, or
// when that time has passed while they were read.
func (r *Resolver) keep(ctx context.Context, q *question, data []byte, summary *freshness.Summary) {
	report, now := sources.ReportOf(ctx), r.Now()
	until := earlier(q.until, report.FreshUntil())
	if !now.Before(until) {
		return
	}
	summary.Until, summary.Tag = until, freshness.Fingerprint(data)
	r.Answers.Put(q.key, answers.Answer{Data: data, Tag: summary.Tag, From: report.Dependencies(), Until: until}, now)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// tomorrow is when the next day begins in Italy: deleghe begin and end with the day.
func tomorrow(now time.Time) time.Time {
	anno, mese, giorno := now.In(model.Roma).Date()
	return time.Date(anno, mese, giorno+1, 0, 0, 0, 0, model.Roma)
}
