package sigillo

import (
	"crypto/aes"
	"crypto/cipher"
)

// Overhead is how many bytes Seal adds to a text: the nonce and the tag.
const Overhead = 28

// ID names a key, and tells nothing of its secret.
type ID [4]byte

// Ring seals with the first of its keys and opens with any. The zero value has none.
type Ring struct {
	first ID
	keys  map[ID]cipher.AEAD
}

// NewRing makes a ring of keys.
func NewRing(keys []Key) (Ring, error) {
	r := Ring{keys: map[ID]cipher.AEAD{}}
	for i, k := range keys {
		block, err := aes.NewCipher(k.secret[:])
		if err != nil {
			return r, err
		}
		if r.keys[k.id], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return r, err
		}
		if i == 0 {
			r.first = k.id
		}
	}
	return r, nil
}

// Empty says that there is no key.
func (r Ring) Empty() bool { return len(r.keys) == 0 }

// First names the key that seals.
func (r Ring) First() ID { return r.first }

// Seal appends to to what is made of text, and covers more besides: it opens only with the same. The ring must not be empty.
func (r Ring) Seal(to, text, covered []byte) []byte {
	return r.keys[r.first].Seal(to, nil, text, covered)
}

// Open gives back, in the place of sealed, the text that the key named by id has sealed with covered; false when there is no
// such key, or either was changed.
func (r Ring) Open(id ID, sealed, covered []byte) ([]byte, bool) {
	key, known := r.keys[id]
	if !known {
		return nil, false
	}
	text, err := key.Open(sealed[:0], nil, sealed, covered)
	return text, err == nil
}
