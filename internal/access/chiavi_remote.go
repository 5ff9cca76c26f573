package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"cassetto/internal/fault"
)

const (
	pausaChiavi    = 5 * time.Second  // between two readings of the keys, whatever tokens arrive
	chiaviFresche  = 15 * time.Minute // after that they are read again, in the background
	chiaviValide   = 24 * time.Hour   // after that they are trusted no more, even if the issuer does not answer
	attesaChiavi   = 5 * time.Second  // for one reading, discovery included
	chiaviMassime  = 1 << 20          // bytes of a discovery document or key set
	archivioChiavi = "identita"
)

// ChiaviRemote are the public keys of a configured issuer, found by OpenID Connect discovery the first time that they are
// needed and kept. It differs from the set of go-oidc where an attacker could use that: a token whose key is not known makes
// the keys be read again at most once every five seconds, a token with a known key and a wrong signature never does, and a key
// that the issuer withdraws stops being trusted.
type ChiaviRemote struct {
	issuer string
	client *http.Client
	now    func() time.Time

	mu      sync.Mutex
	jwksURI string            // known after the first discovery, forgotten when it fails
	chiavi  []jose.JSONWebKey // never modified, only replaced
	lette   time.Time         // when chiavi were read
	tentate time.Time         // when the last attempt ended
	errore  error             // of the last attempt
	inCorso chan struct{}     // closed when the running attempt ends; nil when none runs
}

// NewChiaviRemote does not touch the network. A nil client is http.DefaultClient; each reading is bounded to five seconds.
func NewChiaviRemote(issuer string, client *http.Client) *ChiaviRemote {
	if client == nil {
		client = http.DefaultClient
	}
	return &ChiaviRemote{issuer: issuer, client: client, now: time.Now}
}

// VerifySignature returns the payload of a token signed by one of the issuer's keys. When the key is not among the known ones
// and they cannot be read again, the error is the *fault.Error of an archive that is down.
func (k *ChiaviRemote) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	jws, err := jose.ParseSignedCompact(token, algoritmi)
	if err != nil {
		return nil, errForma
	}
	payload, nota := firmato(jws, k.note())
	if payload != nil {
		return payload, nil
	}
	if nota {
		return nil, errFirma
	}
	chiavi, err := k.rileggi(ctx)
	if err != nil {
		return nil, fault.ArchiveDown(archivioChiavi, 30*time.Second, err)
	}
	if payload, _ = firmato(jws, chiavi); payload == nil {
		return nil, errFirma
	}
	return payload, nil
}

// note are the keys known now, none when they are too old. When they are no longer fresh another reading begins, and nobody
// waits for it.
func (k *ChiaviRemote) note() []jose.JSONWebKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	trascorso := k.now().Sub(k.lette)
	switch {
	case k.lette.IsZero() || trascorso > chiaviValide:
		return nil
	case trascorso > chiaviFresche:
		k.avvia()
	}
	return k.chiavi
}

// rileggi waits for the running reading, or for a new one; within five seconds of the last it repeats its outcome instead.
func (k *ChiaviRemote) rileggi(ctx context.Context) ([]jose.JSONWebKey, error) {
	k.mu.Lock()
	fine := k.avvia()
	k.mu.Unlock()
	if fine != nil {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-fine:
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.chiavi, k.errore
}

// avvia begins a reading unless one is running or has just ended; the channel is closed when it ends, nil when there is
// nothing to wait for. The reading belongs to no request: a caller that goes away does not spoil it for the others.
func (k *ChiaviRemote) avvia() <-chan struct{} {
	if k.inCorso != nil || !k.tentate.IsZero() && k.now().Sub(k.tentate) < pausaChiavi {
		return k.inCorso
	}
	k.inCorso = make(chan struct{})
	go k.leggi(k.jwksURI)
	return k.inCorso
}

// leggi reads the keys and puts them in the place of the known ones; on an error the known ones stay.
func (k *ChiaviRemote) leggi(jwksURI string) {
	ctx, cancel := context.WithTimeout(context.Background(), attesaChiavi)
	defer cancel()
	var chiavi []jose.JSONWebKey
	var err error
	if jwksURI == "" {
		jwksURI, err = k.scopri(ctx)
	}
	if err == nil {
		chiavi, err = k.scarica(ctx, jwksURI)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tentate, k.errore = k.now(), err
	if k.jwksURI = jwksURI; err != nil {
		k.jwksURI = ""
	} else {
		k.chiavi, k.lette = chiavi, k.tentate
	}
	close(k.inCorso)
	k.inCorso = nil
}

// scopri asks the issuer where its keys are (OpenID Connect Discovery 1.0, §4).
func (k *ChiaviRemote) scopri(ctx context.Context) (string, error) {
	var doc struct {
		Issuer  string `json:"issuer"`
		JWKSURI string `json:"jwks_uri"`
	}
	if err := k.get(ctx, strings.TrimSuffix(k.issuer, "/")+"/.well-known/openid-configuration", &doc); err != nil {
		return "", err
	}
	if doc.Issuer != k.issuer || doc.JWKSURI == "" {
		return "", errors.New("discovery document of another issuer, or without jwks_uri")
	}
	return doc.JWKSURI, nil
}

// scarica reads the signature keys of a set, leaving out those of a kind that is not known (RFC 7517, §5).
func (k *ChiaviRemote) scarica(ctx context.Context, uri string) ([]jose.JSONWebKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := k.get(ctx, uri, &set); err != nil {
		return nil, err
	}
	var chiavi []jose.JSONWebKey
	for _, grezza := range set.Keys {
		var c jose.JSONWebKey
		if json.Unmarshal(grezza, &c) == nil && c.Valid() && c.IsPublic() && (c.Use == "" || c.Use == "sig") {
			chiavi = append(chiavi, c)
		}
	}
	if len(chiavi) == 0 {
		return nil, errors.New("key set without signature keys")
	}
	return chiavi, nil
}

func (k *ChiaviRemote) get(ctx context.Context, uri string, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, uri, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	res, err := k.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", uri, res.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, chiaviMassime)).Decode(v); err != nil {
		return fmt.Errorf("%s: %w", uri, err)
	}
	return nil
}
