package transport

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/maypok86/otter/v2"

	"cassetto/internal/access"
)

const (
	rememberedFor   = time.Minute // a key that its issuer withdraws stops working within this time
	rememberedMost  = 50_000      // tokens, about 20 MB
	rememberedToken = 8 << 10     // bytes; a longer token is refused before it is looked up
)

// Remembering spares the check of the signature for a token that was recognised a moment ago, and has not expired. Tokens are
// kept by their hash.
func Remembering(verify Verify) Verify {
	known := otter.Must(&otter.Options[[sha256.Size]byte, access.Identita]{
		MaximumSize:      rememberedMost,
		ExpiryCalculator: otter.ExpiryWriting[[sha256.Size]byte, access.Identita](rememberedFor),
	})
	return func(ctx context.Context, token string) (access.Identita, error) {
		if token == "" || len(token) > rememberedToken {
			return verify(ctx, token)
		}
		key := sha256.Sum256([]byte(token))
		if who, ok := known.GetIfPresent(key); ok && time.Now().Before(who.Scadenza) {
			return who, nil
		}
		who, err := verify(ctx, token)
		if err == nil {
			known.Set(key, who)
		}
		return who, err
	}
}
