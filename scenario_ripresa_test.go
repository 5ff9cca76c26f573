package main

import (
	"slices"
	"testing"
	"time"
)

// TestScenarioRipresa: who comes back after a while, at another instance, gets every event that he missed once and in order,
// whatever has become of Redis meanwhile, though the clocks of the instances are two hours apart.
func TestScenarioRipresa(t *testing.T) {
	sc := scenario(t, 2, nil)
	sc.fast[len(sc.fast)-1].pass(2 * time.Hour)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	su := campi{"matricola": posAurora}
	flussi := map[string]*diretta{"ws": ferri.on(0).segue("ws", su), "sse": ferri.on(1).segue("sse", su)}
	r := ferri.on(1).invia(nil).ok()
	for _, flusso := range flussi {
		flusso.vede("APERTURA of "+r.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+r.ID)
		flusso.chiudi()
	}

	palumbo.on(1).prende(r.ID).ok() // two hours from now
	palumbo.on(0).commenta(r.ID, campi{"commento": "uno"}).ok()
	sc.redis.Kill()
	palumbo.on(1).commenta(r.ID, campi{"commento": "due"}).ok()
	altra := ferri.on(0).invia(nil).ok()
	palumbo.on(1).protocollata(altra.ID)
	sc.redis.Restart() // it has forgotten everything
	palumbo.on(0).commenta(r.ID, campi{"commento": "tre"}).ok()
	sc.redis.Pause()
	palumbo.on(1).prende(altra.ID).ok()
	palumbo.on(0).commenta(r.ID, campi{"commento": "quattro"}).ok()
	sc.redis.Resume()
	palumbo.on(1).chiude(r.ID, campi{"commento": "cinque"}).ok()

	mancati := map[string][]string{
		r.ID:     {"PRESA_IN_CARICO Presa in carico", "COMMENTO uno", "COMMENTO due", "COMMENTO tre", "COMMENTO quattro", "CHIUSURA cinque"},
		altra.ID: {"APERTURA ", "PROTOCOLLAZIONE_SMISTAMENTO ", "PRESA_IN_CARICO Presa in carico"},
	}
	var cursori []string
	for nome, riprende := range map[string]func(dopo string) *diretta{
		"ws":            func(dopo string) *diretta { return ferri.on(1).apreWS(con(su, []campi{{"dopo": dopo}})) },
		"sse":           func(dopo string) *diretta { return ferri.on(0).apreSSE(con(su, []campi{{"dopo": dopo}})) },
		"Last-Event-ID": func(dopo string) *diretta { return ferri.on(0).apreSSE(con(su, []campi{{lastEventID: dopo}})) },
		"both": func(dopo string) *diretta {
			return ferri.on(1).apreSSE(con(su, []campi{{"dopo": dopo, lastEventID: ""}}))
		},
	} {
		for da, flusso := range flussi {
			ripreso := riprende(flusso.cursore)
			visti, suoi := map[string][]string{}, []string(nil)
			for range 9 {
				a, open := ripreso.prossimo()
				e := a.evento()
				if !open || e.Cursore == "" || slices.Contains(suoi, e.Cursore) {
					t.Fatalf("%s after %s: %s", nome, da, a.Body)
				}
				suoi = append(suoi, e.Cursore)
				visti[e.Richiesta.ID] = append(visti[e.Richiesta.ID], e.Evento.Tipo+" "+testo(e.Evento.Commento))
			}
			for id, want := range mancati {
				if !slices.Equal(visti[id], want) {
					t.Errorf("%s after %s: %q, want %q", nome, da, visti[id], want)
				}
			}
			if cursori == nil {
				cursori = suoi
			}
			if !slices.Equal(cursori, suoi) {
				t.Errorf("%s after %s: another order", nome, da)
			}
			ripreso.chiudi()
		}
	}

	ripreso := ferri.on(1).apreWS(con(su, []campi{{"dopo": cursori[len(cursori)-1]}}))
	nuova := ferri.on(0).invia(nil).ok()
	ripreso.vede("APERTURA of "+nuova.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+nuova.ID) // and nothing again
}

func testo(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// TestScenarioCursori: a cursor that is none, or that no event has had yet, is refused over every protocol.
func TestScenarioCursori(t *testing.T) {
	sc := scenario(t, 1, nil)
	ferri := sc.as("consulente")
	for _, cursore := range []string{"x", "MTo1", "-1", "0", formaRichieste.Cursor(1 << 40)} {
		ferri.on(0).apreWS(campi{"dopo": cursore}).finisce("BAD_USER_INPUT")
		ferri.on(0).apreSSE(campi{"dopo": cursore}).finisce("BAD_USER_INPUT")
		ferri.on(0).apreSSE(campi{lastEventID: cursore}).finisce("BAD_USER_INPUT")
	}
}
