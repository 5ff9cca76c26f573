package outbox

import (
	"strings"
	"testing"
)

func TestValutaTelefono(t *testing.T) {
	for v, want := range map[string]string{
		"02 1234567": "+39021234567", "+39 02 1234567": "+39021234567", "0039021234567": "+39021234567", "06/12345678": "+390612345678",
		"(0583) 12.34.56": "+390583123456", "+39 (0583) 123456": "+390583123456", " 333-123 4567 ": "+393331234567", "333123456": "+39333123456",
		"+41 44 123 45 67": "+41441234567", "0041441234567": "+41441234567", "+1 212 555 0100": "+12125550100", "\u00a0010123456\u00a0": "+39010123456",
		"": TelefonoMancante, " \u00a0": TelefonoMancante,
		"0212": TelefonoNonValido, "02123456789012": TelefonoNonValido, "001234567": TelefonoNonValido, "12345678": TelefonoNonValido,
		"800123456": TelefonoNonValido, "899123456": TelefonoNonValido, "+39 803164": TelefonoNonValido, "33312345": TelefonoNonValido,
		"33312345678": TelefonoNonValido, "+39": TelefonoNonValido, "+": TelefonoNonValido, "+0212345678": TelefonoNonValido,
		"+1234567890123456": TelefonoNonValido, "02 1234567 int. 5": TelefonoNonValido, "tel:+39021234567": TelefonoNonValido,
		"++39021234567": TelefonoNonValido, "02١٢٣٤٥٦٧": TelefonoNonValido, "+39 02 1234567\r\nBcc: x": TelefonoNonValido,
	} {
		got, difetto := ValutaTelefono(v)
		if difetto != nil {
			if got != "" || difetto.Campo != "telefono" || len(strings.Trim(v, " +")) > 3 && strings.Contains(difetto.Messaggio, v) {
				t.Errorf("%q: %q, %+v", v, got, difetto)
			}
			got = difetto.Codice
		}
		if got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}
