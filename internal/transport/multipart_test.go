package transport_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/transport"
)

// formPart is one part of a form, as a test writes it.
type formPart struct{ name, file, body string }

// form writes a multipart body and its content type.
func form(t testing.TB, parts ...formPart) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q`, p.name)}}
		if p.file != "" {
			h = textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q; filename=%q`, p.name, p.file)}, "Content-Type": {"text/plain"}}
		}
		one, err := w.CreatePart(h)
		if err == nil {
			_, err = one.Write([]byte(p.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// TestUpload is the GraphQL multipart request specification, case by case.
func TestUpload(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	e := serve(t, transport.Options{Uploads: 50_000, Files: 3})
	one := formPart{"operations", "", `{"query":"mutation($f:Upload!){carica(file:$f)}","variables":{"f":null}}`}
	many := formPart{"operations", "", `{"query":"mutation($f:[Upload!]!){caricaMolti(file:$f)}","variables":{"f":[null,null]}}`}
	place := formPart{"map", "", `{"0":["variables.f"]}`}
	file := formPart{"0", "a.txt", "alfa"}
	tests := []struct {
		name   string
		parts  []formPart
		status int
		body   string
	}{
		{"one file", []formPart{one, place, file}, 200, `{"data":{"carica":"a.txt text/plain 4 alfa"}}`},
		{"two files", []formPart{many, {"map", "", `{"0":["variables.f.0"],"1":["variables.f.1"]}`}, file, {"1", "b.txt", "beta"}}, 200, `a.txt text/plain 4 alfa","b.txt text/plain 4 beta`},
		{"one file in two places", []formPart{many, {"map", "", `{"0":["variables.f.0","variables.f.1"]}`}, file}, 200, `a.txt text/plain 4 alfa","a.txt text/plain 4 alfa`},
		{"large file", []formPart{one, place, {"0", "g.bin", strings.Repeat("g", 40_000)}}, 200, `g.bin text/plain 40000 ggggg`},
		{"empty file", []formPart{one, place, {"0", "v.txt", ""}}, 200, `v.txt text/plain 0`},
		{"no file at all", []formPart{{"operations", "", ciao}, {"map", "", `{}`}}, 200, `ciao mondo`},
		{"too large", []formPart{one, place, {"0", "g.bin", strings.Repeat("g", 50_000)}}, 413, `troppo grande`},
		{"too many", []formPart{many, {"map", "", `{"0":["a"],"1":["b"],"2":["c"],"3":["d"]}`}, file}, 400, `Al più 3 file`},
		{"map first", []formPart{place, one, file}, 400, `quest'ordine`},
		{"file first", []formPart{file, one, place}, 400, `quest'ordine`},
		{"no map", []formPart{one}, 400, `non è completo`},
		{"map is a list", []formPart{one, {"map", "", `[]`}, file}, 400, `map non è`},
		{"operations is not JSON", []formPart{{"operations", "", `segreto`}, place, file}, 400, `non è un oggetto JSON`},
		{"a batch", []formPart{{"operations", "", `[` + ciao + `]`}, place, file}, 400, `non è un oggetto JSON`},
		{"file that map does not know", []formPart{one, place, file, {"9", "z.txt", "zeta"}}, 400, `non è fra quelli`},
		{"file that does not come", []formPart{one, {"map", "", `{"0":["variables.f"],"1":["variables.g"]}`}, file}, 400, `Manca un file`},
		{"file sent twice", []formPart{one, place, file, file}, 400, `non è fra quelli`},
		{"place outside the variables", []formPart{one, {"map", "", `{"0":["query"]}`}, file}, 400, `percorso di map`},
		{"place that is not there", []formPart{one, {"map", "", `{"0":["variables.x"]}`}, file}, 400, `percorso di map`},
		{"place below a text", []formPart{{"operations", "", `{"query":"{saluto}","variables":{"f":"x"}}`}, {"map", "", `{"0":["variables.f.0"]}`}, file}, 400, `percorso di map`},
		{"place that is taken", []formPart{{"operations", "", `{"query":"{saluto}","variables":{"f":"x"}}`}, place, file}, 400, `percorso di map`},
		{"index beyond the list", []formPart{many, {"map", "", `{"0":["variables.f.2"]}`}, file}, 400, `percorso di map`},
		{"index below zero", []formPart{many, {"map", "", `{"0":["variables.f.-1"]}`}, file}, 400, `percorso di map`},
		{"file left null", []formPart{one, {"map", "", `{}`}}, 200, `errors`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body, kind := form(t, test.parts...)
			response, answer := e.send(t, call{body: body, header: map[string]string{"Content-Type": kind}})
			if response.StatusCode != test.status || !strings.Contains(answer, test.body) || strings.Contains(answer, "segreto") {
				t.Errorf("%d %s", response.StatusCode, answer)
			}
		})
	}
	t.Run("cut off", func(t *testing.T) {
		body, kind := form(t, one, place, file)
		response, answer := e.send(t, call{body: body[:len(body)-20], header: map[string]string{"Content-Type": kind}})
		if response.StatusCode != 400 {
			t.Errorf("%d %s", response.StatusCode, answer)
		}
	})
	t.Run("no boundary", func(t *testing.T) {
		if response, answer := e.send(t, call{body: "x", header: map[string]string{"Content-Type": "multipart/form-data"}}); response.StatusCode != 400 {
			t.Errorf("%d %s", response.StatusCode, answer)
		}
	})
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
