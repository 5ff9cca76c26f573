package model_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"cassetto/graph/model"
)

type scalar interface{ UnmarshalGQL(any) error }

func TestScalars(t *testing.T) {
	tests := []struct {
		name      string
		scalar    func() scalar
		good, bad []any
	}{
		{"Matricola", func() scalar { return new(model.Matricola) },
			[]any{"9900010011", "0000000000", " 9900010011 "},
			[]any{"", "990001001", "99000100111", "99000A0011", 9900010011, nil, "９９０００１００１１"}},
		{"CodiceFiscale", func() scalar { return new(model.CodiceFiscale) },
			[]any{"RSSMRA80A01H501U", "SLAMRC75D12A000F", "SLAMRC75D12A00LI", "frrgli82p55a000w", "80078750587", "01165400589", "10000011055"},
			[]any{"", "RSSMRA80A01H501X", "RSSMRA80A32H501U", "RSSMRA80A40H501Z", "RSSMRA80A00H501U", "RSSMRA80I01H501U", "80078750588", "00000000000", "1000001105", 80078750587, "RSSMRA80A01H501", "RSSMRA80A01H501UU"}},
		{"PartitaIva", func() scalar { return new(model.PartitaIva) },
			[]any{"80078750587", "10000031111"},
			[]any{"80078750580", "8007875058", "IT80078750587", "RSSMRA80A01H501U", true}},
		{"CodiceSede", func() scalar { return new(model.CodiceSede) }, []any{"0900", "7009"}, []any{"900", "07000", "70O0", 4900}},
		{"Csc", func() scalar { return new(model.Csc) }, []any{"70502", "01301"}, []any{"7.05.02", "7050", "705020"}},
		{"CodiceAutorizzazione", func() scalar { return new(model.CodiceAutorizzazione) }, []any{"0J", "9a"}, []any{"J0", "0", "00", "0JJ"}},
		{"CodiceAteco", func() scalar { return new(model.CodiceAteco) }, []any{"56", "56.1", "56.10", "56.10.1", "56.10.11"}, []any{"5", "561011", "56.", "56.10.11.1", "56,10"}},
		{"CodiceBelfiore", func() scalar { return new(model.CodiceBelfiore) }, []any{"H501", "z404"}, []any{"501H", "H50", "HH50"}},
		{"NumeroRuolo", func() scalar { return new(model.NumeroRuolo) }, []any{"39720250012345678000", "39720250012345678"}, []any{"397 2025 0012345678 000", "3972025001234567", "397202500123456780001"}},
		{"Importo", func() scalar { return new(model.Importo) },
			[]any{"0", "1234.56", "-0.5", "9999999999999.99"},
			[]any{"", "1.234,56", "1,5", "1.234", "1e3", "99999999999999", "€ 1", 12.5, "+1"}},
		{"Percentuale", func() scalar { return new(model.Percentuale) }, []any{"35.03", "-1.5", "100"}, []any{"35,03", "35.033", "%", "", 10}},
		{"Data", func() scalar { return new(model.Data) }, []any{"2026-02-28", "2024-02-29"}, []any{"2026-02-29", "2026-2-1", "28/02/2026", "2026-13-01", "", 20260228}},
		{"DataOra", func() scalar { return new(model.DataOra) }, []any{"2026-10-28T15:04:00Z", "2026-10-28T16:04:00.5+01:00"}, []any{"2026-10-27", "2026-10-27T15:04:00", "2026-10-27 15:04:00Z", "2026-10-27T25:00:00Z"}},
		{"AnnoMese", func() scalar { return new(model.AnnoMese) }, []any{"2026-12"}, []any{"2026-13", "2026-00", "2026-1", "202612", "12/2026"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, v := range test.good {
				if err := test.scalar().UnmarshalGQL(v); err != nil {
					t.Errorf("%v: %v", v, err)
				}
			}
			for _, v := range test.bad {
				err := test.scalar().UnmarshalGQL(v)
				var input *model.InputError
				if !errors.As(err, &input) {
					t.Errorf("%v: %v", v, err)
					continue
				}
				if s, ok := v.(string); ok && len(s) > 4 && strings.Contains(err.Error(), s) && !strings.HasPrefix(s, "1.23") {
					t.Errorf("%q repeats the value", err)
				}
			}
		})
	}
}

// TestOmocodia: each of the 128 ways to write a codice fiscale with letters for digits is valid with its own check letter only.
func TestOmocodia(t *testing.T) {
	const base = "RSSMRA80A01H501U"
	places := []int{6, 7, 9, 10, 12, 13, 14}
	for way := range 1 << len(places) {
		code := []byte(base)
		for bit, place := range places {
			if way>>bit&1 == 1 {
				code[place] = "LMNPQRSTUV"[code[place]-'0']
			}
		}
		code[15] = model.ControlloPersona(string(code))
		var c model.CodiceFiscale
		if err := c.UnmarshalGQL(string(code)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
		code[15] = 'A' + (code[15]-'A'+1)%26
		if err := c.UnmarshalGQL(string(code)); err == nil {
			t.Errorf("%s is accepted", code)
		}
	}
}

func TestCanonical(t *testing.T) {
	var d model.DataOra
	var i model.Importo
	var c model.CodiceFiscale
	for _, err := range []error{d.UnmarshalGQL("2026-10-28T16:04:00.9+01:00"), i.UnmarshalGQL("-1234.5"), c.UnmarshalGQL(" slamrc75d12a000f ")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if d != "2026-10-28T15:04:00Z" || i != -123450 || i.String() != "-1234.50" || c != "SLAMRC75D12A000F" {
		t.Error(d, i, c)
	}
	var w bytes.Buffer
	model.Percentuale("a\"\n€").MarshalGQL(&w)
	if w.String() != `"a\"\n€"` {
		t.Errorf("%s", &w)
	}
}

// mese is a row of a month.
type mese struct{ model.AnnoMese }

func (m *mese) Intervallo() (dal, al string) { return m.Estremi() }

func TestPagina(t *testing.T) {
	righe := &model.Righe[mese]{Fonte: model.FonteUniemens, AggiornatoAl: "2026-11-23T05:00:00Z"}
	months := []model.AnnoMese{"2026-05", "2026-04", "2026-03", "2026-02", "2026-01"}
	for _, m := range months {
		righe.Righe = append(righe.Righe, mese{m})
		righe.Chiavi = append(righe.Chiavi, string(m))
	}

	var seen []mese
	first := int32(2)
	for f := (model.Finestra{First: &first}); ; {
		page, err := righe.Pagina(f)
		if err != nil || page.TotalCount != 5 || page.Fonte != model.FonteUniemens {
			t.Fatal(page, err)
		}
		for _, e := range page.Edges() {
			seen = append(seen, e.Node)
			f.After = &e.Cursor
		}
		info := page.PageInfo()
		if info.HasPreviousPage != (len(seen) > 2) || info.HasNextPage != (len(seen) < 5) || *info.EndCursor != *f.After {
			t.Errorf("%+v", info)
		}
		if !info.HasNextPage {
			break
		}
	}
	if len(seen) != 5 || seen[4] != (mese{"2026-01"}) {
		t.Error(seen)
	}

	day := func(s string) *model.Data { d := model.Data(s); return &d }
	for _, test := range []struct {
		dal, al *model.Data
		want    int32
	}{
		{nil, nil, 5},
		{day("2026-03-31"), nil, 3},
		{day("2026-04-01"), nil, 2},
		{nil, day("2026-01-01"), 1},
		{nil, day("2025-12-31"), 0},
		{day("2026-02-15"), day("2026-02-15"), 1},
	} {
		page, err := righe.Pagina(model.Finestra{Dal: test.dal, Al: test.al})
		if err != nil || page.TotalCount != test.want || page.Presenti() != (test.want > 0) {
			t.Errorf("%+v: %d %v", test, page.TotalCount, err)
		}
	}
}
