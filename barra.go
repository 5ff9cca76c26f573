package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"cassetto/graph/model"
)

// barra shows on a terminal how far a print has come.
type barra struct {
	to       io.Writer // nil: silent
	percento int
	shown    time.Time
}

func newBarra(log io.Writer) *barra {
	if !isTerminal(log) {
		log = nil
	}
	return &barra{to: log}
}

func (b *barra) avanza(sezione model.SezioneFascicolo, percento int) {
	b.percento = max(b.percento, min(percento, 100))
	if b.to != nil && time.Since(b.shown) > 100*time.Millisecond {
		b.shown = time.Now()
		done := b.percento / 5
		fmt.Fprintf(b.to, "\rstampa: [%s%s] %3d%% %-30s", strings.Repeat("#", done), strings.Repeat(".", 20-done), b.percento, sezione)
	}
}

func (b *barra) end() {
	if b.to != nil {
		fmt.Fprintf(b.to, "\r%70s\r", "")
	}
}
