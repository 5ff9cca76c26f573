package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/sources/deleghe"
)

// plan chooses a change.
func (i *isolation) plan(r *rand.Rand, n uint64) change {
	switch n % 6 {
	case 0:
		return i.renounce(r)
	case 1:
		return i.revocation(r)
	case 2, 3:
		return i.grant(r, n)
	case 4:
		return i.subgrant(r, n)
	}
	return i.rewrite(r)
}

// good are the deleghe of families on hot companies that hold now.
func (i *isolation) good(keep func(model.Delega) bool) (all []model.Delega) {
	w := i.world.Load()
	o := ask(w, model.Utente{}, i.clock.now())
	for _, id := range slices.Sorted(maps.Keys(w.deleghe)) {
		if d := w.deleghe[id]; strings.HasPrefix(id, "D-FAM") && o.holds(d) && keep(d) {
			all = append(all, d)
		}
	}
	return all
}

func anyDelega(model.Delega) bool { return true }

// as is the principal with a profile.
func (i *isolation) as(cf model.CodiceFiscale, profile model.ProfiloUtente) string {
	return i.tokens[nameOf(model.Utente{CodiceFiscale: cf, Profilo: profile})]
}

func (i *isolation) revoke(d model.Delega, token string) func(t *testing.T, s *server) model.Delega {
	return func(t *testing.T, s *server) model.Delega {
		t.Helper()
		a := s.askAs(t, token, `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { errori { codice } } }`, map[string]any{"id": d.ID})
		if len(a.Errors) > 0 || len(a.Data["revocaDelega"].(map[string]any)["errori"].([]any)) > 0 {
			t.Fatalf("%s\n%s", mustJSON(t, d), a.Body)
		}
		return inArchive(t, s, d.ID)
	}
}

// renounce: who received a delega gives it up.
func (i *isolation) renounce(r *rand.Rand) change {
	d := one(r, i.good(anyDelega))
	return change{"renounced", d, i.revoke(d, i.as(d.DelegatoCf, d.Qualifica))}
}

// revocation: the legal representative takes a delega away.
func (i *isolation) revocation(r *rand.Rand) change {
	d := one(r, i.good(func(d model.Delega) bool { return i.representative(&d) != "" && d.ParentID == nil }))
	return change{"revoked", d, i.revoke(d, i.representative(&d))}
}

// representative is the token of who represents the company that a delega is on; empty when nobody does.
func (i *isolation) representative(d *model.Delega) string {
	for _, u := range i.world.Load().utenti {
		if u.Profilo == model.ProfiloUtenteLegaleRappresentante && u.Azienda != nil && *u.Azienda == i.holder(d) {
			return i.tokens[nameOf(u)]
		}
	}
	return ""
}

func (i *isolation) confer(d model.Delega, token string) func(t *testing.T, s *server) model.Delega {
	return func(t *testing.T, s *server) model.Delega {
		t.Helper()
		in := map[string]any{
			"chiaveIdempotenza": d.ID, "tipo": d.Tipo, "delegato": d.DelegatoCf, "qualifica": d.Qualifica, "servizi": d.Servizi,
			"perimetro": d.Perimetro, "cf": d.Cf, "parentId": d.ParentID, "matricola": d.Posizione.Codice, "studio": d.StudioCf,
		}
		is, codes := conferita(t, s.askAs(t, token, conferisci, map[string]any{"in": in}))
		if len(codes) > 0 {
			t.Fatalf("%v\n%s", codes, mustJSON(t, d))
		}
		return inArchive(t, s, is["id"].(string))
	}
}

// grant: a legal representative gives a title to a member of a family.
func (i *isolation) grant(r *rand.Rand, n uint64) change {
	for {
		d := i.title(one(r, i.hot), r.IntN(2) == 0)
		u := one(r, one(r, i.families)[:6])
		token := i.representative(&d)
		if token == "" || u.Profilo == model.ProfiloUtenteAssociazioneDiCategoria {
			continue
		}
		d.ID, d.DelegatoCf, d.Qualifica = fmt.Sprint("conferita-", n), u.CodiceFiscale, u.Profilo
		return change{"given", d, i.confer(d, token)}
	}
}

// subgrant: an intermediary gives what he has to the employee of another family.
func (i *isolation) subgrant(r *rand.Rand, n uint64) change {
	d := one(r, i.good(func(d model.Delega) bool { return d.ParentID == nil }))
	family := one(r, i.families)
	s := subdelega(d, family[len(family)-1].CodiceFiscale)
	s.ID = fmt.Sprint("subdelegata-", n)
	return change{"subdelegated", s, i.confer(s, i.as(d.DelegatoCf, d.Qualifica))}
}

// rewrite: a delega is changed where no command can, and one instance is told.
func (i *isolation) rewrite(r *rand.Rand) change {
	was := one(r, i.good(anyDelega))
	is := was
	is.Servizi, is.Cf = slices.Clone(was.Servizi), slices.Clone(was.Cf)
	switch kind := r.IntN(3); {
	case kind == 0 || len(is.Servizi) == 0:
		is.Stato = model.StatoDelegaSospesa
	case kind == 1:
		is.Servizi = is.Servizi[1:]
	default:
		i.another(&is)
	}
	return change{"rewritten", was, func(t *testing.T, s *server) model.Delega {
		t.Helper()
		write(t, s, "deleghe", is)
		s.forget(t, cache.Change{Archive: deleghe.Name, Tags: cache.TagsOf(deleghe.Codici(&is)...)})
		return is
	}}
}

// inArchive is a delega as the archive has it.
func inArchive(t *testing.T, s *server, id string) model.Delega {
	t.Helper()
	found, err := deleghe.PerID(t.Context(), s.app.archives.Deleghe, []string{id})
	if err != nil || found[id] == nil {
		t.Fatal("no delega ", id, err)
	}
	return *found[id]
}
