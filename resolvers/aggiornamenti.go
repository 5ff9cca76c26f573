package resolvers

import (
	"context"
	"crypto/sha256"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"cassetto/graph/model"
	"cassetto/internal/push"
)

// dirette are the subscriptions of the graph. A stream waits by itself for its events; each is carried out by the library as a
// subscription that has one event, so that everything in its answer is as everywhere else. To a transport that takes them a stream
// gives its answers when they come, and no goroutine waits for them.
type dirette struct {
	exec         *executor.Executor
	richieste    *aggiornamenti[model.Richiesta]
	appuntamenti *aggiornamenti[model.Appuntamento]
}

// aggiornamenti are those subscriptions that are about one kind of things.
type aggiornamenti[V any] struct {
	*Resolver
	specie[V]
	exec    *executor.Executor
	rese    *rese[V]
	gruppi  *gruppi[V]
	squadra *squadra[V]
}

func nuoveDirette(r *Resolver, exec *executor.Executor) *dirette {
	return &dirette{
		exec,
		nuoviAggiornamenti(r, exec, delleRichieste(r.Live.Richieste)),
		nuoviAggiornamenti(r, exec, degliAppuntamenti(r.Live.Appuntamenti)),
	}
}

func nuoviAggiornamenti[V any](r *Resolver, exec *executor.Executor, s specie[V]) *aggiornamenti[V] {
	return &aggiornamenti[V]{r, s, exec, nuoveRese[V](), &gruppi[V]{per: map[[sha256.Size]byte]*gruppo[V]{}}, &squadra[V]{}}
}

// apertura is a stream that is about to open.
type apertura struct {
	*dirette
	op     *graphql.OperationContext
	next   graphql.ResponseHandler      // of the stream that has opened, when it is to be asked
	chiudi func()                       // it
	fonte  func(push.Taker) push.Source // of the stream that has opened, when it gives its answers by itself
}

// stream begins a stream. The library reads the arguments, guards the field and says what is wrong, as with any field; where it
// would ask the field for its events, the stream opens. Nothing of how it was opened is kept.
func (d *dirette) stream(ctx context.Context, op *graphql.OperationContext) graphql.ResponseHandler {
	a := &apertura{dirette: d, op: op}
	opening, opened := context.WithCancel(context.WithValue(ctx, chiaveFlusso{}, a))
	responses, running := d.exec.DispatchOperation(opening, copia(op))
	offer := push.From(ctx)
	switch {
	case a.fonte != nil && offer != nil:
		opened()
		offer.Source = a.fonte(offer.Taker)
		return nil
	case a.fonte != nil:
		opened()
		return aRichiesta(ctx, a.fonte)
	case a.next != nil:
		opened()
		context.AfterFunc(ctx, a.chiudi) // nobody says when a client stops asking
		return a.next
	}
	return func(ctx context.Context) *graphql.Response {
		defer opened()
		refused := responses(running)
		if refused == nil {
			return nil
		}
		return d.exec.DispatchError(ctx, refused.Errors)
	}
}

// copia is an operation for one use: what the library keeps of it goes with it.
func copia(op *graphql.OperationContext) *graphql.OperationContext {
	return &graphql.OperationContext{
		RawQuery: op.RawQuery, Variables: op.Variables, OperationName: op.OperationName, Doc: op.Doc, Extensions: op.Extensions, Headers: op.Headers,
		Operation: op.Operation, DisableIntrospection: op.DisableIntrospection, RecoverFunc: op.RecoverFunc,
		ResolverMiddleware: op.ResolverMiddleware, RootResolverMiddleware: op.RootResolverMiddleware, Stats: op.Stats,
	}
}

// chiaveFlusso is where a context has what its operation is carried out for: a stream to open, or an event.
type chiaveFlusso struct{}

// segueRichieste is the field aggiornamentiRichieste.
func segueRichieste(ctx context.Context, d domanda, dopo *string) (<-chan *model.AggiornamentoRichiesta, error) {
	return segue[model.AggiornamentoRichiesta](ctx, d, dopo, func(d *dirette) *aggiornamenti[model.Richiesta] { return d.richieste })
}

// segueAppuntamenti is the field aggiornamentiAppuntamenti.
func segueAppuntamenti(ctx context.Context, d domanda, dopo *string) (<-chan *model.AggiornamentoAppuntamento, error) {
	return segue[model.AggiornamentoAppuntamento](ctx, d, dopo, func(d *dirette) *aggiornamenti[model.Appuntamento] { return d.appuntamenti })
}

// segue opens the stream of a field, or gives its one event.
func segue[A, V any](ctx context.Context, d domanda, dopo *string, quali func(*dirette) *aggiornamenti[V]) (<-chan *A, error) {
	eventi := make(chan *A, 1)
	defer close(eventi)
	switch per := ctx.Value(chiaveFlusso{}).(type) {
	case *apertura:
		f, err := quali(per.dirette).apri(ctx, per.op, d, dopo)
		if err == nil {
			per.fonte = f.verso
		}
		return eventi, err
	case *A:
		eventi <- per
		return eventi, nil
	}
	return nil, errors.New("a subscription was carried out without its stream")
}
