package anagrafica

import (
	"context"
	"unicode/utf8"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Ricerca says which companies a user wants of those that he may see.
type Ricerca struct {
	Ambito access.Ambito
	Filtro *model.FiltroAziende
	Ordine *model.OrdineAziende
	First  int
	After  string
}

// maxNomi bounds how many earlier names a text may match.
const maxNomi = 20_000

// Cerca finds the companies of one page. The caller's ambito is part of the query: nothing else is read. It fails with an
// InputError on a bad text or cursor.
func Cerca(ctx context.Context, a *archive.Archive, r Ricerca) (*model.AziendaConnection, error) {
	filtro, err := r.filtro(ctx, a)
	if err != nil {
		return nil, err
	}
	q := store.Query{Filter: filtro, Order: r.ordine(), After: r.After, Limit: r.First + 1}
	return archive.Search[model.Azienda](ctx, a.Store, aziende.Collection, q)
}

// Conta counts the companies of all the pages.
func Conta(ctx context.Context, a *archive.Archive, r Ricerca) (int, error) {
	filtro, err := r.filtro(ctx, a)
	if err != nil {
		return 0, err
	}
	return a.Store.Count(ctx, aziende.Collection, filtro)
}

func (r Ricerca) filtro(ctx context.Context, a *archive.Archive) (store.Filter, error) {
	filtro := store.And{archive.Within(r.Ambito, "sedeINPS")}
	f := r.Filtro
	if f == nil {
		return filtro, nil
	}
	if f.CodiceFiscale != nil {
		filtro = append(filtro, store.In{Field: "codiceFiscale", Values: []string{string(*f.CodiceFiscale)}})
	}
	if f.Sede != nil {
		filtro = append(filtro, store.In{Field: "sedeINPS", Values: []string{string(*f.Sede)}})
	}
	if f.Csc != nil {
		filtro = append(filtro, store.In{Field: "csc", Values: []string{string(*f.Csc)}})
	}
	if len(f.Stato) > 0 {
		filtro = append(filtro, store.In{Field: "statoMatricola", Values: archive.Texts(f.Stato)})
	}
	if f.Testo != nil {
		nome, err := r.perNome(ctx, a, *f.Testo)
		if err != nil {
			return nil, err
		}
		filtro = append(filtro, nome)
	}
	return filtro, nil
}

// perNome selects the companies called so now, or earlier.
func (r Ricerca) perNome(ctx context.Context, a *archive.Archive, testo string) (store.Filter, error) {
	if n := utf8.RuneCountInString(testo); n > 100 || utf8.RuneCountInString(store.Normalise(testo)) < 2 {
		return nil, model.RifiutaCampo("filtro.testo", "Indicare da 2 a 100 caratteri, lettere o cifre.")
	}
	nome := store.Contains{Value: testo}
	pregresse := store.Query{Filter: nome, Order: []store.Order{{Field: "matricola"}}, Limit: maxNomi + 1}
	if !r.Ambito.Tutto && r.Ambito.Sede == nil && len(r.Ambito.CodiciFiscali) == 0 {
		pregresse.Filter = store.And{store.In{Field: "matricola", Values: archive.Texts(r.Ambito.Matricole)}, nome}
	}
	var matricole []string
	err := a.Store.Search(ctx, RagioniSociali.Collection, pregresse, func(row store.Row) error {
		var p struct {
			Matricola string `json:"matricola"`
		}
		err := row.Decode(&p)
		matricole = append(matricole, p.Matricola)
		return err
	})
	if len(matricole) > maxNomi {
		return nil, model.RifiutaCampo("filtro.testo", "Troppe denominazioni corrispondono, indicare un testo più lungo.")
	}
	if len(matricole) == 0 {
		return nome, err
	}
	return store.Or{nome, store.In{Field: "matricola", Values: matricole}}, err
}

func (r Ricerca) ordine() []store.Order {
	if r.Ordine == nil {
		return []store.Order{{Field: store.Text}}
	}
	desc := r.Ordine.Verso == model.VersoOrdineDecrescente
	switch r.Ordine.Campo {
	case model.CampoOrdineAziendeMatricola:
		return []store.Order{{Field: "matricola", Desc: desc}}
	case model.CampoOrdineAziendeCodiceFiscale:
		return []store.Order{{Field: "codiceFiscale", Desc: desc}}
	case model.CampoOrdineAziendeDataIscrizione:
		return []store.Order{{Field: "dataIscrizioneINPS", Desc: desc}}
	}
	return []store.Order{{Field: store.Text, Desc: desc}}
}
