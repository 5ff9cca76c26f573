package quota

import (
	"crypto/sha256"
	"encoding/base64"
)

// Key stands for a user wherever his bucket is kept, so that no codice fiscale is stored. It is a pseudonym: whoever can read
// the keys and knows a name can tell whether it has a bucket.
type Key [16]byte

// KeyOf is the first half of the SHA-256 of a name.
func KeyOf(who string) Key {
	var buffer [128]byte // saves an allocation for names that fit
	sum := sha256.Sum256(append(buffer[:0], who...))
	return Key(sum[:16])
}

// String writes the key in 22 letters, digits, dashes and underscores.
func (k Key) String() string {
	return base64.RawURLEncoding.EncodeToString(k[:])
}
