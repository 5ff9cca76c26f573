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
