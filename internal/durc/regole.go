package durc

import (
	"slices"

	"cassetto/graph/model"
)

// regola is the rule that holds for a debt, and why, to be read after its name. What no rule lets pass is OMISSIONE, until its
// gestione is summed up.
func (v *verifica) regola(d *debito) (model.RegolaRegolarita, string) {
	switch {
	case v.nonAncoraDovuto(d):
		return model.RegolaRegolaritaNonAncoraDovuto, "il termine, " + scritta(d.termine) + ", è oltre il " + scritta(v.fino) + ", ultimo giorno dei pagamenti considerati."
	case v.rateizzatoDallInps(d):
		return model.RegolaRegolaritaRateizzazione, "compresa nella dilazione " + d.credito.Esito.Chiave + ", in corso."
	case v.rateizzatoDallAgente(d):
		return model.RegolaRegolaritaRateizzazione, "titolo compreso in una rateizzazione dell'agente della riscossione, in corso."
	case sospesoPerLegge(d):
		return model.RegolaRegolaritaSospensione, "il pagamento è sospeso per legge."
	case compensato(d):
		return model.RegolaRegolaritaCompensazione, "la compensazione con un credito verificato è stata accettata."
	case inContenzioso(d):
		return model.RegolaRegolaritaContenzioso, "il contenzioso amministrativo non è ancora deciso."
	case riscossioneSospesa(d):
		return model.RegolaRegolaritaRiscossioneSospesa, "la riscossione del titolo è sospesa."
	case inAccertamento(d):
		return model.RegolaRegolaritaInAccertamento, "la partita è ancora in accertamento."
	}
	return model.RegolaRegolaritaOmissione, "il termine, " + scritta(d.termine) + ", è passato." + v.pianoInutile(d)
}

// nonAncoraDovuto: only payments that fell due up to the last day of the second month before the check are looked at, that day
// included (art. 3, c. 1).
func (v *verifica) nonAncoraDovuto(d *debito) bool { return d.termine > v.fino }

// rateizzatoDallInps: instalments granted by INPS let the debt pass while they run (art. 3, c. 2, lett. a). The item names the plan by
// its protocollo. A plan that is ATTIVATA runs until it is revoked, late instalments or not; one that is ACCOLTA until its first
// instalment falls due unpaid. One only asked for, refused, revoked or ended lets nothing pass, nor does a plan that is not there,
// whatever the state of the item says.
func (v *verifica) rateizzatoDallInps(d *debito) bool {
	return slices.ContainsFunc(v.pianiInps(d), func(p *model.DomandaDiDilazione) bool {
		return p.Stato == model.StatoDomandaDiDilazioneAttivata || p.Stato == model.StatoDomandaDiDilazioneAccolta && !v.primaRataMancata(p)
	})
}

// pianiInps are the plans that an item names.
func (v *verifica) pianiInps(d *debito) (piani []*model.DomandaDiDilazione) {
	for i := range v.Dilazioni {
		if d.credito != nil && riferisce(d.credito.Esito, model.TipoRiferimentoDilazione, v.Dilazioni[i].Protocollo) {
			piani = append(piani, &v.Dilazioni[i])
		}
	}
	return piani
}

// primaRataMancata says whether the first instalment of a plan was to be paid before the day of the check, and was not.
func (v *verifica) primaRataMancata(p *model.DomandaDiDilazione) bool {
	if len(p.Piano) == 0 {
		return p.PrimaRata != nil && *p.PrimaRata < v.oggi
	}
	prima := slices.MinFunc(p.Piano, func(a, b model.Rata) int { return int(a.Numero) - int(b.Numero) })
	return prima.DataPagamento == nil && prima.Scadenza < v.oggi
}

// rateizzatoDallAgente: instalments granted by the collection agent let a title pass while they run, also as part of an
// eased settlement (art. 3, c. 2, lett. a). The plan decides: with one that has lapsed, was revoked or is over the title counts, even
// if it is still RATEIZZATO, and so does a title in no plan.
func (v *verifica) rateizzatoDallAgente(d *debito) bool {
	return slices.ContainsFunc(v.pianiAgente(d), func(p *model.DilazioneSuCartella) bool {
		return p.Stato == model.StatoDilazioneCartellaAttiva || p.Stato == model.StatoDilazioneCartellaDefinizioneAgevolata
	})
}

// pianiAgente are the plans that a title is part of.
func (v *verifica) pianiAgente(d *debito) (piani []*model.DilazioneSuCartella) {
	for i := range v.DilazioniCartella {
		if d.ruolo != nil && slices.Contains(v.DilazioniCartella[i].Partite, d.ruolo.Numero) {
			piani = append(piani, &v.DilazioniCartella[i])
		}
	}
	return piani
}

// sospesoPerLegge: payments that a law suspends are not missing (art. 3, c. 2, lett. b).
func sospesoPerLegge(d *debito) bool { return stato(d) == model.StatoCreditoInadempienzaSospesa }

// compensato: nor are debts in the administrative phase that are set off, when the credit was verified and setting off was accepted
// (art. 3, c. 2, lett. c). An item is COMPENSATA from then on; what it is still owed waits only to be written.
func compensato(d *debito) bool { return stato(d) == model.StatoCreditoInadempienzaCompensata }

// inContenzioso: nor are debts in the administrative phase that are disputed before the Institute, until it refuses (art. 3, c. 2,
// lett. d): those of a report under appeal and of a note that was contested. Once handed to the agent the phase is over.
func inContenzioso(d *debito) bool {
	if d.credito == nil || stato(d) == model.StatoCreditoInadempienzaAffidataAder {
		return false
	}
	p, origine := d.posizione, d.credito.Origine
	switch d.credito.Tipo {
	case model.TipoCreditoInadempienzaVerbaleIspettivo, model.TipoCreditoInadempienzaVerbaleAltroEnte:
		return slices.ContainsFunc(p.Ispezioni, func(i model.Ispezione) bool {
			return i.Stato == model.StatoVerbaleInRicorso && riferisce(origine, model.TipoRiferimentoVerbale, i.Numero)
		})
	case model.TipoCreditoInadempienzaNotaDiRettifica:
		return slices.ContainsFunc(p.Note, func(n model.NotaDiRettifica) bool {
			return n.Stato == model.StatoNotaDiRettificaContestata && riferisce(origine, model.TipoRiferimentoNotaDiRettifica, n.Identificativo)
		})
	}
	return false
}

// riscossioneSospesa: nor are titles whose collection was suspended (art. 3, c. 2, lett. f), whatever has become of a plan on them.
func riscossioneSospesa(d *debito) bool {
	return d.ruolo != nil && d.ruolo.Stato == model.StatoRuoloSospeso
}

// inAccertamento: what is not yet ascertained, or has no day on which it fell due, cannot be called missing: somebody must look at
// it first.
func inAccertamento(d *debito) bool {
	return d.termine == "" || stato(d) == model.StatoCreditoInadempienzaInAccertamento
}

// stato is that of an item; "" for a title.
func stato(d *debito) model.StatoCreditoInadempienza {
	if d.credito == nil {
		return ""
	}
	return d.credito.Stato
}
