package freshness

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/cespare/xxhash/v2"
)

// Summary is what a client may know of how a response was read.
type Summary struct {
	Whole bool      // the response was kept whole, and no section was asked
	Read  *Report   // what was read of each section; nil when Whole
	Until time.Time // until when the client may use the response again; the zero time: not without asking
	Tag   string    // the Fingerprint of the data when it is known already, empty otherwise
	Kept  *Kept     // the response as it is sent when it has nothing but data, and is kept; nil otherwise
}

// Told is the name under which the statistics of an operation hold the Summary of its last response.
const Told = "freshness"

// seeds make two fingerprints of 64 bits one of 128.
const seed0, seed1 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f

// Fingerprint is the same for the same data, on every machine, and another for any other that is not made to have it: whoever could
// do so would deceive nobody but himself, for an answer is its reader's own.
func Fingerprint(data []byte) string {
	var sum [16]byte
	for i, seed := range [...]uint64{seed0, seed1} {
		var d xxhash.Digest
		d.ResetWithSeed(seed)
		_, _ = d.Write(data) // never fails
		binary.BigEndian.PutUint64(sum[8*i:], d.Sum64())
	}
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
