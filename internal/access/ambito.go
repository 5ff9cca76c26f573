package access

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// Ambito are the companies that a user may list: every one, or those of a sede, with one of the matricole or with one of the
// codici fiscali. The zero value is none at all: a query must then find nothing, not everything.
type Ambito struct {
	Tutto         bool
	Sede          *model.CodiceSede
	Matricole     []model.Matricola     // each once, in the order of the deleghe
	CodiciFiscali []model.CodiceFiscale // each once, the own company first
}

// Vuoto says that the user may list no company.
func (a Ambito) Vuoto() bool {
	return !a.Tutto && a.Sede == nil && len(a.Matricole) == 0 && len(a.CodiciFiscali) == 0
}

// Comprende says whether a company is among those; it agrees with Decide(p, nil, now). It reads the whole list: it is for one
// company, not for filtering many.
func (a Ambito) Comprende(p Posizione) bool {
	return a.Tutto || coincide(a.Sede, p.Sede) ||
		p.Matricola != "" && slices.Contains(a.Matricole, p.Matricola) ||
		p.CodiceFiscale != "" && slices.Contains(a.CodiciFiscali, p.CodiceFiscale)
}

// Ambito are the companies that the user may know at the instant now: those for which Decide with no service does not answer
// Nascosto. Lists are filtered with it inside the archive's query.
func (m Mandato) Ambito(now time.Time) Ambito { return m.ambito(ogniServizio, now) }

// AmbitoPer are the companies for which the user may act for a service at the instant now, as Agisce says.
func (m Mandato) AmbitoPer(servizio model.Servizio, now time.Time) Ambito {
	return m.ambito(servizi(servizio), now)
}

// ambito are the companies that the user may know, or, of one service, may act for without a limit to some persons.
func (m Mandato) ambito(chiesti insieme, now time.Time) Ambito {
	var a Ambito
	switch m.Utente.Profilo {
	case model.ProfiloUtenteAnalista:
		return Ambito{Tutto: true}
	case model.ProfiloUtenteOperatore:
		if m.Utente.Sede != nil && *m.Utente.Sede != "" {
			a.Sede = m.Utente.Sede
		}
		return a
	case model.ProfiloUtenteLegaleRappresentante, model.ProfiloUtenteAzienda:
		if m.Utente.Azienda != nil && *m.Utente.Azienda != "" {
			a.CodiciFiscali = append(a.CodiciFiscali, *m.Utente.Azienda)
		}
	}
	propria := slices.Clone(a.CodiciFiscali)
	ix, ora := m.titoli(), istanteDi(now)
	for i := range ix.titoli {
		t := &ix.titoli[i]
		if !t.capo { // seen with the first title on the same code
			continue
		}
		matricola, contribuente := ix.valgono(t.codice, chiesti, ora)
		if matricola {
			a.Matricole = append(a.Matricole, model.Matricola(t.codice))
		}
		if cf := model.CodiceFiscale(t.codice); contribuente && !slices.Contains(propria, cf) {
			a.CodiciFiscali = append(a.CodiciFiscali, cf)
		}
	}
	return a
}

// valgono says whether some title on a code holds for it as a matricola, and as a codice fiscale.
func (ix *indice) valgono(codice string, chiesti insieme, ora istante) (matricola, contribuente bool) {
	for t := ix.primoSu(codice); t != nil; t = ix.dopo(t) {
		if t.vale(ora) && t.servizi&chiesti != 0 && (chiesti == ogniServizio || t.persone == nil) {
			matricola = matricola || t.perMatricola
			contribuente = contribuente || !t.perMatricola
		}
	}
	return matricola, contribuente
}
