package demo_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"testing"
)

// spia counts what a rule has to say instead of failing the test.
type spia struct {
	testing.TB
	errori int
}

func (s *spia) Error(...any)          { s.errori++ }
func (s *spia) Errorf(string, ...any) { s.errori++ }
func (s *spia) Fatalf(string, ...any) { s.errori++; runtime.Goexit() }
func (s *spia) Fatal(...any)          { s.errori++; runtime.Goexit() }

// guasto spoils the first document of a section that holds what da matches; a is what it becomes, nothing to lose the document.
type guasto struct{ sezione, da, a string }

func (g guasto) su(a *archivio) (*archivio, bool) {
	cerca := regexp.MustCompile(g.da)
	i := slices.IndexFunc(a.sezioni[g.sezione], func(doc json.RawMessage) bool { return cerca.Match(doc) })
	if i < 0 {
		return nil, false
	}
	b := &archivio{oggi: a.oggi, sezioni: maps.Clone(a.sezioni), letti: maps.Clone(a.letti), rileggi: maps.Clone(a.rileggi)}
	if g.sezione == cEmens {
		delete(b.letti, "emens")
	}
	documenti, doc := slices.Clone(a.sezioni[g.sezione]), json.RawMessage(nil)
	if g.a == "" {
		documenti = slices.Delete(documenti, i, i+1)
	} else {
		doc = cerca.ReplaceAll(documenti[i], []byte(g.a))
		documenti[i] = doc
	}
	if rileggi, ok := a.rileggi[g.sezione]; ok {
		b.letti[g.sezione] = rileggi(i, doc)
	}
	b.sezioni[g.sezione] = documenti
	return b, true
}

// lamentele counts what a rule has to say about an archive.
func lamentele(t *testing.T, verifica func(testing.TB, *archivio), a *archivio) int {
	s, finito := &spia{TB: t}, make(chan struct{})
	go func() {
		defer close(finito)
		verifica(s, a)
	}()
	<-finito
	return s.errori
}

// TestOgniRegolaSiAccorge spoils one document for each rule, and the rule must say so.
func TestOgniRegolaSiAccorge(t *testing.T) {
	for _, r := range regole {
		guasti := guasti[r.nome]
		if len(guasti) == 0 || lamentele(t, r.verifica, campione()) > 0 {
			t.Errorf("%s: broken already, or nothing spoils it", r.nome)
		}
		for _, g := range guasti {
			a, ok := g.su(campione())
			if !ok {
				t.Errorf("%s: nothing to spoil with %+v", r.nome, g)
			} else if lamentele(t, r.verifica, a) == 0 {
				t.Errorf("%s: does not notice %+v", r.nome, g)
			}
		}
	}
}

const (
	cEmens, cNote, cCrediti, cRuoli = "complementari/emens", "complementari/noteDiRettifica", "complementari/creditiInadempienze", "complementari/iscrizioniARuolo"
	cCig, cPiani, cCartella         = "complementari/domandeCig", "complementari/domandeDiDilazione", "complementari/dilazioniSuCartella"
	cConfronti, cVerbali            = "complementari/confrontoDm10", "complementari/ispezioni"
	aAziende, aInterruzioni         = "anagrafica/aziende", "anagrafica/interruzioni"
	aSoggetti, aDipendenze          = "anagrafica/soggettiCollegati", "anagrafica/dipendenze"
	iImprese, dDeleghe              = "infocamere/imprese", "deleghe/deleghe"
	rRichieste, rNotifiche          = "comunicazioni/richieste", "comunicazioni/notifiche"
	gAppuntamenti                   = "agenda/appuntamenti"
)

var guasti = map[string][]guasto{
	"un emens per ogni mese attivo":                                                    {{cEmens, `"9900010011".*"2024-05"`, ""}, {cEmens, `"9900010011","periodo":"2024-05"`, `"9900010011","periodo":"2024-06"`}},
	"nessun emens nei mesi senza dipendenti o dopo la cessazione":                      {{cEmens, `"9900040018","periodo":"2025-11"`, `"9900040018","periodo":"2025-12"`}},
	"denunce individuali non meno della forza aziendale":                               {{cEmens, `"forzaAziendale":48`, `"forzaAziendale":99`}, {cEmens, `"numDenunceIndividuali":(\d+)`, `"numDenunceIndividuali":7$1`}},
	"la forza varia lentamente, salvo le stagioni":                                     {{cEmens, `"forzaAziendale":48`, `"forzaAziendale":60`}},
	"il saldo e' debito meno credito, in euro interi":                                  {{cEmens, `"saldo":(\d+)`, `"saldo":1$1`}, {cEmens, `"totaleADebito":(\d+)00,"totaleACredito":(\d+),"saldo":(\d+)00`, `"totaleADebito":${1}01,"totaleACredito":$2,"saldo":${3}01`}},
	"i contributi sono un terzo abbondante delle retribuzioni":                         {{cConfronti, `"retribuzioniDM10":\d+(\d{4})`, `"retribuzioniDM10":$1`}},
	"le denunce arrivano fra la fine del mese e oggi":                                  {{cEmens, `"dataRicezione":"20\d\d`, `"dataRicezione":"2028`}, {cEmens, `"dataRicezione":"20\d\d`, `"dataRicezione":"2001`}},
	"la forza in anagrafica e' quella dell'ultima denuncia":                            {{aAziende, `"forzaAziendale":48`, `"forzaAziendale":47`}},
	"identificativi d'invio unici, progressivi senza buchi":                            {{cEmens, `"progressivo":1`, `"progressivo":2`}, {cEmens, `"tipoInvio":"ORDINARIO"`, `"tipoInvio":"VARIAZIONE"`}},
	"inviate dal rappresentante o da chi ha la delega":                                 {{dDeleghe, `"D-55"(.*)"inizio":"2024-01-15"`, `"D-55"$1"inizio":"2026-01-15"`}},
	"confronto annuale: somme, segno, esito":                                           {{cConfronti, `"differenza":0`, `"differenza":5`}, {cConfronti, `"QUADRATO"`, `"DIFFERENZA"`}, {cConfronti, `"percentuale":"0.00"`, `"percentuale":"0.10"`}},
	"collaboratori: aliquote e somme":                                                  {{"complementari/committente10", `"contributoDovuto":(\d+)`, `"contributoDovuto":1$1`}, {"complementari/committente10", `"35.03"`, `"33.03"`}, {"complementari/committente10", `"numCollaboratori":3`, `"numCollaboratori":2`}},
	"nota: da due a dieci mesi dopo la denuncia, trenta giorni per pagare":             {{cNote, `"2026-10-05"`, `"2026-10-04"`}, {cNote, `"dataInvioUniEmens":"2026-03`, `"dataInvioUniEmens":"2026-08`}},
	"nota: sanzioni, totale, riga F24":                                                 {{cNote, `"importo":1738`, `"importo":1739`}, {cNote, `"totale":49948`, `"totale":49949`}, {cNote, `"causale":"DMRA"`, `"causale":"DMRP"`}},
	"nota: dati della denuncia a cui si riferisce":                                     {{cNote, `"numeroDipendenti":13`, `"numeroDipendenti":12`}, {cNote, `"csc":"70502"`, `"csc":"70501"`}},
	"partita: dovuto meno pagato meno sgravato":                                        {{cCrediti, `"residuo":9518`, `"residuo":9517`}},
	"partita: lo stato dice quanto resta":                                              {{cCrediti, `"stato":"PAGATA"`, `"stato":"AVVISO_BONARIO"`}},
	"ogni riferimento rimanda a una riga che c'e'":                                     {{cCrediti, `"chiave":"2018-07"`, `"chiave":"2011-07"`}, {cRuoli, `"36820190004120077000"`, ""}},
	"denuncia insoluta: non piu' del saldo":                                            {{cCrediti, `"DENUNCIA_INSOLUTA"(.*)"contributi":(\d+)`, `"DENUNCIA_INSOLUTA"$1"contributi":${2}000`}},
	"denuncia a credito: c'e' la partita":                                              {{cCrediti, `DM_PASSIVO`, ""}},
	"nota a recupero e partita si corrispondono":                                       {{cNote, `A_RECUPERO`, `PAGATA`}, {cNote, `"stato":"PAGATA"`, `"stato":"A_RECUPERO"`}},
	"confronto a debito e verbale irregolare hanno la partita":                         {{cCrediti, `VERBALE_ISPETTIVO`, ""}, {cCrediti, `CONFRONTO_MONTI`, ""}},
	"ruolo: somma delle voci":                                                          {{cRuoli, `"riscosso":675888`, `"riscosso":675887`}, {cRuoli, `"stato":"PAGATO"`, `"stato":"AFFIDATO"`}},
	"avviso di addebito: importi e mesi delle sue partite, formato dopo":               {{cRuoli, `"capitale":812400`, `"capitale":812401`}, {cRuoli, `"2024-04"`, `"2024-05"`}, {cRuoli, `"dataFormazione":"2025-05-09"`, `"dataFormazione":"2024-05-09"`}},
	"ruolo: notificato prima di essere affidato":                                       {{cRuoli, `"dataNotifica":"2025-10-24"`, `"dataNotifica":"2026-10-24"`}},
	"dilazione INPS: le rate sommano al totale":                                        {{cPiani, `"numero":1,"scadenza":"([^"]+)","importo":(\d+)`, `"numero":1,"scadenza":"$1","importo":1$2`}, {cPiani, `CONCLUSA`, `ATTIVATA`}},
	"dilazione INPS: le partite comprese hanno pagato le rate":                         {{cCrediti, `"pagato":205155`, `"pagato":205154`}},
	"dilazione su cartella: partite, rate, stato":                                      {{cCartella, `"ratePagate":24`, `"ratePagate":23`}, {cCartella, `"ATTIVA"`, `"ESTINTA"`}},
	"nessun debito dove la matricola e' cessata in via definitiva":                     {{aAziende, `"matricola":"9900020010"(.*)"statoMatricola":"ATTIVA"`, `"matricola":"9900020010"$1"statoMatricola":"CESSATA_DEFINITIVA"`}},
	"CIG: ticket unico e periodo dentro l'attivita'":                                   {{cCig, `DEMO-TICKET-\d{8}`, `DEMO-TICKET-0001`}, {cCig, `"periodoDa":"20\d\d`, `"periodoDa":"1990`}, {cCig, `"beneficiari":42`, `"beneficiari":420`}},
	"CIG: unita' produttiva fra le dipendenze e sede della sua provincia":              {{cCig, `"unitaProduttiva":3`, `"unitaProduttiva":9`}, {cCig, `"unitaProduttiva":3`, `"unitaProduttiva":1`}},
	"CIG: ore e 52 settimane nel biennio mobile":                                       {{cCig, `"oreRichieste":2520`, `"oreRichieste":9520`}, {cCig, `"oreAutorizzate":2310`, `"oreAutorizzate":2520`}},
	"verbali: lavoratori, periodi, importi":                                            {{cVerbali, `"lavoratoriInNero":2`, `"lavoratoriInNero":20`}, {cVerbali, `"esito":"REGOLARE"`, `"esito":"IRREGOLARE"`}},
	"interruzioni: semiaperte, senza sovrapposizioni, stato coerente":                  {{aInterruzioni, `"9900040018","dal":"2024-11-09","al":"2025-01-29"`, `"9900040018","dal":"2024-11-09","al":"2026-01-29"`}, {aAziende, `"SOSPESA"`, `"ATTIVA"`}},
	"interruzioni: comunicate in trenta giorni, protocollo del giorno":                 {{aInterruzioni, `"dataComunicazione":"20\d\d`, `"dataComunicazione":"2029`}},
	"ragioni sociali: contigue, l'attuale esclusa":                                     {{"anagrafica/ragioniSocialiPregresse", `"al":"2014-01-01"`, `"al":"2013-12-31"`}, {"anagrafica/ragioniSocialiPregresse", `OFFICINE MECCANICHE AURORA`, `OFFICINE AURORA`}},
	"CSC e codici di autorizzazione: semiaperti, l'ultimo aperto":                      {{aAziende, `"al":"2014-01-01"`, `"al":"2014-01-02"`}, {aAziende, `"csc":"10601","storicoCsc"`, `"csc":"10602","storicoCsc"`}},
	"stesso rappresentante in anagrafica e, nove volte su dieci, al Registro":          {{aSoggetti, `"SLAMRC75D12A000F"`, `"SLAMRC75D12A00LI"`}, {iImprese, `VNLLNE84R42A000[A-Z]`, `BSCPTR58C29A000Q`}},
	"quote dei soci: cento per cento, valore nominale giusto":                          {{aSoggetti, `"60.00"`, `"61.00"`}, {iImprese, `"60.00"`, `"61.00"`}},
	"fondi: una revoca prima di ogni nuova adesione":                                   {{"complementari/fondiInterprofessionali", `REVOCA`, ""}, {"complementari/fondiInterprofessionali", `"FIMA"(.*)"REVOCA"`, `"FAPI"$1"REVOCA"`}},
	"dipendenze: gli addetti sono la forza":                                            {{aDipendenze, `"numeroAddetti":19`, `"numeroAddetti":18`}},
	"relazioni fra aziende che esistono, dopo l'inizio di entrambe":                    {{"anagrafica/aziendeCollegate", `"9900030019"`, `"9900030099"`}, {aAziende, `"isRiferimento":false`, `"isRiferimento":true`}},
	"imprese: forma, date, addetti":                                                    {{iImprese, `"dipendenti":(\d+)`, `"dipendenti":9$1`}, {iImprese, `"rea":"1000001"`, `"rea":"100000001"`}},
	"persone: lo stesso codice fiscale ha lo stesso nome, e gli somiglia":              {{aSoggetti, `"cognome":"SALA","nome":"MARCO"`, `"cognome":"SALA","nome":"MIRCO"`}},
	"identificativi che non possono essere veri":                                       {{aAziende, `"codiceFiscale":"10000031111"`, `"codiceFiscale":"80078750587"`}, {aSoggetti, `SLAMRC75D12A000F`, `SLAMRC75D12F205X`}},
	"denominazioni in maiuscole ASCII":                                                 {{aAziende, `OFFICINE AURORA S.R.L.`, `Officine Aurora S.r.l.`}},
	"deleghe: conferite dal rappresentante, su posizioni che ci sono":                  {{dDeleghe, `"codice":"9900030019"`, `"codice":"9900030099"`}, {dDeleghe, `"deleganteCF":"SLAMRC75D12A000F"`, `"deleganteCF":"CNTLCU68H03A000N"`}},
	"deleghe: al piu' due intermediari attivi per posizione":                           {{dDeleghe, `"D-61"(.*)"codice":"\d+"`, `"D-61"$1"codice":"9910000088"`}},
	"subdeleghe: un padre, un sottoinsieme dei servizi":                                {{dDeleghe, `"parentId":"D-55"`, `"parentId":"D-56"`}, {dDeleghe, `"D-58"(.*)"COMUNICAZIONI"`, `"D-58"$1"DELEGHE"`}},
	"deleghe: stato, date e revoca si accordano":                                       {{dDeleghe, `"stato":"REVOCATA"`, `"stato":"ATTIVA"`}, {dDeleghe, `"fine":"2025-12-31"`, `"fine":"2028-12-31"`}},
	"posta: una lettera per ogni atto spedito, nessuna per la PEC":                     {{"complementari/postaIbrida", `NOTA DI RETTIFICA`, ""}, {cRuoli, `"PEC"`, `"RACCOMANDATA"`}},
	"scadenze in giorni lavorativi":                                                    {{cNote, `"scadenza":"2026-10-05"`, `"scadenza":"2026-10-04"`}},
	"atti d'ufficio in giorni e ore d'ufficio":                                         {{cNote, `"dataEmissione":"2026-09-04"`, `"dataEmissione":"2026-09-05"`}, {iImprese, `T\d\d:(\d\d:\d\d)Z`, `T03:${1}Z`}},
	"niente e' del futuro":                                                             {{aAziende, `"dataStato":"20\d\d`, `"dataStato":"2031`}},
	"richieste: protocollate in un'ora dalla sede, numeri unici":                       {{rRichieste, `"dataProtocollo":"2026-09-21T08:31`, `"dataProtocollo":"2026-09-21T09:31`}, {rRichieste, `4900.21/09/2026`, `4900.22/09/2026`}, {rRichieste, `"INPS.4900[^"]+0310101"`, `"INPS.4900.21/09/2026.0310044"`}},
	"richieste: in carico in cinque giorni lavorativi, chiuse in trenta":               {{rRichieste, `"dataPresaInCarico":"2026-09-23`, `"dataPresaInCarico":"2026-09-29`}, {rRichieste, `"dataChiusura":"2026-10-01`, `"dataChiusura":"2026-10-22`}},
	"richieste: eventi in ordine, un commento a ogni passaggio":                        {{rRichieste, `,"commento":"Nota annullata"`, `,"commento":""`}, {rRichieste, `"numero":3,"ts":"2026-09-23`, `"numero":3,"ts":"2026-09-20`}, {rRichieste, `"daStato":"IN_CARICO"`, `"daStato":"APERTA"`}},
	"richieste: la testata e' quella degli eventi":                                     {{rRichieste, `"registrati":4`, `"registrati":3`}, {rRichieste, `"codiceAmbito":"NOTE_DI_RETTIFICA"`, `"codiceAmbito":"F24"`}, {rRichieste, `"modificataAl":"2026-10-01T10:05:00.000000Z"`, `"modificataAl":"2026-10-01T10:05:00Z"`}},
	"richieste: la sede in ore d'ufficio, chi scrive a ogni ora":                       {{rRichieste, `"ts":"2026-09-23T07:50`, `"ts":"2026-09-23T05:50`}, {rRichieste, `"ts":"2026-10-01T10:05`, `"ts":"2026-10-04T10:05`}},
	"richieste: catene della stessa posizione, quindici su cento":                      {{rRichieste, `"idPrecedente":"([^"]+)"`, `"idPrecedente":"R-2026-000871"`}, {rRichieste, `"idRadice":"R-2026-000871"`, `"idRadice":"R-1"`}},
	"richieste: da chi ne ha titolo quel giorno":                                       {{rRichieste, `"delegaId":"D-55"`, `"delegaId":"D-56"`}, {dDeleghe, `"D-55"(.*)"inizio":"2024-01-15"`, `"D-55"$1"inizio":"2026-10-15"`}, {rRichieste, `"codiceSede":"4900"`, `"codiceSede":"7000"`}},
	"richieste: quante l'anno":                                                         {{rRichieste, `"dataApertura":"2026-09-21`, `"dataApertura":"2021-09-21`}},
	"richieste: di ogni specie, le ultime ancora aperte":                               {{rRichieste, `"stato":"CHIUSA","esito":"ACCOLTA","dataApertura":"2026-09-21`, `"stato":"IN_CARICO","esito":"ACCOLTA","dataApertura":"2026-09-21`}},
	"richieste: testi e recapiti":                                                      {{rRichieste, `ferri@studioferri.example`, `ferri@studioferri.it`}, {rRichieste, `\+393000000055`, `+393330000055`}, {rRichieste, `"testo":"[^"]+"`, `"testo":"Sul periodo {mese} abbiamo un dubbio: chiediamo chiarimenti"`}},
	"notifiche: una per evento e canale con consenso":                                  {{rNotifiche, `R-2026-000871`, ""}, {rNotifiche, `"tentativi":1`, `"tentativi":2`}, {rRichieste, `"consensoSms":true`, `"consensoSms":false`}},
	"appuntamenti: quando la sede e' aperta, prenotati nei sessanta giorni prima":      {{gAppuntamenti, `"inizio":"2026-10-13T10:00`, `"inizio":"2026-10-11T10:00`}, {gAppuntamenti, `"id":"F-4900-20261013-1200-1230-W"`, `"id":"F-4900-20261013-1200-1230-T"`}, {gAppuntamenti, `"dataPrenotazione":"2026-09-28`, `"dataPrenotazione":"2026-08-10`}, {gAppuntamenti, `"fine":"2026-10-13T10:30`, `"fine":"2026-10-13T16:30`}},
	"appuntamenti: una fascia non ne tiene piu' dei suoi posti":                        {{gAppuntamenti, `"posti":2`, `"posti":0`}},
	"appuntamenti: su richieste chiuse o vecchie di cinque giorni, ciascuna una volta": {{gAppuntamenti, `"idRichieste":\["R-2026-000871"\]`, `"idRichieste":["R-2026-000872"]`}, {gAppuntamenti, `"dataPrenotazione":"2026-09-28`, `"dataPrenotazione":"2026-09-25`}, {gAppuntamenti, `"idRichieste":\["R-2025[^"]+"\]`, `"idRichieste":["R-2026-000871"]`}},
	"appuntamenti: gli eventi portano allo stato":                                      {{gAppuntamenti, `"numero":2,"ts":"2026-09-28T08:45:51Z","tipo":"CONFERMA"`, `"numero":2,"ts":"2026-09-28T08:45:51Z","tipo":"SCADENZA"`}, {gAppuntamenti, `"daStato":"CONFERMATO"`, `"daStato":"PRENOTATO"`}, {gAppuntamenti, `("aStato":"SVOLTO"),"ufficio":"[^"]+"`, `$1`}, {gAppuntamenti, `("tipo":"ANNULLAMENTO","daStato":"[A-Z]+","aStato":"CANCELLATO_SEDE".*),"motivo":"[^"]+"`, `$1`}},
	"appuntamenti: ogni evento a suo tempo":                                            {{gAppuntamenti, `"ts":"2026-09-28T08:45:51Z"`, `"ts":"2026-09-28T08:59:51Z"`}, {gAppuntamenti, `"ts":"2026-10-01T10:20:00Z"`, `"ts":"2026-10-13T10:20:00Z"`}, {gAppuntamenti, `"ts":"2026-10-01T10:20:00Z"`, `"ts":"2026-10-01T20:20:00Z"`}},
	"appuntamenti: la testata e' quella degli eventi":                                  {{gAppuntamenti, `("id":"A-2026-00042".*)"registrati":3`, `$1"registrati":2`}, {gAppuntamenti, `"dataUltimoAggiornamento":"2026-10-01T10:20:00Z"`, `"dataUltimoAggiornamento":"2026-10-01T10:21:00Z"`}, {gAppuntamenti, `"modificatoAl":"2026-10-01T10:20:00.000000Z"`, `"modificatoAl":"2026-10-01T10:20:00Z"`}},
	"appuntamenti: da chi ne ha titolo quel giorno":                                    {{gAppuntamenti, `"delegaId":"D-55"`, `"delegaId":"D-56"`}, {gAppuntamenti, `"id":"A-2026-00042"(.*)"codiceSede":"4900","fascia"`, `"id":"A-2026-00042"$1"codiceSede":"7000","fascia"`}},
	"appuntamenti: quanti l'anno":                                                      {{gAppuntamenti, `"dataPrenotazione":"2026-09-28`, `"dataPrenotazione":"2021-09-28`}},
	"appuntamenti: di ogni specie":                                                     {{gAppuntamenti, `"id":"A-2026-00042"`, `"id":"A-2026-00043"`}},
	"appuntamenti: note, telefono, recapiti, collegamento":                             {{gAppuntamenti, `"telefono":"\+390200000000"`, `"telefono":"+390212345678"`}, {gAppuntamenti, `"note":"[^"]+"`, `"note":"Sul periodo {mese}"`}, {gAppuntamenti, `ferri@studioferri.example`, `ferri@studioferri.it`}, {gAppuntamenti, `"linkWeb":"[^"]+"`, `"linkWeb":"https://altrove.example"`}},
	"sedi: la festa del patrono":                                                       {{"sedi/sedi", `"festaPatronale":"12-07"`, `"festaPatronale":"12-08"`}, {"sedi/sedi", `"festaPatronale":"11-03"`, `"festaPatronale":"11-04"`}},
	"regolarita': ogni altro ente ha risposto una volta, quasi sempre bene":            {{rRiscontri, `"IRREGOLARE"`, `"REGOLARE"`}, {rRiscontri, `CASSA_EDILE`, `INPS`}, {rRiscontri, `"data":"20\d\d`, `"data":"2031`}},
	"regolarita': chi l'ha chiesta, e perche' Edilnova non e' in regola":               {{rVerifiche, `"importo":113500}\]},"motivazioni"`, `"importo":113501}]},"motivazioni"`}, {rVerifiche, `"D-63"`, `"D-55"`}, {rVerifiche, `"SLAMRC75D12A000F"`, `"SLAMRC75D12A00LI"`}},
}
