package demo_test

import (
	"slices"
	"strconv"
	"testing"

	"cassetto/graph/model"
)

func partite(t testing.TB, a *archivio) []di[model.CreditoInadempienza] {
	return righe[model.CreditoInadempienza](t, a, "complementari/creditiInadempienze", "matricola")
}

func dovuto(c model.CreditoInadempienza) model.Importo {
	return c.Contributi + c.Sanzioni + c.Interessi
}

func residuoPartite(t testing.TB, a *archivio) {
	for _, c := range partite(t, a) {
		r := c.R
		if r.Residuo != dovuto(r)-r.Pagato-r.Sgravato || r.Residuo < 0 || r.Pagato < 0 || r.Sgravato < 0 || r.Contributi <= 0 || r.Sanzioni < 0 || r.PeriodoDa > r.PeriodoA {
			t.Errorf("%s: %+v", c.Chi, r)
		}
	}
}

func statiPartite(t testing.TB, a *archivio) {
	visti := map[model.StatoCreditoInadempienza]int{}
	for _, c := range partite(t, a) {
		r, giusto := c.R, false
		visti[r.Stato]++
		esito := model.TipoRiferimento("")
		if r.Esito != nil {
			esito = r.Esito.Tipo
		}
		switch r.Stato {
		case model.StatoCreditoInadempienzaPagata:
			giusto = r.Residuo == 0 && r.Sgravato == 0
		case model.StatoCreditoInadempienzaAnnullata, model.StatoCreditoInadempienzaCompensata:
			giusto = r.Residuo == 0 && r.Sgravato > 0
		case model.StatoCreditoInadempienzaInDilazione:
			giusto = r.Residuo > 0 && esito == model.TipoRiferimentoDilazione
		case model.StatoCreditoInadempienzaAffidataAder:
			giusto = r.Residuo > 0 && esito == model.TipoRiferimentoAvvisoDiAddebito
		default:
			giusto = r.Residuo == dovuto(r)
		}
		if !giusto {
			t.Errorf("%s: %s with %d left of %d, then %s", c.Chi, r.Stato, r.Residuo, dovuto(r), esito)
		}
	}
	if len(visti) < 6 {
		t.Errorf("only %v", visti)
	}
}

func riferimenti(t testing.TB, a *archivio) {
	ci := map[string]bool{}
	segna := func(chi string, tipo model.TipoRiferimento, chiave string) {
		ci[chi+" "+string(tipo)+" "+chiave] = true
	}
	for _, n := range note(t, a) {
		segna(n.Chi, model.TipoRiferimentoNotaDiRettifica, n.R.Identificativo)
	}
	for m, rr := range emens(t, a) {
		for p := range ultime(rr) {
			segna(m, model.TipoRiferimentoDenuncia, p)
		}
	}
	for _, v := range righe[model.Ispezione](t, a, "complementari/ispezioni", "matricola") {
		segna(v.Chi, model.TipoRiferimentoVerbale, v.R.Numero)
	}
	for _, c := range righe[model.ConfrontoDm10](t, a, "complementari/confrontoDm10", "matricola") {
		segna(c.Chi, model.TipoRiferimentoConfrontoDm10, strconv.Itoa(int(c.R.Anno)))
	}
	for _, r := range righe[model.IscrizioneARuolo](t, a, "complementari/iscrizioniARuolo", "codiceFiscale") {
		segna(r.Chi, model.TipoRiferimentoAvvisoDiAddebito, string(r.R.Numero))
	}
	for _, d := range righe[model.DomandaDiDilazione](t, a, "complementari/domandeDiDilazione", "codiceFiscale") {
		segna(d.Chi, model.TipoRiferimentoDilazione, d.R.Protocollo)
	}
	anagrafe := aziende(t, a)
	for _, c := range partite(t, a) {
		if o := c.R.Origine; o != nil && !ci[c.Chi+" "+string(o.Tipo)+" "+o.Chiave] {
			t.Errorf("%s: comes from %s %s, which is not there", c.Chi, o.Tipo, o.Chiave)
		}
		if c.R.Origine == nil && c.R.Gestione == model.GestioneContributivaDipendenti {
			t.Errorf("%s %s: comes from nowhere", c.Chi, c.R.ID)
		}
		if e := c.R.Esito; e != nil && !ci[string(anagrafe[c.Chi].CodiceFiscale)+" "+string(e.Tipo)+" "+e.Chiave] {
			t.Errorf("%s: goes to %s %s, which is not there", c.Chi, e.Tipo, e.Chiave)
		}
	}
}

func insoluti(t testing.TB, a *archivio) {
	inviati, quanti := emens(t, a), 0
	for _, c := range partite(t, a) {
		if c.R.Tipo != model.TipoCreditoInadempienzaDenunciaInsoluta || c.R.Gestione != model.GestioneContributivaDipendenti {
			continue
		}
		quanti++
		e := ultime(inviati[c.Chi])[string(c.R.PeriodoDa)]
		if c.R.PeriodoDa != c.R.PeriodoA || c.R.Origine.Chiave != string(c.R.PeriodoDa) || c.R.Contributi > e.Saldo {
			t.Errorf("%s %s: %d unpaid of a balance of %d", c.Chi, c.R.PeriodoDa, c.R.Contributi, e.Saldo)
		}
		if string(*c.R.DataAccertamento) <= scadenzaF24(t, c.R.PeriodoA) {
			t.Errorf("%s %s: missed already on %s", c.Chi, c.R.PeriodoDa, *c.R.DataAccertamento)
		}
	}
	if quanti < 5 {
		t.Errorf("only %d", quanti)
	}
}

func passivi(t testing.TB, a *archivio) {
	crediti := map[string]model.Importo{}
	for _, c := range partite(t, a) {
		if c.R.Tipo == model.TipoCreditoInadempienzaDmPassivo {
			crediti[c.Chi+" "+c.R.Origine.Chiave] = c.R.Contributi
			if c.R.Segno != model.SegnoPartitaCredito {
				t.Errorf("%s: %s is a %s", c.Chi, c.R.ID, c.R.Segno)
			}
		}
	}
	negativi := 0
	for m, rr := range emens(t, a) {
		for p, e := range ultime(rr) {
			if e.Saldo < 0 {
				negativi++
				if crediti[m+" "+p] != -e.Saldo {
					t.Errorf("%s %s: balance %d, credit %d", m, p, e.Saldo, crediti[m+" "+p])
				}
			}
		}
	}
	if negativi == 0 || negativi != len(crediti) {
		t.Errorf("%d returns with a negative balance, %d credits", negativi, len(crediti))
	}
}

func recuperi(t testing.TB, a *archivio) {
	recuperate := map[string]model.NotaDiRettifica{}
	for _, n := range note(t, a) {
		if n.R.Stato == model.StatoNotaDiRettificaARecupero {
			recuperate[n.R.Identificativo] = n.R
		}
		if n.R.Stato == model.StatoNotaDiRettificaVisibile && n.R.Scadenza < a.data() {
			t.Errorf("%s %s: still to be notified after its term", n.Chi, n.R.Periodo)
		}
	}
	for _, c := range partite(t, a) {
		if c.R.Tipo != model.TipoCreditoInadempienzaNotaDiRettifica {
			continue
		}
		n, ok := recuperate[c.R.Origine.Chiave]
		if !ok || n.Periodo != c.R.PeriodoDa || n.DifferenzeContributive != c.R.Contributi || n.SanzioniCivili.Importo != c.R.Sanzioni || *c.R.DataAccertamento <= n.Scadenza {
			t.Errorf("%s: %+v of note %+v", c.Chi, c.R, n)
		}
		delete(recuperate, c.R.Origine.Chiave)
	}
	for id := range recuperate {
		t.Errorf("note %s at debt recovery without a debt", id)
	}
}

func accertamenti(t testing.TB, a *archivio) {
	da := map[string]model.CreditoInadempienza{}
	for _, c := range partite(t, a) {
		if o := c.R.Origine; o != nil {
			da[c.Chi+" "+string(o.Tipo)+" "+o.Chiave] = c.R
		}
	}
	for _, c := range righe[model.ConfrontoDm10](t, a, "complementari/confrontoDm10", "matricola") {
		p, ok := da[c.Chi+" CONFRONTO_DM10 "+strconv.Itoa(int(c.R.Anno))]
		if ok && c.R.Differenza <= 0 || !ok && c.R.Differenza*33/100 > 100_00 || ok && (*p.DataAccertamento != *c.R.DataElaborazione || p.Contributi > c.R.Differenza/2) {
			t.Errorf("%s %d: difference %d, debit %v %+v", c.Chi, c.R.Anno, c.R.Differenza, ok, p)
		}
	}
	irregolari := 0
	for _, v := range righe[model.Ispezione](t, a, "complementari/ispezioni", "matricola") {
		p, ok := da[v.Chi+" VERBALE "+v.R.Numero]
		irregolare := v.R.Esito != nil && *v.R.Esito == model.EsitoIspezioneIrregolare
		if ok != irregolare {
			t.Errorf("%s %s: %v, debit %v", v.Chi, v.R.Numero, v.R.Esito, ok)
			continue
		}
		if irregolare {
			irregolari++
			if p.Contributi != *v.R.Contributi || p.Sanzioni != *v.R.Sanzioni || *p.DataAccertamento != *v.R.DataNotifica || (v.R.Stato == model.StatoVerbaleAffidato) != (p.Stato == model.StatoCreditoInadempienzaAffidataAder) {
				t.Errorf("%s %s: %+v, debit %+v", v.Chi, v.R.Numero, v.R, p)
			}
		}
	}
	if irregolari == 0 {
		t.Error("no inspection found anything")
	}
}

func cessateSenzaDebiti(t testing.TB, a *archivio) {
	anagrafe := aziende(t, a)
	cessate := 0
	for _, z := range anagrafe {
		if z.StatoMatricola == model.StatoMatricolaCessataDefinitiva {
			cessate++
		}
	}
	if cessate == 0 {
		t.Error("no position closed for good")
	}
	for _, c := range partite(t, a) {
		if anagrafe[c.Chi].StatoMatricola == model.StatoMatricolaCessataDefinitiva && c.R.Segno == model.SegnoPartitaDebito && c.R.Residuo > 0 {
			t.Errorf("%s: closed for good, owes %d", c.Chi, c.R.Residuo)
		}
	}
	for _, n := range note(t, a) {
		if anagrafe[n.Chi].StatoMatricola == model.StatoMatricolaCessataDefinitiva && !slices.Contains([]model.StatoNotaDiRettifica{model.StatoNotaDiRettificaPagata, model.StatoNotaDiRettificaAnnullata}, n.R.Stato) {
			t.Errorf("%s: closed for good, note %s", n.Chi, n.R.Stato)
		}
	}
}
