package demo_test

import "testing"

// regole are the consistency rules of the data, each read from the documents alone.
var regole = []struct {
	nome     string
	verifica func(t testing.TB, a *archivio)
}{
	// returns
	{"un emens per ogni mese attivo", emensOgniMese},
	{"nessun emens nei mesi senza dipendenti o dopo la cessazione", nessunEmensFuori},
	{"denunce individuali non meno della forza aziendale", denunceEForza},
	{"la forza varia lentamente, salvo le stagioni", forzaLenta},
	{"il saldo e' debito meno credito, in euro interi", saldoEmens},
	{"i contributi sono un terzo abbondante delle retribuzioni", contributiERetribuzioni},
	{"le denunce arrivano fra la fine del mese e oggi", ricezioneEmens},
	{"la forza in anagrafica e' quella dell'ultima denuncia", forzaAnagrafica},
	{"identificativi d'invio unici, progressivi senza buchi", progressiviEmens},
	{"inviate dal rappresentante o da chi ha la delega", mittenti},
	{"confronto annuale: somme, segno, esito", confronti},
	{"collaboratori: aliquote e somme", committenti},
	// notes
	{"nota: da due a dieci mesi dopo la denuncia, trenta giorni per pagare", tempiNota},
	{"nota: sanzioni, totale, riga F24", sommeNota},
	{"nota: dati della denuncia a cui si riferisce", datiNota},
	// debts
	{"partita: dovuto meno pagato meno sgravato", residuoPartite},
	{"partita: lo stato dice quanto resta", statiPartite},
	{"ogni riferimento rimanda a una riga che c'e'", riferimenti},
	{"denuncia insoluta: non piu' del saldo", insoluti},
	{"denuncia a credito: c'e' la partita", passivi},
	{"nota a recupero e partita si corrispondono", recuperi},
	{"confronto a debito e verbale irregolare hanno la partita", accertamenti},
	{"ruolo: somma delle voci", residuoRuoli},
	{"avviso di addebito: importi e mesi delle sue partite, formato dopo", avvisiEPartite},
	{"ruolo: notificato prima di essere affidato", tempiRuoli},
	{"dilazione INPS: le rate sommano al totale", pianiInps},
	{"dilazione INPS: le partite comprese hanno pagato le rate", partiteInDilazione},
	{"dilazione su cartella: partite, rate, stato", pianiAder},
	{"nessun debito dove la matricola e' cessata in via definitiva", cessateSenzaDebiti},
	// support, inspections
	{"CIG: ticket unico e periodo dentro l'attivita'", periodiCig},
	{"CIG: unita' produttiva fra le dipendenze e sede della sua provincia", unitaCig},
	{"CIG: ore e 52 settimane nel biennio mobile", oreCig},
	{"verbali: lavoratori, periodi, importi", verbali},
	// registry
	{"interruzioni: semiaperte, senza sovrapposizioni, stato coerente", interruzioni},
	{"interruzioni: comunicate in trenta giorni, protocollo del giorno", comunicazioni},
	{"ragioni sociali: contigue, l'attuale esclusa", ragioniSociali},
	{"CSC e codici di autorizzazione: semiaperti, l'ultimo aperto", inquadramenti},
	{"stesso rappresentante in anagrafica e, nove volte su dieci, al Registro", rappresentanti},
	{"quote dei soci: cento per cento, valore nominale giusto", quote},
	{"fondi: una revoca prima di ogni nuova adesione", fondi},
	{"dipendenze: gli addetti sono la forza", dipendenze},
	{"relazioni fra aziende che esistono, dopo l'inizio di entrambe", relazioni},
	{"imprese: forma, date, addetti", imprese},
	{"persone: lo stesso codice fiscale ha lo stesso nome, e gli somiglia", persone},
	{"identificativi che non possono essere veri", identificativi},
	{"denominazioni in maiuscole ASCII", denominazioni},
	// mandates, post, calendar
	{"deleghe: conferite dal rappresentante, su posizioni che ci sono", conferite},
	{"deleghe: al piu' due intermediari attivi per posizione", alPiuDue},
	{"subdeleghe: un padre, un sottoinsieme dei servizi", subdeleghe},
	{"deleghe: stato, date e revoca si accordano", statiDeleghe},
	{"posta: una lettera per ogni atto spedito, nessuna per la PEC", lettere},
	{"scadenze in giorni lavorativi", scadenze},
	{"atti d'ufficio in giorni e ore d'ufficio", oreDUfficio},
	{"niente e' del futuro", nienteDelFuturo},
	// requests
	{"richieste: protocollate in un'ora dalla sede, numeri unici", protocolliRichieste},
	{"richieste: in carico in cinque giorni lavorativi, chiuse in trenta", tempiRichieste},
	{"richieste: eventi in ordine, un commento a ogni passaggio", eventiRichieste},
	{"richieste: la testata e' quella degli eventi", testataRichieste},
	{"richieste: la sede in ore d'ufficio, chi scrive a ogni ora", oreRichieste},
	{"richieste: catene della stessa posizione, quindici su cento", catene},
	{"richieste: da chi ne ha titolo quel giorno", mittentiRichieste},
	{"richieste: quante l'anno", quanteRichieste},
	{"richieste: di ogni specie, le ultime ancora aperte", varietaRichieste},
	{"richieste: testi e recapiti", testiRichieste},
	{"notifiche: una per evento e canale con consenso", notificheRichieste},
	// appointments
	{"appuntamenti: quando la sede e' aperta, prenotati nei sessanta giorni prima", fasceAppuntamenti},
	{"appuntamenti: una fascia non ne tiene piu' dei suoi posti", postiAppuntamenti},
	{"appuntamenti: su richieste chiuse o vecchie di cinque giorni, ciascuna una volta", richiesteAppuntamenti},
	{"appuntamenti: gli eventi portano allo stato", eventiAppuntamenti},
	{"appuntamenti: ogni evento a suo tempo", tempiAppuntamenti},
	{"appuntamenti: la testata e' quella degli eventi", testataAppuntamenti},
	{"appuntamenti: da chi ne ha titolo quel giorno", richiedentiAppuntamenti},
	{"appuntamenti: quanti l'anno", quantiAppuntamenti},
	{"appuntamenti: di ogni specie", varietaAppuntamenti},
	{"appuntamenti: note, telefono, recapiti, collegamento", testiAppuntamenti},
	{"sedi: la festa del patrono", patroni},
	// regularity
	{"regolarita': ogni altro ente ha risposto una volta, quasi sempre bene", riscontriEnti},
	{"regolarita': chi l'ha chiesta, e perche' Edilnova non e' in regola", verificheEdilnova},
}

func TestRegole(t *testing.T) {
	for _, r := range regole {
		t.Run(r.nome, func(t *testing.T) { r.verifica(t, campione()) })
	}
}

// TestRegoleQuattroMesiDopo says that the rules do not hold by luck of one day.
func TestRegoleQuattroMesiDopo(t *testing.T) {
	for _, r := range regole {
		t.Run(r.nome, func(t *testing.T) { r.verifica(t, dopo()) })
	}
}
