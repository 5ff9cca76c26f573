package demo

import (
	"slices"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/festivi"
)

// ricevimento is when the offices of the demonstration receive by appointment in one way.
type ricevimento struct {
	modalita model.ModalitaAppuntamento
	giorni   []time.Weekday
	da, a    int // hours on the clocks of Italy
	durata   int // minutes of an interval
}

var ricevimenti = [...]ricevimento{
	{model.ModalitaAppuntamentoInSede, []time.Weekday{time.Tuesday, time.Thursday}, 15, 18, 30},
	{model.ModalitaAppuntamentoTelefono, []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, 9, 12, 20},
	{model.ModalitaAppuntamentoWebMeeting, []time.Weekday{time.Wednesday}, 14, 17, 30},
}

// settimana are the days of the week as the schema calls them, by time.Weekday.
var settimana = [...]model.GiornoSettimana{
	model.GiornoSettimanaDomenica, model.GiornoSettimanaLunedi, model.GiornoSettimanaMartedi, model.GiornoSettimanaMercoledi,
	model.GiornoSettimanaGiovedi, model.GiornoSettimanaVenerdi, model.GiornoSettimanaSabato,
}

// Calendario is what an office of the demonstration publishes of its calendar.
type Calendario struct {
	Fasce   model.PubblicaFasceInput
	Patrono string // feast of the office's comune, MM-DD
}

// Calendari are what the offices publish for a period, those of one office after each other.
func Calendari(dal, al model.Data) (tutti []Calendario) {
	for i := range luoghi {
		l := &luoghi[i]
		for j := range ricevimenti {
			tutti = append(tutti, Calendario{ricevimenti[j].fasce(l, dal, al), l.patrono})
		}
	}
	return tutti
}

func (r *ricevimento) fasce(l *luogo, dal, al model.Data) model.PubblicaFasceInput {
	in := model.PubblicaFasceInput{
		Sede: l.codice, Dal: dal, Al: al, Durata: int32(r.durata), Posti: l.posti(r.modalita), Modalita: []model.ModalitaAppuntamento{r.modalita},
		LinkWeb: l.riunione(r.modalita),
	}
	for _, g := range r.giorni {
		in.Orari = append(in.Orari, model.OrarioFasceInput{Giorno: settimana[g], Da: ore(r.da), A: ore(r.a)})
	}
	return in
}

func ore(n int) string { return string(cifre(nil, n, 2)) + ":00" }

// posti are how many an office receives at once: the larger ones have more telephones.
func (l *luogo) posti(m model.ModalitaAppuntamento) int32 {
	if m == model.ModalitaAppuntamentoTelefono {
		return int32(1 + min(2, l.peso/45))
	}
	return 2
}

// riunione is where the web meetings of an office are held; nil for what is held otherwise.
func (l *luogo) riunione(m model.ModalitaAppuntamento) *string {
	if m != model.ModalitaAppuntamentoWebMeeting {
		return nil
	}
	return new("https://riunioni.inps.example/sede-" + string(l.codice))
}

// aperta says whether the office works on a day: not on weekends and holidays, nor on the feast of its saint; in Venice, where that
// is a national holiday, nor on the Madonna della Salute.
func (l *luogo) aperta(g giorno) bool {
	t := g.tempo()
	return t.Weekday() != time.Saturday && festivi.Festivita(t, l.patrono) == "" && (l.codice != veneziana || t.Format("01-02") != salute)
}

// veneziana is the office of Venice.
const veneziana model.CodiceSede = "8800"

// salute is when it is closed besides.
const salute = "11-21"

// riceve says whether an office receives so on a day.
func (r *ricevimento) riceve(l *luogo, g giorno) bool {
	return slices.Contains(r.giorni, g.tempo().Weekday()) && l.aperta(g)
}

// fascia is an interval of a day, as appointments keep it.
func (r *ricevimento) fascia(l *luogo, inizio time.Time) *model.Fascia {
	fine := inizio.Add(time.Duration(r.durata) * time.Minute)
	f := &model.Fascia{
		CodiceSede: l.codice, Inizio: model.DataOraDi(inizio), Fine: model.DataOraDi(fine), Modalita: r.modalita, Posti: l.posti(r.modalita),
	}
	f.ID = model.IDFascia(f, inizio, fine)
	return f
}
