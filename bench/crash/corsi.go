package crash

import "strings"

// materia is what events are of.
type materia string

const (
	richieste    materia = "requests"
	appuntamenti materia = "appointments"
)

// soggetto is a request or an appointment, as far as a journal and its subscribers have to do with it.
type soggetto struct {
	matricola, sede string
	eventi          int
}

// corso is the course of all events of a matter.
type corso struct {
	di        materia
	giornale  []iscrizione // in order of position
	soggetti  map[string]soggetto
	posizioni map[string]int64 // of events in the journal
}

// corsi are those of the two matters.
func (f *fatti) corsi() []*corso {
	tutti := []*corso{
		{richieste, f.giornale, map[string]soggetto{}, map[string]int64{}},
		{appuntamenti, f.giornaleAgenda, map[string]soggetto{}, map[string]int64{}},
	}
	for i := range f.richieste {
		r := &f.richieste[i]
		tutti[0].soggetti[r.ID] = soggetto{string(r.Matricola), string(r.CodiceSede), len(r.Eventi)}
	}
	for i := range f.appuntamenti {
		a := &f.appuntamenti[i]
		tutti[1].soggetti[a.ID] = soggetto{string(a.Matricola), string(a.CodiceSede), len(a.Storico)}
	}
	return tutti
}

// giornale: positions are consecutive from 1, each event has one, those of a subject follow each other as its log has them.
func (v *verificatore) giornale(c *corso) {
	ultimi := map[string]int32{}
	for i, g := range c.giornale {
		if g.Numero != int64(i+1) {
			v.viola(errato, "the journal of %s has position %d where %d should be", c.di, g.Numero, i+1)
		}
		if c.posizioni[g.Soggetto] > 0 {
			v.viola(doppio, "event %s is twice in the journal", g.Soggetto)
			continue
		}
		c.posizioni[g.Soggetto] = g.Numero
		id, _, _ := strings.Cut(g.Soggetto, "/")
		ultimi[id]++
		if s, noto := c.soggetti[id]; !noto || int(ultimi[id]) > s.eventi || g.Soggetto != evento(id, ultimi[id]) {
			v.viola(errato, "event %s is in the journal where event %d should be", g.Soggetto, ultimi[id])
		}
	}
	for id, s := range c.soggetti {
		if int(ultimi[id]) < s.eventi {
			v.viola(perso, "%d events of %s are not in the journal", s.eventi-int(ultimi[id]), id)
		}
	}
}

// abbonati: each saw every event that he may see, after his first one, exactly once and in the order of the journal.
func (v *verificatore) abbonati(c *corso) {
	for i := range v.fatti.abbonati {
		a := &v.fatti.abbonati[i]
		switch {
		case a.di != c.di:
		case len(a.visti) == 0:
			v.viola(perso, "%s saw nothing of %s", a.nome, c.di)
		default:
			v.abbonato(c, a)
		}
	}
}

func (v *verificatore) abbonato(c *corso, a *vista) {
	visti, prima, ultima := map[string]bool{}, int64(0), int64(0)
	for i, e := range a.visti {
		nome := evento(e.soggetto, e.numero)
		posizione := c.posizioni[nome]
		if i == 0 {
			prima = posizione
		}
		switch s, noto := c.soggetti[e.soggetto]; {
		case visti[nome]:
			v.viola(doppio, "%s saw %s twice", a.nome, nome)
		case posizione == 0 || !noto:
			v.viola(errato, "%s saw %s, which is not in the journal", a.nome, nome)
		case !a.vede(s):
			v.viola(indebito, "%s saw %s and may not", a.nome, nome)
		case posizione < ultima:
			v.viola(errato, "%s saw %s, position %d, after position %d", a.nome, nome, posizione, ultima)
		case e.versione < e.numero:
			v.viola(errato, "%s saw %s beside version %d of its subject", a.nome, nome, e.versione)
		}
		visti[nome], ultima = true, max(ultima, posizione)
	}
	for _, g := range c.giornale {
		id, _, _ := strings.Cut(g.Soggetto, "/")
		if s, noto := c.soggetti[id]; g.Numero >= prima && noto && a.vede(s) && !visti[g.Soggetto] {
			v.viola(perso, "%s did not see %s, position %d", a.nome, g.Soggetto, g.Numero)
		}
	}
}
