package comunicazioni

import (
	"context"
	"time"

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
func NonRecapitate(ctx context.Context, a *archive.Archive, sede *model.CodiceSede, first int, after string) (*model.NotificaRichiestaConnection, error) {
	filtro := store.And{store.In{Field: "stato", Values: []string{string(model.StatoNotificaNonRecapitata)}}}
	if sede != nil {
		filtro = append(filtro, store.In{Field: "codiceSede", Values: []string{string(*sede)}})
	}
	q := store.Query{Filter: filtro, Order: []store.Order{{Field: "modificataAl", Desc: true}}, After: after, Limit: first + 1}
	return archive.Search[model.NotificaRichiesta](ctx, a.Store, Notifiche.Collection, q)
}

func (r Ricerca) filtro() (store.Filter, error) {
	filtro := store.And{archive.Within(r.Ambito, "codiceSede")}
	f := r.Filtro
	if f == nil {
		return filtro, nil
	}
	uguale := func(campo string, valore *string) {
		if valore != nil {
			filtro = append(filtro, store.In{Field: campo, Values: []string{*valore}})
		}
	}
	uguale("matricola", (*string)(f.Matricola))
	uguale("protocollo", f.Protocollo)
	uguale("codiceAmbito", f.Ambito)
	uguale("codiceOggetto", f.Oggetto)
	if f.Oggetto != nil && f.Ambito == nil {
		return nil, model.RifiutaCampo("filtro.oggetto", "Indicare anche l'ambito dell'oggetto.")
	}
	if len(f.Stato) > 0 {
		filtro = append(filtro, store.In{Field: "stato", Values: archive.Texts(f.Stato)})
	}
	for campo, p := range map[string]*model.Periodo{"dataApertura": f.DataApertura, "dataUltimoAggiornamento": f.DataUltimoAggiornamento} {
		giorni, err := nelPeriodo(campo, p)
		if err != nil {
			return nil, err
		}
		filtro = append(filtro, giorni)
	}
	return filtro, nil
}

// nelPeriodo selects the instants of some days in Italy.
func nelPeriodo(campo string, p *model.Periodo) (store.Filter, error) {
	if p == nil {
		return store.All{}, nil
	}
	f := store.Range{Field: campo}
	if p.Dal != nil {
		f.From = string(inizio(*p.Dal, 0))
	}
	if p.Al != nil {
		f.To = string(inizio(*p.Al, 1))
	}
	if p.Dal != nil && p.Al != nil && *p.Dal > *p.Al {
		return nil, model.RifiutaCampo("filtro."+campo, "Il periodo finisce prima di cominciare.")
	}
	return f, nil
}

// inizio is when a day begins in Italy, or the one so many days later.
func inizio(d model.Data, dopo int) model.DataOra {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), model.Roma) // a Data is a day that exists
	return model.DataOraDi(t.AddDate(0, 0, dopo))
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
