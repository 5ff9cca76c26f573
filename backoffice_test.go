package main

import (
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo/emittente"
)

// TestBackOffice: one entity works for two sedi with a token each. Each sees its own companies, also when the other was just
// answered the same question; an entity that the archive does not enable sees none.
func TestBackOffice(t *testing.T) {
	s := boot(t, nil)
	token := func(ente string, sede model.CodiceSede) string {
		t.Helper()
		token, err := s.app.demo.issuer.TokenServizio(ente, emittente.Servizio{Nome: "back-office", Client: "prova", Sede: sede}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	const ente = "90000071176"
	tokens := map[model.CodiceSede]string{"4900": token(ente, "4900"), "8800": token(ente, "8800")}
	matricole := map[model.CodiceSede]string{"4900": "9900010011", "8800": "9900040018"}
	const query = `query($m: Matricola!) { utente { sede } azienda(matricola: $m) { denominazione complementari { emens(first: 1) { totalCount } } } }`
	const kept = `query($m: Matricola!) { azienda(matricola: $m) { denominazione complementari { emens(first: 1) { totalCount } } } }`
	for range 3 { // the second time from what was kept
		for di, matricola := range matricole {
			for sede, token := range tokens {
				a := s.askAs(t, token, query, map[string]any{"m": matricola})
				if a.Data["utente"] == nil || a.Data["utente"].(map[string]any)["sede"] != string(sede) {
					t.Errorf("%s: %s", sede, a.Body)
				}
				b := s.askAs(t, token, kept, map[string]any{"m": matricola})
				if sees := b.Data["azienda"] != nil; sees != (sede == di) || !sees && b.code() != "NOT_FOUND" {
					t.Errorf("%s asks for a company of %s: %s", sede, di, b.Body)
				}
			}
		}
	}
	if a := s.askAs(t, token("90000061177", "4900"), kept, map[string]any{"m": "9900010011"}); a.code() != "FORBIDDEN" {
		t.Errorf("an entity that is not enabled: %s", a.Body)
	}
}
