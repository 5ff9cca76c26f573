// Package festivi knows the days on which Italian offices are closed.
package festivi

import (
	"time"

	"cassetto/graph/model"
)

// mobile is the holiday that moves with Easter.
const mobile = "Lunedì dell'Angelo"

// data is a day of any year.
type data struct {
	mese   time.Month
	giorno int
}

// fissi are the national holidays that fall on the same day every year (L. 260/1949, L. 54/1977, D.P.R. 792/1985, L. 336/2000).
var fissi = map[data]string{
	{time.January, 1}: "Capodanno", {time.January, 6}: "Epifania", {time.April, 25}: "Anniversario della Liberazione",
	{time.May, 1}: "Festa del lavoro", {time.June, 2}: "Festa della Repubblica", {time.August, 15}: "Assunzione di Maria",
	{time.November, 1}: "Ognissanti", {time.December, 8}: "Immacolata Concezione", {time.December, 25}: "Natale",
	{time.December, 26}: "Santo Stefano",
}

// francesco is Saint Francis of Assisi, patron of Italy: a national holiday since 2026 (L. 151/2025).
var francesco = data{time.October, 4}

// Festivita names the holiday of a day, which is read as a date: a Sunday, a national holiday or the feast of the patron saint of
// a comune, MM-DD; empty when it is none. Nobody works on any of them (L. 260/1949, art. 2; for the patron, the collective
// agreements).
func Festivita(giorno time.Time, patrono string) string {
	anno, mese, g := giorno.Date()
	d := data{mese, g}
	switch nome := fissi[d]; {
	case nome != "":
		return nome
	case d == francesco && anno >= 2026:
		return "San Francesco d'Assisi"
	case giorno.Weekday() == time.Monday && d == pasquetta(anno):
		return mobile
	case patrono != "" && giorno.Format("01-02") == patrono:
		return "Festa patronale"
	case giorno.Weekday() == time.Sunday:
		return "Domenica"
	}
	return ""
}

// Patrono says whether a text is a day of the year as Festivita wants it.
func Patrono(giorno string) bool {
	_, err := time.Parse("2006-01-02", "2024-"+giorno) // a leap year
	return err == nil
}

// Pasqua is Easter Sunday in the Gregorian calendar, in Italy.
func Pasqua(anno int) time.Time {
	d := pasqua(anno)
	return time.Date(anno, d.mese, d.giorno, 0, 0, 0, 0, model.Roma)
}

// pasqua is Easter Sunday (Meeus, Jones, Butcher).
func pasqua(anno int) data {
	a, b, c := anno%19, anno/100, anno%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return data{time.Month(n / 31), n%31 + 1}
}

// pasquetta is Easter Monday: 1 April when Easter is on 31 March, the last day of it that can be.
func pasquetta(anno int) data {
	d := pasqua(anno)
	if d.giorno++; d.mese == time.March && d.giorno > 31 {
		return data{time.April, 1}
	}
	return d
}
