package comunicazioni

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/live"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/internal/store/storetest"
)

// apri opens the archive in a file; several may open the same one, as several processes do.
func apri(t *testing.T, file string) *Archivio {
	t.Helper()
	return Open(archive.New(Name, deposito(t, file)))
}

func deposito(t *testing.T, file string) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, append(archive.Collections(Sections()), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func nuovoFile(t *testing.T) string { return filepath.Join(t.TempDir(), "comunicazioni.db") }

var mattina = time.Date(2026, time.November, 27, 9, 0, 0, 0, model.Roma)

// richiesta is one as a sender leaves it.
func richiesta(id string, ora time.Time) model.Richiesta {
	email := "chi@studio.example"
	i := Invio{
		ID: id, Mittente: model.MittenteRichiesta{CodiceFiscale: "FRRGLI82P55A000W", Qualifica: model.ProfiloUtenteConsulenteDelLavoro},
		Input:    model.InviaRichiestaInput{Matricola: "9900010011", Tipo: model.TipoRichiestaGenerica, Testo: "Quesito"},
		Azienda:  &model.Azienda{Matricola: "9900010011", CodiceFiscale: "10000011055", CodiceSede: "4900"},
		Recapiti: model.RecapitiRichiesta{Email: &email, ConsensoEmail: true},
	}
	return i.Richiesta(ora)
}

// invia stores a request as the command does.
func (a *Archivio) invia(t *testing.T, id string, ora time.Time) {
	t.Helper()
	if _, err := a.Invia(t.Context(), richiesta(id, ora)); err != nil {
		t.Fatal(err)
	}
}

func (a *Archivio) letta(t *testing.T, id string) *model.Richiesta {
	t.Helper()
	r, _, err := a.richieste.Read(t.Context(), id)
	if r == nil || err != nil {
		t.Fatal(id, err)
	}
	return r
}

// nuovoSeguito does what follows in one process.
func nuovoSeguito(a *Archivio, avvisa func(*model.Richiesta) error) seguito {
	return seguito{Opzioni{
		Archivio: a, Now: func() time.Time { return mattina.Add(time.Minute) }, Timeout: 10 * time.Second,
		Avvisa: func(_ context.Context, r *model.Richiesta) error { return avvisa(r) }, Cambiata: func(*model.Richiesta) {},
	}}
}

func niente(*model.Richiesta) error { return nil }

// TestProtocollo: the number is the next of the day of opening in Italy and of the competent sede.
func TestProtocollo(t *testing.T) {
	a := apri(t, nuovoFile(t))
	s := nuovoSeguito(a, niente)
	notte := time.Date(2026, time.November, 26, 23, 30, 0, 0, time.UTC) // the 27th in Italy
	for i, ora := range []time.Time{mattina, notte, mattina.AddDate(0, 0, 1), mattina} {
		id := fmt.Sprint("R-", i)
		a.invia(t, id, ora)
		if err := s.una(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		r := a.letta(t, id)
		want := []string{"INPS.4900.27/11/2026.0000001", "INPS.4900.27/11/2026.0000002", "INPS.4900.28/11/2026.0000001", "INPS.4900.27/11/2026.0000003"}[i]
		if *r.Protocollo != want || len(r.Eventi) != 2 || r.Stato != model.StatoRichiestaAperta || r.DaRegistrare != "" || r.Registrati != 2 {
			t.Errorf("%s has %s, %d events, %s", id, *r.Protocollo, len(r.Eventi), r.Stato)
		}
		if r.DataUltimoAggiornamento < r.DataApertura {
			t.Error("time goes back")
		}
	}
}

// TestSeguitoUcciso: whoever is killed between any two questions to the store leaves what the next one finishes: one protocollo,
// every event in the journal once and in order, notices called for before the request says that all is done.
func TestSeguitoUcciso(t *testing.T) {
	for passi := 0; ; passi++ {
		file := nuovoFile(t)
		vivo, mortale := apri(t, file), Open(archive.New(Name, &storetest.Killed{Store: deposito(t, file), Left: passi}))
		vivo.invia(t, "R-0", mattina)
		errore := nuovoSeguito(mortale, niente).una(t.Context(), "R-0")
		if errore == nil && passi < 8 || errore != nil && !errors.Is(errore, storetest.ErrKilled) {
			t.Fatalf("after %d questions: %v", passi, errore)
		}
		avvisi := 0
		s := nuovoSeguito(vivo, func(*model.Richiesta) error { avvisi++; return nil })
		ids, err := s.rimaste(t.Context())
		if err != nil || errore == nil && len(ids) != 0 || errore != nil && len(ids) > 1 {
			t.Fatalf("killed after %d questions: left %v, %v", passi, ids, err)
		}
		if errore != nil && len(ids) == 0 && vivo.letta(t, "R-0").DaRegistrare != "" {
			t.Fatalf("killed after %d questions: lost", passi)
		}
		NewSeguito(s.Opzioni).Sweep(t.Context())
		r := vivo.letta(t, "R-0")
		voci, err := vivo.After(t.Context(), 0, 10)
		if err != nil || *r.Protocollo != "INPS.4900.27/11/2026.0000001" || len(r.Eventi) != 2 || r.DaRegistrare != "" || len(ids) > 0 && avvisi == 0 {
			t.Errorf("killed after %d questions: %s, %d events, %d notices, %v", passi, *r.Protocollo, len(r.Eventi), avvisi, err)
		}
		if len(voci) != 2 || voci[0] != (live.Entry{Position: 1, Subject: "R-0", Event: 1}) || voci[1] != (live.Entry{Position: 2, Subject: "R-0", Event: 2}) {
			t.Errorf("killed after %d questions: the journal has %v", passi, voci)
		}
		if errore == nil {
			return
		}
	}
}

// TestSeguitoInsieme: several processes do all of it at once: numbers without gaps, each event once in the journal, those of a
// request in their order.
func TestSeguitoInsieme(t *testing.T) {
	file := nuovoFile(t)
	const processi, richieste = 3, 20
	var tutti sync.WaitGroup
	primo := apri(t, file)
	for i := range richieste {
		primo.invia(t, fmt.Sprint("R-", i), mattina)
	}
	for range processi {
		s := NewSeguito(nuovoSeguito(apri(t, file), niente).Opzioni)
		tutti.Go(func() { s.Sweep(t.Context()) })
	}
	tutti.Wait()
	protocolli := map[string]bool{}
	for i := range richieste {
		r := primo.letta(t, fmt.Sprint("R-", i))
		protocolli[*r.Protocollo] = true
		if len(r.Eventi) != 2 || r.DaRegistrare != "" {
			t.Errorf("%s: %d events", r.ID, len(r.Eventi))
		}
	}
	for n := range richieste {
		if p := fmt.Sprintf("INPS.4900.27/11/2026.%07d", n+1); !protocolli[p] {
			t.Errorf("%s is missing", p)
		}
	}
	voci, err := primo.After(t.Context(), 0, 100)
	if err != nil || len(voci) != 2*richieste {
		t.Fatalf("%d entries, %v", len(voci), err)
	}
	ultimo := map[string]int32{}
	for i, v := range voci {
		if v.Position != int64(i+1) || v.Event != ultimo[v.Subject]+1 {
			t.Errorf("entry %d is %v after event %d", i+1, v, ultimo[v.Subject])
		}
		ultimo[v.Subject] = v.Event
	}
}

// TestComandi: states go only from APERTA to IN_CARICO to CHIUSA, every change has its comment, nobody commands what he has not
// seen, and a command that fails changes nothing.
func TestComandi(t *testing.T) {
	a := apri(t, nuovoFile(t))
	s := nuovoSeguito(a, niente)
	a.invia(t, "R-0", mattina)
	comando := func(evento model.TipoEventoRichiesta, commento string) *Comando {
		return &Comando{Evento: evento, Commento: commento, Esito: model.EsitoRichiestaAccolta, Operatore: "PLMNTN80P14A000X", Da: "4900", Ufficio: "Sede"}
	}
	const (
		prendi, commenta   = model.TipoEventoRichiestaPresaInCarico, model.TipoEventoRichiestaCommento
		smista, chiudi     = model.TipoEventoRichiestaRiassegnazione, model.TipoEventoRichiestaChiusura
		aperta, carico, no = model.StatoRichiestaAperta, model.StatoRichiestaInCarico, ""
	)
	dopo := func(c *Comando, prepara func(*Comando)) *Comando { prepara(c); return c }
	for n, passo := range []struct {
		comando *Comando
		codice  string
		stato   model.StatoRichiesta
	}{
		{comando(prendi, "presto"), Conflitto, aperta}, // before the protocollo
		{comando(prendi, " "), "COMMENTO_MANCANTE", aperta},
		{comando(chiudi, "subito"), Conflitto, aperta},
		{dopo(comando(prendi, "altrove"), func(c *Comando) { c.Da = "7000" }), Conflitto, aperta},
		{dopo(comando(prendi, "vecchia"), func(c *Comando) { c.Versione = new(int32(1)) }), Conflitto, aperta},
		{dopo(comando(prendi, "vista"), func(c *Comando) { c.Versione = new(int32(2)) }), no, carico},
		{comando(prendi, "ancora"), Conflitto, carico},
		{comando(commenta, "nota"), no, carico},
		{comando(smista, "dove"), NienteDaSmistare, carico},
		{dopo(comando(smista, "dove"), func(c *Comando) { c.Ambito = new("NESSUNO"); c.Oggetto = new("X") }), AmbitoNonTrovato, carico},
		{dopo(comando(smista, "dove"), func(c *Comando) { c.Ambito = new("NOTE_DI_RETTIFICA"); c.Oggetto = new("X") }), OggettoNonTrovato, carico},
		{dopo(comando(smista, "dove"), func(c *Comando) { c.Ambito = new("NOTE_DI_RETTIFICA") }), OggettoMancante, carico},
		{dopo(comando(smista, "qui"), func(c *Comando) { c.Ambito = new("NOTE_DI_RETTIFICA"); c.Oggetto = new("CONTESTAZIONE") }), no, carico},
		{dopo(comando(chiudi, "esito"), func(c *Comando) { c.Esito = "FORSE" }), EsitoMancante, carico},
		{comando(chiudi, "fatto"), no, model.StatoRichiestaChiusa},
		{comando(chiudi, "ancora"), Conflitto, model.StatoRichiestaChiusa},
		{comando(commenta, "tardi"), Conflitto, model.StatoRichiestaChiusa},
	} {
		if n == 1 {
			if err := s.una(t.Context(), "R-0"); err != nil {
				t.Fatal(err)
			}
		}
		prima := len(a.letta(t, "R-0").Eventi)
		errori := passo.comando.Valuta()
		if len(errori) == 0 {
			if _, err := a.Modifica(t.Context(), "R-0", func(r *model.Richiesta) bool {
				errori = passo.comando.Applica(r, mattina.Add(-time.Hour))
				return len(errori) == 0
			}); err != nil {
				t.Fatal(err)
			}
		}
		r := a.letta(t, "R-0")
		codice := no
		if len(errori) > 0 {
			codice = errori[0].Codice
		}
		if codice != passo.codice || r.Stato != passo.stato || len(r.Eventi) != prima+map[bool]int{true: 1}[codice == no] {
			t.Errorf("command %d: %q, %s, %d events; want %q, %s", n, codice, r.Stato, len(r.Eventi), passo.codice, passo.stato)
		}
		for i := 1; i < len(r.Eventi); i++ {
			if r.Eventi[i].Ts < r.Eventi[i-1].Ts || r.Eventi[i].Numero != int32(i+1) || *r.Eventi[i].DaStato != r.Eventi[i-1].AStato {
				t.Errorf("event %d does not follow", i+1)
			}
		}
	}
	if r := a.letta(t, "R-0"); *r.Esito != model.EsitoRichiestaAccolta || r.CodiceOggetto != "CONTESTAZIONE" || r.DataChiusura == nil || r.DataPresaInCarico == nil {
		t.Errorf("closed as %+v", r)
	}
}

// TestGara: of two officers who take charge at once one does, in every order of their reads and writes.
func TestGara(t *testing.T) {
	file := nuovoFile(t)
	a := apri(t, file)
	a.invia(t, "R-0", mattina)
	if err := nuovoSeguito(a, niente).una(t.Context(), "R-0"); err != nil {
		t.Fatal(err)
	}
	const gareggiano = 8
	esiti := make(chan string, gareggiano)
	for i := range gareggiano {
		un := apri(t, file)
		go func() {
			c := &Comando{Evento: model.TipoEventoRichiestaPresaInCarico, Commento: "mia", Operatore: model.CodiceFiscale(fmt.Sprint("OPERATORE", i)), Da: "4900", Ufficio: "Sede"}
			var errori []model.ErroreCampo
			_, err := un.Modifica(context.WithoutCancel(t.Context()), "R-0", func(r *model.Richiesta) bool {
				errori = c.Applica(r, mattina)
				return len(errori) == 0
			})
			switch {
			case err != nil:
				esiti <- err.Error()
			case len(errori) > 0:
				esiti <- errori[0].Codice
			default:
				esiti <- "presa"
			}
		}()
	}
	conta := map[string]int{}
	for range gareggiano {
		conta[<-esiti]++
	}
	if conta["presa"] != 1 || conta[Conflitto] != gareggiano-1 || len(a.letta(t, "R-0").Eventi) != 3 {
		t.Errorf("%v", conta)
	}
}
