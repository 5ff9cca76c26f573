package main

import (
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

const askAppointment = `query ($id: ID!) { appuntamento(id: $id) { x_id: id x_note: note x_versione: versione telefono recapiti { email } fascia { x_id: id x_liberi: postiLiberi }
	richieste { x_id: id x_testo: testo x_versione: versione } documenti { x_id: id x_nome: nome }
	storico { x_numero: numero x_motivo: motivo notifiche { x_id: id appuntamento { x_id: id x_note: note x_versione: versione } } } } }`

// lie is something that the archive says of an appointment and the oracle does not know.
type lie struct {
	name  string
	shows func(o oracle, a model.Appuntamento) bool // whether somebody must notice
	tell  func(u model.Utente, a *model.Appuntamento)
}

// agendaMutants: whatever rule of the agenda were broken, the test would notice.
func (l *leak) agendaMutants(t *testing.T) {
	first := l.world.aziende
	for _, m := range []lie{
		{"with the office of another", func(o oracle, a model.Appuntamento) bool { return o.receives() && !o.meets(a) },
			func(u model.Utente, a *model.Appuntamento) { a.CodiceSede = *u.Sede }},
		{"no more with his office", func(o oracle, a model.Appuntamento) bool { return o.receives() && o.meets(a) },
			func(_ model.Utente, a *model.Appuntamento) { a.CodiceSede = "0001" }},
		{"of his company", func(o oracle, a model.Appuntamento) bool {
			return o.who.Profilo == model.ProfiloUtenteLegaleRappresentante && o.who.Azienda != nil && !o.meets(a)
		}, func(u model.Utente, a *model.Appuntamento) { a.CodiceFiscale = *u.Azienda }},
		{"of another company", func(o oracle, a model.Appuntamento) bool {
			return o.who.Profilo == model.ProfiloUtenteLegaleRappresentante && o.meets(a) && len(first) > 0
		}, func(_ model.Utente, a *model.Appuntamento) {
			a.Matricola, a.CodiceFiscale = unknownMatricola, entity(98)
		}},
		{"booked by himself", func(o oracle, a model.Appuntamento) bool { return !o.receives() && o.meets(a) && !o.calls(a) },
			func(u model.Utente, a *model.Appuntamento) { a.Richiedente.CodiceFiscale = u.CodiceFiscale }},
		{"about another request", func(o oracle, a model.Appuntamento) bool {
			return o.meets(a) && len(o.readable(o.opened, anyRequest)) > 0 && len(a.IDRichieste) == 0
		},
			func(u model.Utente, a *model.Appuntamento) {
				a.IDRichieste = []string{l.oracle(u).readable(l.world.opened, anyRequest)[0].ID}
			}},
		{"in another interval", func(o oracle, a model.Appuntamento) bool { return o.meets(a) },
			func(_ model.Utente, a *model.Appuntamento) { f := *a.Fascia; f.ID += "X"; a.Fascia = &f }},
		{"with the document of another", func(o oracle, a model.Appuntamento) bool { return o.meets(a) && len(a.Documenti) > 0 },
			func(_ model.Utente, a *model.Appuntamento) {
				a.Documenti = []model.Allegato{{ID: "A-OTHER/1", Nome: "altro.txt"}}
			}},
		{"with another event", func(o oracle, a model.Appuntamento) bool { return o.meets(a) && len(a.Storico) > 1 },
			func(_ model.Utente, a *model.Appuntamento) {
				a.Storico = slices.Clone(a.Storico)
				a.Storico[1].Motivo = new("d'altri")
			}},
	} {
		t.Run(m.name, func(t *testing.T) { l.lies(t, m) })
	}
	t.Run("a notice of another", l.foreignNotice)
	t.Run("a place more", func(t *testing.T) {
		l.calendarLies(t, func(g *model.GiornoCalendario) { g.Fasce[len(g.Fasce)-1].Posti++ })
	})
	t.Run("an interval less", func(t *testing.T) {
		l.calendarLies(t, func(g *model.GiornoCalendario) { g.Fasce = g.Fasce[:len(g.Fasce)-1] })
	})
	t.Run("an interval of another office", func(t *testing.T) {
		l.calendarLies(t, func(g *model.GiornoCalendario) {
			g.Fasce[0].ID = strings.Replace(g.Fasce[0].ID, string(g.CodiceSede), "0001", 1)
		})
	})
}

func anyRequest(model.Richiesta) bool { return true }

// lies finds somebody who must notice, and sees that he does, and that he had nothing to notice before.
func (l *leak) lies(t *testing.T, m lie) {
	for _, u := range l.world.utenti {
		o := l.oracle(u)
		for _, id := range l.world.incontri {
			a, vars := l.world.appuntamenti[id], map[string]any{"id": id}
			if isSystem(u) || !m.shows(o, a) {
				continue
			}
			before := l.wrong(t, u, askAppointment, vars)
			is := a
			is.Richiedente = new(*a.Richiedente)
			m.tell(u, &is)
			l.says(t, is)
			defer l.says(t, a)
			if after := l.wrong(t, u, askAppointment, vars); len(before) > 0 || len(after) == 0 {
				t.Errorf("%s %s: before %v, after %v", mustJSON(t, u), id, before, after)
			}
			return
		}
	}
	t.Error("nobody would notice")
}

func (l *leak) says(t *testing.T, a model.Appuntamento) {
	t.Helper()
	save(t, l.server, agenda.Appuntamenti.Section, a)
	l.forget(t, cache.Change{Archive: agenda.Name})
}

// foreignNotice: a notice of one appointment that is shown with another one is noticed.
func (l *leak) foreignNotice(t *testing.T) {
	for _, id := range l.world.incontri {
		for _, n := range l.world.notifiche[id] {
			for _, u := range l.world.utenti {
				if o := l.oracle(u); !o.receives() || isSystem(u) {
					continue
				}
				mine := l.oracle(u).attended(func(a model.Appuntamento) bool { return a.ID != id && len(a.Storico) >= int(n.Evento) })
				if len(mine) == 0 {
					continue
				}
				is := n
				is.IDAppuntamento = mine[0]
				tell := func(n model.Notifica) {
					save(t, l.server, comunicazioni.Notifiche.Section, n)
					l.forget(t, cache.Change{Archive: comunicazioni.Name})
				}
				tell(is)
				defer tell(n)
				if len(l.wrong(t, u, askAppointment, map[string]any{"id": mine[0]})) == 0 {
					t.Errorf("%s: not noticed with %s", n.ID, mine[0])
				}
				return
			}
		}
	}
	t.Error("no notice would show")
}

// calendarLies: a day of a calendar that is another one is noticed by its office, and by a company that books there.
func (l *leak) calendarLies(t *testing.T, tell func(*model.GiornoCalendario)) {
	for _, u := range l.world.utenti {
		o, g := l.oracle(u), l.generator(0, u)
		if !o.receives() || isSystem(u) {
			continue
		}
		was, there := l.freeDay(o, *u.Sede)
		if !there {
			continue
		}
		is := was
		is.Fasce = slices.Clone(was.Fasce)
		tell(&is)
		write := func(g model.GiornoCalendario) {
			save(t, l.server, agenda.Giornate.Section, g)
			l.forget(t, cache.Change{Archive: agenda.Name})
		}
		days := map[string]any{"dal": g.day(0), "al": g.day(lastDay)}
		before := l.wrong(t, u, askCalendar, days)
		write(is)
		defer write(was)
		if after := l.wrong(t, u, askCalendar, days); len(before) > 0 || len(after) == 0 {
			t.Errorf("the office: before %v, after %v", before, after)
		}
		l.bookersNotice(t, *u.Sede, days)
		return
	}
	t.Error("no calendar would show")
}

// freeDay is a day of an office to come whose first and last intervals have free places.
func (l *leak) freeDay(o oracle, sede model.CodiceSede) (model.GiornoCalendario, bool) {
	for k := 1; k <= lastDay; k++ {
		g := l.world.giornate[agenda.IDGiornata(sede, model.DataDi(o.now.AddDate(0, 0, k)))]
		if n := len(g.Fasce); n > 0 && places(&g.Fasce[0], o.now) > 0 && places(&g.Fasce[n-1], o.now) > 0 {
			return g, true
		}
	}
	return model.GiornoCalendario{}, false
}

// bookersNotice: who may book at an office notices.
func (l *leak) bookersNotice(t *testing.T, sede model.CodiceSede, days map[string]any) {
	t.Helper()
	for _, u := range l.world.utenti {
		for m, a := range l.world.aziende {
			if a.CodiceSede != sede || !l.oracle(u).may(a, model.ServizioAgenda) {
				continue
			}
			days["m"] = string(m)
			if wrong := l.wrong(t, u, askFree, days); len(wrong) == 0 {
				t.Errorf("%s does not notice", mustJSON(t, u))
			}
			return
		}
	}
}
