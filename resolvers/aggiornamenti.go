package resolvers

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"cassetto/graph/model"
	"cassetto/internal/fault"
	"cassetto/internal/live"
	"cassetto/sources/comunicazioni"
)

// aggiornamenti carries out the subscription aggiornamentiRichieste. A stream waits by itself for its events; each is carried
// out by the library as a subscription that has one event, so that everything in its answer is as everywhere else.
type aggiornamenti struct {
	*Resolver
	library *executor.Executor
	rese    *rese
	squadra *squadra
}

// stream begins a stream. The library reads the arguments, guards the field and says what is wrong, as with any field; where it
// would ask the field for its events, the stream opens. Nothing of how it was opened is kept.
func (a *aggiornamenti) stream(ctx context.Context, op *graphql.OperationContext) graphql.ResponseHandler {
	f := &flusso{aggiornamenti: a, op: op}
	opening, opened := context.WithCancel(context.WithValue(ctx, chiaveFlusso{}, f))
	responses, running := a.library.DispatchOperation(opening, copia(op))
	if f.eventi != nil {
		opened()
		context.AfterFunc(ctx, f.eventi.Close) // nobody says when a client stops asking
		return f.next
	}
	return func(ctx context.Context) *graphql.Response {
		defer opened()
		refused := responses(running)
		if refused == nil {
			return nil
		}
		return a.library.DispatchError(ctx, refused.Errors)
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

// esegueFlusso is the field aggiornamentiRichieste: it opens the stream, or gives its one event.
func esegueFlusso(ctx context.Context, matricola *model.Matricola, id, dopo *string) (<-chan *model.AggiornamentoRichiesta, error) {
	eventi := make(chan *model.AggiornamentoRichiesta, 1)
	defer close(eventi)
	switch per := ctx.Value(chiaveFlusso{}).(type) {
	case *flusso:
		return eventi, per.apri(ctx, domanda{matricola, id}, dopo)
	case *model.AggiornamentoRichiesta:
		eventi <- per
		return eventi, nil
	}
	return nil, errors.New("a subscription was carried out without its stream")
}

// domanda is what a stream asks for; everything, when neither is there.
type domanda struct {
	matricola *model.Matricola
	id        *string
}

func (d domanda) topic() live.Topic {
	var t live.Topic
	if d.matricola != nil {
		t.Group = string(*d.matricola)
	}
	if d.id != nil {
		t.Request = *d.id
	}
	return t
}

// apri opens the stream for whoever may have it. It subscribes first: a right that ends meanwhile is then seen.
func (f *flusso) apri(ctx context.Context, d domanda, dopo *string) error {
	f.domanda, f.alias = d, graphql.GetFieldContext(ctx).Field.Alias
	da, err := f.posizione(ctx, dopo)
	if err != nil {
		return err
	}
	eventi, err := f.Live.Subscribe(ctx, d.topic(), da)
	switch {
	case errors.Is(err, live.ErrBeyond):
		return cursoreEstraneo()
	case err != nil:
		return comunicazioniFerme(err)
	}
	if err := f.concede(ctx); err != nil {
		eventi.Close()
		return err
	}
	f.eventi, f.selezione = eventi, seleziona(f.op)
	return nil
}

// concede says why the caller may not have the stream, and remembers the request that it is about.
func (f *flusso) concede(ctx context.Context) error {
	m, err := f.mandato(ctx)
	if err != nil {
		return err
	}
	if f.domanda.id != nil {
		r, err := f.Live.Value(ctx, *f.domanda.id)
		switch {
		case err != nil:
			return comunicazioniFerme(err)
		case r == nil || f.domanda.matricola != nil && *f.domanda.matricola != r.Matricola:
			return nonTrovata()
		}
		f.ricorda(r)
	}
	return f.diritto(ctx, m)
}

// posizione is where the stream begins: after the cursor of the field, or that which the client's connection brought.
func (f *flusso) posizione(ctx context.Context, dopo *string) (int64, error) {
	cursore := ""
	switch {
	case dopo != nil:
		cursore = *dopo
	case f.Seen != nil:
		cursore = f.Seen(ctx)
	}
	if dopo == nil && cursore == "" {
		return live.FromNow, nil
	}
	posizione, nostro := live.Position(cursore)
	if !nostro {
		return 0, cursoreEstraneo()
	}
	return posizione, nil
}

func cursoreEstraneo() error {
	return model.RifiutaCampo("dopo", "Il cursore non è di questi aggiornamenti.")
}

func nonTrovata() error { return fault.Errorf(fault.NotFound, "Non trovato.") }

func comunicazioniFerme(cause error) error {
	return fault.ArchiveDown(comunicazioni.Name, time.Second, cause)
}
