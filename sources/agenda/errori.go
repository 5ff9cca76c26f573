package agenda

import (
	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// Codes of the field errors of the commands on appointments. They are stable: programs read them, the sentence beside is for
// people.
const (
	Conflitto               = fault.Conflict                // id: not in the state that the command needs, or changed meanwhile
	AppuntamentoNonTrovato  = "APPUNTAMENTO_NON_TROVATO"    // id: does not exist, or may not be known to exist
	OperatoreNecessario     = "OPERATORE_NECESSARIO"        // id, sede: only an operator commands this
	PrenotazioneScaduta     = "PRENOTAZIONE_SCADUTA"        // id: not confirmed in time
	TermineTrascorso        = "TERMINE_TRASCORSO"           // id: too late to cancel
	EsitoPrematuro          = "ESITO_PREMATURO"             // esito: before the beginning
	EsitoTardivo            = "ESITO_TARDIVO"               // esito: after the beginning
	PrenotazioneNonAmmessa  = "PRENOTAZIONE_NON_CONSENTITA" // matricola, id: the profile does not book
	FasciaNonTrovata        = "FASCIA_NON_TROVATA"          // fascia: not published, or withdrawn
	FasciaAltraSede         = "FASCIA_ALTRA_SEDE"           // fascia: of an office that is not the competent one
	FasciaPassata           = "FASCIA_PASSATA"              // fascia: has begun
	FasciaTroppoLontana     = "FASCIA_TROPPO_LONTANA"       // fascia: beyond the next 60 days
	SedeChiusa              = "SEDE_CHIUSA"                 // fascia: on a holiday
	FasciaEsaurita          = "FASCIA_ESAURITA"             // fascia: no free place
	ArgomentoNonTrovato     = "ARGOMENTO_NON_TROVATO"       // argomento
	RichiesteTroppe         = "RICHIESTE_TROPPE"            // richieste
	RichiestaNonTrovata     = "RICHIESTA_NON_TROVATA"       // richieste: does not exist, or may not be known to exist
	RichiestaAltraPosizione = "RICHIESTA_ALTRA_POSIZIONE"   // richieste: of another matricola
	RichiestaImpegnata      = "RICHIESTA_IMPEGNATA"         // richieste: has an open appointment
	RichiestaNecessaria     = "RICHIESTA_NECESSARIA"        // richieste: none of them is closed or has waited long enough
	SedeAltrui              = "SEDE_ALTRUI"                 // sede: not the operator's
	GiornoPassato           = "GIORNO_PASSATO"              // dal
	PeriodoNonValido        = "PERIODO_NON_VALIDO"          // al
	PeriodoTroppoLungo      = "PERIODO_TROPPO_LUNGO"        // al
	DurataNonValida         = "DURATA_NON_VALIDA"           // durata
	PostiNonValidi          = "POSTI_NON_VALIDI"            // posti
	ModalitaMancante        = "MODALITA_MANCANTE"           // modalita
	PuntoNonValido          = "PUNTO_NON_VALIDO"            // puntoConsulenza
	LinkMancante            = "LINK_MANCANTE"               // linkWeb
	LinkSuperfluo           = "LINK_SUPERFLUO"              // linkWeb
	LinkNonValido           = "LINK_NON_VALIDO"             // linkWeb
	OrariMancanti           = "ORARI_MANCANTI"              // orari
	OrarioNonValido         = "ORARIO_NON_VALIDO"           // orari
	OrariSovrapposti        = "ORARI_SOVRAPPOSTI"           // orari: among themselves
	FasceSovrapposte        = "FASCE_SOVRAPPOSTE"           // orari: with what is published
)

func errore(campo, codice, messaggio string) model.ErroreCampo {
	return model.ErroreCampo{Campo: campo, Codice: codice, Messaggio: messaggio}
}
