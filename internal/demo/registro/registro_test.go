package registro_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo/registro"
)

// lookup knows the codes A and B, and fails when it is asked for X.
func lookup(_ context.Context, codes []string) (map[string]*model.DatiInfocamere, error) {
	found := map[string]*model.DatiInfocamere{}
	for _, c := range codes {
		switch c {
		case "A", "B":
			found[c] = &model.DatiInfocamere{CodiceFiscale: model.CodiceFiscale(c), StatoImpresa: model.StatoImpresaAttiva}
		case "X":
			return nil, errors.New("secret")
		}
	}
	return found, nil
}

func ask(t *testing.T, h http.Handler, method, kind, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	const kind = "application/json"
	many := `{"codiciFiscali":["A"` + strings.Repeat(`,"A"`, 199) + `]}`
	for name, c := range map[string]struct {
		method, kind, body string
		status, firms      int
	}{
		"two":        {"POST", kind, `{"codiciFiscali":["B","C","A","B"]}`, 200, 2},
		"none":       {"POST", kind + "; charset=utf-8", `{"codiciFiscali":[]}`, 200, 0},
		"200":        {"POST", kind, many, 200, 1},
		"201":        {"POST", kind, strings.Replace(many, "[", `["B",`, 1), 413, 0},
		"long":       {"POST", kind, `{"codiciFiscali":["` + strings.Repeat("A", 70_000) + `"]}`, 413, 0},
		"get":        {"GET", kind, "", 405, 0},
		"form":       {"POST", "text/plain", `{"codiciFiscali":["A"]}`, 415, 0},
		"not JSON":   {"POST", kind, `{"codiciFiscali":["A"`, 400, 0},
		"not agreed": {"POST", kind, `{"codici":["A"]}`, 400, 0},
		"failing":    {"POST", kind, `{"codiciFiscali":["X"]}`, 503, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := ask(t, registro.Handler(lookup), c.method, c.kind, c.body)
			if w.Code != c.status || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("status %d, %s", w.Code, w.Body)
			}
			var a struct{ Imprese []map[string]any }
			if c.status == 200 && (json.Unmarshal(w.Body.Bytes(), &a) != nil || a.Imprese == nil || len(a.Imprese) != c.firms) {
				t.Errorf("answer: %s", w.Body)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	f := &registro.Faults{}
	h := f.Around(registro.Handler(lookup))
	post := func() int {
		return ask(t, h, "POST", "application/json", `{"codiciFiscali":["A"]}`).Code
	}
	f.SetStatus(500)
	if code := post(); code != 500 {
		t.Errorf("status %d", code)
	}
	f.SetStatus(0)
	f.SetDelay(20 * time.Millisecond)
	if start := time.Now(); post() != 200 || time.Since(start) < 20*time.Millisecond {
		t.Error("the answer is not late")
	}
	f.SetHang(true)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "POST", "/", strings.NewReader("{}")))
	if w.Body.Len() > 0 || ctx.Err() == nil {
		t.Error("a hanging service answered")
	}
}

func TestFaultsChangeWhileRequestsRun(t *testing.T) {
	f := &registro.Faults{}
	h := f.Around(registro.Handler(lookup))
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() { f.SetStatus(500 + n%2); f.SetDelay(time.Duration(n) * time.Microsecond) })
		wg.Go(func() { ask(t, h, "POST", "application/json", `{"codiciFiscali":["A"]}`) })
	}
	wg.Wait()
}
