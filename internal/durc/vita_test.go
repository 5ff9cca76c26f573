package durc_test

import (
	"reflect"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

var (
	chiede   = model.MittenteRichiesta{CodiceFiscale: "FRRGLI82P55A000W", Qualifica: model.ProfiloUtenteConsulenteDelLavoro}
	inOrdine = sanno()
	deveAlle = sanno(deve(800_00))
	inAttesa = sanno(tace(inail))
)

// alle reads an instant of Italy, such as 2026-11-28 10:00:00.
func alle(t testing.TB, s string) time.Time {
	t.Helper()
	quando, err := time.ParseInLocation(time.DateTime, s, model.Roma)
	if err != nil {
		t.Fatal(err)
	}
	return quando
}

func aperta(quando time.Time) model.RegolaritaContributiva {
	return durc.Apri("D-1", 3, "10000011055", "OFFICINE AURORA S.R.L.", chiede, quando)
}

func TestApri(t *testing.T) {
	v := aperta(alle(t, "2026-11-28 00:30:00"))
	want := model.RegolaritaContributiva{
		ID: "D-1", Numero: 3, CodiceFiscale: "10000011055", Denominazione: "OFFICINE AURORA S.R.L.", Esito: model.EsitoRegolaritaRichiesta,
		DataRichiesta: "2026-11-27T23:30:00Z", Prossima: new(model.DataOra("2026-11-27T23:30:00Z")), Richiedenti: []model.MittenteRichiesta{chiede},
		Enti: []model.RiscontroEnte{}, Motivazioni: []model.MotivazioneRegolarita{},
	}
	if !reflect.DeepEqual(v, want) {
		t.Errorf("%+v", v)
	}
}

// passo is a judgement at an instant of Italy, and where the check is then: its outcome, the day of it, the last day that it or the
// invitation counts, and when it is looked at again.
type passo struct {
	alle     string
	sanno    durc.Evidenze
	esito    model.EsitoRegolarita
	giorno   model.Data
	fine     model.Data
	prossima string
}

// TestVita follows checks from one judgement to the next.
func TestVita(t *testing.T) {
	nonRegolare := model.EsitoRegolaritaNonRegolare
	for _, c := range []struct {
		nome   string
		aperta string
		passi  []passo
	}{
		{"regular at once", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:02", inOrdine, regolare, "2026-11-28", "2027-03-28", ""},
			{"2026-12-28 10:00:00", deveAlle, regolare, "2026-11-28", "2027-03-28", ""}, // what comes later does not touch it
		}},
		{"regular over a leap day", "2027-12-01 10:00:00", []passo{{"2027-12-01 10:00:00", inOrdine, regolare, "2027-12-01", "2028-03-30", ""}}},
		{"the day is that of Italy: half past midnight there, the day before in UTC", "2026-11-29 00:30:00", []passo{
			{"2026-11-29 00:30:00", inOrdine, regolare, "2026-11-29", "2027-03-29", ""},
		}},
		{"invited, pays", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", deveAlle, invito, "2026-11-28", "2026-12-13", "2026-11-29 06:00:00"},
			{"2026-11-29 06:00:00", deveAlle, invito, "2026-11-29", "2026-12-13", "2026-11-30 06:00:00"},
			{"2026-11-30 05:59:59", deveAlle, invito, "2026-11-30", "2026-12-13", "2026-11-30 06:00:00"},
			{"2026-12-01 06:00:00", inOrdine, regolare, "2026-12-01", "2027-03-31", ""},
		}},
		{"invited, pays on the last day", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", deveAlle, invito, "2026-11-28", "2026-12-13", "2026-11-29 06:00:00"},
			{"2026-12-13 23:59:59", inOrdine, regolare, "2026-12-13", "2027-04-12", ""},
		}},
		{"invited, does not pay", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", deveAlle, invito, "2026-11-28", "2026-12-13", "2026-11-29 06:00:00"},
			{"2026-12-13 06:00:00", deveAlle, invito, "2026-12-13", "2026-12-13", "2026-12-14 00:00:00"},
			{"2026-12-13 23:59:59", deveAlle, invito, "2026-12-13", "2026-12-13", "2026-12-14 00:00:00"},
			{"2026-12-14 00:00:00", deveAlle, nonRegolare, "2026-12-14", "2026-12-13", ""},
			{"2026-12-14 06:00:00", inOrdine, nonRegolare, "2026-12-14", "2026-12-13", ""}, // too late: a new check is needed
		}},
		{"invited, pays late but is looked at later still", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", deveAlle, invito, "2026-11-28", "2026-12-13", "2026-11-29 06:00:00"},
			{"2026-12-16 10:00:00", inOrdine, regolare, "2026-12-16", "2027-04-15", ""},
		}},
		{"invited at half past midnight: the fifteen days are those of Italy", "2026-11-29 00:30:00", []passo{
			{"2026-11-29 00:30:00", deveAlle, invito, "2026-11-29", "2026-12-14", "2026-11-29 06:00:00"},
			{"2026-12-14 23:59:59", deveAlle, invito, "2026-12-14", "2026-12-14", "2026-12-15 00:00:00"},
			{"2026-12-15 00:00:00", deveAlle, nonRegolare, "2026-12-15", "2026-12-14", ""},
		}},
		{"invited, pays, an institute still verifies when the time is over", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", deveAlle, invito, "2026-11-28", "2026-12-13", "2026-11-29 06:00:00"},
			{"2026-12-14 00:00:00", inAttesa, invito, "2026-12-14", "2026-12-13", "2026-12-14 06:00:00"},
			{"2026-12-14 06:00:00", inOrdine, regolare, "2026-12-14", "2027-04-13", ""},
		}},
		{"an institute verifies, all is well", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", inAttesa, istruttoria, "2026-11-28", "", "2026-11-28 11:00:00"},
			{"2026-11-28 11:00:00", inAttesa, istruttoria, "2026-11-28", "", "2026-11-28 12:00:00"},
			{"2026-12-01 09:59:59", inAttesa, istruttoria, "2026-12-01", "", "2026-12-01 10:59:59"}, // 72 hours
			{"2026-12-01 10:00:00", inAttesa, istruttoria, "2026-12-01", "", "2026-12-02 06:00:00"},
			{"2026-12-02 06:00:00", inAttesa, istruttoria, "2026-12-02", "", "2026-12-03 06:00:00"},
			{"2026-12-03 06:00:00", inOrdine, regolare, "2026-12-03", "2027-04-02", ""},
		}},
		{"an institute verifies, then there is a debt", "2026-11-28 10:00:00", []passo{
			{"2026-11-28 10:00:00", inAttesa, istruttoria, "2026-11-28", "", "2026-11-28 11:00:00"},
			{"2026-11-30 10:00:00", deveAlle, invito, "2026-11-30", "2026-12-15", "2026-12-01 06:00:00"},
		}},
		{"mornings when the clock changes", "2026-10-24 10:00:00", []passo{
			{"2026-10-24 10:00:00", deveAlle, invito, "2026-10-24", "2026-11-08", "2026-10-25 06:00:00"},
			{"2026-10-25 06:00:00", deveAlle, invito, "2026-10-25", "2026-11-08", "2026-10-26 06:00:00"},
		}},
	} {
		t.Run(c.nome, func(t *testing.T) {
			v := aperta(alle(t, c.aperta))
			for _, p := range c.passi {
				quando := alle(t, p.alle)
				prima := v
				cambiata := durc.Concludi(&v, durc.Valuta(p.sanno, model.DataDi(quando)), quando)
				if cambiata == reflect.DeepEqual(prima, v) {
					t.Errorf("%s: changed: %t", p.alle, cambiata)
				}
				p.confronta(t, v)
				if durc.Concludi(&v, durc.Valuta(p.sanno, model.DataDi(quando)), quando) {
					t.Errorf("%s: judged twice it is something else", p.alle)
				}
			}
		})
	}
}

func (p passo) confronta(t *testing.T, v model.RegolaritaContributiva) {
	t.Helper()
	var prossima, fine = "", model.Data("")
	if v.Prossima != nil {
		q, err := time.Parse(time.RFC3339, string(*v.Prossima))
		if err != nil {
			t.Fatal(err)
		}
		prossima = q.In(model.Roma).Format(time.DateTime)
	}
	switch {
	case v.Scadenza != nil:
		fine = *v.Scadenza
	case v.Invito != nil:
		fine = v.Invito.Scadenza
	}
	if v.Esito != p.esito || *v.DataVerifica != p.giorno || fine != p.fine || prossima != p.prossima || (v.Scadenza != nil) != (v.Esito == regolare) {
		t.Errorf("%s: %s of %s until %s, again at %q\nwant %+v", p.alle, v.Esito, *v.DataVerifica, fine, prossima, p)
	}
}

// TestInvito: an invitation has the causes at all institutes and stays as it was sent; what is found goes with the day.
func TestInvito(t *testing.T) {
	v, quando := aperta(alle(t, "2026-11-28 10:00:00")), alle(t, "2026-11-28 10:00:00")
	premio := risponde(inail, model.EsitoEnteIrregolare, model.CausaIrregolarita{Descrizione: "Premio"})
	durc.Concludi(&v, durc.Valuta(sanno(deve(800_00), sulla(seconda, 300_00), premio), "2026-11-28"), quando)
	if v.Invito.Data != "2026-11-28" || len(v.Invito.Cause) != 3 || v.Invito.Cause[2].Ente != inail || *v.PagamentiFinoAl != "2026-09-30" {
		t.Fatalf("%+v", v.Invito)
	}
	durc.Concludi(&v, durc.Valuta(sanno(deve(800_00)), "2026-12-02"), alle(t, "2026-12-02 06:00:00"))
	if len(v.Invito.Cause) != 3 || v.Invito.Data != "2026-11-28" || len(v.Enti[0].Cause) != 1 || v.Enti[1].Esito != model.EsitoEnteRegolare || *v.PagamentiFinoAl != "2026-10-31" {
		t.Errorf("%+v\n%+v", v.Invito, v.Enti)
	}
	durc.Concludi(&v, durc.Valuta(inOrdine, "2026-12-03"), alle(t, "2026-12-03 06:00:00"))
	if v.Esito != regolare || v.Invito == nil || len(v.Enti[0].Cause) != 0 {
		t.Errorf("%+v", v)
	}
}

// TestInvitoMancante: who is said to be invited and has no invitation gets one.
func TestInvitoMancante(t *testing.T) {
	v, quando := aperta(alle(t, "2026-11-28 10:00:00")), alle(t, "2026-11-28 10:00:00")
	v.Esito = invito
	if !durc.Concludi(&v, durc.Valuta(deveAlle, "2026-11-28"), quando) || v.Esito != invito || v.Invito.Scadenza != "2026-12-13" {
		t.Errorf("%+v", v)
	}
}
