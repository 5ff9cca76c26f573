package demo

import (
	"strconv"

	"cassetto/graph/model"
)

// luogo is a town with an INPS office. The codes of the offices are those in use; numbers and addresses are invented.
type luogo struct {
	codice            model.CodiceSede
	tipo              model.TipoSede
	comune, provincia string
	patrono           string // feast of its saint, MM-DD
	belfiore, istat   string
	cap               int // of the first district; the next ones follow
	quartieri         int
	ambito            int // of the collection agent
	lat, lon          float64
	prefisso          string   // of the telephone
	competenza        []string // other comuni of the office
	peso              int      // share of the generated companies
	pec               string   // name of its certified mailbox
}

// luoghi are the offices of the demonstration; those of the named companies are indexed by name below.
var luoghi = [...]luogo{
	{codice: "4900", comune: "MILANO", provincia: "MI", patrono: "12-07", belfiore: "F205", istat: "015146", cap: 20121, quartieri: 40, ambito: 68, lat: 45.4642, lon: 9.19, prefisso: "02", competenza: []string{"SESTO SAN GIOVANNI", "RHO", "COLOGNO MONZESE", "SEGRATE"}, peso: 140, tipo: model.TipoSedeCoordinamentoMetropolitano, pec: "direzione.coordinamentometropolitano.milano"},
	{codice: "7000", comune: "ROMA", provincia: "RM", patrono: "06-29", belfiore: "H501", istat: "058091", cap: 118, quartieri: 80, ambito: 97, lat: 41.9028, lon: 12.4964, prefisso: "06", competenza: []string{"FIUMICINO", "CIAMPINO", "POMEZIA"}, peso: 90, tipo: model.TipoSedeCoordinamentoMetropolitano, pec: "direzione.coordinamentometropolitano.roma"},
	{codice: "7009", comune: "ROMA", provincia: "RM", patrono: "06-29", belfiore: "H501", istat: "058091", cap: 171, quartieri: 27, ambito: 97, lat: 41.9109, lon: 12.5436, prefisso: "06", competenza: []string{"GUIDONIA MONTECELIO", "MENTANA"}, peso: 40, tipo: model.TipoSedeAgenzia, pec: "agenzia.roma.demo7009"},
	{codice: "5100", comune: "NAPOLI", provincia: "NA", patrono: "09-19", belfiore: "F839", istat: "063049", cap: 80121, quartieri: 27, ambito: 71, lat: 40.8518, lon: 14.2681, prefisso: "081", competenza: []string{"GIUGLIANO IN CAMPANIA", "POZZUOLI", "CASORIA", "PORTICI"}, peso: 110, tipo: model.TipoSedeCoordinamentoMetropolitano, pec: "direzione.coordinamentometropolitano.napoli"},
	{codice: "8800", comune: "VENEZIA", provincia: "VE", patrono: "04-25", belfiore: "L736", istat: "027042", cap: 30121, quartieri: 52, ambito: 119, lat: 45.4408, lon: 12.3155, prefisso: "041", competenza: []string{"CHIOGGIA", "JESOLO", "CAVALLINO-TREPORTI", "MIRANO"}, peso: 45},
	{codice: "1200", comune: "BERGAMO", provincia: "BG", patrono: "08-26", belfiore: "A794", istat: "016024", cap: 24121, quartieri: 9, ambito: 19, lat: 45.6983, lon: 9.6773, prefisso: "035", competenza: []string{"DALMINE", "TREVIGLIO", "SERIATE"}, peso: 60},
	{codice: "8100", comune: "TORINO", provincia: "TO", patrono: "06-24", belfiore: "L219", istat: "001272", cap: 10121, quartieri: 35, ambito: 110, lat: 45.0703, lon: 7.6869, prefisso: "011", competenza: []string{"MONCALIERI", "RIVOLI", "COLLEGNO", "SETTIMO TORINESE"}, peso: 75},
	{codice: "1300", comune: "BOLOGNA", provincia: "BO", patrono: "10-04", belfiore: "A944", istat: "037006", cap: 40121, quartieri: 21, ambito: 20, lat: 44.4949, lon: 11.3426, prefisso: "051", competenza: []string{"CASALECCHIO DI RENO", "SAN LAZZARO DI SAVENA", "IMOLA"}, peso: 65},
	{codice: "3000", comune: "FIRENZE", provincia: "FI", patrono: "06-24", belfiore: "D612", istat: "048017", cap: 50121, quartieri: 24, ambito: 41, lat: 43.7696, lon: 11.2558, prefisso: "055", competenza: []string{"SCANDICCI", "SESTO FIORENTINO", "EMPOLI"}, peso: 60},
	{codice: "0900", comune: "BARI", provincia: "BA", patrono: "12-06", belfiore: "A662", istat: "072006", cap: 70121, quartieri: 12, ambito: 14, lat: 41.1171, lon: 16.8719, prefisso: "080", competenza: []string{"ALTAMURA", "MOLFETTA", "MONOPOLI"}, peso: 55},
	{codice: "5500", comune: "PALERMO", provincia: "PA", patrono: "07-15", belfiore: "G273", istat: "082053", cap: 90121, quartieri: 31, ambito: 296, lat: 38.1157, lon: 13.3615, prefisso: "091", competenza: []string{"BAGHERIA", "MONREALE", "CARINI"}, peso: 45},
	{codice: "2100", comune: "CATANIA", provincia: "CT", patrono: "02-05", belfiore: "C351", istat: "087015", cap: 95121, quartieri: 11, ambito: 293, lat: 37.5079, lon: 15.083, prefisso: "095", competenza: []string{"ACIREALE", "MISTERBIANCO", "PATERNO'"}, peso: 40},
	{codice: "3400", comune: "GENOVA", provincia: "GE", patrono: "06-24", belfiore: "D969", istat: "010025", cap: 16121, quartieri: 46, ambito: 48, lat: 44.4056, lon: 8.9463, prefisso: "010", competenza: []string{"RAPALLO", "CHIAVARI", "SESTRI LEVANTE"}, peso: 35},
	{codice: "5400", comune: "PADOVA", provincia: "PD", patrono: "06-13", belfiore: "G224", istat: "028060", cap: 35121, quartieri: 22, ambito: 77, lat: 45.4064, lon: 11.8768, prefisso: "049", competenza: []string{"ALBIGNASEGO", "SELVAZZANO DENTRO", "VIGONZA"}, peso: 50},
	{codice: "9000", comune: "VERONA", provincia: "VR", patrono: "05-21", belfiore: "L781", istat: "023091", cap: 37121, quartieri: 22, ambito: 122, lat: 45.4384, lon: 10.9916, prefisso: "045", competenza: []string{"VILLAFRANCA DI VERONA", "SAN BONIFACIO", "LEGNAGO"}, peso: 50},
	{codice: "1500", comune: "BRESCIA", provincia: "BS", patrono: "02-15", belfiore: "B157", istat: "017029", cap: 25121, quartieri: 16, ambito: 22, lat: 45.5416, lon: 10.2118, prefisso: "030", competenza: []string{"DESENZANO DEL GARDA", "LUMEZZANE", "MONTICHIARI"}, peso: 60},
	{codice: "0300", comune: "ANCONA", provincia: "AN", patrono: "05-04", belfiore: "A271", istat: "042002", cap: 60121, quartieri: 11, ambito: 3, lat: 43.6158, lon: 13.5189, prefisso: "071", competenza: []string{"SENIGALLIA", "JESI", "OSIMO"}, peso: 25},
	{codice: "5800", comune: "PERUGIA", provincia: "PG", patrono: "01-29", belfiore: "G478", istat: "054039", cap: 6121, quartieri: 15, ambito: 80, lat: 43.1107, lon: 12.3908, prefisso: "075", competenza: []string{"FOLIGNO", "CITTA' DI CASTELLO", "SPOLETO"}, peso: 25},
	{codice: "1700", comune: "CAGLIARI", provincia: "CA", patrono: "10-30", belfiore: "B354", istat: "092009", cap: 9121, quartieri: 14, ambito: 25, lat: 39.2238, lon: 9.1217, prefisso: "070", competenza: []string{"QUARTU SANT'ELENA", "SELARGIUS", "ASSEMINI"}, peso: 25},
	{codice: "8500", comune: "TRIESTE", provincia: "TS", patrono: "11-03", belfiore: "L424", istat: "032006", cap: 34121, quartieri: 31, ambito: 112, lat: 45.6495, lon: 13.7768, prefisso: "040", competenza: []string{"MUGGIA", "DUINO-AURISINA"}, peso: 15},
}

// The towns of the named companies.
const (
	milano = iota
	roma
	_
	_
	venezia
	bergamo
	torino
	bologna
)

var pesiLuoghi = func() (pesi [len(luoghi)]int) {
	for i, l := range luoghi {
		pesi[i] = l.peso
	}
	return pesi
}()

// indirizzo is an address in the town.
func (l *luogo) indirizzo(toponimo, via, civico string, quartiere int) *model.Indirizzo {
	return &model.Indirizzo{
		Toponimo: &toponimo, Via: via, Civico: &civico, Cap: string(cifre(nil, l.cap+quartiere%l.quartieri, 5)),
		Comune: l.comune, Belfiore: new(model.CodiceBelfiore(l.belfiore)), Istat: &l.istat, Provincia: l.provincia,
	}
}

// unIndirizzo is any address in the town.
func (l *luogo) unIndirizzo(c caso) *model.Indirizzo {
	s := scegli(c, strade[:])
	return l.indirizzo(s[0], s[1], strconv.Itoa(c.tra(1, 180)), c.IntN(l.quartieri))
}

// unaRiga writes an address as on an envelope.
func unaRiga(i *model.Indirizzo) string {
	return *i.Toponimo + " " + i.Via + " " + *i.Civico + " - " + i.Cap + " " + i.Comune + " (" + i.Provincia + ")"
}

// protocollo is the stamp of the office that received something on a day.
func (l *luogo) protocollo(g giorno, numero int) string {
	a, m, d := g.tempo().Date()
	b := append(make([]byte, 0, 28), "INPS."...)
	b = append(append(b, l.codice...), '.')
	b = append(cifre(b, d, 2), '/')
	b = append(cifre(b, int(m), 2), '/')
	b = append(cifre(b, a, 4), '.')
	return string(cifre(b, numero, 7))
}

var strade = [...][2]string{
	{"VIA", "ROMA"}, {"VIA", "GIUSEPPE GARIBALDI"}, {"VIA", "DANTE ALIGHIERI"}, {"CORSO", "ITALIA"}, {"PIAZZA", "DELLA REPUBBLICA"},
	{"VIA", "DELL'INDUSTRIA"}, {"VIA", "XXV APRILE"}, {"VIALE", "DELLE ROSE"}, {"VIA", "ALESSANDRO VOLTA"}, {"VIA", "GUGLIELMO MARCONI"},
	{"VIA", "DEGLI ARTIGIANI"}, {"VIA", "GIACOMO MATTEOTTI"}, {"LARGO", "SANT'ANTONIO"}, {"VIA", "LEONARDO DA VINCI"}, {"VIALE", "EUROPA"},
	{"VIA", "DEL LAVORO"}, {"VIA", "SANDRO PERTINI"}, {"VICOLO", "STRETTO"}, {"VIA", "GALILEO GALILEI"}, {"STRADA", "DELLA STAZIONE"},
	{"VIA", "NICOLO' MACHIAVELLI"}, {"CORSO", "UNITA' D'ITALIA"}, {"VIA", "PRIMO MAGGIO"}, {"VIA", "DELLA LIBERTA'"},
}
