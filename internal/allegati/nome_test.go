package allegati

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestPulisci(t *testing.T) {
	for nome, want := range map[string]string{
		"fattura.pdf":                       "fattura.pdf",
		"  fattura   marzo .pdf  . .":       "fattura marzo.pdf",
		"Perche\u0301.pdf":                  "Perché.pdf",
		"fattura\u202efdp.txt":              "fatturafdp.txt",
		"a\x00b\r\nc\u200b.csv":             "ab c.csv",
		"a\u2028b.csv":                      "a b.csv",
		"C:a<b>|?*\".txt":                   "C_a_b_____.txt",
		"dati：a∕b／c＼d.csv":                  "dati：a_b_c_d.csv",
		"CON.txt":                           "_CON.txt",
		"com1 .tar.txt":                     "_com1 .tar.txt",
		"contratto.txt":                     "contratto.txt",
		".pdf":                              "allegato.pdf",
		".nascosto.pdf":                     "nascosto.pdf",
		"":                                  "allegato",
		"\xff\xfe.txt":                      "_.txt",
		strings.Repeat("a", 200) + ".pdf":   strings.Repeat("a", 96) + ".pdf",
		strings.Repeat("è", 60) + "x.docx":  strings.Repeat("è", 47) + ".docx",
		strings.Repeat("a", 95) + " b.xlsx": strings.Repeat("a", 95) + ".xlsx",
		"../a.pdf":                          "!",
		"..\u200b/a.pdf":                    "!",
		".\u200b./a.pdf":                    "!",
		"a/b.pdf":                           "!",
		"/etc/passwd":                       "!",
		`..\a.pdf`:                          "!",
		`C:\a.pdf`:                          "!",
		`\\server\a.pdf`:                    "!",
		"..":                                "!",
		"a..pdf":                            "!",
		"a.\u00ad.pdf":                      "!",
	} {
		got, ok := pulisci(nome)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", nome, got, want)
		}
	}
}

func TestDistingui(t *testing.T) {
	long := strings.Repeat("a", 96) + ".pdf"
	for _, c := range []struct{ names, want []string }{
		{[]string{"x.pdf", "x.pdf", "x.pdf"}, []string{"x.pdf", "x (2).pdf", "x (3).pdf"}},
		{[]string{"x.pdf", "X.PDF", "x.csv"}, []string{"x.pdf", "X (2).PDF", "x.csv"}},
		{[]string{"x.pdf", "x (2).pdf", "X.pdf"}, []string{"x.pdf", "x (2).pdf", "X (3).pdf"}},
		{[]string{"È.pdf", "è.pdf"}, []string{"È.pdf", "è (2).pdf"}},
		{[]string{long, long}, []string{long, strings.Repeat("a", 92) + " (2).pdf"}},
	} {
		var got []string
		for _, n := range c.names {
			got = append(got, distingui(n, got))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q: %q", c.names, got)
		}
	}
}

func FuzzPulisci(f *testing.F) {
	for _, s := range []string{"a.pdf", "../a", "con.txt", "a\u202eb", strings.Repeat("è", 99), ".. .", "a" + strings.Repeat(" .", 60) + "b.txt", "\xff.x", "aux .b.c", "a. b." + strings.Repeat("x", 60) + " .", "a ." + strings.Repeat("ᅡ", 30)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, nome string) {
		got, ok := pulisci(nome)
		if !ok {
			return
		}
		again, ok := pulisci(got)
		switch {
		case again != got || !ok:
			t.Errorf("%q gives %q, and that %q", nome, got, again)
		case got == "" || len(got) > maxNome || !utf8.ValidString(got) || !norm.NFC.IsNormalString(got):
			t.Errorf("%q gives %q", nome, got)
		case strings.ContainsAny(got, `/\<>:"|?*`) || strings.Contains(got, "..") || strings.Trim(got, " .") != got:
			t.Errorf("%q gives %q", nome, got)
		case strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsGraphic(r) }):
			t.Errorf("%q gives %q", nome, got)
		}
		if other := distingui(got, []string{got, strings.ToUpper(got)}); strings.EqualFold(other, got) || len(other) > maxNome || estensione(other) != estensione(got) {
			t.Errorf("%q beside itself is %q", got, other)
		}
	})
}

func FuzzRiconosci(f *testing.F) {
	for ext, data := range campioni(f) {
		f.Add(ext, data)
	}
	for _, data := range busteDi([]byte("a")) {
		f.Add("p7m", data)
	}
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		c, err := leggiContenuto(strings.NewReader(string(data)), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		codice, err := riconosci(c, ext)
		if err != nil {
			t.Fatal(err)
		}
		if _, known := messaggi[codice]; codice != "" && !known {
			t.Errorf("code %q", codice)
		}
	})
}
