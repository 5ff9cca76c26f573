package crash

import (
	"context"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/mail"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// recapiti are a mail server and an SMS provider. They keep how often each notice came, by its identifier. The first time a
// notice comes they may refuse it, take it slowly, or take it and go without a word; later they take it.
type recapiti struct {
	smtpURL, smsURL string
	posta           *smtp.Server
	sms             *http.Server

	mu       sync.Mutex
	visti    map[string]bool
	arrivati map[string]arrivi
}

// arrivi is how often a notice came, and when first.
type arrivi struct {
	volte int
	primo time.Time
}

func apriRecapiti() (*recapiti, error) {
	r := &recapiti{visti: map[string]bool{}, arrivati: map[string]arrivi{}}
	posta, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		posta.Close()
		return nil, err
	}
	r.smtpURL = "smtp://" + posta.Addr().String() + "?from=noreply@example.org&tls=no"
	r.smsURL = "http://cassetto:segreto-della-prova@" + web.Addr().String() + "/"
	r.posta = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &sessione{r, c}, nil }))
	r.posta.Domain, r.posta.ErrorLog = "localhost", log.New(io.Discard, "", 0) // who is killed leaves
	r.sms = &http.Server{Handler: http.HandlerFunc(r.riceveSMS), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = r.posta.Serve(posta) }() // until it is closed
	go func() { _ = r.sms.Serve(web) }()
	return r, nil
}

func (r *recapiti) chiudi() {
	_ = r.posta.Close()
	_ = r.sms.Close()
}

func (r *recapiti) copia() map[string]arrivi {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.arrivati)
}

// modo is how a notice is treated.
type modo int

const (
	preso    modo = iota
	rifiuto       // not taken
	silenzio      // taken, and the connection ends without an answer
)

// riceve takes a notice, or not.
func (r *recapiti) riceve(ctx context.Context, id string) modo {
	r.mu.Lock()
	primo := !r.visti[id]
	r.visti[id] = true
	r.mu.Unlock()
	come := preso
	if primo {
		switch rand.IntN(30) {
		case 0, 1:
			return rifiuto
		case 2:
			come = silenzio
		case 3, 4, 5:
			select {
			case <-ctx.Done():
			case <-time.After(time.Duration(rand.IntN(2000)) * time.Millisecond):
			}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.arrivati[id]
	if a.volte++; a.volte == 1 {
		a.primo = time.Now()
	}
	r.arrivati[id] = a
	return come
}

func (r *recapiti) riceveSMS(w http.ResponseWriter, q *http.Request) {
	switch r.riceve(q.Context(), q.Header.Get("Idempotency-Key")) {
	case rifiuto:
		w.WriteHeader(http.StatusServiceUnavailable)
	case silenzio:
		panic(http.ErrAbortHandler)
	}
}

// sessione is a connection of the mail server.
type sessione struct {
	*recapiti
	conn *smtp.Conn
}

// Mail accepts any sender.
func (s *sessione) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt accepts any recipient.
func (s *sessione) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Reset forgets nothing: nothing is kept.
func (s *sessione) Reset() {}

// Logout ends the connection.
func (s *sessione) Logout() error { return nil }

// Data takes a message.
func (s *sessione) Data(testo io.Reader) error {
	m, err := mail.ReadMessage(testo)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, m.Body); err != nil { // a message that was cut short was not taken
		return err
	}
	id, _, _ := strings.Cut(strings.Trim(m.Header.Get("Message-Id"), "<>"), "@")
	switch s.riceve(context.Background(), id) {
	case rifiuto:
		return &smtp.SMTPError{Code: 451, Message: "later"}
	case silenzio:
		return s.conn.Conn().Close()
	}
	return nil
}
