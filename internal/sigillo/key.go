// Package sigillo seals what others keep or carry for us, with AES-256-GCM and keys that can be replaced while they are in use.
package sigillo

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
)

var errKeys = errors.New("keys must be base64 of 32 bytes each, separated by commas, none twice")

// Key is a secret that seals. Printed, it is its identifier only.
type Key struct {
	id     ID // the beginning of the secret's SHA-256
	secret [32]byte
}

// ParseKeys reads keys, each of them 32 bytes in standard or URL-safe base64, separated by commas; there may be none. The first
// seals. A new key is made known to all instances as the last, before it becomes the first; an old one stays until what it has
// sealed is no longer kept. A key should be replaced before it has sealed 2³² values. The error does not repeat the text.
func ParseKeys(text string) ([]Key, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var keys []Key
	for part := range strings.SplitSeq(text, ",") {
		plain := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(strings.TrimSpace(part), "="))
		secret, err := base64.RawStdEncoding.Strict().DecodeString(plain)
		if err != nil || len(secret) != 32 {
			return nil, errKeys
		}
		sum := sha256.Sum256(secret)
		k := Key{ID(sum[:4]), [32]byte(secret)}
		if slices.ContainsFunc(keys, func(other Key) bool { return other.id == k.id }) {
			return nil, errKeys
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// String is the identifier, which tells nothing of the secret.
func (k Key) String() string { return hex.EncodeToString(k.id[:]) }

// GoString is the identifier too.
func (k Key) GoString() string { return k.String() }
