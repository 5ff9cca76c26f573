package model

// Insieme are the companies that one list of a response brought together: what is asked of one is read for all of them at
// once. It belongs to one response and is never cached.
type Insieme struct{ Aziende []Azienda }

// Riunisci makes one Insieme of the companies and returns it; its members know it.
func Riunisci(aziende []Azienda) *Insieme {
	i := &Insieme{Aziende: aziende}
	for n := range aziende {
		aziende[n].Insieme = i
	}
	return i
}
