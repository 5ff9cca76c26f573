package agenda

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// impegno is what a request is engaged in: it has one place.
type impegno struct {
	Richiesta   string              `json:"richiesta"`
	Occupazioni []model.Occupazione `json:"occupazioni"`
}

// ConLiberi is an interval of a calendar that knows how many of its places are free at an instant.
func ConLiberi(f model.Fascia, ora time.Time) model.Fascia {
	f.PostiLiberi = postiLiberi(&f, ora)
	return f
}

func postiLiberi(f *model.Fascia, ora time.Time) int32 {
	if len(f.Occupazioni) == 0 {
		return f.Posti
	}
	return max(0, f.Posti-int32(prese(valide(f.Occupazioni, model.DataOraDi(ora)))))
}

// prese is how many places are taken. An appointment that was taken one for several times, by a command that was repeated, has one.
func prese(oo []model.Occupazione) (n int) {
	for i, o := range oo {
		if !slices.ContainsFunc(oo[:i], di(o.Appuntamento)) {
			n++
		}
	}
	return n
}

// valide are the places that are taken at an instant.
func valide(oo []model.Occupazione, ora model.DataOra) []model.Occupazione {
	ancora := make([]model.Occupazione, 0, len(oo)+1)
	for _, o := range oo {
		if o.Fino > ora {
			ancora = append(ancora, o)
		}
	}
	return ancora
}

// quali are some of the places that are taken.
type quali = func(model.Occupazione) bool

// di are those of an appointment.
func di(appuntamento string) quali {
	return func(o model.Occupazione) bool { return o.Appuntamento == appuntamento }
}

// del are those that one call of the command took.
func del(tentativo string) quali {
	return func(o model.Occupazione) bool { return o.Tentativo == tentativo }
}

// tieni gives an appointment one of so many places until an instant; false when none is free. Every call of a command has a place
// of its own, which counts once an appointment: one that comes to nothing takes nothing back from the other.
func tieni(oo []model.Occupazione, posti int, o model.Occupazione, ora model.DataOra) ([]model.Occupazione, bool) {
	ancora := valide(oo, ora)
	if prese(ancora) >= posti && !slices.ContainsFunc(ancora, di(o.Appuntamento)) {
		return oo, false
	}
	return append(ancora, o), true
}

// fissa makes an appointment keep its place until an instant; false when it has none. How long it had it for does not matter, as
// long as nobody else was given it.
func fissa(oo []model.Occupazione, o model.Occupazione) ([]model.Occupazione, bool) {
	altre, sua := libera(oo, di(o.Appuntamento))
	if !sua {
		return oo, false
	}
	return append(altre, o), true
}

// libera gives places back; false when there are none of these.
func libera(oo []model.Occupazione, q quali) ([]model.Occupazione, bool) {
	if !slices.ContainsFunc(oo, q) {
		return oo, false
	}
	return slices.DeleteFunc(slices.Clone(oo), q), true
}
