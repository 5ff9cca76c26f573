package model

import (
	"io"
	"time"
)

// Dates and times are kept as the text they are on the wire: it sorts as time does, and every engine stores it alike.
type (
	// Data is a calendar day, YYYY-MM-DD.
	Data string
	// DataOra is an instant, RFC 3339 in UTC to the second: 2026-10-28T15:04:00Z.
	DataOra string
	// AnnoMese is a month, YYYY-MM.
	AnnoMese string
)

// Roma is the time zone of the Institute's calendar.
var Roma = func() *time.Location {
	z, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // the zones are linked into the program
	}
	return z
}()

// DataDi is the calendar day of t in Italy.
func DataDi(t time.Time) Data { return Data(t.In(Roma).Format(time.DateOnly)) }

// DataOraDi is the instant t.
func DataOraDi(t time.Time) DataOra { return DataOra(t.UTC().Format(time.RFC3339)) }

// Estremi are the first day of the month and the first day after it.
func (m AnnoMese) Estremi() (dal, al string) {
	t, err := time.Parse("2006-01", string(m))
	if err != nil {
		return string(m), ""
	}
	return string(m) + "-01", t.AddDate(0, 1, 0).Format(time.DateOnly)
}

// UnmarshalGQL accepts a day that exists.
func (d *Data) UnmarshalGQL(v any) error {
	s, err := text(v, "Data")
	if err == nil {
		if _, e := time.Parse(time.DateOnly, s); e != nil {
			err = Rifiuta("Data non valida: la forma è AAAA-MM-GG e il giorno deve esistere.")
		}
	}
	*d = Data(s)
	return err
}

// UnmarshalGQL accepts RFC 3339 with a zone; fractions of a second are dropped.
func (d *DataOra) UnmarshalGQL(v any) error {
	s, err := text(v, "Istante")
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return Rifiuta("Istante non valido: la forma è 2026-10-28T15:04:00Z, con il fuso.")
	}
	*d = DataOraDi(t)
	return nil
}

// UnmarshalGQL accepts YYYY-MM with a month from 01 to 12.
func (m *AnnoMese) UnmarshalGQL(v any) error {
	s, err := text(v, "Mese")
	if err == nil {
		if _, e := time.Parse("2006-01", s); e != nil {
			err = Rifiuta("Mese non valido: la forma è AAAA-MM.")
		}
	}
	*m = AnnoMese(s)
	return err
}

func (d Data) MarshalGQL(w io.Writer)     { quote(w, string(d)) }
func (d DataOra) MarshalGQL(w io.Writer)  { quote(w, string(d)) }
func (m AnnoMese) MarshalGQL(w io.Writer) { quote(w, string(m)) }
