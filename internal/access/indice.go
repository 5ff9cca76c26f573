package access

import (
	"iter"
	"sync/atomic"

	"cassetto/graph/model"
)

// indice are the titles of a user by the code they are on, in the order of his deleghe. They never change once made.
type indice struct {
	titoli   []titolo
	primo    map[string]int32 // by matricola or codice fiscale: the two cannot be mistaken, and the title knows which it has
	impronta atomic.Pointer[impronta]
	giorno   atomic.Pointer[giornata] // the last one that was asked about
}

func indicizza(m Mandato) *indice {
	ix := &indice{titoli: make([]titolo, 0, len(m.Deleghe)), primo: make(map[string]int32, len(m.Deleghe))}
	for i := range m.Deleghe {
		if t, ok := m.titoloDi(&m.Deleghe[i]); ok {
			ix.titoli = append(ix.titoli, t)
		}
	}
	for i := len(ix.titoli) - 1; i >= 0; i-- { // backwards, so that the chains run forwards
		t := &ix.titoli[i]
		t.dopo = -1
		if dopo, altri := ix.primo[t.codice]; altri {
			t.dopo, ix.titoli[dopo].capo = dopo, false
		}
		t.capo, ix.primo[t.codice] = true, int32(i)
	}
	return ix
}

// titoloDi is what a delega gives to this user; false when nothing, at any instant.
func (m Mandato) titoloDi(d *model.Delega) (titolo, bool) {
	switch {
	case !riceve(&m.Utente, d):
		return titolo{}, false
	case d.Tipo == model.TipoDelegaSubdelega:
		return subordinato(d, m.Padri)
	}
	return contenuto(d, d.Tipo)
}

// su are the titles on a position, those on its matricola before those on its codice fiscale.
func (ix *indice) su(p Posizione) iter.Seq[*titolo] {
	return func(yield func(*titolo) bool) {
		for n, codice := range [...]string{string(p.Matricola), string(p.CodiceFiscale)} {
			for t := ix.primoSu(codice); t != nil; t = ix.dopo(t) {
				if t.perMatricola == (n == 0) && !yield(t) {
					return
				}
			}
		}
	}
}

// primoSu is the first title on a code, nil when there is none.
func (ix *indice) primoSu(codice string) *titolo {
	if i, ok := ix.primo[codice]; ok {
		return &ix.titoli[i]
	}
	return nil
}

// dopo is the next title on the same code, nil when there is none.
func (ix *indice) dopo(t *titolo) *titolo {
	if t.dopo < 0 {
		return nil
	}
	return &ix.titoli[t.dopo]
}
