package demo_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"cassetto/graph/model"
)

// persone gathers who is called how, wherever it is said.
func persone(t testing.TB, a *archivio) {
	nomi := map[model.CodiceFiscale]string{}
	chiama := func(cf model.CodiceFiscale, nominativo string) {
		if prima, ok := nomi[cf]; ok && prima != nominativo {
			t.Errorf("%s is %s and %s", cf, prima, nominativo)
		}
		nomi[cf] = nominativo
	}
	for _, s := range righe[model.SoggettoCollegato](t, a, "anagrafica/soggettiCollegati", "matricola") {
		if s.R.Tipo == model.TipoSoggettoPf {
			chiama(s.R.CodiceFiscale, *s.R.Cognome+" "+*s.R.Nome)
			if !somiglia(string(s.R.CodiceFiscale), *s.R.Cognome, *s.R.Nome) {
				t.Errorf("%s is not of %s %s", s.R.CodiceFiscale, *s.R.Cognome, *s.R.Nome)
			}
		}
	}
	for _, i := range righe[model.DatiInfocamere](t, a, "infocamere/imprese", "") {
		for _, c := range i.R.Cariche {
			chiama(c.Cf, c.Nominativo)
		}
		for _, s := range i.R.Soci {
			if len(s.Cf) == 16 {
				chiama(s.Cf, *s.Nominativo)
			}
		}
	}
	for _, u := range righe[model.Utente](t, a, "deleghe/utenti", "") {
		parti := strings.Fields(u.R.Nome)
		chiama(u.R.CodiceFiscale, strings.ToUpper(parti[1]+" "+parti[0]))
	}
	accenti := 0
	for _, n := range nomi {
		if strings.Contains(n, "'") {
			accenti++
		}
	}
	if len(nomi) < 300 || accenti < 5 {
		t.Errorf("%d people, %d with an apostrophe", len(nomi), accenti)
	}
}

// somiglia says whether the letters of a codice fiscale come, in order, from surname and first name.
func somiglia(cf, cognome, nome string) bool {
	sottoinsieme := func(lettere, da string) bool {
		consonanti := regexp.MustCompile(`[^BCDFGHJKLMNPQRSTVWXYZ]`).ReplaceAllString(da, "")
		if len(consonanti) >= 3 {
			da = consonanti
		}
		for i := range 3 {
			if !strings.ContainsRune(da, rune(lettere[i])) && lettere[i] != 'X' {
				return false
			}
		}
		return lettere[0] == consonanti[0]
	}
	return sottoinsieme(cf[:3], cognome) && sottoinsieme(cf[3:6], nome)
}

// identificativi cannot belong to anybody: positions with prefix 99, offices 101-119, comune A000.
func identificativi(t testing.TB, a *archivio) {
	ente := regexp.MustCompile(`^[0-9]{11}$`)
	persona := regexp.MustCompile(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9]{3}[A-Z]$`)
	enti, visti := 0, 0
	for nome, documenti := range a.sezioni {
		for _, doc := range documenti {
			parti := strings.Split(string(doc), `"`)
			for i, x := range parti {
				switch {
				case len(x) == 11 && ente.MatchString(x):
					if enti++; x[7:10] < "101" || x[7:10] > "119" {
						t.Errorf("%s: office %s of %s", nome, x[7:10], x)
					}
				case len(x) == 16 && persona.MatchString(x):
					if visti++; x[11:15] != "A000" {
						t.Errorf("%s: %s may be somebody", nome, x)
					}
				case strings.HasPrefix(x, "matricola") && parti[i+1] == ":":
					if m := parti[i+2]; len(m) != 10 || m[:2] != "99" {
						t.Errorf("%s: matricola %s", nome, m)
					}
				}
			}
		}
	}
	if enti < 300 || visti < 300 {
		t.Errorf("%d entities, %d people", enti, visti)
	}
	unici := map[model.CodiceFiscale]model.Matricola{}
	for m, z := range aziende(t, a) {
		if altra, ok := unici[z.CodiceFiscale]; ok && z.CodiceFiscale != "10000011055" {
			t.Errorf("%s and %s have codice fiscale %s", m, altra, z.CodiceFiscale)
		}
		unici[z.CodiceFiscale] = z.Matricola
	}
	ditte, enteSenzaIva := 0, 0
	for m, z := range aziende(t, a) {
		switch {
		case z.FormaGiuridica.Codice == "DI":
			ditte++
			if len(z.CodiceFiscale) != 16 || z.PartitaIva == nil || z.CodiceFiscale != z.RappresentanteLegale.Cf {
				t.Errorf("%s: sole trader %s, VAT %v", m, z.CodiceFiscale, z.PartitaIva)
			}
		case z.PartitaIva == nil:
			enteSenzaIva++
			if z.CodiceFiscale[0] != '9' {
				t.Errorf("%s: no VAT number, codice fiscale %s", m, z.CodiceFiscale)
			}
		case string(z.CodiceFiscale) != string(*z.PartitaIva):
			t.Errorf("%s: codice fiscale %s, VAT %s", m, z.CodiceFiscale, *z.PartitaIva)
		}
	}
	if ditte < 30 || enteSenzaIva == 0 {
		t.Errorf("%d sole traders, %d entities without VAT", ditte, enteSenzaIva)
	}
}

func denominazioni(t testing.TB, a *archivio) {
	maiuscole := regexp.MustCompile(`^[A-Z0-9 .,&'()/-]+$`)
	chiavi := []string{"denominazione", "cognome", "via", "comune", "nominativo"}
	for _, sezione := range []string{"anagrafica/aziende", "anagrafica/soggettiCollegati", "anagrafica/ragioniSocialiPregresse", "anagrafica/dipendenze", "infocamere/imprese"} {
		for _, doc := range a.sezioni[sezione] {
			var v any
			if err := json.Unmarshal(doc, &v); err != nil {
				t.Fatal(err)
			}
			ogniTesto(v, func(chiave, testo string) {
				for _, k := range chiavi {
					if k == chiave && (!maiuscole.MatchString(testo) || len(testo) > 150) {
						t.Errorf("%s: %s %q", sezione, chiave, testo)
					}
				}
			})
		}
	}
}

// ogniTesto visits every string of a document with its key.
func ogniTesto(v any, visita func(chiave, testo string)) {
	switch x := v.(type) {
	case []any:
		for _, y := range x {
			ogniTesto(y, visita)
		}
	case map[string]any:
		for k, y := range x {
			if s, ok := y.(string); ok {
				visita(k, s)
			}
			ogniTesto(y, visita)
		}
	}
}
