package regolarita

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/durc"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// mattina is when the tests begin.
var mattina = time.Date(2026, 11, 30, 10, 0, 0, 0, model.Roma)

var impresa = Soggetto{"10000031111", "EDILNOVA COSTRUZIONI S.P.A."}

// Who asks.
var (
	titolare = model.MittenteRichiesta{CodiceFiscale: "VLLPLA79S21A000I", Qualifica: model.ProfiloUtenteLegaleRappresentante}
	altro    = model.MittenteRichiesta{CodiceFiscale: "FRRGLI82P55A000W", Qualifica: model.ProfiloUtenteConsulenteDelLavoro}
)

func nuovoFile(t testing.TB) string { return filepath.Join(t.TempDir(), "regolarita.db") }

// apri opens the archive in a file; several may open the same one, as several processes do.
func apri(t testing.TB, file string) *Archivio {
	t.Helper()
	return Open(archive.New(Name, apriStore(t, file)))
}

func apriStore(t testing.TB, file string) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, append(archive.Collections(Sections()), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// debito is what the archives say of the company when it owes so much for a month long past, and INAIL has answered.
func debito(euro model.Importo) durc.Evidenze {
	e := durc.Evidenze{
		CodiceFiscale: impresa.CodiceFiscale, Posizioni: []durc.Posizione{{Matricola: "9900030019", Csc: "10601"}},
		Riscontri: []model.RiscontroEnte{{Ente: model.EnteRegolaritaInail, Esito: model.EsitoEnteRegolare, Data: new(model.Data("2026-11-02"))}},
	}
	if euro > 0 {
		e.Posizioni[0].Crediti = []model.CreditoInadempienza{{
			ID: "C-1", Segno: model.SegnoPartitaDebito, Tipo: model.TipoCreditoInadempienzaDenunciaInsoluta, Gestione: model.GestioneContributivaDipendenti,
			PeriodoDa: "2026-03", PeriodoA: "2026-03", Contributi: euro * 100, Residuo: euro * 100, Stato: model.StatoCreditoInadempienzaAvvisoBonario,
		}}
	}
	return e
}

// seguitoDi does what follows in one process, by what the archives say.
func seguitoDi(a *Archivio, e *durc.Evidenze, ora time.Time) seguito {
	return seguito{Opzioni{
		Archivio: a, Now: func() time.Time { return ora }, Timeout: 10 * time.Second, Cambiata: func(*model.RegolaritaContributiva) {},
		Evidenze: func(context.Context, model.CodiceFiscale) (*durc.Evidenze, error) { return e, nil },
	}}
}

// spazza looks once after all that is due.
func (s seguito) spazza(ctx context.Context) error {
	ids, err := s.dovute(ctx)
	for _, id := range ids {
		if err == nil {
			err = s.istruisci(ctx, id)
		}
	}
	return err
}

// tutte are the checks that there are, with their protocolli.
func tutte(t testing.TB, a *Archivio) (vv []*model.RegolaritaContributiva) {
	t.Helper()
	q := store.Query{Order: []store.Order{{Field: "numero"}}, Limit: 100}
	err := a.Store.Search(t.Context(), Verifiche.Collection, q, func(row store.Row) error {
		v := new(model.RegolaritaContributiva)
		vv = append(vv, v)
		return row.Decode(v)
	})
	if err != nil {
		t.Fatal(err)
	}
	return vv
}
