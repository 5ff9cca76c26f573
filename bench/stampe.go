package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// printing says how to measure what prints cost those who ask meanwhile: the same questions with nothing else to do and while ten
// dossiers are printed, one after the other in every round.
type printing struct {
	rounds int
	asked  int // questions of a quiet phase
	prints int // at once
}

// The company that is printed is the largest by hand, and what is asked is its returns and debts.
const (
	printed  = "9900010011"
	meantime = `{ azienda(matricola: "` + printed + `") { denominazione complementari { emens(first: 24) { totalCount nodes { periodo saldo esito } }
		creditiInadempienze(first: 20) { nodes { id residuo stato } } } } }`
)

// whatPrintsCost measures, and prints the table of the document.
func whatPrintsCost(ctx context.Context, m printing, out io.Writer) error {
	p, err := build(ctx)
	if err != nil {
		return err
	}
	defer p.remove()
	p.companies = 50
	limits := filepath.Join(p.work, "limiti.json")
	if err := os.WriteFile(limits, []byte(freedom), 0o600); err != nil {
		return err
	}
	p.settings = append(p.settings, "CASSETTO_LIMITI="+limits, "CASSETTO_CACHE_RISPOSTE=0") // whole answers are not kept: each is made
	fmt.Fprintf(out, "Measured on %s.\n\n", machine())
	if err := p.fill(ctx, out); err != nil {
		return err
	}
	return p.with(ctx, func(s *server) error { return m.measure(ctx, s, out) })
}

func (m printing) measure(ctx context.Context, s *server, out io.Writer) error {
	token, err := s.token(ctx, "consulente")
	if err != nil {
		return err
	}
	var quiet, busy, alone, together []time.Duration
	var before, most int64
	for range m.rounds {
		for range m.asked {
			a, err := s.ask(ctx, token, meantime)
			if err != nil {
				return err
			}
			quiet = append(quiet, a.took)
		}
		before = max(before, s.resident())
		_, took, err := s.prints(ctx, token, 1)
		if err != nil {
			return err
		}
		alone = append(alone, took)
		meanwhile, took, err := s.prints(ctx, token, m.prints)
		if err != nil {
			return err
		}
		busy, together = append(busy, meanwhile...), append(together, took)
		most = max(most, s.resident())
	}
	for _, all := range [][]time.Duration{quiet, busy, alone, together} {
		slices.Sort(all)
	}
	ratio := func(a, b time.Duration) float64 { return float64(a) / float64(b) }
	fine := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }
	last := func(all []time.Duration) time.Duration { return all[len(all)*99/100] }
	fmt.Fprintf(out, "%d rounds: %d questions with nothing else to do, %d while %d dossiers were printed.\n\n", m.rounds, len(quiet), len(busy), m.prints)
	fmt.Fprintln(out, "| | quiet | printing | ratio |\n|---|---|---|---|")
	fmt.Fprintf(out, "| question, in the middle | %s | %s | %.1f |\n", fine(median(quiet)), fine(median(busy)), ratio(median(busy), median(quiet)))
	fmt.Fprintf(out, "| question, 99 of 100 | %s | %s | %.1f |\n", fine(last(quiet)), fine(last(busy)), ratio(last(busy), last(quiet)))
	fmt.Fprintf(out, "| memory | %d MB | %d MB | %.1f |\n\n", before>>20, most>>20, float64(most)/float64(before))
	_, err = fmt.Fprintf(out, "From asking to ready: one alone %s, %d at once %s (%.1f times).\n", ms(median(alone)), m.prints, ms(median(together)), ratio(median(together), median(alone)))
	return err
}

// prints asks for so many prints and goes on asking until all are ready; it says how long each question took meanwhile, and how long
// all prints.
func (s *server) prints(ctx context.Context, token string, n int) (meanwhile []time.Duration, took time.Duration, err error) {
	begun := time.Now()
	var open []string
	for range n {
		a, err := s.ask(ctx, token, `mutation { stampaFascicolo(input: {matricola: "`+printed+`"}) { stampa { id } errori { codice } } }`)
		if err != nil {
			return nil, 0, err
		}
		var asked struct {
			Data struct {
				StampaFascicolo struct{ Stampa *struct{ ID string } }
			}
		}
		if err := json.Unmarshal(a.text, &asked); err != nil || asked.Data.StampaFascicolo.Stampa == nil {
			return nil, 0, fmt.Errorf("no print: %.300s, %w", a.text, err)
		}
		open = append(open, asked.Data.StampaFascicolo.Stampa.ID)
	}
	for len(open) > 0 {
		a, err := s.ask(ctx, token, meantime)
		if err != nil {
			return nil, 0, err
		}
		meanwhile = append(meanwhile, a.took)
		if len(meanwhile)%10 > 0 {
			continue
		}
		ready, err := s.ended(ctx, token, open[0])
		if err != nil {
			return nil, 0, err
		}
		if ready {
			open = open[1:]
		}
	}
	return meanwhile, time.Since(begun), nil
}

// ended says whether a print is ready; one that is not whole is an error.
func (s *server) ended(ctx context.Context, token, id string) (bool, error) {
	a, err := s.ask(ctx, token, `{ stampa(id: "`+id+`") { stato } }`)
	if err != nil {
		return false, err
	}
	var state struct {
		Data struct{ Stampa struct{ Stato string } }
	}
	if err := json.Unmarshal(a.text, &state); err != nil {
		return false, err
	}
	switch state.Data.Stampa.Stato {
	case "PRONTA":
		return true, nil
	case "RICHIESTA", "IN_ELABORAZIONE":
		return false, nil
	}
	return false, fmt.Errorf("a print ended as %s", state.Data.Stampa.Stato)
}
