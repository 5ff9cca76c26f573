package demo

import (
	"math/rand/v2"
	"time"

	"cassetto/graph/model"
)

// semeAgenda makes the appointments draw from sources of their own: nothing else changes with them.
const semeAgenda = seme + 2

const (
	anticipo = 60 // days before an appointment on which it can be booked
	maturata = 5  // days that a request waits for an answer before one can book about it (msg. INPS 6542/2014)
	recente  = 180
)

// agenda are the appointments of a company with its office, while they are being made.
type agenda struct {
	*dialogo
	trattate map[string]bool // requests that an appointment was about
}

// incontra makes the appointments of the last years of the company.
func (d *dialogo) incontra(anni int) {
	proprio := *d
	proprio.c = caso{rand.New(rand.NewPCG(semeAgenda, uint64(d.serie)))}
	a := &agenda{&proprio, map[string]bool{}}
	if d.sintetici.Matricola == auroraMatricola {
		a.esempio()
	}
	a.anni(anni, a.quanti, a.prenota)
}

// quanti draws how many appointments a company books in a year: six at most.
func (a *agenda) quanti() int {
	switch forza := a.attuale(); {
	case a.serie < primaGenerata:
		return a.c.tra(2, 5)
	case forza < 6:
		return a.c.pesato(62, 28, 10)
	case forza < 16:
		return a.c.pesato(35, 35, 20, 10)
	}
	return a.c.tra(1, 6)
}

// prenota makes an appointment that is booked on a day, and what became of it; none when the office would receive only today or
// later, or the company has nothing to speak of.
func (a *agenda) prenota(g giorno) {
	prenotata := a.orario(g)
	if giornoDi(prenotata.Date()) < g { // the working day before it: in another year, perhaps
		prenotata = a.orario(g.feriale())
	}
	quando := model.DataOraDi(prenotata)
	g = giornoDiRoma(quando)
	modo := &ricevimenti[a.c.pesato(45, 35, 20)]
	giornata := g + giorno(1+min(a.c.IntN(35), a.c.IntN(50)))
	for !modo.riceve(a.luogo, giornata) {
		giornata++
	}
	richieste := a.associabili(quando)
	ambito, note := a.parla(richieste, g)
	if giornata >= a.oggi || giornata > g+anticipo || ambito == "" {
		return
	}
	chi, posta := a.chiScrive(quando, model.ServizioAgenda)
	recapiti := a.recapitiDi(posta)
	inizio := giornata.ora(modo.da*3600 + 60*modo.durata*a.c.IntN((modo.a-modo.da)*60/modo.durata))
	x := &model.Appuntamento{
		ID: a.idAppuntamento(prenotata), Matricola: a.sintetici.Matricola, CodiceFiscale: a.sintetici.CodiceFiscale, CodiceSede: a.luogo.codice,
		Fascia: modo.fascia(a.luogo, inizio), Modalita: modo.modalita, CodiceArgomento: ambito, Telefono: a.telefono(recapiti), Note: note,
		Documenti: []model.Allegato{}, Richiedente: chi, Recapiti: recapiti, DataPrenotazione: quando,
	}
	for _, r := range richieste {
		x.IDRichieste = append(x.IDRichieste, r.ID)
	}
	a.vivi(x, prenotata, inizio)
	a.segna(x)
}

// segna puts an appointment with those of the company, as the archive keeps what is already in the journal.
func (a *agenda) segna(x *model.Appuntamento) {
	for _, id := range x.IDRichieste {
		a.trattate[id] = true
	}
	ultimo := x.Storico[len(x.Storico)-1]
	x.Stato, x.DataUltimoAggiornamento = ultimo.AStato, ultimo.Ts
	x.Registrati, x.ModificatoAl = int32(len(x.Storico)), istante(ultimo.Ts)
	a.appuntamenti = append(a.appuntamenti, x)
}

// idAppuntamento is an identifier that no other appointment of the demonstration has.
func (a *agenda) idAppuntamento(prenotato time.Time) string {
	return "A-" + string(cifre(nil, prenotato.In(model.Roma).Year(), 4)) + "-" + string(cifre(nil, a.serie+len(a.appuntamenti), 7))
}

// associabili are the requests that an appointment booked at an instant is about: the last one that is closed or has waited long
// enough, at times the one before too, each in one appointment only. Often there is none.
func (a *agenda) associabili(quando model.DataOra) (scelte []*model.Richiesta) {
	g := giornoDiRoma(quando)
	for _, r := range a.richieste {
		aperta := giornoDiRoma(r.DataApertura)
		chiusa := r.DataChiusura != nil && *r.DataChiusura <= quando
		if !a.trattate[r.ID] && aperta > g-recente && (chiusa || aperta < g-maturata) {
			scelte = append(scelte, r)
		}
	}
	if n := len(scelte); n > 2 {
		scelte = scelte[n-2:]
	}
	switch n := len(scelte); {
	case n == 0, a.c.suMille(150):
		return nil
	case n == 2 && a.c.suMille(800):
		return scelte[1:]
	}
	return scelte
}

// telefono is where the office calls: the mobile telephone of who books, or that of the company, which is none.
func (a *agenda) telefono(r *model.RecapitiRichiesta) *string {
	if r.Cellulare != nil {
		return r.Cellulare
	}
	return new("+39" + a.luogo.prefisso + "00000000")
}
