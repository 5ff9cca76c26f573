package access

import (
	"time"

	"cassetto/graph/model"
)

// VedeRichiesta says whether the user may read a request of the position p at the instant now: an operator those that his sede
// has, whatever the sede of the position; an analyst all; who acts for the company, those of it, if he may for COMUNICAZIONI.
func (m Mandato) VedeRichiesta(r *model.Richiesta, now time.Time) bool {
	if m.Utente.Profilo == model.ProfiloUtenteOperatore {
		return coincide(m.Utente.Sede, r.CodiceSede)
	}
	return m.Comunica(Posizione{Matricola: r.Matricola, CodiceFiscale: r.CodiceFiscale}, now)
}

// Comunica says whether the user may act for COMUNICAZIONI on a position. A partial perimeter does not open it: a request is not
// about one person.
func (m Mandato) Comunica(p Posizione, now time.Time) bool {
	servizio := model.ServizioComunicazioni
	d := m.Decide(p, &servizio, now)
	return d.Esito == Consentito && d.Perimetro == nil
}

// ConosceRecapiti says whether the user may read how to reach who sent a request: he sent it himself, or a colleague of his
// firm did, or his sede has it. Others who act for the same company need not know.
func (m Mandato) ConosceRecapiti(r *model.Richiesta) bool {
	u := &m.Utente
	switch {
	case u.Profilo == model.ProfiloUtenteOperatore:
		return coincide(u.Sede, r.CodiceSede)
	case r.Mittente == nil:
		return false
	case r.Mittente.CodiceFiscale == u.CodiceFiscale:
		return true
	}
	dello := intermediario(u.Profilo) || u.Profilo == model.ProfiloUtenteIntermediarioDelegato // the others have no firm, whatever their profile says
	return dello && u.Studio != nil && coincide(r.Mittente.StudioCf, u.Studio.CodiceFiscale)
}
