package demo

import (
	"time"

	"cassetto/graph/model"
	"cassetto/internal/festivi"
)

// giorno is a calendar day, counted from 1 January 1970.
type giorno int32

func giornoDi(anno int, m time.Month, g int) giorno {
	return giorno(time.Date(anno, m, g, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// il reads a day written by hand, YYYY-MM-DD; a wrong one is a programming error.
func il(s string) giorno {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic("demo: bad day " + s)
	}
	return giornoDi(t.Date())
}

func (g giorno) tempo() time.Time { return time.Unix(int64(g)*86400, 0).UTC() }

func (g giorno) data() model.Data { return model.Data(g.tempo().Format(time.DateOnly)) }

func (g giorno) mese() mese {
	a, m, _ := g.tempo().Date()
	return meseDi(a, m)
}

// alle is an instant of the day on the clocks of Italy.
func (g giorno) alle(ore, minuti, secondi int) model.DataOra {
	a, m, d := g.tempo().Date()
	return model.DataOraDi(time.Date(a, m, d, ore, minuti, secondi, 0, model.Roma))
}

// festivo says whether no office works on the day: weekends and national holidays. Patron saints are left out: they differ by town.
func (g giorno) festivo() bool {
	t := g.tempo()
	return t.Weekday() == time.Saturday || festivi.Festivita(t, "") != ""
}

// feriale is the day itself, or the next working day: where a term slides to.
func (g giorno) feriale() giorno {
	for g.festivo() {
		g++
	}
	return g
}

// precedenteFeriale is the day itself, or the last working day before it.
func (g giorno) precedenteFeriale() giorno {
	for g.festivo() {
		g--
	}
	return g
}

// mese is a month, counted from January of the year 0.
type mese int32

func meseDi(anno int, m time.Month) mese { return mese(anno*12 + int(m) - 1) }

// nel reads a month written by hand, YYYY-MM.
func nel(s string) mese { return il(s + "-01").mese() }

func (m mese) anno() int { return int(m) / 12 }

func (m mese) nome() time.Month { return time.Month(int(m)%12 + 1) }

func (m mese) primo() giorno { return giornoDi(m.anno(), m.nome(), 1) }

func (m mese) ultimo() giorno { return (m + 1).primo() - 1 }

func (m mese) annoMese() model.AnnoMese {
	a, n := m.anno(), int(m.nome())
	return model.AnnoMese([]byte{
		byte('0' + a/1000), byte('0' + a/100%10), byte('0' + a/10%10), byte('0' + a%10), '-',
		byte('0' + n/10), byte('0' + n%10),
	})
}

// versamento is when the month's contributions fall due by F24: day 16 of the next month, 20 when it is August (D.P.R.
// 602/1973 and D.L. 223/2006, art. 37 c. 11-bis), moved to a working day.
func (m mese) versamento() giorno {
	g := (m + 1).primo() + 15
	if (m + 1).nome() == time.August {
		g += 4
	}
	return g.feriale()
}

// denuncia is when the month's UniEmens falls due: the last day of the next month, moved to a working day.
func (m mese) denuncia() giorno { return (m + 1).ultimo().feriale() }

// periodo is a half-open interval of days; al is 0 while it is open.
type periodo struct{ dal, al giorno }

func (p periodo) aperto() bool { return p.al == 0 }

// oltre is the day after one month from g, as the instalments of a plan follow each other, moved to a working day.
func (g giorno) oltre(mesi int) giorno {
	m := g.mese() + mese(mesi)
	return min(m.primo()+giorno(g.tempo().Day()-1), m.ultimo()).feriale()
}

// giornoDiRoma is the day of an instant in Italy.
func giornoDiRoma(i model.DataOra) giorno {
	t, err := time.Parse(time.RFC3339, string(i))
	if err != nil {
		panic("demo: bad instant " + string(i))
	}
	return giornoDi(t.In(model.Roma).Date())
}
