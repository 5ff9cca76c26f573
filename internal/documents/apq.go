package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"

	"cassetto/internal/fault"
)

// Limits bound the registered texts. A value that is not set is the default.
type Limits struct {
	Bytes int           // of all texts together, what each costs besides included; 32 MiB
	Text  int           // bytes of one text; 128 KiB
	Idle  time.Duration // how long a text that nobody asks for stays; 24 hours
	Clock otter.Clock   // the machine's
}

// Automatic holds the texts that clients registered under their hash. All users share them: a hash says nothing but its text.
type Automatic struct {
	texts *otter.Cache[[sha256.Size]byte, string]
	text  int
}

// overhead is what an entry costs besides its text, in bytes.
const overhead = 256

// OpenAutomatic makes an empty store. Close ends it.
func OpenAutomatic(l Limits) (*Automatic, error) {
	if l.Bytes == 0 {
		l.Bytes = 32 << 20
	}
	if l.Text == 0 {
		l.Text = 128 << 10
	}
	if l.Idle == 0 {
		l.Idle = 24 * time.Hour
	}
	if l.Bytes < l.Text+overhead || l.Text < 0 || l.Idle < 0 {
		return nil, fmt.Errorf("automatic persisted queries: %d bytes, %d a text, idle %s: not acceptable", l.Bytes, l.Text, l.Idle)
	}
	cache, err := otter.New(&otter.Options[[sha256.Size]byte, string]{
		MaximumWeight:    uint64(l.Bytes),
		Weigher:          func(_ [sha256.Size]byte, text string) uint32 { return uint32(len(text) + overhead) },
		ExpiryCalculator: otter.ExpiryAccessing[[sha256.Size]byte, string](l.Idle),
		Clock:            l.Clock,
	})
	return &Automatic{cache, l.Text}, err
}

// Close stops the cleaning of what expired.
func (a *Automatic) Close() { a.texts.StopAllGoroutines() }

// Find returns the text that was registered under a hash, if it is still there.
func (a *Automatic) Find(hash string) (text string, ok bool) {
	key, err := a.key(hash)
	if err != nil {
		return "", false
	}
	return a.texts.GetIfPresent(key)
}

// Bytes is what the texts cost together, as the bound counts it.
func (a *Automatic) Bytes() int {
	a.texts.CleanUp()
	return int(a.texts.WeightedSize())
}

// Add registers a text under its hash. The caller has proved that the text is a valid document and who sends it. The error is a
// *fault.Error.
func (a *Automatic) Add(hash, text string) error {
	key, err := a.check(hash, text)
	if err != nil {
		return err
	}
	a.texts.SetIfAbsent(key, text)
	return nil
}

// check says whether a text may be registered under a hash.
func (a *Automatic) check(hash, text string) (key [sha256.Size]byte, err error) {
	key, err = a.key(hash)
	switch {
	case err != nil:
		return key, err
	case len(text) > a.text:
		return key, fault.Errorf(fault.BadUserInput, "Il documento è troppo lungo per essere registrato: al più %d byte.", a.text)
	case sha256.Sum256([]byte(text)) != key:
		return key, errMismatch()
	}
	return key, nil
}

func (a *Automatic) key(hash string) (key [sha256.Size]byte, err error) {
	if !isHash(hash) {
		return key, errNoHash()
	}
	_, err = hex.Decode(key[:], []byte(hash))
	return key, err
}

func errNoHash() error {
	return fault.Errorf(fault.BadUserInput, "L'hash del documento non è uno SHA-256 di 64 cifre esadecimali minuscole.")
}

func errMismatch() error {
	return fault.Errorf(fault.BadUserInput, "L'identificativo del documento non corrisponde al suo testo.")
}
