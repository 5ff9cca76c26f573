package demo_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// attivi are the months of a company in which a return is expected, up to the second before today.
func attivi(t testing.TB, a *archivio, z model.DatiSintetici, vuoti []model.Interruzione) []string {
	inizio, attesi := giorno(t, *z.DataInizioAttivita), []string{}
	questo := time.Date(a.oggi.Year(), a.oggi.Month(), 1, 0, 0, 0, 0, time.UTC)
	for m := questo.AddDate(-10, 0, 0); m.Before(questo.AddDate(0, -1, 0)); m = m.AddDate(0, 1, 0) {
		lavorati := 0
		for g := m; g.Month() == m.Month(); g = g.AddDate(0, 0, 1) {
			if !g.Before(inizio) && !senza(vuoti, g) {
				lavorati++
			}
		}
		if lavorati > 0 {
			attesi = append(attesi, m.Format("2006-01"))
		}
	}
	return attesi
}

func emensOgniMese(t testing.TB, a *archivio) {
	inviati, vuoti := emens(t, a), buchi(t, a)
	for m, z := range aziende(t, a) {
		denunce := ultime(inviati[m])
		for _, periodo := range attivi(t, a, z, vuoti[m]) {
			if _, ok := denunce[periodo]; !ok {
				t.Errorf("%s: no return for %s", m, periodo)
			}
		}
	}
}

func nessunEmensFuori(t testing.TB, a *archivio) {
	vuoti, questo := buchi(t, a), a.oggi.Format("2006-01")
	anagrafe := aziende(t, a)
	mancano, ultimo := 0, mese(t, questo).AddDate(0, -1, 0).Format("2006-01")
	for m, rr := range emens(t, a) {
		attesi := map[string]bool{ultimo: true}
		for _, p := range attivi(t, a, anagrafe[m], vuoti[m]) {
			attesi[p] = true
		}
		for _, e := range rr {
			primo := mese(t, e.Periodo)
			coperto := senza(vuoti[m], primo) && senza(vuoti[m], primo.AddDate(0, 1, -1))
			if string(e.Periodo) >= questo || !attesi[string(e.Periodo)] || string(e.Periodo) == ultimo && coperto {
				t.Errorf("%s: return for %s", m, e.Periodo)
			}
		}
		if _, ok := ultime(rr)[ultimo]; !ok && anagrafe[m].StatoMatricola == model.StatoMatricolaAttiva {
			mancano++
		}
	}
	if mancano == 0 {
		t.Errorf("every firm has already sent %s, which is not due yet", ultimo)
	}
}

func denunceEForza(t testing.TB, a *archivio) {
	for m, rr := range emens(t, a) {
		for _, e := range rr {
			if e.ForzaAziendale < 0 || e.NumDenunceIndividuali < e.ForzaAziendale || e.NumDenunceIndividuali > e.ForzaAziendale*115/100+3 {
				t.Errorf("%s %s: %d individual returns for a workforce of %d", m, e.Periodo, e.NumDenunceIndividuali, e.ForzaAziendale)
			}
		}
	}
}

func forzaLenta(t testing.TB, a *archivio) {
	anagrafe, stagionali := aziende(t, a), 0
	for m, rr := range emens(t, a) {
		csc, denunce := anagrafe[m].Csc, ultime(rr)
		estate, inverno := int32(0), int32(math.MaxInt32)
		for p, e := range denunce {
			switch p[5:] {
			case "07", "08":
				estate = max(estate, e.ForzaAziendale)
			case "01", "02", "11":
				inverno = min(inverno, e.ForzaAziendale)
			}
			prima, ok := denunce[mese(t, p).AddDate(0, -1, 0).Format("2006-01")]
			if !ok || csc == "70501" || csc == "70502" {
				continue
			}
			if salto := e.ForzaAziendale - prima.ForzaAziendale; max(salto, -salto) > max(2, prima.ForzaAziendale/10) {
				t.Errorf("%s %s: from %d to %d workers in a month", m, p, prima.ForzaAziendale, e.ForzaAziendale)
			}
		}
		if csc == "70501" && len(denunce) > 12 && estate > 6 {
			stagionali++
			if estate <= inverno {
				t.Errorf("%s: a hotel with %d people in summer and %d in winter", m, estate, inverno)
			}
		}
	}
	if stagionali == 0 {
		t.Error("no hotel to look at")
	}
}

func saldoEmens(t testing.TB, a *archivio) {
	for m, rr := range emens(t, a) {
		for _, e := range rr {
			if e.Saldo != e.TotaleADebito-e.TotaleACredito || e.TotaleADebito%100 != 0 || e.TotaleACredito%100 != 0 || e.TotaleADebito < 0 || e.TotaleACredito < 0 {
				t.Errorf("%s %s: %d - %d = %d", m, e.Periodo, e.TotaleADebito, e.TotaleACredito, e.Saldo)
			}
		}
	}
}

// contributiERetribuzioni compares whole years: wages are those of the yearly comparison.
func contributiERetribuzioni(t testing.TB, a *archivio) {
	inviati, anni := emens(t, a), 0
	industria := map[model.Csc]bool{"10601": true, "11301": true}
	anagrafe := aziende(t, a)
	for _, c := range righe[model.ConfrontoDm10](t, a, "complementari/confrontoDm10", "matricola") {
		debito := model.Importo(0)
		for p, e := range ultime(inviati[c.Chi]) {
			if strings.HasPrefix(p, strconv.Itoa(int(c.R.Anno))) {
				debito += e.TotaleADebito
			}
		}
		anni++
		quota := float64(debito) / float64(c.R.RetribuzioniDm10)
		minimo := 0.33
		if industria[anagrafe[c.Chi].Csc] {
			minimo = 0.35
		}
		if quota < minimo || quota > 0.40 {
			t.Errorf("%s %d: contributions are %.1f %% of wages", c.Chi, c.R.Anno, 100*quota)
		}
	}
	if anni < 300 {
		t.Errorf("only %d years", anni)
	}
}

func ricezioneEmens(t testing.TB, a *archivio) {
	tutte, tardive := 0, 0
	for m, rr := range emens(t, a) {
		for _, e := range rr {
			ricevuta, err := time.Parse(time.RFC3339, string(e.DataRicezione))
			if err != nil {
				t.Fatal(err)
			}
			fine := mese(t, e.Periodo).AddDate(0, 1, 0)
			if ricevuta.Before(fine) || !ricevuta.In(model.Roma).Before(a.oggi) {
				t.Errorf("%s: %s received %s", m, e.Periodo, e.DataRicezione)
			}
			tutte++
			if scade := slitta(fine.AddDate(0, 1, -1)); ricevuta.In(model.Roma).Format(time.DateOnly) > scade.Format(time.DateOnly) {
				tardive++
			}
		}
	}
	if quota := float64(tardive) / float64(tutte); quota == 0 || quota > 0.05 {
		t.Errorf("%.1f %% of the returns are late", 100*quota)
	}
}

func forzaAnagrafica(t testing.TB, a *archivio) {
	inviati := emens(t, a)
	for m, z := range aziende(t, a) {
		ultimo := ""
		for p := range ultime(inviati[m]) {
			ultimo = max(ultimo, p)
		}
		if e, ok := ultime(inviati[m])[ultimo]; ok != (z.ForzaAziendale != nil) || ok && e.ForzaAziendale != *z.ForzaAziendale {
			t.Errorf("%s: workforce %v, return of %s says %d", m, z.ForzaAziendale, ultimo, e.ForzaAziendale)
		}
	}
}

func progressiviEmens(t testing.TB, a *archivio) {
	invii := map[string]bool{}
	for m, rr := range emens(t, a) {
		prossimo := map[model.AnnoMese]int32{}
		for _, e := range rr {
			if invii[e.IdentificativoInvio] {
				t.Errorf("%s: %s twice", m, e.IdentificativoInvio)
			}
			invii[e.IdentificativoInvio] = true
			if prossimo[e.Periodo]++; e.Progressivo != prossimo[e.Periodo] {
				t.Errorf("%s %s: number %d, want %d", m, e.Periodo, e.Progressivo, prossimo[e.Periodo])
			}
			if primo := e.Progressivo == 1; primo && e.TipoInvio != model.TipoInvioOrdinario {
				t.Errorf("%s %s: first return is %s", m, e.Periodo, e.TipoInvio)
			}
		}
	}
}

func confronti(t testing.TB, a *archivio) {
	diversi := 0
	for _, c := range righe[model.ConfrontoDm10](t, a, "complementari/confrontoDm10", "matricola") {
		r := c.R
		if r.Differenza != r.RetribuzioniIndividuali-r.RetribuzioniDm10 || r.RetribuzioniDm10 <= 0 {
			t.Errorf("%s %d: %d - %d = %d", c.Chi, r.Anno, r.RetribuzioniIndividuali, r.RetribuzioniDm10, r.Differenza)
		}
		percento, err := strconv.ParseFloat(string(*r.Percentuale), 64)
		if esatto := 100 * float64(r.Differenza) / float64(r.RetribuzioniDm10); err != nil || math.Abs(percento-esatto) > 0.0051 {
			t.Errorf("%s %d: %s %%, exactly %f", c.Chi, r.Anno, *r.Percentuale, esatto)
		}
		if (r.Esito == model.EsitoConfrontoQuadrato) != (r.Differenza == 0) {
			t.Errorf("%s %d: %s with a difference of %d", c.Chi, r.Anno, r.Esito, r.Differenza)
		}
		if fatto := giorno(t, *r.DataElaborazione); fatto.Year() <= int(r.Anno) {
			t.Errorf("%s %d: made on %s", c.Chi, r.Anno, *r.DataElaborazione)
		}
		if r.Differenza != 0 {
			diversi++
		}
	}
	if diversi == 0 {
		t.Error("no difference anywhere")
	}
}

func committenti(t testing.TB, a *archivio) {
	aliquote := map[model.Percentuale]int64{"24.00": 2400, "33.72": 3372, "34.23": 3423, "35.03": 3503}
	for _, c := range righe[model.Committente10](t, a, "complementari/committente10", "codiceFiscale") {
		imponibile, dovuto := model.Importo(0), int64(0)
		for _, x := range c.R.Collaboratori {
			aliquota, ok := aliquote[x.Aliquota]
			if recente := c.R.Periodo >= "2022-01"; !ok || recente != (x.Aliquota == "35.03") && x.AltraAss == nil {
				t.Errorf("%s %s: rate %s", c.Chi, c.R.Periodo, x.Aliquota)
			}
			if (x.AltraAss != nil) != (x.Aliquota == "24.00") {
				t.Errorf("%s %s: rate %s, other cover %v", c.Chi, c.R.Periodo, x.Aliquota, x.AltraAss)
			}
			if string(*x.Dal)[:7] != string(c.R.Periodo) || string(*x.Al)[:7] != string(c.R.Periodo) || *x.Dal > *x.Al {
				t.Errorf("%s %s: from %s to %s", c.Chi, c.R.Periodo, *x.Dal, *x.Al)
			}
			imponibile += x.Imponibile
			dovuto += (int64(x.Imponibile)*aliquota + 5000) / 10000
		}
		if c.R.Imponibile != imponibile || int(c.R.NumCollaboratori) != len(c.R.Collaboratori) || len(c.R.Collaboratori) == 0 {
			t.Errorf("%s %s: %d for %d collaborators", c.Chi, c.R.Periodo, c.R.Imponibile, c.R.NumCollaboratori)
		}
		if int64(c.R.ContributoDovuto) != dovuto || *c.R.Saldo != c.R.ContributoDovuto-*c.R.Versato || *c.R.Versato < 0 {
			t.Errorf("%s %s: due %d, want %d; paid %d, balance %d", c.Chi, c.R.Periodo, c.R.ContributoDovuto, dovuto, *c.R.Versato, *c.R.Saldo)
		}
	}
}

// mittenti are the legal representative or somebody with a delega on that day.
func mittenti(t testing.TB, a *archivio) {
	anagrafe, titoli, intermediari := aziende(t, a), map[string][]model.Delega{}, 0
	for _, d := range deleghe(t, a) {
		titoli[d.Posizione.Codice] = append(titoli[d.Posizione.Codice], d)
	}
	for m, rr := range emens(t, a) {
		for _, e := range rr {
			if *e.MittenteCf == anagrafe[m].RappresentanteLegale.Cf {
				continue
			}
			intermediari++
			g := model.Data(e.DataRicezione[:10])
			if !slices.ContainsFunc(titoli[m], func(d model.Delega) bool {
				return d.DelegatoCf == *e.MittenteCf && d.Inizio <= g && (d.Fine == nil || *d.Fine >= g) && (d.DataRevoca == nil || *d.DataRevoca > e.DataRicezione)
			}) {
				t.Errorf("%s %s: sent by %s", m, e.Periodo, *e.MittenteCf)
			}
		}
	}
	if intermediari == 0 {
		t.Error("no return sent by an intermediary")
	}
}
