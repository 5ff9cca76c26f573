package demo_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

func appuntamenti(t testing.TB, a *archivio) []model.Appuntamento {
	var tutti []model.Appuntamento
	for _, r := range righe[model.Appuntamento](t, a, gAppuntamenti, "matricola") {
		tutti = append(tutti, r.R)
	}
	return tutti
}

// feste are the feasts of the patron saints, as calendars print them.
var feste = map[string]string{
	"MILANO": "12-07", "ROMA": "06-29", "NAPOLI": "09-19", "VENEZIA": "04-25", "BERGAMO": "08-26", "TORINO": "06-24", "BOLOGNA": "10-04",
	"FIRENZE": "06-24", "BARI": "12-06", "PALERMO": "07-15", "CATANIA": "02-05", "GENOVA": "06-24", "PADOVA": "06-13", "VERONA": "05-21",
	"BRESCIA": "02-15", "ANCONA": "05-04", "PERUGIA": "01-29", "CAGLIARI": "10-30", "TRIESTE": "11-03",
}

func patroni(t testing.TB, a *archivio) {
	for _, s := range righe[model.Sede](t, a, "sedi/sedi", "") {
		if f := s.R.FestaPatronale; f == nil || *f != feste[s.R.Comune] {
			t.Errorf("%s: %v, want %s", s.R.Comune, f, feste[s.R.Comune])
		}
	}
}

// aperta says whether an office works on a day.
func aperta(t testing.TB, a *archivio, sede model.CodiceSede, g time.Time) bool {
	for _, s := range righe[model.Sede](t, a, "sedi/sedi", "") {
		if s.R.Codice == sede {
			return lavorativo(g) && g.Format("01-02") != feste[s.R.Comune] && (sede != "8800" || g.Format("01-02") != "11-21")
		}
	}
	t.Errorf("no office %s", sede)
	return false
}

func fasceAppuntamenti(t testing.TB, a *archivio) {
	for _, x := range appuntamenti(t, a) {
		f := x.Fascia
		inizio, fine := oraDiRoma(t, f.Inizio), oraDiRoma(t, f.Fine)
		giornata, prenotato := giornoDi(t, f.Inizio), giornoDi(t, x.DataPrenotazione)
		if !aperta(t, a, x.CodiceSede, giornata) || inizio.Hour() < 9 || fine.Format("15:04") > "18:00" || fine.Format(time.DateOnly) != inizio.Format(time.DateOnly) {
			t.Errorf("%s: from %s to %s at %s", x.ID, inizio, fine, x.CodiceSede)
		}
		if d := fine.Sub(inizio); d < 20*time.Minute || d > 30*time.Minute {
			t.Errorf("%s: %v long", x.ID, d)
		}
		if n := giornata.Sub(prenotato).Hours() / 24; n < 1 || n > 60 || !giornata.Before(giorno(t, a.data())) {
			t.Errorf("%s: booked on %s for %s", x.ID, x.DataPrenotazione, inizio)
		}
		sigla := map[model.ModalitaAppuntamento]string{"IN_SEDE": "S", "TELEFONO": "T", "WEB_MEETING": "W"}[f.Modalita]
		want := "F-" + string(x.CodiceSede) + "-" + inizio.Format("20060102-1504") + "-" + fine.Format("1504") + "-" + sigla
		if f.ID != want || f.Modalita != x.Modalita || f.CodiceSede != x.CodiceSede || f.Occupazioni != nil || f.LinkWeb != nil || f.PuntoConsulenza != nil {
			t.Errorf("%s: %+v, want %s", x.ID, f, want)
		}
	}
}

func postiAppuntamenti(t testing.TB, a *archivio) {
	tenuti := map[string]int{}
	for _, x := range appuntamenti(t, a) {
		switch x.Stato {
		case model.StatoAppuntamentoConfermato, model.StatoAppuntamentoSvolto, model.StatoAppuntamentoNonPresentato:
			tenuti[x.Fascia.ID]++
		}
		if n := x.Fascia.Posti; n < 1 || n > 3 || tenuti[x.Fascia.ID] > int(n) {
			t.Errorf("%s: %d places in %s, %d held", x.ID, n, x.Fascia.ID, tenuti[x.Fascia.ID])
		}
	}
}

func richiesteAppuntamenti(t testing.TB, a *archivio) {
	per, trattate, tutti := map[string]model.Richiesta{}, map[string]string{}, appuntamenti(t, a)
	for _, r := range richieste(t, a) {
		per[r.ID] = r
	}
	con := 0
	for _, x := range tutti {
		if len(x.IDRichieste) > 0 {
			con++
		}
		for i, id := range x.IDRichieste {
			r, ok := per[id]
			chiusa := r.DataChiusura != nil && *r.DataChiusura <= x.DataPrenotazione
			if !ok || r.Matricola != x.Matricola || !chiusa && oraDiRoma(t, x.DataPrenotazione).Sub(oraDiRoma(t, r.DataApertura)) < 5*24*time.Hour {
				t.Errorf("%s, booked on %s: about %+v", x.ID, x.DataPrenotazione, r)
			}
			if altro, gia := trattate[id]; gia {
				t.Errorf("%s: %s was spoken of in %s", x.ID, id, altro)
			}
			if trattate[id] = x.ID; i == 0 && r.CodiceAmbito != x.CodiceArgomento {
				t.Errorf("%s: about %s, its request about %s", x.ID, x.CodiceArgomento, r.CodiceAmbito)
			}
		}
	}
	quota(t, "are about a request", con, len(tutti), 20, 80)
}

// passaggi are the ways in which an appointment can go, and who takes each.
var passaggi = map[string]string{
	" PRENOTAZIONE PRENOTATO":                   "azienda",
	"PRENOTATO CONFERMA CONFERMATO":             "azienda",
	"PRENOTATO SCADENZA SCADUTO":                "azienda",
	"PRENOTATO ANNULLAMENTO CANCELLATO_UTENTE":  "azienda",
	"CONFERMATO ANNULLAMENTO CANCELLATO_UTENTE": "azienda",
	"CONFERMATO ANNULLAMENTO CANCELLATO_SEDE":   "sede",
	"CONFERMATO CONCLUSIONE SVOLTO":             "sede",
	"CONFERMATO CONCLUSIONE NON_PRESENTATO":     "sede",
	"CONFERMATO CONCLUSIONE CHIUSO_E_DEFINITO":  "sede",
}

func eventiAppuntamenti(t testing.TB, a *archivio) {
	for _, x := range appuntamenti(t, a) {
		stato := ""
		for i, e := range x.Storico {
			chi, ok := passaggi[stato+" "+string(e.Tipo)+" "+string(e.AStato)]
			if !ok || int(e.Numero) != i+1 || e.Chiave != "" || (e.DaStato == nil) != (i == 0) || i > 0 && string(*e.DaStato) != stato {
				t.Errorf("%s: event %d of a %s is %+v", x.ID, i+1, stato, e)
			}
			if (chi == "sede") != (e.Ufficio != nil) || e.AStato == model.StatoAppuntamentoCancellatoSede && e.Motivo == nil {
				t.Errorf("%s: event %d by %v, because %v", x.ID, i+1, e.Ufficio, e.Motivo)
			}
			stato = string(e.AStato)
		}
		if stato != string(x.Stato) || x.Stato == model.StatoAppuntamentoPrenotato {
			t.Errorf("%s: %s after %v", x.ID, x.Stato, x.Storico)
		}
	}
}

func tempiAppuntamenti(t testing.TB, a *archivio) {
	for _, x := range appuntamenti(t, a) {
		inizio, prima := oraDiRoma(t, x.Fascia.Inizio), time.Time{}
		for _, e := range x.Storico {
			ora := oraDiRoma(t, e.Ts)
			dopo := ora.Sub(oraDiRoma(t, x.DataPrenotazione))
			buono := ora.After(prima) && ora.Before(a.oggi)
			switch {
			case e.Tipo == model.TipoEventoAppuntamentoPrenotazione:
				buono = buono && dopo == 0
			case e.Tipo == model.TipoEventoAppuntamentoConferma, e.DaStato != nil && *e.DaStato == model.StatoAppuntamentoPrenotato && e.Tipo == model.TipoEventoAppuntamentoAnnullamento:
				buono = buono && dopo < 15*time.Minute
			case e.Tipo == model.TipoEventoAppuntamentoScadenza:
				buono = buono && dopo > 15*time.Minute && dopo < 16*time.Minute
			case e.AStato == model.StatoAppuntamentoCancellatoUtente:
				buono = buono && giornoDi(t, e.Ts).Before(giornoDi(t, x.Fascia.Inizio))
			default:
				buono = buono && ora.Hour() >= 8 && ora.Hour() < 19 && aperta(t, a, x.CodiceSede, giornoDi(t, e.Ts))
				svolto := e.AStato == model.StatoAppuntamentoSvolto || e.AStato == model.StatoAppuntamentoNonPresentato
				buono = buono && (svolto && ora.After(oraDiRoma(t, x.Fascia.Fine)) || !svolto && ora.Before(inizio))
			}
			if !buono {
				t.Errorf("%s of %s, booked on %s: %s to %s on %s", x.ID, inizio, x.DataPrenotazione, e.Tipo, e.AStato, ora)
			}
			prima = ora
		}
	}
}

func testataAppuntamenti(t testing.TB, a *archivio) {
	for _, x := range appuntamenti(t, a) {
		ultimo := x.Storico[len(x.Storico)-1]
		modificato := oraDiRoma(t, ultimo.Ts).UTC().Format("2006-01-02T15:04:05.000000Z")
		if x.DataUltimoAggiornamento != ultimo.Ts || x.ModificatoAl != modificato || int(x.Registrati) != len(x.Storico) || x.DaRegistrare != "" ||
			x.Scadenza != nil || x.DataPrenotazione != x.Storico[0].Ts || len(x.Documenti) > 0 || x.PacchettoZip != nil {
			t.Errorf("%+v", x)
		}
	}
}

func richiedentiAppuntamenti(t testing.TB, a *archivio) {
	per, aziende := map[string]model.Delega{}, aziende(t, a)
	for _, d := range deleghe(t, a) {
		per[d.ID] = d
	}
	vale := func(d model.Delega, quando model.DataOra) bool {
		g := model.Data(giornoDi(t, quando).Format(time.DateOnly))
		return d.Inizio <= g && (d.Fine == nil || *d.Fine >= g) && (d.DataRevoca == nil || *d.DataRevoca > quando) && slices.Contains(d.Servizi, model.ServizioAgenda)
	}
	intermediari, tutti := 0, appuntamenti(t, a)
	for _, x := range tutti {
		z, m := aziende[string(x.Matricola)], x.Richiedente
		if x.CodiceFiscale != z.CodiceFiscale || x.CodiceSede != z.CodiceSede || giornoDi(t, x.DataPrenotazione).Before(giorno(t, *z.DataInizioAttivita)) {
			t.Errorf("%+v of %+v", x, z)
		}
		if m.DelegaID == nil {
			legale := m.Qualifica == model.ProfiloUtenteLegaleRappresentante && m.CodiceFiscale == z.RappresentanteLegale.Cf
			if !legale && (m.Qualifica != model.ProfiloUtenteAzienda || m.CodiceFiscale == z.RappresentanteLegale.Cf) || m.StudioCf != nil {
				t.Errorf("%s: booked by %+v for the company", x.ID, m)
			}
			continue
		}
		intermediari++
		d := per[*m.DelegaID]
		posizione := d.Posizione != nil && (d.Posizione.Codice == string(x.Matricola) || d.Posizione.Codice == string(x.CodiceFiscale))
		if !posizione || d.DelegatoCf != m.CodiceFiscale || d.Qualifica != m.Qualifica || !uguali(d.StudioCf, m.StudioCf) || !vale(d, x.DataPrenotazione) ||
			d.ParentID != nil && !vale(per[*d.ParentID], x.DataPrenotazione) {
			t.Errorf("%s of %s: booked by %+v with %+v", x.ID, x.DataPrenotazione, m, d)
		}
	}
	quota(t, "are booked by intermediaries", intermediari, len(tutti), 25, 55)
}

func quantiAppuntamenti(t testing.TB, a *archivio) {
	perAnno := map[string][3]int{}
	for _, x := range appuntamenti(t, a) {
		anni := int(a.oggi.Sub(oraDiRoma(t, x.DataPrenotazione)).Hours() / 24 / 365)
		if anni > 2 || string(x.Matricola[:4]) != "9900" && anni > 1 {
			t.Errorf("%s: booked on %s", x.ID, x.DataPrenotazione)
			continue
		}
		conta := perAnno[string(x.Matricola)]
		conta[anni]++
		perAnno[string(x.Matricola)] = conta
	}
	for m, anni := range perAnno {
		if slices.Max(anni[:]) > 6 {
			t.Errorf("%s: %v a year", m, anni)
		}
	}
	quota(t, "companies ever booked", len(perAnno), len(aziende(t, a)), 35, 75)
}

func varietaAppuntamenti(t testing.TB, a *archivio) {
	stati, modi, argomenti, aurora := map[model.StatoAppuntamento]int{}, map[model.ModalitaAppuntamento]int{}, map[string]int{}, false
	tutti := appuntamenti(t, a)
	for _, x := range tutti {
		stati[x.Stato]++
		modi[x.Modalita]++
		argomenti[x.CodiceArgomento]++
		if x.ID == "A-2026-00042" {
			aurora = x.Matricola == "9900010011" && slices.Equal(x.IDRichieste, []string{"R-2026-000871"}) && x.Stato == model.StatoAppuntamentoChiusoEDefinito
		}
	}
	quota(t, "were held", stati[model.StatoAppuntamentoSvolto], len(tutti), 45, 75)
	if len(stati) != 7 || len(modi) != 3 || len(argomenti) < 10 || !aurora {
		t.Errorf("%v, %v, %v, the sample of the notes: %v", stati, modi, argomenti, aurora)
	}
}

func testiAppuntamenti(t testing.TB, a *archivio) {
	email := regexp.MustCompile(`^[a-z.0-9-]+@[a-z0-9.-]+\.example$`)
	telefono := regexp.MustCompile(`^\+39(300000\d{4}|0\d{1,2}00000000)$`)
	per := map[string]model.Richiesta{}
	for _, r := range richieste(t, a) {
		per[r.ID] = r
	}
	for _, x := range appuntamenti(t, a) {
		if len(x.Note) < 20 || strings.ContainsAny(x.Note, "{}") || x.Telefono == nil || !telefono.MatchString(*x.Telefono) {
			t.Errorf("%s: %q, %v", x.ID, x.Note, x.Telefono)
		}
		if len(x.IDRichieste) > 0 && x.ID != "A-2026-00042" && !strings.Contains(x.Note, *per[x.IDRichieste[0]].Protocollo) {
			t.Errorf("%s: %q", x.ID, x.Note)
		}
		if p := x.Recapiti; p == nil || p.Email == nil && p.Cellulare == nil || p.ConsensoEmail && p.Email == nil || p.ConsensoSms && p.Cellulare == nil || p.Email != nil && !email.MatchString(*p.Email) {
			t.Errorf("%s: %+v", x.ID, p)
		}
		confermato := slices.ContainsFunc(x.Storico, func(e model.EventoAppuntamento) bool { return e.AStato == model.StatoAppuntamentoConfermato })
		link := "https://riunioni.inps.example/sede-" + string(x.CodiceSede)
		if riunione := confermato && x.Modalita == model.ModalitaAppuntamentoWebMeeting; riunione != (x.LinkWeb != nil) || riunione && *x.LinkWeb != link {
			t.Errorf("%s: link %v", x.ID, x.LinkWeb)
		}
	}
}
