package main

import (
	"strings"
	"time"

	"cassetto/graph/model"
)

// meets says whether the user may see an appointment.
func (o oracle) meets(a model.Appuntamento) bool {
	return o.handles(model.Azienda{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale, CodiceSede: a.CodiceSede}, model.ServizioAgenda)
}

// calls says whether the user may know how to reach who booked an appointment.
func (o oracle) calls(a model.Appuntamento) bool {
	if o.who.Profilo == model.ProfiloUtenteOperatore {
		return o.meets(a)
	}
	return o.began(a.Richiedente)
}

// receives says whether the user keeps the calendar of an office.
func (o oracle) receives() bool {
	return o.who.Profilo == model.ProfiloUtenteOperatore && o.who.Sede != nil
}

// attended are the appointments that the user may see and that are wanted.
func (o oracle) attended(wanted func(model.Appuntamento) bool) (ids []string) {
	for _, id := range o.incontri {
		if a := o.appuntamenti[id]; wanted(a) && o.meets(a) {
			ids = append(ids, id)
		}
	}
	return ids
}

// admits says whether a filter of appointments lets one through.
func admits(filtro wish, a model.Appuntamento) bool {
	return filtro.is("matricola", string(a.Matricola)) && filtro.is("modalita", string(a.Modalita)) && filtro.is("argomento", a.CodiceArgomento) &&
		filtro.among("stato", string(a.Stato)) && filtro.within("giorno", a.Fascia.Inizio)
}

// left are the free places of an interval, as the calendar of its office has it; -1 when it does not have it.
func (o oracle) left(f *model.Fascia) int {
	parts := strings.Split(f.ID+"---", "-")
	day, err := time.Parse("20060102", parts[2])
	if err != nil {
		return -1
	}
	for _, one := range o.giornate[parts[1]+"-"+day.Format(time.DateOnly)].Fasce {
		if one.ID == f.ID {
			return places(&one, o.now)
		}
	}
	return -1
}

func places(f *model.Fascia, now time.Time) int {
	n := int(f.Posti)
	for _, o := range f.Occupazioni {
		if o.Fino > model.DataOraDi(now) {
			n--
		}
	}
	return max(n, 0)
}

// opens are the intervals that somebody who acts for a company may book at its office, on some days.
func (o oracle) opens(a model.Azienda, dal, al string) (all []model.Fascia) {
	today := o.now.In(model.Roma)
	for k := range 61 {
		g := o.giornate[string(a.CodiceSede)+"-"+today.AddDate(0, 0, k).Format(time.DateOnly)]
		if string(g.Giorno) < dal || string(g.Giorno) > al {
			continue
		}
		for _, f := range g.Fasce {
			if f.Inizio > model.DataOraDi(o.now) && places(&f, o.now) > 0 {
				all = append(all, f)
			}
		}
	}
	return all
}
