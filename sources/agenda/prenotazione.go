package agenda

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/festivi"
)

const (
	// Tenuta is how long a place is kept without being confirmed.
	Tenuta = 15 * time.Minute
	// Orizzonte is how many days from today an interval may be booked.
	Orizzonte = 60
	// MaxRichieste is how many requests an appointment may be about.
	MaxRichieste = 5
	// Zip is what the name of a package of documents ends with.
	Zip = ".zip"
)

// ID is the identifier of a new appointment, as archive.ID says.
func ID(chi model.CodiceFiscale, chiave string) string { return archive.ID("A-", chi, chiave) }

// Ultimo is the last day that may be booked at an instant.
func Ultimo(ora time.Time) model.Data { return Dopo(model.DataDi(ora), Orizzonte) }

// Regole say of which ambiti one must have written before, and how many days ago, unless the answer is there (msg. INPS
// 6542/2014). An ambito that is not among them is free, unless all are.
type Regole map[string]int

// ogniAmbito is the name of all ambiti that have no rule of their own.
const ogniAmbito = "*"

// LeggiRegole reads rules such as "F24=5,*=10"; esiste says whether an ambito does.
func LeggiRegole(v string, esiste func(ambito string) bool) (Regole, error) {
	regole := Regole{}
	for una := range strings.SplitSeq(v, ",") {
		if una = strings.TrimSpace(una); una == "" {
			continue
		}
		ambito, giorni, _ := strings.Cut(una, "=")
		n, err := strconv.Atoi(giorni)
		if err != nil || n < 0 || n > 365 || ambito != ogniAmbito && !esiste(ambito) {
			return nil, errors.New("not a list such as F24=5,*=10 of ambiti and days from 0 to 365")
		}
		regole[ambito] = n
	}
	return regole, nil
}

// giorni is how many days one must wait for an answer before an appointment about an ambito; false when one need not have written.
func (r Regole) giorni(ambito string) (int, bool) {
	if n, c := r[ambito]; c {
		return n, true
	}
	n, c := r[ogniAmbito]
	return n, c
}

// Prenotazione is an appointment to be booked, with what the archives know about it.
type Prenotazione struct {
	ID          string
	Input       model.PrenotaAppuntamentoInput
	Azienda     *model.Azienda
	Patrono     string // feast of the comune of the competent office, MM-DD; empty: not known
	Argomento   *model.AmbitoRichiesta
	Richieste   []*model.Richiesta // those of Input, nil where one may not be seen
	Telefono    string             // in international form
	Recapiti    *model.RecapitiRichiesta
	Richiedente model.MittenteRichiesta
	Documenti   []model.Allegato // without their ids
	Pacchetto   *model.PacchettoZip
	Regole      Regole
}

// Valuta says what is wrong with it, whatever places are free. The company is known.
func (p *Prenotazione) Valuta(ora time.Time) []model.ErroreCampo {
	p.Input.Note = strings.TrimSpace(p.Input.Note)
	errori := p.valutaFascia(ora)
	if p.Argomento == nil {
		errori = append(errori, errore("argomento", ArgomentoNonTrovato, "L'ambito non esiste."))
	}
	errori = append(errori, model.ValutaTesto("note", p.Input.Note, true)...)
	return append(errori, p.valutaRichieste(ora)...)
}

// valutaFascia says what is wrong with an interval as far as its identifier tells.
func (p *Prenotazione) valutaFascia(ora time.Time) []model.ErroreCampo {
	d, ok := dall(p.Input.Fascia)
	no := func(codice, messaggio string) []model.ErroreCampo {
		return []model.ErroreCampo{errore("fascia", codice, messaggio)}
	}
	switch {
	case !ok:
		return no(FasciaNonTrovata, "La fascia non esiste.")
	case d.sede != p.Azienda.CodiceSede:
		return no(FasciaAltraSede, "La fascia è di una sede che non è competente per la posizione.")
	case !d.inizio.After(ora):
		return []model.ErroreCampo{passata()}
	case d.giorno > Ultimo(ora):
		return no(FasciaTroppoLontana, "Si prenota nei prossimi 60 giorni.")
	case festivi.Festivita(mezzanotte(d.giorno), p.Patrono) != "":
		return no(SedeChiusa, "In quel giorno la sede è chiusa.")
	}
	return nil
}

func passata() model.ErroreCampo {
	return errore("fascia", FasciaPassata, "La fascia è già iniziata.")
}

func (p *Prenotazione) valutaRichieste(ora time.Time) []model.ErroreCampo {
	no := func(codice, messaggio string) []model.ErroreCampo {
		return []model.ErroreCampo{errore("richieste", codice, messaggio)}
	}
	if len(p.Richieste) > MaxRichieste {
		return no(RichiesteTroppe, "Si indicano al più cinque richieste.")
	}
	for _, r := range p.Richieste {
		switch {
		case r == nil:
			return no(RichiestaNonTrovata, "Una richiesta non esiste o non è consultabile.")
		case r.Matricola != p.Azienda.Matricola:
			return no(RichiestaAltraPosizione, "Una richiesta è di un'altra posizione.")
		}
	}
	giorni, serve := p.Regole.giorni(p.Input.Argomento)
	limite := model.DataOraDi(ora.AddDate(0, 0, -giorni))
	matura := func(r *model.Richiesta) bool {
		return r.Stato == model.StatoRichiestaChiusa || r.DataApertura <= limite
	}
	if serve && !slices.ContainsFunc(p.Richieste, matura) {
		return no(RichiestaNecessaria, "Su questo argomento serve una richiesta chiusa, o inviata da almeno "+strconv.Itoa(giorni)+" giorni.")
	}
	return nil
}

// appuntamento is the appointment in an interval, as it is stored once it has a place there.
func (p *Prenotazione) appuntamento(f model.Fascia, scadenza model.DataOra, ora time.Time) *model.Appuntamento {
	f.Occupazioni, f.LinkWeb = nil, nil
	a := &model.Appuntamento{
		ID: p.ID, Matricola: p.Azienda.Matricola, CodiceFiscale: p.Azienda.CodiceFiscale, CodiceSede: f.CodiceSede,
		Fascia: &f, Modalita: f.Modalita, CodiceArgomento: p.Input.Argomento, Telefono: &p.Telefono, Note: p.Input.Note,
		IDRichieste: p.Chieste(), Documenti: []model.Allegato{}, PacchettoZip: p.Pacchetto,
		Richiedente: &p.Richiedente, Recapiti: p.Recapiti, Scadenza: &scadenza, Storico: []model.EventoAppuntamento{},
	}
	for n, d := range p.Documenti {
		d.ID = p.ID + "/" + strconv.Itoa(n+1)
		a.Documenti = append(a.Documenti, d)
	}
	accade(a, model.EventoAppuntamento{Tipo: model.TipoEventoAppuntamentoPrenotazione, AStato: model.StatoAppuntamentoPrenotato}, ora)
	return a
}

// Chieste are the identifiers of the requests, each once, in the order in which their places are taken.
func (p *Prenotazione) Chieste() []string {
	return slices.Compact(slices.Sorted(slices.Values(p.Input.Richieste)))
}
