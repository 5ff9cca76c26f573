package transport

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/internal/freshness"
)

const (
	cacheHeader = "Cassetto-Cache" // asks how an answer was read, and says it
	cacheAsked  = "dettaglio"
)

// reading is how the answer to an operation was read.
type reading struct {
	freshness.Summary
	whole bool   // a query's answer without errors, which its client may keep
	alone bool   // its body is what was asked for, and nothing about this very request
	data  []byte // of the response
}

// readingOf is nil when the graph does not say how it read.
func readingOf(op *graphql.OperationContext, r *graphql.Response) *reading {
	told, ok := op.Stats.GetExtension(freshness.Told).(freshness.Summary)
	if !ok {
		return nil
	}
	whole := op.Operation.Operation == ast.Query && len(r.Errors) == 0 && r.HasNext == nil
	return &reading{told, whole, len(r.Extensions) == 0, r.Data}
}

// release gives back the data of a response that was sent.
func (a *reading) release() {
	if a != nil && a.Release != nil {
		a.Release()
	}
}

// describe says in the headers of a 200 how it was read, if its client asks for that, for how long he may use it again and by
// which tag he can ask whether it is still the same. It returns true when that is what he asks, and it is. The tag is weak:
// the same answer may be sent compressed or not (RFC 9110, §8.8.1).
func (a *reading) describe(h http.Header, r *http.Request, media string, now time.Time) (unchanged bool) {
	if a == nil {
		return false
	}
	if r.Header.Get(cacheHeader) == cacheAsked {
		h.Set(cacheHeader, a.list())
	}
	if !a.whole {
		return false
	}
	values := []string{"private, no-cache", ""}
	h["Cache-Control"] = values[:1:1]
	if !a.alone {
		return false
	}
	if seconds := int(a.Until.Sub(now) / time.Second); seconds > 0 {
		values[0] = "private, max-age=" + strconv.Itoa(seconds)
	}
	if a.Tag == "" {
		a.Tag = freshness.Fingerprint(a.data)
	}
	end := `j"`
	if media == mediaResponse {
		end = `r"`
	}
	values[1] = `W/"` + a.Tag + end
	h["Etag"] = values[1:2:2]
	tag := values[1][len("W/"):]
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && matches(r.Header["If-None-Match"], tag)
}

// kept is the whole response as it is kept, nil when it is not, or not like that.
func (a *reading) kept() *freshness.Kept {
	if a == nil || !a.whole || !a.alone {
		return nil
	}
	return a.Kept
}

// matches says whether a tag, in its quotes, is one of those that a client has, by weak comparison (RFC 9110, §13.1.2).
func matches(have []string, tag string) bool {
	for _, list := range have {
		for list = strings.TrimLeft(list, " \t,"); list != ""; list = strings.TrimLeft(list, " \t,") {
			if list[0] == '*' {
				return true
			}
			list = strings.TrimPrefix(list, "W/")
			if list == "" || list[0] != '"' {
				break
			}
			end := strings.IndexByte(list[1:], '"')
			if end < 0 {
				break
			}
			if list[:end+2] == tag {
				return true
			}
			list = list[end+2:]
		}
	}
	return false
}

// list is a dictionary of structured fields (RFC 8941), whose names are small: of each section how many values came fresh from
// the cache, stale from it, or from the archive.
func (a *reading) list() string {
	if a.Whole {
		return "risposta=hit"
	}
	var b strings.Builder
	b.WriteString("risposta=miss")
	for _, p := range a.Read.Parts() {
		var ways []string
		for _, way := range []struct {
			name string
			n    int
		}{{"hit", p.Hit}, {"stale", p.Stale}, {"miss", p.Miss}} {
			if way.n > 0 {
				ways = append(ways, fmt.Sprintf("%s;n=%d", way.name, way.n))
			}
		}
		fmt.Fprintf(&b, ", %s.%s=", strings.ToLower(p.Source.Archive), strings.ToLower(p.Source.Section))
		switch len(ways) {
		case 1:
			b.WriteString(ways[0])
		default:
			b.WriteString("(" + strings.Join(ways, " ") + ")")
		}
	}
	return b.String()
}
