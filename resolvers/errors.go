package resolvers

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// Present says of an error what the user may read: a stable code, a sentence, and the archive that failed. Whatever is not
// one of ours is masked, and logged with an identifier that the user can quote.
func Present(ctx context.Context, err error) *gqlerror.Error {
	g := &gqlerror.Error{Path: slices.Clone(graphql.GetPath(ctx)), Extensions: map[string]any{}}
	var located *gqlerror.Error
	if errors.As(err, &located) {
		if located.Extensions["code"] != nil { // the library's own: syntax, validation
			located.Message = withoutValues(located.Message)
			return located
		}
		if located.Path != nil {
			g.Path = slices.Clone(located.Path)
		}
	}
	var ours *fault.Error
	var input *model.InputError
	var number *graphql.IntegerError
	switch {
	case errors.As(err, &ours):
		g.Message, g.Extensions["code"] = ours.Message, ours.Code
		if ours.Archive != "" {
			g.Extensions["archivio"] = ours.Archive
			g.Extensions["retryAfter"] = int(math.Ceil(ours.RetryAfter.Seconds()))
		}
		g.Err = ours.Cause // for the log
	case errors.As(err, &input):
		g.Message, g.Extensions["code"] = input.Messaggio, fault.BadUserInput
		for name := range strings.SplitSeq(input.Campo, ".") {
			if name != "" {
				g.Path = append(g.Path, ast.PathName(name))
			}
		}
	case errors.As(err, &number):
		g.Message, g.Extensions["code"] = "Numero intero fuori dai limiti.", fault.BadUserInput
	case located != nil && len(located.Path) > len(graphql.GetPath(ctx)): // of an argument, which the library could not read
		g.Message, g.Extensions["code"] = "Valore non valido.", fault.BadUserInput
	case !graphql.HasOperationContext(ctx): // a request that is not GraphQL; its text may hold anything
		g.Message, g.Extensions["code"] = "Richiesta non valida.", fault.BadUserInput
	default:
		id := rand.Text()
		g.Message, g.Extensions["code"] = "Errore interno: segnalarlo con il suo identificativo.", fault.Internal
		g.Extensions["id"] = id
		slog.ErrorContext(ctx, "internal error", "id", id, "path", g.Path.String(), "cause", err)
	}
	return g
}

// quotes are where the library's sentences repeat a value of the document, which may be personal data, and what stays of them.
var quotes = []struct {
	sentence *regexp.Regexp
	stays    string
}{
	{regexp.MustCompile(`(?s) value: .*?(\.( Did you mean [^.]*\?)?)?$`), " value$1"},
	{regexp.MustCompile(`(?s)^Value ".*" does not exist`), "Value does not exist"},
	{regexp.MustCompile(`(?s)^(Expected value of type "[^"]*"), found .*`), "$1."},
	{regexp.MustCompile(`(?s)^(Expected [^,]*, found|Unexpected) (String|BlockString|Int|Float) .*`), "$1 $2"},
}

func withoutValues(message string) string {
	for _, q := range quotes {
		message = q.sentence.ReplaceAllString(message, q.stays)
	}
	return message
}

// settle orders the errors of a response by path, gives wrong variables our code and our language, and leaves one entry for
// each archive that did not answer: the first, with the paths of all.
func settle(ctx context.Context, errs gqlerror.List) gqlerror.List {
	for _, e := range errs {
		if len(e.Path) > 1 && e.Path[0] == ast.PathName("variable") {
			e.Message = "Variabile " + e.Path[1:].String() + ": valore assente o non valido."
			e.Extensions = map[string]any{"code": fault.BadUserInput}
		}
	}
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int { return cmp.Compare(a.Path.String(), b.Path.String()) })
	first := map[any]*gqlerror.Error{}
	return slices.DeleteFunc(errs, func(e *gqlerror.Error) bool {
		archivio, ok := e.Extensions["archivio"]
		if !ok {
			return false
		}
		f, again := first[archivio]
		if !again {
			first[archivio] = e
			e.Extensions["percorsi"] = []string{e.Path.String()}
			slog.WarnContext(ctx, "archive did not answer", "archivio", archivio, "cause", e.Err)
			return false
		}
		f.Extensions["percorsi"] = append(f.Extensions["percorsi"].([]string), e.Path.String())
		return true
	})
}

// recovered turns a panic into an error that the presenter masks; of what it panicked with the log has no more than its kind,
// unless the runtime itself wrote it.
func recovered(_ context.Context, p any) error {
	if e, ok := p.(runtime.Error); ok {
		return errors.Join(errPanic, e)
	}
	return fmt.Errorf("%w: %T", errPanic, p)
}

var errPanic = errors.New("resolver panicked")
