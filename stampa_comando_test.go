package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStampaComando: the command writes the dossier into a file, whole or not at all, for a profile of the demo or whoever a token
// speaks of; what is refused leaves no file, and no value in the message.
func TestStampaComando(t *testing.T) {
	vars := demoFolder(t, nil)
	dir := t.TempDir()
	config, _, err := loadConfig(call{getenv: func(name string) string { return vars[name] }, log: io.Discard}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := openDemoIdentity(config)
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.token("rappresentante")
	if err != nil {
		t.Fatal(err)
	}
	buono, cattivo := filepath.Join(dir, "token"), filepath.Join(dir, "cattivo")
	writeFile(t, buono, []byte(token+"\n"))
	writeFile(t, cattivo, []byte(token[:len(token)-3]))
	for _, c := range []struct {
		nome   string
		args   []string
		errore string // none when empty
	}{
		{"profile", []string{"-matricola", posAurora, "-sezioni", "SINTETICI, EMENS", "-dal", "2026-01-01", "-al", "2026-06-30"}, ""},
		{"token", []string{"-matricola", posAurora, "-sezioni", "SINTETICI", "-token-file", buono}, ""},
		{"not his", []string{"-matricola", posAurora, "-profilo", "ragioniere"}, "-matricola: the position does not exist"},
		{"unknown", []string{"-matricola", "9900099993"}, "-matricola: the position does not exist"},
		{"no matricola", []string{"-matricola", "99A"}, "-matricola: no valid"},
		{"no period", []string{"-matricola", posAurora, "-dal", "2026-02-01", "-al", "2026-01-31"}, "-al: the period ends"},
		{"no day", []string{"-matricola", posAurora, "-dal", "2026-02-31"}, "-dal: no valid day"},
		{"no section", []string{"-matricola", posAurora, "-sezioni", "ALTRO"}, "-sezioni: unknown"},
		{"bad token", []string{"-matricola", posAurora, "-token-file", cattivo}, "-token-file: the token is not valid"},
		{"no token", []string{"-matricola", posAurora, "-token-file", filepath.Join(dir, "nessuno")}, "-token-file: the file cannot"},
		{"two persons", []string{"-matricola", posAurora, "-token-file", buono, "-profilo", "consulente"}, "-profilo:"},
		{"nothing", nil, "usage:"},
	} {
		t.Run(c.nome, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "f.pdf")
			var out, log bytes.Buffer
			err := Run(t.Context(), append([]string{"stampa", "-o", file}, c.args...), func(name string) string { return vars[name] }, &out, &log)
			left, _ := os.ReadDir(folder)
			if c.errore != "" {
				if err == nil || !strings.Contains(err.Error(), c.errore) || strings.Contains(err.Error(), posAurora) || len(left) > 0 {
					t.Errorf("%v, %d files are left", err, len(left))
				}
				return
			}
			pdf, readErr := os.ReadFile(file)
			if err != nil || readErr != nil || len(left) != 1 || !bytes.HasPrefix(pdf, []byte("%PDF-")) || !strings.Contains(out.String(), "sha256 ") {
				t.Errorf("%v, %v, %d files, %q %q", err, readErr, len(left), out.String(), log.String())
			}
		})
	}
}

// TestBarra: on a terminal one sees how much is done, and nothing of it stays; elsewhere there is nothing to see.
func TestBarra(t *testing.T) {
	var to bytes.Buffer
	b := &barra{to: &to}
	b.avanza("EMENS", 40)
	b.shown = time.Time{}
	b.avanza("SINTETICI", 10) // the other pass over the sections
	b.end()
	if got := to.String(); !strings.Contains(got, "[########............]  40% EMENS") || strings.Contains(got, "10%") || !strings.HasSuffix(got, " \r") {
		t.Errorf("%q", got)
	}
	newBarra(&to).avanza("EMENS", 40)
	if n := to.Len(); n != len(to.String()) || newBarra(&to).to != nil {
		t.Error("it is shown where there is no terminal")
	}
}
