package demo

import "cassetto/graph/model"

// The people of the demonstration. None exists: their comune of birth was never assigned.
var (
	ferri = persona{"FRRGLI82P55A000W", "FERRI", "GIULIA"}
	bruni = persona{"BRNSRA91M47A000W", "BRUNI", "SARA"}
	sala  = persona{"SLAMRC75D12A000F", "SALA", "MARCO"}
	conti = persona{"CNTLCU68H03A000N", "CONTI", "LUCA"}
	villa = persona{"VLLPLA79S21A000I", "VILLA", "PAOLO"}

	salaMichela  = nuovaPersona("SALA", "MICHELA", il("1971-05-18"), true)   // Panificio Due Torri
	donati       = nuovaPersona("DONATI", "FABIO", il("1969-02-07"), false)  // her partner in it
	vianello     = nuovaPersona("VIANELLO", "ELENA", il("1984-10-02"), true) // Trattoria Al Molo
	boscolo      = nuovaPersona("BOSCOLO", "PIETRO", il("1958-03-29"), false)
	gallo        = nuovaPersona("GALLO", "STEFANO", il("1963-07-11"), false) // Assoimprese Esempio
	neri         = nuovaPersona("NERI", "ILARIA", il("1996-04-23"), true)    // employee of Studio Lavoro Ferri
	lombardi     = nuovaPersona("LOMBARDI", "ENRICO", il("1966-12-05"), false)
	testa        = nuovaPersona("TESTA", "CATERINA", il("1973-01-30"), true)
	palumbo      = nuovaPersona("PALUMBO", "ANTONIO", il("1980-09-14"), false) // office of Milan
	cattaneo     = nuovaPersona("CATTANEO", "LAURA", il("1987-06-08"), true)   // analyst
	colomboAnna  = nuovaPersona("COLOMBO", "ANNA", il("1977-08-19"), true)     // partner and collaborator of Officine Aurora
	ricciSilvia  = nuovaPersona("RICCI", "SILVIA", il("1990-11-26"), true)
	montiDavide  = nuovaPersona("MONTI", "DAVIDE", il("1985-03-03"), false)
	grecoAntonio = nuovaPersona("GRECO", "ANTONIO", il("1961-10-17"), false)
)

// Companies and studios, by codice fiscale.
const (
	auroraCF      model.CodiceFiscale = "10000011055"
	panificioCF   model.CodiceFiscale = "10000021070"
	edilnovaCF    model.CodiceFiscale = "10000031111"
	alMoloCF      model.CodiceFiscale = "10000041136"
	studioFerri   model.CodiceFiscale = "10000051150"
	assoimpreseCF model.CodiceFiscale = "90000061177"
	backOfficeCF  model.CodiceFiscale = "90000071176" // runs the system in which the offices work the requests
)

// Profilo is one of the identities the demonstration can be seen with.
type Profilo struct {
	Nome          string // what the command line calls it
	Descrizione   string
	CodiceFiscale model.CodiceFiscale
	Profilo       model.ProfiloUtente
	Sede          model.CodiceSede // that a service works for; empty for a person
}

// Profili are the identities of the demonstration; each is a document of deleghe/utenti.
func Profili() []Profilo {
	return []Profilo{
		{"consulente", "Giulia Ferri, consulente del lavoro: fino a 25 aziende in delega, una revocata ieri", ferri.cf, model.ProfiloUtenteConsulenteDelLavoro, ""},
		{"associazione", "Sara Bruni, Assoimprese Esempio: fino a 5.000 aziende in delega", bruni.cf, model.ProfiloUtenteAssociazioneDiCategoria, ""},
		{"azienda", "Luca Conti, dipendente abilitato di Officine Aurora", conti.cf, model.ProfiloUtenteAzienda, ""},
		{"rappresentante", "Marco Sala, legale rappresentante di Officine Aurora", sala.cf, model.ProfiloUtenteLegaleRappresentante, ""},
		{"operatore", "Antonio Palumbo, operatore della sede di Milano (4900)", palumbo.cf, model.ProfiloUtenteOperatore, ""},
		{"analista", "Laura Cattaneo, analista", cattaneo.cf, model.ProfiloUtenteAnalista, ""},
		{"subdelegato", "Ilaria Neri, dipendente dello Studio Lavoro Ferri: una subdelega viva, una con delega revocata", neri.cf, model.ProfiloUtenteIntermediarioDelegato, ""},
		{"commercialista", "Enrico Lombardi, commercialista: una delega parziale sulla gestione separata, una Delega Master", lombardi.cf, model.ProfiloUtenteDottoreCommercialista, ""},
		{"ragioniere", "Caterina Testa, ragioniera: una delega scaduta, una che deve cominciare", testa.cf, model.ProfiloUtenteRagioniere, ""},
		{"backoffice", "Back office della sede di Milano (4900): un sistema, non una persona", backOfficeCF, model.ProfiloUtenteOperatore, luoghi[milano].codice},
	}
}

// emettiUtenti says who may act with which profile.
func emettiUtenti(u *uscita) {
	ferriStudio := &model.StudioUtente{CodiceFiscale: studioFerri, Denominazione: "STUDIO LAVORO FERRI STP S.R.L."}
	asso := &model.StudioUtente{CodiceFiscale: assoimpreseCF, Denominazione: "ASSOIMPRESE ESEMPIO"}
	for _, x := range []model.Utente{
		{CodiceFiscale: ferri.cf, Nome: "Giulia Ferri", Profilo: model.ProfiloUtenteConsulenteDelLavoro, Studio: ferriStudio},
		{CodiceFiscale: neri.cf, Nome: "Ilaria Neri", Profilo: model.ProfiloUtenteIntermediarioDelegato, Studio: ferriStudio},
		{CodiceFiscale: bruni.cf, Nome: "Sara Bruni", Profilo: model.ProfiloUtenteAssociazioneDiCategoria, Studio: asso},
		{CodiceFiscale: lombardi.cf, Nome: "Enrico Lombardi", Profilo: model.ProfiloUtenteDottoreCommercialista},
		{CodiceFiscale: testa.cf, Nome: "Caterina Testa", Profilo: model.ProfiloUtenteRagioniere},
		{CodiceFiscale: conti.cf, Nome: "Luca Conti", Profilo: model.ProfiloUtenteAzienda, Azienda: new(auroraCF)},
		{CodiceFiscale: sala.cf, Nome: "Marco Sala", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: new(auroraCF)},
		{CodiceFiscale: salaMichela.cf, Nome: "Michela Sala", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: new(panificioCF)},
		{CodiceFiscale: villa.cf, Nome: "Paolo Villa", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: new(edilnovaCF)},
		{CodiceFiscale: boscolo.cf, Nome: "Pietro Boscolo", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: new(alMoloCF)},
		{CodiceFiscale: gallo.cf, Nome: "Stefano Gallo", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: new(assoimpreseCF)},
		{CodiceFiscale: palumbo.cf, Nome: "Antonio Palumbo", Profilo: model.ProfiloUtenteOperatore, Sede: new(luoghi[milano].codice)},
		{CodiceFiscale: backOfficeCF, Nome: "Back office delle sedi", Profilo: model.ProfiloUtenteOperatore}, // the token says of which sede
		{CodiceFiscale: cattaneo.cf, Nome: "Laura Cattaneo", Profilo: model.ProfiloUtenteAnalista},
	} {
		u.metti("deleghe", "utenti", x)
	}
}
