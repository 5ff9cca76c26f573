package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPari runs the comparison on few companies: all contestants say the same, none is left out, and the picture is well-formed.
func TestPari(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	m := parity{
		companies: 60, page: 10, rounds: 1, phase: 100 * time.Millisecond, alone: 50 * time.Millisecond,
		connections: 4, picture: filepath.Join(t.TempDir(), "pari.svg"),
	}
	if err := m.compare(t.Context(), program, &out); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", &out)
	picture, err := os.ReadFile(m.picture)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range (&course{}).rivals() {
		if n := strings.Count(out.String(), "\n| "+r.name+" |"); n < 2 {
			t.Errorf("%s was measured %d times", r.name, n)
		}
		if n := strings.Count(string(picture), ">"+r.name+"<"); n != 1 && r.name != controlName {
			t.Errorf("the picture shows %s %d times", r.name, n)
		}
	}
	if strings.Contains(out.String()+string(picture), "%!") {
		t.Error("a figure is not written as it should be")
	}
	for _, p := range []string{"of mercurius", "allocations", "ready bytes", "values from Redis, of values", "Redis only", "SQLite", "memory with nothing kept"} {
		if !strings.Contains(out.String(), p) {
			t.Errorf("nothing is said about %s", p)
		}
	}
	for d := xml.NewDecoder(bytes.NewReader(picture)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
