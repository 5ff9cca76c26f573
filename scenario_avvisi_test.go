package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// consegne is what arrived at the mail server and at the provider of SMS of a story, which refuse what rifiuta says.
type consegne struct {
	mu      sync.Mutex
	rifiuta map[string]int // recipient: what is answered instead of taking it; "": to everybody
	prove   int            // what was refused
	email   map[string][]string
	sms     map[string][]string
	chiavi  map[string]int // of SMS that were taken
}

// apre starts both, and returns the environment of who sends to them.
func (c *consegne) apre(t *testing.T) map[string]string {
	t.Helper()
	c.rifiuta, c.email, c.sms, c.chiavi = map[string]int{}, map[string][]string{}, map[string][]string{}, map[string]int{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	posta := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &busta{consegne: c}, nil }))
	posta.Domain = "localhost"
	done := make(chan struct{})
	go func() { defer close(done); _ = posta.Serve(l) }()
	t.Cleanup(func() { _ = posta.Close(); <-done })
	sms := httptest.NewServer(c)
	t.Cleanup(sms.Close)
	return map[string]string{
		"CASSETTO_SMTP_URL": "smtp://" + l.Addr().String() + "?tls=no&from=noreply@inps.example",
		"CASSETTO_SMS_URL":  "http://cassetto:segreto-della-prova@" + strings.TrimPrefix(sms.URL, "http://") + "/sms",
	}
}

// ammette says how a recipient is answered: 0 when what comes for him is taken.
func (c *consegne) ammette(a string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	code := max(c.rifiuta[a], c.rifiuta[""])
	if code != 0 {
		c.prove++
	}
	return code
}

func (c *consegne) guasto(a string, code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rifiuta[a] = code
}

// arrivati are how many notices somebody has had, by both channels.
func (c *consegne) arrivati(email, cellulare string) [2]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return [2]int{len(c.email[email]), len(c.sms[cellulare])}
}

func (c *consegne) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var sms struct{ ID, To, Text string }
	if err := json.NewDecoder(r.Body).Decode(&sms); err != nil || sms.ID != r.Header.Get("Idempotency-Key") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if code := c.ammette(sms.To); code != 0 {
		w.WriteHeader(code)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sms[sms.To] = append(c.sms[sms.To], sms.Text)
	c.chiavi[sms.ID]++
}

// busta is one e-mail as it arrives.
type busta struct {
	*consegne
	a string
}

func (*busta) Reset()                               {}
func (*busta) Logout() error                        { return nil }
func (*busta) Mail(string, *smtp.MailOptions) error { return nil }

func (b *busta) Rcpt(a string, _ *smtp.RcptOptions) error {
	if code := b.ammette(a); code != 0 {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no"}
	}
	b.a = a
	return nil
}

func (b *busta) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err == nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.email[b.a] = append(b.email[b.a], string(text))
	}
	return err
}

func recapito(email, cellulare string) campi {
	return campi{"recapiti": campi{"email": email, "cellulare": cellulare, "consensoEmail": true, "consensoSms": cellulare != ""}}
}

// avvisi are the notices of a request, as the person sees them.
func (s sportello) avvisi(id string) (all []avviso) {
	s.Helper()
	for _, e := range s.legge(id).Eventi {
		all = append(all, e.Notifiche...)
	}
	return all
}

// TestScenarioAvvisi: who wants it is told on each channel that a request was registered and that it was closed, once each, and of
// nothing else; also by a provider that was down.
func TestScenarioAvvisi(t *testing.T) {
	var posta consegne
	sc := scenario(t, 2, posta.apre(t))
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	r := ferri.on(0).invia(nil, recapito("uno@ferri.example", "3331234567")).ok()
	solo := ferri.on(0).invia(nil, campi{"recapiti": campi{"email": "solo@ferri.example", "cellulare": "3337654321", "consensoEmail": true}}).ok()
	zitta := ferri.on(1).invia(nil, campi{"recapiti": campi{"email": "zitta@ferri.example", "cellulare": "3330000000"}}).ok()
	arrivano := func(email, cellulare string, want [2]int) {
		t.Helper()
		eventually(t, "the notices arrive", func() bool { return posta.arrivati(email, cellulare) == want })
	}
	arrivano("uno@ferri.example", "+393331234567", [2]int{1, 1})
	for i, una := range []*pratica{r, solo, zitta} {
		palumbo.on(i).protocollata(una.ID)
		palumbo.on(i).prende(una.ID).ok()
		palumbo.on(i).commenta(una.ID).ok()
		palumbo.on(i).smista(una.ID, campi{"ambito": "F24", "oggetto": "TRASMISSIONE_F24"}).ok()
		palumbo.on(i).chiude(una.ID).ok()
	}
	arrivano("uno@ferri.example", "+393331234567", [2]int{2, 2})
	arrivano("solo@ferri.example", "+393337654321", [2]int{2, 0})

	posta.guasto("", 451)
	tardi := ferri.on(1).invia(nil, recapito("tardi@ferri.example", "")).ok()
	ferri.on(1).attende(tardi.ID, "an attempt fails", func(r *pratica) bool {
		return len(r.Eventi) > 1 && len(r.Eventi[1].Notifiche) == 1 && testo(r.Eventi[1].Notifiche[0].UltimoErrore) == "SMTP_451"
	})
	posta.guasto("", 0)
	sc.clock.pass(time.Minute) // until the next attempt
	arrivano("tardi@ferri.example", "", [2]int{1, 0})

	for _, una := range []*pratica{r, solo, zitta, tardi} {
		want := map[string]int{r.ID: 4, solo.ID: 2, zitta.ID: 0, tardi.ID: 1}[una.ID]
		eventually(t, "the notices are known to have left", func() bool {
			all := ferri.on(0).avvisi(una.ID)
			return len(all) == want && !slices.ContainsFunc(all, func(n avviso) bool { return n.Stato != "INVIATA" })
		})
	}
	arrivano("uno@ferri.example", "+393331234567", [2]int{2, 2}) // and no more
	arrivano("solo@ferri.example", "+393337654321", [2]int{2, 0})
	arrivano("zitta@ferri.example", "+393330000000", [2]int{0, 0})
	arrivano("tardi@ferri.example", "", [2]int{1, 0})
	posta.mu.Lock()
	defer posta.mu.Unlock()
	if posta.prove == 0 {
		t.Error("the mail server has refused nothing")
	}
	for id, volte := range posta.chiavi {
		if volte != 1 {
			t.Errorf("the SMS %s was taken %d times", id, volte)
		}
	}
	personale := regexp.MustCompile(`(?i)[A-Z]{6}\d{2}[A-Z]\d{2}|@|` + posAurora + `|officine|ferri`)
	for _, sms := range posta.sms["+393331234567"] {
		if personale.MatchString(sms) {
			t.Errorf("an SMS says %q", sms)
		}
	}
}

// TestScenarioNonRecapitate: what is refused for good is not sent again; the sede sees that it did not arrive and whoever sent the
// request does too, and nobody else.
func TestScenarioNonRecapitate(t *testing.T) {
	var posta consegne
	sc := scenario(t, 2, posta.apre(t))
	ferri, sala, palumbo, roma := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore"), sc.operatoreDi(altraSede, 1)
	posta.guasto("ignota@ferri.example", 550)
	posta.guasto("+393339999999", http.StatusBadRequest)
	r := ferri.on(0).invia(nil, recapito("ignota@ferri.example", "333 9999999")).ok()
	for i, chi := range []*persona{ferri, palumbo} {
		eventually(t, "both are given up", func() bool {
			all := chi.on(i).avvisi(r.ID)
			return len(all) == 2 && all[0].Stato == "NON_RECAPITATA" && all[1].Stato == "NON_RECAPITATA" && all[0].UltimoErrore != nil
		})
	}
	if all := sala.on(0).avvisi(r.ID); len(all) != 0 {
		t.Errorf("the representative sees %v", all)
	}
	const nonRecapitate = `{ notificheNonRecapitate(first: 200) { nodes { canale stato evento ultimoErrore richiesta { id } } totalCount } }`
	perse := func(chi *persona) (canali []string) {
		t.Helper()
		a := chi.on(1).chiede(nonRecapitate, nil)
		if len(a.Errors) > 0 {
			t.Fatalf("%s", a.Body)
		}
		for _, n := range decoded[struct{ Nodes []avviso }](t, a, "notificheNonRecapitate").Nodes {
			if n.Richiesta != nil && n.Richiesta.ID == r.ID {
				canali = append(canali, n.Canale)
			}
		}
		slices.Sort(canali)
		return canali
	}
	eventually(t, "the sede knows", func() bool { return slices.Equal(perse(palumbo), []string{"EMAIL", "SMS"}) })
	if altre := perse(roma); len(altre) != 0 {
		t.Errorf("another sede sees %v", altre)
	}
	for _, chi := range []*persona{ferri, sala} {
		if a := chi.on(0).chiede(nonRecapitate, nil); a.code() != "FORBIDDEN" {
			t.Errorf("who is no operator: %s", a.Body)
		}
	}
}
