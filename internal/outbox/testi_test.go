package outbox

import (
	"flag"
	"os"
	"strings"
	"testing"

	"cassetto/graph/model"
)

var update = flag.Bool("update", false, "write the golden files")

var voci = Voci{Ufficio: "Sede di Milano <Centro>", Ambito: "Regolarità contributiva", Oggetto: "Riesame esito DURC"}

func TestTesti(t *testing.T) {
	for _, n := range Dovute(richiesta(), adesso) {
		a := Componi(richiesta(), voci, &n)
		name := map[int32]string{2: "protocollata", 5: "chiusa"}[n.Evento]
		if n.Canale == model.CanaleAvvisoSms {
			confronta(t, name+".sms", a.SMS)
			if a.Email+a.Oggetto+a.Testo+a.HTML != "" || a.Cellulare != "+393331234567" || a.ID != n.ID {
				t.Errorf("%+v", a)
			}
			continue
		}
		confronta(t, name+".txt", a.Oggetto+"\n\n"+a.Testo)
		confronta(t, name+".html", a.HTML)
		if a.Cellulare+a.SMS != "" || a.Email != "mario@example.org" || a.ID != n.ID {
			t.Errorf("%+v", a)
		}
	}
}

func confronta(t *testing.T, name, got string) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || got+"\n" != string(want) {
		t.Errorf("%s is not what it was (-update writes it): %v\n%s", name, err, got)
	}
}

// gsm7 are the letters of an SMS of 160 (3GPP TS 23.038), without those that take two places.
const gsm7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// TestRiservatezza: an SMS fits in one and tells nothing of anybody; an e-mail tells neither what was written nor who is who.
func TestRiservatezza(t *testing.T) {
	secret := []string{"riservato", "segreto", "RSSMRA80A01H501U", "00000001016", "4901234567", "490123", "mario", "3331234567"}
	for _, n := range Dovute(richiesta(), adesso) {
		a := Componi(richiesta(), voci, &n)
		text := a.Oggetto + a.Testo + a.HTML + a.SMS
		forbidden := append([]string{"http", "href", "src=", "<table", "<img"}, secret...)
		if n.Canale == model.CanaleAvvisoSms {
			forbidden = append(forbidden, "4567", "0000012", "Milano", "DURC", "parte")
			if len([]rune(a.SMS)) > 160 || strings.Trim(a.SMS, gsm7) != "" || strings.ContainsFunc(a.SMS, func(r rune) bool { return !strings.ContainsRune(gsm7, r) }) {
				t.Errorf("not one SMS: %q", a.SMS)
			}
		}
		for _, s := range forbidden {
			if strings.Contains(text, s) {
				t.Errorf("%s of event %d has %q", n.Canale, n.Evento, s)
			}
		}
	}
}
