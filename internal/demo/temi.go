package demo

import "cassetto/graph/model"

// The codes of what a request can be about.
const (
	regolarita  = "REGOLARITA_CONTRIBUTIVA"
	dmTrasmessi = "DM_TRASMESSI_UNIEMENS"
	f24         = "F24"
	agevola     = "AGEVOLAZIONI"
	anagrafica  = "ANAGRAFICA"
	rettifiche  = "NOTE_DI_RETTIFICA"
	crediti     = "CREDITI"
	dilazioni   = "DILAZIONI"
	ruoliAda    = "RUOLI_ADA"
	cigFondi    = "CIG_FONDI"
	vigilanza   = "VIGILANZA_RICORSI"
	mandati     = "DELEGHE"
	imprecisato = "NON_SPECIFICATO"

	generico      = "QUESITO_GENERICO"
	contestazione = "CONTESTAZIONE"
	interruzione  = "SOSPENSIONE_CESSAZIONE"
)

// tema is an oggetto as companies write of it and offices answer. Words in braces stand for what the company has: {mese} is a
// month it reported, {importo} what it is about, {atto} the number of an act, {dal} and {al} days.
type tema struct {
	ambito, oggetto string
	peso            int
	testi           []string
	presa           string // what the office says when it takes it
	accolta         string // what it says when it grants it
	negata          string
}

// esitoTipico is how offices close a request that nothing else decides.
func esitoTipico(c caso) model.EsitoRichiesta {
	return [...]model.EsitoRichiesta{
		model.EsitoRichiestaAccolta, model.EsitoRichiestaInformativa, model.EsitoRichiestaParziale, model.EsitoRichiestaNonAccolta,
	}[c.pesato(48, 24, 13, 15)]
}

// temi are all the oggetti, with how often each is chosen where a company has cause.
var temi = [...]tema{
	{regolarita, "RISCONTRO_INVITO", 6, []string{
		"In riscontro all'invito a regolarizzare ricevuto via PEC comunichiamo di aver versato quanto richiesto per {mese}. Chiediamo l'aggiornamento della posizione prima della scadenza dei 15 giorni.",
		"Con riferimento all'invito a regolarizzare, la scopertura di {mese} deriva da un versamento eseguito con il codice sede errato. Si chiede di verificare l'abbinamento.",
	}, "Verifica dei versamenti segnalati in corso.", "I versamenti risultano abbinati: l'esito della verifica è stato aggiornato.", "Il versamento indicato non risulta acquisito: la scopertura resta esposta."},
	{regolarita, "RIESAME_DURC", 5, []string{
		"Il DURC risulta irregolare per {mese}, ma la denuncia è stata presentata e pagata nei termini. Si chiede il riesame dell'esito: senza documento non possiamo incassare il saldo di un appalto.",
		"Chiediamo il riesame del DURC: l'irregolarità esposta è inferiore a 150 euro e non dovrebbe ostare alla regolarità (D.M. 30 gennaio 2015, art. 3).",
	}, "Posizione in esame presso l'unità DURC.", "Riesame concluso: la posizione è regolare, si può ripetere la richiesta del DURC.", "L'irregolarità è confermata: il periodo indicato presenta ancora un residuo."},
	{regolarita, "CHIARIMENTI", 5, []string{
		"Vorremmo capire quali periodi determinano l'esito sospeso della verifica di regolarità avviata questa settimana.",
		"Chiediamo se il versamento in ritardo di {mese} incida sulle agevolazioni già conguagliate.",
	}, "Richiesta assegnata all'unità competente.", "Nessuna scopertura ostativa alla data odierna.", "Non è possibile anticipare l'esito di una verifica in corso."},
	{dmTrasmessi, "DM_PROVVISORIO_ANOMALO", 8, []string{
		"Il DM di {mese} risulta in stato provvisorio da oltre un mese. Chiediamo la validazione.",
		"La denuncia di {mese} è segnalata come anomala per incongruenza fra i giorni retribuiti e il tipo di contribuzione. Le ore sono corrette: si tratta di un part-time verticale.",
	}, "Flusso in carico per il controllo delle anomalie.", "DM di {mese} validato, anomalia rimossa.", "L'anomalia è confermata: occorre trasmettere un flusso di variazione."},
	{dmTrasmessi, "VARIAZIONE_FLUSSO", 8, []string{
		"Abbiamo trasmesso un flusso di variazione per {mese}: l'imponibile di un lavoratore era stato esposto due volte. Chiediamo conferma dell'elaborazione.",
		"Per {mese} è stato omesso un lavoratore assunto a metà mese. La variazione è già stata inviata, ma il saldo della denuncia non è cambiato.",
	}, "Verifica della variazione trasmessa in corso.", "Variazione acquisita, il saldo di {mese} è stato ricalcolato.", "La variazione è stata scartata: va ritrasmessa con la matricola corretta del lavoratore."},
	{dmTrasmessi, "REGOLARIZZAZIONE_PERIODI", 4, []string{
		"Si intende regolarizzare la contribuzione di {mese} per differenze retributive riconosciute in sede sindacale. Chiediamo le modalità di esposizione nel flusso.",
		"A seguito di conciliazione dobbiamo integrare la retribuzione di {mese}: è sufficiente un flusso regolarizzativo o serve la DM-VIG?",
	}, "Quesito in esame.", "Regolarizzazione di {mese} acquisita, sanzioni calcolate nella misura ridotta.", "La regolarizzazione presentata è incompleta: mancano i dati individuali."},
	{f24, "TRASMISSIONE_F24", 5, []string{
		"Trasmettiamo gli estremi dell'F24 di {mese}, che non compare fra i versamenti della posizione.",
		"La delega di pagamento di {mese} è stata addebitata regolarmente, ma nel Cassetto la denuncia risulta insoluta. Indichiamo gli estremi: importo {importo} euro.",
	}, "Ricerca del versamento in corso.", "Versamento reperito e abbinato alla denuncia di {mese}.", "Il versamento non risulta nei flussi dell'Agenzia delle entrate: occorre la quietanza."},
	{f24, "ERRATA_IMPUTAZIONE", 7, []string{
		"Per errore materiale l'F24 di {mese} riporta il periodo del mese successivo. Importo {importo} euro. Chiediamo la correzione dell'imputazione.",
		"Nell'F24 di {mese} è stata indicata la causale DM10 al posto di RC01. Si chiede lo spostamento del versamento.",
	}, "Richiesta in lavorazione: correzione delle deleghe F24.", "Imputazione corretta: il versamento è ora abbinato a {mese}.", "La correzione va chiesta alla sede a cui il versamento è stato attribuito."},
	{f24, "VERSAMENTO_NON_ABBINATO", 6, []string{
		"Il versamento di {mese}, pari a {importo} euro, non è abbinato alla denuncia e la posizione risulta scoperta.",
		"Nel Cassetto il versamento di {mese} compare fra quelli non abbinati. Matricola e periodo sono esatti.",
	}, "Verifica dell'abbinamento in corso.", "Abbinamento eseguito.", "Il versamento è già stato utilizzato a copertura di un altro periodo."},
	{agevola, "INCENTIVO_DISABILITA", 1, []string{
		"Si chiede l'esito dell'istanza per il contributo previsto dall'art. 28 del DL 48/2023 per l'assunzione di un lavoratore con disabilità.",
	}, "Istanza in istruttoria.", "Istanza accolta: il contributo sarà accreditato sull'IBAN indicato.", "Istanza respinta per esaurimento delle risorse."},
	{agevola, "ATTRIBUZIONE_CA", 5, []string{
		"Si chiede l'attribuzione del codice di autorizzazione per fruire dello sgravio a decorrere da {mese}.",
		"Per l'assunzione a tempo indeterminato di un giovane al primo impiego si chiede il codice di autorizzazione necessario a conguagliare l'esonero.",
	}, "Verifica dei requisiti in corso.", "Codice attribuito con la decorrenza richiesta.", "Requisiti non presenti: risulta un precedente rapporto a tempo indeterminato."},
	{agevola, "INCENTIVO_NASPI", 3, []string{
		"Abbiamo assunto a tempo pieno un percettore di NASpI e chiediamo l'ammissione all'incentivo pari al 20 per cento dell'indennità residua.",
		"Si trasmette la dichiarazione di responsabilità per l'incentivo legato all'assunzione di un beneficiario di NASpI, con decorrenza {mese}.",
	}, "Verifica dell'indennità residua in corso.", "Incentivo riconosciuto: conguagliabile dal prossimo flusso.", "L'indennità era già terminata alla data dell'assunzione."},
	{anagrafica, "VARIAZIONE_DATI", 5, []string{
		"Comunichiamo la variazione dell'indirizzo di posta elettronica certificata e chiediamo l'aggiornamento della posizione.",
		"La sede legale è stata trasferita al nuovo indirizzo iscritto al Registro delle imprese: in anagrafica risulta ancora quello precedente.",
	}, "Aggiornamento dell'anagrafica in corso.", "Dati aggiornati.", "La variazione va comunicata prima al Registro delle imprese con ComUnica."},
	{anagrafica, "INQUADRAMENTO_CSC", 3, []string{
		"A seguito della variazione dell'attività prevalente si chiede la revisione dell'inquadramento e del codice statistico contributivo {csc}.",
		"Chiediamo chiarimenti sul codice statistico contributivo {csc} attribuito alla posizione e sull'aliquota che ne deriva.",
	}, "Inquadramento in esame.", "Inquadramento aggiornato secondo l'attività dichiarata.", "L'inquadramento attuale è conforme all'attività risultante dal Registro delle imprese."},
}
