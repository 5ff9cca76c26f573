package main

import (
	"fmt"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/redistest"
)

// revocabile is how a company is asked for by who may lose it.
const revocabile = `{ azienda(matricola: "9900010029") { denominazione sintetici { denominazione } } }`

// give confers on the ragioniere the right to Aurora's second position, through one server, and returns the delega.
func (c *cluster) give(t *testing.T, s *server) (id string) {
	t.Helper()
	testa := s.ask(t, "ragioniere", `{ utente { codiceFiscale } }`, nil).Data["utente"].(map[string]any)["codiceFiscale"]
	delega, codes := conferita(t, s.ask(t, "rappresentante", conferisci, map[string]any{"in": map[string]any{
		"tipo": "INDIRETTA_INTERMEDIARIO", "matricola": "9900010029", "delegato": testa, "qualifica": "RAGIONIERE",
		"servizi": []string{"CASSETTO"},
	}}))
	if len(codes) > 0 {
		t.Fatal(codes)
	}
	return delega["id"].(string)
}

func (c *cluster) revoke(t *testing.T, s *server, id string) {
	t.Helper()
	a := s.ask(t, "rappresentante", `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { errori { codice } } }`, map[string]any{"id": id})
	if len(a.Errors) > 0 || len(a.Data["revocaDelega"].(map[string]any)["errori"].([]any)) > 0 {
		t.Fatalf("%s", a.Body)
	}
}

func (s *server) shows(t *testing.T) bool {
	t.Helper()
	return s.ask(t, "ragioniere", revocabile, nil).Data["azienda"] != nil
}

// TestInstances: what a command through one of three instances changes shows in all of them within a second, and in the one
// that carried it out at once.
func TestInstances(t *testing.T) {
	c := instances(t, 3, redistest.StartTCP(t).URL, map[string]string{"CASSETTO_TIMEOUT": "10s"})
	c.linked(t)
	for round := range 6 {
		writer := c.servers[round%3]
		for _, step := range []struct {
			visible bool
			do      func()
		}{
			{true, func() { c.give(t, writer) }},
			{false, func() { c.revokeAll(t, writer) }},
		} {
			for _, s := range c.servers { // so that all of them keep the state before
				if s.shows(t) == step.visible {
					t.Fatalf("round %d: visible %v before", round, step.visible)
				}
			}
			step.do()
			if writer.shows(t) != step.visible {
				t.Errorf("round %d: the instance that carried out the command does not show it", round)
			}
			for i, s := range c.servers {
				took := eventually(t, fmt.Sprintf("instance %d", i), func() bool { return s.shows(t) == step.visible })
				if took > time.Second {
					t.Errorf("round %d: instance %d shows the change after %v", round, i, took)
				}
			}
		}
	}
	eventually(t, "all of them keep it, once each has seen for itself what changed", func() bool {
		c.calls.take()
		for range 10 {
			for _, s := range c.servers {
				s.shows(t)
			}
		}
		calls := c.calls.take()
		return calls["read deleghe"]+calls["read utenti"]+calls["read aziende"] == 0
	})
}

// revokeAll revokes what give has given.
func (c *cluster) revokeAll(t *testing.T, s *server) {
	t.Helper()
	given := s.ask(t, "ragioniere", `{ utente { deleghe(first: 200) { nodes { id stato posizione { codice } } } } }`, nil)
	for _, n := range given.Data["utente"].(map[string]any)["deleghe"].(map[string]any)["nodes"].([]any) {
		d := n.(map[string]any)
		if d["stato"] == "ATTIVA" && d["posizione"].(map[string]any)["codice"] == "9900010029" {
			c.revoke(t, s, d["id"].(string))
		}
	}
}

// TestInstancesDeaf: an instance that does not hear the others reads anew what they may have changed. Redis is paused while
// one of them carries out a command.
func TestInstancesDeaf(t *testing.T) {
	redis := redistest.StartTCP(t)
	c := instances(t, 3, redis.URL, map[string]string{"CASSETTO_TIMEOUT": "10s"})
	c.linked(t)
	id := c.give(t, c.servers[0])
	for _, s := range c.servers {
		eventually(t, "given", func() bool { return s.shows(t) })
	}
	redis.Pause()
	begin := time.Now()
	c.revoke(t, c.servers[1], id)
	for i, s := range c.servers {
		took := eventually(t, "revoked", func() bool { return !s.shows(t) })
		t.Logf("instance %d: %v after the command began", i, time.Since(begin))
		if took > time.Second {
			t.Errorf("instance %d shows the change after %v", i, took)
		}
	}
	redis.Resume()
	c.linked(t)
	for _, s := range c.servers {
		if s.shows(t) {
			t.Error("shown again after Redis is back")
		}
	}
}

// TestInstancesPurged: what is purged through one instance is read anew by all, and nothing else is.
func TestInstancesPurged(t *testing.T) {
	c := instances(t, 3, redistest.StartTCP(t).URL, map[string]string{"CASSETTO_TIMEOUT": "10s"})
	c.linked(t)
	const dossier = `{ azienda(matricola: "9900010011") { complementari { emens { totalCount } ispezioni { totalCount } } } }`
	all := func() map[string]int {
		c.calls.take()
		for _, s := range c.servers {
			if a := s.ask(t, "rappresentante", dossier, nil); len(a.Errors) > 0 {
				t.Fatalf("%s", a.Body)
			}
		}
		return c.calls.take()
	}
	if calls := all(); calls["read emens"] != 1 || calls["read ispezioni"] != 1 {
		t.Errorf("three instances made %v", calls)
	}
	c.servers[0].forget(t, cache.Change{Archive: "complementari", Section: "emens", Tags: cache.TagsOf("9900010011")})
	reads := 0
	eventually(t, "emens read again", func() bool {
		calls := all()
		reads += calls["read emens"]
		if calls["read ispezioni"] > 0 || calls["read aziende"] > 0 {
			t.Errorf("%v", calls)
		}
		return reads > 0 && calls["read emens"] == 0
	})
	if reads != 1 {
		t.Errorf("emens was read %d times by three instances", reads)
	}
}

// TestInstancesAlone: without Redis each instance looks for itself at what the others change.
func TestInstancesAlone(t *testing.T) {
	c := instances(t, 2, "", map[string]string{"CASSETTO_TIMEOUT": "10s"})
	here, there := c.servers[0], c.servers[1]
	if there.shows(t) {
		t.Fatal("shown before")
	}
	id := c.give(t, here)
	eventually(t, "given", func() bool { return there.shows(t) })
	c.revoke(t, here, id)
	took := eventually(t, "revoked", func() bool { return !there.shows(t) })
	t.Logf("seen by the other after %v", took)
}
