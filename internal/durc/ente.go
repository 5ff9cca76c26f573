package durc

import (
	"cmp"
	"slices"
	"strings"

	"cassetto/graph/model"
)

// edile begins the CSC of a builder.
const edile = "113"

// interpellati are the institutes asked besides INPS: INAIL always, the Casse edili when any position is a builder's (art. 2, c. 1).
func interpellati(posizioni []Posizione) []model.EnteRegolarita {
	if slices.ContainsFunc(posizioni, func(p Posizione) bool { return strings.HasPrefix(string(p.Csc), edile) }) {
		return []model.EnteRegolarita{model.EnteRegolaritaInail, model.EnteRegolaritaCassaEdile}
	}
	return []model.EnteRegolarita{model.EnteRegolaritaInail}
}

// riscontro is what an institute answers: the latest answer, the worst of one day. Who has not answered, or answers what is no
// outcome, is still verifying. Who is irregular without saying why has a cause all the same.
func riscontro(tutti []model.RiscontroEnte, ente model.EnteRegolarita) model.RiscontroEnte {
	r := model.RiscontroEnte{Ente: ente, Esito: model.EsitoEnteInIstruttoria, Cause: []model.CausaIrregolarita{}}
	suoi := slices.DeleteFunc(slices.Clone(tutti), func(r model.RiscontroEnte) bool { return r.Ente != ente })
	if len(suoi) == 0 {
		return r
	}
	ultimo := slices.MaxFunc(suoi, func(a, b model.RiscontroEnte) int {
		return cmp.Or(opzionale(a.Data, b.Data), cmp.Compare(gravita(a.Esito), gravita(b.Esito)), slices.CompareFunc(a.Cause, b.Cause, confrontaCause))
	})
	r.Data = ultimo.Data
	switch ultimo.Esito {
	case model.EsitoEnteRegolare:
		r.Esito = ultimo.Esito
	case model.EsitoEnteIrregolare:
		r.Esito, r.Cause = ultimo.Esito, causeDi(ente, ultimo.Cause)
	}
	return r
}

func gravita(e model.EsitoEnte) int {
	return slices.Index([]model.EsitoEnte{model.EsitoEnteRegolare, model.EsitoEnteInIstruttoria, model.EsitoEnteIrregolare}, e)
}

// causeDi are the causes of an institute other than INPS, which has no gestioni.
func causeDi(ente model.EnteRegolarita, cause []model.CausaIrregolarita) []model.CausaIrregolarita {
	if len(cause) == 0 {
		return []model.CausaIrregolarita{{Ente: ente, Descrizione: "Irregolarità comunicata dall'ente."}}
	}
	sue := slices.Clone(cause)
	for i := range sue {
		sue[i].Ente, sue[i].Gestione = ente, nil
	}
	slices.SortFunc(sue, confrontaCause)
	return sue
}

// motivazioniDi are the reasons that the answer of an institute other than INPS is: one a cause, or one for the whole of it.
func motivazioniDi(r model.RiscontroEnte) []model.MotivazioneRegolarita {
	m := model.MotivazioneRegolarita{
		Regola: model.RegolaRegolaritaRiscontro, Fonte: fonte(model.RegolaRegolaritaRiscontro), Effetto: model.EffettoMotivazioneNonOsta,
		Ente: r.Ente, Descrizione: "L'ente ha comunicato che la posizione è regolare.",
	}
	switch {
	case r.Esito == model.EsitoEnteInIstruttoria && r.Data == nil:
		m.Effetto, m.Descrizione = model.EffettoMotivazioneDaVerificare, "Il riscontro dell'ente non è ancora pervenuto."
	case r.Esito == model.EsitoEnteInIstruttoria:
		m.Effetto, m.Descrizione = model.EffettoMotivazioneDaVerificare, "L'ente sta verificando le proprie risultanze."
	case r.Esito == model.EsitoEnteIrregolare:
		motivazioni := make([]model.MotivazioneRegolarita, len(r.Cause))
		for i, c := range r.Cause {
			m.Effetto, m.Posizione, m.Periodo, m.PeriodoA = model.EffettoMotivazioneImpedisce, c.Posizione, c.Periodo, c.PeriodoA
			m.Descrizione, m.Importo = c.Descrizione, c.Importo
			motivazioni[i] = m
		}
		return motivazioni
	}
	return []model.MotivazioneRegolarita{m}
}
