// Package resolvers is the shell of the graph: every field is one line that finds its section. What may be read is decided
// here, by the directive @accesso, and nowhere else.
package resolvers

import (
	"time"

	"cassetto/internal/answers"
	"cassetto/sources"
)

// Resolver resolves the fields of the graph.
type Resolver struct {
	Sources *sources.Sources
	Now     func() time.Time
	Answers *answers.Cache // nil: none are kept
}
