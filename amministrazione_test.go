package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"cassetto/internal/cache"
)

// gettone is a token of administration.
const gettone = "una-parola-che-nessuno-indovina-0123456789"

// emptied is what the caches of a server were told to forget.
type emptied struct {
	mu   sync.Mutex
	all  []cache.Change
	fail error
}

func (e *emptied) forget(_ context.Context, c cache.Change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, c)
	return e.fail
}

func (e *emptied) fails(with error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fail = with
}

func (e *emptied) take() []cache.Change {
	e.mu.Lock()
	defer e.mu.Unlock()
	taken := e.all
	e.all = nil
	return taken
}

// administered starts a server whose caches are e.
func administered(t *testing.T, e *emptied) *server {
	t.Helper()
	return bootWith(t, map[string]string{"CASSETTO_ADMIN_GETTONE": gettone}, func(a *App) { a.forget = e.forget })
}

// purge is a call to empty the caches; what is empty is as it should be.
type purge struct{ method, authorization, contentType, body string }

func (s *server) purge(t *testing.T, p purge) (*http.Response, string) {
	t.Helper()
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	r, err := http.NewRequestWithContext(t.Context(), or(p.method, http.MethodPost), s.URL+pathSvuota, strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", or(p.authorization, "Bearer "+gettone))
	r.Header.Set("Content-Type", or(p.contentType, "application/json"))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, strings.TrimSpace(string(body))
}

// Codes of a company, which must appear nowhere.
const (
	purgedMatricola = "9900010011"
	purgedCF        = "RSSMRA80A01A000C"
)

// TestPurge: what is refused, with which words; what is accepted, and what it makes caches forget. The log has one line for each
// purge, and neither the log nor an answer repeats the token or a code.
func TestPurge(t *testing.T) {
	var logged lockedBuffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	e := &emptied{}
	s := administered(t, e)
	const onlyJSON = `{"errore":{"messaggio":"Serve un corpo application/json."}}`
	const wrongBody = `{"errore":{"campo":"corpo","messaggio":"Serve un oggetto JSON con i soli campi archivio, sezione, matricola, codiceFiscale e tutto."}}`
	const none = `{"errore":{"campo":"corpo","messaggio":"Serve almeno un campo fra archivio, matricola e codiceFiscale, oppure tutto: true."}}`
	const wrongType = `","messaggio":"Tipo non valido: tutto è true o false, ogni altro campo una stringa."}}`
	const notKnown = `{"errore":{"messaggio":"Accesso non riconosciuto: serve il gettone di amministrazione."}}`
	tests := []struct {
		name   string
		purge  purge
		status int
		answer string
		change *cache.Change
	}{
		{"get", purge{method: "GET"}, 405, `{"errore":{"messaggio":"Metodo non ammesso: serve POST."}}`, nil},
		{"delete", purge{method: "DELETE"}, 405, `{"errore":{"messaggio":"Metodo non ammesso: serve POST."}}`, nil},
		{"another token", purge{authorization: "Bearer " + gettone + "0", body: `{"tutto":true}`}, 401, notKnown, nil},
		{"the beginning of the token", purge{authorization: "Bearer " + gettone[:32], body: `{"tutto":true}`}, 401, notKnown, nil},
		{"an empty token", purge{authorization: "Bearer ", body: `{"tutto":true}`}, 401, notKnown, nil},
		{"another scheme", purge{authorization: "Basic " + gettone, body: `{"tutto":true}`}, 401, notKnown, nil},
		{"a form", purge{contentType: "application/x-www-form-urlencoded", body: "tutto=true"}, 415, onlyJSON, nil},
		{"no media type", purge{contentType: ";", body: `{"tutto":true}`}, 415, onlyJSON, nil},
		{"too long", purge{body: `{"archivio":"` + strings.Repeat("x", maxSvuotamento) + `"}`}, 413, `{"errore":{"campo":"corpo","messaggio":"Troppo lungo."}}`, nil},
		{"no body", purge{}, 400, wrongBody, nil},
		{"not JSON", purge{body: `{"matricola":"` + purgedMatricola}, 400, wrongBody, nil},
		{"a list", purge{body: `["` + purgedMatricola + `"]`}, 400, wrongBody, nil},
		{"two values", purge{body: `{"tutto":true}{"tutto":true}`}, 400, wrongBody, nil},
		{"an end too many", purge{body: `{"tutto":true}}`}, 400, wrongBody, nil},
		{"an unknown field", purge{body: `{"` + purgedCF + `":"x"}`}, 400, wrongBody, nil},
		{"a number", purge{body: `{"matricola":` + purgedMatricola + `}`}, 400, `{"errore":{"campo":"matricola` + wrongType, nil},
		{"a text for tutto", purge{body: `{"tutto":"` + purgedCF + `"}`}, 400, `{"errore":{"campo":"tutto` + wrongType, nil},
		{"nothing", purge{body: `{}`}, 400, none, nil},
		{"null", purge{body: `null`}, 400, none, nil},
		{"not everything", purge{body: `{"tutto":false}`}, 400, none, nil},
		{"everything and more", purge{body: `{"tutto":true,"archivio":"sedi"}`}, 400, `{"errore":{"campo":"tutto","messaggio":"Non si combina con altri campi."}}`, nil},
		{"unknown archive", purge{body: `{"archivio":"` + purgedCF + `"}`}, 400, `{"errore":{"campo":"archivio","messaggio":"Archivio sconosciuto."}}`, nil},
		{"empty archive", purge{body: `{"archivio":""}`}, 400, `{"errore":{"campo":"archivio","messaggio":"Archivio sconosciuto."}}`, nil},
		{"section alone", purge{body: `{"sezione":"emens"}`}, 400, `{"errore":{"campo":"sezione","messaggio":"Serve anche l'archivio a cui la sezione appartiene."}}`, nil},
		{"section of another archive", purge{body: `{"archivio":"sedi","sezione":"emens"}`}, 400, `{"errore":{"campo":"sezione","messaggio":"Sezione sconosciuta in questo archivio."}}`, nil},
		{"empty section", purge{body: `{"archivio":"sedi","sezione":""}`}, 400, `{"errore":{"campo":"sezione","messaggio":"Sezione sconosciuta in questo archivio."}}`, nil},
		{"matricola", purge{body: `{"matricola":"` + purgedMatricola + `1"}`}, 400, `{"errore":{"campo":"matricola","messaggio":"Matricola non valida: servono 10 cifre, zeri iniziali compresi."}}`, nil},
		{"empty matricola", purge{body: `{"archivio":"sedi","matricola":""}`}, 400, `{"errore":{"campo":"matricola","messaggio":"Matricola non valida: servono 10 cifre, zeri iniziali compresi."}}`, nil},
		{"codice fiscale", purge{body: `{"codiceFiscale":"` + purgedCF[:15] + `D"}`}, 400, `{"errore":{"campo":"codiceFiscale","messaggio":"Codice fiscale non valido: la forma o il carattere di controllo non tornano."}}`, nil},

		{"everything", purge{body: ` {"tutto":true} `}, 200, `{"svuotato":{"tutto":true}}`, &cache.Change{}},
		{"charset", purge{contentType: "application/json; charset=utf-8", body: `{"tutto":true}`}, 200, `{"svuotato":{"tutto":true}}`, &cache.Change{}},
		{"small letters", purge{authorization: "bearer " + gettone, body: `{"tutto":true}`}, 200, `{"svuotato":{"tutto":true}}`, &cache.Change{}},
		{"an archive", purge{body: `{"archivio":"deleghe","sezione":null}`}, 200, `{"svuotato":{"archivio":"deleghe"}}`, &cache.Change{Archive: "deleghe"}},
		{"a section", purge{body: `{"archivio":"complementari","sezione":"emens","tutto":false}`}, 200, `{"svuotato":{"archivio":"complementari","sezione":"emens"}}`,
			&cache.Change{Archive: "complementari", Section: "emens"}},
		{"a company", purge{body: `{"matricola":"` + purgedMatricola + `","codiceFiscale":" ` + strings.ToLower(purgedCF) + `"}`}, 200, `{"svuotato":{"azienda":true}}`,
			&cache.Change{Tags: cache.TagsOf(purgedMatricola, purgedCF)}},
		{"a company in a section", purge{body: `{"archivio":"complementari","sezione":"emens","matricola":"` + purgedMatricola + `"}`}, 200,
			`{"svuotato":{"archivio":"complementari","sezione":"emens","azienda":true}}`,
			&cache.Change{Archive: "complementari", Section: "emens", Tags: cache.TagsOf(purgedMatricola)}},
		{"a company in an archive", purge{body: `{"archivio":"infocamere","codiceFiscale":"` + purgedCF + `"}`}, 200, `{"svuotato":{"archivio":"infocamere","azienda":true}}`,
			&cache.Change{Archive: "infocamere", Tags: cache.TagsOf(purgedCF)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := logged.String()
			r, answer := s.purge(t, test.purge)
			if r.StatusCode != test.status || answer != test.answer {
				t.Errorf("%d %s\nwant %d %s", r.StatusCode, answer, test.status, test.answer)
			}
			if h := r.Header; h.Get("Cache-Control") != "no-store" || !strings.HasPrefix(h.Get("Content-Type"), "application/json") {
				t.Errorf("%v", h)
			}
			if asks := r.Header.Get("WWW-Authenticate") != ""; asks != (test.status == 401) {
				t.Errorf("asks for a token: %v", asks)
			}
			if allow := r.Header.Get("Allow"); (allow == "POST") != (test.status == 405) {
				t.Errorf("allows %q", allow)
			}
			var want []cache.Change
			if test.change != nil {
				want = []cache.Change{*test.change}
			}
			if got := e.take(); !reflect.DeepEqual(got, want) {
				t.Errorf("forgot %+v, want %+v", got, want)
			}
			line := strings.TrimPrefix(logged.String(), before)
			if purges := strings.Count(line, "emptied"); purges != len(want) || strings.Count(line, "\n") > 1 {
				t.Errorf("logged %s", line)
			}
			secretless(t, line+answer)
		})
	}
	if got := logged.String(); !strings.Contains(got, "archivio=complementari sezione=emens azienda=true") {
		t.Errorf("%s", got)
	}
}

// secretless checks that a text holds neither the token nor a code of the company.
func secretless(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{gettone[:32], purgedMatricola, purgedCF, strings.ToLower(purgedCF), purgedCF[:15]} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is repeated in %s", secret, text)
		}
	}
}

// TestPurgeFails: who could not be told is waited for; what was not carried out is not said to be.
func TestPurgeFails(t *testing.T) {
	var logged lockedBuffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	e := &emptied{}
	s := administered(t, e)
	body := `{"archivio":"sedi","matricola":"` + purgedMatricola + `"}`
	for _, test := range []struct {
		fail   error
		status int
		answer string
	}{
		{cache.ErrDown, 202, `{"svuotato":{"archivio":"sedi","azienda":true},"altreIstanze":"in attesa"}`},
		{errors.Join(errors.New("redis"), cache.ErrDown), 202, `{"svuotato":{"archivio":"sedi","azienda":true},"altreIstanze":"in attesa"}`},
		{errors.New(purgedCF), 503, `{"errore":{"messaggio":"Svuotamento non riuscito: riprovare."}}`},
	} {
		e.fails(test.fail)
		if r, answer := s.purge(t, purge{body: body}); r.StatusCode != test.status || answer != test.answer {
			t.Errorf("%d %s, want %d %s", r.StatusCode, answer, test.status, test.answer)
		}
	}
	secretless(t, logged.String())
}

// TestPurgeGuessing: after ten wrong tokens others are told to wait, and not logged; the right one still passes.
func TestPurgeGuessing(t *testing.T) {
	var logged lockedBuffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	s := administered(t, &emptied{})
	count := map[int]int{}
	for range 30 {
		r, _ := s.purge(t, purge{authorization: "Bearer " + strings.ToUpper(gettone), body: `{"tutto":true}`})
		count[r.StatusCode]++
		if waits := r.Header.Get("Retry-After") != ""; waits != (r.StatusCode == 429) {
			t.Errorf("%d: Retry-After %q", r.StatusCode, r.Header.Get("Retry-After"))
		}
	}
	if count[401] < 10 || count[429] < 1 || count[401]+count[429] != 30 {
		t.Errorf("%v", count)
	}
	if n := strings.Count(logged.String(), "administration refused"); n != count[401] {
		t.Errorf("%d lines for %v", n, count)
	}
	if r, answer := s.purge(t, purge{body: `{"tutto":true}`}); r.StatusCode != 200 {
		t.Errorf("%d %s", r.StatusCode, answer)
	}
}

// TestPurgeAbsent: without a token the call does not exist.
func TestPurgeAbsent(t *testing.T) {
	s := boot(t, nil)
	for _, p := range []purge{{body: `{"tutto":true}`}, {authorization: "Bearer ", body: `{"tutto":true}`}, {method: "GET"}} {
		if r, answer := s.purge(t, p); r.StatusCode != 404 {
			t.Errorf("%+v: %d %s", p, r.StatusCode, answer)
		}
	}
}

// TestPurgeNothingKept: a server that keeps nothing has nothing to forget.
func TestPurgeNothingKept(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_ADMIN_GETTONE": gettone})
	if r, answer := s.purge(t, purge{body: `{"tutto":true}`}); r.StatusCode != 200 {
		t.Errorf("%d %s", r.StatusCode, answer)
	}
}
