package durc_test

import (
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

// TestCorrente: who asks joins what is under way, what is still valid, and a refusal of the last thirty days. A regular one is
// SCADUTO from the day after its last.
func TestCorrente(t *testing.T) {
	con := func(esito model.EsitoRegolarita, scadenza *model.Data) *model.RegolaritaContributiva {
		v := aperta(alle(t, "2026-11-01 00:10:00"))
		v.Esito, v.Scadenza = esito, scadenza
		return &v
	}
	simulata := con(regolare, new(model.Data("2027-03-28")))
	simulata.Simulazione = true
	for _, c := range []struct {
		nome     string
		v        *model.RegolaritaContributiva
		alle     string
		corrente bool
		al       model.EsitoRegolarita
	}{
		{"asked for", con(model.EsitoRegolaritaRichiesta, nil), "2027-11-28 10:00:00", true, model.EsitoRegolaritaRichiesta},
		{"being verified", con(istruttoria, nil), "2027-11-28 10:00:00", true, istruttoria},
		{"invited", con(invito, nil), "2026-11-12 10:00:00", true, invito},
		{"regular on its last day", con(regolare, new(model.Data("2027-03-28"))), "2027-03-28 23:59:59", true, regolare},
		{"regular the day after, which in UTC is still the last", con(regolare, new(model.Data("2027-03-28"))), "2027-03-29 00:00:00", false, model.EsitoRegolaritaScaduto},
		{"regular until no day", con(regolare, nil), "2026-11-28 10:00:00", false, model.EsitoRegolaritaScaduto},
		{"expired", con(model.EsitoRegolaritaScaduto, nil), "2026-11-28 10:00:00", false, model.EsitoRegolaritaScaduto},
		{"refused, thirty days after it was asked for", con(model.EsitoRegolaritaNonRegolare, nil), "2026-12-01 23:59:59", true, model.EsitoRegolaritaNonRegolare},
		{"refused, one day more", con(model.EsitoRegolaritaNonRegolare, nil), "2026-12-02 00:00:00", false, model.EsitoRegolaritaNonRegolare},
		{"a simulation", simulata, "2026-11-28 10:00:00", false, regolare},
	} {
		t.Run(c.nome, func(t *testing.T) {
			quando := alle(t, c.alle)
			if got, al := durc.Corrente(c.v, quando), durc.Al(c.v, quando); got != c.corrente || al != c.al {
				t.Errorf("joined: %t, %s", got, al)
			}
		})
	}
	if durc.Corrente(nil, alle(t, "2026-11-28 10:00:00")) {
		t.Error("a check that never was is joined")
	}
}

func TestUnisci(t *testing.T) {
	v := aperta(alle(t, "2026-11-28 10:00:00"))
	altro := model.MittenteRichiesta{CodiceFiscale: "SLAMRC75D12A000F", Qualifica: model.ProfiloUtenteLegaleRappresentante}
	diversamente := chiede
	diversamente.Qualifica, diversamente.DelegaID = model.ProfiloUtenteAvvocato, new("D-55")
	for _, c := range []struct {
		da     model.MittenteRichiesta
		unito  bool
		quanti int
	}{{chiede, false, 1}, {altro, true, 2}, {altro, false, 2}, {diversamente, false, 2}} {
		if got := durc.Unisci(&v, c.da); got != c.unito || len(v.Richiedenti) != c.quanti {
			t.Errorf("%s: joined %t, %d now", c.da.Qualifica, got, len(v.Richiedenti))
		}
	}
	if v.Richiedenti[0] != chiede {
		t.Errorf("the first is %+v", v.Richiedenti[0])
	}
}
