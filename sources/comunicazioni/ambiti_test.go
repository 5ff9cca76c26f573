package comunicazioni_test

import (
	"regexp"
	"testing"

	"cassetto/sources/comunicazioni"
)

func TestAmbiti(t *testing.T) {
	codice := regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)
	ambiti, oggetti := map[string]bool{}, 0
	for _, a := range comunicazioni.Ambiti() {
		if ambiti[a.Codice] || !codice.MatchString(a.Codice) || a.Descrizione == "" || len(a.Oggetti) == 0 {
			t.Errorf("%+v", a)
		}
		ambiti[a.Codice] = true
		visti := map[string]bool{}
		for _, o := range a.Oggetti {
			oggetti++
			if visti[o.Codice] || !codice.MatchString(o.Codice) || o.Descrizione == "" {
				t.Errorf("%s: %+v", a.Codice, o)
			}
			visti[o.Codice] = true
			if ta, to, ok := comunicazioni.Oggetto(a.Codice, o.Codice); !ok || ta.Codice != a.Codice || to != o {
				t.Errorf("%s of %s found as %+v of %+v", o.Codice, a.Codice, to, ta)
			}
		}
	}
	if len(ambiti) != 13 || oggetti != 36 {
		t.Errorf("%d ambiti, %d oggetti", len(ambiti), oggetti)
	}
	for _, x := range [][2]string{{"F24", "SGRAVIO"}, {"f24", "TRASMISSIONE_F24"}, {"", ""}, {"NOTE_RETTIFICA", "CONTESTAZIONE"}} {
		if _, _, ok := comunicazioni.Oggetto(x[0], x[1]); ok {
			t.Errorf("%v found", x)
		}
	}
	comunicazioni.Ambiti()[0].Oggetti[0].Codice = "CAMBIATO"
	if comunicazioni.Ambiti()[0].Oggetti[0].Codice == "CAMBIATO" {
		t.Error("a caller changed what others get")
	}
}
