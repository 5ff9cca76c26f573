// Package durc knows the rules by which contributions are regular (DURC On Line: D.M. 30 January 2015, here "the decree"). It reads
// no archive and no clock: what is known and the day are given to it.
package durc

import (
	"slices"

	"cassetto/graph/model"
)

// Evidenze are what the archives know of a codice fiscale, all read at the same time. The rules look only at what is still owed.
type Evidenze struct {
	CodiceFiscale     model.CodiceFiscale
	Posizioni         []Posizione // all its matricole, each once
	Ruoli             []model.IscrizioneARuolo
	DilazioniCartella []model.DilazioneSuCartella
	Dilazioni         []model.DomandaDiDilazione
	Riscontri         []model.RiscontroEnte // answers of INAIL and CASSA_EDILE; one that is missing has not answered
	PagamentiFinoAl   model.Data            // the last day whose payments are looked at; empty: that of a check that begins on the day
}

// Posizione is what the archives know of a matricola.
type Posizione struct {
	Matricola model.Matricola
	Csc       model.Csc
	Crediti   []model.CreditoInadempienza
	Note      []model.NotaDiRettifica
	Ispezioni []model.Ispezione
}

// Giudizio is what the rules make of the evidence on a day.
type Giudizio struct {
	Esito           model.EsitoRegolarita // REGOLARE, IN_ISTRUTTORIA or INVITO_A_REGOLARIZZARE
	PagamentiFinoAl model.Data            // the last day whose payments were looked at
	Enti            []model.RiscontroEnte // INPS, INAIL and, for builders, CASSA_EDILE
	Motivazioni     []model.MotivazioneRegolarita
}

// Valuta judges a codice fiscale on a day of the Italian calendar, on all its positions and gestioni together (art. 2, c. 1). The
// judgement does not depend on the order of the rows; the reasons that decide come first.
func Valuta(e Evidenze, oggi model.Data) Giudizio {
	g := Giudizio{PagamentiFinoAl: e.PagamentiFinoAl}
	if g.PagamentiFinoAl == "" {
		g.PagamentiFinoAl = pagamentiFinoAl(oggi)
	}
	v := verifica{&e, oggi, g.PagamentiFinoAl}
	g.Motivazioni = v.inps()
	slices.SortFunc(g.Motivazioni, confronta)
	g.Enti = []model.RiscontroEnte{riscontroInps(g.Motivazioni, oggi)}
	for _, ente := range interpellati(e.Posizioni) {
		r := riscontro(e.Riscontri, ente)
		g.Enti = append(g.Enti, r)
		g.Motivazioni = append(g.Motivazioni, motivazioniDi(r)...)
	}
	slices.SortFunc(g.Motivazioni, confronta)
	g.Esito = complessivo(g.Enti)
	return g
}

// complessivo is the outcome over all institutes: who is irregular with one is invited to pay, whatever the others still verify
// (art. 4, c. 1).
func complessivo(enti []model.RiscontroEnte) model.EsitoRegolarita {
	esito := model.EsitoRegolaritaRegolare
	for _, e := range enti {
		switch e.Esito {
		case model.EsitoEnteIrregolare:
			return model.EsitoRegolaritaInvitoARegolarizzare
		case model.EsitoEnteInIstruttoria:
			esito = model.EsitoRegolaritaInIstruttoria
		}
	}
	return esito
}
