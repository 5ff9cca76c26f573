package model

// The pages of each section, as the schema names them.
type (
	AziendeCollegateConnection            = Connection[AziendaCollegata]
	AziendeStessoCodiceFiscaleConnection  = Connection[AziendaStessoCodiceFiscale]
	SoggettiCollegatiConnection           = Connection[SoggettoCollegato]
	PosizioniLavoratoriAutonomiConnection = Connection[PosizioneLavoratoreAutonomo]
	InterruzioniConnection                = Connection[Interruzione]
	RagioniSocialiPregresseConnection     = Connection[RagioneSocialePregressa]
	DipendenzeConnection                  = Connection[Dipendenza]
	CreditiInadempienzeConnection         = Connection[CreditoInadempienza]
	DomandeCigConnection                  = Connection[DomandaCig]
	NoteDiRettificaConnection             = Connection[NotaDiRettifica]
	EmensConnection                       = Connection[Emens]
	ConfrontoDm10Connection               = Connection[ConfrontoDm10]
	Committente10Connection               = Connection[Committente10]
	IspezioniConnection                   = Connection[Ispezione]
	IscrizioniARuoloConnection            = Connection[IscrizioneARuolo]
	DilazioniSuCartellaConnection         = Connection[DilazioneSuCartella]
	DomandeDiDilazioneConnection          = Connection[DomandaDiDilazione]
	FondiInterprofessionaliConnection     = Connection[FondoInterprofessionale]
	PostaIbridaConnection                 = Connection[PostaIbrida]
	DelegheConnection                     = Connection[Delega]
)

// The rows of each section with their cursors.
type (
	AziendeCollegateEdge            = Edge[AziendaCollegata]
	AziendeStessoCodiceFiscaleEdge  = Edge[AziendaStessoCodiceFiscale]
	SoggettiCollegatiEdge           = Edge[SoggettoCollegato]
	PosizioniLavoratoriAutonomiEdge = Edge[PosizioneLavoratoreAutonomo]
	InterruzioniEdge                = Edge[Interruzione]
	RagioniSocialiPregresseEdge     = Edge[RagioneSocialePregressa]
	DipendenzeEdge                  = Edge[Dipendenza]
	CreditiInadempienzeEdge         = Edge[CreditoInadempienza]
	DomandeCigEdge                  = Edge[DomandaCig]
	NoteDiRettificaEdge             = Edge[NotaDiRettifica]
	EmensEdge                       = Edge[Emens]
	ConfrontoDm10Edge               = Edge[ConfrontoDm10]
	Committente10Edge               = Edge[Committente10]
	IspezioniEdge                   = Edge[Ispezione]
	IscrizioniARuoloEdge            = Edge[IscrizioneARuolo]
	DilazioniSuCartellaEdge         = Edge[DilazioneSuCartella]
	DomandeDiDilazioneEdge          = Edge[DomandaDiDilazione]
	FondiInterprofessionaliEdge     = Edge[FondoInterprofessionale]
	PostaIbridaEdge                 = Edge[PostaIbrida]
	DelegheEdge                     = Edge[Delega]
)

// The pages that searches find, and what they have with their cursors.
type (
	AziendaConnection      = Trovati[Azienda]
	AziendaEdge            = Edge[Azienda]
	RichiestaConnection    = Trovati[Richiesta]
	RichiestaEdge          = Edge[Richiesta]
	AppuntamentoConnection = Trovati[Appuntamento]
	AppuntamentoEdge       = Edge[Appuntamento]
	NotificaConnection     = Trovati[Notifica]
	NotificaEdge           = Edge[Notifica]
)
