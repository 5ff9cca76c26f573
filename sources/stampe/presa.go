package stampe

import (
	"context"
	"errors"
	"sync"
	"time"

	"cassetto/graph/model"
)

const (
	// passo is how often at most it is written how far a print has come.
	passo = 300 * time.Millisecond
	// rinnovo is how long nothing is written.
	rinnovo = 10 * time.Second
)

var errPerduta = errors.New("stampe: somebody else has taken the print")

// presa holds a print while its document is made.
type presa struct {
	*Bottega
	id     string
	lavoro model.LavoroStampa
	perde  context.CancelCauseFunc
	ferma  chan struct{}
	ferme  sync.WaitGroup

	mu       sync.Mutex
	sezione  *model.SezioneFascicolo
	percento int32
	nuovo    bool // since it was written
}

// tieni holds a print until lascia: it writes how far it has come, so that others leave it alone. The context ends when it is lost.
func (b *Bottega) tieni(ctx context.Context, s *model.Stampa) (context.Context, *presa) {
	ctx, perde := context.WithCancelCause(ctx)
	p := &presa{Bottega: b, id: s.ID, lavoro: *s.Lavoro, perde: perde, ferma: make(chan struct{}), percento: s.Avanzamento}
	p.ferme.Go(func() { p.scrive(ctx) })
	return ctx, p
}

// lascia ends the holding. What was written before it returns was written while the print was held.
func (p *presa) lascia() {
	close(p.ferma)
	p.ferme.Wait()
	p.perde(nil)
}

// avanza notes how far the print has come. It never goes back, not even when it was begun again, and comes to its end when it
// ends.
func (p *presa) avanza(sezione model.SezioneFascicolo, percento int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.percento = max(p.percento, int32(min(percento, 99)))
	p.sezione, p.nuovo = &sezione, true
}

// preso is what is to be written; false when there is nothing new.
func (p *presa) preso() (sezione *model.SezioneFascicolo, percento int32, nuovo bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	nuovo, p.nuovo = p.nuovo, false
	return p.sezione, p.percento, nuovo
}

// scrive writes every now and then, and at least before others take the print for abandoned.
func (p *presa) scrive(ctx context.Context) {
	ticker := time.NewTicker(passo)
	defer ticker.Stop()
	scritto := p.Now()
	for {
		select {
		case <-p.ferma:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		sezione, percento, nuovo := p.preso()
		ora := p.Now()
		if !nuovo && ora.Sub(scritto) < rinnovo {
			continue
		}
		ancora, err := p.segna(ctx, sezione, percento)
		switch {
		case err == nil && ancora:
			scritto = ora
		case err == nil, p.Now().Sub(scritto) >= tenuta:
			p.perde(errPerduta)
			return
		}
	}
}

// segna writes how far the print has come; false when it is not held any more.
func (p *presa) segna(ctx context.Context, sezione *model.SezioneFascicolo, percento int32) (ancora bool, err error) {
	s, err := p.cambia(ctx, p.id, func(s *model.Stampa) bool {
		if ancora = sua(s, p.lavoro); !ancora {
			return false
		}
		s.Sezione, s.Avanzamento = sezione, max(s.Avanzamento, percento)
		s.Lavoro.FinoAl = model.DataOraDi(p.Now().Add(tenuta))
		return true
	})
	if err == nil && ancora {
		p.Cambiata(s)
	}
	return ancora, err
}
