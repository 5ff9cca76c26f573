package durc

import (
	"time"

	"cassetto/graph/model"
)

// Lettore is who reads a check.
type Lettore struct {
	Agisce    bool                        // he acts for the company; false: a third party that asks about it
	Posizione func(posizione string) bool // which matricole he may read; "" stands for the rows of the codice fiscale itself
}

const altrove = "Altra posizione dello stesso codice fiscale, fuori dalla delega."

// Vista is a check as somebody may read it at an instant; the check itself is not touched, nor is anything it leads to.
//
// A third party learns the outcome, of each institute too, and nothing of why (art. 4, c. 1: the causes go to the company). Who acts
// for the company reads the rows of the positions he may read and, of the others, that they are there. A regular document tells no
// amounts (art. 7, c. 1), even those it was once invited to pay; a simulation is no document.
func Vista(v model.RegolaritaContributiva, l Lettore, now time.Time) model.RegolaritaContributiva {
	v.Esito = Al(&v, now)
	v.Accodate = int32(max(len(v.Richiedenti)-1, 0))
	v.Richiedente, v.Richiedenti = nil, elenco(v.Richiedenti)
	if !l.Agisce {
		return esterna(v)
	}
	if len(v.Richiedenti) > 0 {
		v.Richiedente = new(v.Richiedenti[0])
	}
	muta := !v.Simulazione && (v.Esito == model.EsitoRegolaritaRegolare || v.Esito == model.EsitoRegolaritaScaduto)
	v.Enti = elenco(v.Enti)
	for i := range v.Enti {
		v.Enti[i].Cause = l.cause(v.Enti[i].Cause, muta)
	}
	if v.Invito != nil {
		v.Invito = new(*v.Invito)
		v.Invito.Cause = l.cause(v.Invito.Cause, muta)
	}
	v.Motivazioni = l.motivazioni(v.Motivazioni, muta)
	return v
}

// esterna is what a third party reads. Who asked before him is not his business, but how many did.
func esterna(v model.RegolaritaContributiva) model.RegolaritaContributiva {
	v.Richiedenti, v.Invito, v.Motivazioni = []model.MittenteRichiesta{}, nil, []model.MotivazioneRegolarita{}
	v.Enti = elenco(v.Enti)
	for i := range v.Enti {
		v.Enti[i].Cause = []model.CausaIrregolarita{}
	}
	return v
}

func (l Lettore) cause(tutte []model.CausaIrregolarita, muta bool) []model.CausaIrregolarita {
	cause := elenco(tutte)
	for i := range cause {
		c := &cause[i]
		if !l.legge(c.Ente, c.Posizione) {
			*c = model.CausaIrregolarita{Ente: c.Ente, Gestione: c.Gestione, Descrizione: altrove}
		}
		if muta {
			c.Importo = nil
		}
	}
	return cause
}

func (l Lettore) motivazioni(tutte []model.MotivazioneRegolarita, muta bool) []model.MotivazioneRegolarita {
	motivazioni := elenco(tutte)
	for i := range motivazioni {
		m := &motivazioni[i]
		if !l.legge(m.Ente, m.Posizione) {
			*m = model.MotivazioneRegolarita{Regola: m.Regola, Fonte: m.Fonte, Effetto: m.Effetto, Ente: m.Ente, Gestione: m.Gestione, Descrizione: altrove}
		}
		if muta {
			m.Importo = nil
		}
	}
	return motivazioni
}

// legge says whether a row may be read. The codes of the other institutes are no matricole: their rows are of the codice fiscale.
func (l Lettore) legge(ente model.EnteRegolarita, posizione *string) bool {
	di := ""
	if ente == model.EnteRegolaritaInps && posizione != nil {
		di = *posizione
	}
	return l.Posizione != nil && l.Posizione(di)
}

// elenco is a copy of a list, never nil.
func elenco[T any](di []T) []T { return append(make([]T, 0, len(di)), di...) }
