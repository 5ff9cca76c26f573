package access

import (
	"strings"
	"time"

	"cassetto/graph/model"
)

// Titoli are what the user is entitled to on a position at the instant now, as texts: "UNIEMENS" for a service without limits,
// "UNIEMENS RSSMRA80A01H501U" for one with a perimeter and each person in it. None when he may not know the position, or nothing
// of it.
func (m Mandato) Titoli(p Posizione, now time.Time) []string {
	var titoli []string
	for _, s := range model.AllServizio {
		d := m.Decide(p, &s, now)
		switch {
		case d.Esito != Consentito:
		case d.Perimetro == nil:
			titoli = append(titoli, string(s))
		default:
			for _, persona := range d.Perimetro {
				titoli = append(titoli, string(s)+" "+string(persona))
			}
		}
	}
	return titoli
}

// Conserva says whether the user may still know a position, and is still entitled on it to all of what Titoli said before. More
// than that does not matter: who was given a whole service still has what he had of a part of it.
func (m Mandato) Conserva(p Posizione, titoli []string, now time.Time) bool {
	if m.Decide(p, nil, now).Esito == Nascosto {
		return false
	}
	decise := map[model.Servizio]Decisione{}
	for _, t := range titoli {
		servizio, persona, solo := strings.Cut(t, " ")
		s := model.Servizio(servizio)
		d, gia := decise[s]
		if !gia {
			d = m.Decide(p, &s, now)
			decise[s] = d
		}
		if d.Esito != Consentito || !solo && d.Perimetro != nil || solo && !d.Vede(model.CodiceFiscale(persona)) {
			return false
		}
	}
	return true
}
