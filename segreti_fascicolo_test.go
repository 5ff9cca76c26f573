package main

import (
	"net/http"
	"testing"
)

// dossier has a company checked and its dossier printed and fetched, and asks for what is refused of either.
func (s *server) dossier(t *testing.T) {
	t.Helper()
	const (
		check = `mutation ($in: VerificaRegolaritaInput!) { verificaRegolarita(input: $in) { regolarita { esito } errori { campo codice messaggio } } }`
		print = `mutation ($in: StampaFascicoloInput!) { stampaFascicolo(input: $in) { stampa { id } errori { campo codice messaggio } } }`
		read  = `query ($id: ID!) { stampa(id: $id) { stato url sha256 } }`
	)
	in := func(of campi) map[string]any { return map[string]any{"in": of} }
	for _, simulazione := range []bool{true, false} {
		a := s.ask(t, "consulente", check, in(campi{"matricola": "9900010011", "simulazione": simulazione}))
		if v, _ := a.Data["verificaRegolarita"].(map[string]any); len(a.Errors) > 0 || v["regolarita"] == nil {
			t.Fatalf("%s", a.Body)
		}
	}
	asked := s.ask(t, "consulente", print, in(campi{"matricola": "9900010011"}))
	payload, _ := asked.Data["stampaFascicolo"].(map[string]any)
	stampa, _ := payload["stampa"].(map[string]any)
	if stampa == nil {
		t.Fatalf("%s", asked.Body)
	}
	id, url := map[string]any{"id": stampa["id"]}, ""
	eventually(t, "the print is ready", func() bool {
		ready, _ := s.ask(t, "consulente", read, id).Data["stampa"].(map[string]any)
		url, _ = ready["url"].(string)
		return url != ""
	})
	if found := among(url); found != nil {
		t.Errorf("a link says %v", found)
	}
	response, err := http.Get(s.URL + url)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response, err)
	}
	response.Body.Close()
	for _, refused := range []struct {
		who, query string
		vars       map[string]any
	}{
		{"ragioniere", check, in(campi{"matricola": "9900010011"})},
		{"ragioniere", check, in(campi{"codiceFiscale": "10000011055", "simulazione": true})},
		{"analista", check, in(campi{"codiceFiscale": "10000011055"})},
		{"consulente", check, in(campi{"codiceFiscale": "10000011055", "matricola": "9900010011"})},
		{"consulente", check, in(campi{"codiceFiscale": "FRRGLI82P55A000W"})},
		{"consulente", check, in(campi{"matricola": "990001001"})},
		{"ragioniere", print, in(campi{"matricola": "9900010011"})},
		{"consulente", print, in(campi{"matricola": "9900010011", "dal": "2026-02-01", "al": "2026-01-01"})},
		{"consulente", print, in(campi{"matricola": "9900010011", "sezioni": []string{"NOTAMARCATA"}})},
		{"ragioniere", read, id},
		{"consulente", read, map[string]any{"id": "S-NOTAMARCATA"}},
	} {
		s.refuses(t, refused.who, refused.query, refused.vars)
	}
}
