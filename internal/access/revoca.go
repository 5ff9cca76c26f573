package access

import (
	"time"

	"cassetto/graph/model"
)

// ValutaRevoca says why the user may not revoke a delega at the instant now; none when he may. p is the position it is on; of
// a delega on a whole codice fiscale, only CodiceFiscale matters. The zero Delega stands for one that does not exist: it gives
// the same error as one that the user may not know.
//
// It is revoked by the holder of the position, that is the legal representative of the company (also a subdelega: it is on his
// position); by the person who conferred it; or by the person it was made out to, who so renounces it. A colleague of the
// studio may see it but not renounce it. It is revoked once; a delega that is not active yet, or is suspended, can be revoked.
func (m Mandato) ValutaRevoca(d model.Delega, p Posizione, now time.Time) []model.ErroreCampo {
	var e erroriCampo
	ora := istanteDi(now)
	switch {
	case m.puoRevocare(&d, p):
	case m.conosceDelega(&d, p, now):
		e.aggiungi("id", NonRevocabile, "La delega può essere revocata solo dal titolare, da chi l'ha conferita o dal delegato.")
		return e
	default:
		e.aggiungi("id", DelegaNonTrovata, "Nessuna delega con questo identificativo fra quelle consultabili.")
		return e
	}
	switch {
	case revocata(&d, ora):
		e.aggiungi("id", GiaRevocata, "La delega è già stata revocata.")
	case scaduta(&d, ora):
		e.aggiungi("id", GiaScaduta, "La delega è già scaduta: non occorre revocarla.")
	}
	return e
}

// puoRevocare says whether the user is the holder, the one who conferred it or the one it was made out to. The staff of the
// Institute acts in none of these roles, even when the same person has one with another profile.
func (m Mandato) puoRevocare(d *model.Delega, p Posizione) bool {
	switch u := m.Utente; {
	case d.ID == "" || u.Profilo == model.ProfiloUtenteOperatore || u.Profilo == model.ProfiloUtenteAnalista || !u.Profilo.IsValid():
		return false
	case coincide(&d.DeleganteCf, u.CodiceFiscale), coincide(&d.DelegatoCf, u.CodiceFiscale):
		return true
	default:
		return u.Profilo == model.ProfiloUtenteLegaleRappresentante && coincide(u.Azienda, p.CodiceFiscale) && sullaPosizione(d, p)
	}
}

// conosceDelega says whether the user may see that the delega exists: it came to him or to his studio, or he manages the
// deleghe of the position.
func (m Mandato) conosceDelega(d *model.Delega, p Posizione, now time.Time) bool {
	if d.ID == "" {
		return false
	}
	deleghe := model.ServizioDeleghe
	return riceve(&m.Utente, d) || sullaPosizione(d, p) && m.Decide(p, &deleghe, now).Esito == Consentito
}

// sullaPosizione says whether a delega is on this position.
func sullaPosizione(d *model.Delega, p Posizione) bool {
	if d.Posizione == nil {
		return false
	}
	codice := d.Posizione.Codice
	return codice != "" && (codice == string(p.Matricola) || codice == string(p.CodiceFiscale))
}

// revocata says whether a delega has been revoked by this instant; a date that cannot be read counts as past.
func revocata(d *model.Delega, ora istante) bool {
	if d.Stato == model.StatoDelegaRevocata || d.DataRevoca == nil {
		return d.Stato == model.StatoDelegaRevocata
	}
	quando, err := time.Parse(time.RFC3339, string(*d.DataRevoca))
	return err != nil || !ora.ora.Before(quando)
}

// scaduta says whether the last day of a delega has passed.
func scaduta(d *model.Delega, ora istante) bool {
	return d.Stato == model.StatoDelegaScaduta || d.Fine != nil && *d.Fine < ora.oggi
}
