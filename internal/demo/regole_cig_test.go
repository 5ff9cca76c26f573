package demo_test

import (
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
)

func cig(t testing.TB, a *archivio) []di[model.DomandaCig] {
	return righe[model.DomandaCig](t, a, "complementari/domandeCig", "matricola")
}

func periodiCig(t testing.TB, a *archivio) {
	anagrafe, vuoti, inviati := aziende(t, a), buchi(t, a), emens(t, a)
	ticket := map[string]bool{}
	for _, d := range cig(t, a) {
		r := d.R
		if ticket[*r.Ticket] {
			t.Errorf("ticket %s twice", *r.Ticket)
		}
		ticket[*r.Ticket] = true
		da, al := giorno(t, r.PeriodoDa), giorno(t, r.PeriodoA)
		if r.PeriodoDa > r.PeriodoA || r.PeriodoDa < *anagrafe[d.Chi].DataInizioAttivita || !al.Before(a.oggi) {
			t.Errorf("%s: from %s to %s", d.Chi, r.PeriodoDa, r.PeriodoA)
		}
		for g := da; !g.After(al); g = g.AddDate(0, 0, 1) {
			if senza(vuoti[d.Chi], g) {
				t.Errorf("%s: support in an interruption, %s", d.Chi, g)
				break
			}
		}
		if e, ok := ultime(inviati[d.Chi])[da.Format("2006-01")]; !ok || *r.Beneficiari > e.ForzaAziendale {
			t.Errorf("%s %s: %d people of %d", d.Chi, r.PeriodoDa, *r.Beneficiari, e.ForzaAziendale)
		}
		entro := time.Date(da.Year(), da.Month()+2, 0, 0, 0, 0, 0, time.UTC) // end of the next month
		if giorno(t, r.DataInvio).After(entro) || string(r.DataInvio) >= string(a.data()) {
			t.Errorf("%s %s: sent %s", d.Chi, r.PeriodoDa, r.DataInvio)
		}
		if (r.Tipo == model.TipoIntegrazioneSalarialeCigs) != (r.Decreto != nil) {
			t.Errorf("%s: %s with decree %v", d.Chi, r.Tipo, r.Decreto)
		}
	}
}

func unitaCig(t testing.TB, a *archivio) {
	unita := perChi(righe[model.Dipendenza](t, a, "anagrafica/dipendenze", "matricola"))
	sedi := map[model.CodiceSede]model.Sede{}
	for _, s := range righe[model.Sede](t, a, "sedi/sedi", "") {
		sedi[s.R.Codice] = s.R
	}
	altrove := 0
	anagrafe := aziende(t, a)
	for _, d := range cig(t, a) {
		i := slices.IndexFunc(unita[d.Chi], func(x model.Dipendenza) bool { return x.Progressivo == *d.R.UnitaProduttiva })
		if i < 0 {
			t.Errorf("%s: workplace %d is not there", d.Chi, *d.R.UnitaProduttiva)
			continue
		}
		u := unita[d.Chi][i]
		if !u.IsUnitaProduttiva || u.Dal > d.R.PeriodoDa || u.Al != nil && *u.Al <= d.R.PeriodoA {
			t.Errorf("%s: support of %s on %+v", d.Chi, d.R.PeriodoDa, u)
		}
		if sedi[*d.R.SedeCompetente].Provincia != u.Indirizzo.Provincia {
			t.Errorf("%s: workplace in %s, office %s", d.Chi, u.Indirizzo.Provincia, *d.R.SedeCompetente)
		}
		if giorno := giorno(t, d.R.DataInvio).Format("02/01/2006"); d.R.Protocollo[:len(d.R.Protocollo)-8] != "INPS."+string(*d.R.SedeCompetente)+"."+giorno {
			t.Errorf("%s: sent %s to %s, stamped %s", d.Chi, d.R.DataInvio, *d.R.SedeCompetente, d.R.Protocollo)
		}
		if *d.R.SedeCompetente != anagrafe[d.Chi].CodiceSede {
			altrove++
		}
	}
	if altrove == 0 {
		t.Error("no request to the office of a workplace elsewhere")
	}
}

func oreCig(t testing.TB, a *archivio) {
	for m, rr := range perChi(cig(t, a)) {
		for _, r := range rr {
			giorni := int(giorno(t, r.PeriodoA).Sub(giorno(t, r.PeriodoDa)).Hours()/24) + 1
			settimane := int32(giorni+6) / 7
			if *r.OreRichieste <= 0 || *r.OreRichieste > *r.Beneficiari*settimane*40 {
				t.Errorf("%s: %d hours for %d people in %d weeks", m, *r.OreRichieste, *r.Beneficiari, settimane)
			}
			concesse := int32(-1)
			if r.OreAutorizzate != nil {
				concesse = *r.OreAutorizzate
			}
			giusto := false
			switch r.Stato {
			case model.StatoDomandaCigAutorizzata:
				giusto = concesse == *r.OreRichieste
			case model.StatoDomandaCigAutorizzataParziale:
				giusto = concesse > 0 && concesse < *r.OreRichieste
			case model.StatoDomandaCigRespinta:
				giusto = concesse == 0
			default:
				giusto = concesse < 0
			}
			if !giusto || (concesse > 0) != (r.NumeroAutorizzazione != nil) {
				t.Errorf("%s: %s with %d hours of %d, authorisation %v", m, r.Stato, concesse, *r.OreRichieste, r.NumeroAutorizzazione)
			}
			somma := 0.0
			for _, x := range rr {
				if da := giorno(t, x.PeriodoDa); !da.Before(giorno(t, r.PeriodoDa)) && da.Before(giorno(t, r.PeriodoDa).AddDate(2, 0, 0)) {
					somma += (giorno(t, x.PeriodoA).Sub(da).Hours()/24 + 1) / 7
				}
			}
			if somma > 52 {
				t.Errorf("%s: %.0f weeks in two years from %s", m, somma, r.PeriodoDa)
			}
		}
	}
}

func verbali(t testing.TB, a *archivio) {
	inizi := aziende(t, a)
	for _, v := range righe[model.Ispezione](t, a, "complementari/ispezioni", "matricola") {
		r := v.R
		if int(r.Anno) != giorno(t, r.DataAccesso).Year() || r.DataNotifica != nil && *r.DataNotifica <= r.DataAccesso {
			t.Errorf("%s %s: %d, %s, %v", v.Chi, r.Numero, r.Anno, r.DataAccesso, r.DataNotifica)
		}
		if *r.PeriodoDa > *r.PeriodoA || string(*r.PeriodoA) >= string(r.DataAccesso)[:7] || string(*r.PeriodoDa) < string(*inizi[v.Chi].DataInizioAttivita)[:7] {
			t.Errorf("%s %s: from %s to %s, access on %s", v.Chi, r.Numero, *r.PeriodoDa, *r.PeriodoA, r.DataAccesso)
		}
		if (r.Tipo == model.TipoVerbaleVerbaleUnico) != (r.DataNotifica != nil) || (r.Esito == nil) != (r.DataNotifica == nil) {
			t.Errorf("%s %s: %s, %v, %v", v.Chi, r.Numero, r.Tipo, r.DataNotifica, r.Esito)
		}
		if r.Esito == nil {
			continue
		}
		irregolare := *r.Esito == model.EsitoIspezioneIrregolare
		if *r.LavoratoriInNero > *r.LavoratoriIrregolari || *r.LavoratoriIrregolari > *r.LavoratoriVerificati || irregolare != (*r.LavoratoriIrregolari > 0) {
			t.Errorf("%s %s: %d, %d, %d workers", v.Chi, r.Numero, *r.LavoratoriVerificati, *r.LavoratoriIrregolari, *r.LavoratoriInNero)
		}
		if irregolare != (r.Imponibile != nil) || irregolare != (r.Contributi != nil) || irregolare && (*r.Contributi >= *r.Imponibile || *r.Contributi <= *r.Imponibile*3/10) {
			t.Errorf("%s %s: %s, base %v, contributions %v", v.Chi, r.Numero, *r.Esito, r.Imponibile, r.Contributi)
		}
	}
}
