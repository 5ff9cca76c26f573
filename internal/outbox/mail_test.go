package outbox

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"cassetto/graph/model"
)

var avvisoEmail = Avviso{
	ID: "N-ABCDEFGHIJKLMNOPQRST", Email: "mario@example.org", Oggetto: "INPS – Richiesta protocollata: INPS.4900.27/11/2026.0000012",
	Testo: "Gentile utente,\nè così.\n.\nfine", HTML: "<p lang=\"it\">è così</p>",
}

// lungo is more than any attempt of these tests needs.
const lungo = 30 * time.Second

func TestMessaggio(t *testing.T) {
	server := &serverPosta{}
	p := apriPosta(t, "smtp://"+server.avvia(t, nil, false)+"?tls=no")
	ctx, cancel := context.WithTimeout(t.Context(), lungo)
	defer cancel()
	if err := p.Invia(ctx, &avvisoEmail); err != nil {
		t.Fatal(err)
	}
	if len(server.ricevuti()) != 1 {
		t.Fatalf("%d messages", len(server.ricevuti()))
	}
	m, err := mail.ReadMessage(strings.NewReader(server.ricevuti()[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != avvisoEmail.Oggetto {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]string{
		"Message-ID": "<N-ABCDEFGHIJKLMNOPQRST@inps.example>", "Auto-Submitted": "auto-generated", "To": "<mario@example.org>",
		"From": `"INPS - Cassetto previdenziale" <noreply@inps.example>`, "Content-Language": "it", "User-Agent": "", "X-Mailer": "",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, err := m.Header.Date(); err != nil {
		t.Error(err)
	}
	parts := parti(t, m)
	if strings.ReplaceAll(parts["text/plain"], "\r", "") != avvisoEmail.Testo || parts["text/html"] != avvisoEmail.HTML {
		t.Errorf("parts %q", parts)
	}
}

// parti are the decoded parts of a message, by type.
func parti(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	all := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		all[kind] = string(b)
	}
}

func TestIniezione(t *testing.T) {
	server := &serverPosta{}
	p := apriPosta(t, "smtp://"+server.avvia(t, nil, false)+"?tls=no")
	for name, change := range map[string]func(*Avviso){
		"line in the address":    func(a *Avviso) { a.Email = "a@example.org\r\nBcc: b@example.org" },
		"two addresses":          func(a *Avviso) { a.Email = "a@example.org, b@example.org" },
		"name beside":            func(a *Avviso) { a.Email = "A <a@example.org>" },
		"line in the subject":    func(a *Avviso) { a.Oggetto = "x\r\nBcc: b@example.org" },
		"line in the identifier": func(a *Avviso) { a.ID = "N-1>\r\nBcc: b@example.org" },
		"path as identifier":     func(a *Avviso) { a.ID = "../N-1" },
	} {
		a := avvisoEmail
		change(&a)
		var e *Errore
		if err := p.Invia(t.Context(), &a); !errors.As(err, &e) || *e != (Errore{AvvisoNonValido, true}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(server.ricevuti()) > 0 {
		t.Error("sent all the same")
	}
}

func TestRifiuti(t *testing.T) {
	refuse := func(code int) error { return &smtp.SMTPError{Code: code, Message: "mario@example.org"} }
	for name, test := range map[string]struct {
		server *serverPosta
		want   Errore
	}{
		"unknown recipient":  {&serverPosta{rcpt: func(string) error { return refuse(550) }}, Errore{"SMTP_550", true}},
		"recipient, not now": {&serverPosta{rcpt: func(string) error { return refuse(451) }}, Errore{"SMTP_451", false}},
		"not logged in":      {&serverPosta{rcpt: func(string) error { return refuse(530) }}, Errore{"SMTP_530", false}},
		"message refused":    {&serverPosta{data: func() error { return refuse(554) }}, Errore{"SMTP_554", true}},
		"message, not now":   {&serverPosta{data: func() error { return refuse(452) }}, Errore{"SMTP_452", false}},
	} {
		t.Run(name, func(t *testing.T) {
			p := apriPosta(t, "smtp://"+test.server.avvia(t, nil, false)+"?tls=no")
			ctx, cancel := context.WithTimeout(t.Context(), lungo)
			defer cancel()
			verifica(t, p.Invia(ctx, &avvisoEmail), test.want)
		})
	}
}

// verifica wants an error with its code and nothing else in its text.
func verifica(t *testing.T, err error, want Errore) {
	t.Helper()
	var e *Errore
	if !errors.As(err, &e) || *e != want || strings.Contains(err.Error(), "mario") {
		t.Errorf("%v, want %+v", err, want)
	}
}

func TestCifrata(t *testing.T) {
	config, pool := certificato(t)
	for name, test := range map[string]struct {
		scheme, user string
		config       bool // of the server
		trusted      bool
		want         *Errore
	}{
		"STARTTLS":             {"smtp", "", true, true, nil},
		"STARTTLS and user":    {"smtp", "u:parola@", true, true, nil},
		"wrong password":       {"smtp", "u:altra@", true, true, &Errore{"SMTP_535", false}},
		"TLS from the start":   {"smtps", "u:parola@", true, true, nil},
		"unknown authority":    {"smtp", "u:parola@", true, false, &Errore{TLS, false}},
		"unknown, from start":  {"smtps", "u:parola@", true, false, &Errore{TLS, false}},
		"STARTTLS not offered": {"smtp", "", false, true, &Errore{TLS, false}},
	} {
		t.Run(name, func(t *testing.T) {
			server, c := &serverPosta{}, config
			if !test.config {
				c = nil
			}
			p := apriPosta(t, test.scheme+"://"+test.user+server.avvia(t, c, test.scheme == "smtps"))
			if test.trusted {
				p.tls.RootCAs = pool
			}
			ctx, cancel := context.WithTimeout(t.Context(), lungo)
			defer cancel()
			err := p.Invia(ctx, &avvisoEmail)
			if test.want != nil {
				verifica(t, err, *test.want)
				if len(server.ricevuti())+len(server.utenti) > 0 {
					t.Error("something was sent all the same")
				}
				return
			}
			if err != nil || len(server.ricevuti()) != 1 || test.user != "" && len(server.utenti) != 1 {
				t.Errorf("%v, %d messages, users %q", err, len(server.ricevuti()), server.utenti)
			}
		})
	}
}

// TestMuto: a server that takes the connection and says nothing costs the time of an attempt, and none when it must end.
func TestMuto(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, scheme := range []string{"smtp", "smtps"} {
		p := apriPosta(t, scheme+"://"+l.Addr().String())
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		verifica(t, p.Invia(ctx, &avvisoEmail), Errore{TempoScaduto, false})
	}
}

func TestNessuno(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := apriPosta(t, "smtp://"+l.Addr().String()+"?tls=no")
	l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), lungo)
	defer cancel()
	verifica(t, p.Invia(ctx, &avvisoEmail), Errore{Connessione, false})
}

// TestCodaPosta: through the queue, a server that is busy at first gets the message in the end, once, and a notice whose
// recipient it does not know is given up.
func TestCodaPosta(t *testing.T) {
	var tries atomic.Int32
	server := &serverPosta{rcpt: func(to string) error {
		switch {
		case to == "ignoto@example.org":
			return &smtp.SMTPError{Code: 550, Message: "ignoto@example.org"}
		case tries.Add(1) < 3:
			return &smtp.SMTPError{Code: 451, Message: "later"}
		}
		return nil
	}}
	p := apriPosta(t, "smtp://"+server.avvia(t, nil, false)+"?tls=no")
	s := apriStore(t, filepath.Join(t.TempDir(), "n.db"))
	defer s.Close()
	changes := make(chan model.Notifica, 100)
	c := prova(s, p.Invia)
	c.Attesa, c.Ogni = 10*time.Millisecond, 10*time.Millisecond
	c.Cambiata = func(n model.Notifica) { changes <- n }
	c.Componi = func(_ context.Context, n *model.Notifica) (*Avviso, error) {
		a := avvisoEmail
		a.ID = n.ID
		if n.ID == "N-550" {
			a.Email = "ignoto@example.org"
		}
		return &a, nil
	}
	accoda(t, c, "N-451", "N-550")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); c.Run(ctx) }()
	defer func() { cancel(); <-done }()
	ended := map[string]model.Notifica{}
	for late := time.After(lungo); len(ended) < 2; {
		select {
		case n := <-changes:
			if n.Stato != model.StatoNotificaDaInviare {
				ended[n.ID] = n
			}
		case <-late:
			t.Fatal("they do not end")
		}
	}
	if n := ended["N-451"]; n.Stato != model.StatoNotificaInviata || n.Tentativi != 3 || len(server.ricevuti()) != 1 {
		t.Errorf("%+v, %d messages", n, len(server.ricevuti()))
	}
	if n := ended["N-550"]; n.Stato != model.StatoNotificaNonRecapitata || codice(n) != "SMTP_550" || n.Tentativi != 1 {
		t.Errorf("%+v", n)
	}
}
