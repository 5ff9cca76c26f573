package durc_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

const fuori = "Altra posizione dello stesso codice fiscale, fuori dalla delega."

// irregolare is a check of somebody who owes on both positions, on a title and to INAIL, asked for by two.
func irregolare(t *testing.T) (model.RegolaritaContributiva, time.Time) {
	quando := alle(t, "2026-11-28 10:00:00")
	v := aperta(quando)
	durc.Unisci(&v, model.MittenteRichiesta{CodiceFiscale: "SLAMRC75D12A000F", Qualifica: model.ProfiloUtenteLegaleRappresentante})
	durc.Concludi(&v, durc.Valuta(sanno(
		deve(801_00), sulla(seconda, 302_00, mese("2026-04")), aRuolo(403_00, affidato, "2026-03"), deve(94_00, gestione(artigiani)),
		risponde(inail, model.EsitoEnteIrregolare, model.CausaIrregolarita{Descrizione: "Premio", Posizione: new("PAT-1"), Importo: new(model.Importo(505_00))}),
	), "2026-11-28"), quando)
	return v, quando
}

func tutte(string) bool           { return true }
func leSue(posizione string) bool { return posizione == "" || posizione == string(prima) }

// intatta shows a check to somebody and proves that the check is what it was.
func intatta(t *testing.T, v model.RegolaritaContributiva, l durc.Lettore, quando time.Time) model.RegolaritaContributiva {
	t.Helper()
	prima := inJSON(t, v)
	vista := durc.Vista(v, l, quando)
	if dopo := inJSON(t, v); dopo != prima {
		t.Errorf("the check has changed: %s\nwas %s", dopo, prima)
	}
	if vista.Enti == nil || vista.Motivazioni == nil || vista.Richiedenti == nil || vista.Invito != nil && vista.Invito.Cause == nil {
		t.Errorf("a list is nil: %+v", vista)
	}
	for _, e := range vista.Enti {
		if e.Cause == nil {
			t.Errorf("%s has no list of causes", e.Ente)
		}
	}
	return vista
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestVistaIntera(t *testing.T) {
	v, quando := irregolare(t)
	vista := intatta(t, v, durc.Lettore{Agisce: true, Posizione: tutte}, quando)
	if vista.Richiedente == nil || *vista.Richiedente != chiede || vista.Accodate != 1 {
		t.Errorf("asked by %+v and %d others", vista.Richiedente, vista.Accodate)
	}
	if !reflect.DeepEqual(vista.Motivazioni, v.Motivazioni) || !reflect.DeepEqual(vista.Enti, v.Enti) || !reflect.DeepEqual(vista.Invito, v.Invito) {
		t.Errorf("%s", inJSON(t, vista))
	}
}

// TestVistaInParte: of the positions that he may not read he learns that there is something, with whom, in which gestione and why.
func TestVistaInParte(t *testing.T) {
	v, quando := irregolare(t)
	vista := intatta(t, v, durc.Lettore{Agisce: true, Posizione: leSue}, quando)
	nascoste := 0
	for i, m := range vista.Motivazioni {
		is := v.Motivazioni[i]
		if is.Posizione == nil || *is.Posizione != string(seconda) {
			if !reflect.DeepEqual(m, is) {
				t.Errorf("%+v is shown as %+v", is, m)
			}
			continue
		}
		nascoste++
		if want := (model.MotivazioneRegolarita{Regola: is.Regola, Fonte: is.Fonte, Effetto: is.Effetto, Ente: is.Ente, Gestione: is.Gestione, Descrizione: fuori}); !reflect.DeepEqual(m, want) {
			t.Errorf("%+v", m)
		}
	}
	for _, cause := range [][]model.CausaIrregolarita{vista.Enti[0].Cause, vista.Invito.Cause} {
		for _, c := range cause {
			if c.Descrizione != fuori {
				continue
			}
			nascoste++
			if want := (model.CausaIrregolarita{Ente: model.EnteRegolaritaInps, Gestione: new(dipendenti), Descrizione: fuori}); !reflect.DeepEqual(c, want) {
				t.Errorf("%+v", c)
			}
		}
	}
	if testo := inJSON(t, vista); nascoste != 3 || strings.Contains(testo, string(seconda)) || strings.Contains(testo, "30200") || strings.Contains(testo, "2026-04") {
		t.Errorf("%d rows hidden: %s", nascoste, testo)
	}
	if !strings.Contains(inJSON(t, vista), "PAT-1") || !strings.Contains(inJSON(t, vista), titolo) {
		t.Error("what is of the codice fiscale itself is hidden")
	}
}

// TestVistaSenzaPosizioni: who acts and may read no row learns that there are some; the codes of INAIL are no matricole.
func TestVistaSenzaPosizioni(t *testing.T) {
	v, quando := irregolare(t)
	for nome, posizione := range map[string]func(string) bool{"none": nil, "PAT-1": func(p string) bool { return p == "PAT-1" }} {
		vista := intatta(t, v, durc.Lettore{Agisce: true, Posizione: posizione}, quando)
		testo := inJSON(t, vista)
		if strings.Contains(testo, `"importo"`) || strings.Contains(testo, `"posizione"`) || strings.Contains(testo, `"partita"`) || len(vista.Motivazioni) != len(v.Motivazioni) {
			t.Errorf("%s: %s", nome, testo)
		}
	}
}

// TestVistaDiTerzi: a third party learns the outcome of each institute, and nothing of why, of whom or of how much.
func TestVistaDiTerzi(t *testing.T) {
	v, quando := irregolare(t)
	vista := intatta(t, v, durc.Lettore{Posizione: tutte}, quando)
	if vista.Esito != invito || vista.Invito != nil || vista.Richiedente != nil || vista.Accodate != 1 || len(vista.Motivazioni) != 0 || len(vista.Enti) != 2 {
		t.Errorf("%+v", vista)
	}
	for i, e := range vista.Enti {
		if len(e.Cause) != 0 || e.Esito != v.Enti[i].Esito || e.Data == nil {
			t.Errorf("%+v", e)
		}
	}
	for _, parola := range []string{`"importo"`, string(prima), string(seconda), titolo, "FRRGLI", "SLAMRC", "descrizione"} {
		if testo := inJSON(t, vista); strings.Contains(testo, parola) {
			t.Errorf("%s: %s", parola, testo)
		}
	}
}

// TestVistaRegolare: a regular document tells no amounts, also when it is over, also of what it was invited to pay; a simulation does.
func TestVistaRegolare(t *testing.T) {
	v, quando := irregolare(t)
	durc.Concludi(&v, durc.Valuta(sanno(deve(94_00, gestione(artigiani)), deve(800_00, stato(sospesa))), "2026-12-01"), quando.AddDate(0, 0, 3))
	v.Enti[1].Cause = []model.CausaIrregolarita{{Ente: inail, Importo: new(model.Importo(1_00))}} // an archive may hold it all the same
	tutto := durc.Lettore{Agisce: true, Posizione: tutte}
	for _, c := range []struct {
		quando   time.Time
		esito    model.EsitoRegolarita
		simulata bool
		importi  int
	}{
		{alle(t, "2027-03-31 23:59:59"), regolare, false, 0},
		{alle(t, "2027-04-01 00:00:00"), model.EsitoRegolaritaScaduto, false, 0},
		{quando, regolare, true, 2 + 1 + 4},
	} {
		v.Simulazione = c.simulata
		vista := intatta(t, v, tutto, c.quando)
		testo := inJSON(t, vista)
		if n := strings.Count(testo, `"importo"`); n != c.importi || vista.Esito != c.esito || len(vista.Motivazioni) != 3 || len(vista.Invito.Cause) != 4 {
			t.Errorf("%s %s: %d amounts: %s", c.quando, vista.Esito, n, testo)
		}
	}
}

// TestVistaVuota: what nobody asked for and has no lists has empty ones.
func TestVistaVuota(t *testing.T) {
	v := model.RegolaritaContributiva{Esito: invito, Invito: &model.InvitoARegolarizzare{}, Enti: []model.RiscontroEnte{{Ente: inail}}}
	for _, agisce := range []bool{true, false} {
		if vista := intatta(t, v, durc.Lettore{Agisce: agisce, Posizione: tutte}, alle(t, "2026-11-28 10:00:00")); vista.Richiedente != nil || vista.Accodate != 0 {
			t.Errorf("%+v", vista)
		}
	}
}
