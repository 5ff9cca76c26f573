// Package access decides what a person may do: for which companies, for which services, at this instant. The decision is
// pure: it reads a Mandato and a clock reading, never an archive. Only token.go and chiavi.go look at the outside world.
//
// Profile (who one is) and delega (for whom one acts) are two different grants (circ. INPS 28/2011): an identity provider
// proves a person, never that he may act for a company.
package access

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// Posizione is what a decision needs to know of a company. Sede may be empty when it is not known: no operator sees it then.
type Posizione struct {
	Matricola     model.Matricola
	CodiceFiscale model.CodiceFiscale
	Sede          model.CodiceSede
}

// Esito is the outcome of a decision; the zero value refuses.
type Esito uint8

const (
	// Nascosto: the company may not even be known to exist.
	Nascosto Esito = iota
	// Negato: the company is known to the user, but not for this service.
	Negato
	// Consentito: the user may act, within the perimeter.
	Consentito
)

func (e Esito) String() string {
	switch e {
	case Consentito:
		return "CONSENTITO"
	case Negato:
		return "NEGATO"
	}
	return "NASCOSTO"
}

// Decisione is what a user may do for a company and a service at an instant.
type Decisione struct {
	Esito Esito
	// Perimetro are the only persons whose rows may be shown, sorted; nil is everybody, empty is nobody.
	Perimetro []model.CodiceFiscale
	// Delega is the id of the delega that the decision rests on, for the access log; empty when it rests on none. When more
	// than one entitles, it is the first of the total ones, else the first of the partial ones.
	Delega string
}

// Vede says whether the rows of a person may be shown.
func (d Decisione) Vede(persona model.CodiceFiscale) bool {
	if d.Esito != Consentito {
		return false
	}
	_, dentro := slices.BinarySearch(d.Perimetro, persona)
	return dentro || d.Perimetro == nil
}

// Mandato is everything that entitles a user: who he is and the deleghe that he, his firm or his company received. NewMandato
// makes it; after that it must not be modified and any number of goroutines may use it. A literal works too, slowly.
type Mandato struct {
	Utente  model.Utente
	Deleghe []model.Delega          // also ended ones and those of other profiles: they are told apart here
	Padri   map[string]model.Delega // parents of the subdeleghe, by id
	indice  *indice
}

// NewMandato indexes the deleghe by position, once: Decide then costs the same with one delega as with twenty thousand.
func NewMandato(utente model.Utente, deleghe []model.Delega, padri map[string]model.Delega) Mandato {
	m := Mandato{Utente: utente, Deleghe: deleghe, Padri: padri}
	m.indice = indicizza(m)
	return m
}

// PuoScrivere says whether the user may command anything at all: an analyst reads everything and changes nothing.
func (m Mandato) PuoScrivere() bool {
	return m.Utente.Profilo.IsValid() && m.Utente.Profilo != model.ProfiloUtenteAnalista
}

// Decide says what the user may do for the company of p and the service s at the instant now; a nil s asks only whether he
// may know the company, by any title at all. It is profile ∧ (own company ∨ active delega or subdelega on this position ∧
// service ∧ perimeter), and every part is judged at that instant, nothing is remembered.
//
// Without a delega: an analyst has every service of every company, an operator every service of the companies of his own
// sede, the legal representative every service of every position of his company (forms SC65), and the employee whom the
// company enabled (form SC62) every service of it but DELEGHE, which belongs to the holder. An employee without an own
// company acts only by the deleghe made out to him, and so is restricted to them.
//
// By delega: the services that it lists, DELEGHE never. Perimeters unite over the deleghe that grant this very service;
// with a nil s, over all of them.
func (m *Mandato) Decide(p Posizione, s *model.Servizio, now time.Time) Decisione {
	chiesti := ogniServizio
	if s != nil {
		chiesti = servizi(*s)
	}
	if propri := m.propri(p); propri != 0 {
		if propri&chiesti == 0 {
			return Decisione{Esito: Negato} // DELEGHE, which no delega could add
		}
		return Decisione{Esito: Consentito}
	}
	return m.perDelega(p, chiesti, now)
}

// perDelega decides by the deleghe alone.
func (m *Mandato) perDelega(p Posizione, chiesti insieme, now time.Time) Decisione {
	var d Decisione
	ix := m.titoli()
	ora := ix.istante(now)
	for t := range ix.su(p) {
		switch {
		case !t.vale(ora):
		case t.servizi&chiesti == 0:
			d.Esito = max(d.Esito, Negato)
		case t.persone == nil:
			return Decisione{Esito: Consentito, Delega: t.delega}
		case d.Esito != Consentito:
			d = Decisione{Esito: Consentito, Perimetro: slices.Clone(t.persone), Delega: t.delega}
		default:
			d.Perimetro = append(d.Perimetro, t.persone...)
		}
	}
	slices.Sort(d.Perimetro)
	d.Perimetro = slices.Compact(d.Perimetro)
	return d
}

// propri are the services that the user has on a position by what he is, without any delega.
func (m *Mandato) propri(p Posizione) insieme {
	u := &m.Utente
	switch u.Profilo {
	case model.ProfiloUtenteAnalista:
		return ogniServizio
	case model.ProfiloUtenteOperatore:
		if coincide(u.Sede, p.Sede) {
			return ogniServizio
		}
	case model.ProfiloUtenteLegaleRappresentante:
		if coincide(u.Azienda, p.CodiceFiscale) {
			return ogniServizio
		}
	case model.ProfiloUtenteAzienda:
		if coincide(u.Azienda, p.CodiceFiscale) {
			return delegabili
		}
	}
	return 0
}

// titoli is the index, made now when the Mandato did not come from NewMandato.
func (m *Mandato) titoli() *indice {
	if m.indice == nil {
		return indicizza(*m)
	}
	return m.indice
}

// coincide compares a code that may be missing; two missing codes are not the same code.
func coincide[T ~string](a *T, b T) bool { return a != nil && b != "" && *a == b }
