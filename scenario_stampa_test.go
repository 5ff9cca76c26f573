package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/sources/stampe"
)

const (
	chiediStampa = `mutation ($in: StampaFascicoloInput!) { stampaFascicolo(input: $in) { stampa { ` + campiStampa + ` } errori { campo codice messaggio } } }`
	leggiStampa  = `query ($id: ID!) { stampa(id: $id) { ` + campiStampa + ` } node(id: $id) { id } }`
	seguiStampa  = `subscription ($id: ID!) { avanzamentoStampa(id: $id) { ` + campiStampa + ` } }`
	campiStampa  = `id stato avanzamento sezione sezioni nome dimensione pagine sha256 scadenza url archiviMancanti richiedente { codiceFiscale delegaId } azienda { matricola }`
)

// stampata is a print as a client reads it.
type stampata struct {
	ID, Stato, Sezione, Nome, Sha256, URL string
	Avanzamento, Dimensione, Pagine       int
	Sezioni, ArchiviMancanti              []string
	Richiedente                           struct{ CodiceFiscale, DelegaID string }
	Azienda                               *struct{ Matricola string }
}

func (a answer) stampa(t *testing.T, campo string) (s *stampata) {
	t.Helper()
	raw, _ := json.Marshal(a.Data[campo])
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// stampa asks for a print of Aurora; what is wrong comes back as "campo CODICE".
func (s sportello) stampa(in campi) (*stampata, []string) {
	s.Helper()
	tutto := campi{"matricola": posAurora, "sezioni": []string{"EMENS", "SINTETICI", "EMENS"}}
	for k, v := range in {
		tutto[k] = v
	}
	a := s.chiede(chiediStampa, campi{"in": tutto})
	payload, _ := a.Data["stampaFascicolo"].(map[string]any)
	if payload == nil {
		s.Fatalf("%s", a.Body)
	}
	var errori []string
	for _, e := range payload["errori"].([]any) {
		errori = append(errori, fmt.Sprint(e.(map[string]any)["campo"], " ", e.(map[string]any)["codice"]))
	}
	return answer{Data: payload}.stampa(s.T, "stampa"), errori
}

// pronta is a print once it has ended.
func (s sportello) pronta(id string) (fine *stampata) {
	s.Helper()
	eventually(s.T, "the print is ready", func() bool {
		fine = s.chiede(leggiStampa, campi{"id": id}).stampa(s.T, "stampa")
		return fine != nil && fine.Avanzamento == 100
	})
	return fine
}

// nonSua sees that there is no such print for somebody.
func (s sportello) nonSua(id string) {
	s.Helper()
	if a := s.chiede(leggiStampa, campi{"id": id}); a.code() != "NOT_FOUND" || a.Data["stampa"] != nil || a.Data["node"] != nil {
		s.Errorf("%s", a.Body)
	}
	for modo := range modi {
		modi[modo](s, campi{altraQuery: seguiStampa, "id": id}).finisce("NOT_FOUND")
	}
}

// preleva fetches the document of a link.
func (s sportello) preleva(url string) (status int, body []byte, tipo string) {
	s.Helper()
	response, err := http.Get(s.dove.URL + url)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	if err != nil {
		s.Fatal(err)
	}
	return response.StatusCode, body, response.Header.Get("Content-Type")
}

// TestScenarioStampa: a print is asked for at one instance, followed live at another, and fetched; it is what its digest says. It is
// of who asked for it alone, links to it expire, and so does it.
func TestScenarioStampa(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri := sc.as("consulente")
	s, errori := ferri.on(0).stampa(campi{"chiaveIdempotenza": "una"})
	if s == nil || errori != nil || strings.Join(s.Sezioni, " ") != "SINTETICI EMENS" || s.Richiedente.DelegaID == "" {
		t.Fatalf("%+v %v", s, errori)
	}
	for modo := range modi {
		flusso := modi[modo](ferri.on(1), campi{altraQuery: seguiStampa, "id": s.ID})
		prima, fine := 0, ""
		for a, open := flusso.prossimo(); open; a, open = flusso.prossimo() {
			ora := a.stampa(t, "avanzamentoStampa")
			if ora == nil || len(a.Errors) > 0 || ora.Avanzamento < prima || fine != "" {
				t.Fatalf("%s: after %d %s: %s", modo, prima, fine, a.Body)
			}
			if prima = ora.Avanzamento; ora.Avanzamento == 100 {
				fine = ora.Stato
			}
		}
		if fine != "PRONTA" {
			t.Errorf("%s: the stream ends at %d %s", modo, prima, fine)
		}
	}
	pronta := ferri.on(1).pronta(s.ID)
	status, pdf, tipo := ferri.on(0).preleva(pronta.URL)
	if sum := sha256.Sum256(pdf); status != http.StatusOK || tipo != "application/pdf" || hex.EncodeToString(sum[:]) != pronta.Sha256 ||
		len(pdf) != pronta.Dimensione || !strings.HasPrefix(string(pdf), "%PDF-") || pronta.Azienda == nil || pronta.Pagine == 0 {
		t.Errorf("%d %s, %d bytes of %+v", status, tipo, len(pdf), pronta)
	}
	for _, estraneo := range []allegati.Collegamento{
		{CodiceFiscale: "CNTLCU68H03A000N", Profilo: model.ProfiloUtenteDottoreCommercialista},
		{CodiceFiscale: model.CodiceFiscale(pronta.Richiedente.CodiceFiscale), Profilo: model.ProfiloUtenteAvvocato},
	} {
		estraneo.Pratica, estraneo.Scadenza = s.ID, sc.clock.now().Add(time.Minute)
		if status, _, _ := ferri.on(0).preleva(allegati.Percorso + sc.servers[0].app.files.Sigillo.Firma(estraneo)); status != http.StatusNotFound {
			t.Errorf("%+v has the document: %d", estraneo, status)
		}
	}
	if again, _ := ferri.on(1).stampa(campi{"chiaveIdempotenza": "una", "sezioni": nil}); again == nil || again.ID != s.ID || again.Sha256 != pronta.Sha256 {
		t.Errorf("the same key gives %+v", again)
	}
	for _, altro := range []string{"rappresentante", "analista", "operatore"} {
		sc.as(altro).on(1).nonSua(s.ID)
		sua, errori := sc.as(altro).on(0).stampa(campi{"chiaveIdempotenza": "una"})
		if sua == nil || sua.ID == s.ID || errori != nil {
			t.Fatalf("%s has %+v %v", altro, sua, errori)
		}
		sc.as(altro).on(1).pronta(sua.ID)
	}
	for _, c := range []struct {
		in   campi
		want string
	}{
		{campi{"matricola": "9900099993"}, "matricola AZIENDA_NON_TROVATA"},
		{campi{"dal": "2026-02-01", "al": "2026-01-31"}, "al PERIODO_NON_VALIDO"},
		{campi{"chiaveIdempotenza": ""}, "chiaveIdempotenza CHIAVE_NON_VALIDA"},
	} {
		if no, errori := ferri.on(0).stampa(c.in); no != nil || len(errori) != 1 || errori[0] != c.want {
			t.Errorf("%v: %+v %v", c.in, no, errori)
		}
	}
	sc.clock.pass(11 * time.Minute)
	if status, _, _ := ferri.on(0).preleva(pronta.URL); status != http.StatusNotFound {
		t.Errorf("a link is good after its time: %d", status)
	}
	url := ferri.on(0).pronta(s.ID).URL
	if status, _, _ := ferri.on(1).preleva(url); status != http.StatusOK {
		t.Errorf("a new link: %d", status)
	}
	sc.clock.pass(stampe.Durata - 11*time.Minute)
	if scaduta := ferri.on(0).pronta(s.ID); scaduta.URL != "" {
		t.Errorf("an expired print has a link: %+v", scaduta)
	}
	sc.clock.pass(time.Hour) // those of the others were ready later
	eventually(t, "the documents are removed", func() bool {
		n, err := sc.servers[0].app.archives.Stampe.Store.Count(t.Context(), stampe.Collections()[0], nil)
		return err == nil && n == 0
	})
}

// altrove is a print like another, on which a process that is none of the story is at work.
func (s *scena) altrove(id string) string {
	s.Helper()
	a := s.servers[0].app.archives.Stampe
	lette, err := stampe.PerID(s.Context(), a.Archive, []string{id})
	if err != nil || lette[id] == nil {
		s.Fatal(lette, err)
	}
	una := *lette[id]
	una.ID, una.Stato, una.Avanzamento, una.DaFare, una.Sha256 = id+"X", model.StatoStampaInElaborazione, 0, "SI", nil
	una.Lavoro = &model.LavoroStampa{Chi: "altrove", Tentativo: 1, FinoAl: model.DataOraDi(s.clock.now().Add(time.Hour))}
	doc := json.RawMessage(mustJSON(s.T, una))
	if _, err := a.Store.Put(s.Context(), stampe.Stampe.Collection, doc, 0); err != nil {
		s.Fatal(err)
	}
	return una.ID
}

// TestScenarioStampaRevoca: when a delega is revoked the prints made by it are closed at once, ready or not, and so is who follows one.
func TestScenarioStampaRevoca(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri := sc.as("consulente")
	s, _ := ferri.on(0).stampa(nil)
	url := ferri.on(1).pronta(s.ID).URL
	seconda := sc.altrove(s.ID)
	var flussi []*diretta
	for modo := range modi {
		flusso := modi[modo](ferri.on(1), campi{altraQuery: seguiStampa, "id": seconda})
		if a, open := flusso.prossimo(); !open || a.stampa(t, "avanzamentoStampa").Avanzamento != 0 {
			t.Fatalf("%s: %s", modo, a.Body)
		}
		flussi = append(flussi, flusso)
	}
	sc.revocaA(t, "consulente", posAurora)
	for _, flusso := range flussi {
		flusso.finisce("FORBIDDEN")
	}
	for i := range sc.servers {
		ferri.on(i).nonSua(s.ID)
		if status, _, _ := ferri.on(i).preleva(url); status != http.StatusNotFound {
			t.Errorf("its document is given out: %d", status)
		}
	}
	if no, errori := ferri.on(0).stampa(nil); no != nil || len(errori) != 1 {
		t.Errorf("%+v %v", no, errori)
	}
}

// TestScenarioStampeInsieme: of ten prints at once all are made, while queries go on to be answered.
func TestScenarioStampeInsieme(t *testing.T) {
	sc := scenario(t, 1, nil)
	ferri := sc.as("consulente").on(0)
	var ids []string
	for range 10 {
		s, errori := ferri.stampa(campi{"sezioni": []string{"SINTETICI", "EMENS", "DIPENDENZE"}})
		if s == nil {
			t.Fatal(errori)
		}
		ids = append(ids, s.ID)
		if a := ferri.chiede(`{ azienda(matricola: "9900010011") { sintetici { denominazione } complementari { emens { totalCount } } } }`, nil); len(a.Errors) > 0 {
			t.Errorf("%s", a.Body)
		}
	}
	for _, id := range ids {
		if s := ferri.pronta(id); s.Stato != "PRONTA" {
			t.Errorf("%+v", s)
		}
	}
}
