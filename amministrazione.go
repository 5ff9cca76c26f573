package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"log/slog"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
)

const pathSvuota = "/amministrazione/cache/svuota"

// wrongTokens is how often calls with a wrong token are told so and logged, whoever makes them.
var wrongTokens = quota.Rate{PerMinute: 10, Burst: 10}

// custode lets in who knows the token of administration.
type custode struct {
	token [sha256.Size]byte
	wrong quota.Limiter
}

// svuota is the call by which whoever runs the gateway drops what the caches keep.
type svuota struct {
	custode
	known  func(archivio, sezione string) bool // an empty section stands for any
	forget func(context.Context, cache.Change) error
}

// registerAmministrazione serves the calls of whoever runs the gateway; without a token for them they do not exist.
func (a *App) registerAmministrazione(mux *http.ServeMux) {
	if a.config.AdminGettone == "" {
		mux.Handle(pathSvuota, http.NotFoundHandler())
		mux.Handle(pathMetriche, http.NotFoundHandler())
		return
	}
	c := custode{sha256.Sum256([]byte(a.config.AdminGettone)), memory.New(1, time.Now)}
	mux.Handle(pathSvuota, &svuota{c, a.sources.Knows, a.forget})
	mux.Handle(pathMetriche, &metriche{c, a.piani, a.sources.Counts})
}

func (s *svuota) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, rifiuto{Messaggio: "Metodo non ammesso: serve POST."})
	case !s.recognises(r):
		s.unrecognised(w, r)
	case err != nil || kind != "application/json":
		refuse(w, http.StatusUnsupportedMediaType, rifiuto{Messaggio: "Serve un corpo application/json."})
	default:
		s.serve(w, r)
	}
}

// recognises compares hashes, in a time that does not depend on what was sent.
func (c *custode) recognises(r *http.Request) bool {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sent := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return strings.EqualFold(kind, "Bearer") && subtle.ConstantTimeCompare(sent[:], c.token[:]) == 1
}

// unrecognised refuses a wrong token. The right one passes however many wrong ones are sent: nobody guesses it, and nobody may
// keep others from using it.
func (c *custode) unrecognised(w http.ResponseWriter, r *http.Request) {
	taken, err := c.wrong.Take(r.Context(), "", 1, wrongTokens)
	if err != nil {
		return // the client has gone
	}
	if !taken.OK {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(taken.RetryAfter.Seconds()))))
		refuse(w, http.StatusTooManyRequests, rifiuto{Messaggio: "Troppi tentativi: riprovare più tardi."})
		return
	}
	slog.WarnContext(r.Context(), "administration refused", "cause", "wrong token")
	w.Header().Set("WWW-Authenticate", `Bearer realm="amministrazione"`)
	refuse(w, http.StatusUnauthorized, rifiuto{Messaggio: "Accesso non riconosciuto: serve il gettone di amministrazione."})
}

// serve answers once the purge was carried out here, and says whether the other instances were told.
func (s *svuota) serve(w http.ResponseWriter, r *http.Request) {
	what, status, wrong := readSvuotamento(w, r)
	if wrong == nil {
		status, wrong = http.StatusBadRequest, what.check(s.known)
	}
	if wrong != nil {
		refuse(w, status, *wrong)
		return
	}
	change := what.change()
	log := slog.With("archivio", change.Archive, "sezione", change.Section, "azienda", change.Tags != nil)
	done := esito{Svuotato: svuotato{change.Archive, change.Section, change.Tags != nil, what.Tutto}}
	switch err := s.forget(r.Context(), change); {
	case err == nil:
		log.InfoContext(r.Context(), "caches emptied")
		reply(w, http.StatusOK, done)
	case errors.Is(err, cache.ErrDown):
		log.WarnContext(r.Context(), "cache emptied here, the other instances could not be told")
		done.AltreIstanze = "in attesa"
		reply(w, http.StatusAccepted, done)
	default:
		log.ErrorContext(r.Context(), "caches not emptied")
		refuse(w, http.StatusServiceUnavailable, rifiuto{Messaggio: "Svuotamento non riuscito: riprovare."})
	}
}

// rifiuto says what is wrong with a call, and never repeats what was sent.
type rifiuto struct {
	Campo     string `json:"campo,omitempty"`
	Messaggio string `json:"messaggio"`
}

func refuse(w http.ResponseWriter, status int, r rifiuto) {
	reply(w, status, map[string]rifiuto{"errore": r})
}
