package demo_test

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"cassetto/graph/model"
)

func interruzioni(t testing.TB, a *archivio) {
	vuoti, visti := buchi(t, a), map[model.StatoMatricola]int{}
	for m, z := range aziende(t, a) {
		rr := vuoti[m]
		for i, r := range rr {
			if r.Dal < *z.DataInizioAttivita || r.Al != nil && *r.Al <= r.Dal || r.Al == nil && i < len(rr)-1 || i > 0 && *rr[i-1].Al > r.Dal {
				t.Errorf("%s: %+v", m, rr)
			}
			if r.Tipo == model.TipoInterruzioneCessazioneDefinitiva && (i == 0 || rr[i-1].Tipo != model.TipoInterruzioneCessazioneProvvisoria || *rr[i-1].Al != r.Dal || r.Al != nil) {
				t.Errorf("%s: closed for good, but not after a provisional closure: %+v", m, rr)
			}
		}
		atteso, dal := model.StatoMatricolaAttiva, *z.DataInizioAttivita
		if n := len(rr); n > 0 {
			ultima := rr[n-1]
			switch {
			case ultima.Al != nil:
				atteso, dal = model.StatoMatricolaRiattivata, *ultima.Al
			case ultima.Tipo == model.TipoInterruzioneSospensione:
				atteso, dal = model.StatoMatricolaSospesa, ultima.Dal
			case ultima.Tipo == model.TipoInterruzioneCessazioneProvvisoria:
				atteso, dal = model.StatoMatricolaCessataProvvisoria, ultima.Dal
			default:
				atteso, dal = model.StatoMatricolaCessataDefinitiva, ultima.Dal
			}
		}
		visti[atteso]++
		if z.StatoMatricola != atteso || *z.DataStato != dal {
			t.Errorf("%s: %s since %s, want %s since %s", m, z.StatoMatricola, *z.DataStato, atteso, dal)
		}
		if (z.DataCessazione != nil) != (atteso == model.StatoMatricolaCessataDefinitiva) {
			t.Errorf("%s: %s, closed on %v", m, atteso, z.DataCessazione)
		}
		if atteso == model.StatoMatricolaSospesa && giorno(t, dal).AddDate(0, 18, 0).Before(a.oggi) {
			t.Errorf("%s: suspended since %s, more than 18 months", m, dal)
		}
	}
	if len(visti) != 5 {
		t.Errorf("only %v", visti)
	}
}

func comunicazioni(t testing.TB, a *archivio) {
	protocolli := map[string]bool{}
	for m, rr := range buchi(t, a) {
		for _, r := range rr {
			detta := giorno(t, *r.DataComunicazione)
			if *r.DataComunicazione < r.Dal || detta.After(giorno(t, r.Dal).AddDate(0, 0, 32)) {
				t.Errorf("%s: interrupted %s, said %s", m, r.Dal, *r.DataComunicazione)
			}
			if p := *r.Protocollo; p[10:20] != detta.Format("02/01/2006") || len(p) != 28 || protocolli[p] {
				t.Errorf("%s: said %s, stamped %s", m, *r.DataComunicazione, p)
			}
			protocolli[*r.Protocollo] = true
		}
	}
}

func ragioniSociali(t testing.TB, a *archivio) {
	anagrafe := aziende(t, a)
	for m, rr := range perChi(righe[model.RagioneSocialePregressa](t, a, "anagrafica/ragioniSocialiPregresse", "matricola")) {
		slices.SortFunc(rr, func(x, y model.RagioneSocialePregressa) int { return cmp.Compare(x.Dal, y.Dal) })
		for i, r := range rr {
			if r.Dal >= r.Al || i > 0 && rr[i-1].Al != r.Dal || r.Denominazione == anagrafe[m].Denominazione || string(r.Al) >= string(a.data()) {
				t.Errorf("%s: %+v", m, rr)
			}
		}
		if rr[0].Dal != anagrafe[m].DataIscrizioneInps {
			t.Errorf("%s: enrolled %s, first name since %s", m, anagrafe[m].DataIscrizioneInps, rr[0].Dal)
		}
	}
}

func inquadramenti(t testing.TB, a *archivio) {
	for m, z := range aziende(t, a) {
		for i, s := range z.StoricoCsc { // latest first
			if (s.Al == nil) != (i == 0) || s.Al != nil && *s.Al != z.StoricoCsc[i-1].Dal {
				t.Errorf("%s: %+v", m, z.StoricoCsc)
			}
		}
		if z.Csc != z.StoricoCsc[0].Csc || z.StoricoCsc[len(z.StoricoCsc)-1].Dal != z.DataIscrizioneInps {
			t.Errorf("%s: CSC %s, %+v", m, z.Csc, z.StoricoCsc)
		}
		for i, c := range z.CodiciAutorizzazione {
			for _, altro := range z.CodiciAutorizzazione[:i] {
				if c.Codice == altro.Codice && (altro.Al == nil || c.Al == nil || c.Dal < *altro.Al && altro.Dal < *c.Al) {
					t.Errorf("%s: %s twice at once", m, c.Codice)
				}
			}
			if c.Dal < z.DataIscrizioneInps || c.Al != nil && *c.Al <= c.Dal {
				t.Errorf("%s: %+v", m, c)
			}
		}
		for _, x := range z.Ateco {
			if x.Versione == model.VersioneAtecoAteco2007 && z.DataIscrizioneInps >= "2025-04-01" {
				t.Errorf("%s: enrolled %s with an ATECO 2007 code", m, z.DataIscrizioneInps)
			}
		}
		if z.DataIscrizioneInps > *z.DataInizioAttivita || *z.DataCostituzione > z.DataIscrizioneInps {
			t.Errorf("%s: made %s, enrolled %s, began %s", m, *z.DataCostituzione, z.DataIscrizioneInps, *z.DataInizioAttivita)
		}
	}
}

func rappresentanti(t testing.TB, a *archivio) {
	registro := map[string]model.DatiInfocamere{}
	for _, i := range righe[model.DatiInfocamere](t, a, "infocamere/imprese", "") {
		registro[string(i.R.CodiceFiscale)] = i.R
	}
	soggetti := perChi(righe[model.SoggettoCollegato](t, a, "anagrafica/soggettiCollegati", "matricola"))
	iscritte, uguali, molo := 0, 0, false
	for m, z := range aziende(t, a) {
		i := slices.IndexFunc(soggetti[m], func(s model.SoggettoCollegato) bool { return s.Ruolo.Codice == "1" && s.Al == nil })
		if i < 0 || soggetti[m][i].CodiceFiscale != z.RappresentanteLegale.Cf || *soggetti[m][i].Cognome != z.RappresentanteLegale.Cognome || soggetti[m][i].Dal != z.RappresentanteLegale.Dal {
			t.Errorf("%s: %+v is not among its people", m, *z.RappresentanteLegale)
		}
		impresa, ok := registro[string(z.CodiceFiscale)]
		if !ok {
			if z.FormaGiuridica.Codice != "AO" {
				t.Errorf("%s: not in the Registro", m)
			}
			continue
		}
		iscritte++
		stesso := slices.ContainsFunc(impresa.Cariche, func(c model.Carica) bool { return c.RappresentanteLegale && c.Cf == z.RappresentanteLegale.Cf })
		if stesso {
			uguali++
		} else if m == "9900040018" {
			molo = true
		}
		if !slices.ContainsFunc(impresa.Cariche, func(c model.Carica) bool { return c.RappresentanteLegale }) {
			t.Errorf("%s: nobody represents it in the Registro", m)
		}
	}
	if quota := float64(uguali) / float64(iscritte); quota < 0.90 || quota > 0.995 || !molo {
		t.Errorf("same representative in %.1f %% of the cases; Al Molo diverges: %v", 100*quota, molo)
	}
}

func quote(t testing.TB, a *archivio) {
	for m, rr := range perChi(righe[model.SoggettoCollegato](t, a, "anagrafica/soggettiCollegati", "matricola")) {
		somma, visti := 0.0, map[string]bool{}
		for _, r := range rr {
			if r.Quota != nil && r.Al == nil {
				q, _ := strconv.ParseFloat(string(*r.Quota), 64)
				somma += q
			}
			if k := string(r.CodiceFiscale) + r.Ruolo.Codice; visti[k] {
				t.Errorf("%s: %s twice as %s", m, r.CodiceFiscale, r.Ruolo.Descrizione)
			} else {
				visti[k] = true
			}
			if (r.Tipo == model.TipoSoggettoPg) != (r.Denominazione != nil) || (r.Tipo == model.TipoSoggettoPf) != (r.Cognome != nil && r.Nome != nil) {
				t.Errorf("%s: %+v", m, r)
			}
		}
		if somma != 0 && math.Abs(somma-100) > 0.001 {
			t.Errorf("%s: shares make %.2f %%", m, somma)
		}
	}
	for _, i := range righe[model.DatiInfocamere](t, a, "infocamere/imprese", "") {
		somma, nominale := 0.0, model.Importo(0)
		for _, s := range i.R.Soci {
			q, _ := strconv.ParseFloat(string(*s.Percentuale), 64)
			somma += q
			nominale += *s.QuotaNominale
		}
		if len(i.R.Soci) > 0 && (math.Abs(somma-100) > 0.001 || nominale != *i.R.Capitale.Sottoscritto) {
			t.Errorf("%s: %.2f %%, %d of %v", i.R.CodiceFiscale, somma, nominale, i.R.Capitale)
		}
	}
}

func fondi(t testing.TB, a *archivio) {
	anagrafe, cambi := aziende(t, a), 0
	type traccia struct {
		m string
		c model.CategoriaFondo
	}
	per := map[traccia][]model.FondoInterprofessionale{}
	for _, f := range righe[model.FondoInterprofessionale](t, a, "complementari/fondiInterprofessionali", "matricola") {
		k := traccia{f.Chi, f.R.Categoria}
		per[k] = append(per[k], f.R)
		if *f.R.NumeroLavoratori <= 0 || f.R.Categoria == model.CategoriaFondoDirigenti && *anagrafe[f.Chi].ForzaAziendale < 20 {
			t.Errorf("%s: %s for %d people", f.Chi, f.R.Categoria, *f.R.NumeroLavoratori)
		}
	}
	for k, rr := range per {
		slices.SortStableFunc(rr, func(x, y model.FondoInterprofessionale) int {
			return cmp.Or(cmp.Compare(x.Decorrenza, y.Decorrenza), -cmp.Compare(x.Evento, y.Evento)) // a REVOCA first
		})
		aperto := ""
		for _, r := range rr {
			switch {
			case r.Evento == model.EventoFondoAdesione && aperto == "":
				aperto = r.CodiceFondo
			case r.Evento == model.EventoFondoRevoca && aperto == r.CodiceFondo:
				aperto = ""
				cambi++
			default:
				t.Errorf("%v: %s of %s while in %q", k, r.Evento, r.CodiceFondo, aperto)
			}
		}
	}
	if cambi == 0 {
		t.Error("nobody changed fund")
	}
}

func dipendenze(t testing.TB, a *archivio) {
	unita := perChi(righe[model.Dipendenza](t, a, "anagrafica/dipendenze", "matricola"))
	for m, z := range aziende(t, a) {
		somma := int32(0)
		for i, d := range unita[m] {
			if int(d.Progressivo) != i || len(d.Denominazione) > 50 || d.Dal < *z.DataInizioAttivita || d.Al != nil && *d.Al < d.Dal || string(d.Dal) > string(a.data()) {
				t.Errorf("%s: %+v", m, d)
			}
			if d.Al != nil && *d.NumeroAddetti != 0 {
				t.Errorf("%s: %d people in a closed workplace", m, *d.NumeroAddetti)
			}
			somma += *d.NumeroAddetti
		}
		if len(unita[m]) == 0 || z.StatoMatricola != model.StatoMatricolaCessataDefinitiva && somma != *z.ForzaAziendale {
			t.Errorf("%s: %d people in %d workplaces, workforce %v", m, somma, len(unita[m]), z.ForzaAziendale)
		}
	}
}

func relazioni(t testing.TB, a *archivio) {
	anagrafe := aziende(t, a)
	for _, r := range righe[model.AziendaCollegata](t, a, "anagrafica/aziendeCollegate", "matricola") {
		altra, ok := anagrafe[string(r.R.Matricola)]
		questa := anagrafe[r.Chi]
		if !ok || string(r.R.Matricola) == r.Chi || r.R.Dal < questa.DataIscrizioneInps || r.R.Dal < altra.DataIscrizioneInps || r.R.Dal > a.data() {
			t.Errorf("%s: %+v", r.Chi, r.R)
		}
	}
	for _, r := range righe[model.PosizioneDiRiferimento](t, a, "anagrafica/posizioniDiRiferimento", "matricola") {
		madre, ok := anagrafe[string(r.R.Matricola)]
		if !ok || !madre.IsRiferimento || anagrafe[r.Chi].CodiceFiscale != madre.CodiceFiscale && r.R.Motivo != model.MotivoRiferimentoGruppo {
			t.Errorf("%s: head %s", r.Chi, r.R.Matricola)
		}
	}
	riferimenti := map[model.CodiceFiscale]int{}
	for _, z := range anagrafe {
		if z.IsRiferimento {
			riferimenti[z.CodiceFiscale]++
		}
	}
	for m, z := range anagrafe {
		if riferimenti[z.CodiceFiscale] != 1 {
			t.Errorf("%s: %d heads of its codice fiscale", m, riferimenti[z.CodiceFiscale])
		}
	}
}

func imprese(t testing.TB, a *archivio) {
	anagrafe, inviati := map[string]model.DatiSintetici{}, emens(t, a)
	for _, z := range aziende(t, a) {
		if z.IsRiferimento {
			anagrafe[string(z.CodiceFiscale)] = z
		}
	}
	rea := map[string]bool{}
	for _, i := range righe[model.DatiInfocamere](t, a, "infocamere/imprese", "") {
		r, z := i.R, anagrafe[string(i.R.CodiceFiscale)]
		if r.FormaGiuridica.Codice != z.FormaGiuridica.Codice || *r.DataCostituzione != *z.DataCostituzione || *r.DataIscrizione < *r.DataCostituzione || len(r.Rea) > 7 || rea[r.Cciaa+r.Rea] {
			t.Errorf("%s: %+v", r.CodiceFiscale, r)
		}
		rea[r.Cciaa+r.Rea] = true
		if x := r.Attivita.Addetti; x != nil {
			trimestre := time.Date(int(x.Anno), time.Month(3*x.Trimestre), 1, 0, 0, 0, 0, time.UTC)
			if e := ultime(inviati[string(z.Matricola)])[trimestre.Format("2006-01")]; e.ForzaAziendale != x.Dipendenti || !trimestre.Before(a.oggi.AddDate(0, -2, 0)) {
				t.Errorf("%s: %+v, return of %d", r.CodiceFiscale, *x, e.ForzaAziendale)
			}
		}
		for j := 1; j < len(r.Storia); j++ {
			if r.Storia[j].Data > r.Storia[j-1].Data {
				t.Errorf("%s: history not from the latest: %+v", r.CodiceFiscale, r.Storia)
			}
		}
		if string(r.DataAggiornamento)[:10] < string(r.Storia[0].Data) {
			t.Errorf("%s: updated %s, history of %s", r.CodiceFiscale, r.DataAggiornamento, r.Storia[0].Data)
		}
	}
}
