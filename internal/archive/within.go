package archive

import (
	"cassetto/internal/access"
	"cassetto/internal/store"
)

// Within selects the documents of the companies of an ambito; sede is the field that has the office in charge.
func Within(a access.Ambito, sede string) store.Filter {
	byMatricola := store.In{Field: "matricola", Values: Texts(a.Matricole)}
	byCodiceFiscale := store.In{Field: "codiceFiscale", Values: Texts(a.CodiciFiscali)}
	switch {
	case a.Tutto:
		return store.All{}
	case a.Sede != nil:
		return store.In{Field: sede, Values: []string{string(*a.Sede)}}
	case len(a.CodiciFiscali) == 0:
		return byMatricola
	case len(a.Matricole) == 0:
		return byCodiceFiscale
	}
	return store.Or{byMatricola, byCodiceFiscale}
}

// Texts are codes as filters want them.
func Texts[T ~string](codes []T) []string {
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = string(c)
	}
	return texts
}

// Criteria are what documents must all be, as far as somebody asks for it.
type Criteria struct{ store.And }

// Equal asks for a value of a field, unless it is nil.
func (c *Criteria) Equal(field string, value *string) {
	if value != nil {
		c.And = append(c.And, store.In{Field: field, Values: []string{*value}})
	}
}

// Among asks for one of some values of a field, unless there are none.
func (c *Criteria) Among(field string, values []string) {
	if len(values) > 0 {
		c.And = append(c.And, store.In{Field: field, Values: values})
	}
}
