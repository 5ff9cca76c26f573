package archive

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"

	"cassetto/graph/model"
)

// ID is the identifier of what a command makes, after a prefix. The same person with the same idempotency key always gets the
// same one; without a key every call gets another.
func ID(prefix string, who model.CodiceFiscale, key string) string {
	if key == "" {
		return prefix + rand.Text()[:16]
	}
	return prefix + Digest(who, key)
}

// Digest stands for a person and his idempotency key.
func Digest(who model.CodiceFiscale, key string) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s|%s", who, key))
	return base32.StdEncoding.EncodeToString(h[:10])
}
