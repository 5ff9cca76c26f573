package outbox

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var avvisoSMS = Avviso{ID: "N-ABCDEFGHIJKLMNOPQRST", Cellulare: "+393331234567", SMS: "INPS: la sua richiesta."}

const segreto = "un segreto di prova"

// apriSMS is the sender for a provider that answers so.
func apriSMS(t *testing.T, h http.HandlerFunc) *sms {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	u, s, err := leggiSMS(strings.Replace(server.URL, "://", "://cassetto:un%20segreto%20di%20prova@", 1) + "/sms?x=1")
	if err != nil {
		t.Fatal(err)
	}
	return nuovoSMS(u, s)
}

func TestSMS(t *testing.T) {
	requests := make(chan *http.Request, 1)
	bodies := make(chan string, 1)
	s := apriSMS(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		requests <- r
		bodies <- string(b)
		w.WriteHeader(http.StatusAccepted)
	})
	if err := s.Invia(t.Context(), &avvisoSMS); err != nil {
		t.Fatal(err)
	}
	r, body := <-requests, <-bodies
	if want := `{"id":"N-ABCDEFGHIJKLMNOPQRST","to":"+393331234567","text":"INPS: la sua richiesta."}`; body != want {
		t.Errorf("body %s", body)
	}
	ora := r.Header.Get("X-Cassetto-Timestamp")
	at, err := strconv.ParseInt(ora, 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > time.Hour {
		t.Errorf("timestamp %q", ora)
	}
	h := hmac.New(sha256.New, []byte(segreto))
	io.WriteString(h, ora+"."+body)
	if got, want := r.Header.Get("X-Cassetto-Signature"), "sha256="+hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("signature %q, want %q", got, want)
	}
	if r.Method != http.MethodPost || r.Header.Get("Idempotency-Key") != avvisoSMS.ID || r.Header.Get("Content-Type") != "application/json" ||
		r.Header.Get("Authorization") != "" || r.URL.String() != "/sms?x=1" {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
}

func TestSMSRifiuti(t *testing.T) {
	for status, final := range map[int]bool{500: false, 503: false, 408: false, 429: false, 302: false, 422: true, 400: true} {
		var asked atomic.Int32
		s := apriSMS(t, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			w.Header().Set("Location", "/altrove")
			w.WriteHeader(status)
			io.WriteString(w, strings.Repeat("mario@example.org ", 10_000))
		})
		verifica(t, s.Invia(t.Context(), &avvisoSMS), Errore{risposta("HTTP", status), final})
		if asked.Load() != 1 {
			t.Errorf("%d: asked %d times", status, asked.Load())
		}
	}
}

func TestSMSMuto(t *testing.T) {
	stop := make(chan struct{})
	s := apriSMS(t, func(http.ResponseWriter, *http.Request) { <-stop })
	defer close(stop)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	verifica(t, s.Invia(ctx, &avvisoSMS), Errore{TempoScaduto, false})
}

func TestSMSNonValido(t *testing.T) {
	s := apriSMS(t, func(http.ResponseWriter, *http.Request) { t.Error("asked") })
	for _, change := range []func(*Avviso){
		func(a *Avviso) { a.Cellulare = "333 1234567" }, func(a *Avviso) { a.SMS = "" }, func(a *Avviso) { a.ID = "N\r\nX: y" },
	} {
		a := avvisoSMS
		change(&a)
		verifica(t, s.Invia(t.Context(), &a), Errore{AvvisoNonValido, true})
	}
}
