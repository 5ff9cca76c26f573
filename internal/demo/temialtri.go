package demo

// temiAltri are the oggetti that speak of an act or of an event, and the question of who does not say what it is about.
var temiAltri = [...]tema{
	{anagrafica, interruzione, 5, []string{
		"Si comunica la sospensione dell'attività con dipendenti dal {dal}. Chiediamo conferma dell'aggiornamento dello stato della matricola.",
		"L'attività è sospesa dal {dal}, come già comunicato: si chiede di non emettere solleciti per le denunce dei mesi senza dipendenti.",
	}, "Variazione dello stato della matricola in corso.", "Stato della matricola aggiornato dal {dal}.", "La data indicata non coincide con le comunicazioni obbligatorie dei lavoratori."},
	{anagrafica, "UNITA_OPERATIVE", 2, []string{
		"Abbiamo aperto una nuova unità operativa e chiediamo come censirla per l'esposizione nel flusso UniEmens.",
		"L'unità operativa risulta ancora aperta in anagrafica, ma non vi lavora più alcun dipendente. Si chiede la chiusura.",
	}, "Verifica delle unità operative in corso.", "Unità operative aggiornate.", "L'unità operativa va variata dall'azienda con l'apposito servizio telematico."},
	{rettifiche, "SEGNALAZIONE", 8, []string{
		"Segnaliamo che la nota di rettifica {atto} su {mese} non considera la variazione del flusso già trasmessa.",
		"La nota {atto} relativa a {mese} è intestata correttamente, ma riporta un numero di dipendenti diverso da quello della denuncia.",
	}, "Verifica del ricalcolo in corso.", "Segnalazione fondata: la nota {atto} è stata ricalcolata.", "Il ricalcolo è corretto: la nota {atto} è confermata."},
	{rettifiche, contestazione, 12, []string{
		"Si contesta la nota di rettifica {atto} su {mese}, di {importo} euro: l'aliquota applicata non tiene conto del codice di autorizzazione in essere.",
		"La differenza di {importo} euro chiesta per {mese} con la nota {atto} non è dovuta, perché il conguaglio era autorizzato. Si chiede l'annullamento.",
	}, "Verifica dell'aliquota applicata in corso.", "Nota {atto} annullata.", "La contestazione non può essere accolta: l'aliquota applicata in denuncia è inferiore a quella dovuta."},
	{rettifiche, "RICHIESTA_DETTAGLIO", 8, []string{
		"Chiediamo il dettaglio del calcolo della nota di rettifica {atto} su {mese}, di {importo} euro.",
		"Per poter verificare la nota {atto} abbiamo bisogno dell'elenco dei lavoratori ai quali si riferisce la differenza di {mese}.",
	}, "Dettaglio in preparazione.", "Il dettaglio della nota {atto} è ora consultabile nel Cassetto.", "Il dettaglio per lavoratore non è disponibile per il periodo richiesto."},
	{crediti, "RIMBORSO", 4, []string{
		"Per {mese} abbiamo recuperato meno di quanto spettava: chiediamo il rimborso della differenza.",
		"La denuncia di {mese} espone {importo} euro a credito. Se non sono stati utilizzati, ne chiediamo il rimborso.",
	}, "Verifica del credito in corso.", "Rimborso disposto.", "Il credito è già stato utilizzato in compensazione."},
	{crediti, "COMPENSAZIONE", 4, []string{
		"Chiediamo se il credito di {importo} euro esposto per {mese} possa compensare quanto dovuto per il mese corrente.",
		"Si chiede l'autorizzazione a utilizzare in compensazione il credito maturato con la denuncia di {mese}.",
	}, "Verifica del credito in corso.", "Compensazione autorizzata.", "Non risultano crediti disponibili per il periodo indicato."},
	{crediti, "RIDUZIONE_SANZIONI", 3, []string{
		"Il ritardo nel versamento di {mese} dipende da un disguido della banca. Chiediamo la riduzione delle sanzioni civili.",
		"Si chiede l'applicazione delle sanzioni in misura ridotta per {mese}, in presenza di oggettive incertezze sull'obbligo contributivo.",
	}, "Istanza in istruttoria.", "Riduzione concessa.", "Mancano i presupposti per la riduzione delle sanzioni."},
	{dilazioni, "STATO_DOMANDA", 7, []string{
		"Chiediamo lo stato della domanda di dilazione {atto} presentata il {dal}.",
		"La domanda di dilazione {atto} risulta presentata il {dal}. Si chiede quando sarà disponibile il piano di ammortamento.",
	}, "Domanda in istruttoria.", "La domanda è stata definita: l'esito è consultabile nel Cassetto.", "La domanda non può essere accolta nella forma presentata."},
	{dilazioni, "MODIFICA_PIANO", 4, []string{
		"Si chiede di includere nel piano {atto} il debito emerso per {mese}.",
		"Abbiamo versato in anticipo due rate del piano {atto} e chiediamo il ricalcolo delle successive.",
	}, "Verifica del piano in corso.", "Piano aggiornato.", "Il piano in corso non può essere modificato: occorre una nuova domanda."},
	{ruoliAda, "SOSPENSIONE", 4, []string{
		"Si chiede la sospensione della riscossione dell'avviso di addebito {atto}, in attesa dell'esito della verifica sui versamenti.",
		"Per il titolo {atto} è in corso una verifica dei versamenti: chiediamo di sospendere le azioni dell'agente della riscossione.",
	}, "Istanza trasmessa all'unità riscossione.", "Sospensione disposta e comunicata all'agente della riscossione.", "Non ricorrono i presupposti per la sospensione."},
	{ruoliAda, "SGRAVIO", 4, []string{
		"L'importo del titolo {atto} è stato versato prima della formazione. Si chiede lo sgravio.",
		"Chiediamo lo sgravio del titolo {atto}, di {importo} euro: i contributi erano già stati denunciati con altra matricola.",
	}, "Verifica del pagamento in corso.", "Sgravio disposto.", "I versamenti indicati sono riferiti ad altri periodi: il titolo {atto} è confermato."},
	{ruoliAda, "ESTRATTO", 5, []string{
		"Chiediamo l'estratto del titolo {atto} con il residuo aggiornato.",
		"Ai fini di un finanziamento ci occorre l'estratto del titolo {atto}.",
	}, "Estratto in preparazione.", "L'estratto aggiornato è stato inviato via PEC.", "L'estratto va chiesto all'agente della riscossione."},
	{cigFondi, "AUTORIZZAZIONE", 9, []string{
		"Chiediamo quando sarà rilasciata l'autorizzazione della domanda con ticket {atto}, per il periodo dal {dal} al {al}.",
		"La domanda con ticket {atto} risulta ancora in istruttoria. Il periodo va dal {dal} al {al} e dobbiamo chiudere i conguagli.",
	}, "Domanda in istruttoria.", "La domanda è stata definita: il provvedimento è consultabile nel Cassetto.", "La causale non è stata ritenuta integrabile."},
	{cigFondi, "TICKET", 4, []string{
		"Il ticket {atto} non viene riconosciuto nel flusso UniEmens del periodo dal {dal} al {al}.",
		"Chiediamo di verificare il ticket {atto}: l'evento dal {dal} al {al} è stato esposto, ma risulta non abbinato alla domanda.",
	}, "Verifica del ticket in corso.", "Ticket {atto} abbinato alla domanda.", "Il ticket esposto nel flusso non è quello della domanda: va corretto con una variazione."},
	{cigFondi, "CONGUAGLIO", 5, []string{
		"Il conguaglio delle integrazioni anticipate dal {dal} al {al} (ticket {atto}) non compare nella denuncia.",
		"Si chiede conferma del termine di decadenza per conguagliare le integrazioni della domanda con ticket {atto}.",
	}, "Verifica del conguaglio in corso.", "Conguaglio riconosciuto.", "Il conguaglio è stato esposto senza il numero di autorizzazione."},
	{vigilanza, "MEMORIE", 6, []string{
		"Con riferimento al verbale {atto} si trasmettono memorie difensive sui rapporti di lavoro oggetto di accertamento.",
		"In relazione all'accertamento di cui al verbale {atto} chiediamo di essere sentiti e di poter produrre documenti.",
	}, "Memorie trasmesse al gruppo ispettivo.", "Memorie valutate e accolte.", "Le memorie non modificano l'esito dell'accertamento."},
	{vigilanza, "RICORSO_AMMINISTRATIVO", 3, []string{
		"Si chiede lo stato del ricorso amministrativo presentato contro il verbale {atto}.",
		"Chiediamo conferma della ricezione del ricorso contro il verbale {atto} e dei termini per la decisione.",
	}, "Ricorso in istruttoria.", "Il ricorso risulta ricevuto ed è stato trasmesso al comitato competente.", "Il ricorso è stato presentato oltre i termini."},
	{mandati, "ATTIVAZIONE", 2, []string{
		"La delega conferita al nostro intermediario non consente ancora di consultare la posizione. Chiediamo di verificarne l'attivazione.",
		"Si chiede conferma dell'attivazione della delega per i servizi di comunicazione e agenda.",
	}, "Verifica della delega in corso.", "Delega attiva su tutti i servizi richiesti.", "La delega va conferita dal titolare con il servizio telematico."},
	{mandati, "REVOCA", 1, []string{
		"Chiediamo conferma che la delega del precedente intermediario sia stata revocata.",
	}, "Verifica della delega in corso.", "La delega risulta revocata.", "La delega del precedente intermediario può essere revocata solo dal titolare."},
	{mandati, contestazione, 9, []string{
		"Sulla posizione risulta una subdelega che non riconosciamo: chiediamo chi l'abbia conferita e con quale decorrenza.",
	}, "Verifica della subdelega in corso.", "La subdelega contestata non è più attiva.", "La subdelega discende da una delega valida."},
	{imprecisato, generico, 0, []string{ // drawn apart
		"Abbiamo un dubbio su una comunicazione ricevuta dalla sede e vorremmo parlarne con un operatore.",
		"Non riusciamo a capire a quale servizio rivolgerci per una differenza che risulta nel Cassetto su {mese}.",
		"Vorremmo sapere se per la nostra posizione ci sono adempimenti in scadenza.",
		"Chiediamo di essere ricontattati: il numero verde ci ha invitato a scrivere alla sede.",
		"Nel Cassetto vediamo una riga relativa a {mese} che non sappiamo interpretare.",
	}, "Quesito preso in esame.", "Quesito evaso come richiesto.", "Il quesito non riguarda un servizio della sede."},
}
