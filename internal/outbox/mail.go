package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// posta sends e-mails through a mail server, one connection each: they are few.
type posta struct {
	serverSMTP
	tls *tls.Config
}

func nuovaPosta(u serverSMTP) *posta {
	return &posta{u, &tls.Config{ServerName: u.host, MinVersion: tls.VersionTLS12}}
}

// Invia hands the notice to the server. Once the server has taken it nothing that fails afterwards counts.
func (p *posta) Invia(ctx context.Context, a *Avviso) error {
	m, err := messaggio(a, p.da)
	if err != nil {
		return err
	}
	link := &collegamento{ctx: ctx, posta: p}
	defer link.chiudi()
	c, err := mail.NewClient(p.host, p.opzioni(link)...)
	if err != nil {
		return &Errore{Codice: Interno}
	}
	err = c.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() {
		return nil
	}
	return erroreSMTP(ctx, err)
}

func (p *posta) opzioni(link *collegamento) []mail.Option {
	all := []mail.Option{
		mail.WithPort(p.port), mail.WithTimeout(time.Hour), // the context ends it before
		mail.WithTLSConfig(p.tls), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithDialContextFunc(link.apri),
	}
	switch {
	case p.implicita:
		all = append(all, mail.WithSSL())
	case p.inChiaro:
		all = append(all, mail.WithTLSPolicy(mail.NoTLS))
	}
	if p.utente != "" {
		all = append(all, mail.WithUsername(p.utente), mail.WithPassword(p.password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin))
	}
	return all
}

// collegamento is a connection that ends with the context of its attempt, and with the attempt however that ends: the library
// watches the context only while it dials, and leaves open what it could not greet.
type collegamento struct {
	*posta
	ctx   context.Context
	conn  net.Conn
	ferma func() bool
}

func (l *collegamento) apri(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.conn = conn
	l.ferma = context.AfterFunc(l.ctx, func() { _ = conn.Close() })
	if !l.implicita {
		return conn, nil
	}
	secure := tls.Client(conn, l.tls)
	return secure, secure.HandshakeContext(ctx)
}

func (l *collegamento) chiudi() {
	if l.conn != nil {
		l.ferma()
		_ = l.conn.Close()
	}
}

// erroreSMTP names what went wrong. A refusal is final when it is about the recipient or about the message; what the server
// says of us (not logged in, sender refused) somebody can mend.
func erroreSMTP(ctx context.Context, err error) *Errore {
	var send *mail.SendError
	var reply *textproto.Error
	switch {
	case ctx.Err() != nil:
	case errors.As(err, &send) && send.ErrorCode() > 0:
		about := send.Reason == mail.ErrSMTPRcptTo || send.Reason == mail.ErrSMTPData || send.Reason == mail.ErrSMTPDataClose
		code := send.ErrorCode()
		return &Errore{Codice: risposta("SMTP", code), Definitivo: about && code >= 500 && code != 530}
	case strings.Contains(err.Error(), "STARTTLS"): // the library has no other name for a server that does not offer it
		return &Errore{Codice: TLS}
	case errors.As(err, &reply):
		return &Errore{Codice: risposta("SMTP", reply.Code)}
	}
	return errore(ctx, err)
}
