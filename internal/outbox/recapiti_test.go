package outbox

import (
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
)

func TestEmail(t *testing.T) {
	long := strings.Repeat("a", 60)
	for v, ok := range map[string]bool{
		"mario.rossi@example.org": true, "  mario@example.org ": true, "m+tag_1@sub.example.co.uk": true, "o'neil@example.it": true,
		"mario@società.it": true, "mario@xn--societ-nta.it": true, "mario@例え.jp": true,
		"mario": false, "mario@": false, "@example.org": false, "mario@localhost": false, "mario@@example.org": false,
		"Mario <mario@example.org>": false, "<mario@example.org>": false, "mario@example.org (Mario)": false, `"mario rossi"@example.org`: false,
		"mario@example.org\r\nBcc: x@example.org": false, "mario@example.org\n": false, "ma\x00rio@example.org": false, "mario@exam ple.org": false,
		"mario@example..org": false, "mario@-example.org": false, "mario@example-.org": false, "mario@example.org.": false, "mario@[127.0.0.1]": false,
		"màrio@example.org": false, "mario@a.it,luigi@b.it": false, "mario@exam_ple.org": false, "mario@societa\u0300.it": false,
		".mario@example.org": false, "mario..rossi@example.org": false,
		strings.Repeat("a", 64) + "@example.org": true, strings.Repeat("a", 65) + "@example.org": false,
		"a@" + strings.Join([]string{long, long, long, long, "example.org"}, "."): false,
		"a@" + strings.Repeat("b", 64) + ".org":                                   false,
	} {
		got, errori := ValutaRecapiti(model.RecapitiInput{Email: &v, ConsensoEmail: true})
		switch {
		case ok && (errori != nil || got.Email == nil || *got.Email != strings.TrimSpace(v) || !got.ConsensoEmail):
			t.Errorf("%q is refused: %v", v, errori)
		case !ok && (len(errori) != 1 || errori[0].Codice != EmailNonValida || errori[0].Campo != "recapiti.email" || got != model.RecapitiRichiesta{}):
			t.Errorf("%q gives %v, %v", v, got, errori)
		}
	}
}

func TestCellulare(t *testing.T) {
	for v, want := range map[string]string{
		"333 1234567": "+393331234567", "333.123.45.67": "+393331234567", "333-123456": "+39333123456", "+39 333 1234567": "+393331234567",
		"0039 3331234567": "+393331234567", "393 1234567": "+393931234567", " 3331234567 ": "+393331234567", "333\u00a01234567": "+393331234567",
		"+44 7911 123456": "+447911123456", "0044 7911 123456": "+447911123456",
		"06 1234567": "", "+39 06 1234567": "", "33312345": "", "33312345678": "", "393331234567": "", "tre": "", "+": "", "00": "", "-": "", "+0 333 1234567": "",
		"+4479": "", "+4479111234567890": "", "333 1234567 int. 2": "", "333\n1234567": "", "++393331234567": "", "+39": "", "0039": "",
		"٣٣٣١٢٣٤٥٦٧": "",
	} {
		got, errori := ValutaRecapiti(model.RecapitiInput{Cellulare: &v, ConsensoSms: true})
		switch {
		case want != "" && (errori != nil || *got.Cellulare != want || !got.ConsensoSms):
			t.Errorf("%q: %v, %v", v, got, errori)
		case want == "" && (len(errori) != 1 || errori[0].Codice != CellulareNonValido || errori[0].Campo != "recapiti.cellulare"):
			t.Errorf("%q gives %v, %v", v, got, errori)
		}
	}
}

func TestRecapiti(t *testing.T) {
	email, blank, bad := "mario@example.org", " ", "non-valido"
	for name, test := range map[string]struct {
		in   model.RecapitiInput
		want []string // field and code
	}{
		"none":               {model.RecapitiInput{}, []string{"recapiti RECAPITO_MANCANTE"}},
		"blank":              {model.RecapitiInput{Email: &blank, Cellulare: &blank}, []string{"recapiti RECAPITO_MANCANTE"}},
		"one":                {model.RecapitiInput{Email: &email}, nil},
		"consent, no number": {model.RecapitiInput{Email: &email, ConsensoSms: true}, []string{"recapiti.consensoSms CONSENSO_SENZA_RECAPITO"}},
		"nothing but consent": {model.RecapitiInput{ConsensoEmail: true, ConsensoSms: true}, []string{"recapiti RECAPITO_MANCANTE",
			"recapiti.consensoEmail CONSENSO_SENZA_RECAPITO", "recapiti.consensoSms CONSENSO_SENZA_RECAPITO"}},
		"both bad": {model.RecapitiInput{Email: &bad, Cellulare: &bad, ConsensoEmail: true, ConsensoSms: true}, []string{
			"recapiti.email EMAIL_NON_VALIDA", "recapiti.cellulare CELLULARE_NON_VALIDO"}},
	} {
		got, errori := ValutaRecapiti(test.in)
		var codes []string
		for _, e := range errori {
			codes = append(codes, e.Campo+" "+e.Codice)
			if e.Messaggio == "" || strings.Contains(e.Messaggio, bad) {
				t.Errorf("%s: %q", name, e.Messaggio)
			}
		}
		if !slices.Equal(codes, test.want) || errori != nil && got != (model.RecapitiRichiesta{}) {
			t.Errorf("%s: %v, %v", name, got, codes)
		}
	}
}

// TestPunycode has the samples of RFC 3492, section 7.1, and a name of everyday.
func TestPunycode(t *testing.T) {
	for v, want := range map[string]string{
		"società": "societ-nta", "bücher": "bcher-kva", "他们为什么不说中文": "ihqwcrb4cv8a8dqg056pqjye",
		"なぜみんな日本語を話してくれないのか": "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
		"3年b組金八先生": "3b-ww4c5e180e575a65lsy2b",
	} {
		if got := punycode([]rune(v)); got != want {
			t.Errorf("%s: %s, want %s", v, got, want)
		}
	}
	if got, ok := indirizzoASCII("Mario@SOCIETÀ.it"); got != "Mario@xn--societ-nta.it" || !ok {
		t.Errorf("%s, %v", got, ok)
	}
}
