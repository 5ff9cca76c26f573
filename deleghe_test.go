package main

import (
	"sync"
	"testing"
)

const conferisci = `mutation ($in: ConferisciDelegaInput!) {
	conferisciDelega(input: $in) { delega { id tipo stato posizione { codice } servizi inizio azienda { matricola } } errori { campo codice } } }`

// conferita is what conferisciDelega answered: the delega, and the codes of the errors.
func conferita(t *testing.T, a answer) (delega map[string]any, codes []string) {
	t.Helper()
	if len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
	payload := a.Data["conferisciDelega"].(map[string]any)
	for _, e := range payload["errori"].([]any) {
		codes = append(codes, e.(map[string]any)["codice"].(string))
	}
	delega, _ = payload["delega"].(map[string]any)
	return delega, codes
}

// TestConferisciDelega: the legal representative gives a stranger the right to read his company; the stranger reads it at
// once; the same command again gives the same delega, in any order of the fields; without a key it gives another.
func TestConferisciDelega(t *testing.T) {
	s := boot(t, nil)
	company := `{ azienda(matricola: "9900010029") { denominazione complementari { emens { totalCount } } } }`
	if a := s.ask(t, "ragioniere", company, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Fatalf("before: %s", a.Body)
	}
	testa := s.ask(t, "ragioniere", `{ utente { codiceFiscale } }`, nil).Data["utente"].(map[string]any)["codiceFiscale"]
	in := map[string]any{
		"chiaveIdempotenza": "k1", "tipo": "INDIRETTA_INTERMEDIARIO", "matricola": "9900010029", "delegato": testa,
		"qualifica": "RAGIONIERE", "servizi": []string{"CASSETTO"},
	}
	first, codes := conferita(t, s.ask(t, "rappresentante", conferisci, map[string]any{"in": in}))
	if len(codes) > 0 || first["stato"] != "ATTIVA" {
		t.Fatalf("%v %v", first, codes)
	}
	again, _ := conferita(t, s.ask(t, "rappresentante", conferisci, map[string]any{"in": in}))
	if again["id"] != first["id"] {
		t.Errorf("repeated: %v, first %v", again["id"], first["id"])
	}
	delete(in, "chiaveIdempotenza")
	other, _ := conferita(t, s.ask(t, "rappresentante", conferisci, map[string]any{"in": in}))
	if other["id"] == first["id"] || other["id"] == nil {
		t.Errorf("another: %v", other)
	}
	a := s.ask(t, "ragioniere", company, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" || a.Data["azienda"].(map[string]any)["denominazione"] == nil {
		t.Errorf("with CASSETTO alone: %s", a.Body)
	}
	given := s.ask(t, "rappresentante", `{ azienda(matricola: "9900010029") { deleghe(first: 200) { nodes { id } } } }`, nil)
	if len(given.Errors) > 0 {
		t.Errorf("%+v", given.Errors)
	}
	if a := s.ask(t, "consulente", `{ azienda(matricola: "9900010029") { deleghe { totalCount } } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" {
		t.Errorf("the deleghe of a company are for its holder: %s", a.Body)
	}
}

// TestOneMaster: of many Delega Master given at the same time on one codice fiscale, at most one stays.
func TestOneMaster(t *testing.T) {
	s := boot(t, nil)
	in := func(n int) map[string]any {
		return map[string]any{"in": map[string]any{
			"tipo": "MASTER", "delegato": []string{"FRRGLI82P55A000W", "CNTLCU68H03A000N"}[n%2], "qualifica": "CONSULENTE_DEL_LAVORO",
			"servizi": []string{"CASSETTO"},
		}}
	}
	var given sync.WaitGroup
	for n := range 8 {
		given.Go(func() { s.ask(t, "rappresentante", conferisci, in(n)) })
	}
	given.Wait()
	a := s.ask(t, "rappresentante", `{ azienda(matricola: "9900010011") { deleghe(first: 200) { nodes { tipo stato } } } }`, nil)
	if len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
	active := 0
	for _, n := range a.Data["azienda"].(map[string]any)["deleghe"].(map[string]any)["nodes"].([]any) {
		if d := n.(map[string]any); d["tipo"] == "MASTER" && d["stato"] == "ATTIVA" {
			active++
		}
	}
	if active > 1 {
		t.Errorf("%d active", active)
	}
	if active == 0 {
		d, codes := conferita(t, s.ask(t, "rappresentante", conferisci, in(0)))
		if d == nil {
			t.Errorf("alone it is refused: %v", codes)
		}
	}
}
