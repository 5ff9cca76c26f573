// Package push is how a stream gives its answers by itself, so that no goroutine waits for them: not one for each of thousands
// of streams.
package push

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// Answer is one answer of a stream. Those who get the same share it, with what was made of it for the wire: it is not modified.
type Answer struct {
	*graphql.Response
	forms [forms]struct {
		once  sync.Once
		bytes []byte
	}
}

// Form is a way in which answers are written.
type Form int

// Forms of an answer.
const (
	JSON Form = iota
	Events
	forms
)

// Written is the answer in a form, which is made of it once for all.
func (a *Answer) Written(f Form, write func(*graphql.Response) []byte) []byte {
	form := &a.forms[f]
	form.once.Do(func() { form.bytes = write(a.Response) })
	return form.bytes
}

// Taker is who gets the answers of a stream, one at a time. Nothing of it waits.
type Taker interface {
	// Take takes an answer, or nil after the last one. When it says false, nothing but the end comes until the stream is resumed.
	Take(a *Answer) bool
	// Context is that of the operation, which ends when nobody wants its answers any more.
	Context() context.Context
}

// Source is a stream that is open. It has nothing to say before it is resumed for the first time.
type Source interface {
	Resume() // there is room for more; it is called once for each time that the taker said that there is none, and to begin
	Close()  // nothing more is wanted; it may be called more than once
}

// Offer goes with the context in which a stream is opened: a stream that can give its answers by itself sets its Source. The
// others have to be asked, as ever.
type Offer struct {
	Taker
	Source Source
}

type offerKey struct{}

// With is a context with an offer.
func With(ctx context.Context, o *Offer) context.Context {
	return context.WithValue(ctx, offerKey{}, o)
}

// From is the offer of a context, nil when there is none.
func From(ctx context.Context) *Offer {
	o, _ := ctx.Value(offerKey{}).(*Offer)
	return o
}
