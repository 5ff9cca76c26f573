package access

import (
	"context"
	"time"

	"cassetto/graph/model"
)

// Identita is who a verified token speaks of. It proves a person, not what he may do.
type Identita struct {
	CodiceFiscale model.CodiceFiscale // 16 characters, check letter verified
	Nome          string              // name and surname as the identity provider writes them; may be empty
	// Profilo is the profile the person asks to act with; nil when the token does not say. It is a wish: whoever makes the
	// Mandato must see that the person really has that profile.
	Profilo  *model.ProfiloUtente
	Scadenza time.Time // when the token ends; a subscription must not outlive it
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
