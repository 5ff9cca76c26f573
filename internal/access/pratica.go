package access

import (
	"time"

	"cassetto/graph/model"
)

// Pratica is what decides who may see something that a company and an office have to do with each other: a request, or an
// appointment.
type Pratica struct {
	Posizione Posizione // that it is about; its sede does not matter
	Sede      model.CodiceSede
	Da        *model.MittenteRichiesta // who began it; nil: not known
	Servizio  model.Servizio           // for which one must be entitled
}

// DellaRichiesta is what decides about a request.
func DellaRichiesta(r *model.Richiesta) Pratica {
	return Pratica{Posizione{Matricola: r.Matricola, CodiceFiscale: r.CodiceFiscale}, r.CodiceSede, r.Mittente, model.ServizioComunicazioni}
}

// DellAppuntamento is what decides about an appointment.
func DellAppuntamento(a *model.Appuntamento) Pratica {
	return Pratica{Posizione{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale}, a.CodiceSede, a.Richiedente, model.ServizioAgenda}
}

// Vede says whether the user may see it at the instant now: an operator what his sede has, whatever the sede of the position; an
// analyst all; who acts for the company what is of it, if he may for the service.
func (m Mandato) Vede(p Pratica, now time.Time) bool {
	if m.Utente.Profilo == model.ProfiloUtenteOperatore {
		return coincide(m.Utente.Sede, p.Sede)
	}
	return m.Agisce(p.Posizione, p.Servizio, now)
}

// VedeRichiesta says whether the user may read a request at the instant now.
func (m Mandato) VedeRichiesta(r *model.Richiesta, now time.Time) bool {
	return m.Vede(DellaRichiesta(r), now)
}

// VedeAppuntamento says whether the user may see an appointment at the instant now.
func (m Mandato) VedeAppuntamento(a *model.Appuntamento, now time.Time) bool {
	return m.Vede(DellAppuntamento(a), now)
}

// Agisce says whether the user may act for a service on a position. A partial perimeter does not open what is not shown person by
// person.
func (m Mandato) Agisce(p Posizione, servizio model.Servizio, now time.Time) bool {
	d := m.Decide(p, &servizio, now)
	return d.Esito == Consentito && d.Perimetro == nil
}

// ConosceRecapiti says whether the user may read how to reach who began it: he did himself, or a colleague of his firm, or his
// sede has it. Others who act for the same company need not know.
func (m Mandato) ConosceRecapiti(p Pratica) bool {
	u := &m.Utente
	switch {
	case u.Profilo == model.ProfiloUtenteOperatore:
		return coincide(u.Sede, p.Sede)
	case p.Da == nil:
		return false
	case p.Da.CodiceFiscale == u.CodiceFiscale:
		return true
	}
	dello := intermediario(u.Profilo) || u.Profilo == model.ProfiloUtenteIntermediarioDelegato // the others have no firm, whatever their profile says
	return dello && u.Studio != nil && coincide(p.Da.StudioCf, u.Studio.CodiceFiscale)
}
