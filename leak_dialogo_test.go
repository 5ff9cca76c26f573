package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources/comunicazioni"
)

// add puts requests and notices into what the oracle knows.
func (w *world) add(richieste []model.Richiesta, notifiche []model.Notifica) {
	for _, r := range richieste {
		w.richieste[r.ID] = r
	}
	for _, n := range notifiche {
		about := cmp.Or(n.IDRichiesta, n.IDAppuntamento)
		w.notifiche[about] = append(w.notifiche[about], n)
	}
	w.opened, w.threads = slices.Sorted(maps.Keys(w.richieste)), map[string][]string{}
	slices.SortStableFunc(w.opened, func(a, b string) int { return cmp.Compare(w.richieste[a].DataApertura, w.richieste[b].DataApertura) })
	for _, id := range w.opened {
		first := w.richieste[id].IDRadice
		w.threads[first] = append(w.threads[first], id)
	}
}

// dialogues puts n requests into the archive, and into the world: of all companies, from anybody, with the office of the
// company or another one, most of them in threads.
func (c *crowd) dialogues(t *testing.T, s *server, w *world, n int) {
	t.Helper()
	var richieste []model.Richiesta
	var notifiche []model.Notifica
	for i := range n {
		r := c.richiesta(i, n-i, richieste)
		richieste = append(richieste, r)
		notifiche = append(notifiche, c.notifiche(&r)...)
	}
	save(t, s, comunicazioni.Richieste.Section, richieste...)
	save(t, s, comunicazioni.Notifiche.Section, notifiche...)
	s.forget(t, cache.Change{Archive: comunicazioni.Name})
	w.add(richieste, notifiche)
}

// richiesta is the i-th request, opened so many hours ago. All that had to follow from it has followed.
func (c *crowd) richiesta(i, hours int, earlier []model.Richiesta) model.Richiesta {
	a, u, ambito := one(c.Rand, c.aziende), one(c.Rand, c.utenti), one(c.Rand, comunicazioni.Ambiti())
	id := fmt.Sprintf("R-LEAK%04d", i)
	r := model.Richiesta{
		ID: id, Tipo: model.TipoRichiestaSpecifica, CodiceAmbito: ambito.Codice, CodiceOggetto: one(c.Rand, ambito.Oggetti).Codice,
		Testo: "testo di " + id, Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale, CodiceSede: a.CodiceSede, IDRadice: id,
		Mittente: &model.MittenteRichiesta{CodiceFiscale: u.CodiceFiscale, Qualifica: u.Profilo},
		Recapiti: &model.RecapitiRichiesta{Email: new(id + "@example.org"), ConsensoEmail: c.chance(80), ConsensoSms: c.chance(40)},
		Allegati: []model.Allegato{}, Protocollo: new(fmt.Sprintf("INPS.%s.01/01/2026.%07d", a.CodiceSede, i)),
	}
	if u.Studio != nil {
		r.Mittente.StudioCf = &u.Studio.CodiceFiscale
	}
	if r.Recapiti.ConsensoSms {
		r.Recapiti.Cellulare = new(fmt.Sprintf("+39333%07d", i))
	}
	if len(earlier) > 0 && i%4 > 0 { // most follow one of the same position, some one of another, which no command does
		p := earlier[max(0, len(earlier)-1-c.IntN(3))]
		r.IDPrecedente, r.IDRadice = p.ID, p.IDRadice
		if c.chance(85) {
			r.Matricola, r.CodiceFiscale = p.Matricola, p.CodiceFiscale
		}
	}
	if c.chance(40) {
		r.CodiceSede = one(c.Rand, c.aziende).CodiceSede // sent on
	}
	opened := c.now.Add(-time.Duration(hours) * time.Hour)
	happens := func(tipo model.TipoEventoRichiesta, a model.StatoRichiesta) *model.DataOra {
		at := model.DataOraDi(opened.Add(time.Duration(len(r.Eventi)) * time.Minute))
		e := model.EventoRichiesta{Numero: int32(len(r.Eventi) + 1), Ts: at, Tipo: tipo, AStato: a}
		if len(r.Eventi) > 0 {
			e.DaStato, e.Ufficio, e.Commento = new(r.Stato), new("Sede"), new(fmt.Sprintf("commento %d di %s", e.Numero, id))
		}
		r.Eventi, r.Stato, r.DataUltimoAggiornamento = append(r.Eventi, e), a, at
		r.Registrati++
		return &at
	}
	r.DataApertura = *happens(model.TipoEventoRichiestaApertura, model.StatoRichiestaAperta)
	r.DataProtocollo = happens(model.TipoEventoRichiestaProtocollazioneSmistamento, model.StatoRichiestaAperta)
	if c.chance(70) {
		r.DataPresaInCarico = happens(model.TipoEventoRichiestaPresaInCarico, model.StatoRichiestaInCarico)
		if c.chance(60) {
			r.DataChiusura = happens(model.TipoEventoRichiestaChiusura, model.StatoRichiestaChiusa)
			r.Esito = new(model.EsitoRichiestaAccolta)
		}
	}
	r.ModificataAl = archive.Instant(opened)
	return r
}

// notifiche are the notices of a request, each sent or given up, for its office or another.
func (c *crowd) notifiche(r *model.Richiesta) (all []model.Notifica) {
	for _, e := range r.Eventi {
		if e.Tipo != model.TipoEventoRichiestaProtocollazioneSmistamento && e.Tipo != model.TipoEventoRichiestaChiusura {
			continue
		}
		for canale, consenso := range map[model.CanaleAvviso]bool{model.CanaleAvvisoEmail: r.Recapiti.ConsensoEmail, model.CanaleAvvisoSms: r.Recapiti.ConsensoSms} {
			if !consenso {
				continue
			}
			n := model.Notifica{
				ID: fmt.Sprintf("N-%s-%d-%s", r.ID, e.Numero, canale), IDRichiesta: r.ID, Evento: e.Numero, Canale: canale, CodiceSede: r.CodiceSede,
				Stato: model.StatoNotificaInviata, Tentativi: 1, DataInvio: &e.Ts, ProssimoTentativo: archive.Instant(c.now), ModificataAl: archive.Instant(c.now),
			}
			if c.chance(50) {
				n.Stato, n.DataInvio, n.UltimoErrore = model.StatoNotificaNonRecapitata, nil, new("TIMEOUT")
			}
			if c.chance(30) {
				n.CodiceSede = one(c.Rand, c.aziende).CodiceSede
			}
			all = append(all, n)
		}
	}
	return all
}

// handles says whether the user may see what a company and an office have to do with each other: the office that has it, not that
// of the company; who may act for the company with the service.
func (o oracle) handles(a model.Azienda, s model.Servizio) bool {
	if o.who.Profilo == model.ProfiloUtenteOperatore {
		return o.who.Sede != nil && *o.who.Sede == a.CodiceSede
	}
	return o.may(model.Azienda{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale}, s)
}

// began says whether the user, or his firm, is who began something.
func (o oracle) began(m *model.MittenteRichiesta) bool {
	u := o.who
	inFirm := slices.Contains(intermediaries, u.Profilo) || u.Profilo == model.ProfiloUtenteIntermediarioDelegato
	return m.CodiceFiscale == u.CodiceFiscale || inFirm && u.Studio != nil && m.StudioCf != nil && *m.StudioCf == u.Studio.CodiceFiscale
}

// reads says whether the user may read a request.
func (o oracle) reads(r model.Richiesta) bool {
	return o.handles(model.Azienda{Matricola: r.Matricola, CodiceFiscale: r.CodiceFiscale, CodiceSede: r.CodiceSede}, model.ServizioComunicazioni)
}

// reaches says whether the user may know how to reach who sent a request, and what was sent to him.
func (o oracle) reaches(r model.Richiesta) bool {
	if o.who.Profilo == model.ProfiloUtenteOperatore {
		return o.reads(r)
	}
	return o.began(r.Mittente)
}

// readable are those of some requests that the user may read and that are wanted.
func (o oracle) readable(of []string, wanted func(model.Richiesta) bool) (all []model.Richiesta) {
	for _, id := range of {
		if r := o.richieste[id]; wanted(r) && o.reads(r) {
			all = append(all, r)
		}
	}
	return all
}

// wish is a filter, as it is in the variables of an operation.
type wish map[string]any

// is says whether a field may have a value.
func (w wish) is(name, value string) bool {
	want, given := w[name].(string)
	return !given || want == value
}

// among says whether a value is one of a list, if there is one.
func (w wish) among(name, value string) bool {
	list, _ := w[name].([]any)
	return len(list) == 0 || slices.Contains(list, any(value))
}

// within says whether an instant falls, in Italy, on one of the days of a period.
func (w wish) within(name string, at model.DataOra) bool {
	period, _ := w[name].(map[string]any)
	from, _ := period["dal"].(string)
	to, _ := period["al"].(string)
	t, err := time.Parse(time.RFC3339, string(at))
	day := t.In(model.Roma).Format(time.DateOnly)
	return err == nil && (from == "" || from <= day) && (to == "" || day <= to)
}

// selects says whether a filter of requests lets one through.
func selects(filtro wish, r model.Richiesta) bool {
	protocollo := ""
	if r.Protocollo != nil {
		protocollo = *r.Protocollo
	}
	return filtro.is("matricola", string(r.Matricola)) && filtro.is("protocollo", protocollo) && filtro.is("ambito", r.CodiceAmbito) &&
		filtro.is("oggetto", r.CodiceOggetto) && filtro.among("stato", string(r.Stato)) &&
		filtro.within("dataApertura", r.DataApertura) && filtro.within("dataUltimoAggiornamento", r.DataUltimoAggiornamento)
}

// request judges a request.
func (c *checker) request(data map[string]any, at place) place {
	r, exists := c.richieste[fmt.Sprint(data["x_id"])]
	switch {
	case !exists || !c.reads(r):
		c.reject(at.path, "LEAK of the request %v", data["x_id"])
	case data["x_testo"] != r.Testo || fmt.Sprint(data["x_versione"]) != fmt.Sprint(len(r.Eventi)):
		c.reject(at.path, "not the request %s as it is: %v", r.ID, data)
	case at.section == "richieste" && at.azienda.Matricola != r.Matricola:
		c.reject(at.path, "a request of another company than %s", at.azienda.Matricola)
	}
	c.judged["request"]++
	at.richiesta, at.appuntamento, at.section, at.evento = &r, nil, "", 0
	return at
}

// event judges an event of a request.
func (c *checker) event(data map[string]any, at place) place {
	n, _ := data["x_numero"].(float64)
	if n < 1 || int(n) > len(at.richiesta.Eventi) {
		c.reject(at.path, "no event %v", data["x_numero"])
		return at
	}
	e := at.richiesta.Eventi[int(n)-1]
	if said, _ := data["x_commento"].(string); e.Commento == nil && said != "" || e.Commento != nil && said != *e.Commento {
		c.reject(at.path, "another comment than that of event %d: %s", e.Numero, said)
	}
	at.evento = e.Numero
	return at
}

// ofRequest judges what a request leads to.
func (c *checker) ofRequest(f *ast.Field, value any, at place) {
	r := *at.richiesta
	switch f.Name {
	case "azienda":
		a, exists := c.aziende[r.Matricola]
		c.link(f.Name, value, at, exists && c.knows(a))
	case "rispostaA":
		p, exists := c.richieste[r.IDPrecedente]
		c.link(f.Name, value, at, exists && c.reads(p))
		c.these(value, at, []string{r.IDPrecedente}, func(one model.Richiesta) bool { return one.ID != "" })
	case "successive":
		c.these(value, at, c.threads[r.IDRadice], func(one model.Richiesta) bool { return one.IDPrecedente == r.ID })
	case "filo":
		c.these(value, at, c.threads[r.IDRadice], func(model.Richiesta) bool { return true })
	case "recapiti":
		c.contacts(value, r.Recapiti, c.reaches(r), at)
	}
}

// these judges whether the requests that are there are those that are wanted of a thread and may be read, the first opened first.
func (c *checker) these(value any, at place, thread []string, wanted func(model.Richiesta) bool) {
	list, isList := value.([]any)
	if !isList && value != nil {
		list = []any{value}
	}
	if got, want := idsOf(list, "x_id"), idsOf(c.readable(thread, wanted), ""); got != want {
		c.reject(at.path, "requests %s, want %s", got, want)
	}
}

// idsOf are the identifiers of requests: of those of an answer under a name, of the oracle's under none.
func idsOf[T any](requests []T, name string) string {
	var ids []string
	for _, r := range requests {
		switch r := any(r).(type) {
		case model.Richiesta:
			ids = append(ids, r.ID)
		case map[string]any:
			ids = append(ids, fmt.Sprint(r[name]))
		}
	}
	return strings.Join(ids, " ")
}

// requests judges how many requests a list counts, those of the company that is being spoken of or of all.
func (c *checker) requests(f *ast.Field, value any, at place) {
	page, ok := value.(map[string]any)
	if !ok {
		return
	}
	filtro, _ := f.ArgumentMap(c.vars)["filtro"].(map[string]any)
	all := c.readable(c.opened, func(r model.Richiesta) bool {
		return selects(filtro, r) && (at.section == "" || r.Matricola == at.azienda.Matricola)
	})
	fields := map[string]*ast.Field{}
	c.selected(c.schema.Types["RichiestaConnection"], f.SelectionSet, fields)
	for name, f := range fields {
		if f.Name == "totalCount" {
			c.judged["requests counted"]++
			if n := int(page[name].(float64)); n != len(all) {
				c.reject(at.path, "%d requests, the oracle counts %d", n, len(all))
			}
		}
	}
}
