// Package emittente is the OIDC issuer of the demonstration: it signs tokens for invented persons, so that the gateway can be
// tried without an identity provider. It must exist only while the server listens on the loopback address.
package emittente

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"cassetto/graph/model"
	"cassetto/internal/access"
)

const (
	// Audience is whom the tokens are made out to.
	Audience = "cassetto-demo"
	// PathDiscovery and PathJWKS are where the two handlers belong, under the base URL.
	PathDiscovery = "/.well-known/openid-configuration"
	PathJWKS      = "/.well-known/jwks.json"
)

// Emittente signs tokens with one ES256 key. It is safe for concurrent use.
type Emittente struct {
	base   string
	chiave jose.JSONWebKey
	now    func() time.Time
}

// Open reads the key from <folder>/emittente-demo.json, and makes it the first time: two processes with the same folder have
// the same key. base is the URL that the issuer answers at, without a final slash; it is also its name (`iss`).
func Open(folder, base string) (*Emittente, error) {
	chiave, err := apriChiave(folder)
	if err != nil {
		return nil, fmt.Errorf("demo issuer: %w", err)
	}
	return &Emittente{base: strings.TrimSuffix(base, "/"), chiave: chiave, now: time.Now}, nil
}

// Issuer is the `iss` of the tokens.
func (e *Emittente) Issuer() string { return e.base }

// KeySet are the keys that a verifier in the same process needs.
func (e *Emittente) KeySet() access.KeySet { return access.ChiaviStatiche{e.chiave.Public()} }

// JWKS answers with the public key, for a verifier in another process.
func (e *Emittente) JWKS() http.Handler {
	return rispondi(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{e.chiave.Public()}})
}

// Discovery answers with the discovery document. There is no login page: tokens come from Token.
func (e *Emittente) Discovery() http.Handler {
	return rispondi(map[string]any{
		"issuer":                                e.base,
		"jwks_uri":                              e.base + PathJWKS,
		"id_token_signing_alg_values_supported": []string{string(jose.ES256)},
		"subject_types_supported":               []string{"public"},
		"response_types_supported":              []string{"id_token"},
	})
}

func rispondi(v any) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=300")
		json.NewEncoder(w).Encode(v)
	})
}

// attestazioni are written as a SPID or CIE provider writes them, plus the profile.
type attestazioni struct {
	jwt.Claims
	Fiscale string              `json:"https://attributes.eid.gov.it/fiscal_number"`
	Nome    string              `json:"name,omitempty"`
	Profilo model.ProfiloUtente `json:"profilo,omitempty"`
	*Servizio
}

// Servizio are the claims of a service: a system that a sede works with.
type Servizio struct {
	Nome   string           `json:"servizio"` // back-office
	Client string           `json:"client_id"`
	Sede   model.CodiceSede `json:"sede"`
}

// Token makes a token for a person, valid from now for durata. An empty profilo leaves the choice to whoever reads it.
func (e *Emittente) Token(codiceFiscale, nome string, profilo model.ProfiloUtente, durata time.Duration) (string, error) {
	var cf model.CodiceFiscale
	switch err := cf.UnmarshalGQL(codiceFiscale); {
	case err != nil:
		return "", err
	case len(cf) != 16:
		return "", errors.New("token: serve il codice fiscale di una persona")
	case profilo != "" && !profilo.IsValid():
		return "", errors.New("token: profilo sconosciuto")
	case durata <= 0:
		return "", errDurata
	}
	return e.firma(attestazioni{Fiscale: "TINIT-" + string(cf), Nome: nome, Profilo: profilo}, string(cf), durata)
}

var errDurata = errors.New("token: la durata dev'essere positiva")

// TokenServizio makes a token for a service that an entity runs, with the profile of an officer, valid from now for durata.
func (e *Emittente) TokenServizio(codiceFiscale string, s Servizio, durata time.Duration) (string, error) {
	var cf model.CodiceFiscale
	switch err := cf.UnmarshalGQL(codiceFiscale); {
	case err != nil:
		return "", err
	case len(cf) != 11:
		return "", errors.New("token: serve il codice fiscale di un ente")
	case durata <= 0:
		return "", errDurata
	}
	return e.firma(attestazioni{Fiscale: "TINIT-" + string(cf), Profilo: model.ProfiloUtenteOperatore, Servizio: &s}, s.Client, durata)
}

// firma signs claims about a subject.
func (e *Emittente) firma(a attestazioni, soggetto string, durata time.Duration) (string, error) {
	opzioni := (&jose.SignerOptions{}).WithType("JWT")
	firma, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: e.chiave}, opzioni)
	if err != nil {
		return "", err
	}
	ora := e.now()
	a.Claims = jwt.Claims{
		Issuer: e.base, Subject: soggetto, Audience: jwt.Audience{Audience},
		IssuedAt: jwt.NewNumericDate(ora), NotBefore: jwt.NewNumericDate(ora), Expiry: jwt.NewNumericDate(ora.Add(durata)),
	}
	return jwt.Signed(firma).Claims(a).Serialize()
}
