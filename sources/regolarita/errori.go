package regolarita

// Codes of the field errors of the command that asks for a check. They are stable: programs read them, the sentence beside is for
// people.
const (
	SoggettoMancante         = "SOGGETTO_MANCANTE"          // codiceFiscale: neither it nor a matricola
	SoggettoDoppio           = "SOGGETTO_DOPPIO"            // matricola: together with codiceFiscale
	AziendaNonTrovata        = "AZIENDA_NON_TROVATA"        // matricola: does not exist, or may not be known to exist
	CodiceFiscaleNonTrovato  = "CODICE_FISCALE_NON_TROVATO" // codiceFiscale: the archives do not know it
	VerificaNonConsentita    = "VERIFICA_NON_CONSENTITA"    // codiceFiscale, matricola: the profile opens no checks
	SimulazioneNonConsentita = "SIMULAZIONE_NON_CONSENTITA" // simulazione: who asks does not act for the company
)
