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
	"cassetto/internal/plan"
	"cassetto/sources"
)

// respond gives one response to an operation: that which was given before to the same question of somebody who may see the
// same, if it is still true, or a new one.
func (r *Resolver) respond(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 { // it was refused
		ctx = sources.WithBatch(ctx)
		return settled(ctx, next(ctx))
	}
	op := graphql.GetOperationContext(ctx)
	if told, again := op.Stats.GetExtension(freshness.Told).(freshness.Summary); again && op.Operation.Operation == ast.Query {
		if told.Whole {
			return nil // a query has one response
		}
		ctx = sources.WithBatch(ctx)
		return settled(ctx, next(ctx))
	}
	early := r.early(ctx, op)
	if a := r.known(early); a != nil {
		return whole(ctx, op, a)
	}
	ctx = sources.WithBatch(ctx)
	q := r.question(ctx, op)
	if early == nil {
		if a := r.known(q); a != nil {
			return whole(ctx, op, a)
		}
	}
	return r.anew(ctx, op, q, next)
}

// whole is an answer that was given before.
func whole(ctx context.Context, op *graphql.OperationContext, a *answers.Answer) *graphql.Response {
	response := &graphql.Response{Data: a.Data, Extensions: graphql.GetExtensions(ctx)}
	return tell(op, response, freshness.Summary{Whole: true, Until: a.Until, Tag: a.Tag, Kept: a.Kept})
}

// anew has the question answered.
func (r *Resolver) anew(ctx context.Context, op *graphql.OperationContext, q *question, next graphql.ResponseHandler) *graphql.Response {
	registered := len(graphql.GetExtensions(ctx))
	response := settled(ctx, next(ctx))
	if response == nil {
		return nil
	}
	summary := freshness.Summary{Read: sources.ReportOf(ctx), Release: plan.Release(op)}
	if q != nil && ctx.Err() == nil && len(response.Errors) == 0 && len(response.Extensions) == registered && response.HasNext == nil {
		r.keep(q, response.Data, &summary)
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
	key    answers.Key
	asked  time.Time
	maxAge time.Duration
}

// early is the question of a caller whose titles the process keeps, so that an answer is found without a batch; nil otherwise. It is
// only for finding one: the fields of a new answer may read other titles, if they change meanwhile.
func (r *Resolver) early(ctx context.Context, op *graphql.OperationContext) *question {
	use := operation.ReuseOf(op)
	identita, recognised := access.From(ctx)
	if r.Answers == nil || use.MaxAge == 0 || !recognised {
		return nil
	}
	titoli, kept := r.Sources.Titoli.Kept(chiDi(identita))
	if kept && titoli != nil && identita.Servizio != "" {
		titoli = perSede(titoli, identita)
	}
	if !kept || titoli == nil {
		return nil
	}
	return pose(use, op.Variables, titoli.Mandato, r.Now())
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

// pose makes a question of what is asked, and of what who asks may see now.
func pose(use operation.Reuse, variables map[string]any, m access.Mandato, now time.Time) *question {
	sees, holds := m.Impronta(now)
	key, known := answers.Question{Operation: use.Operation, Variables: variables, Sees: sees}.Key()
	if !holds || !known {
		return nil
	}
	return &question{key, now, use.MaxAge}
}

// until is until when the answer may be used at most. It is good until the day ends: another day is another question.
func (q *question) until() time.Time { return earlier(q.asked.Add(q.maxAge), tomorrow(q.asked)) }

// known is the answer that was given before.
func (r *Resolver) known(q *question) *answers.Answer {
	if q == nil {
		return nil
	}
	return r.Answers.Get(q.key, q.asked)
}

// keep keeps the data that answer a question, and says until when they may be used again: not at all when they are not fresh, or
// when that time has passed while they were read.
func (r *Resolver) keep(q *question, data []byte, summary *freshness.Summary) {
	now := r.Now()
	until := earlier(q.until(), summary.Read.FreshUntil())
	if !now.Before(until) {
		return
	}
	summary.Until, summary.Tag = until, freshness.Fingerprint(data)
	if r.Answers != nil {
		summary.Release = nil
		r.Answers.Put(q.key, answers.Answer{Data: data, Tag: summary.Tag, From: summary.Read.Dependencies(), Until: until}, now)
	}
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
