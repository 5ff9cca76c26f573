package outbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// serverPosta is a mail server on a port of its own; the functions say what it answers, nil takes everything.
type serverPosta struct {
	rcpt func(to string) error
	data func() error

	mu       sync.Mutex
	messaggi []string
	utenti   []string
}

func (s *serverPosta) NewSession(*smtp.Conn) (smtp.Session, error) { return sessione{s}, nil }

func (s *serverPosta) ricevuti() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messaggi
}

type sessione struct{ *serverPosta }

func (sessione) Reset()                               {}
func (sessione) Logout() error                        { return nil }
func (sessione) Mail(string, *smtp.MailOptions) error { return nil }

func (s sessione) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.rcpt == nil {
		return nil
	}
	return s.rcpt(to)
}

func (s sessione) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err == nil && s.data != nil {
		err = s.data()
	}
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.messaggi = append(s.messaggi, string(b))
	}
	return err
}

func (sessione) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s sessione) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "parola" {
			return smtp.ErrAuthFailed
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.utenti = append(s.utenti, user)
		return nil
	}), nil
}

// avvia serves on loopback and gives the address; with a configuration, STARTTLS or, where implicit, TLS from the start.
func (s *serverPosta) avvia(t *testing.T, config *tls.Config, implicit bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	server := smtp.NewServer(s)
	server.Domain = "localhost"
	server.ErrorLog = silenzio{}
	if implicit {
		l = tls.NewListener(l, config)
	} else {
		server.TLSConfig = config
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close(); _ = l.Close(); <-done })
	return address
}

type silenzio struct{}

func (silenzio) Printf(string, ...any) {}
func (silenzio) Println(...any)        {}

// certificato is a server's certificate for 127.0.0.1, signed by itself, and who trusts it.
func certificato(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

// apriPosta is the sender for an address such as smtp://127.0.0.1:25?tls=no, with from added.
func apriPosta(t *testing.T, address string) *posta {
	t.Helper()
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	u, err := leggiSMTP(address + separator + "from=noreply@inps.example")
	if err != nil {
		t.Fatal(err)
	}
	return nuovaPosta(u)
}
