package stampe

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/fault"
)

// durataMassima is how long one attempt may take.
const durataMassima = 15 * time.Minute

// fatta is a print with its document.
type fatta struct {
	Fatta
	dimensione int64
	sha256     string
}

// una makes one print, unless somebody else is at work on it or it has ended.
func (b *Bottega) una(ctx context.Context, id string) error {
	s, err := b.comincia(ctx, id)
	if s == nil || err != nil {
		return err
	}
	b.Cambiata(s)
	lavoro := *s.Lavoro
	fatta, err := b.prova(ctx, s)
	switch {
	case err == nil:
		return b.conclude(ctx, id, lavoro, fatta)
	case ctx.Err() != nil:
		return b.restituisce(ctx, id, lavoro)
	}
	return b.fallisce(ctx, id, lavoro, err)
}

// comincia takes a print; nil when it cannot be had, or when there were attempts enough: then it ends it.
func (b *Bottega) comincia(ctx context.Context, id string) (*model.Stampa, error) {
	presa, troppe := false, false
	s, err := b.cambia(ctx, id, func(s *model.Stampa) bool {
		presa, troppe = libera(s, b.Now()) && !esaurita(s), libera(s, b.Now()) && esaurita(s)
		if presa {
			prende(s, b.chi, b.Now())
		}
		return presa
	})
	switch {
	case err != nil || s == nil:
		return nil, err
	case troppe:
		return nil, b.rinuncia(ctx, id, func(s *model.Stampa) bool { return libera(s, b.Now()) && esaurita(s) })
	case !presa:
		return nil, nil
	}
	return s, nil
}

// prova makes the document of a print, and stores it, as long as nobody else has taken the print.
func (b *Bottega) prova(ctx context.Context, s *model.Stampa) (*fatta, error) {
	ctx, cancel := context.WithTimeout(ctx, durataMassima)
	defer cancel()
	bozza, err := allegati.NuovaBozza()
	if err != nil {
		return nil, err
	}
	defer bozza.Close()
	ctx, presa := b.tieni(ctx, s)
	defer presa.lascia()
	f := &fatta{}
	if f.Fatta, err = b.stampa(ctx, s, bozza, presa.avanza); err != nil {
		return nil, err
	}
	f.dimensione, f.sha256 = bozza.Dimensione(), bozza.SHA256()
	return f, b.Archivio.Documenti.DeponiDocumento(ctx, chiave(s.ID, f.sha256), bozza)
}

// stampa keeps a defect in the making of one print from ending all else.
func (b *Bottega) stampa(ctx context.Context, s *model.Stampa, w *allegati.Bozza, avanza func(model.SezioneFascicolo, int)) (f Fatta, err error) {
	defer func() {
		if r := recover(); r != nil {
			slog.ErrorContext(ctx, "a print panicked", "archivio", Name)
			err = errors.New("stampe: panic")
		}
	}()
	return b.Opzioni.Stampa(ctx, s, w, avanza)
}

// conclude ends a print that has its document, unless somebody else has taken it meanwhile.
func (b *Bottega) conclude(ctx context.Context, id string, l model.LavoroStampa, f *fatta) error {
	ctx, cancel := b.ancora(ctx)
	defer cancel()
	s, err := b.cambia(ctx, id, func(s *model.Stampa) bool {
		if !sua(s, l) {
			return false
		}
		riesce(s, f, b.Now())
		return true
	})
	if err != nil || s == nil {
		return err
	}
	k := chiave(id, f.sha256)
	switch {
	case !Finita(s.Stato): // somebody else is at work on it
		return nil
	case s.Sha256 == nil || *s.Sha256 != f.sha256: // it was ended by another, without what was stored here
		return b.Archivio.Documenti.Togli(ctx, k, "")
	}
	b.Cambiata(s)
	return b.Archivio.Documenti.Togli(ctx, id, k) // what attempts before this one left
}

// restituisce gives a print back with which the program cannot go on: it was no attempt.
func (b *Bottega) restituisce(ctx context.Context, id string, l model.LavoroStampa) error {
	return b.lascia(ctx, id, func(s *model.Stampa) bool {
		if !sua(s, l) {
			return false
		}
		s.Lavoro.FinoAl, s.Sezione = model.DataOraDi(b.Now()), nil
		if s.Lavoro.Tentativo--; s.Lavoro.Tentativo == 0 {
			s.Lavoro = nil
		}
		return true
	})
}

// fallisce leaves a print whose attempt failed to another attempt, if there is to be one.
func (b *Bottega) fallisce(ctx context.Context, id string, l model.LavoroStampa, cause error) error {
	slog.WarnContext(ctx, "an attempt to print failed", "archivio", Name, "tentativo", l.Tentativo, "codice", fault.Code(cause))
	codice := fault.Code(cause)
	if l.Tentativo >= tentativi || codice == fault.NotFound || codice == fault.Forbidden || errors.Is(cause, allegati.ErrTroppoGrande) {
		return b.rinuncia(ctx, id, func(s *model.Stampa) bool { return sua(s, l) })
	}
	return b.lascia(ctx, id, func(s *model.Stampa) bool {
		if !sua(s, l) {
			return false
		}
		s.Lavoro.FinoAl, s.Sezione = model.DataOraDi(b.Now().Add(pausa*time.Duration(l.Tentativo))), nil
		return true
	})
}

// rinuncia ends a print that is to have no document, if it is still to be ended, and removes what was stored of it: only then, so
// that nobody can end it with what is not there any more.
func (b *Bottega) rinuncia(ctx context.Context, id string, ancora func(*model.Stampa) bool) error {
	finita := false
	err := b.lascia(ctx, id, func(s *model.Stampa) bool {
		if finita = ancora(s); finita {
			finisce(s, model.StatoStampaErrore, b.Now())
			s.DaFare = resti
		}
		return finita
	})
	if err != nil || !finita {
		return err
	}
	return b.toglie(ctx, id)
}

// lascia writes what becomes of a print, also when the program is to stop.
func (b *Bottega) lascia(ctx context.Context, id string, rule func(*model.Stampa) bool) error {
	ctx, cancel := b.ancora(ctx)
	defer cancel()
	s, err := b.cambia(ctx, id, rule)
	if err == nil && s != nil {
		b.Cambiata(s)
	}
	return err
}

// ancora is a context for what is written last.
func (b *Bottega) ancora(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), b.Timeout)
}

func (b *Bottega) cambia(ctx context.Context, id string, rule func(*model.Stampa) bool) (*model.Stampa, error) {
	ctx, cancel := context.WithTimeout(ctx, b.Timeout)
	defer cancel()
	return b.Archivio.stampe.Change(ctx, id, rule)
}
