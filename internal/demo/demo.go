// Package demo makes the companies that a demonstration shows: the named ones, written by hand, then as many generated ones
// as wanted. None can be real: VAT offices 101-119, the comune of birth A000 and matricole that begin with 99 do not exist.
package demo

import (
	"context"
	"fmt"
	"time"

	"cassetto/graph/model"
)

// MaxAziende is the greatest number of generated companies: beyond it some serial numbers would come twice.
const MaxAziende = 250_000

// Options says which data to make.
type Options struct {
	Aziende int       // generated companies, besides the named ones; from 0 to MaxAziende
	Oggi    time.Time // the day the data are of, in Italy, from 2026-11-23 to 2028-06-30; zero is the first of them
}

// The hand-written rows are of primoOggi: before it some of them would lie in the future, and after ultimoOggi the oldest speak
// of months that the ten years of returns no longer hold.
var (
	primoOggi  = time.Date(2026, time.November, 23, 0, 0, 0, 0, model.Roma)
	ultimoOggi = giornoDi(2028, time.June, 30)
)

// Generate hands every document to emit: offices and users first, then the named companies, then the generated ones in
// order, each with all its documents. It holds one company in memory at a time. The same options give the same documents, and
// company n is the same however many follow it. It stops at the first error of emit or when ctx ends.
func Generate(ctx context.Context, o Options, emit func(archivio, sezione string, doc any) error) error {
	if o.Oggi.IsZero() {
		o.Oggi = primoOggi
	}
	if o.Aziende < 0 || o.Aziende > MaxAziende {
		return fmt.Errorf("demo: %d companies asked for, from 0 to %d can be made", o.Aziende, MaxAziende)
	}
	oggi := giornoDi(o.Oggi.In(model.Roma).Date())
	if oggi < giornoDi(primoOggi.Date()) || oggi > ultimoOggi {
		return fmt.Errorf("demo: the data cannot be of %s: from %s to %s", oggi.data(), primoOggi.Format(time.DateOnly), ultimoOggi.data())
	}
	u := &uscita{emit: emit}
	emettiSedi(u)
	emettiUtenti(u)
	for _, azienda := range nominate {
		p := azienda(oggi)
		p.dialoga()
		p.riscontra()
		p.emetti(u)
	}
	for n := range o.Aziende {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := generata(n, oggi)
		p.dialoga()
		p.riscontra()
		p.emetti(u)
		if u.err != nil {
			return u.err
		}
	}
	return u.err
}

// nominate are the companies written by hand.
var nominate = [...]func(oggi giorno) *posizione{aurora, auroraBergamo, panificio, edilnova, alMolo, assoimprese}
