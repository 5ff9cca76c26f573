package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"cassetto/internal/fault"
)

// idp is an identity provider in process that counts who reads its keys, and can be broken.
type idp struct {
	*httptest.Server
	letture  atomic.Int64
	scoperte atomic.Int64
	guasto   atomic.Int64 // status of every answer; 0: none
	chiavi   atomic.Pointer[ChiaviStatiche]
	altro    atomic.Bool // the discovery document is of another issuer
	attesa   chan struct{}
}

func nuovoIdp(t *testing.T, chiavi ChiaviStatiche) *idp {
	p := &idp{}
	p.chiavi.Store(&chiavi)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.scoperte.Add(1)
		emittente := p.URL
		if p.altro.Load() {
			emittente = "https://altro.example"
		}
		p.rispondi(w, map[string]string{"issuer": emittente, "jwks_uri": p.URL + "/jwks"})
	})
	mux.HandleFunc("GET /jwks", func(w http.ResponseWriter, _ *http.Request) {
		p.letture.Add(1)
		if p.attesa != nil {
			<-p.attesa
		}
		p.rispondi(w, map[string]any{"keys": *p.chiavi.Load()})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *idp) rispondi(w http.ResponseWriter, v any) {
	if stato := p.guasto.Load(); stato != 0 {
		http.Error(w, "guasto", int(stato))
		return
	}
	json.NewEncoder(w).Encode(v)
}

// orologio is a clock that moves only when told to.
type orologio struct{ avanti atomic.Int64 }

func (o *orologio) ora() time.Time          { return adesso().Add(time.Duration(o.avanti.Load())) }
func (o *orologio) passano(d time.Duration) { o.avanti.Add(int64(d)) }

// remoto is a verifier of an identity provider, and the clock of its keys.
func remoto(p *idp) (*Verifier, *orologio) {
	o := &orologio{}
	k := NewChiaviRemote(p.URL, p.Client())
	k.now = o.ora
	return &Verifier{Issuer: p.URL, Audience: destinatario, Keys: k, Now: adesso}, o
}

func codice(v *Verifier, token string) string {
	_, err := v.Verify(context.Background(), token)
	return fault.Code(err)
}

func TestChiaviRemote(t *testing.T) {
	f := nuovoFirmatario(t)
	p := nuovoIdp(t, f.pubbliche())
	v, o := remoto(p)
	da := claims{"iss": p.URL}
	buono := f.es256(t, da)
	nuova := firma(t, jose.ES256, f.altra, "nuova", buoni(da))
	passo := func(nome, token, atteso string, letture int64) {
		t.Helper()
		if ho := codice(v, token); ho != atteso {
			t.Errorf("%s: %q, want %q", nome, ho, atteso)
		}
		if ho := p.letture.Load(); ho != letture {
			t.Errorf("%s: keys read %d times, want %d", nome, ho, letture)
		}
	}
	if p.scoperte.Load() != 0 {
		t.Fatal("discovery before the first token")
	}
	passo("primo token", buono, "", 1)
	passo("secondo token", buono, "", 1)
	passo("firma sbagliata di una chiave nota", firma(t, jose.ES256, f.altra, "ec", buoni(da)), fault.Unauthenticated, 1)
	passo("chiave nuova, troppo presto", nuova, fault.Unauthenticated, 1)

	p.chiavi.Store(&ChiaviStatiche{{Key: &f.altra.PublicKey, KeyID: "nuova", Algorithm: "ES256", Use: "sig"}})
	o.passano(pausaChiavi)
	passo("chiave nuova, dopo la pausa", nuova, "", 2)
	passo("la chiave ritirata non vale più", buono, fault.Unauthenticated, 2)

	p.guasto.Store(http.StatusServiceUnavailable)
	o.passano(pausaChiavi)
	passo("chiave nota, emittente guasto", nuova, "", 2)
	passo("chiave ignota, emittente guasto", buono, fault.Unavailable, 3)
	passo("chiave ignota, subito dopo: non si insiste", buono, fault.Unavailable, 3)
	passo("chiave nota, emittente ancora guasto", nuova, "", 3)
	o.passano(chiaviValide)
	passo("chiavi troppo vecchie, emittente guasto", nuova, fault.Unavailable, 3) // discovery fails first
	p.guasto.Store(0)
	o.passano(pausaChiavi)
	passo("emittente riparato", nuova, "", 4)
}

// TestChiaviGuaste: whatever is wrong with the issuer, the answer is that the archive of identities is down.
func TestChiaviGuaste(t *testing.T) {
	f := nuovoFirmatario(t)
	guasti := map[string]func(*idp){
		"non risponde":         func(p *idp) { p.Close() },
		"risponde 500":         func(p *idp) { p.guasto.Store(500) },
		"si dice un altro":     func(p *idp) { p.altro.Store(true) },
		"senza chiavi":         func(p *idp) { p.chiavi.Store(&ChiaviStatiche{}) },
		"solo chiavi segrete":  func(p *idp) { p.chiavi.Store(&ChiaviStatiche{{Key: []byte("segreto"), KeyID: "ec"}}) },
		"solo di cifratura":    func(p *idp) { p.chiavi.Store(&ChiaviStatiche{{Key: &f.ec.PublicKey, KeyID: "ec", Use: "enc"}}) },
		"pubblica una privata": func(p *idp) { p.chiavi.Store(&ChiaviStatiche{{Key: f.ec, KeyID: "ec"}}) },
	}
	for nome, rompi := range guasti {
		t.Run(nome, func(t *testing.T) {
			p := nuovoIdp(t, f.pubbliche())
			v, _ := remoto(p)
			rompi(p)
			_, err := v.Verify(context.Background(), f.es256(t, claims{"iss": p.URL}))
			var e *fault.Error
			if !errors.As(err, &e) || e.Code != fault.Unavailable || e.Archive != "identita" || e.RetryAfter == 0 {
				t.Fatalf("%v", err)
			}
			if strings.Contains(e.Error(), string(ferri)) {
				t.Errorf("leaks: %v", e)
			}
		})
	}
}

// TestChiaviSconosciuteNellInsieme: a key of an unknown kind does not spoil the others.
func TestChiaviSconosciuteNellInsieme(t *testing.T) {
	f := nuovoFirmatario(t)
	buona, _ := json.Marshal(f.pubbliche()[0])
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	defer s.Close()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, s.URL, s.URL+"/jwks")
	})
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"keys":[{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"},{"kty":"EC","crv":"secp256k1"},7,%s]}`, buona)
	})
	v := &Verifier{Issuer: s.URL, Audience: destinatario, Keys: NewChiaviRemote(s.URL, nil), Now: adesso}
	if _, err := v.Verify(context.Background(), f.es256(t, claims{"iss": s.URL})); err != nil {
		t.Fatal(err)
	}
}

// TestPioggiaDiKid: a flood of tokens with invented keys reads the keys once per pause, and holds up nobody.
func TestPioggiaDiKid(t *testing.T) {
	f := nuovoFirmatario(t)
	p := nuovoIdp(t, f.pubbliche())
	v, o := remoto(p)
	buono := f.es256(t, claims{"iss": p.URL})
	if ho := codice(v, buono); ho != "" {
		t.Fatal(ho)
	}
	for giro := range 3 {
		var gruppo sync.WaitGroup
		for g := range 8 {
			gruppo.Go(func() {
				for i := range 50 {
					falso := grezzo(fmt.Sprintf(`{"alg":"ES256","kid":"%d-%d-%d"}`, giro, g, i), `{}`, strings.Repeat("x", 64))
					if ho := codice(v, falso); ho != fault.Unauthenticated {
						t.Errorf("flood: %q", ho)
					}
					if ho := codice(v, buono); ho != "" {
						t.Errorf("a good token in the flood: %q", ho)
					}
				}
			})
		}
		gruppo.Wait()
		if letture := p.letture.Load(); letture != int64(giro+1) {
			t.Fatalf("after %d floods the keys were read %d times", giro+1, letture)
		}
		o.passano(pausaChiavi)
	}
	if p.scoperte.Load() != 1 {
		t.Errorf("%d discoveries", p.scoperte.Load())
	}
}

// TestChiaviRinnovate: keys that are no longer fresh are read again while they go on serving.
func TestChiaviRinnovate(t *testing.T) {
	f := nuovoFirmatario(t)
	p := nuovoIdp(t, f.pubbliche())
	v, o := remoto(p)
	buono := f.es256(t, claims{"iss": p.URL})
	if ho := codice(v, buono); ho != "" {
		t.Fatal(ho)
	}
	p.attesa = make(chan struct{})
	o.passano(chiaviFresche + time.Second)
	for range 3 {
		if ho := codice(v, buono); ho != "" { // does not wait for the reading
			t.Fatal(ho)
		}
	}
	k := v.Keys.(*ChiaviRemote)
	k.mu.Lock()
	fine := k.inCorso
	k.mu.Unlock()
	if fine == nil {
		t.Fatal("no reading in the background")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // a caller that goes away waits no more, and is not told that its token is bad
	if _, err := v.Verify(ctx, firma(t, jose.ES256, f.altra, "nuova", buoni(claims{"iss": p.URL}))); fault.Code(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
	close(p.attesa)
	<-fine
	if p.letture.Load() != 2 {
		t.Errorf("keys read %d times", p.letture.Load())
	}
}
