package regolarita

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/durc"
	"cassetto/internal/relay"
	"cassetto/internal/store"
)

// Opzioni are what goes on with checks that are not over.
type Opzioni struct {
	Archivio *Archivio
	Now      func() time.Time
	Timeout  time.Duration                                                      // for one check
	Evidenze func(context.Context, model.CodiceFiscale) (*durc.Evidenze, error) // what the archives say now; nil: they do not know it
	Cambiata func(*model.RegolaritaContributiva)                                // is told of a check that was looked at
}

const (
	aVolta = 200            // checks that are looked for at once
	ignoto = 24 * time.Hour // until a codice fiscale that the archives do not know is looked for again
)

// NewSeguito makes what judges the checks that are due: those that were asked for while the archives did not answer, those that
// wait for somebody, and those whose time is over.
func NewSeguito(o Opzioni) *relay.Relay {
	s := seguito{o}
	return relay.New(relay.Options{Archive: Name, Timeout: o.Timeout, Pending: s.dovute, Do: s.istruisci})
}

type seguito struct{ Opzioni }

// dovute are the checks that it is time to look at.
func (s seguito) dovute(ctx context.Context) ([]string, error) {
	entro := store.Range{Field: "prossima", To: string(model.DataOraDi(s.Now().Add(time.Second)))}
	return s.Archivio.verifiche.IDs(ctx, entro, "prossima", aVolta)
}

// istruisci judges one check, unless somebody else just has.
func (s seguito) istruisci(ctx context.Context, id string) error {
	v, _, err := s.Archivio.verifiche.Read(ctx, id)
	if err != nil || v == nil {
		return err
	}
	var e *durc.Evidenze
	if Aperta(v) {
		if e, err = s.Evidenze(ctx, v.CodiceFiscale); err != nil {
			return err
		}
	}
	if e == nil {
		v, err = s.rinvia(ctx, id)
	} else {
		v, err = s.Archivio.Concludi(ctx, id, *e, s.Now())
	}
	if err == nil && v != nil {
		s.Cambiata(v)
	}
	return err
}

// rinvia leaves a check as it is: for a while, when the archives do not know its codice fiscale any more; for good, when it was over and
// somebody has loaded it as if it were not.
func (s seguito) rinvia(ctx context.Context, id string) (*model.RegolaritaContributiva, error) {
	return s.Archivio.verifiche.Change(ctx, id, func(v *model.RegolaritaContributiva) bool {
		v.Prossima = nil
		if Aperta(v) {
			v.Prossima = new(model.DataOraDi(s.Now().Add(ignoto)))
		}
		return true
	})
}
