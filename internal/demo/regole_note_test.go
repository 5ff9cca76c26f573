package demo_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"cassetto/graph/model"
)

func note(t testing.TB, a *archivio) []di[model.NotaDiRettifica] {
	return righe[model.NotaDiRettifica](t, a, "complementari/noteDiRettifica", "matricola")
}

func tempiNota(t testing.TB, a *archivio) {
	for _, n := range note(t, a) {
		emessa, inviata := giorno(t, n.R.DataEmissione), giorno(t, *n.R.DataInvioUniEmens)
		if emessa.Before(inviata.AddDate(0, 2, 0)) || emessa.After(inviata.AddDate(0, 10, 0)) {
			t.Errorf("%s %s: return of %s, note of %s", n.Chi, n.R.Periodo, *n.R.DataInvioUniEmens, n.R.DataEmissione)
		}
		if scade := slitta(emessa.AddDate(0, 0, 30)); scade.Format(time.DateOnly) != string(n.R.Scadenza) {
			t.Errorf("%s %s: note of %s due %s, want %s", n.Chi, n.R.Periodo, n.R.DataEmissione, n.R.Scadenza, scade)
		}
		if versato := scadenzaF24(t, n.R.Periodo); string(*n.R.DataPagamentoF24) != versato {
			t.Errorf("%s %s: F24 of %s, due %s", n.Chi, n.R.Periodo, *n.R.DataPagamentoF24, versato)
		}
	}
}

// scadenzaF24 is day 16 of the next month, day 20 in August, moved to a working day.
func scadenzaF24(t testing.TB, periodo model.AnnoMese) string {
	g := mese(t, periodo).AddDate(0, 1, 15)
	if g.Month() == time.August {
		g = g.AddDate(0, 0, 4)
	}
	return slitta(g).Format(time.DateOnly)
}

func sommeNota(t testing.TB, a *archivio) {
	debito, credito := 0, 0
	for _, n := range note(t, a) {
		r, riga := n.R, n.R.RigaF24
		if riga.Causale != string(r.Tipo) || riga.Matricola != n.Chi || riga.Periodo != r.Periodo || r.DifferenzeContributive <= 0 {
			t.Errorf("%s %s: row %+v", n.Chi, r.Periodo, *riga)
		}
		if r.Tipo == model.TipoNotaDiRettificaDmrp {
			credito++
			if r.SanzioniCivili != nil || r.Totale != r.DifferenzeContributive || riga.ImportoDebito != nil || *riga.ImportoCredito != r.Totale {
				t.Errorf("%s %s: note to credit %+v", n.Chi, r.Periodo, r)
			}
			continue
		}
		debito++
		s := r.SanzioniCivili
		tasso, _ := strconv.ParseFloat(string(s.Tasso), 64)
		giorni := giorno(t, r.DataEmissione).Sub(giorno(t, *r.DataPagamentoF24)).Hours() / 24
		if float64(s.Giorni) != giorni || tasso < 5.5 || tasso > 10.5 {
			t.Errorf("%s %s: %d days at %s %%, want %.0f days", n.Chi, r.Periodo, s.Giorni, s.Tasso, giorni)
		}
		if want := float64(r.DifferenzeContributive) * tasso / 100 * giorni / 365; math.Abs(want-float64(s.Importo)) > 0.501 {
			t.Errorf("%s %s: penalties %d, want %.2f", n.Chi, r.Periodo, s.Importo, want)
		}
		if r.Totale != r.DifferenzeContributive+s.Importo || riga.ImportoCredito != nil || *riga.ImportoDebito != r.Totale {
			t.Errorf("%s %s: total %d of %d and %d", n.Chi, r.Periodo, r.Totale, r.DifferenzeContributive, s.Importo)
		}
	}
	if debito == 0 || credito == 0 {
		t.Errorf("%d notes to debit, %d to credit", debito, credito)
	}
}

func datiNota(t testing.TB, a *archivio) {
	anagrafe, inviati, visti := aziende(t, a), emens(t, a), map[string]bool{}
	for _, n := range note(t, a) {
		z, r := anagrafe[n.Chi], n.R
		e, ok := ultime(inviati[n.Chi])[string(r.Periodo)]
		if !ok || e.Saldo != *r.SaldoDenuncia || e.ForzaAziendale != *r.NumeroDipendenti {
			t.Errorf("%s %s: the return says %d workers, balance %d", n.Chi, r.Periodo, e.ForzaAziendale, e.Saldo)
		}
		ricevuta, _ := time.Parse(time.RFC3339, string(e.DataRicezione))
		if ricevuta.In(model.Roma).Format(time.DateOnly) != string(*r.DataInvioUniEmens) {
			t.Errorf("%s %s: return of %s, the note says %s", n.Chi, r.Periodo, e.DataRicezione, *r.DataInvioUniEmens)
		}
		if r.RigaF24.CodiceSede != z.CodiceSede || !valeCsc(z, r.Csc, r.Periodo) {
			t.Errorf("%s %s: office %s, CSC %s", n.Chi, r.Periodo, r.RigaF24.CodiceSede, r.Csc)
		}
		codici := []model.CodiceAutorizzazione{}
		for _, c := range z.CodiciAutorizzazione {
			if string(c.Dal)[:7] <= string(r.Periodo) && (c.Al == nil || string(*c.Al)[:7] > string(r.Periodo)) {
				codici = append(codici, c.Codice)
			}
		}
		if !uguali(codici, r.CodiciAutorizzazione) {
			t.Errorf("%s %s: codes %v, want %v", n.Chi, r.Periodo, r.CodiciAutorizzazione, codici)
		}
		if visti[r.Identificativo] {
			t.Errorf("note %s twice", r.Identificativo)
		}
		visti[r.Identificativo] = true
	}
}

func valeCsc(z model.DatiSintetici, csc model.Csc, periodo model.AnnoMese) bool {
	for _, s := range z.StoricoCsc {
		if s.Csc == csc && string(s.Dal)[:7] <= string(periodo) && (s.Al == nil || string(*s.Al)[:7] > string(periodo)) {
			return true
		}
	}
	return false
}
