package importa_test

import (
	"fmt"
	"strings"
	"testing"

	"cassetto/internal/archive"
	"cassetto/internal/importa"
	"cassetto/internal/store"
	"cassetto/sources"
)

// one validates a value of a GraphQL type in the field v of a document, and hence below a list or an object too.
func one(t *testing.T, graphqlType string) func(value string) *importa.Difetto {
	t.Helper()
	sec := archive.Section{
		Type: "Coordinate", Extra: map[string]string{"k": "String!", "v": graphqlType},
		Collection: &store.Collection{Name: "prova", Key: []string{"k"}},
	}
	v, err := importa.NewValidator(schema(), []archive.Section{sec})
	if err != nil {
		t.Fatal(err)
	}
	return func(value string) *importa.Difetto {
		return v.Check("prova", fmt.Appendf(nil, `{"latitudine":1,"longitudine":2.5e1,"k":"|","v":%s}`, value))
	}
}

func TestValues(t *testing.T) {
	long := strings.Repeat("à", importa.MaxText)
	for _, c := range []struct {
		typ       string
		good, bad []string
	}{
		{"String", []string{`""`, `"Società «Àlfa» 😀"`, `"\u00e0\n\t"`, `"` + long + `"`, `null`},
			[]string{`1`, `true`, `["a"]`, `{}`, `"` + long + `a"`, `"a\u0000b"`, `"\u0001"`, `"\ud800"`, `"\u007f"`}},
		{"ID!", []string{`"7f"`}, []string{`7`, `null`}},
		{"Int", []string{`0`, `-5`, `2147483647`, `-2147483648`, `null`},
			[]string{`2147483648`, `-2147483649`, `1.0`, `1e2`, `"1"`, `true`, `99999999999999999999`, `[]`}},
		{"Float", []string{`0`, `-1.5`, `4.5e1`, `null`}, []string{`"1"`, `1e999`, `{}`}},
		{"Boolean!", []string{`true`, `false`}, []string{`null`, `0`, `"true"`, `[]`}},
		{"Importo!", []string{`0`, `-123`, `999999999999999`}, []string{`1.5`, `"1.50"`, `1e3`, `1000000000000000`, `null`}},
		{"Matricola!", []string{`"9900010011"`, `"0000000001"`}, []string{`9900010011`, `"990001001"`, `" 9900010011"`, `"99000100A1"`, `null`}},
		{"CodiceFiscale", []string{`"RSSMRA80A01A000C"`, `"00000001016"`},
			[]string{`"rssmra80a01a000c"`, `"RSSMRA80A01A000D"`, `"00000001017"`, `"RSSMRA80A01A000C "`, `""`}},
		{"PartitaIva", []string{`"00000001016"`}, []string{`"00000000000"`, `"IT00000001016"`, `1016`}},
		{"CodiceSede", []string{`"4900"`}, []string{`"490"`, `4900`}},
		{"Csc", []string{`"10101"`}, []string{`"1.01.01"`}},
		{"CodiceAutorizzazione", []string{`"0J"`}, []string{`"0j"`, `"J0"`}},
		{"CodiceAteco", []string{`"56"`, `"56.10.11"`}, []string{`"56.10.11.1"`, `"5610"`}},
		{"CodiceBelfiore", []string{`"A000"`}, []string{`"a000"`, `"A00"`}},
		{"NumeroRuolo", []string{`"12345678901234567"`}, []string{`"123"`, `12345678901234567`}},
		{"Percentuale", []string{`"35.03"`, `"-1"`}, []string{`35.03`, `"35,03"`, `"35.035"`}},
		{"Data", []string{`"2028-02-29"`}, []string{`"2027-02-29"`, `"2026-1-1"`, `"2026-01-01T00:00:00Z"`, `"01/02/2026"`}},
		{"DataOra", []string{`"2026-10-28T15:04:00Z"`}, []string{`"2026-10-28T15:04:00+01:00"`, `"2026-10-28T15:04:00.5Z"`, `"2026-11-03"`}},
		{"AnnoMese", []string{`"2026-12"`}, []string{`"2026-13"`, `"12/2026"`, `202612`}},
		{"StatoMatricola", []string{`"ATTIVA"`, `"\u0041TTIVA"`, `null`}, []string{`"attiva"`, `"ALTRO"`, `1`}},
		{"[AnnoMese!]!", []string{`[]`, `["2026-01","2026-02"]`, ` [ "2026-01" ] `}, []string{`null`, `[null]`, `"2026-01"`, `["2026-01","x"]`}},
		{"[Int]", []string{`[1,null]`, `null`}, []string{`[1,"2"]`, `[[1]]`}},
		{"FormaGiuridica", []string{`{"codice":"SR","descrizione":"srl"}`, `null`},
			[]string{`{}`, `{"codice":"SR"}`, `{"codice":"SR","descrizione":"srl","codice":"SP"}`, `{"codice":"SR","descrizione":"x","altro":1}`, `[]`}},
	} {
		t.Run(c.typ, func(t *testing.T) {
			check := one(t, c.typ)
			for _, value := range c.good {
				if d := check(value); d != nil {
					t.Errorf("%.40s refused: %v", value, d)
				}
			}
			for _, value := range c.bad {
				d := check(value)
				if d == nil {
					t.Errorf("%.40s accepted", value)
				} else if text := strings.Trim(value, `"`); len(text) > 6 && strings.Contains(d.Error(), text) {
					t.Errorf("the reason repeats the value: %v", d)
				}
			}
		})
	}
}

func TestPaths(t *testing.T) {
	check := one(t, "[ClassificazioneCsc!]")
	for value, want := range map[string]string{
		`[{"csc":"10101","dal":"2026-01-01"},{"csc":"1","dal":"2026-01-01"}]`: "v[1].csc: Codice statistico contributivo non valido: servono 5 cifre, senza punti.",
		`[{"csc":"10101"}]`: "v[0].dal: manca",
		`[{"csc":"10101","dal":"2026-01-01","csc":"10101"}]`:        "v[0].csc: è ripetuto",
		`[{"csc":"10101","dal":"2026-01-01","\u0063sc":"10101"}]`:   "v[0].csc: è ripetuto",
		`[{"csc":"10101","dal":"2026-01-02","al":"2026-01-01"}]`:    "v[0].al: il periodo finisce prima di cominciare",
		`[{"al":"2026-01-01","csc":"10101","dal":"2026-01-01"}]`:    "v[0].al: il periodo è vuoto: la fine è il primo giorno escluso",
		`[{"csc":"10101","dal":"2026-01-01","al":null}]`:            "",
		`[{"csc":"10101","dal":"2026-01-01","RSSMRA80A01A000C":1}]`: "v[0]: contiene un campo sconosciuto",
		`[{"csc":"10101","dal":"2026-01-01","rssmra80a01a000c":1}]`: "v[0]: contiene un campo sconosciuto",
		`[{"csc":"10101","dal":"2026-01-01","cssc":1}]`:             "v[0].cssc: è un campo sconosciuto",
		`[null]`: "v[0]: manca: non può essere null",
		`7`:      "v: serve un elenco",
	} {
		got := ""
		if d := check(value); d != nil {
			got = d.Error()
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", value, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	v, err := importa.NewValidator(schema(), sources.Sections()["complementari"])
	if err != nil {
		t.Fatal(err)
	}
	good := posta(1)
	doc := strings.TrimSuffix(strings.TrimPrefix(good, `{"postaIbrida":`), "}")
	for line, want := range map[string]string{
		good:                                  "",
		"\t{ \"postaIbrida\" : " + doc + " }": "",
		`{"\u0070ostaIbrida":` + doc + `}`:    "",
		``:                                    "la riga non è JSON",
		`{`:                                   "la riga non è JSON",
		good + good:                           "la riga non è JSON",
		"{\"postaIbrida\":\"\x00\"}":          "la riga non è JSON",
		"{\"postaIbrida\":\"\xff\"}":          "la riga non è in UTF-8",
		`[]`:                                  "la riga non è un oggetto JSON",
		`7`:                                   "la riga non è un oggetto JSON",
		`{}`:                                  "la riga è un oggetto vuoto: serve il nome della sezione",
		`{"aziende":{}}`:                      "la sezione non è di questo archivio",
		`{"postaIbrida":` + doc + `,"postaIbrida":{}}`:                   "la riga contiene più di una sezione",
		`{"postaIbrida":null}`:                                           "serve un oggetto",
		`{"postaIbrida":[` + doc + `]}`:                                  "serve un oggetto",
		`{"postaIbrida":{}}`:                                             "idInvio: manca",
		strings.Replace(good, "0001", "|", 1):                            "matricola: Matricola non valida: servono 10 cifre, zeri iniziali compresi.",
		strings.Repeat("[", 20000) + strings.Repeat("]", 20000):          "la riga non è JSON",
		`{"postaIbrida":"` + strings.Repeat("a", importa.MaxLine) + `"}`: "la riga supera 1 MiB",
	} {
		section, part, d := v.Line([]byte(line))
		got := ""
		if d != nil {
			got = d.Error()
		} else if section != "postaIbrida" || string(part) != doc {
			t.Errorf("%.60s: section %q, document %.60q", line, section, part)
		}
		if got != want {
			t.Errorf("%.60q\n got %q\nwant %q", line, got, want)
		}
	}
}

func TestNaturalKeys(t *testing.T) {
	sections := []archive.Section{{
		Type: "RuoloSoggetto", Extra: map[string]string{"ruolo": "RuoloSoggetto", "anno": "Int"},
		Collection: &store.Collection{Name: "prova", Key: []string{"codice", "ruolo.codice", "anno"}},
	}}
	v, err := importa.NewValidator(schema(), sections)
	if err != nil {
		t.Fatal(err)
	}
	for doc, want := range map[string]string{
		`{"codice":"a","descrizione":"","anno":1,"ruolo":{"codice":"b","descrizione":"x|y"}}`:   "",
		`{"codice":"","descrizione":"","anno":1,"ruolo":{"codice":"b","descrizione":""}}`:       "codice: fa parte della chiave: non può essere vuoto",
		`{"codice":"a|b","descrizione":"","anno":1,"ruolo":{"codice":"b","descrizione":""}}`:    "codice: fa parte della chiave: non può contenere |",
		`{"codice":"a","descrizione":"","anno":1,"ruolo":{"codice":"\u007c","descrizione":""}}`: "ruolo.codice: fa parte della chiave: non può contenere |",
		`{"codice":"a","descrizione":"","anno":1}`:                                              "ruolo: manca",
		`{"codice":"a","descrizione":"","anno":1,"ruolo":null}`:                                 "ruolo: manca: non può essere null",
		`{"codice":"a","descrizione":"","ruolo":{"codice":"b","descrizione":""}}`:               "anno: manca",
	} {
		got := ""
		if d := v.Check("prova", []byte(doc)); d != nil {
			got = d.Error()
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", doc, got, want)
		}
	}
}

func TestSectionsThatDoNotFit(t *testing.T) {
	for name, s := range map[string]archive.Section{
		"type":  {Type: "Nessuno"},
		"enum":  {Type: "StatoMatricola"},
		"extra": {Type: "Recapiti", Extra: map[string]string{"x": "Nessuno!"}},
		"odd":   {Type: "Recapiti", Extra: map[string]string{"x": "["}},
		"link":  {Type: "AziendaEdge"},
		"key":   {Type: "Recapiti", Extra: map[string]string{"y": "ID!"}},
	} {
		s.Collection = &store.Collection{Name: "prova", Key: []string{"x"}}
		if _, err := importa.NewValidator(schema(), []archive.Section{s}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
