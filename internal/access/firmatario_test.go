package access

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

const (
	emittenteDiProva = "https://idp.example"
	destinatario     = "cassetto"
	claimFiscale     = "https://attributes.eid.gov.it/fiscal_number"
)

// firmatario signs what it is told to, well or badly.
type firmatario struct {
	ec    *ecdsa.PrivateKey
	altra *ecdsa.PrivateKey // a key that the issuer does not publish
	rsa   *rsa.PrivateKey
	ed    ed25519.PrivateKey
}

func nuovoFirmatario(t testing.TB) firmatario {
	t.Helper()
	var f firmatario
	var errori [4]error
	f.ec, errori[0] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.altra, errori[1] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.rsa, errori[2] = rsa.GenerateKey(rand.Reader, 2048)
	_, f.ed, errori[3] = ed25519.GenerateKey(rand.Reader)
	if err := errors.Join(errori[:]...); err != nil {
		t.Fatal(err)
	}
	return f
}

// pubbliche are the keys that the issuer publishes.
func (f firmatario) pubbliche() ChiaviStatiche {
	return ChiaviStatiche{
		{Key: &f.ec.PublicKey, KeyID: "ec", Algorithm: "ES256", Use: "sig"},
		{Key: &f.rsa.PublicKey, KeyID: "rsa", Use: "sig"},
		{Key: f.ed.Public(), KeyID: "ed", Algorithm: "EdDSA", Use: "sig"},
	}
}

type claims map[string]any

// buoni are the claims of a good token, with changes; a nil value removes one.
func buoni(cambi claims) claims {
	ora := adesso().Unix()
	c := claims{"iss": emittenteDiProva, "aud": destinatario, "sub": "x", "iat": ora - 10, "nbf": ora - 10, "exp": ora + 600,
		claimFiscale: "TINIT-" + string(ferri), "given_name": "Giulia", "family_name": "Ferri"}
	maps.Copy(c, cambi)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

func firma(t testing.TB, alg jose.SignatureAlgorithm, chiave any, kid string, c any, tipo ...string) string {
	t.Helper()
	o := &jose.SignerOptions{}
	for _, v := range tipo {
		o = o.WithType(jose.ContentType(v))
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: chiave, KeyID: kid}}, o)
	if err != nil {
		t.Fatal(err)
	}
	return serializza(t, s, c)
}

func serializza(t testing.TB, s jose.Signer, c any) string {
	t.Helper()
	contenuto, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	jws, err := s.Sign(contenuto)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jws.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (f firmatario) es256(t testing.TB, cambi claims) string {
	return firma(t, jose.ES256, f.ec, "ec", buoni(cambi), "JWT")
}

// grezzo assembles a token from its parts, unsigned.
func grezzo(intestazione, contenuto, firma string) string {
	b := base64.RawURLEncoding.EncodeToString
	return b([]byte(intestazione)) + "." + b([]byte(contenuto)) + "." + b([]byte(firma))
}

// conChiave is a token that carries the key to verify it with.
func conChiave(t *testing.T, f firmatario, chiave string) string {
	t.Helper()
	o := (&jose.SignerOptions{}).WithHeader("jwk", json.RawMessage(chiave)).WithHeader("kid", "ec")
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: f.altra}, o)
	if err != nil {
		t.Fatal(err)
	}
	return serializza(t, s, buoni(nil))
}

// scambia changes the first character of a signature.
func scambia(s string) string {
	if s[0] == 'A' {
		return "B" + s[1:]
	}
	return "A" + s[1:]
}
