package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/sources/agenda"
)

// calendarState says for which days the demo offices have published their calendars; it is written when they have.
type calendarState struct{ Dal, Al model.Data }

// publish makes the demo offices publish their calendars up to the farthest day that can be booked. Days for which they did it
// before are left alone, whatever became of them since. Killed half-way, or done by two processes at once, it is done again: what is
// published already stays as it is, with the places that are taken. An archive that lives elsewhere is never written.
func (a *App) publish(ctx context.Context) error {
	if a.config.mongo(agenda.Name) != "" {
		return nil
	}
	file := filepath.Join(a.config.Dati, "calendario.json")
	var have calendarState
	if b, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(b, &have) // an unreadable state is no state
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	now := a.config.Now()
	want := calendarState{model.DataDi(now), agenda.Ultimo(now)}
	from := have.missing(want)
	if from > want.Al {
		return nil
	}
	var all []*agenda.Pubblicazione
	for _, c := range demo.Calendari(from, want.Al) {
		p := &agenda.Pubblicazione{Input: c.Fasce, Patrono: c.Patrono}
		if wrong := p.Valuta(now); len(wrong) > 0 {
			return fmt.Errorf("calendar of %s: %s", c.Fasce.Sede, wrong[0].Codice)
		}
		all = append(all, p)
	}
	if err := a.archives.Agenda.PubblicaInsieme(ctx, all, now); err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o600)
}

// missing is the first day wanted that is not published; it is after the last one wanted when there is none.
func (have calendarState) missing(want calendarState) model.Data {
	last, err := time.Parse(time.DateOnly, string(have.Al))
	if err != nil || have.Dal > want.Dal || have.Al < want.Dal {
		return want.Dal
	}
	return model.Data(last.AddDate(0, 0, 1).Format(time.DateOnly))
}
