package transport_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/transport"
)

// TestRemembering: a good token is checked once while it lasts, whatever else is checked every time.
func TestRemembering(t *testing.T) {
	checks := map[string]int{}
	end := map[string]time.Time{"buono": time.Now().Add(time.Hour), "finito": time.Now().Add(-time.Second)} // within the tolerance of clocks
	verify := transport.Remembering(func(_ context.Context, token string) (access.Identita, error) {
		checks[token]++
		if until, ok := end[token]; ok {
			return access.Identita{Nome: token, Scadenza: until}, nil
		}
		return access.Identita{}, fault.Errorf(fault.Unauthenticated, "Accesso non riconosciuto.")
	})
	long := strings.Repeat("x", 9000)
	for range 3 {
		for _, token := range []string{"buono", "finito", "falso", "", long} {
			who, err := verify(t.Context(), token)
			if _, good := end[token]; good != (err == nil) || good && who.Nome != token {
				t.Errorf("%.10s: %v %v", token, who, err)
			}
		}
	}
	for token, want := range map[string]int{"buono": 1, "finito": 3, "falso": 3, "": 3, long: 3} {
		if checks[token] != want {
			t.Errorf("%.10s was checked %d times, want %d", token, checks[token], want)
		}
	}
}
