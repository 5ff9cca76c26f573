// Package outbox sends the notices of requests, when one gets its protocollo and when it is closed, and of appointments, when one is
// confirmed, the day before and when it is off: by e-mail and by SMS, to the contacts whose owner agreed to it. What is due is
// derived from the log of the request or appointment (Dovute, DovuteAppuntamento), stored once (Coda.Accoda) and sent, when it is
// time, by whichever process takes it first (Coda.Run).
//
// A notice is sent at least once. It is sent twice only when a worker dies, or cannot write, between sending and marking; both
// messages then carry the same identifier, as Message-ID or Idempotency-Key.
package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strconv"
)

// Avviso is a notice as it is sent, on one channel.
type Avviso struct {
	ID                   string  // of the notice, the same for every attempt
	Email, Cellulare     string  // whom to: the one of the channel, the other is empty
	Oggetto, Testo, HTML string  // of the e-mail
	SMS                  string  // text of the SMS: GSM 7-bit letters, no personal data
	Invito               *Invito // what the e-mail tells calendar programs; nil: nothing
}

// Mittente sends notices on one channel. Invia returns nil when the other side took the notice, and ends with its context; an
// *Errore says how it failed. It may be called concurrently.
type Mittente interface {
	Invia(ctx context.Context, a *Avviso) error
}

// Codes of Notifica.ultimoErrore, besides SMTP_ and HTTP_ with the number that the other side answered.
const (
	RecapitoAssente   = "RECAPITO_ASSENTE"   // there is nobody to send it to any more
	CanaleSconosciuto = "CANALE_SCONOSCIUTO" // nothing sends on its channel
	AvvisoNonValido   = "AVVISO_NON_VALIDO"  // no message can be made of it
	Interrotto        = "INTERROTTO"         // the attempt is going on, or whoever made it died
	TempoScaduto      = "TEMPO_SCADUTO"
	Connessione       = "CONNESSIONE"
	TLS               = "TLS" // no encrypted connection to the other side
	Composizione      = "COMPOSIZIONE"
	Spool             = "SPOOL" // the folder cannot be written
	Interno           = "INTERNO"
)

// ErrSuperato is what Opzioni.Componi returns for a notice that was due and is so no longer: what it would tell has been overtaken.
// It is not sent, and nobody has to look into it.
var ErrSuperato = errors.New("outbox: overtaken by what happened since")

// Errore says why a notice was not sent. It holds a code and nothing else: what servers answer repeats addresses.
type Errore struct {
	Codice     string
	Definitivo bool // trying again would not help
}

func (e *Errore) Error() string { return "outbox: " + e.Codice }

// errore names what kept a sender from sending.
func errore(ctx context.Context, err error) *Errore {
	var named *Errore
	var network net.Error
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	isNetwork := errors.As(err, &network)
	switch {
	case errors.As(err, &named):
		return named
	case ctx.Err() != nil, isNetwork && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return &Errore{Codice: TempoScaduto}
	case errors.As(err, &record), errors.As(err, &certificate), errors.As(err, &alert):
		return &Errore{Codice: TLS}
	case isNetwork, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return &Errore{Codice: Connessione}
	}
	return &Errore{Codice: Interno}
}

func risposta(protocollo string, stato int) string { return protocollo + "_" + strconv.Itoa(stato) }
