package stampe

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// What DaFare says.
const (
	daStampare = "SI"
	daTogliere = "FILE"
	resti      = "RESTI" // it has no document, but attempts may have left something
)

const (
	// tenuta is how long others leave a print alone on which somebody is at work.
	tenuta = 30 * time.Second
	// pausa is how long it is left alone after an attempt that failed.
	pausa = 5 * time.Second
	// tentativi are how many attempts there are.
	tentativi = 3
)

// Finita says whether nothing of a print changes any more, but that its document goes.
func Finita(s model.StatoStampa) bool {
	return s == model.StatoStampaPronta || s == model.StatoStampaParziale || s == model.StatoStampaErrore
}

// libera says whether anybody may begin with a print.
func libera(s *model.Stampa, ora time.Time) bool {
	return s.DaFare == daStampare && abbandonata(s.Lavoro, ora)
}

// abbandonata says whether nobody is at work.
func abbandonata(l *model.LavoroStampa, ora time.Time) bool {
	return l == nil || l.FinoAl <= model.DataOraDi(ora)
}

// esaurita says whether there were all attempts.
func esaurita(s *model.Stampa) bool { return s.Lavoro != nil && s.Lavoro.Tentativo >= tentativi }

// prende gives a print to who begins with it.
func prende(s *model.Stampa, chi string, ora time.Time) {
	tentativo := int32(1)
	if s.Lavoro != nil {
		tentativo = s.Lavoro.Tentativo + 1
	}
	s.Stato = model.StatoStampaInElaborazione
	s.Lavoro = &model.LavoroStampa{Chi: chi, Tentativo: tentativo, FinoAl: model.DataOraDi(ora.Add(tenuta))}
}

// sua says whether a print is still that of who began with it.
func sua(s *model.Stampa, l model.LavoroStampa) bool {
	return s.DaFare == daStampare && s.Lavoro != nil && s.Lavoro.Chi == l.Chi && s.Lavoro.Tentativo == l.Tentativo
}

// finisce ends a print.
func finisce(s *model.Stampa, stato model.StatoStampa, ora time.Time) {
	s.Stato, s.DataFine, s.Sezione, s.Lavoro, s.DaFare = stato, new(model.DataOraDi(ora)), nil, nil, ""
}

// riesce ends a print that has its document.
func riesce(s *model.Stampa, f *fatta, ora time.Time) {
	stato := model.StatoStampaPronta
	if len(f.Mancanti) > 0 {
		stato = model.StatoStampaParziale
	}
	finisce(s, stato, ora)
	s.Avanzamento, s.DaFare = 100, daTogliere
	s.ArchiviMancanti = append([]string{}, f.Mancanti...)
	s.Pagine, s.Dimensione, s.Sha256 = new(int32(f.Pagine)), new(int32(f.dimensione)), &f.sha256
	s.Nome, s.Scadenza = new(nome(s.Matricola, ora)), new(model.DataOraDi(ora.Add(Durata)))
	s.Chi.Titoli = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(s.Chi.Titoli), f.Titoli...))))
}
