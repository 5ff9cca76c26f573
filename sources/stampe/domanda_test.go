package stampe

import (
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
)

func TestDomanda(t *testing.T) {
	chi := model.ChiStampa{CodiceFiscale: "FRRGLI82P55A000W", Profilo: model.ProfiloUtenteConsulenteDelLavoro}
	altro := chi
	altro.Profilo = model.ProfiloUtenteAvvocato
	diSede, dellAltra := chi, chi
	diSede.Sede, dellAltra.Sede = new(model.CodiceSede("4900")), new(model.CodiceSede("7000"))
	ids := map[string]bool{}
	for _, uno := range []model.ChiStampa{chi, altro, diSede, dellAltra} {
		for _, chiave := range []string{"a", "b"} {
			d := Domanda{Chi: uno, Input: model.StampaFascicoloInput{ChiaveIdempotenza: &chiave}}
			id, again := d.ID(), d.ID()
			if id != again || !strings.HasPrefix(id, "S-") {
				t.Errorf("%s and %s", id, again)
			}
			ids[id] = true
		}
		d := Domanda{Chi: uno}
		ids[d.ID()], ids[d.ID()] = true, true
	}
	if len(ids) != 4*4 {
		t.Errorf("%d identifiers", len(ids))
	}
	s := Domanda{Input: model.StampaFascicoloInput{Matricola: matricola, Sezioni: []model.SezioneFascicolo{
		model.SezioneFascicoloRegolarita, model.SezioneFascicoloEmens, model.SezioneFascicoloRegolarita, model.SezioneFascicoloSintetici,
	}}}
	if got := s.Stampa("S-1", mattina).Sezioni; !slices.Equal(got, []model.SezioneFascicolo{
		model.SezioneFascicoloSintetici, model.SezioneFascicoloEmens, model.SezioneFascicoloRegolarita,
	}) {
		t.Errorf("%v", got)
	}
	for _, nessuna := range [][]model.SezioneFascicolo{nil, {}} {
		s.Input.Sezioni = nessuna
		if got := s.Stampa("S-1", mattina).Sezioni; !slices.Equal(got, model.AllSezioneFascicolo) {
			t.Errorf("%v", got)
		}
	}
	for _, c := range []struct {
		dal, al *model.Data
		sbaglia bool
	}{
		{nil, nil, false}, {new(model.Data("2026-01-01")), nil, false}, {new(model.Data("2026-01-01")), new(model.Data("2026-01-01")), false},
		{new(model.Data("2026-01-02")), new(model.Data("2026-01-01")), true},
	} {
		d := Domanda{Input: model.StampaFascicoloInput{Dal: c.dal, Al: c.al}}
		if errori := d.Valuta(); (len(errori) > 0) != c.sbaglia || c.sbaglia && (errori[0].Campo != "al" || errori[0].Codice != PeriodoNonValido) {
			t.Errorf("%v", errori)
		}
	}
}
