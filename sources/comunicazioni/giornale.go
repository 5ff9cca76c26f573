package comunicazioni

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cassetto/graph/model"
)

// Voce is an entry of the journal, which puts the events of all requests in one order that never changes: positions are
// consecutive from 1, each event has one, and those of a request follow each other as its own log has them. It is made out of
// the logs of the requests and says only whose event it is; clocks have no part in it.
type Voce struct {
	Posizione int64
	Richiesta string // its id
	Evento    int32  // its number in the request
}

// serieEventi is the only series of the journal.
const serieEventi = "eventi"

// Ultima is the last position of the journal; 0 when it is empty.
func (a *Archivio) Ultima(ctx context.Context) (int64, error) {
	return a.giornale.numero(ctx, serieEventi)
}

// Dopo are the entries after a position, in order, at most so many.
func (a *Archivio) Dopo(ctx context.Context, posizione int64, most int) ([]Voce, error) {
	iscritte, err := a.giornale.dopo(ctx, serieEventi, posizione, most)
	if err != nil {
		return nil, err
	}
	voci := make([]Voce, len(iscritte))
	for i, s := range iscritte {
		id, numero, _ := strings.Cut(s.Soggetto, "/")
		n, err := strconv.ParseInt(numero, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("comunicazioni: journal entry %d is unreadable", s.Numero)
		}
		voci[i] = Voce{s.Numero, id, int32(n)}
	}
	return voci, nil
}

// registra enters the events of a request into the journal, in their order, from the first that may not be there.
func (a *Archivio) registra(ctx context.Context, r *model.Richiesta) error {
	for _, e := range r.Eventi[r.Registrati:] {
		if _, err := a.giornale.iscrivi(ctx, serieEventi, r.ID+"/"+strconv.Itoa(int(e.Numero))); err != nil {
			return err
		}
	}
	return nil
}
