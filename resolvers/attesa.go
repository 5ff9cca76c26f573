package resolvers

import (
	"context"
	"log/slog"
	"maps"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/push"
	"cassetto/sources"
)

// passo is what a stream does that may have to be waited for. It says false when somebody else goes on with the stream.
type passo func(ctx context.Context) (a *push.Answer, avanti bool)

// daSolo goes on with a stream on a goroutine of its own.
func (f *flusso[V]) daSolo(fa passo) {
	ctx := graphql.WithOperationContext(f.a.Context(), f.op)
	a, avanti := f.prova(ctx, fa)
	if !avanti || ctx.Err() != nil {
		return
	}
	if a == nil {
		f.preso = false
	}
	if a == nil || f.dà(a) {
		f.squadra.accoda(f)
	}
}

// prova ends the stream with an answer when what it does panics.
func (f *flusso[V]) prova(ctx context.Context, fa passo) (a *push.Answer, avanti bool) {
	defer func() {
		if p := recover(); p != nil {
			err := recovered(ctx, p)
			slog.ErrorContext(ctx, "stream panicked", "cause", err, "stack", string(debug.Stack()))
			a, avanti = f.ultima(ctx, err), true
		}
	}()
	return fa(ctx)
}

// recupera reads what the feed has no longer.
func (f *flusso[V]) recupera(ctx context.Context) (*push.Answer, bool) {
	if err := f.eventi.CatchUp(ctx); err != nil {
		return f.ultima(ctx, f.ferma(err)), true
	}
	return nil, true
}

// ancora is the last answer if the caller may not have the stream any more. While that cannot be told there is none: nothing is
// delivered before it can.
func (f *flusso[V]) ancora(ctx context.Context) (*push.Answer, bool) {
	ctx = sources.WithBatch(ctx)
	m, err := f.mandato(ctx)
	if err == nil {
		err = f.diritto(ctx, m)
	}
	if err == nil || fault.Code(err) == fault.Unavailable {
		return nil, true
	}
	return f.ultima(ctx, err), true
}

// risponde is the answer to the event that was taken, after the archives were asked whether the caller may have it.
func (f *flusso[V]) risponde(ctx context.Context) (*push.Answer, bool) {
	m, a := f.decide(ctx)
	if m == nil {
		return a, true
	}
	chiave, condivisa := f.chiave(f.evento, m)
	if !condivisa {
		return f.conclude(f.esegue(ctx)), true
	}
	switch risposta, primo := f.rese.chiede(chiave, f); {
	case primo:
		return f.perTutti(chiave)(ctx)
	case risposta != nil:
		return risposta, true
	}
	return nil, false
}

// perSé is the answer to the event that was taken, made for this stream alone.
func (f *flusso[V]) perSé(ctx context.Context) (*push.Answer, bool) {
	m, a := f.decide(ctx)
	if m == nil {
		return a, true
	}
	return f.conclude(f.esegue(ctx)), true
}

// perTutti makes the answer that others may be waiting for, also after the caller has left.
func (f *flusso[V]) perTutti(chiave chiaveResa[V]) passo {
	return func(ctx context.Context) (a *push.Answer, avanti bool) {
		defer func() { // also after a panic
			aspetta, comune := f.rese.fatta(chiave, a)
			if comune {
				f.squadra.accoda(aspetta...)
				return
			}
			for _, altro := range aspetta {
				go altro.daSolo(altro.perSé)
			}
		}()
		return f.conclude(f.esegue(context.WithoutCancel(ctx))), true
	}
}

// decide is what entitles the caller to the event that was taken; nil when he may not see it, with the last answer if he may not
// have the stream any more.
func (f *flusso[V]) decide(ctx context.Context) (*access.Mandato, *push.Answer) {
	if f.evento.Value != nil && f.domanda.id != nil {
		f.ricorda(f.evento.Value)
	}
	m := f.certo(ctx)
	if m == nil {
		read := sources.WithBatch(ctx)
		var err error
		if m, err = f.mandato(read); err == nil && f.evento.Value != nil && f.domanda != (domanda{}) {
			err = f.diritto(read, m)
		}
		if err != nil {
			return nil, f.ultima(ctx, err)
		}
	}
	if f.evento.Value == nil || !m.Vede(f.pratica(f.evento.Value), f.Now()) {
		return nil, nil
	}
	return m, nil
}

// esegue carries the operation out for the event that was taken. Its answer says how to go on after it.
func (f *flusso[V]) esegue(ctx context.Context) *graphql.Response {
	cursore := f.cursori.Cursor(f.evento.Position)
	a, err := f.aggiornamento(f.evento, cursore)
	if err != nil {
		return f.errore(ctx, err)
	}
	responses, running := f.exec.DispatchOperation(context.WithValue(ctx, chiaveFlusso{}, a), copia(f.op))
	response := responses(running)
	if response == nil || response.Data == nil {
		return response
	}
	extensions := map[string]any{"cursore": cursore}
	maps.Copy(extensions, response.Extensions)
	return &graphql.Response{Data: response.Data, Errors: response.Errors, Extensions: extensions}
}

// conclude ends the stream with an answer that was not carried out: the client has not had its event.
func (f *flusso[V]) conclude(response *graphql.Response) *push.Answer {
	switch {
	case response == nil:
		return nil
	case response.Data == nil:
		return f.chiude(response)
	}
	return &push.Answer{Response: response}
}

// ultima is the last answer of a stream that had begun.
func (f *flusso[V]) ultima(ctx context.Context, err error) *push.Answer {
	if ctx.Err() != nil { // which is what went wrong, and nobody hears it
		return nil
	}
	return f.chiude(f.errore(ctx, err))
}

func (f *flusso[V]) errore(ctx context.Context, err error) *graphql.Response {
	return f.exec.DispatchError(ctx, ultimoErrore(ctx, f.alias, err))
}

// ultimoErrore is why a stream that had begun ends, as its client is told.
func ultimoErrore(ctx context.Context, alias string, err error) gqlerror.List {
	if code := fault.Code(err); code == fault.NotFound || code == fault.Forbidden {
		err = fault.Errorf(fault.Forbidden, "Il titolo a ricevere questi aggiornamenti è venuto meno.")
	}
	e := Present(ctx, err)
	e.Path = ast.Path{ast.PathName(alias)}
	return gqlerror.List{e}
}

// chiude ends the stream with an answer.
func (f *flusso[V]) chiude(response *graphql.Response) *push.Answer {
	f.finito = true
	f.eventi.Close()
	return &push.Answer{Response: response}
}
