package registro

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cassetto/internal/live"
	"cassetto/internal/store"
)

// Giornale puts the events of all subjects of an archive in one order that never changes: positions are consecutive from 1, each
// event has one, and those of a subject follow each other as its own log has them. It is made out of the logs of the subjects;
// clocks have no part in it. It is what a live.Feed follows.
type Giornale struct{ registro *Registro }

// serieEventi is the only series of a journal.
const serieEventi = "eventi"

// NewGiornale makes a journal in a collection declared by Collection.
func NewGiornale(s store.Store, c *store.Collection) *Giornale { return &Giornale{New(s, c)} }

// Last is the last position of the journal; 0 when it is empty.
func (g *Giornale) Last(ctx context.Context) (int64, error) {
	return g.registro.Numero(ctx, serieEventi)
}

// After are the entries after a position, in order, at most so many.
func (g *Giornale) After(ctx context.Context, position int64, most int) ([]live.Entry, error) {
	iscritte, err := g.registro.dopo(ctx, serieEventi, position, most)
	if err != nil {
		return nil, err
	}
	entries := make([]live.Entry, len(iscritte))
	for i, s := range iscritte {
		id, numero, _ := strings.Cut(s.Soggetto, "/")
		n, err := strconv.ParseInt(numero, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("registro: journal entry %d is unreadable", s.Numero)
		}
		entries[i] = live.Entry{Position: s.Numero, Subject: id, Event: int32(n)}
	}
	return entries, nil
}

// Registra enters the events of a subject after the first so many, up to the last of its log, unless they are entered already.
func (g *Giornale) Registra(ctx context.Context, soggetto string, registrati, ultimo int32) error {
	for n := registrati + 1; n <= ultimo; n++ {
		if _, err := g.registro.Iscrivi(ctx, serieEventi, soggetto+"/"+strconv.Itoa(int(n))); err != nil {
			return err
		}
	}
	return nil
}
