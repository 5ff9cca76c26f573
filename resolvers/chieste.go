package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/push"
)

// chieste are the answers of a stream for whoever asks for one after the other.
type chieste struct {
	ctx    context.Context
	arriva chan *push.Answer
	finite bool
}

// Take takes one, and the end.
func (c *chieste) Take(a *push.Answer) bool {
	c.arriva <- a // there is room: no other one comes but the end
	return false
}

// Context is that of the operation.
func (c *chieste) Context() context.Context { return c.ctx }

// aRichiesta opens the answers of a stream to be asked for until ctx ends.
func aRichiesta(ctx context.Context, fonte func(push.Taker) push.Source) graphql.ResponseHandler {
	c := &chieste{ctx: ctx, arriva: make(chan *push.Answer, 2)}
	flusso := fonte(c)
	context.AfterFunc(ctx, flusso.Close) // nobody says when a client stops asking
	return func(ctx context.Context) *graphql.Response {
		if c.finite || ctx.Err() != nil {
			return nil
		}
		flusso.Resume()
		select {
		case a := <-c.arriva:
			if c.finite = a == nil; !c.finite && ctx.Err() == nil {
				return a.Response
			}
		case <-ctx.Done():
		}
		return nil
	}
}
