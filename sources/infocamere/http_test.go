package infocamere_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/demo/registro"
	"cassetto/internal/store/sqlite"
	"cassetto/sources/infocamere"
)

// impresa is a firm with something in every kind of field.
func impresa(n int) *model.DatiInfocamere {
	prime := fmt.Sprintf("%07d101", n)
	versato, quota := model.Importo(1_000_050), model.Percentuale("50.5")
	curatore := model.CodiceFiscale("RSSMRA80A01A000C")
	return &model.DatiInfocamere{
		CodiceFiscale: model.CodiceFiscale(prime + string(model.ControlloEnte(prime))),
		Denominazione: "Impresa di prova & figli", Cciaa: "MI", Rea: "123", StatoImpresa: model.StatoImpresaAttiva,
		Sezioni:  []model.SezioneRegistroImprese{model.SezioneRegistroImpreseOrdinaria},
		Capitale: &model.CapitaleSociale{Versato: &versato},
		Cariche:  []model.Carica{}, UnitaLocali: []model.UnitaLocale{}, Operazioni: []model.OperazioneStraordinaria{},
		Soci:              []model.Socio{{Cf: curatore, Percentuale: &quota, Diritto: model.DirittoSocioProprieta}},
		Procedure:         []model.ProceduraConcorsuale{{Tipo: "Liquidazione", DataApertura: "2026-01-02", CuratoreCf: &curatore}},
		Storia:            []model.IscrizioneRegistro{{Data: "2026-01-02", Descrizione: "iscrizione"}},
		DataAggiornamento: "2026-10-28T15:04:00Z",
	}
}

func code(n int) string { return string(impresa(n).CodiceFiscale) }

// register knows the firms up to a number.
func register(size int) registro.Lookup {
	return func(_ context.Context, codes []string) (map[string]*model.DatiInfocamere, error) {
		found := map[string]*model.DatiInfocamere{}
		for n := range size {
			found[code(n)] = impresa(n)
		}
		return found, nil
	}
}

// serve starts a service and gives the door to it.
func serve(t *testing.T, h http.Handler) infocamere.Fetch {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return fromHTTP(t, s.URL, s.Client())
}

func fromHTTP(t *testing.T, url string, client *http.Client) infocamere.Fetch {
	t.Helper()
	fetch, err := infocamere.FromHTTP(url, client)
	if err != nil {
		t.Fatal(err)
	}
	return fetch
}

// TestContract asks the same firms of an archive and of a service that reads that archive.
func TestContract(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "infocamere.db"), archive.Collections(infocamere.Sections())...)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for n := range 3 {
		doc, err := json.Marshal(impresa(n))
		if err == nil {
			_, err = s.Import(t.Context(), infocamere.Imprese.Collection, []json.RawMessage{doc})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	near := infocamere.FromArchive(archive.New(infocamere.Name, s))
	far := serve(t, registro.Handler(registro.Lookup(near)))
	codes := []string{code(0), code(2), code(2), code(7)}
	want, err := near(t.Context(), codes)
	if err != nil || len(want) != 2 {
		t.Fatal(len(want), err)
	}
	before := model.DataOraDi(time.Now().Add(-time.Minute))
	got, err := far(t.Context(), codes)
	if err != nil {
		t.Fatal(err)
	}
	for k, i := range got {
		if i.Fonte != model.FonteInfocamere || i.AggiornatoAl < before {
			t.Errorf("%s: from %s, of %s", k, i.Fonte, i.AggiornatoAl)
		}
		i.AggiornatoAl = want[k].AggiornatoAl
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the service gives %d firms, different from the archive's", len(got))
	}
	if none, err := far(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no codes: %v %v", none, err)
	}
}

func TestManyCodes(t *testing.T) {
	var requests, now, most atomic.Int64
	h := registro.Handler(register(990))
	fetch := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		h.ServeHTTP(w, r)
	}))
	var codes []string
	for n := range 1000 {
		codes = append(codes, code(n), code(n))
	}
	found, err := fetch(t.Context(), codes)
	if err != nil || len(found) != 990 {
		t.Errorf("%d firms, %v", len(found), err)
	}
	for k, i := range found {
		if k != string(i.CodiceFiscale) {
			t.Errorf("the firm under a code is another")
		}
	}
	if requests.Load() != 5 || most.Load() > 4 {
		t.Errorf("%d requests, %d at once", requests.Load(), most.Load())
	}
}

func TestTimeLimit(t *testing.T) {
	for name, fail := range map[string]func(*registro.Faults){
		"hang":  func(f *registro.Faults) { f.SetHang(true) },
		"delay": func(f *registro.Faults) { f.SetDelay(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			faults := &registro.Faults{}
			fetch := serve(t, faults.Around(registro.Handler(register(2))))
			if _, err := fetch(t.Context(), []string{code(0)}); err != nil {
				t.Fatal(err)
			}
			fail(faults)
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			_, err := fetch(ctx, []string{code(0)})
			if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "infocamere: ") {
				t.Errorf("error: %v", err)
			}
			if late := time.Since(start); late > 5*time.Second {
				t.Errorf("the error came after %v", late)
			}
			faults.SetHang(false)
			faults.SetDelay(0)
			if found, err := fetch(t.Context(), []string{code(0)}); err != nil || len(found) != 1 {
				t.Errorf("the service is back: %v", err)
			}
		})
	}
}

func TestDown(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	fetch := fromHTTP(t, strings.Replace(s.URL, "//", "//gateway:segreto@", 1)+"/?chiave=segreto", nil)
	_, err := fetch(t.Context(), []string{code(0)})
	if err == nil || !strings.HasPrefix(err.Error(), "infocamere: ") || strings.Contains(err.Error(), "segreto") {
		t.Errorf("error: %v", err)
	}
}

func TestStatus(t *testing.T) {
	faults := &registro.Faults{}
	fetch := serve(t, faults.Around(registro.Handler(register(2))))
	for _, status := range []int{500, 503, 404, 401, 429, 204, 201} {
		faults.SetStatus(status)
		_, err := fetch(t.Context(), []string{code(0)})
		if want := fmt.Sprintf("infocamere: the service answered with status %d", status); err == nil || err.Error() != want {
			t.Errorf("error %v, wanted %q", err, want)
		}
	}
}

func TestRedirect(t *testing.T) {
	fetch := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			t.Error("the redirect was followed")
		}
		http.Redirect(w, r, "/altrove", http.StatusTemporaryRedirect)
	}))
	if _, err := fetch(t.Context(), []string{code(0)}); err == nil || err.Error() != "infocamere: the service answered with status 307" {
		t.Errorf("error: %v", err)
	}
}

func TestCredentials(t *testing.T) {
	for user, want := range map[string]string{
		"":                 "",
		"gateway:segreto@": "Basic Z2F0ZXdheTpzZWdyZXRv",
		"un.gettone%2F1@":  "Bearer un.gettone/1",
	} {
		var got string
		h := registro.Handler(register(1))
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("Authorization")
			h.ServeHTTP(w, r)
		}))
		t.Cleanup(s.Close)
		fetch := fromHTTP(t, strings.Replace(s.URL, "//", "//"+user, 1), s.Client())
		if _, err := fetch(t.Context(), []string{code(0)}); err != nil || got != want {
			t.Errorf("%q: header %q, %v", user, got, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "registro", "ftp://registro/", "http://", "http://gateway:segreto@registro:porta", "/imprese"} {
		if _, err := infocamere.FromHTTP(bad, nil); err == nil || strings.Contains(err.Error(), "segreto") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// raw answers every request with one body.
func raw(kind string, body io.Reader) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.Copy(w, body)
	})
}
