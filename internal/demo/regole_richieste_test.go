package demo_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

func richieste(t testing.TB, a *archivio) []model.Richiesta {
	var tutte []model.Richiesta
	for _, r := range righe[model.Richiesta](t, a, rRichieste, "matricola") {
		tutte = append(tutte, r.R)
	}
	return tutte
}

// giornoDi is the day of an instant in Italy, as giorno reads days.
func giornoDi(t testing.TB, i model.DataOra) time.Time {
	t.Helper()
	return giorno(t, oraDiRoma(t, i).Format(time.DateOnly))
}

// lavorativiFra counts the working days after one day, up to another.
func lavorativiFra(dopo, fino time.Time) (n int) {
	for g := dopo.AddDate(0, 0, 1); !g.After(fino); g = g.AddDate(0, 0, 1) {
		if lavorativo(g) {
			n++
		}
	}
	return n
}

// quota fails when a share is not within some hundredths.
func quota(t testing.TB, cosa string, quanti, tutti, da, fino int) {
	t.Helper()
	if 100*quanti < da*tutti || 100*quanti > fino*tutti {
		t.Errorf("%d of %d %s, from %d to %d %% wanted", quanti, tutti, cosa, da, fino)
	}
}

func protocolliRichieste(t testing.TB, a *archivio) {
	visti := map[string]bool{}
	for _, r := range richieste(t, a) {
		if r.Protocollo == nil || r.DataProtocollo == nil || len(*r.Protocollo) != 28 {
			t.Errorf("%s: protocollo %v of %v", r.ID, r.Protocollo, r.DataProtocollo)
			continue
		}
		if m := oraDiRoma(t, *r.DataProtocollo).Sub(oraDiRoma(t, r.DataApertura)); m < time.Minute || m > time.Hour {
			t.Errorf("%s: stamped after %v", r.ID, m)
		}
		if want := "INPS." + string(r.CodiceSede) + "." + oraDiRoma(t, *r.DataProtocollo).Format("02/01/2006") + "."; !strings.HasPrefix(*r.Protocollo, want) || visti[*r.Protocollo] {
			t.Errorf("%s: protocollo %s, want %s…, never used", r.ID, *r.Protocollo, want)
		}
		visti[*r.Protocollo] = true
	}
	for _, i := range righe[model.Interruzione](t, a, aInterruzioni, "matricola") {
		if visti[*i.R.Protocollo] {
			t.Errorf("%s is of an interruption too", *i.R.Protocollo)
		}
	}
}

func tempiRichieste(t testing.TB, a *archivio) {
	for _, r := range richieste(t, a) {
		aperta := giornoDi(t, r.DataApertura)
		if r.DataPresaInCarico != nil {
			if n := lavorativiFra(aperta, giornoDi(t, *r.DataPresaInCarico)); n > 5 || *r.DataPresaInCarico <= *r.DataProtocollo {
				t.Errorf("%s: opened %s, taken %s, %d working days later", r.ID, r.DataApertura, *r.DataPresaInCarico, n)
			}
		}
		if r.DataChiusura != nil {
			if n := int(giornoDi(t, *r.DataChiusura).Sub(aperta).Hours() / 24); n < 1 || n > 30 || giornoDi(t, *r.DataChiusura) == giornoDi(t, *r.DataPresaInCarico) {
				t.Errorf("%s: opened %s, taken %s, closed %s", r.ID, r.DataApertura, *r.DataPresaInCarico, *r.DataChiusura)
			}
		}
	}
}

func eventiRichieste(t testing.TB, a *archivio) {
	riassegnate := 0
	for _, r := range richieste(t, a) {
		stato := model.StatoRichiestaAperta
		for i, e := range r.Eventi {
			if int(e.Numero) != i+1 || e.IDRichiesta != "" || e.Chiave != "" || i > 0 && e.Ts <= r.Eventi[i-1].Ts {
				t.Errorf("%s: event %d is %+v", r.ID, i+1, e)
			}
			if (e.DaStato == nil) != (i == 0) || i > 0 && *e.DaStato != stato || (e.Ufficio == nil) != (i == 0) {
				t.Errorf("%s: event %d of %v from %v after %s", r.ID, i+1, e.Ufficio, e.DaStato, stato)
			}
			if (e.AStato != stato || e.Tipo == model.TipoEventoRichiestaCommento) && (e.Commento == nil || len(*e.Commento) < 10) {
				t.Errorf("%s: event %d changes the state and says nothing", r.ID, i+1)
			}
			stato = e.AStato
			if e.Tipo == model.TipoEventoRichiestaRiassegnazione {
				riassegnate++
				if *r.Eventi[0].Ambito != "NON_SPECIFICATO" || *e.Ambito == "NON_SPECIFICATO" {
					t.Errorf("%s: re-routed from %s to %s", r.ID, *r.Eventi[0].Ambito, *e.Ambito)
				}
			}
		}
		tipi := []model.TipoEventoRichiesta{}
		for _, e := range r.Eventi {
			if e.Tipo != model.TipoEventoRichiestaCommento && e.Tipo != model.TipoEventoRichiestaRiassegnazione {
				tipi = append(tipi, e.Tipo)
			}
		}
		want := model.AllTipoEventoRichiesta[:2:2] // opened and stamped
		if stato != model.StatoRichiestaAperta {
			want = append(want, model.TipoEventoRichiestaPresaInCarico)
		}
		if stato == model.StatoRichiestaChiusa {
			want = append(want, model.TipoEventoRichiestaChiusura)
		}
		if !slices.Equal(tipi, want) {
			t.Errorf("%s: %v, want %v", r.ID, tipi, want)
		}
	}
	if riassegnate < 10 {
		t.Errorf("%d re-routed", riassegnate)
	}
}

// testataRichieste builds the header of each request from its events.
func testataRichieste(t testing.TB, a *archivio) {
	for _, r := range richieste(t, a) {
		want := r
		want.DataPresaInCarico, want.DataChiusura, want.Registrati, want.DaRegistrare = nil, nil, int32(len(r.Eventi)), ""
		for _, e := range r.Eventi {
			want.Stato, want.DataUltimoAggiornamento = e.AStato, e.Ts
			want.ModificataAl = oraDiRoma(t, e.Ts).UTC().Format("2006-01-02T15:04:05.000000Z")
			switch e.Tipo {
			case model.TipoEventoRichiestaApertura:
				want.DataApertura = e.Ts
			case model.TipoEventoRichiestaProtocollazioneSmistamento:
				want.DataProtocollo = &e.Ts
			case model.TipoEventoRichiestaPresaInCarico:
				want.DataPresaInCarico = &e.Ts
			case model.TipoEventoRichiestaChiusura:
				want.DataChiusura = &e.Ts
			}
			if e.Sede != nil {
				want.CodiceSede = *e.Sede
			}
			if e.Ambito != nil {
				want.CodiceAmbito, want.CodiceOggetto = *e.Ambito, *e.Oggetto
			}
		}
		if want.Tipo = model.TipoRichiestaSpecifica; *r.Eventi[0].Ambito == "NON_SPECIFICATO" {
			want.Tipo = model.TipoRichiestaGenerica
		}
		if !uguali(want, r) || (r.Esito != nil) != (r.Stato == model.StatoRichiestaChiusa) || len(r.Allegati) > 0 || r.PacchettoZip != nil {
			t.Errorf("%+v, want %+v", r, want)
		}
	}
}

func oreRichieste(t testing.TB, a *archivio) {
	liberi, tutti := 0, 0
	for _, r := range richieste(t, a) {
		for _, e := range r.Eventi {
			ora := oraDiRoma(t, e.Ts)
			inUfficio := ora.Hour() >= 8 && ora.Hour() < 19 && lavorativo(giornoDi(t, e.Ts))
			switch {
			case e.Tipo == model.TipoEventoRichiestaApertura:
				if tutti++; !inUfficio {
					liberi++
				}
			case e.Tipo != model.TipoEventoRichiestaProtocollazioneSmistamento && !inUfficio:
				t.Errorf("%s: %s on %s", r.ID, e.Tipo, ora)
			}
		}
	}
	quota(t, "requests are sent when offices are closed", liberi, tutti, 15, 50)
}

func catene(t testing.TB, a *archivio) {
	per, seguono := map[string]model.Richiesta{}, 0
	for _, r := range richieste(t, a) {
		per[r.ID] = r
	}
	for _, r := range per {
		if r.IDPrecedente == "" {
			if r.IDRadice != r.ID {
				t.Errorf("%s: first of its thread, which is %s", r.ID, r.IDRadice)
			}
			continue
		}
		seguono++
		p, ok := per[r.IDPrecedente] // the earlier one closed before this was opened: no thread can go round
		if !ok || p.DataChiusura == nil || *p.DataChiusura >= r.DataApertura || p.Matricola != r.Matricola || p.IDRadice != r.IDRadice || p.CodiceSede != r.CodiceSede {
			t.Errorf("%+v follows %+v", r, p)
		}
		if *r.Eventi[0].Ambito != p.CodiceAmbito || *r.Eventi[0].Oggetto != p.CodiceOggetto || ok && !strings.Contains(r.Testo, *p.Protocollo) {
			t.Errorf("%s: about something else than %s", r.ID, p.ID)
		}
	}
	quota(t, "follow another", seguono, len(per), 12, 18)
}

func mittentiRichieste(t testing.TB, a *archivio) {
	per, aziende := map[string]model.Delega{}, aziende(t, a)
	for _, d := range deleghe(t, a) {
		per[d.ID] = d
	}
	vale := func(d model.Delega, r model.Richiesta) bool {
		g := model.Data(giornoDi(t, r.DataApertura).Format(time.DateOnly))
		return d.Inizio <= g && (d.Fine == nil || *d.Fine >= g) && (d.DataRevoca == nil || *d.DataRevoca > r.DataApertura) && slices.Contains(d.Servizi, model.ServizioComunicazioni)
	}
	intermediari, tutte := 0, 0
	for _, r := range richieste(t, a) {
		z, m := aziende[string(r.Matricola)], r.Mittente
		if r.CodiceFiscale != z.CodiceFiscale || r.CodiceSede != z.CodiceSede || giornoDi(t, r.DataApertura).Before(giorno(t, *z.DataInizioAttivita)) {
			t.Errorf("%+v of %+v", r, z)
		}
		if tutte++; m.DelegaID == nil {
			legale := m.Qualifica == model.ProfiloUtenteLegaleRappresentante && m.CodiceFiscale == z.RappresentanteLegale.Cf
			if !legale && (m.Qualifica != model.ProfiloUtenteAzienda || m.CodiceFiscale == z.RappresentanteLegale.Cf) || m.StudioCf != nil {
				t.Errorf("%s: sent by %+v for the company", r.ID, m)
			}
			continue
		}
		intermediari++
		d := per[*m.DelegaID]
		posizione := d.Posizione != nil && (d.Posizione.Codice == string(r.Matricola) || d.Posizione.Codice == string(r.CodiceFiscale))
		if !posizione || d.DelegatoCf != m.CodiceFiscale || d.Qualifica != m.Qualifica || !uguali(d.StudioCf, m.StudioCf) || !vale(d, r) || d.ParentID != nil && !vale(per[*d.ParentID], r) {
			t.Errorf("%s of %s: sent by %+v with %+v", r.ID, r.DataApertura, m, d)
		}
	}
	quota(t, "are sent by intermediaries", intermediari, tutte, 35, 45)
}

func quanteRichieste(t testing.TB, a *archivio) {
	perAnno := map[string][3]int{}
	prima := 0
	for _, r := range richieste(t, a) {
		anni := int(a.oggi.Sub(oraDiRoma(t, r.DataApertura)).Hours() / 24 / 365)
		if anni > 2 || string(r.Matricola[:4]) != "9900" && anni > 1 {
			prima++
			continue
		}
		conta := perAnno[string(r.Matricola)]
		conta[anni]++
		perAnno[string(r.Matricola)] = conta
	}
	if prima > 0 {
		t.Errorf("%d too old", prima)
	}
	nominate := 0
	for m, anni := range perAnno {
		massimo, minimo := 8, 0
		if m[:4] == "9900" {
			nominate++
			massimo, minimo = 30, 2
		}
		for _, n := range anni {
			if n > massimo || n < minimo {
				t.Errorf("%s: %v a year, from %d to %d wanted", m, anni, minimo, massimo)
			}
		}
	}
	if nominate != 6 || len(perAnno) < len(aziende(t, a))*8/10 {
		t.Errorf("%d named companies of %d ever wrote", nominate, len(perAnno))
	}
}

func varietaRichieste(t testing.TB, a *archivio) {
	esiti, stati, ambiti, milano := map[string]int{}, map[model.StatoRichiesta]int{}, map[string]int{}, map[model.StatoRichiesta]int{}
	generiche, tutte := 0, richieste(t, a)
	limite := a.oggi.AddDate(0, 0, -31)
	for _, r := range tutte {
		ambiti[r.CodiceAmbito]++
		stati[r.Stato]++
		if r.Esito != nil {
			esiti[string(*r.Esito)]++
		}
		if r.Tipo == model.TipoRichiestaGenerica {
			generiche++
		}
		if r.Stato != model.StatoRichiestaChiusa && oraDiRoma(t, r.DataApertura).Before(limite) {
			t.Errorf("%s: %s since %s", r.ID, r.Stato, r.DataApertura)
		}
		if r.Matricola == "9900010011" {
			milano[r.Stato]++
		}
	}
	quota(t, "say nothing of what they are about", generiche, len(tutte), 10, 20)
	if len(esiti) != 4 || len(stati) != 3 || len(ambiti) < 11 || milano[model.StatoRichiestaAperta] == 0 || milano[model.StatoRichiestaInCarico] == 0 {
		t.Errorf("%v, %v, %v; of Officine Aurora %v", esiti, stati, ambiti, milano)
	}
}

func testiRichieste(t testing.TB, a *archivio) {
	email := regexp.MustCompile(`^[a-z.0-9-]+@[a-z0-9.-]+\.example$`)
	cellulare := regexp.MustCompile(`^\+39300000\d{4}$`)
	visti, tutte := map[string]int{}, richieste(t, a)
	for _, r := range tutte {
		visti[r.Testo]++
		if len(r.Testo) < 40 || len([]rune(r.Testo)) > 4000 || strings.ContainsAny(r.Testo, "{}") {
			t.Errorf("%s: %q", r.ID, r.Testo)
		}
		for _, e := range r.Eventi {
			if e.Commento != nil && strings.ContainsAny(*e.Commento, "{}") || e.Commento != nil && strings.Contains(*e.Commento, "  ") {
				t.Errorf("%s: %q", r.ID, *e.Commento)
			}
		}
		p := r.Recapiti
		if p == nil || p.Email == nil && p.Cellulare == nil || p.ConsensoEmail && p.Email == nil || p.ConsensoSms && p.Cellulare == nil {
			t.Errorf("%s: %+v", r.ID, p)
			continue
		}
		if p.Email != nil && !email.MatchString(*p.Email) || p.Cellulare != nil && !cellulare.MatchString(*p.Cellulare) {
			t.Errorf("%s: %s, %s", r.ID, *p.Email, *p.Cellulare)
		}
	}
	if len(visti) < len(tutte)*8/10 {
		t.Errorf("only %d texts in %d requests", len(visti), len(tutte))
	}
}

func notificheRichieste(t testing.TB, a *archivio) {
	per := map[string]map[int32]map[model.CanaleAvviso]model.Notifica{}
	for _, n := range righe[model.Notifica](t, a, "comunicazioni/notifiche", "") {
		if per[n.R.IDRichiesta] == nil {
			per[n.R.IDRichiesta] = map[int32]map[model.CanaleAvviso]model.Notifica{}
		}
		if per[n.R.IDRichiesta][n.R.Evento] == nil {
			per[n.R.IDRichiesta][n.R.Evento] = map[model.CanaleAvviso]model.Notifica{}
		}
		per[n.R.IDRichiesta][n.R.Evento][n.R.Canale] = n.R
	}
	attese, avute := 0, len(righe[model.Notifica](t, a, "comunicazioni/notifiche", ""))
	for _, r := range richieste(t, a) {
		for _, e := range r.Eventi {
			if e.Tipo != model.TipoEventoRichiestaProtocollazioneSmistamento && e.Tipo != model.TipoEventoRichiestaChiusura {
				continue
			}
			for canale, vuole := range map[model.CanaleAvviso]bool{model.CanaleAvvisoEmail: r.Recapiti.ConsensoEmail, model.CanaleAvvisoSms: r.Recapiti.ConsensoSms} {
				if !vuole {
					continue
				}
				attese++
				n, ok := per[r.ID][e.Numero][canale]
				if !ok {
					t.Errorf("%s: event %d not told by %s", r.ID, e.Numero, canale)
					continue
				}
				dopo := oraDiRoma(t, *n.DataInvio).Sub(oraDiRoma(t, e.Ts))
				modificata := oraDiRoma(t, *n.DataInvio).UTC().Format("2006-01-02T15:04:05.000000Z")
				if dopo <= 0 || dopo > 5*time.Minute || n.Stato != model.StatoNotificaInviata || n.Tentativi != 1 || n.UltimoErrore != nil || n.CodiceSede != r.CodiceSede || n.ModificataAl != modificata || n.ProssimoTentativo >= modificata {
					t.Errorf("%s, %v later: %+v", r.ID, dopo, n)
				}
			}
		}
	}
	if attese != avute {
		t.Errorf("%d notices, want %d", avute, attese)
	}
}
