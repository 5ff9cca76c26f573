// Package documents says which text a request means and whether it may run: operations that were written beforehand (trusted
// documents, listed by a manifest) and texts that clients registered under their hash (automatic persisted queries).
package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Document is an operation of a manifest, complete with its fragments. It never changes.
type Document struct {
	ID   string // as the manifest names it, without the prefix sha256:
	Name string // of the operation
	Type string // query, mutation or subscription
	Text string // as it stands in the manifest
	file string // where it stands, relative to the manifest
}

// prefix of the identifiers that are the SHA-256 of the text.
const prefix = "sha256:"

// Hash is the lower-case hexadecimal SHA-256 of a text, which is what persisted documents are known by.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// isHash says whether an identifier can be the hash of a text.
func isHash(id string) bool {
	return len(id) == 2*sha256.Size && strings.Trim(id, "0123456789abcdef") == ""
}
