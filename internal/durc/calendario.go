package durc

import (
	"time"

	"cassetto/graph/model"
)

const (
	giorniInvito    = 15  // to pay what the invitation asks for (art. 4, c. 1)
	giorniBlocco    = 30  // from the request, for which the outcome serves who asks next (art. 4, c. 1)
	giorniValidita  = 120 // of a regular document (art. 7, c. 2)
	giorniPagamento = 30  // to pay a note, a report or a sanction, from the day it is ascertained
	giornoF24       = 16  // of the month on which contributions fall due (D.Lgs. 241/1997, art. 18)
	giornoAgosto    = 20  // in August
	mattina         = 6   // the hour at which what is pending is looked at again
)

// pagamentiFinoAl is the last day of the second month before that of the check: what fell due until then must have been paid (art. 3,
// c. 1).
func pagamentiFinoAl(oggi model.Data) model.Data {
	t, ok := giorno(oggi)
	if !ok {
		return ""
	}
	return data(time.Date(t.Year(), t.Month()-1, 0, 0, 0, 0, 0, time.UTC))
}

// versamento is the day on which the contributions of a month fall due: the 16th of the following one for who declares what he
// pays; for artisans, traders and farmers, whose contributions are fixed, a month is that in which the instalment falls due. "" when
// the month is none.
func versamento(g model.GestioneContributiva, mese model.AnnoMese) model.Data {
	t, err := time.Parse("2006-01", string(mese))
	if err != nil {
		return ""
	}
	switch g {
	case model.GestioneContributivaArtigiani, model.GestioneContributivaCommercianti, model.GestioneContributivaColtivatoriDiretti:
		return f24(t)
	}
	return f24(t.AddDate(0, 1, 0))
}

// f24 is the day of a month on which payments by F24 fall due: the 16th, in August the 20th (D.L. 223/2006, art. 37, c. 11-bis), or
// the Monday after when it is at a weekend (D.L. 70/2011, art. 7, c. 2, lett. l). Other holidays would not move it out of its month,
// which is all that art. 3, c. 1 looks at.
func f24(mese time.Time) model.Data {
	t := mese.AddDate(0, 0, giornoF24-1)
	if t.Month() == time.August {
		t = mese.AddDate(0, 0, giornoAgosto-1)
	}
	switch t.Weekday() {
	case time.Saturday:
		t = t.AddDate(0, 0, 2)
	case time.Sunday:
		t = t.AddDate(0, 0, 1)
	}
	return data(t)
}

// dopo is the day n days after another; "" when that is none.
func dopo(d model.Data, n int) model.Data {
	t, ok := giorno(d)
	if !ok {
		return ""
	}
	return data(t.AddDate(0, 0, n))
}

// giorno reads a day, and says whether it is one.
func giorno(d model.Data) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

func data(t time.Time) model.Data { return model.Data(t.Format(time.DateOnly)) }

// scritta is a day as it is written in a text: 16/06/2026.
func scritta(d model.Data) string {
	t, ok := giorno(d)
	if !ok {
		return string(d)
	}
	return t.Format("02/01/2006")
}

// mezzanotte is the instant at which a day begins in Italy.
func mezzanotte(d model.Data) time.Time {
	t, _ := giorno(d)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, model.Roma)
}

// prossimaMattina is the first morning in Italy after an instant.
func prossimaMattina(t time.Time) time.Time {
	g := t.In(model.Roma)
	oggi := time.Date(g.Year(), g.Month(), g.Day(), mattina, 0, 0, 0, model.Roma)
	if oggi.After(t) {
		return oggi
	}
	return time.Date(g.Year(), g.Month(), g.Day()+1, mattina, 0, 0, 0, model.Roma)
}
