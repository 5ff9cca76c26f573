package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// metrics reads the counters of a server with a token.
func (s *server) metrics(t *testing.T, token string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+pathMetriche, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// TestMetriche: what plans answer and what they leave to the library is counted, and told to who knows the token alone.
func TestMetriche(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_ADMIN_GETTONE": gettone, "CASSETTO_CACHE_RISPOSTE": "0"})
	for range 3 {
		s.ask(t, "consulente", `{ azienda(matricola: "9900010011") { denominazione } }`, nil)
	}
	s.ask(t, "consulente", `{ __type(name: "Azienda") { name } }`, nil)
	status, text := s.metrics(t, gettone)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	for _, want := range []string{
		`cassetto_operazioni_totali{esecutore="piano",motivo=""} 3`,
		`cassetto_operazioni_totali{esecutore="libreria",motivo="Query.__type"} 1`,
		`# TYPE cassetto_valori_totali counter`,
		`cassetto_domande_totali `,
	} {
		if !strings.Contains(text, want+"\n") && !strings.Contains(text, "\n"+want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if status, text := s.metrics(t, "un-altro"); status != http.StatusUnauthorized || strings.Contains(text, "cassetto_") {
		t.Errorf("with a wrong token: %d %s", status, text)
	}
	if status, _ := boot(t, nil).metrics(t, gettone); status != http.StatusNotFound {
		t.Errorf("without a token of administration: %d", status)
	}
}
