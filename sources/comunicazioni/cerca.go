package comunicazioni

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Ricerca says which requests a user wants of those that he may see.
type Ricerca struct {
	Ambito access.Ambito // of an operator it names his sede: the requests that it has
	Filtro *model.FiltroRichieste
	Ordine *model.OrdineRichieste
	First  int
	After  string
}

// Cerca finds the requests of one page. The caller's ambito is part of the query: nothing else is read. It fails with an
// InputError on a bad filter or cursor.
func Cerca(ctx context.Context, a *archive.Archive, r Ricerca) (*model.RichiestaConnection, error) {
	filtro, err := r.filtro()
	if err != nil {
		return nil, err
	}
	q := store.Query{Filter: filtro, Order: r.ordine(), After: r.After, Limit: r.First + 1}
	trovate, err := archive.Search[model.Richiesta](ctx, a.Store, Richieste.Collection, q)
	if err != nil {
		return nil, err
	}
	for i := range trovate.Nodes {
		riconosci(&trovate.Nodes[i])
	}
	return trovate, nil
}

// NonRecapitate finds the notices of a sede that were given up, of every sede when it is nil: the latest first.
func NonRecapitate(ctx context.Context, a *archive.Archive, sede *model.CodiceSede, first int, after string) (*model.NotificaConnection, error) {
	filtro := store.And{store.In{Field: "stato", Values: []string{string(model.StatoNotificaNonRecapitata)}}}
	if sede != nil {
		filtro = append(filtro, store.In{Field: "codiceSede", Values: []string{string(*sede)}})
	}
	q := store.Query{Filter: filtro, Order: []store.Order{{Field: "modificataAl", Desc: true}}, After: after, Limit: first + 1}
	return archive.Search[model.Notifica](ctx, a.Store, Notifiche.Collection, q)
}

func (r Ricerca) filtro() (store.Filter, error) {
	c := archive.Criteria{And: store.And{archive.Within(r.Ambito, "codiceSede")}}
	f := r.Filtro
	if f == nil {
		return c.And, nil
	}
	c.Equal("matricola", (*string)(f.Matricola))
	c.Equal("protocollo", f.Protocollo)
	c.Equal("codiceAmbito", f.Ambito)
	c.Equal("codiceOggetto", f.Oggetto)
	if f.Oggetto != nil && f.Ambito == nil {
		return nil, model.RifiutaCampo("filtro.oggetto", "Indicare anche l'ambito dell'oggetto.")
	}
	c.Among("stato", archive.Texts(f.Stato))
	for campo, p := range map[string]*model.Periodo{"dataApertura": f.DataApertura, "dataUltimoAggiornamento": f.DataUltimoAggiornamento} {
		giorni, err := archive.Days(campo, "filtro."+campo, p)
		if err != nil {
			return nil, err
		}
		c.And = append(c.And, giorni)
	}
	return c.And, nil
}

func (r Ricerca) ordine() []store.Order {
	campo, desc := "dataUltimoAggiornamento", true
	if r.Ordine != nil {
		desc = r.Ordine.Verso == model.VersoOrdineDecrescente
		if r.Ordine.Campo == model.CampoOrdineRichiesteDataApertura {
			campo = "dataApertura"
		}
	}
	return []store.Order{{Field: campo, Desc: desc}}
}
