package demo

import "cassetto/graph/model"

// settore is a kind of business: how it is classified, what it pays and how it is called. CSC 10601, 40601, 40501 and 41501
// follow the published settore and classe, their categoria is invented; the contract codes are CNEL's.
type settore struct {
	nome           string
	csc            model.Csc
	ca             []model.CodiceAutorizzazione
	ateco07        model.CodiceAteco
	ateco25        model.CodiceAteco
	attivita       string
	ccnl           string
	aliquota       int // contributions on wages, in hundredths of a percent
	retribuzione   int // monthly wage of a worker, in euro
	mensilita      int // 13 or 14 a year
	stagionale     bool
	autonomi       model.GestioneAutonoma // of owner and partners; empty if they are in neither
	integrazione   model.TipoIntegrazioneSalariale
	fondo          int // index of its usual training fund
	unita          model.TipoUnitaLocale
	insegne, forme []string
	peso           int
}

// forme are the legal forms, with the codes of the Registro delle imprese.
var forme = map[string]string{
	"DI": "IMPRESA INDIVIDUALE", "SN": "SOCIETA' IN NOME COLLETTIVO", "AS": "SOCIETA' IN ACCOMANDITA SEMPLICE",
	"SR": "SOCIETA' A RESPONSABILITA' LIMITATA", "RS": "SOCIETA' A RESPONSABILITA' LIMITATA SEMPLIFICATA",
	"SU": "SOCIETA' A RESPONSABILITA' LIMITATA CON UNICO SOCIO", "SP": "SOCIETA' PER AZIONI", "SC": "SOCIETA' COOPERATIVA",
	"AO": "ASSOCIAZIONE",
}

// sigle end the name of a company.
var sigle = map[string]string{"SN": "& C. S.N.C.", "AS": "& C. S.A.S.", "SR": "S.R.L.", "RS": "S.R.L.S.", "SU": "S.R.L. UNIPERSONALE", "SP": "S.P.A.", "SC": "SOC. COOP."}

func formaGiuridica(codice string) *model.FormaGiuridica {
	return &model.FormaGiuridica{Codice: codice, Descrizione: forme[codice]}
}

const (
	artigiani    = model.GestioneAutonomaArtigiani
	commercianti = model.GestioneAutonomaCommercianti
	cigo         = model.TipoIntegrazioneSalarialeCigo
	fis          = model.TipoIntegrazioneSalarialeAssegnoFis
	fondoArt     = model.TipoIntegrazioneSalarialeFondoSolidarieta
)

// The sectors of the named companies.
const (
	meccanica = iota
	edilizia
	ristorante
	panetteria
	terziario

	associazioni = len(settori) - 1
)

var settori = [...]settore{
	{nome: "MECCANICA", csc: "10601", ateco07: "25.62.00", ateco25: "25.53.00", attivita: "Lavori di meccanica generale", ccnl: "C011", aliquota: 3820, retribuzione: 2350, mensilita: 13, integrazione: cigo, fondo: fima, unita: model.TipoUnitaLocaleStabilimento,
		insegne: []string{"OFFICINE", "MECCANICA", "TORNERIA", "CARPENTERIA METALLICA"}, forme: []string{"SR", "SU", "SP"}, peso: 60},
	{nome: "EDILIZIA", csc: "11301", ateco07: "41.20.00", ateco25: "41.00.00", attivita: "Costruzione di edifici residenziali e non residenziali", ccnl: "F012", aliquota: 3930, retribuzione: 2200, mensilita: 13, integrazione: cigo, fondo: fima, unita: model.TipoUnitaLocaleMagazzino,
		insegne: []string{"COSTRUZIONI", "IMMOBILIARE", "EDILIZIA", "LAVORI GENERALI"}, forme: []string{"SR", "RS", "SU", "SP"}, peso: 70},
	{nome: "RISTORAZIONE", csc: "70502", ca: []model.CodiceAutorizzazione{"0J"}, ateco07: "56.10.11", ateco25: "56.11.11", attivita: "Ristorazione con somministrazione", ccnl: "H05Y", aliquota: 3790, retribuzione: 1680, mensilita: 14, stagionale: true, autonomi: commercianti, integrazione: fis, fondo: fite, unita: model.TipoUnitaLocaleNegozio,
		insegne: []string{"TRATTORIA", "RISTORANTE", "OSTERIA", "PIZZERIA"}, forme: []string{"DI", "DI", "SN", "AS", "RS", "SR"}, peso: 130},
	{nome: "PANIFICAZIONE", csc: "40501", ca: []model.CodiceAutorizzazione{"5B"}, ateco07: "10.71.10", ateco25: "10.71.10", attivita: "Produzione di prodotti di panetteria freschi", ccnl: "E015", aliquota: 3610, retribuzione: 1720, mensilita: 13, autonomi: artigiani, integrazione: fondoArt, fondo: fart, unita: model.TipoUnitaLocaleLaboratorio,
		insegne: []string{"PANIFICIO", "FORNO", "PASTICCERIA"}, forme: []string{"DI", "DI", "SN", "RS"}, peso: 60},
	{nome: "SERVIZI", csc: "70708", ca: []model.CodiceAutorizzazione{"0J"}, ateco07: "62.01.00", ateco25: "62.10.00", attivita: "Produzione di software", ccnl: "H011", aliquota: 3800, retribuzione: 2150, mensilita: 14, integrazione: fis, fondo: fite, unita: model.TipoUnitaLocaleUfficio,
		insegne: []string{"SOLUZIONI", "SISTEMI", "SERVIZI", "INFORMATICA"}, forme: []string{"SR", "SR", "RS", "SU", "SC", "SP"}, peso: 170},
	{nome: "BAR", csc: "70502", ca: []model.CodiceAutorizzazione{"0J"}, ateco07: "56.30.00", ateco25: "56.30.00", attivita: "Bar e altri esercizi simili senza cucina", ccnl: "H05Y", aliquota: 3780, retribuzione: 1490, mensilita: 14, autonomi: commercianti, integrazione: fis, fondo: fite, unita: model.TipoUnitaLocaleNegozio,
		insegne: []string{"BAR", "CAFFE'", "CAFFETTERIA"}, forme: []string{"DI", "DI", "DI", "SN", "AS", "RS"}, peso: 150},
	{nome: "ALBERGHI", csc: "70501", ca: []model.CodiceAutorizzazione{"0J"}, ateco07: "55.10.00", ateco25: "55.10.00", attivita: "Alberghi", ccnl: "H052", aliquota: 3790, retribuzione: 1760, mensilita: 14, stagionale: true, integrazione: fis, fondo: fite, unita: model.TipoUnitaLocaleNegozio,
		insegne: []string{"ALBERGO", "HOTEL", "PENSIONE"}, forme: []string{"SR", "SN", "AS", "SU"}, peso: 50},
	{nome: "EDILIZIA ARTIGIANA", csc: "41301", ca: []model.CodiceAutorizzazione{"5B"}, ateco07: "41.20.00", ateco25: "41.00.00", attivita: "Costruzione di edifici residenziali e non residenziali", ccnl: "F015", aliquota: 3860, retribuzione: 1820, mensilita: 13, autonomi: artigiani, integrazione: cigo, fondo: fart, unita: model.TipoUnitaLocaleMagazzino,
		insegne: []string{"IMPRESA EDILE", "EDIL", "RISTRUTTURAZIONI"}, forme: []string{"DI", "DI", "DI", "SN", "RS", "SR"}, peso: 130},
	{nome: "IMPIANTI", csc: "41301", ca: []model.CodiceAutorizzazione{"5B"}, ateco07: "43.21.01", ateco25: "43.21.01", attivita: "Installazione di impianti elettrici in edifici", ccnl: "C030", aliquota: 3640, retribuzione: 1900, mensilita: 13, autonomi: artigiani, integrazione: fondoArt, fondo: fart, unita: model.TipoUnitaLocaleMagazzino,
		insegne: []string{"IMPIANTI ELETTRICI", "ELETTROIMPIANTI", "TERMOIDRAULICA"}, forme: []string{"DI", "DI", "SN", "RS", "SR"}, peso: 80},
	{nome: "MECCANICA ARTIGIANA", csc: "40601", ca: []model.CodiceAutorizzazione{"5B"}, ateco07: "25.62.00", ateco25: "25.53.00", attivita: "Lavori di meccanica generale", ccnl: "C030", aliquota: 3620, retribuzione: 1930, mensilita: 13, autonomi: artigiani, integrazione: fondoArt, fondo: fart, unita: model.TipoUnitaLocaleStabilimento,
		insegne: []string{"OFFICINA MECCANICA", "TORNERIA", "FABBRO"}, forme: []string{"DI", "SN", "RS", "SR"}, peso: 50},
	{nome: "AUTOTRASPORTO", csc: "41501", ca: []model.CodiceAutorizzazione{"5B"}, ateco07: "49.41.00", ateco25: "49.41.00", attivita: "Trasporto di merci su strada", ccnl: "I100", aliquota: 3690, retribuzione: 2080, mensilita: 14, autonomi: artigiani, integrazione: fondoArt, fondo: fart, unita: model.TipoUnitaLocaleMagazzino,
		insegne: []string{"AUTOTRASPORTI", "TRASPORTI", "LOGISTICA"}, forme: []string{"DI", "SN", "SR", "SC"}, peso: 50},
	{nome: "ASSOCIAZIONI", csc: "70708", ca: []model.CodiceAutorizzazione{"0J"}, ateco07: "94.99.90", ateco25: "94.99.99", attivita: "Attivita' di altre organizzazioni associative", ccnl: "H011", aliquota: 3800, retribuzione: 1950, mensilita: 14, integrazione: fis, fondo: fite, unita: model.TipoUnitaLocaleUfficio,
		insegne: []string{"ASSOCIAZIONE"}, forme: []string{"AO"}, peso: 8},
}

var pesiSettori = func() (pesi [len(settori)]int) {
	for i, s := range settori {
		pesi[i] = s.peso
	}
	return pesi
}()

// soloAteco2025 is when new matricole began to carry only ATECO 2025 codes (message 3206/2025).
var soloAteco2025 = il("2025-04-01")

// ateco are the activity codes of a position enrolled on a day.
func (s *settore) ateco(iscrizione giorno) []model.AttivitaAteco {
	nuovo := model.AttivitaAteco{Versione: model.VersioneAtecoAteco2025, Codice: s.ateco25, Descrizione: s.attivita, Prevalente: true}
	if iscrizione >= soloAteco2025 {
		return []model.AttivitaAteco{nuovo}
	}
	return []model.AttivitaAteco{nuovo, {Versione: model.VersioneAtecoAteco2007, Codice: s.ateco07, Descrizione: s.attivita, Prevalente: true}}
}

// fantasie are the names companies give themselves.
var fantasie = [...]string{
	"AURORA", "LA ROCCA", "DUE TORRI", "SAN MARCO", "IL FARO", "BELVEDERE", "DEL SOLE", "ALPINA", "TIRRENIA", "ADRIATICA", "LA QUERCIA", "NOVA",
	"DELTA", "SIGMA", "ORIONE", "VESPERO", "PRIMAVERA", "CITTA' ALTA", "L'ANCORA", "BELL'ITALIA", "PONTE VECCHIO", "STELLA MARIS", "VALVERDE", "MEDITERRANEA",
	"LA PERLA", "GIARDINO", "CENTRALE", "MODERNA", "UNITA'", "DELL'ANGELO", "SANT'AMBROGIO", "QUATTRO STAGIONI", "AL CASTELLO", "LIBERTA'", "EUROPA", "SMERALDO",
}
