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
	// Release is to be called when the response was sent, and its data will not be looked at any more; nil: somebody keeps them.
	Release func()
}

// Told is the name under which the statistics of an operation hold the Summary of its last response.
const Told = "freshness"

// Fingerprint is the same for the same data, on every machine, and another for any other that is not made to have it: whoever could
// do so would deceive nobody but himself, for an answer is its reader's own.
func Fingerprint(data []byte) string {
	sum := binary.AppendUvarint(binary.BigEndian.AppendUint64(nil, xxhash.Sum64(data)), uint64(len(data)))
	return base64.RawURLEncoding.EncodeToString(sum)
}
