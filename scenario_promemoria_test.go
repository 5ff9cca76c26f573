package main

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// calendario is the invitation in an e-mail as it arrived, folded lines made whole; empty: none.
func calendario(t *testing.T, email string) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(email))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.FileName() == "invito.ics" {
			b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
			if err != nil {
				t.Fatal(err)
			}
			return strings.ReplaceAll(string(b), "\r\n ", "")
		}
	}
}

// TestScenarioPromemoria: who booked is told that it is confirmed, the day before, and that the office called it off, on both
// channels, and his calendar with him; a reminder of what is off does not leave.
func TestScenarioPromemoria(t *testing.T) {
	var posta consegne
	sc := scenario(t, 2, posta.apre(t))
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	ora := sc.lunedi()
	palumbo.on(0).pubblica(ora, 2)
	libere := ferri.on(0).disponibili(ora.AddDate(0, 0, 3), ora.AddDate(0, 0, 3)) // Thursday, from 9
	preso := func(i int, email, cellulare string) *incontro {
		t.Helper()
		return ferri.on(i).conferma(ferri.on(i).prenota(libere[i].ID, recapito(email, cellulare)).ok().ID).ok()
	}
	arrivano := func(email, cellulare string, want [2]int) {
		t.Helper()
		eventually(t, "the notices arrive", func() bool { return posta.arrivati(email, cellulare) == want })
	}
	tenuto, annullato := preso(0, "tenuto@ferri.example", "3331234567"), preso(1, "annullato@ferri.example", "3337654321")
	arrivano("tenuto@ferri.example", "+393331234567", [2]int{1, 1})
	arrivano("annullato@ferri.example", "+393337654321", [2]int{1, 1})
	palumbo.on(1).annulla(annullato.ID, campi{"motivo": "Motivo riservato"}).ok()
	arrivano("annullato@ferri.example", "+393337654321", [2]int{2, 2})

	sc.clock.pass(ora.AddDate(0, 0, 2).Add(-2 * time.Hour).Sub(sc.clock.now())) // Wednesday at 8
	arrivano("tenuto@ferri.example", "+393331234567", [2]int{1, 1})
	sc.clock.pass(2 * time.Hour)
	arrivano("tenuto@ferri.example", "+393331234567", [2]int{2, 2})
	for id, want := range map[string]map[string]int{tenuto.ID: {"INVIATA": 4}, annullato.ID: {"INVIATA": 4, "ANNULLATA": 2}} {
		eventually(t, "the notices are known to have left, or not to leave", func() bool {
			got := map[string]int{}
			for _, e := range ferri.on(1).incontra(id).Storico {
				for _, n := range e.Notifiche {
					got[n.Stato]++
				}
			}
			return got["INVIATA"] == want["INVIATA"] && got["ANNULLATA"] == want["ANNULLATA"] && got["DA_INVIARE"] == 0
		})
	}
	arrivano("annullato@ferri.example", "+393337654321", [2]int{2, 2}) // and no more
	posta.mu.Lock()
	defer posta.mu.Unlock()
	for di, metodi := range map[*incontro][]string{tenuto: {"REQUEST", "REQUEST"}, annullato: {"REQUEST", "CANCEL"}} {
		email := posta.email[*di.Recapiti.Email]
		for i, metodo := range metodi {
			ics := calendario(t, email[i])
			for _, riga := range []string{"METHOD:" + metodo, "UID:" + di.ID + "@inps.example", "DTSTART:" + di.Fascia.Inizio.UTC().Format("20060102T150405Z"), "LOCATION:DIREZIONE"} {
				if !strings.Contains(ics, "\r\n"+riga) {
					t.Errorf("%d: no %s in\n%s", i, riga, ics)
				}
			}
		}
		inizio := di.Fascia.Inizio.In(model.Roma).Format("02/01/2006 alle ore 15:04")
		for _, testo := range append(slices.Concat(posta.sms["+393331234567"], posta.sms["+393337654321"]), email...) {
			if strings.Contains(testo, "riservato") || strings.Contains(testo, posAurora) || strings.Contains(testo, "021234567") {
				t.Errorf("%s tells what it must not", testo)
			}
		}
		if sms := posta.sms[map[*incontro]string{tenuto: "+393331234567", annullato: "+393337654321"}[di]]; !strings.Contains(sms[0], inizio) || !strings.Contains(sms[1], inizio) {
			t.Errorf("SMS %q", sms)
		}
	}
}
