package resolvers

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/fault"
	"cassetto/internal/live"
)

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
		t.Subject = *d.id
	}
	return t
}

// apri opens a stream for whoever may have it. It subscribes first: a right that ends meanwhile is then seen.
func (a *aggiornamenti[V]) apri(ctx context.Context, op *graphql.OperationContext, d domanda, dopo *string) (*flusso[V], error) {
	f := &flusso[V]{gruppo: &gruppo[V]{aggiornamenti: a, op: op, alias: graphql.GetFieldContext(ctx).Field.Alias, domanda: d}}
	da, err := f.posizione(ctx, dopo)
	if err != nil {
		return nil, err
	}
	eventi, err := f.feed.Subscribe(ctx, d.topic(), da)
	switch {
	case errors.Is(err, live.ErrBeyond):
		return nil, cursoreEstraneo()
	case err != nil:
		return nil, f.ferma(err)
	}
	if err := f.concede(ctx); err != nil {
		eventi.Close()
		return nil, err
	}
	f.selezione = seleziona(op)
	f.eventi, f.gruppo = eventi, a.gruppi.entra(f.gruppo)
	return f, nil
}

// concede says why the caller may not have the stream, and remembers what it is about.
func (f *flusso[V]) concede(ctx context.Context) error {
	m, err := f.mandato(ctx)
	if err != nil {
		return err
	}
	if f.domanda.id != nil {
		v, err := f.feed.Value(ctx, *f.domanda.id)
		switch {
		case err != nil:
			return f.ferma(err)
		case v == nil:
			return nonTrovata()
		}
		f.ricorda(v)
		if m := f.domanda.matricola; m != nil && *m != f.su.Posizione.Matricola {
			return nonTrovata()
		}
	}
	return f.diritto(ctx, m)
}

// posizione is where the stream begins: after the cursor of the field, or that which the client's connection brought.
func (f *flusso[V]) posizione(ctx context.Context, dopo *string) (int64, error) {
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
	posizione, nostro := f.cursori.Position(cursore)
	if !nostro {
		return 0, cursoreEstraneo()
	}
	return posizione, nil
}

func cursoreEstraneo() error {
	return model.RifiutaCampo("dopo", "Il cursore non è di questi aggiornamenti.")
}

func nonTrovata() error { return fault.Errorf(fault.NotFound, "Non trovato.") }

// ferma says that the archive of the events cannot be asked.
func (f *flusso[V]) ferma(cause error) error {
	return fault.ArchiveDown(f.archivio, time.Second, cause)
}
