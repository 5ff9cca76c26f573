package documents_test

import (
	"errors"
	"strings"
	"testing"

	"cassetto/internal/documents"
)

// FuzzManifest: whatever the file holds, it is refused with a reason or its operations can be found.
func FuzzManifest(f *testing.F) {
	for _, seed := range []string{
		apollo(op("u", "Utente", "query", utente), op("s", "Sede", "query", sede)), `{"u":"query U { utente }"}`, `{"u":"\ud800"}`, `{"format":null}`,
		"\ufeff{}", `{"operations":[null]}`, `[`, `{"a":{"b":[1e999]}}`, `{"u":"query U { utente(cf: \"\"\"x\"\"\") }"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := documents.Load(write(t, string(content)), validate)
		if err != nil {
			if d := (*documents.Defect)(nil); !errors.As(err, &d) || d.Error() == "" {
				t.Errorf("%T: %v", err, err)
			}
			return
		}
		for _, d := range m.Documents {
			found, ok := m.ByID(d.ID)
			if !ok || found.Text != d.Text {
				t.Errorf("%+v is not found", d)
			}
			if same, ok := m.ByText(d.Text); !ok || strings.TrimSpace(same.Text) != strings.TrimSpace(d.Text) {
				t.Errorf("%+v is not found by its text", d)
			}
		}
	})
}
