package main

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"cassetto/graph/model"
)

const principals = 500

// folla is 500 people who differ by little: families whose members have the same titles, but for one company, one service or
// one collaborator.
type folla struct {
	crowd
	hot      []model.Azienda                               // the companies that everybody asks for
	months   map[model.CodiceFiscale][]model.CodiceFiscale // the collaborators of a company
	families [][]model.Utente
}

// affolla fills the archive of deleghe of a server with 500 people, and returns all that there is.
func affolla(t *testing.T, s *server, r *rand.Rand) (*folla, *world) {
	t.Helper()
	w := readWorld(t, s)
	f := &folla{crowd: crowd{Rand: r, now: s.app.config.Now(), heads: 470}, months: map[model.CodiceFiscale][]model.CodiceFiscale{}}
	f.choose(t, w)
	for n := range principals {
		u := f.utente(n)
		if u.Profilo == model.ProfiloUtenteLegaleRappresentante && n%2 == 0 {
			u.Azienda = new(one(r, f.hot).CodiceFiscale) // who can carry out commands on them
		}
		f.utenti = append(f.utenti, u)
	}
	all := f.related()
	put(t, s, "utenti", all...)
	put(t, s, "deleghe", f.deleghe...)
	aziende, utenti := f.aziende, f.utenti
	f.aziende, f.utenti = f.hot, all
	f.dialogues(t, s, w, 90)
	f.appointments(t, s, w, 90)
	f.aziende, f.utenti = aziende, utenti
	w.utenti = all // those of the demo are not asked
	for _, d := range f.deleghe {
		w.deleghe[d.ID] = d
	}
	return f, w
}

// choose finds the companies, and half of the hot ones among those that pay collaborators.
func (f *folla) choose(t *testing.T, w *world) {
	for cf := range w.rows["committente10"] {
		seen := map[model.CodiceFiscale]bool{}
		for _, m := range typed[model.Committente10](t, map[string][]map[string]any{cf: w.rows["committente10"][cf]}) {
			for _, p := range m.Collaboratori {
				seen[p.CfCollaboratore] = true
			}
		}
		f.months[model.CodiceFiscale(cf)] = slices.Sorted(maps.Keys(seen))
	}
	for _, m := range slices.Sorted(maps.Keys(w.aziende)) {
		a := w.aziende[m]
		f.aziende = append(f.aziende, a)
		f.persons = append(f.persons, f.months[a.CodiceFiscale]...)
	}
	f.Shuffle(len(f.aziende), func(i, j int) { f.aziende[i], f.aziende[j] = f.aziende[j], f.aziende[i] })
	pay, others := 0, 0
	for _, a := range f.aziende {
		switch pays := len(f.months[a.CodiceFiscale]) > 1; {
		case pays && pay < 4:
			pay++
		case !pays && others < 3:
			others++
		default:
			continue
		}
		f.hot = append(f.hot, a)
	}
	if pay < 2 {
		t.Fatalf("%d companies pay collaborators", pay)
	}
}

// related puts most intermediaries into families of six, each with an employee whom the first one subdelegates, and gives the
// rest of the people random deleghe.
func (f *folla) related() []model.Utente {
	var apart, employees, rest []model.Utente
	for _, u := range f.utenti {
		switch {
		case slices.Contains(intermediaries, u.Profilo) && len(apart) < 216:
			u.Studio = nil // what came to it would come to all who share it
			apart = append(apart, u)
		case u.Profilo == model.ProfiloUtenteIntermediarioDelegato && len(employees) < 36:
			employees = append(employees, u)
		default:
			rest = append(rest, u)
		}
	}
	f.utenti = rest
	for n := range 260 {
		f.deleghe = append(f.deleghe, f.delega(n))
	}
	slices.SortStableFunc(apart, func(a, b model.Utente) int { return cmp.Compare(a.Profilo, b.Profilo) }) // a family has one profile
	n := 0
	for members := range slices.Chunk(apart, 6) {
		f.family(n, members, employees[n%len(employees)])
		f.families = append(f.families, append(slices.Clone(members), employees[n%len(employees)]))
		n++
	}
	return slices.Concat(apart, employees, rest)
}

// family gives the first two members the same titles, each of the others nearly the same ones, and the employee those of the
// first by subdelega.
func (f *folla) family(n int, members []model.Utente, employee model.Utente) {
	var common []model.Delega
	for _, k := range f.Perm(len(f.hot))[:1+f.IntN(3)] {
		common = append(common, f.title(f.hot[k], f.chance(40)))
	}
	for i, u := range members {
		his := make([]model.Delega, len(common))
		for k, d := range common {
			his[k] = d
			his[k].Servizi, his[k].Cf = slices.Clone(d.Servizi), slices.Clone(d.Cf)
		}
		switch i {
		case 2:
			his = append(his, f.title(one(f.Rand, f.hot), false))
		case 3:
			his = his[1:]
		case 4:
			d := &his[f.IntN(len(his))]
			k := f.IntN(4) // of those that sections ask for
			d.Servizi = slices.Delete(d.Servizi, k, k+1)
		case 5:
			f.another(&his[f.IntN(len(his))])
		}
		for k := range his {
			d := &his[k]
			d.ID, d.DelegatoCf, d.Qualifica = fmt.Sprintf("D-FAM%02d%d%d", n, i, k), u.CodiceFiscale, u.Profilo
			f.deleghe = append(f.deleghe, *d)
			if i == 0 {
				f.deleghe = append(f.deleghe, subdelega(*d, employee.CodiceFiscale))
			}
		}
	}
}

// title is a delega on a company, of all services as a rule, that nobody has yet.
func (f *folla) title(a model.Azienda, partial bool) model.Delega {
	d := model.Delega{
		Stato: model.StatoDelegaAttiva, DeleganteCf: one(f.Rand, f.utenti).CodiceFiscale, Tipo: model.TipoDelegaIndirettaIntermediario,
		Servizi: without(model.AllServizio, model.ServizioDeleghe), Perimetro: model.PerimetroDelegaTotale, Cf: []model.CodiceFiscale{},
		Inizio: f.day(-100), Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(a.Matricola)},
	}
	if people := f.months[a.CodiceFiscale]; partial && len(people) > 0 {
		d.Perimetro = model.PerimetroDelegaParziale
		d.Cf = slices.Clone(people[:1+f.IntN(len(people))])
	}
	return d
}

// another changes the persons of a delega by one.
func (f *folla) another(d *model.Delega) {
	people := f.months[f.holder(d)]
	switch {
	case d.Perimetro == model.PerimetroDelegaTotale && len(people) > 0:
		d.Perimetro, d.Cf = model.PerimetroDelegaParziale, slices.Clone(people[1:])
	case d.Perimetro == model.PerimetroDelegaParziale && len(d.Cf) < len(people):
		d.Cf = people[:len(d.Cf)+1]
	case d.Perimetro == model.PerimetroDelegaParziale:
		d.Cf = d.Cf[1:]
	}
}

// holder is the codice fiscale of the company that a delega is on.
func (f *folla) holder(d *model.Delega) model.CodiceFiscale {
	for _, a := range f.aziende {
		if d.Posizione.Codice == string(a.Matricola) {
			return a.CodiceFiscale
		}
	}
	return model.CodiceFiscale(d.Posizione.Codice)
}

// subdelega is a delega given on to an employee as it is.
func subdelega(d model.Delega, to model.CodiceFiscale) model.Delega {
	s := d
	s.ID, s.Tipo, s.ParentID = d.ID+"S", model.TipoDelegaSubdelega, new(d.ID)
	s.DeleganteCf, s.DelegatoCf, s.Qualifica = d.DelegatoCf, to, model.ProfiloUtenteIntermediarioDelegato
	return s
}
