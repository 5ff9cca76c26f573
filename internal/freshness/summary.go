package freshness

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Summary is what a client may know of how a response was read.
type Summary struct {
	Whole bool      // the response was kept whole, and no section was asked
	Parts []Part    // what was read of each section; none when Whole
	Until time.Time // until when the client may use the response again; the zero time: not without asking
	Tag   string    // the Fingerprint of the data when it is known already, empty otherwise
}

// Told is the name under which the statistics of an operation hold the Summary of its last response.
const Told = "freshness"

// Fingerprint is the same for the same data, on every machine, and another for any other.
func Fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
