package documents_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/documents"
	"cassetto/internal/fault"
)

// clock is a time that the test sets. It never ticks: only the time of a read decides what has expired.
type clock struct{ now atomic.Int64 }

func (c *clock) NowNano() int64                      { return c.now.Load() }
func (c *clock) Tick(time.Duration) <-chan time.Time { return nil }
func (c *clock) pass(d time.Duration)                { c.now.Add(int64(d)) }

func automatic(t *testing.T, l documents.Limits) *documents.Automatic {
	t.Helper()
	a, err := documents.OpenAutomatic(l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// TestAdd: a text is registered under its own hash only, and found by it.
func TestAdd(t *testing.T) {
	long := strings.Repeat("x", 101)
	for _, test := range []struct{ name, hash, text, err string }{
		{"its hash", documents.Hash(utente), utente, ""},
		{"the hash of another", documents.Hash(sede), utente, "L'identificativo del documento non corrisponde al suo testo."},
		{"a hash in capitals", strings.ToUpper(documents.Hash(utente)), utente, "L'hash del documento non è uno SHA-256 di 64 cifre esadecimali minuscole."},
		{"a short hash", documents.Hash(utente)[:63], utente, "L'hash del documento non è uno SHA-256 di 64 cifre esadecimali minuscole."},
		{"no hash", "", utente, "L'hash del documento non è uno SHA-256 di 64 cifre esadecimali minuscole."},
		{"a long text", documents.Hash(long), long, "Il documento è troppo lungo per essere registrato: al più 100 byte."},
		{"a text of the longest", documents.Hash(long[:100]), long[:100], ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := automatic(t, documents.Limits{Text: 100})
			err := a.Add(test.hash, test.text)
			text, ok := a.Find(test.hash)
			if test.err == "" && (err != nil || !ok || text != test.text) {
				t.Errorf("%q %t %v", text, ok, err)
			}
			if test.err != "" && (fault.Code(err) != fault.BadUserInput || !strings.HasSuffix(err.Error(), test.err) || ok) {
				t.Errorf("%q %t %v", text, ok, err)
			}
		})
	}
}

// TestAddIsBounded: however much is registered, the texts together stay within the bound, and some are still found.
func TestAddIsBounded(t *testing.T) {
	const bound, size = 64 << 10, 1 << 10
	a := automatic(t, documents.Limits{Bytes: bound, Text: size})
	var all []string
	for n := range 1_000 {
		text := fmt.Sprintf("%0*d", size, n)
		all = append(all, documents.Hash(text))
		if err := a.Add(all[n], text); err != nil {
			t.Fatal(err)
		}
	}
	if weight := a.Bytes(); weight > bound || weight < bound/2 {
		t.Errorf("%d bytes, at most %d", weight, bound)
	}
	found := 0
	for _, hash := range all {
		if _, ok := a.Find(hash); ok {
			found++
		}
	}
	if found == 0 || found > bound/size {
		t.Errorf("%d texts of %d bytes in %d", found, size, bound)
	}
}

// TestAddExpires: a text that somebody asks for stays, one that nobody asks for goes.
func TestAddExpires(t *testing.T) {
	c := &clock{}
	a := automatic(t, documents.Limits{Clock: c})
	for _, text := range []string{utente, sede} {
		if err := a.Add(documents.Hash(text), text); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		c.pass(23 * time.Hour)
		if _, ok := a.Find(documents.Hash(utente)); !ok {
			t.Error("a text in use is gone")
		}
	}
	if _, ok := a.Find(documents.Hash(sede)); ok {
		t.Error("a text that nobody asked for in three days is still there")
	}
	c.pass(24*time.Hour + time.Second)
	if _, ok := a.Find(documents.Hash(utente)); ok {
		t.Error("a text that nobody asked for in a day is still there")
	}
}

// TestLimits: bounds that cannot hold are refused.
func TestLimits(t *testing.T) {
	for _, l := range []documents.Limits{{Bytes: -1}, {Text: -1}, {Idle: -1}, {Bytes: 1_000, Text: 1_000}} {
		if a, err := documents.OpenAutomatic(l); err == nil {
			a.Close()
			t.Errorf("%+v", l)
		}
	}
}
