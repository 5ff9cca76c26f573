package outbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxRisposta bounds what is read of an answer, in bytes: only its status counts.
const maxRisposta = 4096

// corpoSMS is what a provider gets (docs/notifiche.md).
type corpoSMS struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// sms sends text messages through a provider that speaks HTTP.
type sms struct {
	indirizzo string
	segreto   []byte
	client    *http.Client
}

func nuovoSMS(u *url.URL, segreto string) *sms {
	return &sms{u.String(), []byte(segreto), &http.Client{
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Invia posts the notice. Any 2xx says that the provider took it; 4xx that it never will, except 408 and 429.
func (s *sms) Invia(ctx context.Context, a *Avviso) error {
	body, err := corpo(a)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.indirizzo, bytes.NewReader(body))
	if err != nil {
		return &Errore{Codice: Interno}
	}
	ora := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", a.ID)
	req.Header.Set("X-Cassetto-Timestamp", ora)
	req.Header.Set("X-Cassetto-Signature", "sha256="+s.firma(ora, body))
	resp, err := s.client.Do(req)
	if err != nil {
		return errore(ctx, err)
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, maxRisposta) // so that the connection can be used again
	switch c := resp.StatusCode; {
	case c/100 == 2:
		return nil
	case c == http.StatusRequestTimeout, c == http.StatusTooManyRequests, c/100 != 4:
		return &Errore{Codice: risposta("HTTP", c)}
	default:
		return &Errore{Codice: risposta("HTTP", c), Definitivo: true}
	}
}

// firma is the HMAC-SHA256, in hexadecimal, of the instant, a dot and the body.
func (s *sms) firma(ora string, body []byte) string {
	h := hmac.New(sha256.New, s.segreto)
	_, _ = io.WriteString(h, ora+".")
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// corpo is the body of a notice; the number must be as ValutaRecapiti gives it.
func corpo(a *Avviso) ([]byte, error) {
	numero, ok := internazionale(a.Cellulare)
	if !ok || numero != a.Cellulare || a.SMS == "" || !identificativoValido(a.ID) {
		return nil, &Errore{Codice: AvvisoNonValido, Definitivo: true}
	}
	return json.Marshal(corpoSMS{a.ID, a.Cellulare, a.SMS})
}
