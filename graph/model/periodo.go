package model

import (
	"fmt"
	"time"
)

// dated is a row that speaks of a time: Intervallo is the half-open interval of days, whose end is empty while it lasts.
type dated interface{ Intervallo() (dal, al string) }

func (r *AziendaCollegata) Intervallo() (dal, al string) { return span(r.Dal, r.Al) }
func (r *AziendaStessoCodiceFiscale) Intervallo() (dal, al string) {
	return span(r.DataInizio, r.DataFine)
}
func (r *SoggettoCollegato) Intervallo() (dal, al string)           { return span(r.Dal, r.Al) }
func (r *PosizioneLavoratoreAutonomo) Intervallo() (dal, al string) { return span(r.Dal, r.Al) }
func (r *Interruzione) Intervallo() (dal, al string)                { return span(r.Dal, r.Al) }
func (r *RagioneSocialePregressa) Intervallo() (dal, al string)     { return span(r.Dal, &r.Al) }
func (r *Dipendenza) Intervallo() (dal, al string)                  { return span(r.Dal, r.Al) }

func (r *CreditoInadempienza) Intervallo() (dal, al string) { return months(r.PeriodoDa, r.PeriodoA) }
func (r *DomandaCig) Intervallo() (dal, al string)          { return span(r.PeriodoDa, oltre(r.PeriodoA)) }
func (r *NotaDiRettifica) Intervallo() (dal, al string)     { return months(r.Periodo, r.Periodo) }
func (r *Emens) Intervallo() (dal, al string)               { return months(r.Periodo, r.Periodo) }
func (r *Committente10) Intervallo() (dal, al string)       { return months(r.Periodo, r.Periodo) }
func (r *Ispezione) Intervallo() (dal, al string)           { return day(r.DataAccesso) }
func (r *IscrizioneARuolo) Intervallo() (dal, al string)    { return day(r.DataFormazione) }
func (r *DilazioneSuCartella) Intervallo() (dal, al string) { return day(r.DataIstanza) }
func (r *DomandaDiDilazione) Intervallo() (dal, al string)  { return day(r.DataDomanda) }
func (r *FondoInterprofessionale) Intervallo() (dal, al string) {
	return months(r.Decorrenza, r.Decorrenza)
}
func (r *PostaIbrida) Intervallo() (dal, al string) { return day(r.DataSpedizione) }

// Intervallo is the year of the comparison.
func (r *ConfrontoDm10) Intervallo() (dal, al string) {
	return fmt.Sprintf("%04d-01-01", r.Anno), fmt.Sprintf("%04d-01-01", r.Anno+1)
}

// Intervallo is when a delega holds; its last day is included.
func (d *Delega) Intervallo() (dal, al string) {
	if d.Fine == nil {
		return string(d.Inizio), ""
	}
	return days(d.Inizio, *d.Fine)
}

// span is the interval from a day to an optional day, excluded.
func span(dal Data, al *Data) (string, string) {
	if al == nil {
		return string(dal), ""
	}
	return string(dal), string(*al)
}

// days is the interval from a day to another, included.
func days(dal, al Data) (string, string) { return string(dal), string(al) + "~" }

// day is the interval of a single day.
func day(d Data) (string, string) { return days(d, d) }

// months is the interval from the first day of a month to the end of another.
func months(da, a AnnoMese) (string, string) {
	dal, _ := da.Estremi()
	_, al := a.Estremi()
	return dal, al
}

// oltre is the day after the last of a period.
func oltre(ultimo Data) *Data {
	t, err := time.Parse(time.DateOnly, string(ultimo))
	if err != nil {
		return nil
	}
	d := Data(t.AddDate(0, 0, 1).Format(time.DateOnly))
	return &d
}
