// Package deleghe is the archive of who may act for whom: enabled profiles, and the deleghe given and received. It is also
// where users write them.
package deleghe

import (
	"context"
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "deleghe"

// Sections are the documents that the archive holds.
func Sections() []archive.Section { return []archive.Section{Deleghe.Section, Utenti.Section} }

// Deleghe are deleghe by who received them: the person or his firm.
var Deleghe = archive.Rows[model.Delega]{
	Section: archive.Section{
		Archive: Name, Type: "Delega", Extra: map[string]string{"chiaveRevoca": "String", "modificataAl": "String"},
		Modified: "modificataAl", Codes: []string{"id", "delegatoCF", "studioCF", "posizione.codice", "parentId"},
		Collection: &store.Collection{
			Name: "deleghe", Key: []string{"id"},
			Index: [][]string{{"id"}, {"delegatoCF", "inizio"}, {"studioCF", "inizio"}, {"posizione.codice", "inizio"}, {"modificataAl"}},
			Order: []store.Order{{Field: "inizio", Desc: true}}, Latest: true,
		},
	},
	By: []string{"delegatoCF", "studioCF"}, Fonte: model.FonteDeleghe,
}

// Utenti are the profiles enabled for a person.
var Utenti = archive.Rows[model.Utente]{
	Section: archive.Section{
		Archive: Name, Type: "Utente",
		Collection: &store.Collection{
			Name: "utenti", Key: []string{"codiceFiscale", "profilo"},
			Index: [][]string{{"codiceFiscale", "profilo"}}, Order: []store.Order{{Field: "profilo"}}, Latest: true,
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteDeleghe,
}

// PerID reads deleghe by identifier.
func PerID(ctx context.Context, a *archive.Archive, ids []string) (map[string]*model.Delega, error) {
	byID := archive.One[model.Delega]{Section: Deleghe.Section, By: "id"}
	return byID.Fetch(ctx, a, ids)
}

// Soggetto is a company as the holder of deleghe: those of the position, and those of its codice fiscale.
type Soggetto struct {
	Matricola     model.Matricola
	CodiceFiscale model.CodiceFiscale
}

// Conferite reads the deleghe given on each company, closed ones too.
func Conferite(ctx context.Context, a *archive.Archive, soggetti []Soggetto) (map[Soggetto]*model.Righe[model.Delega], error) {
	var codici []string
	visti := map[string]bool{}
	for _, s := range soggetti {
		for _, c := range []string{string(s.Matricola), string(s.CodiceFiscale)} {
			if !visti[c] {
				visti[c] = true
				codici = append(codici, c)
			}
		}
	}
	perCodice := Deleghe
	perCodice.By = []string{"posizione.codice"}
	lette, err := perCodice.Fetch(ctx, a, codici)
	if err != nil {
		return nil, err
	}
	conferite := make(map[Soggetto]*model.Righe[model.Delega], len(soggetti))
	for _, s := range soggetti {
		m, c := lette[string(s.Matricola)], lette[string(s.CodiceFiscale)]
		r := *m
		r.Righe = append(m.Righe[:len(m.Righe):len(m.Righe)], c.Righe...)
		r.Chiavi = append(m.Chiavi[:len(m.Chiavi):len(m.Chiavi)], c.Chiavi...)
		conferite[s] = &r
	}
	return conferite, nil
}

// Chi is a person, and the profile he says he acts with; empty when he does not say.
type Chi struct {
	CodiceFiscale model.CodiceFiscale
	Profilo       model.ProfiloUtente
}

// Codice is a person with a profile as a cache knows him.
func (c Chi) Codice() string { return string(c.CodiceFiscale) + "|" + string(c.Profilo) }

// Codice is a holder as a cache knows it.
func (s Soggetto) Codice() string { return string(s.Matricola) + "|" + string(s.CodiceFiscale) }

// CodiciDelSoggetto are the codes of the deleghe given on a company.
func CodiciDelSoggetto(s Soggetto, _ *model.Righe[model.Delega]) []string {
	return []string{string(s.Matricola), string(s.CodiceFiscale)}
}

// CodiciDeiTitoli are the codes of the deleghe that entitle a person: those made out to him, and those that his subdeleghe
// descend from.
func CodiciDeiTitoli(c Chi, t *Titoli) []string {
	codici := []string{string(c.CodiceFiscale)}
	codici = append(codici, destinatari(&t.Mandato.Utente)...)
	for id := range t.Mandato.Padri {
		codici = append(codici, id)
	}
	return codici
}

// Codici are the codes by which a delega is known: whoever keeps something that depends on it keeps it under one of them.
func Codici(d *model.Delega) []string {
	codici := []string{d.ID, string(d.DelegatoCf)}
	if d.StudioCf != nil {
		codici = append(codici, string(*d.StudioCf))
	}
	if d.Posizione != nil {
		codici = append(codici, d.Posizione.Codice)
	}
	return codici
}

// destinatari are the codes under which deleghe reach a user.
func destinatari(u *model.Utente) []string {
	chi := []string{string(u.CodiceFiscale)}
	if u.Studio != nil {
		chi = append(chi, string(u.Studio.CodiceFiscale))
	}
	if u.Azienda != nil { // a capogruppo receives deleghe as a company
		chi = append(chi, string(*u.Azienda))
	}
	return chi
}

// Titoli is what entitles a person: his mandato, and the deleghe received as rows.
type Titoli struct {
	Mandato  access.Mandato
	Ricevute *model.Righe[model.Delega]
}

// TitoliDi reads what entitles each person. One who has not the profile he says, or who does not say and has not exactly
// one, is missing from the map.
func TitoliDi(ctx context.Context, a *archive.Archive, persone []Chi) (map[Chi]*Titoli, error) {
	codici := make([]string, len(persone))
	for i, p := range persone {
		codici[i] = string(p.CodiceFiscale)
	}
	profili, err := Utenti.Fetch(ctx, a, codici)
	if err != nil {
		return nil, err
	}
	titoli := make(map[Chi]*Titoli, len(persone))
	for _, p := range persone {
		u := scelto(profili[string(p.CodiceFiscale)].Righe, p.Profilo)
		if u == nil {
			continue
		}
		if titoli[p], err = titoliDi(ctx, a, *u); err != nil {
			return nil, err
		}
	}
	return titoli, nil
}

// scelto is the profile that a person acts with.
func scelto(profili []model.Utente, profilo model.ProfiloUtente) *model.Utente {
	if profilo == "" && len(profili) == 1 {
		return &profili[0]
	}
	for i := range profili {
		if profili[i].Profilo == profilo {
			return &profili[i]
		}
	}
	return nil
}

func titoliDi(ctx context.Context, a *archive.Archive, u model.Utente) (*Titoli, error) {
	ricevute, err := Deleghe.FetchUnion(ctx, a, destinatari(&u))
	if err != nil {
		return nil, err
	}
	var padri []string
	for i := range ricevute.Righe {
		if p := ricevute.Righe[i].ParentID; p != nil {
			padri = append(padri, *p)
		}
	}
	perID := map[string]model.Delega{}
	if len(padri) > 0 {
		trovati, err := PerID(ctx, a, padri)
		if err != nil {
			return nil, err
		}
		for id, d := range trovati {
			perID[id] = *d
		}
	}
	m := access.NewMandato(u, ricevute.Righe, perID)
	return &Titoli{Mandato: m, Ricevute: scelte(ricevute, m.Riceve)}, nil
}

// scelte are the deleghe that a rule keeps.
func scelte(r *model.Righe[model.Delega], keep func(model.Delega) bool) *model.Righe[model.Delega] {
	if !slices.ContainsFunc(r.Righe, func(d model.Delega) bool { return !keep(d) }) {
		return r // as a rule: thousands of them need no copy
	}
	s := *r
	s.Righe, s.Chiavi = nil, nil
	for i, d := range r.Righe {
		if keep(d) {
			s.Righe = append(s.Righe, d)
			s.Chiavi = append(s.Chiavi, r.Chiavi[i])
		}
	}
	return &s
}

// Matricola is the position that a delega is on, empty when it is on a codice fiscale.
func Matricola(d model.Delega) model.Matricola {
	if d.Posizione == nil || d.Posizione.Gestione != model.GestioneContributivaDipendenti || d.Tipo == model.TipoDelegaMaster {
		return ""
	}
	return model.Matricola(d.Posizione.Codice)
}
