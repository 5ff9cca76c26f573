package resolvers

import (
	"context"
	"io"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fascicolo"
	"cassetto/internal/operation"
	"cassetto/sources"
	"cassetto/sources/stampe"
)

// Tipografia prints dossiers of the graph. It is safe for concurrent use.
type Tipografia struct {
	resolver  *Resolver
	fascicolo *fascicolo.Fascicolo
	esegue    fascicolo.Esegue
}

// NewTipografia prepares what is printed, which must fit the schema.
func NewTipografia(r *Resolver, e *operation.Executor, schema *ast.Schema) (*Tipografia, error) {
	f, err := fascicolo.New(schema)
	if err != nil {
		return nil, err
	}
	o, err := NewOperazioni(e, schema, fascicolo.Documento())
	if err != nil {
		return nil, err
	}
	return &Tipografia{r, f, o.Esegue}, nil
}

// Avanza is told which section is being printed, and how much is done.
type Avanza = func(sezione model.SezioneFascicolo, percento int)

// Stampa writes a print that was asked for, as whom it belongs to: what he may see now. It fails with NOT_FOUND when it is not his
// any more.
func (t *Tipografia) Stampa(ctx context.Context, s *model.Stampa, w io.Writer, avanza Avanza) (f stampe.Fatta, err error) {
	ctx = access.With(ctx, identitaDi(s.Chi))
	prima, err := t.titoli(ctx, s)
	if err != nil {
		return f, err
	}
	esito, err := t.fascicolo.Stampa(ctx, fascicolo.Lavoro{
		Richiesta: fascicolo.Richiesta{
			ID: s.ID, Matricola: s.Matricola, Sezioni: s.Sezioni, Dal: s.Dal, Al: s.Al, Richiedente: *s.Richiedente, Ora: t.resolver.Now(),
		},
		Esegue: t.esegue, Avanza: avanza,
	}, w)
	if err != nil {
		return f, err
	}
	dopo, err := t.titoli(ctx, s) // what he has been given meanwhile may be in it
	return stampe.Fatta{Pagine: esito.Pagine, Mancanti: esito.ArchiviMancanti, Titoli: append(prima, dopo...)}, err
}

// titoli are what whoever asked for a print is entitled to now; it fails with NOT_FOUND when that is less than when he asked.
func (t *Tipografia) titoli(ctx context.Context, s *model.Stampa) ([]string, error) {
	ctx = sources.WithBatch(ctx)
	io, err := t.resolver.mandato(ctx)
	if err != nil {
		return nil, err
	}
	if _, err = trovato(t.resolver.propria(ctx, *io, s)); err != nil {
		return nil, err
	}
	a, err := t.resolver.azienda(ctx, s.Matricola)
	if err != nil {
		return nil, err
	}
	return io.Titoli(posizione(a), t.resolver.Now()), nil
}

// Subito writes a dossier at once for whoever the context names; the request does not say who that is, nor when. It fails with
// NOT_FOUND when he may not see the company.
func (t *Tipografia) Subito(ctx context.Context, l fascicolo.Lavoro, w io.Writer) (fascicolo.Esito, error) {
	batch := sources.WithBatch(ctx)
	io, err := t.resolver.mandato(batch)
	if err != nil {
		return fascicolo.Esito{}, err
	}
	a, err := t.resolver.azienda(batch, l.Matricola)
	if err != nil {
		return fascicolo.Esito{}, err
	}
	l.Richiedente, l.Ora, l.Esegue = t.resolver.mittente(*io, posizione(a), nil), t.resolver.Now(), t.esegue
	return t.fascicolo.Stampa(ctx, l, w)
}
