package regolarita

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

// TestApriInsieme: of those who ask at once, in several processes, one opens the check and the others join it, each once.
func TestApriInsieme(t *testing.T) {
	file := nuovoFile(t)
	var insieme sync.WaitGroup
	for n := range 4 {
		a := apri(t, file)
		for _, chi := range []model.MittenteRichiesta{titolare, altro} {
			insieme.Go(func() {
				for range 5 {
					v, err := a.Apri(t.Context(), impresa, chi, mattina)
					if err == nil {
						_, err = a.Concludi(t.Context(), v.ID, debito(0), mattina)
					}
					if err != nil {
						t.Errorf("process %d: %v", n, err)
					}
				}
			})
		}
	}
	insieme.Wait()
	vv := tutte(t, apri(t, file))
	if len(vv) != 1 || len(vv[0].Richiedenti) != 2 || vv[0].Numero != 1 || vv[0].Esito != model.EsitoRegolaritaRegolare || *vv[0].Protocollo != "INPS_00000001" {
		t.Errorf("%+v", vv)
	}
}

// TestNumero: the checks of a codice fiscale follow each other, and their identifiers do not tell whose they are.
func TestNumero(t *testing.T) {
	a := apri(t, nuovoFile(t))
	ora := mattina
	for n := int64(1); n <= 3; n++ {
		v, err := a.Apri(t.Context(), impresa, titolare, ora)
		if err != nil || v.Numero != n || v.ID != ID(impresa.CodiceFiscale, n) || strings.Contains(v.ID, string(impresa.CodiceFiscale)) {
			t.Fatalf("%d: %+v, %v", n, v, err)
		}
		if v, err = a.Concludi(t.Context(), v.ID, debito(0), ora); err != nil || v.Esito != model.EsitoRegolaritaRegolare {
			t.Fatalf("%d: %+v, %v", n, v, err)
		}
		ora = ora.AddDate(0, 0, 121)
	}
	ultime, err := Ultime(t.Context(), a.Archive, []string{string(impresa.CodiceFiscale), "10000011055"})
	if err != nil || len(ultime) != 1 || ultime[string(impresa.CodiceFiscale)].Numero != 3 {
		t.Errorf("%v, %v", ultime, err)
	}
}

// TestIrregolareNonTornaIndietro: an outcome that is final stays, whatever somebody has read before.
func TestIrregolareNonTornaIndietro(t *testing.T) {
	a := apri(t, nuovoFile(t))
	v, err := a.Apri(t.Context(), impresa, titolare, mattina)
	if err != nil {
		t.Fatal(err)
	}
	for _, passo := range []struct {
		euro  model.Importo
		esito model.EsitoRegolarita
	}{
		{400, model.EsitoRegolaritaInvitoARegolarizzare}, {400, model.EsitoRegolaritaInvitoARegolarizzare}, {0, model.EsitoRegolaritaRegolare}, {400, model.EsitoRegolaritaRegolare},
	} {
		dopo, err := a.Concludi(t.Context(), v.ID, debito(passo.euro), mattina)
		if err != nil || dopo.Esito != passo.esito || *dopo.Protocollo != "INPS_00000001" {
			t.Errorf("with %d euro: %+v, %v", passo.euro, dopo, err)
		}
	}
	if v, err := a.Concludi(t.Context(), "V-NESSUNA", debito(0), mattina); v != nil || err != nil {
		t.Errorf("of none: %v, %v", v, err)
	}
}

// TestInvitoGuardaIndietro: who was invited pays what the invitation asks for; a month whose turn comes while he does is of the next
// check.
func TestInvitoGuardaIndietro(t *testing.T) {
	a := apri(t, nuovoFile(t))
	v, err := a.Apri(t.Context(), impresa, titolare, mattina)
	if err == nil {
		v, err = a.Concludi(t.Context(), v.ID, debito(400), mattina)
	}
	if err != nil || v.Esito != model.EsitoRegolaritaInvitoARegolarizzare {
		t.Fatalf("%+v, %v", v, err)
	}
	dopo, settembre := mattina.AddDate(0, 0, 2), debito(900)
	settembre.Posizioni[0].Crediti[0].PeriodoDa, settembre.Posizioni[0].Crediti[0].PeriodoA = "2026-09", "2026-09"
	if g := durc.Valuta(settembre, model.DataDi(dopo)); g.Esito != model.EsitoRegolaritaInvitoARegolarizzare {
		t.Fatalf("a new check would be %s", g.Esito)
	}
	v, err = a.Concludi(t.Context(), v.ID, settembre, dopo)
	if err != nil || v.Esito != model.EsitoRegolaritaRegolare || *v.PagamentiFinoAl != "2026-09-30" {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestSeguito: who looks after the checks judges what is due and nothing else, until nothing is; archives that do not answer, or do not
// know the codice fiscale any more, leave a check as it is.
func TestSeguito(t *testing.T) {
	a := apri(t, nuovoFile(t))
	if _, err := a.Apri(t.Context(), impresa, titolare, mattina); err != nil {
		t.Fatal(err)
	}
	muto := seguitoDi(a, nil, mattina)
	muto.Evidenze = func(context.Context, model.CodiceFiscale) (*durc.Evidenze, error) { return nil, errors.New("down") }
	if err := muto.spazza(t.Context()); err == nil {
		t.Error("nobody says that the archives do not answer")
	}
	deve, nulla := debito(400), debito(0)
	for _, passo := range []struct {
		nome  string
		e     *durc.Evidenze
		ora   time.Time
		esito model.EsitoRegolarita
	}{
		{"unknown", nil, mattina, model.EsitoRegolaritaRichiesta},
		{"looked for again too early", &deve, mattina.Add(23 * time.Hour), model.EsitoRegolaritaRichiesta},
		{"known again", &deve, mattina.Add(25 * time.Hour), model.EsitoRegolaritaInvitoARegolarizzare},
		{"not yet over", &deve, mattina.AddDate(0, 0, 10), model.EsitoRegolaritaInvitoARegolarizzare},
		{"over", &deve, mattina.AddDate(0, 0, 18), model.EsitoRegolaritaNonRegolare},
		{"paid too late", &nulla, mattina.AddDate(0, 0, 19), model.EsitoRegolaritaNonRegolare},
	} {
		s := seguitoDi(a, passo.e, passo.ora)
		if err := s.spazza(t.Context()); err != nil {
			t.Errorf("%s: %v", passo.nome, err)
		}
		if v := tutte(t, a)[0]; v.Esito != passo.esito {
			t.Errorf("%s: %+v", passo.nome, v)
		}
		if ids, err := s.dovute(t.Context()); len(ids) > 0 || err != nil {
			t.Errorf("%s: still due %v, %v", passo.nome, ids, err)
		}
	}
}

// TestCaricata: a check that somebody has loaded without saying when to look at it again is judged when somebody asks; one that is over is
// not looked at for ever, whatever it says.
func TestCaricata(t *testing.T) {
	a := apri(t, nuovoFile(t))
	invitata := durc.Apri("V-1", 1, impresa.CodiceFiscale, impresa.Denominazione, titolare, mattina)
	invitata.Esito, invitata.Prossima, invitata.Richiedenti = model.EsitoRegolaritaInvitoARegolarizzare, nil, nil
	finita := durc.Apri("V-2", 1, "10000011055", "OFFICINE AURORA S.R.L.", titolare, mattina)
	finita.Esito = model.EsitoRegolaritaNonRegolare
	for _, v := range []*model.RegolaritaContributiva{&invitata, &finita} {
		if _, err := a.verifiche.Create(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	if err := chiede(t.Context(), a, debito(0), mattina); err != nil {
		t.Fatal(err)
	}
	if err := segue(t.Context(), a, debito(0), mattina); err != nil {
		t.Fatal(err)
	}
	if ids, err := seguitoDi(a, nil, mattina).dovute(t.Context()); len(ids) > 0 || err != nil {
		t.Errorf("still due: %v, %v", ids, err)
	}
	esiti := map[string]model.EsitoRegolarita{}
	for _, v := range tutte(t, a) {
		esiti[v.ID] = v.Esito
	}
	if len(esiti) != 2 || esiti["V-1"] != model.EsitoRegolaritaRegolare || esiti["V-2"] != model.EsitoRegolaritaNonRegolare {
		t.Errorf("%v", esiti)
	}
}
