package access

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

const (
	tokenMassimo = 8 << 10          // bytes; a longer token is refused unread
	tolleranza   = 60 * time.Second // how far the issuer's clock may be from ours
	nomeMassimo  = 120              // characters
)

// algoritmi are the only signatures accepted: asymmetric ones, so that a public key can never pass for a shared secret.
var algoritmi = []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.PS256, jose.EdDSA}

// Why a token was refused, for the log. None repeats anything that the token says.
var (
	errAssente      = errors.New("token missing")
	errLungo        = errors.New("token too long")
	errForma        = errors.New("token malformed, or signed with an algorithm that is not accepted")
	errTipo         = errors.New("token of another type")
	errFirma        = errors.New("token signature not by a key of the issuer")
	errContenuto    = errors.New("token claims unreadable")
	errEmittente    = errors.New("token of another issuer")
	errDestinatario = errors.New("token for another audience")
	errScaduto      = errors.New("token expired or without an end")
	errPrematuro    = errors.New("token not yet valid, or without a date of issue")
	errPersona      = errors.New("token without the valid codice fiscale of a person")
	errProfilo      = errors.New("token with an unknown profile")
)

// Verifier recognises the bearer tokens (JWT) of one OIDC issuer made out to one audience. It is safe for concurrent use.
type Verifier struct {
	Issuer   string           // exact value of `iss`
	Audience string           // one of the values of `aud`
	Keys     KeySet           // NewChiaviRemote for a configured issuer, ChiaviStatiche for one in process
	Now      func() time.Time // nil: time.Now
}

// Verify recognises who holds a token. Every refusal is the same *fault.Error, UNAUTHENTICATED with one sentence, so that no
// one learns what was wrong; its cause is for the log and holds no personal data. When the issuer's keys cannot be had the
// error is fault.Unavailable for the archive "identita" instead: the token may be good.
//
// Accepted: RS256, ES256, PS256 or EdDSA by a key of the issuer, its `iss` and `aud`, `exp`, `nbf` and `iat` within 60 s of
// the clock (`exp` and `iat` are compulsory), a valid codice fiscale of a person; or, with the claim `servizio`, that of the
// entity that runs a back office, its `client_id`, its `sede` and the `profilo` OPERATORE.
func (v *Verifier) Verify(ctx context.Context, token string) (Identita, error) {
	i, err := v.verify(ctx, token)
	var noto *fault.Error
	switch {
	case err == nil:
		return i, nil
	case errors.As(err, &noto):
		return Identita{}, noto
	}
	rifiuto := fault.Errorf(fault.Unauthenticated, "Accesso non riconosciuto: autenticarsi di nuovo.")
	rifiuto.Cause = err
	return Identita{}, rifiuto
}

func (v *Verifier) verify(ctx context.Context, token string) (Identita, error) {
	if token == "" {
		return Identita{}, errAssente
	}
	if len(token) > tokenMassimo {
		return Identita{}, errLungo
	}
	jws, err := jose.ParseSignedCompact(token, algoritmi)
	if err != nil || len(jws.Signatures) != 1 {
		return Identita{}, errForma
	}
	if !tipoAmmesso(jws.Signatures[0].Header) {
		return Identita{}, errTipo
	}
	payload, err := v.Keys.VerifySignature(ctx, token)
	var irraggiungibili *fault.Error
	switch {
	case errors.As(err, &irraggiungibili):
		return Identita{}, irraggiungibili
	case err != nil:
		return Identita{}, errFirma
	}
	var a attestazioni
	if json.Unmarshal(payload, &a) != nil {
		return Identita{}, errContenuto
	}
	if err := v.valgono(&a.Claims); err != nil {
		return Identita{}, err
	}
	return a.identita()
}

// tipoAmmesso accepts an ID token or an access token (RFC 9068), or one that does not say; never a logout token and the like.
func tipoAmmesso(h jose.Header) bool {
	tipo, detto := h.ExtraHeaders[jose.HeaderType]
	if !detto {
		return true
	}
	s, _ := tipo.(string)
	switch strings.TrimPrefix(strings.ToLower(s), "application/") {
	case "jwt", "at+jwt":
		return true
	}
	return false
}

// valgono checks the registered claims (RFC 7519, §4.1). A Verifier without issuer or audience accepts nothing.
func (v *Verifier) valgono(c *jwt.Claims) error {
	ora := time.Now
	if v.Now != nil {
		ora = v.Now
	}
	now := ora()
	switch {
	case v.Issuer == "" || c.Issuer != v.Issuer:
		return errEmittente
	case v.Audience == "" || !c.Audience.Contains(v.Audience):
		return errDestinatario
	case c.Expiry == nil || !now.Before(c.Expiry.Time().Add(tolleranza)):
		return errScaduto
	case c.NotBefore != nil && now.Add(tolleranza).Before(c.NotBefore.Time()),
		c.IssuedAt == nil || now.Add(tolleranza).Before(c.IssuedAt.Time()):
		return errPrematuro
	}
	return nil
}

// attestazioni are the claims that serve (SPID and CIE OIDC technical rules). Those about a company are ignored on purpose:
// they are hints, not a mandate.
type attestazioni struct {
	jwt.Claims
	Fiscale       string  `json:"https://attributes.eid.gov.it/fiscal_number"`
	FiscaleAltro  string  `json:"fiscal_number"`
	Nome          string  `json:"given_name"`
	Cognome       string  `json:"family_name"`
	NomeECognome  string  `json:"name"`
	ProfiloScelto *string `json:"profilo"`

	// Those of a service, of whatever type in the token of a person, where they mean nothing.
	Servizio json.RawMessage `json:"servizio"`
	Client   json.RawMessage `json:"client_id"`
	Sede     json.RawMessage `json:"sede"`
}

func (a *attestazioni) identita() (Identita, error) {
	fiscale := a.Fiscale
	if fiscale == "" {
		fiscale = a.FiscaleAltro
	}
	if dichiarato(a.Servizio) {
		return a.backOffice(fiscale)
	}
	cf, err := persona(fiscale)
	if err != nil {
		return Identita{}, err
	}
	i := Identita{CodiceFiscale: cf, Nome: nome(a.Nome, a.Cognome, a.NomeECognome), Scadenza: a.Expiry.Time()}
	if a.ProfiloScelto != nil {
		profilo := model.ProfiloUtente(*a.ProfiloScelto)
		if !profilo.IsValid() {
			return Identita{}, errProfilo
		}
		i.Profilo = &profilo
	}
	return i, nil
}

// persona reads the codice fiscale of a person, with or without the prefix of the Italian tax number (`TINIT-`, ETSI EN 319
// 412-1). Omocodia is accepted, the check letter is verified; provisional codes of 11 digits are not: no identity has one.
func persona(s string) (model.CodiceFiscale, error) {
	var cf model.CodiceFiscale
	if err := cf.UnmarshalGQL(senzaPrefisso(s)); err != nil || len(cf) != 16 {
		return "", errPersona
	}
	return cf, nil
}

func senzaPrefisso(s string) string {
	return strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "TINIT-")
}

// nome is a name fit to be shown: name and surname, or the whole name when they are missing, without control characters.
func nome(nome, cognome, intero string) string {
	s := strings.TrimSpace(nome + " " + cognome)
	if s == "" {
		s = intero
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	if lettere := []rune(s); len(lettere) > nomeMassimo {
		s = string(lettere[:nomeMassimo])
	}
	return strings.TrimSpace(s)
}
