package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"cassetto/internal/demo"
)

// issuer signs the tokens of a measure, and gives its keys to the server over the network as an identity provider does.
type issuer struct {
	url      string
	key      jose.JSONWebKey
	server   *http.Server
	readings atomic.Int64 // of its keys
}

// audience is whom the tokens are for: the server's default.
const audience = "cassetto"

func openIssuer() (*issuer, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	i := &issuer{url: "http://" + l.Addr().String(), key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": i.url, "jwks_uri": i.url + "/keys"}) // the server may have gone
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		i.readings.Add(1)
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.key.Public()}})
	})
	i.server = &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() { _ = i.server.Serve(l) }() // until it is closed
	return i, nil
}

func newKey() (jose.JSONWebKey, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return jose.JSONWebKey{Key: private, KeyID: rand.Text(), Algorithm: string(jose.ES256), Use: "sig"}, err
}

// tokens are what the requests of a measure carry.
type tokens struct {
	Honest  string // of a consultant
	Valid   string // of another person, who attacks
	Poor    string // of a third, who may spend next to nothing
	Expired string
	Unknown string // by a key that the issuer does not have
	None    string // that claims to need no signature
}

func (i *issuer) tokens() (t tokens, err error) {
	other, err := newKey()
	if err != nil {
		return t, err
	}
	now := time.Now()
	for _, one := range []struct {
		to      *string
		key     jose.JSONWebKey
		profile string
		expires time.Time
	}{
		{&t.Honest, i.key, "consulente", now.Add(time.Hour)},
		{&t.Valid, i.key, "commercialista", now.Add(time.Hour)},
		{&t.Poor, i.key, "associazione", now.Add(time.Hour)},
		{&t.Expired, i.key, "commercialista", now.Add(-time.Hour)},
		{&t.Unknown, other, "commercialista", now.Add(time.Hour)},
	} {
		if *one.to, err = i.sign(one.key, one.profile, one.expires); err != nil {
			return t, err
		}
	}
	_, signed, _ := strings.Cut(t.Valid, ".")
	claims, _, _ := strings.Cut(signed, ".")
	t.None = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + claims + "."
	return t, nil
}

func (i *issuer) sign(key jose.JSONWebKey, profile string, expires time.Time) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	for _, p := range demo.Profili() {
		if p.Nome != profile {
			continue
		}
		return jwt.Signed(signer).Claims(jwt.Claims{
			Issuer: i.url, Audience: jwt.Audience{audience}, IssuedAt: jwt.NewNumericDate(time.Now()), Expiry: jwt.NewNumericDate(expires),
		}).Claims(map[string]any{"fiscal_number": string(p.CodiceFiscale), "profilo": p.Profilo}).Serialize()
	}
	return "", fmt.Errorf("no demo profile %q", profile)
}
