package main

import (
	"testing"
	"time"

	"cassetto/bench/crash"
)

// TestCrash kills two processes of the program, and the Redis between them, a few times under load: nothing that was answered is
// lost, nothing is done twice. `go run ./bench -crash` does so fifty times (docs/affidabilita.md).
func TestCrash(t *testing.T) {
	t.Parallel()
	binary := buildProgram(t)
	for name, redis := range map[string]bool{"with Redis": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			trial := crash.Prova{Programma: binary, Uccisioni: 5, Redis: redis, Allegati: true, Calma: 2 * time.Minute}
			if err := crash.Esegui(t.Context(), trial, t.Output()); err != nil {
				t.Error(err)
			}
		})
	}
}
