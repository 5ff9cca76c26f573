package access

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"cassetto/graph/model"
)

// Impronta is a fingerprint of all that Decide and Ambito depend on, but not of whom they decide for: as long as it is the same,
// every decision is, and two persons who have the same one may see the same. It names the Italian day of now, and holds for
// the rest of it. It is false when a revocation is still to come, because the time of that day would then matter as well.
func (m Mandato) Impronta(now time.Time) ([sha256.Size]byte, bool) {
	ix := m.titoli()
	ora := ix.istante(now)
	i := ix.impronta.Load()
	if i == nil || i.oggi != ora.oggi {
		i = ix.improntaDel(ora.oggi, m.Utente)
		ix.impronta.Store(i) // whoever comes at the same time makes the same one
	}
	return i.somma, !now.Before(i.revoca)
}

// impronta is the fingerprint of one day.
type impronta struct {
	oggi   model.Data
	somma  [sha256.Size]byte
	revoca time.Time // the last one of all titles; the zero time when there is none
}

// improntaDel is made of the titles that hold on a day, in an order of their own: that of the deleghe does not matter. Of those
// with a revocation none does once they have all passed.
func (ix *indice) improntaDel(oggi model.Data, u model.Utente) *impronta {
	i := &impronta{oggi: oggi}
	var valgono []*titolo
	for n := range ix.titoli {
		t := &ix.titoli[n]
		if t.periodo.revoca.After(i.revoca) {
			i.revoca = t.periodo.revoca
		}
		if t.periodo.revoca.IsZero() && t.periodo.comprende(istante{oggi: oggi}) {
			valgono = append(valgono, t)
		}
	}
	slices.SortFunc(valgono, confronta)
	valgono = slices.CompactFunc(valgono, func(a, b *titolo) bool { return confronta(a, b) == 0 })

	b := make([]byte, 0, 64*(1+len(valgono)))
	for _, t := range []string{string(oggi), string(u.Profilo), valore(u.Sede), valore(u.Azienda)} {
		b = testo(b, t)
	}
	for _, t := range valgono {
		b = append(testo(b, t.codice), bit(t.perMatricola), byte(t.servizi), bit(t.persone == nil)) // everybody is not nobody
		b = binary.AppendUvarint(b, uint64(len(t.persone)))
		for _, p := range t.persone {
			b = testo(b, string(p))
		}
	}
	i.somma = sha256.Sum256(b)
	return i
}

// confronta orders titles by what they give while they hold.
func confronta(a, b *titolo) int {
	return cmp.Or(
		cmp.Compare(a.codice, b.codice),
		cmp.Compare(bit(a.perMatricola), bit(b.perMatricola)),
		cmp.Compare(a.servizi, b.servizi),
		cmp.Compare(bit(a.persone == nil), bit(b.persone == nil)),
		slices.Compare(a.persone, b.persone),
	)
}

// testo writes a text so that it cannot run into the next.
func testo(b []byte, t string) []byte { return append(binary.AppendUvarint(b, uint64(len(t))), t...) }

func bit(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// valore is what a pointer points at; nothing when it is nil, which for a code means the same as an empty one.
func valore[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return string(*p)
}
