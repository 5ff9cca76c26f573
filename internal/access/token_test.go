package access

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

func TestVerify(t *testing.T) {
	f := nuovoFirmatario(t)
	ora := adesso().Unix()
	buono := f.es256(t, nil)
	parti := strings.Split(buono, ".")
	contenuto, _ := json.Marshal(buoni(nil))
	pubblica, _ := x509.MarshalPKIXPublicKey(&f.rsa.PublicKey)
	comeSegreto := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pubblica})
	segnata, _ := json.Marshal(jose.JSONWebKey{Key: &f.altra.PublicKey, KeyID: "ec"})

	casi := []struct {
		nome   string
		token  string
		atteso error // nil: recognised
	}{
		{"buono", buono, nil},
		{"buono, RS256", firma(t, jose.RS256, f.rsa, "rsa", buoni(nil)), nil},
		{"buono, PS256", firma(t, jose.PS256, f.rsa, "rsa", buoni(nil)), nil},
		{"buono, EdDSA", firma(t, jose.EdDSA, f.ed, "ed", buoni(nil)), nil},
		{"buono, senza kid", firma(t, jose.ES256, f.ec, "", buoni(nil)), nil},
		{"buono, di accesso", firma(t, jose.ES256, f.ec, "ec", buoni(nil), "at+jwt"), nil},
		{"buono, più destinatari", f.es256(t, claims{"aud": []string{"altro", destinatario}}), nil},
		{"buono, senza nbf", f.es256(t, claims{"nbf": nil}), nil},
		{"scaduto da meno della tolleranza", f.es256(t, claims{"exp": ora - 59}), nil},
		{"valido fra meno della tolleranza", f.es256(t, claims{"nbf": ora + 60, "iat": ora + 60}), nil},

		{"assente", "", errAssente},
		{"scaduto", f.es256(t, claims{"exp": ora - 60}), errScaduto},
		{"senza scadenza", f.es256(t, claims{"exp": nil}), errScaduto},
		{"scadenza che non è un numero", f.es256(t, claims{"exp": "domani"}), errContenuto},
		{"scadenza oltre ogni numero", f.es256(t, claims{"exp": json.Number("1e300")}), errContenuto},
		{"non ancora valido", f.es256(t, claims{"nbf": ora + 61}), errPrematuro},
		{"emesso nel futuro", f.es256(t, claims{"iat": ora + 61}), errPrematuro},
		{"senza data di emissione", f.es256(t, claims{"iat": nil}), errPrematuro},
		{"altro emittente", f.es256(t, claims{"iss": emittenteDiProva + "/"}), errEmittente},
		{"senza emittente", f.es256(t, claims{"iss": nil}), errEmittente},
		{"altro destinatario", f.es256(t, claims{"aud": "cassetto2"}), errDestinatario},
		{"senza destinatario", f.es256(t, claims{"aud": nil}), errDestinatario},
		{"destinatario numerico", f.es256(t, claims{"aud": 7}), errContenuto},

		{"alg none", grezzo(`{"alg":"none"}`, string(contenuto), ""), errForma},
		{"alg None", grezzo(`{"alg":"None","kid":"ec"}`, string(contenuto), "x"), errForma},
		{"senza alg", grezzo(`{}`, string(contenuto), "x"), errForma},
		{"HS256 con la chiave pubblica come segreto", firma(t, jose.HS256, comeSegreto, "rsa", buoni(nil)), errForma},
		{"RS512", firma(t, jose.RS512, f.rsa, "rsa", buoni(nil)), errForma},
		{"kid di un'altra chiave", firma(t, jose.ES256, f.ec, "rsa", buoni(nil)), errFirma},
		{"RS256 con il kid di una chiave EC", firma(t, jose.RS256, f.rsa, "ec", buoni(nil)), errFirma},
		{"kid sconosciuto", firma(t, jose.ES256, f.ec, "altra", buoni(nil)), errFirma},
		{"chiave non pubblicata", firma(t, jose.ES256, f.altra, "ec", buoni(nil)), errFirma},
		{"chiave non pubblicata, senza kid", firma(t, jose.ES256, f.altra, "", buoni(nil)), errFirma},
		{"chiave portata dal token", conChiave(t, f, string(segnata)), errFirma},
		{"contenuto cambiato", parti[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(contenuto), string(ferri), string(sala), 1))) + "." + parti[2], errFirma},
		{"firma cambiata", parti[0] + "." + parti[1] + "." + scambia(parti[2]), errFirma},
		{"firma vuota", parti[0] + "." + parti[1] + ".", errFirma},
		{"intestazione di un altro token", base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256"}`)) + "." + parti[1] + "." + parti[2], errFirma},
		{"estensione critica sconosciuta", grezzo(`{"alg":"ES256","crit":["x"],"x":1}`, string(contenuto), "x"), errFirma},
		{"token di disconnessione", firma(t, jose.ES256, f.ec, "ec", buoni(nil), "logout+jwt"), errTipo},

		{"senza codice fiscale", f.es256(t, claims{claimFiscale: nil}), errPersona},
		{"codice fiscale con la lettera sbagliata", f.es256(t, claims{claimFiscale: "TINIT-FRRGLI82P55A000X"}), errPersona},
		{"codice fiscale di un ente", f.es256(t, claims{claimFiscale: "TINIT-" + string(auroraCF)}), errPersona},
		{"codice fiscale estero", f.es256(t, claims{claimFiscale: "TINDE-" + string(ferri)}), errPersona},
		{"codice fiscale che non è testo", f.es256(t, claims{claimFiscale: 5}), errContenuto},
		{"quello proprio sbagliato, quello di ripiego giusto", f.es256(t, claims{claimFiscale: "X", "fiscal_number": string(ferri)}), errPersona},
		{"profilo sconosciuto", f.es256(t, claims{"profilo": "RE"}), errProfilo},
		{"profilo vuoto", f.es256(t, claims{"profilo": ""}), errProfilo},
		{"contenuto che non è JSON", firma(t, jose.ES256, f.ec, "ec", []int{1}), errContenuto},

		{"tronco in mezzo alla firma", buono[:len(buono)-20], errFirma},
		{"tronco al contenuto", parti[0] + "." + parti[1], errForma},
		{"tronco all'intestazione", parti[0], errForma},
		{"cinque parti", buono + ".a.b", errForma},
		{"enorme", buono + strings.Repeat("A", tokenMassimo), errLungo},
		{"enorme ma ben firmato", f.es256(t, claims{"x": strings.Repeat("A", tokenMassimo)}), errLungo},
		{"rumore", "rumore", errForma},
		{"rumore con i punti", "..", errForma},
		{"non ASCII", "é.è.à", errForma},
		{"con spazi", " " + buono, errForma},
		{"con il prefisso Bearer", "Bearer " + buono, errForma},
		{"in forma JSON", `{"payload":"` + parti[1] + `","protected":"` + parti[0] + `","signature":"` + parti[2] + `"}`, errForma},
	}
	v := &Verifier{Issuer: emittenteDiProva, Audience: destinatario, Keys: f.pubbliche(), Now: adesso}
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			i, err := v.Verify(context.Background(), c.token)
			if c.atteso == nil {
				if err != nil {
					t.Fatal(err)
				}
				if i.CodiceFiscale != ferri || i.Nome != "Giulia Ferri" || i.Profilo != nil {
					t.Errorf("recognised %+v", i)
				}
				return
			}
			rifiutato(t, i, err, c.atteso)
		})
	}
}

// rifiutato checks that a refusal says nothing to the user and nothing personal to the log.
func rifiutato(t *testing.T, i Identita, err, causa error) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Code != fault.Unauthenticated || e.Message != "Accesso non riconosciuto: autenticarsi di nuovo." {
		t.Fatalf("got %v, %+v", err, i)
	}
	if !errors.Is(err, causa) {
		t.Errorf("refused because %v, want %v", e.Cause, causa)
	}
	if i != (Identita{}) || strings.Contains(err.Error(), string(ferri)) {
		t.Errorf("leaks %v, %+v", err, i)
	}
}

func TestIdentita(t *testing.T) {
	f := nuovoFirmatario(t)
	v := &Verifier{Issuer: emittenteDiProva, Audience: destinatario, Keys: f.pubbliche(), Now: adesso}
	consulente := model.ProfiloUtenteConsulenteDelLavoro
	casi := []struct {
		nome  string
		cambi claims
		cf    model.CodiceFiscale
		come  string
	}{
		{"come SPID", nil, ferri, "Giulia Ferri"},
		{"senza prefisso, minuscolo", claims{claimFiscale: "frrgli82p55a000w"}, ferri, "Giulia Ferri"},
		{"prefisso minuscolo", claims{claimFiscale: "tinit-frrgli82p55a000w"}, ferri, "Giulia Ferri"},
		{"claim di ripiego", claims{claimFiscale: nil, "fiscal_number": "TINIT-" + string(ferri)}, ferri, "Giulia Ferri"},
		{"omocodia", claims{claimFiscale: "TINIT-SLAMRC75D12A00LI"}, "SLAMRC75D12A00LI", "Giulia Ferri"},
		{"solo il nome intero", claims{"given_name": nil, "family_name": nil, "name": "Giulia Ferri"}, ferri, "Giulia Ferri"},
		{"senza nome", claims{"given_name": nil, "family_name": nil}, ferri, ""},
		{"nome con caratteri di controllo", claims{"given_name": "Giu\u0000lia\u202e", "family_name": "D'Agostino\n"}, ferri, "Giulia D'Agostino"},
		{"nome lunghissimo", claims{"given_name": strings.Repeat("à", 500)}, ferri, strings.Repeat("à", nomeMassimo)},
	}
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			c.cambi = maps.Clone(c.cambi)
			if c.cambi == nil {
				c.cambi = claims{}
			}
			c.cambi["profilo"] = string(consulente)
			i, err := v.Verify(context.Background(), f.es256(t, c.cambi))
			if err != nil {
				t.Fatal(err)
			}
			if i.CodiceFiscale != c.cf || i.Nome != c.come || i.Profilo == nil || *i.Profilo != consulente {
				t.Errorf("recognised %+v", i)
			}
			if !i.Scadenza.Equal(adesso().Add(10 * time.Minute)) {
				t.Errorf("ends at %v", i.Scadenza)
			}
			if letta, ok := From(With(context.Background(), i)); !ok || letta != i {
				t.Errorf("from the context: %+v", letta)
			}
		})
	}
	if _, ok := From(context.Background()); ok {
		t.Error("somebody in an empty context")
	}
}

// TestVerifierNonConfigurato: without an issuer or an audience nobody is recognised.
func TestVerifierNonConfigurato(t *testing.T) {
	f := nuovoFirmatario(t)
	token := f.es256(t, claims{"iss": "", "aud": ""})
	for nome, v := range map[string]*Verifier{
		"emittente":    {Audience: destinatario, Keys: f.pubbliche(), Now: adesso},
		"destinatario": {Issuer: emittenteDiProva, Keys: f.pubbliche(), Now: adesso},
		"chiavi":       {Issuer: emittenteDiProva, Audience: destinatario, Keys: ChiaviStatiche{}, Now: adesso},
	} {
		for _, tok := range []string{token, f.es256(t, nil)} {
			if i, err := v.Verify(context.Background(), tok); fault.Code(err) != fault.Unauthenticated {
				t.Errorf("without %s: %+v, %v", nome, i, err)
			}
		}
	}
}

func FuzzVerify(f *testing.F) {
	chi := nuovoFirmatario(f)
	buono := chi.es256(f, nil)
	contenuto, _ := json.Marshal(buoni(nil))
	for _, s := range []string{"", "a.b.c", buono, buono[:40], grezzo(`{"alg":"none"}`, string(contenuto), ""), grezzo(`{"alg":"ES256","kid":"ec"}`, `{`, "x"), `{"signatures":[]}`} {
		f.Add(s)
	}
	v := &Verifier{Issuer: emittenteDiProva, Audience: destinatario, Keys: chi.pubbliche(), Now: adesso}
	intestazione, corpo, _ := strings.Cut(buono[:strings.LastIndex(buono, ".")], ".")
	f.Fuzz(func(t *testing.T, token string) {
		i, err := v.Verify(context.Background(), token)
		if err == nil && !strings.HasPrefix(token, intestazione+"."+corpo+".") {
			t.Fatalf("recognised %+v from what was never signed", i)
		}
		if err != nil && (fault.Code(err) != fault.Unauthenticated || i != (Identita{})) {
			t.Fatalf("%v, %+v", err, i)
		}
	})
}
