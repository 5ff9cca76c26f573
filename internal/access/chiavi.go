package access

import (
	"context"

	"github.com/go-jose/go-jose/v4"
)

// KeySet checks a token's signature and returns its payload. An oidc.KeySet of go-oidc is one; ChiaviRemote and ChiaviStatiche
// are the ones here. The Verifier has checked the algorithm before.
type KeySet interface {
	VerifySignature(ctx context.Context, token string) (payload []byte, err error)
}

// ChiaviStatiche are public keys that never change, as those of an issuer in the same process.
type ChiaviStatiche []jose.JSONWebKey

// VerifySignature returns the payload of a token signed by one of the keys.
func (k ChiaviStatiche) VerifySignature(_ context.Context, token string) ([]byte, error) {
	jws, err := jose.ParseSignedCompact(token, algoritmi)
	if err != nil {
		return nil, errForma
	}
	if payload, _ := firmato(jws, k); payload != nil {
		return payload, nil
	}
	return nil, errFirma
}

// firmato is the payload of a token that one of the keys signed; nota says whether the key it names is among them.
func firmato(jws *jose.JSONWebSignature, chiavi []jose.JSONWebKey) (payload []byte, nota bool) {
	h := jws.Signatures[0].Header
	for i := range chiavi {
		c := &chiavi[i]
		if h.KeyID != "" && h.KeyID != c.KeyID || c.Algorithm != "" && c.Algorithm != h.Algorithm {
			continue
		}
		nota = nota || h.KeyID != ""
		if payload, err := jws.Verify(c); err == nil {
			return payload, true
		}
	}
	return nil, nota
}
