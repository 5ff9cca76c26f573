package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cassetto/graph"
	"cassetto/internal/documents"
)

const operazioni = "docs/operazioni"

// manifestOf runs the command.
func manifestOf(args ...string) (string, error) {
	var out bytes.Buffer
	err := manifest(context.Background(), call{args: args, getenv: func(string) string { return "" }, out: &out, log: io.Discard})
	return out.String(), err
}

// TestManifestIsCurrent: the committed manifest is what the command makes of the operations beside it, to the byte, on the screen and
// in a file; and it is the same operations that the folder gives.
func TestManifestIsCurrent(t *testing.T) {
	committed, err := os.ReadFile(filepath.Join(operazioni, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "manifest.json")
	if _, err := manifestOf("-da", operazioni, "-in", file); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, committed) {
		t.Error("not what the operations say: go run . manifesto -da docs/operazioni -in docs/operazioni/manifest.json")
	}
	for _, from := range []string{operazioni, file} {
		if printed, err := manifestOf("-da", from); err != nil || printed != string(written) {
			t.Errorf("from %s: another manifest, %v", from, err)
		}
	}
}

// TestManifestRefuses: what is wrong is told in full, and what was there stays.
func TestManifestRefuses(t *testing.T) {
	folder := t.TempDir()
	to := filepath.Join(folder, "manifest.json")
	writeFile(t, to, []byte("before"))
	writeFile(t, filepath.Join(folder, "a.graphql"), []byte("query A {\n  inesistente\n}"))
	_, err := manifestOf("-da", folder, "-in", to)
	if err == nil || !strings.Contains(err.Error(), "a.graphql: operation A: not valid against the schema (line 2, column 3)") || !strings.Contains(err.Error(), `"inesistente"`) {
		t.Errorf("%v", err)
	}
	if _, err := manifestOf("-da", filepath.Join(folder, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := manifestOf("-da", operazioni, "altro"); err == nil {
		t.Error("an argument too many is taken")
	}
	if b, err := os.ReadFile(to); err != nil || string(b) != "before" {
		t.Errorf("%q %v", b, err)
	}
}

var profile = regexp.MustCompile(`(?m)^# Profilo: (\w+)$`)

// TestOperations runs every operation of the manifest on the real graph, with the variables and for the profile that it names (the
// consultant by default): no error, some data in each; commands come last, and are carried out; RICHIESTA stands for a request that
// was sent before, FASCIA for an interval that can be booked, PRENOTAZIONE for a booking, STAMPA for a print.
func TestOperations(t *testing.T) {
	m, err := documents.Load(operazioni, validDocument(graph.NewExecutableSchema(graph.Config{}).Schema()))
	if err != nil {
		t.Fatal(err)
	}
	files := filesOf(t, m)
	s := boot(t, nil)
	request := s.sent(t)
	slices.SortStableFunc(m.Documents, func(a, b documents.Document) int { return -strings.Compare(a.Type, b.Type) }) // query, mutation
	for _, d := range m.Documents {
		t.Run(d.Name, func(t *testing.T) {
			if !strings.HasPrefix(d.Text, "# ") {
				t.Error("nobody says what it is for")
			}
			who := "consulente"
			if named := profile.FindStringSubmatch(d.Text); named != nil {
				who = named[1]
			}
			vars := variablesOf(t, files[d.Name])
			if vars["id"] == "RICHIESTA" {
				vars["id"] = request
			}
			if vars["id"] == "STAMPA" {
				vars["id"] = s.printed(t)
			}
			if input, ok := vars["input"].(map[string]any); ok && input["fascia"] == "FASCIA" {
				input["fascia"] = s.bookable(t)
			} else if ok && input["id"] == "PRENOTAZIONE" {
				input["id"] = s.booked(t)
			}
			if d.Type == "subscription" {
				return // it begins, and waits: vivo_test.go
			}
			a := s.ask(t, who, d.Text, vars)
			if a.Status != http.StatusOK || len(a.Errors) > 0 || len(a.Data) == 0 {
				t.Fatalf("%d %s", a.Status, a.Body)
			}
			body := string(a.Body)
			for _, nothing := range []string{`"data":{"azienda":null`, `"node":null`, `"errori":[{`} {
				if strings.Contains(body, nothing) {
					t.Errorf("%s in %s", nothing, body)
				}
			}
			if strings.Contains(body, `"nodes":[]`) && !strings.Contains(body, `"nodes":[{`) {
				t.Errorf("no row in %s", body)
			}
		})
	}
}

// bookable is an interval that can be booked for Officine Aurora.
func (s *server) bookable(t *testing.T) string {
	t.Helper()
	a := s.ask(t, "consulente", `{ azienda(matricola: "9900010011") { disponibilita(dal: "2026-11-28", al: "2099-12-31", modalita: TELEFONO) { id } } }`, nil)
	var data struct {
		Data struct {
			Azienda struct{ Disponibilita []struct{ ID string } }
		}
	}
	if err := json.Unmarshal(a.Body, &data); err != nil || len(data.Data.Azienda.Disponibilita) == 0 {
		t.Fatalf("%s %v", a.Body, err)
	}
	free := data.Data.Azienda.Disponibilita
	return free[len(free)-1].ID
}

// booked is a booking of the consultant that is to be confirmed.
func (s *server) booked(t *testing.T) string {
	t.Helper()
	input := map[string]any{"matricola": "9900010011", "fascia": s.bookable(t), "argomento": "F24", "telefono": "02 0000 0000", "note": "Chiarimento."}
	a := s.ask(t, "consulente", `mutation P($input: PrenotaAppuntamentoInput!) { prenotaAppuntamento(input: $input) { appuntamento { id } errori { codice } } }`, map[string]any{"input": input})
	var data struct {
		Data struct {
			PrenotaAppuntamento struct{ Appuntamento *struct{ ID string } }
		}
	}
	if err := json.Unmarshal(a.Body, &data); err != nil || data.Data.PrenotaAppuntamento.Appuntamento == nil {
		t.Fatalf("%s %v", a.Body, err)
	}
	return data.Data.PrenotaAppuntamento.Appuntamento.ID
}

// filesOf names the file of each operation, which is the only one of that text.
func filesOf(t *testing.T, m *documents.Manifest) map[string]string {
	t.Helper()
	files := map[string]string{}
	paths, err := filepath.Glob(operazioni + "/*/*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := m.ByText(string(b)); ok {
			files[d.Name] = path
		}
	}
	if len(files) != len(m.Documents) {
		t.Fatalf("%d operations in %d files", len(m.Documents), len(files))
	}
	return files
}

// variablesOf reads the variables beside an operation, if it has any.
func variablesOf(t *testing.T, file string) map[string]any {
	t.Helper()
	b, err := os.ReadFile(strings.TrimSuffix(file, ".graphql") + ".variables.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var variables map[string]any
	if err == nil {
		err = json.Unmarshal(b, &variables)
	}
	if err != nil {
		t.Fatal(err)
	}
	return variables
}
