package importa_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"cassetto/internal/importa"
)

// child loads file.ndjson of a folder into its archive and leaves the report there.
func child(ctx context.Context, dir string) error {
	to, err := open(ctx, "complementari", filepath.Join(dir, "complementari.db"))
	if err != nil {
		return err
	}
	defer to.Store.Close()
	r, err := importa.ImportBy(ctx, to, importa.File{Path: filepath.Join(dir, "file.ndjson")}, 250)
	if err != nil {
		return err
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "report.json"), text, 0o600)
}

// TestKill kills a load again and again, at moments that nobody chose, and compares what comes out in the end with a load
// that ran through.
func TestKill(t *testing.T) {
	killed, whole := t.TempDir(), t.TempDir()
	for _, dir := range []string{killed, whole} {
		manyLines(t, filepath.Join(dir, "file.ndjson"))
	}
	if err := child(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	resumed := 0
	for tries := 0; !killOnce(t, killed, resumed < 4); tries++ {
		if tries > 200 {
			t.Fatal("the load does not come to its end")
		}
		if _, err := os.Stat(filepath.Join(killed, "file.ndjson.avanzamento.json")); err == nil {
			resumed++
		}
	}
	if resumed < 4 {
		t.Errorf("the load was interrupted only %d times after its first batch", resumed)
	}
	compare(t, killed, whole)
}

// killOnce runs the load in a process of its own and says whether it came to its end; it kills it when asked to.
func killOnce(t *testing.T, dir string, kill bool) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.Stderr = os.Stderr
	before := progress(dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	if kill {
		// Some time after the load has come further than the one before it, so that the test comes to its end too.
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for progress(dir) == before {
			select {
			case err := <-done:
				return err == nil
			case <-look.C:
			}
		}
		late := time.AfterFunc(time.Duration(rand.IntN(10_000))*time.Microsecond, func() { cmd.Process.Kill() })
		defer late.Stop()
	}
	err := <-done
	if err != nil && !kill {
		t.Fatal(err)
	}
	return err == nil
}

func progress(dir string) string {
	text, _ := os.ReadFile(filepath.Join(dir, "file.ndjson.avanzamento.json"))
	return string(text)
}

func compare(t *testing.T, killed, whole string) {
	t.Helper()
	var reports [2]importa.Report
	var contents [2]map[string]string
	var scarti [2]string
	for i, dir := range []string{killed, whole} {
		text, err := os.ReadFile(filepath.Join(dir, "report.json"))
		if err == nil {
			err = json.Unmarshal(text, &reports[i])
		}
		if err != nil {
			t.Fatal(err)
		}
		reports[i].Cambiati = 0 // of a batch that was written but not yet noted, the repetition changes nothing
		to, err := open(t.Context(), "complementari", filepath.Join(dir, "complementari.db"))
		if err != nil {
			t.Fatal(err)
		}
		contents[i] = content(t, to)
		to.Store.Close()
		text, err = os.ReadFile(filepath.Join(dir, "file.ndjson.scarti.ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		scarti[i] = string(text)
		left, _ := filepath.Glob(filepath.Join(dir, "*avanzamento*"))
		if len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	if len(contents[1]) < 8000 || !reflect.DeepEqual(contents[0], contents[1]) {
		t.Errorf("the archives differ: %d documents after kills, %d without", len(contents[0]), len(contents[1]))
	}
	if scarti[0] != scarti[1] {
		t.Errorf("the refused lines differ: %d bytes after kills, %d without", len(scarti[0]), len(scarti[1]))
	}
	if !reflect.DeepEqual(reports[0], reports[1]) {
		t.Errorf("the reports differ:\n%v\n%v", reports[0], reports[1])
	}
}

// manyLines writes a file of two sections in which every seventh line is bad.
func manyLines(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for n := range 12_000 {
		switch {
		case n%7 == 3:
			fmt.Fprintf(w, "{\"postaIbrida\":{\"riga\":%d}}\n", n)
		case n%7 == 5:
			fmt.Fprintf(w, `{"fondiInterprofessionali":{"matricola":"9900010011","codiceFondo":"FIMA","denominazione":"n. %d",`+
				`"categoria":"DIRIGENTI","evento":"ADESIONE","decorrenza":"%04d-01"}}`+"\n", n, n)
		default:
			fmt.Fprintln(w, posta(n))
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
