package outbox

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// pagina is how many documents are read at once. More are read only where documents cannot be taken.
const pagina = 50

// trovata is a notice with the version it was read with.
type trovata struct {
	notifica model.Notifica
	versione int64
}

// cerca finds notices that are due and can be taken, at most so many, the oldest first.
func (l *lavoro) cerca(ctx context.Context, quante int) ([]trovata, error) {
	var trovate []trovata
	viste := map[string]presa{}
	q := store.Query{
		Filter: store.And{
			store.In{Field: "stato", Values: []string{string(model.StatoNotificaDaInviare)}},
			store.Range{Field: "prossimoTentativo", To: archive.Instant(l.Now().Add(time.Microsecond))},
		},
		Order: []store.Order{{Field: "prossimoTentativo"}},
		Limit: pagina,
	}
	for {
		righe := 0
		err := l.Store.Search(ctx, l.Collezione, q, func(r store.Row) error {
			righe++
			q.After = r.Cursor()
			if len(trovate) < quante {
				if t := l.leggi(r, viste); t != nil {
					trovate = append(trovate, *t)
				}
			}
			return nil
		})
		if err != nil || len(trovate) == quante {
			return trovate, err
		}
		if righe < pagina {
			l.altrui = viste // everything was seen: what is not among it has ended
			return trovate, nil
		}
	}
}

// leggi reads a notice that can be taken; nil when it cannot. One bad document does not stop the others.
func (l *lavoro) leggi(r store.Row, viste map[string]presa) *trovata {
	id, versione := r.ID(), r.Version()
	t := &trovata{versione: versione}
	if r.Decode(&t.notifica) != nil {
		if l.illeggibili[id] != versione {
			l.illeggibili[id] = versione
			l.Log.Error("outbox: a document is not a notice", "id", id)
		}
		return nil
	}
	if l.inVolo[id] {
		return nil
	}
	n := &t.notifica
	if n.UltimoErrore == nil || *n.UltimoErrore != Interrotto {
		return t
	}
	p := l.altrui[id]
	if p.versione != versione {
		p = presa{versione, time.Now()}
		l.altrui[id] = p
	}
	viste[id] = p
	if time.Since(p.dal) < l.Presa {
		return nil
	}
	return t
}
