package importa_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/importa"
)

func load(t *testing.T, to importa.Target, f importa.File) importa.Report {
	t.Helper()
	r, err := importa.ImportBy(t.Context(), to, f, 10)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestImport(t *testing.T) {
	to := target(t, "complementari")
	to.At = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	bad := strings.Replace(posta(2), `"oggetto":"Avviso bonario"`, `"oggetto":["uno"]`, 1)
	path := write(t, "f.ndjson", "\ufeff"+posta(1)+"\r\n\r\n  \n"+bad+"\n{\"a\xff\"\n"+posta(3)+"\n"+posta(1))
	r := load(t, to, importa.File{Path: path})
	if r.Righe != 7 || r.Sezioni["postaIbrida"] != 3 || r.Documenti() != 3 || r.Cambiati != 2 || r.Scarti != 2 {
		t.Errorf("report: %+v", r)
	}
	if n := len(content(t, to)); n != 2 {
		t.Errorf("%d documents in the archive", n)
	}
	const motivo = "oggetto: serve una stringa"
	want := fmt.Sprintf("{\"riga\":4,\"motivo\":\"%s\",\"documento\":%s}\n", motivo, bad) +
		"{\"riga\":5,\"motivo\":\"la riga non è in UTF-8\",\"documento\":\"{\\\"a\\ufffd\\\"\"}\n"
	if got := readFile(t, path+".scarti.ndjson"); got != want {
		t.Errorf("refused lines:\n%s\nwanted:\n%s", got, want)
	}
	if info, err := os.Stat(r.Percorso); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file of the refused lines: %v %v", info, err)
	}
	if text := r.String(); !strings.Contains(text, "riga 4: "+motivo) || strings.Contains(text, "uno") {
		t.Errorf("report: %s", text)
	}
	at, err := archive.New("complementari", to.Store).UpdatedAt(t.Context(), "postaIbrida")
	if err != nil || at != "2026-11-23T08:00:00Z" {
		t.Errorf("stamp: %s %v", at, err)
	}
	if at, _ := archive.New("complementari", to.Store).UpdatedAt(t.Context(), "emens"); at != "1970-01-01T00:00:00Z" {
		t.Errorf("a section that was not touched is stamped: %s", at)
	}
}

// TestAgain loads the corrected file: nothing changes twice, and the refused lines of the first time are gone.
func TestAgain(t *testing.T) {
	to := target(t, "complementari")
	path := write(t, "f.ndjson", posta(1)+"\nrotta\n")
	load(t, to, importa.File{Path: path})
	if err := os.WriteFile(path, []byte(posta(1)+"\n"+posta(2)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := load(t, to, importa.File{Path: path})
	if r.Cambiati != 1 || r.Scarti != 0 || r.Percorso != "" || r.Daccapo != "" || r.Ripreso != 0 {
		t.Errorf("report: %+v", r)
	}
	if left, _ := filepath.Glob(path + ".*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestOversizeLine(t *testing.T) {
	to := target(t, "complementari")
	big := func(n int) io.Reader {
		return io.MultiReader(strings.NewReader(`{"postaIbrida":"`), io.LimitReader(endless('a'), int64(n)), strings.NewReader("\"}\n"))
	}
	in := io.MultiReader(strings.NewReader(posta(1)+"\n"), big(10<<20), strings.NewReader(posta(2)+"\n"),
		big(importa.MaxLine-18), strings.NewReader(posta(3)+"\n"), big(importa.MaxLine-17), big(64<<20))
	dir := t.TempDir()
	r := load(t, to, importa.File{Path: "-", Input: in, Scarti: filepath.Join(dir, "s")})
	if r.Righe != 7 || r.Documenti() != 3 || r.Scarti != 4 {
		t.Errorf("report: %+v", r)
	}
	motivi := []string{"la riga supera 1 MiB", "serve un oggetto", "la riga supera 1 MiB", "la riga supera 1 MiB"}
	for i, s := range r.Primi {
		if s.Motivo != motivi[i] {
			t.Errorf("line %d: %q, wanted %q", s.Riga, s.Motivo, motivi[i])
		}
	}
	if info, err := os.Stat(r.Percorso); err != nil || info.Size() > importa.MaxLine+1000 {
		t.Errorf("refused lines: %v %v", info.Size(), err)
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestStandardInput(t *testing.T) {
	to := target(t, "complementari")
	text := strings.Repeat(posta(1)+"\n", 25) + posta(2)
	r := load(t, to, importa.File{Path: "-", Input: iotest.OneByteReader(strings.NewReader(text))})
	if r.Righe != 26 || r.Documenti() != 26 || r.Cambiati != 2 {
		t.Errorf("report: %+v", r)
	}
	broken := io.MultiReader(strings.NewReader(text+"\n"), iotest.ErrReader(errors.New("broken pipe")))
	if _, err := importa.Import(t.Context(), to, importa.File{Path: "-", Input: broken}); err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Errorf("error: %v", err)
	}
}

// interrupt loads a file until its line n was taken, then leaves the load as a kill would, and gives what stopped it.
func interrupt(t *testing.T, to importa.Target, f importa.File) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	to.Store = &stopping{Store: to.Store, after: 3, stop: cancel}
	_, err := importa.ImportBy(ctx, to, f, 10)
	return err
}

func TestResume(t *testing.T) {
	text := ""
	for n := range 100 {
		if text += posta(n) + "\n"; n%10 == 4 {
			text += "rotta\n"
		}
	}
	for _, c := range []struct {
		name   string
		change func(t *testing.T, path string, to *importa.Target)
		why    string
	}{
		{"same", func(*testing.T, string, *importa.Target) {}, ""},
		{"touched", func(t *testing.T, path string, _ *importa.Target) {
			at := time.Now().Add(-time.Hour)
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
		}, "il file è cambiato dopo l'interruzione"},
		{"other store", func(t *testing.T, _ string, to *importa.Target) { *to = target(t, "complementari") },
			"l'archivio non è quello che l'importazione interrotta stava riempiendo"},
		{"refused lines lost", func(t *testing.T, path string, _ *importa.Target) {
			if err := os.Remove(path + ".scarti.ndjson"); err != nil {
				t.Fatal(err)
			}
		}, "il file degli scarti non c'è più"},
		{"damaged", func(t *testing.T, path string, _ *importa.Target) {
			if err := os.WriteFile(path+".avanzamento.json", []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "l'importazione interrotta era di un altro archivio"},
	} {
		for _, name := range []string{"f.ndjson", "f.ndjson.gz"} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				to := target(t, "complementari")
				path := write(t, name, pack(t, name, text))
				if err := interrupt(t, to, importa.File{Path: path}); !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				if info, err := os.Stat(path + ".avanzamento.json"); err != nil || info.Mode().Perm() != 0o600 {
					t.Fatalf("progress: %v %v", info, err)
				}
				c.change(t, path, &to)
				var log bytes.Buffer
				r := load(t, to, importa.File{Path: path, Progress: &log})
				if r.Daccapo != c.why || (r.Ripreso > 0) != (c.why == "") || !strings.Contains(log.String(), c.why) {
					t.Errorf("resumed after %d, from the start because %q; said %q", r.Ripreso, r.Daccapo, log.String())
				}
				if r.Righe != 110 || r.Documenti() != 100 || r.Scarti != 10 || len(content(t, to)) != 100 {
					t.Errorf("report: %+v", r)
				}
				if n := strings.Count(readFile(t, r.Percorso), "\n"); n != 10 {
					t.Errorf("%d refused lines", n)
				}
			})
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	to := target(t, "complementari")
	cut := pack(t, "x.gz", strings.Repeat(posta(1)+"\n", 100))
	for name, f := range map[string]importa.File{
		"missing":   {Path: filepath.Join(t.TempDir(), "none")},
		"folder":    {Path: t.TempDir()},
		"no input":  {Path: "-"},
		"not gzip":  {Path: write(t, "f.gz", posta(1))},
		"cut short": {Path: write(t, "g.gz", cut[:len(cut)-10])},
		"itself":    {Path: "/tmp/x", Scarti: "/tmp/x"},
	} {
		if _, err := importa.Import(t.Context(), to, f); err == nil || !strings.HasPrefix(err.Error(), "importa: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func pack(t *testing.T, name, text string) string {
	t.Helper()
	if !strings.HasSuffix(name, ".gz") {
		return text
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
