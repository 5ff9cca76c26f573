package main

import (
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
)

// subito is how soon a stream whose title is revoked ends, with what a slow machine adds: the promise is two seconds.
const subito = 10 * time.Second

// TestScenarioRevoca: the delega that open streams rest on is revoked at another instance: those about the company end, and say why;
// that of all companies goes on without it; the others of the company go on.
func TestScenarioRevoca(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala := sc.as("consulente"), sc.as("rappresentante")
	altra := ferri.altraAzienda()
	su := campi{"matricola": posAurora}
	var sue, tutte []*diretta
	for modo := range modi {
		sue = append(sue, ferri.on(1).segue(modo, su))
		tutte = append(tutte, ferri.on(1).segue(modo, nil))
	}
	resta := sala.on(1).segue("ws", su)

	sc.revocaA(t, "consulente", posAurora)
	begin := time.Now()
	for _, flusso := range sue {
		flusso.finisce("FORBIDDEN")
	}
	took := time.Since(begin)
	t.Log("the streams end after", took)
	if took > subito {
		t.Errorf("the streams end after %v", took)
	}

	persa := sala.on(0).invia(nil).ok()
	resta.vede("APERTURA of "+persa.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+persa.ID)
	if r := ferri.on(1).legge(persa.ID); r != nil {
		t.Errorf("the consultant reads %+v", r)
	}
	sua := ferri.on(0).invia(nil, campi{"matricola": altra}).ok()
	for _, flusso := range tutte {
		flusso.vede("APERTURA of "+sua.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+sua.ID)
	}
	for modo := range modi {
		modi[modo](ferri.on(0), su).finisce("NOT_FOUND") // as if the company did not exist
	}
}

// altraAzienda is another position than Aurora's, of another company, that the person writes for.
func (p *persona) altraAzienda() string {
	p.Helper()
	a := p.on(0).chiede(`{ aziende(first: 200) { nodes { matricola codiceFiscale } } }`, nil)
	nodes := decoded[struct {
		Nodes []struct{ Matricola, CodiceFiscale string }
	}](p.T, a, "aziende").Nodes
	var cf string
	for _, n := range nodes {
		if n.Matricola == posAurora {
			cf = n.CodiceFiscale
		}
	}
	for _, n := range nodes {
		if n.CodiceFiscale != cf && len(p.on(0).invia(nil, campi{"matricola": n.Matricola}).Errori) == 0 {
			return n.Matricola
		}
	}
	p.Fatal("no other company")
	return ""
}

// revocaA revokes, at the first instance, what a profile has been given on a position.
func (s *scena) revocaA(t *testing.T, profilo, matricola string) {
	t.Helper()
	var cf model.CodiceFiscale
	for _, p := range demo.Profili() {
		if p.Nome == profilo {
			cf = p.CodiceFiscale
		}
	}
	a := s.as("rappresentante").on(0).chiede(`query ($m: Matricola!) { azienda(matricola: $m) { deleghe(first: 200) { nodes { id delegatoCF stato } } } }`, map[string]any{"m": matricola})
	given := decoded[struct {
		Deleghe struct {
			Nodes []struct{ ID, DelegatoCF, Stato string }
		}
	}](t, a, "azienda")
	for _, d := range given.Deleghe.Nodes {
		if d.DelegatoCF == string(cf) && d.Stato == "ATTIVA" {
			s.revoke(t, s.servers[0], d.ID)
		}
	}
}

// TestScenarioScadenza: a stream ends with the token that it was opened with, and says so.
func TestScenarioScadenza(t *testing.T) {
	t.Parallel()
	sc := scenario(t, 1, nil)
	ferri := demo.Profili()[0]
	breve := sc.gettone(ferri.CodiceFiscale, ferri.Profilo, 15*time.Second)
	ws, sse := breve.on(0).apreWS(nil), breve.on(0).apreSSE(nil)
	sse.finisce("UNAUTHENTICATED")
	for {
		a, open := ws.prossimo()
		if !open || a.chiusa != "" {
			if !strings.HasPrefix(a.chiusa, "4403 ") {
				t.Errorf("the socket ends with %q", a.chiusa)
			}
			return
		}
		if a.code() != "UNAUTHENTICATED" {
			t.Fatalf("the socket says %s", a.Body)
		}
	}
}
