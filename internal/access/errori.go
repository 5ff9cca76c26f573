package access

import "cassetto/graph/model"

// Codes of the field errors of the commands on deleghe. They are stable: programs read them, the sentence beside is for people.
const (
	TipoNonConferibile    = "TIPO_NON_CONFERIBILE"     // tipo: not with this profile
	MasterEsistente       = "MASTER_ESISTENTE"         // tipo: one Delega Master per codice fiscale
	MatricolaMancante     = "MATRICOLA_MANCANTE"       // matricola
	MatricolaSuperflua    = "MATRICOLA_SUPERFLUA"      // matricola
	AziendaNonTrovata     = "AZIENDA_NON_TROVATA"      // matricola: does not exist, or may not be known to exist
	NonTitolare           = "NON_TITOLARE"             // matricola or tipo: not of the user's own company
	GestioneNonDelegabile = "GESTIONE_NON_DELEGABILE"  // gestione
	DelegatoNonPersona    = "DELEGATO_NON_PERSONA"     // delegato
	DelegatoCoincide      = "DELEGATO_COINCIDE"        // delegato: the user himself
	StudioMancante        = "STUDIO_MANCANTE"          // studio
	StudioSuperfluo       = "STUDIO_SUPERFLUO"         // studio
	StudioDiverso         = "STUDIO_DIVERSO"           // studio: not the one of the delega from which a subdelega comes
	QualificaNonAmmessa   = "QUALIFICA_NON_AMMESSA"    // qualifica: not for this type
	ServiziMancanti       = "SERVIZI_MANCANTI"         // servizi
	ServizioRipetuto      = "SERVIZIO_RIPETUTO"        // servizi
	ServizioNonDelegabile = "SERVIZIO_NON_DELEGABILE"  // servizi: DELEGHE
	ServizioFuoriGestione = "SERVIZIO_FUORI_GESTIONE"  // servizi: the gestione separata has only its own
	ServizioNonRicevuto   = "SERVIZIO_NON_RICEVUTO"    // servizi: not in the delega from which a subdelega comes
	PerimetroTroppoAmpio  = "PERIMETRO_TROPPO_AMPIO"   // perimetro: wider than that of the delega from which a subdelega comes
	CfMancanti            = "CF_MANCANTI"              // cf
	CfSuperflui           = "CF_SUPERFLUI"             // cf
	CfRipetuto            = "CF_RIPETUTO"              // cf
	CfFuoriPerimetro      = "CF_FUORI_PERIMETRO"       // cf: not in the delega from which a subdelega comes
	InizioPassato         = "INIZIO_PASSATO"           // inizio
	FinePrimaDiInizio     = "FINE_PRIMA_DI_INIZIO"     // fine
	PadreMancante         = "PADRE_MANCANTE"           // parentId
	PadreSuperfluo        = "PADRE_SUPERFLUO"          // parentId
	PadreNonTrovato       = "PADRE_NON_TROVATO"        // parentId: does not exist, or is not a delega that the user received
	PadreNonAttivo        = "PADRE_NON_ATTIVO"         // parentId
	PadreAltraPosizione   = "PADRE_ALTRA_POSIZIONE"    // parentId
	DelegaNonTrovata      = "DELEGA_NON_TROVATA"       // id: does not exist, or may not be known to exist
	NonRevocabile         = "NON_REVOCABILE_DA_UTENTE" // id: not by this user
	GiaRevocata           = "GIA_REVOCATA"             // id
	GiaScaduta            = "GIA_SCADUTA"              // id
)

// erroriCampo collects field errors in the order they are found.
type erroriCampo []model.ErroreCampo

func (e *erroriCampo) aggiungi(campo, codice, messaggio string) {
	*e = append(*e, model.ErroreCampo{Campo: campo, Codice: codice, Messaggio: messaggio})
}
