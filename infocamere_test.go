package main

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo/registro"
)

// TestInfocamereOverHTTP: the register asked over HTTP says what the embedded copy says; when it hangs, fails or is gone, it
// costs its own section and one entry in errors, within the timeout.
func TestInfocamereOverHTTP(t *testing.T) {
	query := `{ azienda(matricola: "9900010011") { denominazione infocamere { denominazione rea cariche { nominativo carica { descrizione } } soci { percentuale } unitaLocali { numero } } } }`
	embedded := boot(t, nil)
	want := embedded.ask(t, "consulente", query, nil)
	if len(want.Errors) > 0 {
		t.Fatalf("%+v", want.Errors)
	}

	faults := &registro.Faults{}
	copied := embedded.app.archives.Infocamere
	register := httptest.NewServer(faults.Around(registro.Handler(func(ctx context.Context, codici []string) (map[string]*model.DatiInfocamere, error) {
		return copied(ctx, codici)
	})))
	defer register.Close()
	s := boot(t, map[string]string{
		"CASSETTO_INFOCAMERE_URL": register.URL, "CASSETTO_TIMEOUT": "500ms", "CASSETTO_CACHE_MEMORIA": "0", "CASSETTO_CACHE_RISPOSTE": "0",
	})
	if got := s.ask(t, "consulente", query, nil); string(got.Body) != string(want.Body) {
		t.Errorf("over HTTP: %s\nembedded: %s", got.Body, want.Body)
	}

	for _, fault := range []struct {
		name string
		set  func()
	}{
		{"hangs", func() { faults.SetHang(true) }},
		{"fails", func() { faults.SetHang(false); faults.SetStatus(503) }},
		{"is down", func() { faults.SetStatus(0); register.CloseClientConnections(); register.Listener.Close() }},
	} {
		t.Run(fault.name, func(t *testing.T) {
			fault.set()
			start := time.Now()
			a := s.ask(t, "consulente", query, nil)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "ARCHIVE_UNAVAILABLE" || a.Errors[0].Extensions["archivio"] != "infocamere" {
				t.Errorf("%+v", a.Errors)
			}
			if company := a.Data["azienda"].(map[string]any); company["denominazione"] == nil || company["infocamere"] != nil {
				t.Errorf("%v", company)
			}
		})
	}
}
