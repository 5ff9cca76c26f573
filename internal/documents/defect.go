package documents

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Defect is why a manifest is refused. Its sentence names the file and the operation and never repeats the document's text;
// Cause may, and is for the screen of who writes the manifest.
type Defect struct {
	File, Operation, Reason string
	Cause                   error
}

func (d *Defect) Error() string {
	parts := []string{d.File}
	if d.Operation != "" {
		parts = append(parts, "operation "+d.Operation)
	}
	return strings.Join(append(parts, d.Reason+position(d.Cause)), ": ")
}

func (d *Defect) Unwrap() error { return d.Cause }

// position is where in a document an error lies, as far as it says so.
func position(cause error) string {
	var one *gqlerror.Error
	var list gqlerror.List
	if errors.As(cause, &list) && len(list) > 0 {
		one = list[0]
	}
	if one == nil && !errors.As(cause, &one) || len(one.Locations) == 0 {
		return ""
	}
	return fmt.Sprintf(" (line %d, column %d)", one.Locations[0].Line, one.Locations[0].Column)
}
