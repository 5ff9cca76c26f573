package resolvers

import (
	"context"
	"strings"

	"cassetto/graph/model"
)

// What identifiers begin with.
const (
	idAzienda      = "AZ-"
	idAppuntamento = "A-"
	idSede         = "SD-"
	idDelega       = "D-"
	idRichiesta    = "R-"
	idStampa       = "S-"
)

func (r *Resolver) node(ctx context.Context, id string) (model.Node, error) {
	switch {
	case strings.HasPrefix(id, idAzienda):
		var m model.Matricola
		if err := m.UnmarshalGQL(id[len(idAzienda):]); err != nil {
			return nil, model.RifiutaCampo("id", "Identificativo non valido.")
		}
		return nodo(r.azienda(ctx, m))
	case strings.HasPrefix(id, idSede):
		var c model.CodiceSede
		if err := c.UnmarshalGQL(id[len(idSede):]); err != nil {
			return nil, model.RifiutaCampo("id", "Identificativo non valido.")
		}
		return nodo(trovato(r.Sources.Sede.Load(ctx, c)))
	case strings.HasPrefix(id, idDelega):
		return nodo(trovato(r.delegaVisibile(ctx, id)))
	case strings.HasPrefix(id, idAppuntamento):
		return nodo(trovato(r.appuntamentoVisibile(ctx, id)))
	case strings.HasPrefix(id, idRichiesta):
		return nodo(trovato(r.richiestaVisibile(ctx, id)))
	case strings.HasPrefix(id, idStampa):
		return nodo(trovato(r.stampaVisibile(ctx, id)))
	}
	return nil, model.RifiutaCampo("id", "Identificativo non valido.")
}

// nodo keeps a nil pointer from becoming a node.
func nodo[T model.Node](n T, err error) (model.Node, error) {
	if err != nil {
		return nil, err
	}
	return n, nil
}
