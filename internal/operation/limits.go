// Package operation measures GraphQL operations and holds them to limits, before anything is parsed, validated or executed.
package operation

import (
	"fmt"

	"cassetto/internal/fault"
)

// Mode says what happens to an operation over a limit.
type Mode uint8

const (
	Off     Mode = iota // nothing
	Observe             // it is let through and reported
	Enforce             // it is refused
)

// Limit is the greatest value of a measure that is accepted.
type Limit struct {
	Max  int  `json:"massimo"`
	Mode Mode `json:"modo"`
}

// passed says whether a measure is over the limit, and that matters.
func (l Limit) passed(found int) bool { return l.Mode != Off && found > l.Max }

// Rate is how much cost a caller may spend in time.
type Rate struct {
	PerMinute int  `json:"alMinuto"` // units of cost
	Burst     int  `json:"riserva"`  // units that a caller who has been quiet may spend at once
	Mode      Mode `json:"modo"`
}

// Limits are what an operation is held to; docs/limiti.md says what each counts.
type Limits struct {
	Document   Limit `json:"documento"`
	Variables  Limit `json:"variabili"`
	Tokens     Limit `json:"token"`
	Nesting    Limit `json:"annidamento"`
	Directives Limit `json:"direttive"`
	Spreads    Limit `json:"richiami"`
	Operations Limit `json:"operazioni"`
	Fragments  Limit `json:"frammenti"`
	Values     Limit `json:"valori"`
	Work       Limit `json:"validazione"`
	Depth      Limit `json:"profondita"`
	Aliases    Limit `json:"alias"`
	RootFields Limit `json:"radici"`
	Fields     Limit `json:"campi"`
	Page       Limit `json:"pagina"`
	Bulk       Limit `json:"chiavi"`
	Cost       Limit `json:"costo"`
	Rate       Rate  `json:"frequenza"`
}

// Measures are the figures of one operation as far as they are known: those not taken yet are zero.
type Measures struct {
	Document  int // bytes
	Variables int // bytes of their JSON
	Syntax
	Shape
	Price
}

// Violation is a measure over its limit.
type Violation struct {
	Limit      string // its key in the policy's file
	Found, Max int    // Found may be where the measure stopped
	phrase     string
}

// Fault is the refusal that the user reads.
func (v Violation) Fault() *fault.Error {
	found := fmt.Sprint(v.Found)
	if v.Found >= ceiling {
		found = fmt.Sprint("più di ", v.Max)
	}
	return fault.Errorf(fault.TooComplex, "Operazione troppo complessa: "+v.phrase+".", found, v.Max)
}

// held is one limit: its key, what the user is told, where it stands and what it holds.
type held struct {
	key, phrase string
	limit       func(*Limits) *Limit
	found       func(*Measures) int
}

// all lists the limits in the order in which they are checked, which is that in which they become known.
var all = []held{
	{"documento", "testo di %s byte, al più %d", func(l *Limits) *Limit { return &l.Document }, func(m *Measures) int { return m.Document }},
	{"variabili", "variabili di %s byte, al più %d", func(l *Limits) *Limit { return &l.Variables }, func(m *Measures) int { return m.Variables }},
	{"token", "%s token, al più %d", func(l *Limits) *Limit { return &l.Tokens }, func(m *Measures) int { return m.Tokens }},
	{"annidamento", "parentesi annidate per %s livelli, al più %d", func(l *Limits) *Limit { return &l.Nesting }, func(m *Measures) int { return max(m.Braces, m.Brackets) }},
	{"direttive", "%s direttive, al più %d", func(l *Limits) *Limit { return &l.Directives }, func(m *Measures) int { return m.Directives }},
	{"richiami", "%s richiami di frammenti, al più %d", func(l *Limits) *Limit { return &l.Spreads }, func(m *Measures) int { return m.Spreads }},
	{"operazioni", "%s operazioni nel documento, al più %d", func(l *Limits) *Limit { return &l.Operations }, func(m *Measures) int { return m.Operations }},
	{"frammenti", "%s frammenti, al più %d", func(l *Limits) *Limit { return &l.Fragments }, func(m *Measures) int { return m.Fragments }},
	{"profondita", "%s livelli di profondità, al più %d", func(l *Limits) *Limit { return &l.Depth }, func(m *Measures) int { return m.Depth }},
	{"alias", "%s alias, al più %d", func(l *Limits) *Limit { return &l.Aliases }, func(m *Measures) int { return m.Aliases }},
	{"radici", "%s campi di primo livello, al più %d", func(l *Limits) *Limit { return &l.RootFields }, func(m *Measures) int { return m.RootFields }},
	{"campi", "%s campi, al più %d", func(l *Limits) *Limit { return &l.Fields }, func(m *Measures) int { return m.Fields }},
	{"valori", "%s valori scritti negli argomenti, al più %d", func(l *Limits) *Limit { return &l.Values }, func(m *Measures) int { return m.Values }},
	{"validazione", "%s passi per convalidarla, al più %d", func(l *Limits) *Limit { return &l.Work }, func(m *Measures) int { return m.Work }},
	{"pagina", "pagine di %s righe, al più %d", func(l *Limits) *Limit { return &l.Page }, func(m *Measures) int { return m.Page }},
	{"chiavi", "%s chiavi, al più %d", func(l *Limits) *Limit { return &l.Bulk }, func(m *Measures) int { return m.Bulk }},
	{"costo", "costo %s, al più %d", func(l *Limits) *Limit { return &l.Cost }, func(m *Measures) int { return m.Cost }},
}

// Syntax is where Scan may stop: at the limits that are enforced.
func (l *Limits) Syntax() Syntax {
	enforced := func(limit Limit) int {
		if limit.Mode != Enforce {
			return 0
		}
		return max(1, limit.Max)
	}
	return Syntax{
		Tokens: enforced(l.Tokens), Braces: enforced(l.Nesting), Brackets: enforced(l.Nesting),
		Directives: enforced(l.Directives), Spreads: enforced(l.Spreads),
	}
}

// Check compares what is known of an operation with the limits. The error is the first that is enforced and passed, a
// fault.Error; the list is of those passed that are only observed.
func (l *Limits) Check(m Measures) (observed []Violation, err error) {
	for i := range all {
		h := &all[i]
		limit, found := *h.limit(l), h.found(&m)
		if !limit.passed(found) {
			continue
		}
		v := Violation{h.key, found, limit.Max, h.phrase}
		if limit.Mode == Enforce && err == nil {
			err = v.Fault()
		}
		if limit.Mode == Observe {
			observed = append(observed, v)
		}
	}
	return observed, err
}
