package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
)

// elencate is a page of requests.
type elencate struct {
	Nodes      []pratica
	TotalCount int
	PageInfo   struct {
		HasNextPage bool
		EndCursor   *string
	}
}

// cerca searches requests; su are the arguments.
func (s sportello) cerca(su campi) (elencate, answer) {
	s.Helper()
	a := s.chiede(`query ($filtro: FiltroRichieste, $ordine: OrdineRichieste, $first: Int = 200, $after: String) {
		richieste(filtro: $filtro, ordine: $ordine, first: $first, after: $after) {
			nodes { id matricola stato dataUltimoAggiornamento } totalCount pageInfo { hasNextPage endCursor } } }`, su)
	return decoded[elencate](s.T, a, "richieste"), a
}

// TestScenarioStorico: the history is searched by every criterion and by all together, over all companies of who asks and no
// other, the latest news first, by days as they are in Italy.
func TestScenarioStorico(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, bruni, palumbo := sc.as("consulente"), sc.as("associazione"), sc.as("operatore")
	const altra = "9900010029" // the second position of the same company
	sera := time.Now().In(model.Roma)
	sera = time.Date(sera.Year(), sera.Month(), sera.Day(), 23, 30, 0, 0, model.Roma)
	sc.clock.pass(time.Until(sera))
	giorno := func(n int) string { return sera.AddDate(0, 0, n).Format(time.DateOnly) }

	prima := palumbo.on(0).protocollata(ferri.on(0).invia(nil, specifica()).ok().ID) // at 23.30
	sc.clock.pass(time.Hour)
	seconda := palumbo.on(0).protocollata(ferri.on(1).invia(nil).ok().ID) // at 0.30, still the same day in Greenwich
	sc.clock.pass(48 * time.Hour)
	terza := ferri.on(0).protocollata(ferri.on(0).invia(nil, specifica(), campi{"matricola": altra}).ok().ID)
	aliena := bruni.on(0).protocollata(bruni.on(0).invia(nil, campi{"matricola": bruni.altrui(ferri)}).ok().ID)
	sc.clock.pass(time.Minute) // instants have seconds, no less
	palumbo.on(1).prende(prima.ID).ok()
	sc.clock.pass(time.Hour)
	palumbo.on(1).prende(seconda.ID).ok()
	palumbo.on(0).chiude(seconda.ID).ok()
	nomi := map[string]string{prima.ID: "prima", seconda.ID: "seconda", terza.ID: "terza", aliena.ID: "aliena"}

	periodo := func(dal, al int) campi { return campi{"dal": giorno(dal), "al": giorno(al)} }
	casi := []struct {
		chi    *persona
		filtro campi
		want   []string
	}{
		{ferri, nil, []string{"seconda", "prima", "terza"}},
		{bruni, nil, []string{"aliena"}},
		{ferri, campi{"matricola": posAurora}, []string{"seconda", "prima"}},
		{ferri, campi{"matricola": altra}, []string{"terza"}},
		{bruni, campi{"matricola": posAurora}, nil},
		{ferri, campi{"protocollo": *prima.Protocollo}, []string{"prima"}},
		{bruni, campi{"protocollo": *prima.Protocollo}, nil},
		{ferri, campi{"protocollo": *aliena.Protocollo}, nil},
		{ferri, campi{"protocollo": "INPS"}, nil},
		{ferri, campi{"ambito": "NOTE_DI_RETTIFICA"}, []string{"prima", "terza"}},
		{ferri, campi{"ambito": "NOTE_DI_RETTIFICA", "oggetto": "SEGNALAZIONE"}, nil},
		{ferri, campi{"ambito": "NON_SPECIFICATO", "oggetto": "QUESITO_GENERICO"}, []string{"seconda"}},
		{ferri, campi{"stato": []string{"APERTA", "IN_CARICO"}}, []string{"prima", "terza"}},
		{ferri, campi{"stato": []string{"CHIUSA"}}, []string{"seconda"}},
		{ferri, campi{"stato": []string{}}, []string{"seconda", "prima", "terza"}},
		{ferri, campi{"dataApertura": periodo(0, 0)}, []string{"prima"}},
		{ferri, campi{"dataApertura": periodo(1, 1)}, []string{"seconda"}},
		{ferri, campi{"dataApertura": periodo(0, 1)}, []string{"seconda", "prima"}},
		{ferri, campi{"dataApertura": periodo(2, 2)}, nil},
		{ferri, campi{"dataApertura": campi{"dal": giorno(1)}}, []string{"seconda", "terza"}},
		{ferri, campi{"dataApertura": campi{"al": giorno(0)}}, []string{"prima"}},
		{ferri, campi{"dataUltimoAggiornamento": periodo(0, 2)}, nil},
		{ferri, campi{"dataUltimoAggiornamento": periodo(3, 3), "stato": []string{"IN_CARICO"}, "matricola": posAurora}, []string{"prima"}},
	}
	for i, caso := range casi {
		t.Run(fmt.Sprint(i, caso.filtro), func(t *testing.T) {
			for n := range 2 {
				eventually(t, fmt.Sprint("found: ", caso.want), func() bool {
					trovate, a := caso.chi.on(n).cerca(campi{"filtro": caso.filtro})
					var mie []string
					for _, r := range trovate.Nodes {
						if nome := nomi[r.ID]; nome != "" { // the demo has a history of its own
							mie = append(mie, nome)
						}
					}
					if len(a.Errors) > 0 || !slices.IsSortedFunc(trovate.Nodes, func(a, b pratica) int { return b.DataUltimoAggiornamento.Compare(a.DataUltimoAggiornamento) }) {
						t.Fatalf("%s", a.Body)
					}
					return slices.Equal(mie, caso.want)
				})
			}
		})
	}
	for _, su := range []campi{
		{"after": "x"}, {"after": ""}, {"filtro": campi{"dataApertura": periodo(1, 0)}}, {"filtro": campi{"dataUltimoAggiornamento": periodo(1, 0)}},
		{"filtro": campi{"oggetto": "CONTESTAZIONE"}}, {"first": -1}, {"first": 100000},
	} {
		if _, a := ferri.on(0).cerca(su); len(a.Errors) == 0 || a.code() != "BAD_USER_INPUT" {
			t.Errorf("%v: %s", su, a.Body)
		}
	}
}

// TestScenarioPagine: the pages of a search follow each other though new requests arrive and old ones change between them: what
// did not change comes once.
func TestScenarioPagine(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	su := func(after *string) campi {
		return campi{"filtro": campi{"matricola": posAurora, "stato": []string{"APERTA"}}, "first": 2, "after": after}
	}
	all, _ := ferri.on(0).cerca(su(nil))
	prima := all.TotalCount // of the demo
	var mie []string
	for range 5 {
		sc.clock.pass(time.Minute) // instants have seconds, no less
		r := ferri.on(0).invia(nil).ok()
		palumbo.on(0).protocollata(r.ID)
		mie = append([]string{r.ID}, mie...)
	}
	var lette []string
	var after *string
	for pagina := 0; ; pagina++ {
		p, a := ferri.on(pagina).cerca(su(after))
		if want := prima + 5 + pagina; len(a.Errors) > 0 || len(p.Nodes) > 2 || pagina < 3 && p.TotalCount != want {
			t.Fatalf("page %d of %d: %s", pagina, want, a.Body)
		}
		for _, r := range p.Nodes {
			lette = append(lette, r.ID)
		}
		if after = p.PageInfo.EndCursor; !p.PageInfo.HasNextPage {
			break
		}
		if pagina < 3 {
			sc.clock.pass(time.Minute)
			nuova := ferri.on(pagina).invia(nil).ok()
			palumbo.on(pagina + 1).protocollata(nuova.ID)
		}
	}
	if len(lette) != prima+5 || !slices.Equal(lette[:5], mie) {
		t.Errorf("%d requests: %v, want first %v", len(lette), lette, mie)
	}
}
