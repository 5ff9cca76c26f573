package store_test

import (
	"testing"
	"unicode/utf8"

	"cassetto/internal/store"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"Rossi":                      "rossi",
		"  Rossi \t & \n Figli  ":    "rossi figli",
		"D'AGOSTINO":                 "d agostino",
		"d’Agostino":                 "d agostino",
		"NICOLÒ":                     "nicolo",
		"Nicolo\u0300":               "nicolo",
		"Müller-Lüdenscheidt GmbH":   "muller ludenscheidt gmbh",
		"Società «Città» S.r.l. n°5": "societa citta s r l n 5",
		"ÇĞİŞ ıI":                    "cgis ıi",
		"Straße":                     "straße",
		"Ελλάς":                      "ελλας",
		"日本 ٣":                       "日本 ٣",
		"🏭 fabbrica 🏭":               "fabbrica",
		"a\x00b\xffc":                "a b c",
		"\u0300":                     "",
		"-- ; ' \" % _":              "",
	} {
		if got := store.Normalise(in); got != want {
			t.Errorf("Normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("D'AGOSTINO  Nicolò")
	f.Add("000\xf0ò")
	f.Add("İ ﬁ Å \u1e9b\u0323 한국어")
	f.Fuzz(func(t *testing.T, s string) {
		once := store.Normalise(s)
		if again := store.Normalise(once); again != once {
			t.Errorf("%q becomes %q, then %q", s, once, again)
		}
		if !utf8.ValidString(once) {
			t.Errorf("%q becomes %q, which is not UTF-8", s, once)
		}
	})
}
