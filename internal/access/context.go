package access

import (
	"context"
	"time"

	"cassetto/graph/model"
)

// Identita is who a verified token speaks of: a person, or the back office of a sede. It proves who it is, not what he may do.
type Identita struct {
	CodiceFiscale model.CodiceFiscale // of the person, 16 characters; of the entity that runs the service, 11 digits; check verified
	Nome          string              // name and surname as the identity provider writes them; may be empty
	// Profilo is the profile the person asks to act with; nil when the token does not say. It is a wish: whoever makes the
	// Mandato must see that the person really has that profile.
	Profilo *model.ProfiloUtente
	// Servizio is the client identifier of a service, up to 100 printable bytes; empty for a person.
	Servizio string
	Sede     *model.CodiceSede // that a service works for; nil for a person
	Scadenza time.Time         // when the token ends; a subscription must not outlive it
}

// Stessa says whether another token is of the same person, or of the same service for the same sede. The profile does not matter.
func (i Identita) Stessa(altra Identita) bool {
	sede := i.Sede == altra.Sede || i.Sede != nil && altra.Sede != nil && *i.Sede == *altra.Sede
	return i.CodiceFiscale == altra.CodiceFiscale && i.Servizio == altra.Servizio && sede
}

type chiaveIdentita struct{}

// With returns a context that carries who is calling.
func With(ctx context.Context, i Identita) context.Context {
	return context.WithValue(ctx, chiaveIdentita{}, i)
}

// From is who is calling; false when nobody was recognised.
func From(ctx context.Context) (Identita, bool) {
	i, ok := ctx.Value(chiaveIdentita{}).(Identita)
	return i, ok
}
