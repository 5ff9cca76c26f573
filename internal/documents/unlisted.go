package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"maps"
	"sync"
	"time"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

const (
	quiet       = time.Hour   // between two lines about one document
	sweep       = time.Minute // between two looks for what may be forgotten
	maxUnlisted = 1_000       // documents that are remembered; those beyond are not logged
)

// unlisted logs the documents that no manifest lists: operation and hash, once an hour each.
type unlisted struct {
	log *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	seen  map[[sha256.Size]byte]time.Time
	swept time.Time
}

func newUnlisted(log *slog.Logger) *unlisted {
	if log == nil {
		log = slog.Default()
	}
	return &unlisted{log: log, now: time.Now, seen: map[[sha256.Size]byte]time.Time{}}
}

func (u *unlisted) note(ctx context.Context, text string) {
	hash := sha256.Sum256([]byte(text))
	if u.due(hash) {
		u.log.WarnContext(ctx, "document not in the manifest", "operation", operation(text), "hash", hex.EncodeToString(hash[:]))
	}
}

// due says whether a document is to be logged now, and remembers that it was.
func (u *unlisted) due(hash [sha256.Size]byte) bool {
	now := u.now()
	u.mu.Lock()
	defer u.mu.Unlock()
	if at, ok := u.seen[hash]; ok && now.Sub(at) < quiet {
		return false
	}
	if len(u.seen) >= maxUnlisted && now.Sub(u.swept) >= sweep {
		u.swept = now
		maps.DeleteFunc(u.seen, func(_ [sha256.Size]byte, at time.Time) bool { return now.Sub(at) >= quiet })
	}
	if _, known := u.seen[hash]; !known && len(u.seen) >= maxUnlisted {
		return false
	}
	u.seen[hash] = now
	return true
}

// operation is the name of the first operation of a text. A name that is long or has many digits is left out: whoever writes it may
// have put a person's code into it.
func operation(text string) string {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, maxTokens)
	if err != nil || len(parsed.Operations) == 0 {
		return ""
	}
	name, digits := parsed.Operations[0].Name, 0
	for _, c := range name {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	if len(name) > 60 || digits > 4 {
		return ""
	}
	return name
}
