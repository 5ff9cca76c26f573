package importa

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maxPrimi is how many refused lines a Report names.
const maxPrimi = 20

// Scarto is a line that was refused.
type Scarto struct {
	Riga   int64  `json:"riga"`   // number of the line, from 1
	Motivo string `json:"motivo"` // in Italian, without values
}

// Report says how a load went, from the first line of the file even when it was interrupted and resumed.
type Report struct {
	Righe    int64            `json:"righe"`    // lines read, blank ones too
	Sezioni  map[string]int64 `json:"sezioni"`  // documents accepted, by section
	Cambiati int64            `json:"cambiati"` // documents that were new or different from what was stored
	Scarti   int64            `json:"scarti"`   // lines refused
	Primi    []Scarto         `json:"primi"`    // the first 20 of them
	Percorso string           `json:"-"`        // file of the refused lines; empty when there are none
	Ripreso  int64            `json:"-"`        // line after which this run went on; 0 when it read from the start
	Daccapo  string           `json:"-"`        // why an interrupted load was not resumed, in Italian; empty otherwise
}

// Documenti is the number of documents accepted.
func (r Report) Documenti() (n int64) {
	for _, d := range r.Sezioni {
		n += d
	}
	return n
}

// String is the report as a user reads it, in Italian, several lines.
func (r Report) String() string {
	var b strings.Builder
	if r.Ripreso > 0 {
		fmt.Fprintf(&b, "Ripreso dopo la riga %d.\n", r.Ripreso)
	}
	if r.Daccapo != "" {
		fmt.Fprintf(&b, "Ricominciato dall'inizio: %s.\n", r.Daccapo)
	}
	fmt.Fprintf(&b, "Righe lette: %d. Documenti accettati: %d, di cui nuovi o cambiati: %d. Righe scartate: %d.\n",
		r.Righe, r.Documenti(), r.Cambiati, r.Scarti)
	for _, s := range slices.Sorted(maps.Keys(r.Sezioni)) {
		fmt.Fprintf(&b, "  %s: %d\n", s, r.Sezioni[s])
	}
	if r.Scarti == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "Righe scartate, con il motivo, in %s\n", r.Percorso)
	for _, s := range r.Primi {
		fmt.Fprintf(&b, "  riga %d: %s\n", s.Riga, s.Motivo)
	}
	if n := r.Scarti - int64(len(r.Primi)); n > 0 {
		fmt.Fprintf(&b, "  … e altre %d\n", n)
	}
	return b.String()
}

func (r *Report) refuse(line int64, d *Difetto) {
	r.Scarti++
	if len(r.Primi) < maxPrimi {
		r.Primi = append(r.Primi, Scarto{line, d.Error()})
	}
}
