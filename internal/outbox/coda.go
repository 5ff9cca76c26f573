package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Opzioni say where a queue is and how it works. What is zero has the value in brackets.
type Opzioni struct {
	Store      store.Store
	Collezione *store.Collection // of model.Notifica, key id, index stato, prossimoTentativo
	Mittenti   map[model.CanaleAvviso]Mittente
	// Componi makes what is sent, when it is sent: addresses are not stored in the notice. Nil: there is nobody to send it to any
	// more. ErrSuperato: it is no longer due.
	Componi  func(ctx context.Context, n *model.Notifica) (*Avviso, error)
	Cambiata func(n model.Notifica) // called after each change; may be nil
	Now      func() time.Time       // [time.Now] for what is stored
	Log      *slog.Logger           // [slog.Default]

	Contemporanei int           // notices sent at once [4]
	Tentativi     int32         // attempts before a notice is given up [8]
	Attesa        time.Duration // after the first attempt, doubled after each [30 s]
	AttesaMassima time.Duration // [1 h]
	Scadenza      time.Duration // of one attempt [20 s]
	Presa         time.Duration // how long who takes a notice has it; at least three times Scadenza [1 min]
	Ogni          time.Duration // between looks, when nobody wakes the queue [1 s]
	Congedo       time.Duration // what an attempt has left when Run must end [2 s]
}

// Coda is the queue of the notices of a store. Several, in several processes, may share it.
type Coda struct {
	Opzioni
	sveglia chan struct{}
}

// NuovaCoda makes a queue; Run works it.
func NuovaCoda(o Opzioni) *Coda {
	orElse(&o.Contemporanei, 4)
	orElse(&o.Tentativi, 8)
	orElse(&o.Attesa, 30*time.Second)
	orElse(&o.AttesaMassima, time.Hour)
	orElse(&o.Scadenza, 20*time.Second)
	orElse(&o.Ogni, time.Second)
	orElse(&o.Congedo, 2*time.Second)
	o.Presa = max(o.Presa, 3*o.Scadenza)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Coda{o, make(chan struct{}, 1)}
}

func orElse[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}

// Accoda stores a notice, unless it is there already, in whatever state, and wakes the queue.
func (c *Coda) Accoda(ctx context.Context, n model.Notifica) error {
	_, err := c.scrivi(ctx, n, 0)
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	c.Sveglia()
	return err
}

// Sveglia makes Run look at once. It never waits.
func (c *Coda) Sveglia() {
	select {
	case c.sveglia <- struct{}{}:
	default:
	}
}

// scrivi stores a notice that has the version it was read with, and gives its new one.
func (c *Coda) scrivi(ctx context.Context, n model.Notifica, letta int64) (int64, error) {
	n.ModificataAl = archive.Instant(c.Now())
	doc, err := json.Marshal(n)
	if err != nil {
		return 0, err
	}
	version, err := c.Store.Put(ctx, c.Collezione, doc, letta)
	if err != nil {
		return 0, err
	}
	if n.Stato == model.StatoNotificaNonRecapitata {
		c.Log.Warn("outbox: notice given up", "id", n.ID, "code", *n.UltimoErrore, "attempts", n.Tentativi)
	}
	c.avverti(n)
	return version, nil
}

// avverti tells who wants to know that a notice changed.
func (c *Coda) avverti(n model.Notifica) {
	if c.Cambiata == nil {
		return
	}
	defer c.scampa("outbox: whoever is told of changes panicked")
	c.Cambiata(n)
}

// attesa is the time after so many attempts until the next, scattered by a fifth so that what failed together is not tried
// again together.
func (c *Coda) attesa(tentativi int32) time.Duration {
	d := c.Attesa
	for ; tentativi > 1 && d < c.AttesaMassima; tentativi-- {
		d *= 2
	}
	d = min(d, c.AttesaMassima)
	return time.Duration(float64(d) * (0.8 + 0.4*rand.Float64()))
}

// scampa, deferred, outlives a panic. Its value is not logged: it may quote data.
func (c *Coda) scampa(what string) {
	if p := recover(); p != nil {
		c.Log.Error(what)
	}
}
