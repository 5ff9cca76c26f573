package durc_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

const oggi = model.Data("2026-11-28")

// TestValutaACaso draws evidence at random: a judgement does not depend on the order of the rows, more debts never make it better, and
// its causes are what is owed where more than 150 euro are.
func TestValutaACaso(t *testing.T) {
	const mondi = 6000
	esiti, somme := map[model.EsitoRegolarita]int{}, 0
	for seme := range uint64(mondi) {
		c := caso{rand.New(rand.NewPCG(seme, 15))}
		e := c.evidenze()
		copia := inJSON(t, e)
		g := durc.Valuta(e, oggi)
		esiti[g.Esito]++
		if inJSON(t, e) != copia {
			t.Fatalf("seed %d: the evidence has changed", seme)
		}
		if altro := durc.Valuta(c.mischia(e), oggi); !reflect.DeepEqual(g, altro) {
			t.Fatalf("seed %d: in another order\n%s\nwas\n%s", seme, inJSON(t, altro), inJSON(t, g))
		}
		if peggio := durc.Valuta(c.indebita(e), oggi); grado(peggio.Esito) < grado(g.Esito) {
			t.Fatalf("seed %d: with one more debt %s, was %s", seme, peggio.Esito, g.Esito)
		}
		coerente(t, seme, g)
		dovuto, cause := eccedente(e), model.Importo(0)
		for _, causa := range g.Enti[0].Cause {
			cause += *causa.Importo
		}
		if cause != dovuto {
			t.Fatalf("seed %d: the causes are %s, what exceeds is %s", seme, cause, dovuto)
		}
		if cause > 0 {
			somme++
		}
	}
	t.Log(esiti, somme)
	if esiti[regolare] < mondi/100 || esiti[istruttoria] < mondi/20 || esiti[invito] < mondi/4 || somme < mondi/5 {
		t.Errorf("the worlds are too much alike: %v, %d irregular with INPS", esiti, somme)
	}
}

func grado(e model.EsitoRegolarita) int {
	return slices.Index([]model.EsitoRegolarita{regolare, istruttoria, invito}, e)
}

// indebita adds a debt that was not there: an item, or a title.
func (c caso) indebita(e durc.Evidenze) durc.Evidenze {
	if c.IntN(2) == 0 || len(e.Posizioni) == 0 {
		e.Ruoli = append(slices.Clone(e.Ruoli), c.ruolo("77"))
		return e
	}
	e.Posizioni = slices.Clone(e.Posizioni)
	p := &e.Posizioni[c.IntN(len(e.Posizioni))]
	p.Crediti = append(slices.Clone(p.Crediti), c.credito("C-NEW"))
	return e
}

// coerente: the outcome is that of the institutes, and theirs that of the reasons, which begin with those that decide.
func coerente(t *testing.T, seme uint64, g durc.Giudizio) {
	t.Helper()
	pesi := []model.EffettoMotivazione{model.EffettoMotivazioneNonOsta, model.EffettoMotivazioneDaVerificare, model.EffettoMotivazioneImpedisce}
	enti := []model.EsitoEnte{model.EsitoEnteRegolare, model.EsitoEnteInIstruttoria, model.EsitoEnteIrregolare}
	peggiore := map[model.EnteRegolarita]int{}
	for i, m := range g.Motivazioni {
		n := slices.Index(pesi, m.Effetto)
		peggiore[m.Ente] = max(peggiore[m.Ente], n)
		if i == 0 && n != grado(g.Esito) || i > 0 && n > slices.Index(pesi, g.Motivazioni[i-1].Effetto) || m.Descrizione == "" || m.Fonte == "" {
			t.Fatalf("seed %d: %s by %s", seme, g.Esito, inJSON(t, g.Motivazioni))
		}
	}
	for _, e := range g.Enti {
		if e.Cause == nil || slices.Index(enti, e.Esito) != peggiore[e.Ente] || (len(e.Cause) > 0) != (e.Esito == model.EsitoEnteIrregolare) {
			t.Fatalf("seed %d: %+v for %s", seme, e, inJSON(t, g.Motivazioni))
		}
	}
}

// eccedente is what is owed in the gestioni where more than 150 euro are. Whether a debt counts is found out by making it enormous,
// and all the others nothing.
func eccedente(e durc.Evidenze) (tutto model.Importo) {
	somme := map[model.GestioneContributiva]model.Importo{}
	conta := func(g model.GestioneContributiva, residuo model.Importo, solo durc.Evidenze) {
		if residuo > 0 && durc.Valuta(solo, oggi).Enti[0].Esito == model.EsitoEnteIrregolare {
			somme[g] += residuo
		}
	}
	for i, p := range e.Posizioni {
		for j, c := range p.Crediti {
			solo := azzera(e)
			solo.Posizioni[i].Crediti[j].Residuo = 1_000_000_00
			conta(c.Gestione, c.Residuo, solo)
		}
	}
	for i, r := range e.Ruoli {
		solo := azzera(e)
		solo.Ruoli[i].Residuo = 1_000_000_00
		conta(r.Gestione, r.Residuo, solo)
	}
	for _, s := range somme {
		if s > 150_00 {
			tutto += s
		}
	}
	return tutto
}

// azzera is the same evidence with nothing owed.
func azzera(e durc.Evidenze) durc.Evidenze {
	e.Posizioni, e.Ruoli = slices.Clone(e.Posizioni), slices.Clone(e.Ruoli)
	for i := range e.Posizioni {
		p := &e.Posizioni[i]
		p.Crediti = slices.Clone(p.Crediti)
		for j := range p.Crediti {
			p.Crediti[j].Residuo = 0
		}
	}
	for i := range e.Ruoli {
		e.Ruoli[i].Residuo = 0
	}
	return e
}
