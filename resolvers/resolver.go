// Package resolvers is the shell of the graph: every field is one line that finds its section. What may be read is decided
// here, by the directive @accesso, and nowhere else.
package resolvers

import (
	"context"
	"time"

	"cassetto/internal/allegati"
	"cassetto/internal/answers"
	"cassetto/internal/plan"
	"cassetto/sources"
	"cassetto/sources/agenda"
)

// Resolver resolves the fields of the graph.
type Resolver struct {
	Sources *sources.Sources
	Now     func() time.Time
	Answers *answers.Cache // nil: none are kept

	Unplanned bool // the library's executor answers queries too
	piani     *plan.Schema

	Imballatore         *allegati.Imballatore            // checks and packs attachments
	Sigillo             *allegati.Sigillo                // signs links to them
	Segnala             func(richiesta string)           // says that a request has a new event
	Regole              agenda.Regole                    // of which ambiti one must have written before one books
	SegnalaAppuntamento func(appuntamento string)        // says that an appointment has a new event
	SegnalaVerifica     func(verifica string)            // says that a check of regularity is to be looked at
	SegnalaStampa       func(stampa string)              // says that a print was asked for
	Live                *Feeds                           // nil: nobody can subscribe
	Seen                func(ctx context.Context) string // cursor of the last event that a client who comes back has seen, empty when not known
}
