package main

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestScenarioAgendaRifiuti: whatever is wrong with a booking or a command is refused with a field, a code and a sentence, and leaves
// nothing behind.
func TestScenarioAgendaRifiuti(t *testing.T) {
	sc := scenario(t, 2, map[string]string{"CASSETTO_AGENDA_REGOLE": "NOTE_DI_RETTIFICA=5"})
	ferri, palumbo, analista := sc.as("consulente"), sc.as("operatore"), sc.as("analista")
	bruni, testa, roma := sc.as("associazione"), sc.as("ragioniere"), sc.operatoreDi(altraSede, 1)
	ora := sc.lunedi()
	sc.give(t, sc.servers[0]) // the ragioniere has the second position, for CASSETTO alone
	palumbo.on(0).pubblica(ora, 1)
	palumbo.on(0).pubblica(ora.AddDate(0, 0, 50), 1)
	romane := roma.on(0).pubblica(ora, 1, campi{"sede": altraSede}).Giorni[1].Fasce
	libere := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))
	martedi := func(ore string) string { // at a time of Tuesday
		return libere[slices.IndexFunc(libere, func(f fascia) bool {
			return f.Inizio.In(model.Roma).Format("02 15:04") == ora.AddDate(0, 0, 1).Format("02 ")+ore
		})].ID
	}
	altrui := bruni.altrui(ferri)
	su := func(more campi) func(sportello) deciso {
		return func(s sportello) deciso { s.Helper(); return s.prenota(martedi("09:00"), more) }
	}
	// on a day that is no working day or lies elsewhere, an interval named as if it were there
	altrove := func(giorno time.Time) campi {
		return campi{"fascia": strings.Replace(martedi("09:00"), ora.AddDate(0, 0, 1).Format("20060102"), giorno.Format("20060102"), 1)}
	}
	natale := time.Date(ora.Year(), 12, 25, 9, 0, 0, 0, model.Roma)
	for natale.Sub(ora) > 60*24*time.Hour || !natale.After(ora) {
		natale = natale.AddDate(-1, 0, 0)
		if !natale.After(ora) { // no Christmas is near: the next Sunday
			natale = ora.AddDate(0, 0, 6)
			break
		}
	}

	impegnata, nuova, straniera := ferri.on(0).invia(nil).ok(), ferri.on(0).invia(nil).ok(), bruni.on(0).invia(nil, campi{"matricola": altrui}).ok()
	seconda := ferri.on(0).invia(nil, campi{"matricola": "9900010029"}).ok()
	con := ferri.on(0).prenota(martedi("10:00"), campi{"richieste": []string{impegnata.ID}}).ok()
	preso := ferri.on(0).conferma(con.ID).ok()
	concluso := ferri.on(0).conferma(ferri.on(0).prenota(martedi("10:30")).ok().ID).ok()
	palumbo.on(0).conclude(concluso.ID, "CHIUSO_E_DEFINITO").ok()
	tenuto := ferri.on(0).prenota(martedi("09:30")).ok()

	comanda := func(id string, f func(sportello, string, ...campi) deciso, more ...campi) func(sportello) deciso {
		return func(s sportello) deciso { s.Helper(); return f(s, id, more...) }
	}
	svolto := func(s sportello, id string, more ...campi) deciso {
		s.Helper()
		return s.conclude(id, "SVOLTO", more...)
	}
	pdf := func(nome string) documento { return documento{nome, unPDF("x")} }
	conFile := func(files ...documento) func(sportello) deciso {
		return func(s sportello) deciso {
			s.Helper()
			return s.decide("prenotaAppuntamento", "PrenotaAppuntamentoInput", prenotazione(martedi("09:00")), files...)
		}
	}
	casi := []struct {
		nome          string
		chi           *persona
		manda         func(sportello) deciso
		campo, codice string
	}{
		{"an interval that has begun", ferri, su(altrove(ora)), "fascia", "FASCIA_PASSATA"},
		{"an interval of yesterday", ferri, su(altrove(ora.AddDate(0, 0, -1))), "fascia", "FASCIA_PASSATA"},
		{"a holiday", ferri, su(altrove(natale)), "fascia", "SEDE_CHIUSA"},
		{"an interval in 61 days", ferri, su(altrove(ora.AddDate(0, 0, 61))), "fascia", "FASCIA_TROPPO_LONTANA"},
		{"an interval that is not published", ferri, su(altrove(ora.AddDate(0, 0, 12))), "fascia", "FASCIA_NON_TROVATA"},
		{"an interval of another office", ferri, su(campi{"fascia": romane[0].ID}), "fascia", "FASCIA_ALTRA_SEDE"},
		{"no interval at all", ferri, su(campi{"fascia": "domani"}), "fascia", "FASCIA_NON_TROVATA"},
		{"an interval without places", ferri, su(campi{"fascia": martedi("10:00")}), "fascia", "FASCIA_ESAURITA"},
		{"a company that does not exist", ferri, su(campi{"matricola": unknownMatricola}), "matricola", "AZIENDA_NON_TROVATA"},
		{"the company of another", ferri, su(campi{"matricola": altrui}), "matricola", "AZIENDA_NON_TROVATA"},
		{"a delega without the agenda", testa, su(campi{"matricola": "9900010029"}), "matricola", "SERVIZIO_NON_DELEGATO"},
		{"an operator books", palumbo, su(nil), "matricola", "PRENOTAZIONE_NON_CONSENTITA"},
		{"an analyst books", analista, su(nil), "matricola", "PRENOTAZIONE_NON_CONSENTITA"},
		{"a request that has an appointment", ferri, su(campi{"richieste": []string{impegnata.ID}}), "richieste", "RICHIESTA_IMPEGNATA"},
		{"two requests, one of which has an appointment", ferri, su(campi{"richieste": []string{nuova.ID, impegnata.ID}}), "richieste", "RICHIESTA_IMPEGNATA"},
		{"the request of another", ferri, su(campi{"richieste": []string{straniera.ID}}), "richieste", "RICHIESTA_NON_TROVATA"},
		{"a request of another position", ferri, su(campi{"richieste": []string{seconda.ID}}), "richieste", "RICHIESTA_ALTRA_POSIZIONE"},
		{"a request that does not exist", ferri, su(campi{"richieste": []string{"R-NESSUNA"}}), "richieste", "RICHIESTA_NON_TROVATA"},
		{"six requests", ferri, su(campi{"richieste": []string{"R-1", "R-2", "R-3", "R-4", "R-5", "R-6"}}), "richieste", "RICHIESTE_TROPPE"},
		{"an ambito with a rule and no request", ferri, su(campi{"argomento": "NOTE_DI_RETTIFICA"}), "richieste", "RICHIESTA_NECESSARIA"},
		{"an ambito with a rule and a new request", ferri, su(campi{"argomento": "NOTE_DI_RETTIFICA", "richieste": []string{nuova.ID}}), "richieste", "RICHIESTA_NECESSARIA"},
		{"an ambito that does not exist", ferri, su(campi{"argomento": "ALTRO"}), "argomento", "ARGOMENTO_NON_TROVATO"},
		{"no notes", ferri, su(campi{"note": " \n "}), "note", "NOTE_MANCANTE"},
		{"too long notes", ferri, su(campi{"note": strings.Repeat("è", 4001)}), "note", "NOTE_TROPPO_LUNGO"},
		{"notes with control characters", ferri, su(campi{"note": "a\u0000b"}), "note", "NOTE_NON_VALIDO"},
		{"no telephone", ferri, su(campi{"telefono": " "}), "telefono", "TELEFONO_MANCANTE"},
		{"a word for a telephone", ferri, su(campi{"telefono": "chiamatemi"}), "telefono", "TELEFONO_NON_VALIDO"},
		{"a bad e-mail address", ferri, su(campi{"recapiti": campi{"email": "ferri", "consensoEmail": true}}), "recapiti.email", "EMAIL_NON_VALIDA"},
		{"a bad key", ferri, su(campi{"chiaveIdempotenza": ""}), "chiaveIdempotenza", "CHIAVE_NON_VALIDA"},
		{"four documents", ferri, conFile(pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"), pdf("d.pdf")), "documenti", "ALLEGATI_TROPPI"},
		{"a program", ferri, conFile(documento{"atto.exe", []byte("MZ\x90\x00programma")}), "documenti.0", "ALLEGATO_TIPO_NON_AMMESSO"},

		{"confirming what is confirmed", ferri, comanda(preso.ID, sportello.conferma), "id", "CONFLICT"},
		{"an office confirms", palumbo, comanda(tenuto.ID, sportello.conferma), "id", "PRENOTAZIONE_NON_CONSENTITA"},
		{"an analyst cancels", analista, comanda(preso.ID, sportello.annulla), "id", "PRENOTAZIONE_NON_CONSENTITA"},
		{"cancelling the appointment of another", bruni, comanda(preso.ID, sportello.annulla), "id", "APPUNTAMENTO_NON_TROVATO"},
		{"cancelling what does not exist", ferri, comanda("A-NESSUNO", sportello.annulla), "id", "APPUNTAMENTO_NON_TROVATO"},
		{"cancelling another version", ferri, comanda(preso.ID, sportello.annulla, campi{"versione": 1}), "id", "CONFLICT"},
		{"cancelling what has ended", ferri, comanda(concluso.ID, sportello.annulla), "id", "CONFLICT"},
		{"a user concludes", ferri, comanda(preso.ID, svolto), "id", "OPERATORE_NECESSARIO"},
		{"another office concludes", roma, comanda(preso.ID, svolto), "id", "APPUNTAMENTO_NON_TROVATO"},
		{"concluding before it begins", palumbo, comanda(preso.ID, svolto), "esito", "ESITO_PREMATURO"},
		{"concluding what is not confirmed", palumbo, comanda(tenuto.ID, svolto), "id", "CONFLICT"},
		{"concluding twice", palumbo, comanda(concluso.ID, svolto), "id", "CONFLICT"},
		{"a too long comment", palumbo, comanda(preso.ID, svolto, campi{"commento": strings.Repeat("è", 4001)}), "commento", "COMMENTO_TROPPO_LUNGO"},
	}

	prima := sc.conta()
	for i, caso := range casi {
		t.Run(caso.nome, func(t *testing.T) {
			d := caso.manda(caso.chi.on(i))
			if len(d.Errori) == 0 {
				t.Fatalf("it is accepted: %s", d.testo)
			}
			if e := d.Errori[0]; e.Campo != caso.campo || e.Codice != caso.codice || !strings.HasSuffix(e.Messaggio, ".") {
				t.Errorf("%+v, want %s %s", e, caso.campo, caso.codice)
			}
			if (d.Appuntamento != nil) != (caso.codice == "CONFLICT") {
				t.Errorf("with the appointment %+v", d.Appuntamento)
			}
		})
	}
	dopo := sc.conta()
	delete(prima, "agenda/impegni") // a request that was looked at has an empty one
	delete(dopo, "agenda/impegni")
	if !maps.Equal(prima, dopo) {
		t.Errorf("documents before %v, after %v", prima, dopo)
	}
	if n := len(ferri.on(1).disponibili(ora, ora.AddDate(0, 0, 13))); n != len(libere)-2 {
		t.Errorf("%d intervals are free, want %d", n, len(libere)-2)
	}
	for _, a := range []*incontro{preso, concluso, tenuto} {
		if ora, eventi := palumbo.on(1).incontra(a.ID), map[string]int{preso.ID: 2, concluso.ID: 3, tenuto.ID: 1}[a.ID]; ora.Versione != eventi {
			t.Errorf("%d events, want %d", ora.Versione, eventi)
		}
	}
	ferri.on(0).prenota(martedi("09:00"), campi{"richieste": []string{nuova.ID}}).ok() // whose place was given back
	ignota, altra := ferri.on(0).prenota(martedi("10:30"), campi{"matricola": unknownMatricola}), ferri.on(0).prenota(martedi("10:30"), campi{"matricola": altrui})
	if !bytes.Equal(ignota.testo, altra.testo) {
		t.Errorf("what is not his differs from what does not exist: %s %s", ignota.testo, altra.testo)
	}
}

// TestScenarioFasceRifiutate: a calendar with something wrong is refused with a field, a code and a sentence, and nothing of it is
// published; nor what is published already, nor over it, unless it is to be replaced.
func TestScenarioFasceRifiutate(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo, roma := sc.as("consulente"), sc.as("operatore"), sc.operatoreDi(altraSede, 1)
	ora := sc.lunedi()
	if p := palumbo.on(0).pubblica(ora, 1); p.Pubblicate != 37 {
		t.Fatalf("published %+v", p)
	}
	orario := func(giorno, da, a string) []campi { return []campi{{"giorno": giorno, "da": da, "a": a}} }
	casi := []struct {
		nome          string
		chi           *persona
		more          campi
		campo, codice string
	}{
		{"another office", roma, nil, "sede", "SEDE_ALTRUI"},
		{"no office", ferri, nil, "sede", "OPERATORE_NECESSARIO"},
		{"yesterday", palumbo, campi{"dal": giornoDi(ora.AddDate(0, 0, -1))}, "dal", "GIORNO_PASSATO"},
		{"ends before it begins", palumbo, campi{"al": giornoDi(ora.AddDate(0, 0, -1))}, "al", "PERIODO_NON_VALIDO"},
		{"too far", palumbo, campi{"al": giornoDi(ora.AddDate(0, 0, 367))}, "al", "PERIODO_TROPPO_LUNGO"},
		{"too short", palumbo, campi{"durata": 5}, "durata", "DURATA_NON_VALIDA"},
		{"no places", palumbo, campi{"posti": 0}, "posti", "POSTI_NON_VALIDI"},
		{"no way to hold them", palumbo, campi{"modalita": []string{}}, "modalita", "MODALITA_MANCANTE"},
		{"a web meeting nowhere", palumbo, campi{"modalita": []string{"WEB_MEETING"}}, "linkWeb", "LINK_MANCANTE"},
		{"a web meeting in clear", palumbo, campi{"modalita": []string{"WEB_MEETING"}, "linkWeb": "http://riunioni.example/1"}, "linkWeb", "LINK_NON_VALIDO"},
		{"a link without a meeting", palumbo, campi{"linkWeb": "https://riunioni.example/1"}, "linkWeb", "LINK_SUPERFLUO"},
		{"no hours", palumbo, campi{"orari": []campi{}}, "orari", "ORARI_MANCANTI"},
		{"hours that do not exist", palumbo, campi{"orari": orario("LUNEDI", "25:00", "26:00")}, "orari", "ORARIO_NON_VALIDO"},
		{"hours that are too short", palumbo, campi{"orari": orario("LUNEDI", "09:00", "09:20")}, "orari", "ORARIO_NON_VALIDO"},
		{"hours that overlap", palumbo, campi{"orari": append(orario("LUNEDI", "09:00", "11:00"), orario("LUNEDI", "10:30", "12:00")...)}, "orari", "ORARI_SOVRAPPOSTI"},
		{"over what is published", palumbo, campi{"durata": 20}, "orari", "FASCE_SOVRAPPOSTE"},
	}
	prima := len(ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 60)))
	for i, caso := range casi {
		t.Run(caso.nome, func(t *testing.T) {
			p := caso.chi.on(i).pubblica(ora, 1, caso.more)
			if len(p.Errori) == 0 || p.Errori[0].Campo != caso.campo || p.Errori[0].Codice != caso.codice || p.Pubblicate != 0 {
				t.Errorf("%+v, want %s %s", p, caso.campo, caso.codice)
			}
		})
	}
	if dopo := len(ferri.on(1).disponibili(ora, ora.AddDate(0, 0, 60))); dopo != prima {
		t.Errorf("%d intervals before, %d after", prima, dopo)
	}
	if p := palumbo.on(1).pubblica(ora, 1); p.Pubblicate != 0 || len(p.Errori) > 0 {
		t.Errorf("published again: %+v", p)
	}
	scelta := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))[4]
	ferri.on(0).prenota(scelta.ID).ok()
	if p := palumbo.on(1).pubblica(ora, 2, campi{"durata": 60, "sostituisci": true}); p.Ritirate != 36 || p.Pubblicate != 17 { // two have begun, one would be over what is held
		t.Errorf("replaced: %d for %d", p.Pubblicate, p.Ritirate)
	}
}
