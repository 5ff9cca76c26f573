package agenda

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Ricerca says which appointments a user wants of those that he may see.
type Ricerca struct {
	Ambito access.Ambito // of an operator it names his sede: the appointments with it
	Filtro *model.FiltroAppuntamenti
	Verso  model.VersoOrdine
	First  int
	After  string
}

// Cerca finds the appointments of one page. The caller's ambito is part of the query: nothing else is read. It fails with an
// InputError on a bad filter or cursor.
func Cerca(ctx context.Context, a *archive.Archive, r Ricerca) (*model.Trovati[model.Appuntamento], error) {
	filtro, err := r.filtro()
	if err != nil {
		return nil, err
	}
	ordine := []store.Order{{Field: "fascia.inizio", Desc: r.Verso != model.VersoOrdineCrescente}}
	q := store.Query{Filter: filtro, Order: ordine, After: r.After, Limit: r.First + 1}
	trovati, err := archive.Search[model.Appuntamento](ctx, a.Store, Appuntamenti.Collection, q)
	if err != nil {
		return nil, err
	}
	for i := range trovati.Nodes {
		riconosci(&trovati.Nodes[i])
	}
	return trovati, nil
}

func (r Ricerca) filtro() (store.Filter, error) {
	c := archive.Criteria{And: store.And{archive.Within(r.Ambito, "codiceSede")}}
	f := r.Filtro
	if f == nil {
		return c.And, nil
	}
	c.Equal("matricola", (*string)(f.Matricola))
	c.Equal("modalita", (*string)(f.Modalita))
	c.Equal("codiceArgomento", f.Argomento)
	c.Among("stato", archive.Texts(f.Stato))
	giorni, err := archive.Days("fascia.inizio", "filtro.giorno", f.Giorno)
	return append(c.And, giorni), err
}
