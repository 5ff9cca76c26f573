package outbox

import (
	"strings"

	"github.com/wneessen/go-mail"
)

// nomeMittente stands beside the address that notices come from.
const nomeMittente = "INPS - Cassetto previdenziale"

// messaggio makes the e-mail of a notice. Nothing of a notice can add a header or a recipient: the address is one plain
// address, the identifier letters and digits, the subject one line, which the library encodes; invitations hold no
// more of it. The error is final.
func messaggio(a *Avviso, da string) (*mail.Msg, error) {
	nonValido := &Errore{Codice: AvvisoNonValido, Definitivo: true}
	a0, ok := indirizzoASCII(a.Email)
	if !ok || !identificativoValido(a.ID) || strings.ContainsFunc(a.Oggetto, controllo) {
		return nil, nonValido
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if m.FromFormat(nomeMittente, da) != nil || m.To(a0) != nil {
		return nil, nonValido
	}
	_, dominio, _ := strings.Cut(da, "@")
	m.SetMessageIDWithValue(a.ID + "@" + dominio)
	m.SetDate()
	m.Subject(a.Oggetto)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(mail.HeaderXAutoResponseSuppress, "All")
	m.SetGenHeader(mail.HeaderContentLang, "it")
	m.SetBodyString(mail.TypeTextPlain, a.Testo)
	if a.HTML != "" {
		m.AddAlternativeString(mail.TypeTextHTML, a.HTML)
	}
	return m, allega(m, a.Invito, da, a0)
}

// allega adds an invitation twice, as calendar services do: as the alternative that programs act upon, with its method, and as a
// file for those that show attachments only. The error is final.
func allega(m *mail.Msg, i *Invito, da, a string) error {
	if i == nil {
		return nil
	}
	if !identificativoValido(i.ID) {
		return &Errore{Codice: AvvisoNonValido, Definitivo: true}
	}
	file := i.calendario(da, a)
	tipo := mail.ContentType("text/calendar; method=" + string(i.metodo()))
	m.AddAlternativeString(tipo, file, mail.WithPartEncoding(mail.EncodingB64)) // every byte as it is
	if m.AttachReader(fileInvito, strings.NewReader(file), mail.WithFileContentType("application/ics")) != nil {
		return &Errore{Codice: AvvisoNonValido, Definitivo: true}
	}
	return nil
}

func controllo(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }

// identificativoValido says whether an identifier can be part of a header and the name of a file.
func identificativoValido(id string) bool {
	return id != "" && len(id) <= 64 && !strings.ContainsFunc(id, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
