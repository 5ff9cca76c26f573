package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
	"cassetto/sources"
)

// world is everything that the archives hold, read raw. The oracle answers from it alone.
type world struct {
	aziende map[model.Matricola]model.Azienda
	utenti  []model.Utente
	deleghe map[string]model.Delega
	rows    map[string]map[string][]map[string]any // section → owner → documents

	richieste map[string]model.Richiesta
	notifiche map[string][]model.Notifica // by request or appointment
	opened    []string                    // requests, the first opened first
	threads   map[string][]string         // the same by their first request

	appuntamenti map[string]model.Appuntamento
	incontri     []string                          // appointments, by their identifiers
	giornate     map[string]model.GiornoCalendario // of the calendars, by their identifiers

	verifiche map[model.CodiceFiscale]model.RegolaritaContributiva // the last check of each
}

// readWorld reads every document of every archive of a server.
func readWorld(t *testing.T, s *server) *world {
	t.Helper()
	w := &world{
		aziende: map[model.Matricola]model.Azienda{}, deleghe: map[string]model.Delega{}, rows: map[string]map[string][]map[string]any{},
		richieste: map[string]model.Richiesta{}, notifiche: map[string][]model.Notifica{},
		appuntamenti: map[string]model.Appuntamento{}, giornate: map[string]model.GiornoCalendario{},
		verifiche: map[model.CodiceFiscale]model.RegolaritaContributiva{},
	}
	for name := range sources.Sections() {
		for _, section := range sources.Followed(name) {
			c, owner := section.Collection, section.Collection.Key[0]
			for _, field := range []string{"matricola", "codiceFiscale"} {
				if section.Extra[field] != "" {
					owner = field
				}
			}
			w.rows[c.Name] = map[string][]map[string]any{}
			err := s.app.archives.byName[name].Store.Search(t.Context(), c, store.Query{Filter: store.All{}, Limit: 1 << 20}, func(r store.Row) error {
				var doc map[string]any
				err := r.Decode(&doc)
				key := fmt.Sprint(doc[owner])
				w.rows[c.Name][key] = append(w.rows[c.Name][key], doc)
				return err
			})
			if err != nil {
				t.Fatal(name, c.Name, err)
			}
		}
	}
	for _, a := range typed[model.Azienda](t, w.rows["aziende"]) {
		w.aziende[a.Matricola] = a
	}
	for _, d := range typed[model.Delega](t, w.rows["deleghe"]) {
		w.deleghe[d.ID] = d
	}
	w.utenti = typed[model.Utente](t, w.rows["utenti"])
	for _, v := range typed[model.RegolaritaContributiva](t, w.rows["verifiche"]) {
		if v.Numero > w.verifiche[v.CodiceFiscale].Numero {
			w.verifiche[v.CodiceFiscale] = v
		}
	}
	w.add(typed[model.Richiesta](t, w.rows["richieste"]), typed[model.Notifica](t, w.rows["notifiche"]))
	w.arrange(typed[model.GiornoCalendario](t, w.rows["giornate"]), typed[model.Appuntamento](t, w.rows["appuntamenti"]))
	return w
}

// typed are documents as a type of the model, in the order of their keys.
func typed[T any](t *testing.T, rows map[string][]map[string]any) []T {
	t.Helper()
	var all []T
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		for _, doc := range rows[key] {
			var one T
			if err := json.Unmarshal([]byte(mustJSON(t, doc)), &one); err != nil {
				t.Fatal(err)
			}
			all = append(all, one)
		}
	}
	return all
}

// oracle says what one user may see at an instant, by brute force over all the deleghe there are. It shares no line with
// package access: it is the same rules, said again.
type oracle struct {
	*world
	who   model.Utente
	now   time.Time
	today model.Data
	has   []model.Delega // made out to him, whatever they are worth
	known map[model.Matricola][]grant
}

func ask(w *world, who model.Utente, now time.Time) oracle {
	o := oracle{w, who, now, model.Data(now.In(model.Roma).Format("2006-01-02")), nil, map[model.Matricola][]grant{}}
	for _, d := range w.deleghe {
		if o.given(d) {
			o.has = append(o.has, d)
		}
	}
	return o
}

// grant is what one delega gives on one company.
type grant struct {
	servizi []model.Servizio
	persone []model.CodiceFiscale // nil is everybody
}

var (
	professions    = model.AllProfiloUtente[:5] // of L. 12/1979, art. 1
	intermediaries = append(slices.Clone(professions), model.ProfiloUtenteAssociazioneDiCategoria)

	// admitted is to whom each type of delega may be made out (circ. 28/2011).
	admitted = map[model.TipoDelega][]model.ProfiloUtente{
		model.TipoDelegaDirettaDipendente:      {model.ProfiloUtenteAzienda},
		model.TipoDelegaIndirettaIntermediario: intermediaries,
		model.TipoDelegaGruppo:                 {model.ProfiloUtenteAzienda, model.ProfiloUtenteLegaleRappresentante},
		model.TipoDelegaMaster:                 append(slices.Clone(intermediaries), model.ProfiloUtenteAzienda),
		model.TipoDelegaSubdelega:              {model.ProfiloUtenteIntermediarioDelegato},
	}
)

// own are the services on a company that come from what the user is.
func (o oracle) own(a model.Azienda) []model.Servizio {
	mine := o.who.Azienda != nil && *o.who.Azienda == a.CodiceFiscale
	switch p := o.who.Profilo; {
	case p == model.ProfiloUtenteAnalista,
		p == model.ProfiloUtenteOperatore && o.who.Sede != nil && *o.who.Sede == a.CodiceSede,
		p == model.ProfiloUtenteLegaleRappresentante && mine:
		return model.AllServizio
	case p == model.ProfiloUtenteAzienda && mine:
		return without(model.AllServizio, model.ServizioDeleghe)
	}
	return nil
}

// grants are what the deleghe give to the user on a company now.
func (o oracle) grants(a model.Azienda) []grant {
	if all, done := o.known[a.Matricola]; done {
		return all
	}
	var all []grant
	for _, d := range o.has {
		if !o.holds(d) {
			continue
		}
		if d.Tipo != model.TipoDelegaSubdelega {
			all = append(all, grant{covered(d, d.Tipo, a), persons(d)})
			continue
		}
		if d.ParentID == nil {
			continue
		}
		p, ok := o.deleghe[*d.ParentID]
		if !ok || p.Tipo == model.TipoDelegaSubdelega || !o.holds(p) || !slices.Contains(intermediaries, p.Qualifica) || p.Posizione.Codice != d.Posizione.Codice {
			continue
		}
		g := grant{common(covered(d, p.Tipo, a), covered(p, p.Tipo, a)), persons(d)}
		switch theirs := persons(p); {
		case g.persone == nil:
			g.persone = theirs
		case theirs != nil:
			g.persone = common(g.persone, theirs)
		}
		all = append(all, g)
	}
	o.known[a.Matricola] = slices.DeleteFunc(all, func(g grant) bool { return len(g.servizi) == 0 })
	return o.known[a.Matricola]
}

// given says whether a delega was made out to the user: to the person in this profile, to the studio that professionals
// share, to the association, to the head company of a group.
func (o oracle) given(d model.Delega) bool {
	u, toStudio := o.who, o.who.Studio != nil && d.StudioCf != nil && o.who.Studio.CodiceFiscale == *d.StudioCf
	return d.DelegatoCf == u.CodiceFiscale && d.Qualifica == u.Profilo ||
		toStudio && slices.Contains(professions, u.Profilo) && slices.Contains(professions, d.Qualifica) ||
		toStudio && u.Profilo == model.ProfiloUtenteAssociazioneDiCategoria && d.Qualifica == u.Profilo ||
		o.head(d)
}

func (o oracle) head(d model.Delega) bool {
	acts := o.who.Profilo == model.ProfiloUtenteAzienda || o.who.Profilo == model.ProfiloUtenteLegaleRappresentante
	return acts && d.Tipo == model.TipoDelegaGruppo && o.who.Azienda != nil && d.StudioCf != nil && *o.who.Azienda == *d.StudioCf
}

// holds says whether a delega is good at this instant, whoever has it.
func (o oracle) holds(d model.Delega) bool {
	if d.DataRevoca != nil {
		if at, err := time.Parse(time.RFC3339, string(*d.DataRevoca)); err != nil || !at.After(o.now) {
			return false
		}
	}
	return d.Stato == model.StatoDelegaAttiva && slices.Contains(admitted[d.Tipo], d.Qualifica) &&
		d.Inizio <= o.today && (d.Fine == nil || o.today <= *d.Fine)
}

// covered are the services that a delega gives on a company: a Delega Master on every position of the codice fiscale, one of
// the employees' gestione on one matricola, one of the gestione separata only for it. The management of deleghe is nobody's.
func covered(d model.Delega, tipo model.TipoDelega, a model.Azienda) []model.Servizio {
	g, codice := d.Posizione.Gestione, d.Posizione.Codice
	switch {
	case tipo == model.TipoDelegaMaster && codice == string(a.CodiceFiscale),
		tipo != model.TipoDelegaMaster && g == model.GestioneContributivaDipendenti && codice == string(a.Matricola):
		return without(d.Servizi, model.ServizioDeleghe)
	case tipo != model.TipoDelegaMaster && g == model.GestioneContributivaParasubordinati && codice == string(a.CodiceFiscale):
		return common(d.Servizi, []model.Servizio{model.ServizioGestioneSeparata})
	}
	return nil
}

func persons(d model.Delega) []model.CodiceFiscale {
	if d.Perimetro == model.PerimetroDelegaTotale {
		return nil
	}
	return append([]model.CodiceFiscale{}, d.Cf...)
}

// knows says whether the user may know that a company exists.
func (o oracle) knows(a model.Azienda) bool { return len(o.own(a)) > 0 || len(o.grants(a)) > 0 }

// may says whether the user may use a service of a company. A partial delega is good only for what is shown person by person,
// that is the gestione separata.
func (o oracle) may(a model.Azienda, s model.Servizio) bool {
	own := o.own(a)
	return slices.Contains(own, s) || len(own) == 0 && slices.ContainsFunc(o.grants(a), func(g grant) bool {
		return slices.Contains(g.servizi, s) && (g.persone == nil || s == model.ServizioGestioneSeparata)
	})
}

// people are the collaborators of a company that the user may see; all is true when there is no limit.
func (o oracle) people(a model.Azienda) (some []model.CodiceFiscale, all bool) {
	all = len(o.own(a)) > 0
	for _, g := range o.grants(a) {
		if slices.Contains(g.servizi, model.ServizioGestioneSeparata) {
			all = all || g.persone == nil
			some = append(some, g.persone...)
		}
	}
	return some, all
}

// party says whether a delega is the user's business: he gave or received it, or he manages the deleghe of the position.
func (o oracle) party(d model.Delega) bool {
	if o.mine(d) {
		return true
	}
	for _, a := range o.aziende {
		if (d.Posizione.Codice == string(a.Matricola) || d.Posizione.Codice == string(a.CodiceFiscale)) && o.may(a, model.ServizioDeleghe) {
			return true
		}
	}
	return false
}

// mine says whether the user gave or received a delega; the staff of the Institute acts in none of these roles.
func (o oracle) mine(d model.Delega) bool {
	staff := o.who.Profilo == model.ProfiloUtenteOperatore || o.who.Profilo == model.ProfiloUtenteAnalista
	return !staff && (o.who.CodiceFiscale == d.DeleganteCf || o.who.CodiceFiscale == d.DelegatoCf ||
		o.given(d) && slices.Contains(admitted[d.Tipo], d.Qualifica))
}

// visible are the companies that the user may know.
func (o oracle) visible() []model.Azienda {
	var v []model.Azienda
	for _, m := range slices.Sorted(maps.Keys(o.aziende)) {
		if o.knows(o.aziende[m]) {
			v = append(v, o.aziende[m])
		}
	}
	return v
}

func without[T comparable](list []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == one })
}

func common[T comparable](a, b []T) []T {
	return slices.DeleteFunc(append([]T{}, a...), func(v T) bool { return !slices.Contains(b, v) })
}
