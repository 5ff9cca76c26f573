package agenda

import (
	"iter"
	"time"

	"cassetto/graph/model"
)

// mezzanotte is when a day begins in Italy.
func mezzanotte(d model.Data) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), model.Roma) // a Data is a day that exists
	return t
}

// Dopo is the day so many days after another.
func Dopo(d model.Data, n int) model.Data { return model.DataDi(mezzanotte(d).AddDate(0, 0, n)) }

// Giorni are the days from one to another, both included.
func Giorni(dal, al model.Data) iter.Seq[model.Data] {
	return func(yield func(model.Data) bool) {
		fine := mezzanotte(al)
		for t := mezzanotte(dal); !t.After(fine) && yield(model.DataDi(t)); t = t.AddDate(0, 0, 1) {
		}
	}
}

// alle is an hour of a day, HH:MM, on the clocks of Italy.
func alle(giorno time.Time, ora string) time.Time {
	h, _ := time.Parse("15:04", ora)
	a, m, d := giorno.Date()
	return time.Date(a, m, d, h.Hour(), h.Minute(), 0, 0, model.Roma)
}
