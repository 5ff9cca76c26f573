package allegati

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/sigillo"
)

// Collegamento is what a link says: what it leads to, for whom, until when.
type Collegamento struct {
	Pratica       string              `json:"r"`           // identifier of the request or the appointment
	Allegato      int                 `json:"a,omitempty"` // its place there, from 1; 0 for the whole package
	CodiceFiscale model.CodiceFiscale `json:"c"`           // of whoever got the link
	Profilo       model.ProfiloUtente `json:"p"`           // with which he got it
	Sede          string              `json:"s,omitempty"` // of an operator; empty for others
	Scadenza      time.Time           `json:"t"`           // first instant at which it is not good any more
}

// ErrCollegamento says that a token is none of ours, was changed or is expired; it does not say which.
var ErrCollegamento = errors.New("allegati: the link is not valid")

const (
	scopo      = "cassetto/allegati/collegamento" // covered by the seal: a key may serve other purposes
	versione   = 1
	testaSigla = 1 + len(sigillo.ID{})
	maxToken   = 2 << 10
)

// Sigillo makes and reads the tokens of links. A token is URL-safe base64 of
//
//	version (1 byte) · identifier of the key (4) · what AES-256-GCM makes of the link
//
// and shows nothing of the link but its length.
type Sigillo struct{ ring sigillo.Ring }

// NuovoSigillo makes one that seals with the first of the keys and reads what any of them has sealed.
func NuovoSigillo(keys []sigillo.Key) (*Sigillo, error) {
	if len(keys) == 0 {
		return nil, errSenzaChiavi
	}
	ring, err := sigillo.NewRing(keys)
	return &Sigillo{ring}, err
}

// Firma makes the token of a link.
func (s *Sigillo) Firma(c Collegamento) string {
	c.Scadenza = c.Scadenza.UTC()
	text, err := json.Marshal(c)
	if err != nil { // a year beyond 9999: no such instant comes
		return ""
	}
	id := s.ring.First()
	head := append([]byte{versione}, id[:]...)
	return base64.RawURLEncoding.EncodeToString(s.ring.Seal(head, text, copre(head)))
}

// Leggi reads a token; it fails with ErrCollegamento unless the token is ours, whole, and good at this instant.
func (s *Sigillo) Leggi(token string, now time.Time) (Collegamento, error) {
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // which base64 would overlook
		return Collegamento{}, ErrCollegamento
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < testaSigla || raw[0] != versione {
		return Collegamento{}, ErrCollegamento
	}
	head, sealed := raw[:testaSigla], raw[testaSigla:]
	text, ok := s.ring.Open(sigillo.ID(head[1:]), sealed, copre(head))
	var c Collegamento
	if !ok || json.Unmarshal(text, &c) != nil || !now.Before(c.Scadenza) {
		return Collegamento{}, ErrCollegamento
	}
	return c, nil
}

func copre(head []byte) []byte { return append([]byte(scopo), head...) }
