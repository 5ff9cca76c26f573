package documents

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// listener is a log of unlisted documents at a time that the test sets.
func listener() (u *unlisted, now *time.Time, log *bytes.Buffer) {
	log, now = &bytes.Buffer{}, new(time.Time)
	*now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	u = newUnlisted(slog.New(slog.NewTextHandler(log, nil)))
	u.now = func() time.Time { return *now }
	return u, now, log
}

// TestUnlistedOnce: a document is logged once an hour, each by itself.
func TestUnlistedOnce(t *testing.T) {
	u, now, log := listener()
	for _, minutes := range []int{0, 1, 58} { // 9:00, 9:01, 9:59
		*now = now.Add(time.Duration(minutes) * time.Minute)
		u.note(t.Context(), "query A { a }")
	}
	u.note(t.Context(), "query B { a }")
	if n := strings.Count(log.String(), "\n"); n != 2 || !strings.Contains(log.String(), "operation=A hash="+Hash("query A { a }")) {
		t.Errorf("%d lines:\n%s", n, log)
	}
	*now = now.Add(time.Minute) // 10:00
	u.note(t.Context(), "query A { a }")
	u.note(t.Context(), "query B { a }")
	if n := strings.Count(log.String(), "\n"); n != 3 {
		t.Errorf("%d lines after an hour:\n%s", n, log)
	}
}

// TestUnlistedIsBounded: whoever sends a new document with every request fills neither memory nor log, and the others are heard again an
// hour later.
func TestUnlistedIsBounded(t *testing.T) {
	u, now, log := listener()
	for n := range 3 * maxUnlisted {
		u.note(t.Context(), fmt.Sprintf("query A { a%d: a }", n))
	}
	if n := strings.Count(log.String(), "\n"); n != maxUnlisted || len(u.seen) != maxUnlisted {
		t.Errorf("%d lines, %d remembered", n, len(u.seen))
	}
	*now = now.Add(quiet)
	u.note(t.Context(), "query B { a }")
	if !strings.Contains(log.String(), "operation=B") || len(u.seen) != 1 {
		t.Errorf("after an hour %d remembered", len(u.seen))
	}
}

// TestUnlistedNames: what of a document may stand in the log.
func TestUnlistedNames(t *testing.T) {
	for text, want := range map[string]string{
		"query LeMieAziende { a }":     "LeMieAziende",
		"query DM10 { a }":             "DM10",
		"query RSSMRA80A01H501U { a }": "",
		"query M9900010011 { a }":      "",
		"{ a }":                        "",
		"nonsense":                     "",
		"query " + strings.Repeat("A", 61) + " { a }": "",
	} {
		if got := operation(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestUnlistedIsWhatWouldBeRefused: mode Log notes what Enforce refuses, of callers that are not exempt, and nothing else; it never
// notes the text.
func TestUnlistedIsWhatWouldBeRefused(t *testing.T) {
	const listed, alien = "query Elencata { a }", "query Estranea { segretissimo }"
	m := &Manifest{texts: map[string]*Document{}, ids: map[string]*Document{}}
	d := &Document{ID: "e", Name: "Elencata", Text: listed}
	m.texts[listed], m.ids["e"] = d, d
	a, err := OpenAutomatic(Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Add(Hash(alien), alien); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		mode Mode
		q    Request
		want int
	}{
		{"listed text", Log, Request{Text: listed}, 0},
		{"listed identifier", Log, Request{DocumentID: "e"}, 0},
		{"other text", Log, Request{Text: alien}, 1},
		{"registered hash", Log, Request{DocumentID: Hash(alien)}, 1},
		{"other text of an exempt caller", Log, Request{Text: alien, Exempt: true}, 0},
		{"registered hash of an exempt caller", Log, Request{DocumentID: Hash(alien), Exempt: true}, 0},
		{"other text where there is no manifest", Off, Request{Text: alien}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			store := &Trusted{mode: test.mode}
			store.current.Store(m)
			u, _, log := listener()
			r := &Resolver{store, a, u}
			if _, err := r.Resolve(t.Context(), test.q); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(log.String(), "\n"); n != test.want || strings.Contains(log.String(), "segretissimo") {
				t.Errorf("%d lines:\n%s", n, log)
			}
		})
	}
}
