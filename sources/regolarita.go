package sources

import (
	"context"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/durc"
	"cassetto/sources/anagrafica"
	"cassetto/sources/complementari"
	"cassetto/sources/regolarita"
)

// ApriVerifica makes somebody ask for a check of a codice fiscale.
func (s *Sources) ApriVerifica(ctx context.Context, di regolarita.Soggetto, da model.MittenteRichiesta, ora time.Time) (*model.RegolaritaContributiva, error) {
	return change(ctx, s, regolarita.Name, regolarita.Codici, func(ctx context.Context) (*model.RegolaritaContributiva, error) {
		return s.archives.Regolarita.Apri(ctx, di, da, ora)
	})
}

// ConcludiVerifica judges a check by what the archives say now.
func (s *Sources) ConcludiVerifica(ctx context.Context, id string, e durc.Evidenze, ora time.Time) (*model.RegolaritaContributiva, error) {
	return change(ctx, s, regolarita.Name, regolarita.Codici, func(ctx context.Context) (*model.RegolaritaContributiva, error) {
		return s.archives.Regolarita.Concludi(ctx, id, e, ora)
	})
}

// Evidenze are what all archives say now of a codice fiscale: nothing of it comes from what is kept. nil: no position has it.
func (s *Sources) Evidenze(ctx context.Context, di model.CodiceFiscale) (*durc.Evidenze, error) {
	e := &durc.Evidenze{CodiceFiscale: di}
	posizioni, err := righeDi(ctx, s, s.archives.Anagrafica, anagrafica.StessoCodiceFiscale, di)
	if err != nil || len(posizioni) == 0 {
		return nil, err
	}
	matricole := make([]string, len(posizioni))
	for i, p := range posizioni {
		matricole[i] = string(p.Matricola)
		e.Posizioni = append(e.Posizioni, durc.Posizione{Matricola: p.Matricola, Csc: p.Csc})
	}
	com, reg := s.archives.Complementari, s.archives.Regolarita.Archive
	var crediti map[string]righe[model.CreditoInadempienza]
	var note map[string]righe[model.NotaDiRettifica]
	var ispezioni map[string]righe[model.Ispezione]
	err = insieme(
		func() (err error) { crediti, err = adesso(ctx, s, com, complementari.Crediti.Fetch, matricole); return },
		func() (err error) { note, err = adesso(ctx, s, com, complementari.Note.Fetch, matricole); return },
		func() (err error) {
			ispezioni, err = adesso(ctx, s, com, complementari.Ispezioni.Fetch, matricole)
			return
		},
		func() (err error) { e.Ruoli, err = righeDi(ctx, s, com, complementari.Ruoli.Fetch, di); return },
		func() (err error) {
			e.DilazioniCartella, err = righeDi(ctx, s, com, complementari.DilazioniCartella.Fetch, di)
			return
		},
		func() (err error) { e.Dilazioni, err = righeDi(ctx, s, com, complementari.Dilazioni.Fetch, di); return },
		func() (err error) { e.Riscontri, err = righeDi(ctx, s, reg, regolarita.Riscontri.Fetch, di); return },
	)
	if err != nil {
		return nil, err
	}
	for i, m := range matricole {
		p := &e.Posizioni[i]
		p.Crediti, p.Note, p.Ispezioni = crediti[m].Righe, note[m].Righe, ispezioni[m].Righe
	}
	return e, nil
}

// adesso reads rows of an archive past all that is kept.
func adesso[T any](ctx context.Context, s *Sources, a *archive.Archive, fetch read[string, righe[T]], keys []string) (map[string]righe[T], error) {
	return ask(ctx, s, a.Name, func(ctx context.Context) (map[string]righe[T], error) { return fetch(ctx, a, keys) })
}

// righeDi are the rows of a codice fiscale, read so.
func righeDi[T any](ctx context.Context, s *Sources, a *archive.Archive, fetch read[string, righe[T]], di model.CodiceFiscale) ([]T, error) {
	found, err := adesso(ctx, s, a, fetch, []string{string(di)})
	if err != nil {
		return nil, err
	}
	return found[string(di)].Righe, nil
}

// insieme asks several questions at the same time, and fails as the first of them that fails in their order.
func insieme(domande ...func() error) error {
	errs := make([]error, len(domande))
	var tutte sync.WaitGroup
	for i, d := range domande {
		tutte.Go(func() { errs[i] = d() })
	}
	tutte.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
