package durc

import (
	"reflect"
	"slices"
	"time"

	"cassetto/graph/model"
)

const (
	istruttoria = 72 * time.Hour // in which an institute verifies what it has; it is asked every hour
	ogni        = time.Hour
)

// Apri makes the n-th check of a codice fiscale, asked for now by somebody. It is to be looked at at once.
func Apri(id string, numero int64, cf model.CodiceFiscale, denominazione string, da model.MittenteRichiesta, now time.Time) model.RegolaritaContributiva {
	return model.RegolaritaContributiva{
		ID: id, Numero: numero, CodiceFiscale: cf, Denominazione: denominazione, Esito: model.EsitoRegolaritaRichiesta,
		DataRichiesta: model.DataOraDi(now), Prossima: new(model.DataOraDi(now)), Richiedenti: []model.MittenteRichiesta{da},
		Enti: []model.RiscontroEnte{}, Motivazioni: []model.MotivazioneRegolarita{},
	}
}

// Concludi brings a check to where a judgement of today brings it, with what was found and when to look again. It says whether
// anything of the check is now different, if only that: then it is to be written. An outcome that is final stays.
//
// Who was invited stays so until he is found regular, or is irregular still when the time he had is over; the invitation remains as
// it was sent, while what is found goes with the day. If his debts are gone and an institute still verifies, he is not refused.
func Concludi(v *model.RegolaritaContributiva, g Giudizio, now time.Time) (cambiata bool) {
	if v.Esito != model.EsitoRegolaritaRichiesta && v.Esito != model.EsitoRegolaritaInIstruttoria && v.Esito != model.EsitoRegolaritaInvitoARegolarizzare {
		return false
	}
	prima, oggi := *v, model.DataDi(now)
	v.DataVerifica, v.PagamentiFinoAl, v.Enti, v.Motivazioni = &oggi, &g.PagamentiFinoAl, g.Enti, g.Motivazioni
	switch invitato := v.Esito == model.EsitoRegolaritaInvitoARegolarizzare && v.Invito != nil; {
	case g.Esito == model.EsitoRegolaritaRegolare:
		v.Esito, v.Scadenza = g.Esito, new(dopo(oggi, giorniValidita))
	case invitato && g.Esito == model.EsitoRegolaritaInvitoARegolarizzare && oggi > v.Invito.Scadenza:
		v.Esito = model.EsitoRegolaritaNonRegolare
	case invitato:
	case g.Esito == model.EsitoRegolaritaInvitoARegolarizzare:
		v.Esito, v.Invito = g.Esito, invito(g.Enti, oggi)
	default:
		v.Esito = model.EsitoRegolaritaInIstruttoria
	}
	v.Prossima = prossima(v, now)
	return !reflect.DeepEqual(prima, *v)
}

// invito is the invitation of a day, with the causes at every institute (art. 4, c. 1): 15 days, the last one included.
func invito(enti []model.RiscontroEnte, oggi model.Data) *model.InvitoARegolarizzare {
	i := &model.InvitoARegolarizzare{Data: oggi, Scadenza: dopo(oggi, giorniInvito), Cause: []model.CausaIrregolarita{}}
	for _, e := range enti {
		i.Cause = append(i.Cause, e.Cause...)
	}
	return i
}

// prossima is when a check is to be looked at next. While an institute verifies: every hour, and every morning once the 72 hours are
// over. While somebody is invited: every morning, and when his last day is over. Never again once the outcome is final.
func prossima(v *model.RegolaritaContributiva, now time.Time) *model.DataOra {
	quando := prossimaMattina(now)
	switch v.Esito {
	case model.EsitoRegolaritaInIstruttoria:
		if now.Sub(richiesta(v)) < istruttoria {
			quando = now.Add(ogni)
		}
	case model.EsitoRegolaritaInvitoARegolarizzare:
		if fine := mezzanotte(dopo(v.Invito.Scadenza, 1)); fine.After(now) && fine.Before(quando) {
			quando = fine
		}
	default:
		return nil
	}
	return new(model.DataOraDi(quando))
}

// richiesta is the instant at which a check was asked for.
func richiesta(v *model.RegolaritaContributiva) time.Time {
	t, _ := time.Parse(time.RFC3339, string(v.DataRichiesta))
	return t
}

// Corrente says whether who asks now joins a check: it is under way or waits for who was invited; it is regular and still valid
// (art. 7, c. 2); or it is not regular, for 30 days from when it was asked for (art. 4, c. 1). Otherwise a new check opens. Nobody
// joins a simulation.
func Corrente(v *model.RegolaritaContributiva, now time.Time) bool {
	if v == nil || v.Simulazione {
		return false
	}
	switch Al(v, now) {
	case model.EsitoRegolaritaScaduto:
		return false
	case model.EsitoRegolaritaNonRegolare:
		return model.DataDi(now) <= dopo(model.DataDi(richiesta(v)), giorniBlocco)
	}
	return true
}

// Unisci adds who asks for a check to those who did, once each; false when he is there already. A person is the same whatever he
// acts as.
func Unisci(v *model.RegolaritaContributiva, da model.MittenteRichiesta) bool {
	if slices.ContainsFunc(v.Richiedenti, func(r model.MittenteRichiesta) bool { return r.CodiceFiscale == da.CodiceFiscale }) {
		return false
	}
	v.Richiedenti = append(v.Richiedenti, da)
	return true
}

// Al is the outcome of a check at an instant: a regular one is SCADUTO from the day after its last.
func Al(v *model.RegolaritaContributiva, now time.Time) model.EsitoRegolarita {
	if v.Esito == model.EsitoRegolaritaRegolare && (v.Scadenza == nil || model.DataDi(now) > *v.Scadenza) {
		return model.EsitoRegolaritaScaduto
	}
	return v.Esito
}
