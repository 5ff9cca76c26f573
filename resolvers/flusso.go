package resolvers

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/live"
	"cassetto/sources"
)

// flusso is one open subscription. Between events it holds nothing but its place; the goroutine that waits is the transport's.
type flusso[V any] struct {
	*aggiornamenti[V]
	op        *graphql.OperationContext
	alias     string
	domanda   domanda
	selezione selezione
	su        *access.Pratica // what decides who may see the one thing that the stream is about; nil when it is about more
	eventi    *live.Subscription[V]
	finito    bool
}

// next is the answer to the next event that the caller may see. The right to the stream is decided again at each, and whenever
// it may have ended; when it has, the last answer says so.
func (f *flusso[V]) next(ctx context.Context) *graphql.Response {
	for !f.finito && ctx.Err() == nil {
		f.eventi.Wait() // on the smallest stack
		if response := f.prossima(ctx); response != nil {
			return response
		}
	}
	return nil
}

// prossima is the answer to an event that has come, nil when there is none.
func (f *flusso[V]) prossima(ctx context.Context) *graphql.Response {
	c := f.squadra.fa(ctx, f)
	defer f.squadra.lascia(c)
	switch {
	case !c.trovato:
		return f.attende(ctx)
	case c.prima:
		return f.conclude(ctx, f.rese.prima(ctx, c.chiave, c.resa, f.esegue(ctx, c.evento)))
	case c.resa != nil:
		<-c.resa.fatta // whoever makes it sees to that
		if r := c.resa.risposta; r != nil {
			return r
		}
	}
	return f.risponde(ctx, c.evento)
}

// attende takes what comes next, however long that needs.
func (f *flusso[V]) attende(ctx context.Context) *graphql.Response {
	e, err := f.eventi.Next(ctx)
	switch {
	case errors.Is(err, live.ErrRecheck):
		return f.ancora(ctx)
	case errors.Is(err, live.ErrClosed) || ctx.Err() != nil:
		f.finito = f.finito || errors.Is(err, live.ErrClosed)
		return nil
	case err != nil:
		return f.ultima(ctx, f.ferma(err))
	}
	return f.risponde(ctx, e)
}

// ancora is the last answer if the caller may not have the stream any more. While that cannot be told there is none: nothing is
// delivered before it can.
func (f *flusso[V]) ancora(ctx context.Context) *graphql.Response {
	ctx = sources.WithBatch(ctx)
	m, err := f.mandato(ctx)
	if err == nil {
		err = f.diritto(ctx, m)
	}
	if err == nil || fault.Code(err) == fault.Unavailable {
		return nil
	}
	return f.ultima(ctx, err)
}

// risponde is the answer to an event; nil when the caller may not see it.
func (f *flusso[V]) risponde(ctx context.Context, e live.Event[V]) *graphql.Response {
	if e.Value != nil && f.domanda.id != nil {
		f.ricorda(e.Value)
	}
	m := f.certo(ctx)
	if m == nil {
		read := sources.WithBatch(ctx)
		var err error
		if m, err = f.mandato(read); err == nil && e.Value != nil && f.domanda != (domanda{}) {
			err = f.diritto(read, m)
		}
		if err != nil {
			return f.ultima(ctx, err)
		}
	}
	if e.Value == nil || !m.Vede(f.pratica(e.Value), f.Now()) {
		return nil
	}
	return f.conclude(ctx, f.resa(ctx, e, m))
}

// conclude ends the stream with an answer that was not carried out: the client has not had its event.
func (f *flusso[V]) conclude(ctx context.Context, response *graphql.Response) *graphql.Response {
	if response == nil || ctx.Err() != nil {
		return nil
	}
	if response.Data == nil {
		return f.chiude(response)
	}
	return response
}

// mandato is what entitles the caller of a stream now.
func (r *Resolver) mandato(ctx context.Context) (*access.Mandato, error) {
	if chi, _ := access.From(ctx); !chi.Scadenza.IsZero() && !r.Now().Before(chi.Scadenza) {
		return nil, fault.Errorf(fault.Unauthenticated, "L'accesso è scaduto: autenticarsi di nuovo.")
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	return &titoli.Mandato, nil
}

// certo is what entitles the caller to the stream now, when that follows from what the process keeps; nil when the archives are to
// be asked, or when he may not have it. Most events are decided so, and it costs little.
func (f *flusso[V]) certo(ctx context.Context) *access.Mandato {
	chi, _ := access.From(ctx)
	now := f.Now()
	if chi.Servizio != "" || !chi.Scadenza.IsZero() && !now.Before(chi.Scadenza) {
		return nil
	}
	titoli, kept := f.Sources.Titoli.Kept(chiDi(chi))
	if !kept || titoli == nil {
		return nil
	}
	m := &titoli.Mandato
	if f.su != nil && !m.Vede(*f.su, now) {
		return nil
	}
	if f.domanda.matricola != nil {
		a, kept := f.Sources.Azienda.Kept(*f.domanda.matricola)
		if !kept || a == nil || m.Decide(posizione(a), nil, now).Esito == access.Nascosto || !m.Agisce(posizione(a), f.servizio, now) {
			return nil
		}
	}
	return m
}

// diritto says why the caller may not have the stream now. What is not his cannot be told from what does not exist.
func (f *flusso[V]) diritto(ctx context.Context, m *access.Mandato) error {
	now := f.Now()
	if f.su != nil && !m.Vede(*f.su, now) {
		return nonTrovata()
	}
	if f.domanda.matricola != nil {
		a, err := f.azienda(ctx, *f.domanda.matricola)
		if err == nil && !m.Agisce(posizione(a), f.servizio, now) {
			err = fault.Errorf(fault.Forbidden, "Serve un titolo per il servizio %s su questa posizione.", f.servizio)
		}
		return err
	}
	if f.su == nil && m.AmbitoPer(f.servizio, now).Vuoto() {
		return fault.Errorf(fault.Forbidden, "Serve un titolo per il servizio %s.", f.servizio)
	}
	return nil
}

// ricorda keeps of what the stream is about what decides who may see it.
func (f *flusso[V]) ricorda(v *V) {
	p := f.pratica(v)
	p.Da = nil // who began it does not matter
	f.su = &p
}

// ultima is the last answer of a stream that had begun.
func (f *flusso[V]) ultima(ctx context.Context, err error) *graphql.Response {
	if ctx.Err() != nil { // which is what went wrong, and nobody hears it
		return nil
	}
	return f.chiude(f.library.DispatchError(ctx, ultimoErrore(ctx, f.alias, err)))
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
func (f *flusso[V]) chiude(response *graphql.Response) *graphql.Response {
	f.finito = true
	f.eventi.Close()
	return response
}
