package durc

import "cassetto/graph/model"

// soglia is what may be missing in a gestione without harm, accessories included (art. 3, c. 3).
const soglia model.Importo = 150_00

// giudicato is a debt with the rule that holds for it.
type giudicato struct {
	*debito
	regola model.RegolaRegolarita
	perche string
}

// inps are the reasons of INPS: its debts, each judged, then gestione by gestione over all positions.
func (v *verifica) inps() []model.MotivazioneRegolarita {
	debiti := v.debiti()
	giudicati := make([]giudicato, len(debiti))
	mancano, verificare := map[model.GestioneContributiva]model.Importo{}, map[model.GestioneContributiva]model.Importo{}
	for i := range debiti {
		d := &debiti[i]
		regola, perche := v.regola(d)
		giudicati[i] = giudicato{d, regola, perche}
		switch regola {
		case model.RegolaRegolaritaOmissione:
			mancano[d.gestione] += d.importo
		case model.RegolaRegolaritaInAccertamento:
			verificare[d.gestione] += d.importo
		}
	}
	motivazioni := make([]model.MotivazioneRegolarita, len(giudicati))
	for i, g := range giudicati {
		motivazioni[i] = g.motivazione(mancano[g.gestione], verificare[g.gestione])
	}
	return motivazioni
}

// motivazione is the reason that a debt is, knowing what its gestione misses for sure and what is to be verified.
func (g giudicato) motivazione(mancano, verificare model.Importo) model.MotivazioneRegolarita {
	effetto := model.EffettoMotivazioneNonOsta
	switch {
	case g.regola == model.RegolaRegolaritaOmissione && grave(mancano):
		effetto, g.perche = model.EffettoMotivazioneImpedisce, g.perche+" La gestione supera lo scostamento non grave, 150 euro."
	case g.regola == model.RegolaRegolaritaInAccertamento && grave(mancano+verificare):
		effetto, g.perche = model.EffettoMotivazioneDaVerificare, g.perche+" Contandola la gestione supera lo scostamento non grave, 150 euro."
	case g.regola == model.RegolaRegolaritaOmissione, g.regola == model.RegolaRegolaritaInAccertamento:
		g.regola, g.perche = model.RegolaRegolaritaScostamentoNonGrave, g.perche+" La gestione resta entro lo scostamento non grave, 150 euro."
	}
	m := model.MotivazioneRegolarita{
		Regola: g.regola, Fonte: fonte(g.regola), Effetto: effetto, Ente: model.EnteRegolaritaInps, Gestione: &g.gestione,
		Partita: &g.partita, Descrizione: g.nome + ": " + g.perche, Importo: &g.importo,
	}
	if g.posizione != nil {
		m.Posizione = new(string(g.posizione.Matricola))
	}
	if g.da != "" {
		m.Periodo = &g.da
	}
	if g.a != g.da {
		m.PeriodoA = &g.a
	}
	return m
}

// grave: what is missing in a gestione harms when it exceeds 150 euro, accessories included; exactly 150 does not (art. 3, c. 3).
// What is not yet ascertained harms nobody, but who would exceed them with it waits until it is.
func grave(i model.Importo) bool { return i > soglia }

// riscontroInps is the outcome at INPS, whose causes are the debts that prevent it.
func riscontroInps(motivazioni []model.MotivazioneRegolarita, oggi model.Data) model.RiscontroEnte {
	r := model.RiscontroEnte{Ente: model.EnteRegolaritaInps, Esito: model.EsitoEnteRegolare, Data: &oggi, Cause: []model.CausaIrregolarita{}}
	for _, m := range motivazioni {
		switch {
		case m.Effetto == model.EffettoMotivazioneImpedisce:
			r.Esito = model.EsitoEnteIrregolare
			r.Cause = append(r.Cause, model.CausaIrregolarita{
				Ente: m.Ente, Gestione: m.Gestione, Posizione: m.Posizione, Periodo: m.Periodo, PeriodoA: m.PeriodoA,
				Descrizione: m.Descrizione, Importo: m.Importo,
			})
		case m.Effetto == model.EffettoMotivazioneDaVerificare && r.Esito == model.EsitoEnteRegolare:
			r.Esito = model.EsitoEnteInIstruttoria
		}
	}
	return r
}
