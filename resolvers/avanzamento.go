package resolvers

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"cassetto/graph/model"
	"cassetto/internal/fault"
	"cassetto/sources"
	"cassetto/sources/stampe"
)

// sguardo is how often who follows a print looks at it, should nobody say that it has changed.
const sguardo = 500 * time.Millisecond

// avanzamento is an open subscription to how far a print has come: as it is, then each time that it has come further, as far as that
// is seen, up to its end. It holds no goroutine, and a timer only while somebody waits.
type avanzamento struct {
	*Resolver
	exec   *executor.Executor
	op     *graphql.OperationContext
	alias  string
	id     string
	detta  *model.Stampa // what the client knows; nil: nothing yet
	chiuso chan struct{}
	finito bool
}

// segueStampa is the field avanzamentoStampa: it opens the stream, or gives its one event.
func (r *Resolver) segueStampa(ctx context.Context, id string) (<-chan *model.Stampa, error) {
	eventi := make(chan *model.Stampa, 1)
	defer close(eventi)
	switch per := ctx.Value(chiaveFlusso{}).(type) {
	case *apertura:
		a := &avanzamento{
			Resolver: r, exec: per.exec, op: per.op, alias: graphql.GetFieldContext(ctx).Field.Alias, id: id, chiuso: make(chan struct{}),
		}
		_, err := a.adesso(ctx)
		if err == nil {
			per.next, per.chiudi = a.next, func() { close(a.chiuso) }
		}
		return eventi, err
	case *model.Stampa:
		eventi <- per
		return eventi, nil
	}
	return nil, errors.New("a subscription was carried out without its stream")
}

// adesso is the print as it is, if the caller may have it now.
func (a *avanzamento) adesso(ctx context.Context) (*model.Stampa, error) {
	ctx = sources.WithBatch(ctx)
	if _, err := a.mandato(ctx); err != nil {
		return nil, err
	}
	return trovato(a.stampaVisibile(ctx, a.id))
}

// next is the answer when the print has come further. The right to it is decided again at each look; when it has ended, the last
// answer says so. While that cannot be told there is none.
func (a *avanzamento) next(ctx context.Context) *graphql.Response {
	for !a.finito && ctx.Err() == nil {
		cambiata := a.Live.stampe.attende() // before looking, so that no change is missed
		s, err := a.adesso(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil && oltre(a.detta, s):
			return a.dice(ctx, s)
		case err != nil && fault.Code(err) != fault.Unavailable:
			a.finito = true
			return a.exec.DispatchError(ctx, ultimoErrore(ctx, a.alias, err))
		}
		a.aspetta(ctx, cambiata)
	}
	return nil
}

// aspetta waits for something to look at.
func (a *avanzamento) aspetta(ctx context.Context, cambiata <-chan struct{}) {
	timer := time.NewTimer(sguardo)
	defer timer.Stop()
	select {
	case <-cambiata:
	case <-timer.C:
	case <-ctx.Done():
	case <-a.chiuso:
		a.finito = true
	}
}

// dice is the answer that says how the print is.
func (a *avanzamento) dice(ctx context.Context, s *model.Stampa) *graphql.Response {
	responses, running := a.exec.DispatchOperation(context.WithValue(ctx, chiaveFlusso{}, s), copia(a.op))
	response := responses(running)
	if response == nil || ctx.Err() != nil {
		return nil
	}
	a.detta = s
	a.finito = stampe.Finita(s.Stato) || response.Data == nil
	return response
}

// oltre says whether a print has come further than what is known of it.
func oltre(prima, s *model.Stampa) bool {
	switch {
	case prima == nil:
		return true
	case passi(prima.Stato) != passi(s.Stato):
		return passi(prima.Stato) < passi(s.Stato)
	case prima.Avanzamento != s.Avanzamento:
		return prima.Avanzamento < s.Avanzamento
	}
	return s.Sezione != nil && (prima.Sezione == nil || *prima.Sezione != *s.Sezione)
}

// passi is how far a state is from the beginning.
func passi(s model.StatoStampa) int {
	switch {
	case s == model.StatoStampaRichiesta:
		return 0
	case stampe.Finita(s):
		return 2
	}
	return 1
}
