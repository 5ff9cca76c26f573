package stampe

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

const (
	// ogni is between two looks for what others have left.
	ogni = 2 * time.Second
	// aVolta is how many prints are looked for at once.
	aVolta = 200
)

// Stampa writes the document of a print, as whom it belongs to, and tells how far it has come. It fails with NOT_FOUND or FORBIDDEN
// when it cannot be his any more.
type Stampa func(ctx context.Context, s *model.Stampa, w io.Writer, avanza func(sezione model.SezioneFascicolo, percento int)) (Fatta, error)

// Fatta is what was written.
type Fatta struct {
	Pagine   int
	Mancanti []string // archives that did not answer
	Titoli   []string // what he was entitled to meanwhile
}

// Opzioni are what a workshop is made of.
type Opzioni struct {
	Archivio  *Archivio
	Now       func() time.Time
	Timeout   time.Duration // of what is asked of the archive
	Stampa    Stampa
	Cambiata  func(*model.Stampa) // is told of every print that has changed
	Lavoranti int                 // how many prints are made at a time, however many are asked for
}

// Bottega makes the prints that were asked for, and removes the documents that have expired. There may be several, in several
// processes: each print is ended by one of them, once.
type Bottega struct {
	Opzioni
	chi   string          // its name
	coda  chan string     // to who is free
	sente chan struct{}   // has something when there is something in attende
	mu    sync.Mutex      // of attende
	nuove map[string]bool // prints to begin with at once
}

// NewBottega makes one that is ready to be told of prints.
func NewBottega(o Opzioni) *Bottega {
	return &Bottega{Opzioni: o, chi: rand.Text(), coda: make(chan string), sente: make(chan struct{}, 1), nuove: map[string]bool{}}
}

// Signal says that a print was asked for. It never waits.
func (b *Bottega) Signal(id string) {
	b.mu.Lock()
	b.nuove[id] = true
	b.mu.Unlock()
	select {
	case b.sente <- struct{}{}:
	default:
	}
}

// Run makes the prints that it is told of, and every two seconds looks for those that others have left, until ctx ends. What it is
// at work on then it gives back.
func (b *Bottega) Run(ctx context.Context) {
	var lavoranti sync.WaitGroup
	for range max(1, b.Lavoranti) {
		lavoranti.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case id := <-b.coda:
					b.nota(ctx, b.una(ctx, id))
				}
			}
		})
	}
	b.distribuisce(ctx)
	lavoranti.Wait()
}

// distribuisce gives prints to who is free, in the order in which they came.
func (b *Bottega) distribuisce(ctx context.Context) {
	ticker := time.NewTicker(ogni)
	defer ticker.Stop()
	var fila fila
	for {
		coda, prima := fila.prima(b.coda)
		select {
		case <-ctx.Done():
			return
		case coda <- prima:
			fila.toglie()
		case <-b.sente:
			fila.mette(b.prendeNuove())
		case <-ticker.C:
			lasciate, err := b.guarda(ctx)
			b.nota(ctx, err)
			fila.mette(lasciate)
		}
	}
}

func (b *Bottega) prendeNuove() (ids []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id := range b.nuove {
		ids = append(ids, id)
	}
	clear(b.nuove)
	return ids
}

// guarda removes the documents that have expired, and looks for prints with which anybody may begin, the oldest first.
func (b *Bottega) guarda(ctx context.Context) (libere []string, err error) {
	if err := b.sgombera(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, b.Timeout)
	defer cancel()
	q := store.Query{Filter: store.In{Field: "daFare", Values: []string{daStampare}}, Order: []store.Order{{Field: "dataRichiesta"}}, Limit: aVolta}
	err = b.Archivio.stampe.Store.Search(ctx, Stampe.Collection, q, func(row store.Row) error {
		var s struct{ Lavoro *model.LavoroStampa }
		err := row.Decode(&s)
		if err == nil && abbandonata(s.Lavoro, b.Now()) {
			libere = append(libere, row.ID())
		}
		return err
	})
	return libere, err
}

// nota logs what failed, without its cause, which may hold anything.
func (b *Bottega) nota(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "prints have to wait", "archivio", Name)
	}
}
