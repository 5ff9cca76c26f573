package demo_test

import (
	"slices"
	"testing"

	"cassetto/graph/model"
)

func ruoli(t testing.TB, a *archivio) []di[model.IscrizioneARuolo] {
	return righe[model.IscrizioneARuolo](t, a, "complementari/iscrizioniARuolo", "codiceFiscale")
}

func residuoRuoli(t testing.TB, a *archivio) {
	for _, r := range ruoli(t, a) {
		x := r.R
		if x.Residuo != x.Capitale+x.Sanzioni+x.Interessi+x.Aggio-x.Riscosso-x.Sgravato || x.Residuo < 0 {
			t.Errorf("%s %s: %+v", r.Chi, x.Numero, x)
		}
		if x.Aggio > 0 && x.DataFormazione >= "2022-01-01" {
			t.Errorf("%s: %d of collection fee, abolished since 2022 (L. 234/2021)", x.Numero, x.Aggio)
		}
		chiuso := slices.Contains([]model.StatoRuolo{model.StatoRuoloPagato, model.StatoRuoloSgravato}, x.Stato)
		if chiuso != (x.Residuo == 0) || x.Stato == model.StatoRuoloSgravato && x.Sgravato == 0 {
			t.Errorf("%s: %s with %d left", x.Numero, x.Stato, x.Residuo)
		}
	}
}

func avvisiEPartite(t testing.TB, a *archivio) {
	comprese := map[string][]model.CreditoInadempienza{}
	for _, c := range partite(t, a) {
		if c.R.Esito != nil && c.R.Esito.Tipo == model.TipoRiferimentoAvvisoDiAddebito {
			comprese[c.R.Esito.Chiave] = append(comprese[c.R.Esito.Chiave], c.R)
		}
	}
	for _, r := range ruoli(t, a) {
		var capitale, sanzioni, interessi, residuo model.Importo
		var mesi []model.AnnoMese
		for _, c := range comprese[string(r.R.Numero)] {
			capitale, sanzioni, interessi, residuo = capitale+c.Contributi, sanzioni+c.Sanzioni, interessi+c.Interessi, residuo+c.Residuo
			for m := mese(t, c.PeriodoDa); !m.After(mese(t, c.PeriodoA)); m = m.AddDate(0, 1, 0) {
				mesi = append(mesi, model.AnnoMese(m.Format("2006-01")))
			}
			if *c.DataAccertamento >= r.R.DataFormazione {
				t.Errorf("%s formed on %s, its debit came to light on %s", r.R.Numero, r.R.DataFormazione, *c.DataAccertamento)
			}
			if c.Gestione != r.R.Gestione {
				t.Errorf("%s: %s and %s", r.R.Numero, r.R.Gestione, c.Gestione)
			}
		}
		if capitale != r.R.Capitale || sanzioni != r.R.Sanzioni || interessi != r.R.Interessi || residuo != r.R.Residuo || !slices.Equal(mesi, r.R.Periodi) {
			t.Errorf("%s: %+v; its debits: %d %d %d, left %d, of %v", r.R.Numero, r.R, capitale, sanzioni, interessi, residuo, mesi)
		}
	}
}

func tempiRuoli(t testing.TB, a *archivio) {
	anagrafe := map[string]model.DatiSintetici{}
	for _, z := range aziende(t, a) {
		anagrafe[string(z.CodiceFiscale)] = z
	}
	for _, r := range ruoli(t, a) {
		x := r.R
		if string(x.Numero)[3:7] != string(x.DataFormazione)[:4] || len(x.Numero) != 20 || x.Tipo != model.TipoTitoloAvvisoAddebito {
			t.Errorf("%s formed on %s", x.Numero, x.DataFormazione)
		}
		if (x.DataNotifica == nil) != (x.Stato == model.StatoRuoloFormato) || (x.DataNotifica == nil) != (x.Canale == nil) {
			t.Errorf("%s: %s, served %v by %v", x.Numero, x.Stato, x.DataNotifica, x.Canale)
			continue
		}
		if x.DataNotifica == nil {
			continue
		}
		servito := giorno(t, *x.DataNotifica)
		if *x.DataNotifica < x.DataFormazione || servito.After(giorno(t, x.DataFormazione).AddDate(0, 2, 0)) {
			t.Errorf("%s: formed %s, served %s", x.Numero, x.DataFormazione, *x.DataNotifica)
		}
		affidabile := servito.AddDate(0, 0, 60).Before(a.oggi)
		if x.Stato == model.StatoRuoloAffidato && !affidabile || x.Stato == model.StatoRuoloNotificato && affidabile {
			t.Errorf("%s: served %s, today %s", x.Numero, *x.DataNotifica, x.Stato)
		}
		if *x.Canale == model.CanaleNotificaPec && anagrafe[r.Chi].Pec == nil {
			t.Errorf("%s: served by PEC to %s, which has none", x.Numero, r.Chi)
		}
	}
}

func pianiInps(t testing.TB, a *archivio) {
	visti := map[model.StatoDomandaDiDilazione]int{}
	for _, d := range righe[model.DomandaDiDilazione](t, a, "complementari/domandeDiDilazione", "codiceFiscale") {
		r := d.R
		visti[r.Stato]++
		totale, somma, pagate := r.Importo.Contributi+r.Importo.Sanzioni, model.Importo(0), 0
		if massimo := map[bool]int32{true: 36, false: 60}[totale <= 500_000_00]; r.NumeroRate > massimo || r.NumeroRate < 2 {
			t.Errorf("%s: %d instalments for %d", r.Protocollo, r.NumeroRate, totale)
		}
		if r.Stato == model.StatoDomandaDiDilazioneInIstruttoria || r.Stato == model.StatoDomandaDiDilazioneRespinta {
			if len(r.Piano) > 0 || r.PrimaRata != nil {
				t.Errorf("%s: %s with a plan", r.Protocollo, r.Stato)
			}
			continue
		}
		prima := giorno(t, *r.PrimaRata)
		for i, x := range r.Piano {
			somma += x.Importo
			scade := giorno(t, x.Scadenza)
			mesi := (scade.Year()-prima.Year())*12 + int(scade.Month()-prima.Month())
			if int(x.Numero) != i+1 || x.Importo < 150_00-1 || (mesi-i)*(mesi-i) > 1 || !lavorativo(scade) {
				t.Errorf("%s: %+v", r.Protocollo, x)
			}
			if x.DataPagamento != nil {
				pagate++
			}
			if (x.DataPagamento == nil) != (x.Scadenza >= a.data()) || x.DataPagamento != nil && *x.DataPagamento > x.Scadenza {
				t.Errorf("%s: %+v today", r.Protocollo, x)
			}
		}
		if somma != totale || len(r.Piano) != int(r.NumeroRate) || *r.PrimaRata != r.Piano[0].Scadenza || *r.PrimaRata <= r.DataDomanda {
			t.Errorf("%s: %d instalments make %d of %d", r.Protocollo, len(r.Piano), somma, totale)
		}
		atteso := model.StatoDomandaDiDilazioneAttivata
		switch pagate {
		case 0:
			atteso = model.StatoDomandaDiDilazioneAccolta
		case len(r.Piano):
			atteso = model.StatoDomandaDiDilazioneConclusa
		}
		if r.Stato != atteso {
			t.Errorf("%s: %s with %d of %d paid", r.Protocollo, r.Stato, pagate, len(r.Piano))
		}
	}
	if visti[model.StatoDomandaDiDilazioneConclusa] == 0 || visti[model.StatoDomandaDiDilazioneAttivata] == 0 {
		t.Errorf("only %v", visti)
	}
}

func partiteInDilazione(t testing.TB, a *archivio) {
	type somme struct{ dovuto, pagato model.Importo }
	per := map[string]somme{}
	for _, c := range partite(t, a) {
		if c.R.Esito != nil && c.R.Esito.Tipo == model.TipoRiferimentoDilazione {
			s := per[c.R.Esito.Chiave]
			per[c.R.Esito.Chiave] = somme{s.dovuto + dovuto(c.R), s.pagato + c.R.Pagato}
		}
	}
	for _, d := range righe[model.DomandaDiDilazione](t, a, "complementari/domandeDiDilazione", "codiceFiscale") {
		pagato := model.Importo(0)
		for _, x := range d.R.Piano {
			if x.DataPagamento != nil {
				pagato += x.Importo
			}
		}
		s, ok := per[d.R.Protocollo]
		if d.R.Stato == model.StatoDomandaDiDilazioneRespinta {
			continue
		}
		if !ok || s.dovuto != d.R.Importo.Contributi+d.R.Importo.Sanzioni || s.pagato != pagato {
			t.Errorf("%s: plan of %d, paid %d; its debits %+v", d.R.Protocollo, d.R.Importo.Contributi+d.R.Importo.Sanzioni, pagato, s)
		}
	}
}

func pianiAder(t testing.TB, a *archivio) {
	titoli, rateizzati := map[model.NumeroRuolo]di[model.IscrizioneARuolo]{}, map[model.NumeroRuolo]bool{}
	for _, r := range ruoli(t, a) {
		titoli[r.R.Numero] = r
	}
	for _, d := range righe[model.DilazioneSuCartella](t, a, "complementari/dilazioniSuCartella", "codiceFiscale") {
		r, totale, resto := d.R, model.Importo(0), model.Importo(0)
		for _, n := range r.Partite {
			x, ok := titoli[n]
			if !ok || x.Chi != d.Chi || giorno(t, r.DataIstanza).Before(giorno(t, *x.R.DataNotifica)) {
				t.Errorf("%s: title %s of %s", r.Istanza, n, x.Chi)
			}
			rateizzati[n] = true
			totale += x.R.Capitale + x.R.Sanzioni + x.R.Interessi + x.R.Aggio - x.R.Sgravato
			resto += x.R.Residuo
		}
		pagato := r.Importo * model.Importo(r.RatePagate) / model.Importo(r.NumeroRate)
		if r.Importo != totale || r.Importo-pagato != resto || r.NumeroRate > 120 || r.RatePagate > r.NumeroRate || r.RateScadute > 8 {
			t.Errorf("%s: %+v; titles of %d, left %d", r.Istanza, r, totale, resto)
		}
		if finita := r.RatePagate == r.NumeroRate; finita != (r.Stato == model.StatoDilazioneCartellaEstinta) || finita != (r.ProssimaScadenza == nil) {
			t.Errorf("%s: %s with %d of %d paid", r.Istanza, r.Stato, r.RatePagate, r.NumeroRate)
		}
		if r.ProssimaScadenza != nil && *r.ProssimaScadenza < a.data() {
			t.Errorf("%s: next instalment on %s", r.Istanza, *r.ProssimaScadenza)
		}
	}
	for n, x := range titoli {
		if x.R.Stato == model.StatoRuoloRateizzato && !rateizzati[n] {
			t.Errorf("%s in a plan that is not there", n)
		}
	}
}
