package outbox

import (
	"net/mail"
	"strings"
	"unicode"
)

// indirizzoValido says whether v is one plain address: no name beside it, no quotes, no comment, an ASCII local part and a
// domain name of two labels or more, which may have letters of any alphabet. At most 254 bytes as it goes over the wire, of
// which 64 before the @ (RFC 5321).
func indirizzoValido(v string) bool {
	locale, dominio, ok := strings.Cut(v, "@")
	if !ok || len(v) > 254 || len(locale) > 64 || strings.ContainsFunc(locale, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' }) {
		return false
	}
	a, err := mail.ParseAddress(v)
	if err != nil || a.Address != v || a.Name != "" {
		return false
	}
	ascii, ok := dominioASCII(dominio)
	return ok && len(locale)+1+len(ascii) <= 254
}

// indirizzoASCII is a valid address as every mail server takes it.
func indirizzoASCII(v string) (string, bool) {
	if !indirizzoValido(v) {
		return "", false
	}
	locale, dominio, _ := strings.Cut(v, "@")
	dominio, ok := dominioASCII(dominio)
	return locale + "@" + dominio, ok
}

// dominioASCII gives a domain name in the letters of the DNS. Letters made of several code points (Mn) are refused: the same
// name would have two forms.
func dominioASCII(v string) (string, bool) {
	etichette := strings.Split(strings.ToLower(v), ".")
	for i, e := range etichette {
		if e == "" || e[0] == '-' || e[len(e)-1] == '-' {
			return "", false
		}
		ascii := true
		for _, r := range e {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return "", false
			}
			ascii = ascii && r < unicode.MaxASCII
		}
		if !ascii {
			e = "xn--" + punycode([]rune(e))
		}
		if len(e) > 63 {
			return "", false
		}
		etichette[i] = e
	}
	return strings.Join(etichette, "."), len(etichette) > 1
}
