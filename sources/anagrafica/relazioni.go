package anagrafica

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// collegate holds one directed document a relation between two positions.
var collegate = archive.Rows[model.AziendaCollegata]{
	Section: archive.Section{
		Archive: Name, Type: "AziendaCollegata",
		Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "aziendeCollegate", Key: []string{"matricola", "matricolaCollegata", "tipoRelazione", "dal"},
			Index: [][]string{{"matricola", "dal"}, {"matricolaCollegata", "dal"}}, Order: []store.Order{{Field: "dal", Desc: true}},
		},
	},
	By: []string{"matricola", "matricolaCollegata"}, Fonte: fonte,
}

// riferimenti holds who a position's head is.
var riferimenti = archive.One[model.PosizioneDiRiferimento]{
	Section: archive.Section{
		Archive: Name, Type: "PosizioneDiRiferimento",
		Extra:      archive.ByMatricola,
		Collection: &store.Collection{Name: "posizioniDiRiferimento", Key: []string{"matricola"}, Index: [][]string{{"matricola"}}},
	},
	By: "matricola", Fonte: fonte,
	Source: func(p *model.PosizioneDiRiferimento, f model.Fonte, at model.DataOra) {
		p.Fonte, p.AggiornatoAl = f, at
	},
}

// Collegate reads the positions joined to each key, seen from it: outgoing and incoming relations, each with the public
// identity of the other position.
func Collegate(ctx context.Context, a *archive.Archive, keys []string) (map[string]*model.Righe[model.AziendaCollegata], error) {
	righe, err := collegate.Fetch(ctx, a, keys)
	if err != nil {
		return nil, err
	}
	var altre []string
	for k, r := range righe {
		for i := range r.Righe {
			c := &r.Righe[i]
			c.Verso = model.VersoRelazioneUscente
			if string(c.Da) != k {
				c.Verso, c.Matricola = model.VersoRelazioneEntrante, c.Da
			}
			altre = append(altre, string(c.Matricola))
		}
	}
	identita, err := identita(ctx, a, altre)
	if err != nil {
		return nil, err
	}
	for _, r := range righe {
		for i := range r.Righe {
			c := &r.Righe[i]
			if z := identita[string(c.Matricola)]; z != nil {
				c.Altra, c.Denominazione, c.Stato = z, &z.Denominazione, &z.Stato
			}
		}
	}
	return righe, nil
}

// Riferimenti reads the head position of each key, with its public identity.
func Riferimenti(ctx context.Context, a *archive.Archive, keys []string) (map[string]*model.PosizioneDiRiferimento, error) {
	posizioni, err := riferimenti.Fetch(ctx, a, keys)
	if err != nil {
		return nil, err
	}
	var madri []string
	for _, p := range posizioni {
		madri = append(madri, string(p.Matricola))
	}
	identita, err := identita(ctx, a, madri)
	if err != nil {
		return nil, err
	}
	for _, p := range posizioni {
		if z := identita[string(p.Matricola)]; z != nil {
			p.Altra, p.Denominazione, p.Stato = z, &z.Denominazione, &z.Stato
		}
	}
	return posizioni, nil
}

// StessoCodiceFiscale reads all the positions of each codice fiscale, closed ones too.
func StessoCodiceFiscale(ctx context.Context, a *archive.Archive, keys []string) (map[string]*model.Righe[model.AziendaStessoCodiceFiscale], error) {
	righe, err := stessoCodiceFiscale.Fetch(ctx, a, keys)
	for codiceFiscale, r := range righe {
		for i := range r.Righe {
			p := &r.Righe[i]
			p.Altra = &model.Azienda{
				Matricola: p.Matricola, CodiceFiscale: model.CodiceFiscale(codiceFiscale),
				Denominazione: p.Denominazione, Stato: p.Stato, CodiceSede: p.CodiceSede,
			}
		}
	}
	return righe, err
}

// identita reads what may be known of any position.
func identita(ctx context.Context, a *archive.Archive, matricole []string) (map[string]*model.Azienda, error) {
	if len(matricole) == 0 {
		return nil, nil
	}
	return Aziende.Fetch(ctx, a, matricole)
}
