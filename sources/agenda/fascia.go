package agenda

import (
	"cmp"
	"strings"
	"time"

	"cassetto/graph/model"
)

// IDGiornata is the identifier of a day in the calendar of an office.
func IDGiornata(sede model.CodiceSede, giorno model.Data) string {
	return string(sede) + "-" + string(giorno)
}

// dove is what the identifier of an interval says: its office, its day and when it begins.
type dove struct {
	sede   model.CodiceSede
	giorno model.Data
	inizio time.Time
}

// dall reads the identifier of an interval; false when it is none.
func dall(id string) (d dove, ok bool) {
	parti := strings.Split(id, "-")
	if len(parti) < 6 || parti[0] != "F" || d.sede.UnmarshalGQL(parti[1]) != nil {
		return dove{}, false
	}
	inizio, err := time.ParseInLocation("20060102-1504", parti[2]+"-"+parti[3], model.Roma)
	if err != nil {
		return dove{}, false
	}
	d.giorno, d.inizio = model.DataDi(inizio), inizio
	return d, true
}

// GiornataDi is the identifier of the day of an interval; false when the identifier of the interval is none.
func GiornataDi(fascia string) (string, bool) {
	d, ok := dall(fascia)
	return IDGiornata(d.sede, d.giorno), ok
}

// Fascia is the interval of a day that has an identifier; nil when there is none. The day may be nil.
func Fascia(g *model.GiornoCalendario, id string) *model.Fascia {
	if g == nil {
		return nil
	}
	for i := range g.Fasce {
		if g.Fasce[i].ID == id {
			return &g.Fasce[i]
		}
	}
	return nil
}

// istante is when something happens; the zero time when a document does not say.
func istante(d model.DataOra) time.Time {
	t, _ := time.Parse(time.RFC3339, string(d))
	return t.In(model.Roma)
}

// inOrdine orders intervals by when they begin, then by where and how they are held.
func inOrdine(a, b model.Fascia) int {
	return cmp.Or(cmp.Compare(a.Inizio, b.Inizio), cmp.Compare(a.ID, b.ID))
}

// siSovrappongono says whether the same desk would hold two intervals at once.
func siSovrappongono(a, b *model.Fascia) bool {
	return stessoPunto(a.PuntoConsulenza, b.PuntoConsulenza) && a.Modalita == b.Modalita && a.Inizio < b.Fine && b.Inizio < a.Fine
}

func stessoPunto(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
