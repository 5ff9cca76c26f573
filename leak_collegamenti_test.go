package main

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
)

// link is one to the document of an appointment, made out to somebody, whether he may see it or not.
func (l *leak) link(u model.Utente, a model.Appuntamento) string {
	c := allegati.Collegamento{Pratica: a.ID, Allegato: 1, CodiceFiscale: u.CodiceFiscale, Profilo: u.Profilo, Scadenza: time.Now().Add(time.Minute)}
	if u.Sede != nil {
		c.Sede = string(*u.Sede)
	}
	return allegati.Percorso + l.app.files.Sigillo.Firma(c)
}

// gets says whether a link gives the document.
func (l *leak) gets(t *testing.T, link string) bool {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.URL+link, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	has := string(body) == documentText
	if err != nil || has != (response.StatusCode == http.StatusOK) || !has && response.StatusCode != http.StatusNotFound {
		t.Errorf("%s %.80q, %v", response.Status, body, err)
	}
	return has
}

// links: a link leads whom it is made out to as far as he may go himself, and nobody any further once his title is revoked.
func (l *leak) links(t *testing.T) {
	var documented []model.Appuntamento
	for _, id := range l.world.incontri {
		if a := l.world.appuntamenti[id]; len(a.Documenti) == 1 && strings.HasPrefix(id, "A-LEAK") {
			documented = append(documented, a)
		}
	}
	opened, shut := 0, 0
	for n, u := range l.world.utenti {
		o := l.oracle(u)
		for k := n % 9; k < len(documented); k += 9 {
			a := documented[k]
			has := l.gets(t, l.link(u, a))
			if has != o.meets(a) {
				t.Errorf("LEAK_SEED=%d %s to %s: opens %t", l.seed, a.ID, mustJSON(t, u), has)
			}
			if has {
				opened++
			} else {
				shut++
			}
		}
	}
	if opened < 20 || shut < 100 {
		t.Errorf("%d links opened, %d did not", opened, shut)
	}
	l.revokedLinks(t, documented)
}

// revokedLinks revokes the delega that a link rests on: it leads nowhere any more, and that of another person goes on.
func (l *leak) revokedLinks(t *testing.T, documented []model.Appuntamento) {
	t.Helper()
	const ask = `query ($id: ID!) { appuntamento(id: $id) { documenti { url } pacchettoZip { url } } }`
	u, _, d := l.findMutant(t, func(d *model.Delega) { d.Stato = model.StatoDelegaRevocata }, func(before, after oracle, a model.Azienda) bool {
		return slices.ContainsFunc(documented, func(one model.Appuntamento) bool {
			return one.Matricola == a.Matricola && before.meets(one) && !after.meets(one)
		})
	})
	revoked := d
	revoked.Stato = model.StatoDelegaRevocata
	after := knowing(l.world, revoked, u)
	for _, a := range documented {
		if !l.oracle(u).meets(a) || after.meets(a) {
			continue
		}
		other := l.world.utenti[slices.IndexFunc(l.world.utenti, func(v model.Utente) bool { return v.Profilo == model.ProfiloUtenteAnalista })]
		url := func(who model.Utente) string {
			found := l.as(t, who, ask, map[string]any{"id": a.ID}).Data["appuntamento"].(map[string]any)
			return found["documenti"].([]any)[0].(map[string]any)["url"].(string)
		}
		his, others := url(u), url(other)
		if !l.gets(t, his) || !l.gets(t, others) || his == others {
			t.Errorf("%s: the links do not open, or are the same", a.ID)
		}
		put(t, l.server, "deleghe", revoked)
		defer put(t, l.server, "deleghe", d)
		if l.gets(t, his) || !l.gets(t, others) {
			t.Errorf("LEAK_SEED=%d %s: after the title of %s was revoked his link opens, or the other one does not", l.seed, a.ID, mustJSON(t, u))
		}
		return
	}
	t.Error("no link rests on a delega")
}

// knowing is the oracle of somebody when a delega is another one.
func knowing(w *world, d model.Delega, u model.Utente) oracle {
	changed := *w
	changed.deleghe = maps.Clone(w.deleghe)
	changed.deleghe[d.ID] = d
	return ask(&changed, u, time.Now())
}
