package agenda

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store/sqlite"
)

const (
	sede      = model.CodiceSede("4900")
	matricola = model.Matricola("9900010011")
)

// mattina is a Monday; the Tuesday after the next is a holiday.
var mattina = time.Date(2026, time.November, 30, 8, 0, 0, 0, model.Roma)

func nuovoFile(t testing.TB) string { return filepath.Join(t.TempDir(), "agenda.db") }

// apri opens the archive in a file; several may open the same one, as several processes do.
func apri(t testing.TB, file string) *Archivio {
	t.Helper()
	return Open(archive.New(Name, apriStore(t, file)))
}

func apriStore(t testing.TB, file string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, append(archive.Collections(append(Sections(), Followed()...)), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// seguitoDi does what follows in one process.
func seguitoDi(a *Archivio, ora func() time.Time) seguito {
	return seguito{Opzioni{
		Archivio: a, Now: ora, Timeout: 10 * time.Second, Cambiato: func(*model.Appuntamento) {},
		Avvisa: func(context.Context, *model.Appuntamento) error { return nil },
	}}
}

// spazza does once all that follows from what is written.
func (s seguito) spazza(ctx context.Context) error {
	ids, err := s.rimasti(ctx)
	for _, id := range ids {
		if err == nil {
			err = s.uno(ctx, id)
		}
	}
	return err
}

// orario publishes intervals of a part of a week.
func orario(posti, durata int32, orari ...model.OrarioFasceInput) *Pubblicazione {
	return &Pubblicazione{Input: model.PubblicaFasceInput{
		Sede: sede, Dal: model.DataDi(mattina), Al: Dopo(model.DataDi(mattina), 13), Orari: orari, Durata: durata, Posti: posti,
		Modalita: []model.ModalitaAppuntamento{model.ModalitaAppuntamentoInSede},
	}}
}

func alGiorno(g model.GiornoSettimana, da, a string) model.OrarioFasceInput {
	return model.OrarioFasceInput{Giorno: g, Da: da, A: a}
}

// pubblicate publishes, and says which intervals there are.
func pubblicate(t testing.TB, a *Archivio, p *Pubblicazione, ora time.Time) (ids []string) {
	t.Helper()
	if errori := p.Valuta(ora); len(errori) > 0 {
		t.Fatal(errori)
	}
	fatte, err := a.Pubblica(t.Context(), p, ora)
	if err != nil || len(fatte.Errori) > 0 {
		t.Fatal(err, fatte)
	}
	for _, g := range fatte.Giorni {
		for _, f := range g.Fasce {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// posto is a booking with which nothing is wrong but, perhaps, its interval.
func posto(id, fascia string, richieste ...string) *Prenotazione {
	p := &Prenotazione{
		ID: id, Azienda: &model.Azienda{Matricola: matricola, CodiceFiscale: "10000011055", CodiceSede: sede},
		Argomento: &model.AmbitoRichiesta{Codice: "F24"}, Telefono: "+390586000000",
		Richiedente: model.MittenteRichiesta{CodiceFiscale: "FRRGLI82P55A000W", Qualifica: model.ProfiloUtenteConsulenteDelLavoro},
		Input:       model.PrenotaAppuntamentoInput{Matricola: matricola, Fascia: fascia, Argomento: "F24", Note: "Da vedere", Richieste: richieste},
	}
	for _, r := range richieste {
		p.Richieste = append(p.Richieste, &model.Richiesta{ID: r, Matricola: matricola, Stato: model.StatoRichiestaChiusa})
	}
	return p
}

// prenotato books, and says the code of the error if there is one.
func prenotato(t testing.TB, a *Archivio, p *Prenotazione, ora time.Time) string {
	t.Helper()
	if errori := p.Valuta(ora); len(errori) > 0 {
		return errori[0].Codice
	}
	return codice(t, func() (*Esito, error) { return a.Prenota(t.Context(), p, ora) })
}

// comandato commands, and says the code of the error if there is one.
func comandato(t testing.TB, a *Archivio, id string, c *Comando, ora time.Time) string {
	t.Helper()
	if errori := c.Valuta(); len(errori) > 0 {
		return errori[0].Codice
	}
	return codice(t, func() (*Esito, error) { return a.Comanda(t.Context(), id, c, ora) })
}

func codice(t testing.TB, fa func() (*Esito, error)) string {
	t.Helper()
	esito, err := fa()
	switch {
	case err != nil:
		t.Error(err)
		return err.Error()
	case len(esito.Errori) > 0:
		return esito.Errori[0].Codice
	case esito.Appuntamento == nil:
		return AppuntamentoNonTrovato
	}
	return ""
}

func conferma() *Comando {
	return &Comando{Evento: model.TipoEventoAppuntamentoConferma, Chi: "FRRGLI82P55A000W"}
}

func annulla() *Comando {
	return &Comando{Evento: model.TipoEventoAppuntamentoAnnullamento, Chi: "FRRGLI82P55A000W"}
}

func (c Comando) dellaSede() *Comando {
	c.Sede, c.Ufficio, c.Chi, c.Motivo = new(sede), "Sede di Livorno", "PLMNTN80P14A000X", "Ufficio chiuso"
	return &c
}

func concludi(e model.EsitoAppuntamento) *Comando {
	return Comando{Evento: model.TipoEventoAppuntamentoConclusione, Esito: e}.dellaSede()
}

func (c Comando) conChiave(chiave string) *Comando {
	c.Chiave = chiave
	return &c
}

func inizioDi(fascia string) time.Time {
	d, _ := dall(fascia)
	return d.inizio
}
