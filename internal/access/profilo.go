package access

import "cassetto/graph/model"

// professionista says whether a profile is one of the professions of art. 1 of L. 12/1979.
func professionista(p model.ProfiloUtente) bool {
	switch p {
	case model.ProfiloUtenteConsulenteDelLavoro, model.ProfiloUtenteAvvocato, model.ProfiloUtenteDottoreCommercialista,
		model.ProfiloUtenteRagioniere, model.ProfiloUtentePeritoCommerciale:
		return true
	}
	return false
}

// intermediario says whether a profile may hold a delega of a company and subdelegate it: a profession of L. 12/1979 or an
// association with its service company.
func intermediario(p model.ProfiloUtente) bool {
	return professionista(p) || p == model.ProfiloUtenteAssociazioneDiCategoria
}

// ammessa says whether a delega of this type may be made out to this qualifica. A row of the archive that breaks the rule
// entitles nobody.
//
//   - DIRETTA_DIPENDENTE: the employee, AZIENDA (form SC62);
//   - INDIRETTA_INTERMEDIARIO: an intermediary of L. 12/1979 or an association (form SC64);
//   - GRUPPO: whoever acts for the head of the group, AZIENDA or LEGALE_RAPPRESENTANTE (circ. 28/2011);
//   - MASTER: an intermediary, an association or an employee;
//   - SUBDELEGA: the employee of an intermediary or the operator of an association, INTERMEDIARIO_DELEGATO.
func ammessa(tipo model.TipoDelega, qualifica model.ProfiloUtente) bool {
	azienda := qualifica == model.ProfiloUtenteAzienda
	switch tipo {
	case model.TipoDelegaDirettaDipendente:
		return azienda
	case model.TipoDelegaIndirettaIntermediario:
		return intermediario(qualifica)
	case model.TipoDelegaGruppo:
		return azienda || qualifica == model.ProfiloUtenteLegaleRappresentante
	case model.TipoDelegaMaster:
		return azienda || intermediario(qualifica)
	case model.TipoDelegaSubdelega:
		return qualifica == model.ProfiloUtenteIntermediarioDelegato
	}
	return false
}

// riceve says whether a delega was given to the user in the profile he acts with: one person may have several profiles, and
// what one of them received does not serve the others.
//
//   - made out to the person: the delega's qualifica is the profile;
//   - made out to the studio: any profession of that studio, whatever profession the delega names, because the
//     professionals of a studio associato or STP share its clients; an association's delega serves only the association;
//   - made out to the head of a group (type GRUPPO): whoever acts for that company;
//   - a subdelega serves only the person it names, in the profile INTERMEDIARIO_DELEGATO.
func riceve(u *model.Utente, d *model.Delega) bool {
	switch {
	case !ammessa(d.Tipo, d.Qualifica):
		return false
	case d.Qualifica == u.Profilo && coincide(&d.DelegatoCf, u.CodiceFiscale):
		return true
	case professionista(u.Profilo):
		return professionista(d.Qualifica) && u.Studio != nil && coincide(d.StudioCf, u.Studio.CodiceFiscale)
	case u.Profilo == model.ProfiloUtenteAssociazioneDiCategoria:
		return d.Qualifica == u.Profilo && u.Studio != nil && coincide(d.StudioCf, u.Studio.CodiceFiscale)
	case u.Profilo == model.ProfiloUtenteAzienda || u.Profilo == model.ProfiloUtenteLegaleRappresentante:
		return d.Tipo == model.TipoDelegaGruppo && u.Azienda != nil && coincide(d.StudioCf, *u.Azienda)
	}
	return false
}
