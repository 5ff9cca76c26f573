package stampe

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

const matricola = model.Matricola("9900010011")

var mattina = time.Date(2026, time.November, 30, 8, 0, 0, 0, model.Roma)

// ora is a clock that the test moves.
type ora struct {
	mu sync.Mutex
	t  time.Time
}

func (o *ora) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.t
}

func (o *ora) passa(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.t = o.t.Add(d)
}

func nuovoFile(t testing.TB) string { return filepath.Join(t.TempDir(), "stampe.db") }

// apri opens the archive in a file; several may open the same one, as several processes do.
func apri(t testing.TB, file string) *Archivio {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, append(archive.Collections(Followed()), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return su(s)
}

func su(s store.Store) *Archivio { return Open(archive.New(Name, s)) }

// penna prints: what it does before and what comes of it is the test's.
type penna struct {
	mu    sync.Mutex
	volte map[string]int // by print
	fa    func(ctx context.Context, s *model.Stampa, avanza func(model.SezioneFascicolo, int)) (Fatta, error)
}

// testo is the document of an attempt: no two are alike, and it has two pieces.
func testo(id string, tentativo int32) []byte {
	b := make([]byte, 200<<10)
	copy(b, fmt.Sprintf("%%PDF- %s %d", id, tentativo))
	return b
}

func (p *penna) stampa(ctx context.Context, s *model.Stampa, w io.Writer, avanza func(model.SezioneFascicolo, int)) (f Fatta, err error) {
	p.mu.Lock()
	if p.volte == nil {
		p.volte = map[string]int{}
	}
	p.volte[s.ID]++
	p.mu.Unlock()
	f = Fatta{Pagine: 3, Titoli: []string{"UNIEMENS"}}
	if p.fa != nil {
		if f, err = p.fa(ctx, s, avanza); err != nil {
			return f, err
		}
	}
	_, err = w.Write(testo(s.ID, s.Lavoro.Tentativo))
	return f, err
}

// bottega is a workshop of one process.
func bottega(a *Archivio, o *ora, p *penna) *Bottega {
	return NewBottega(Opzioni{
		Archivio: a, Now: o.now, Timeout: 10 * time.Second, Stampa: p.stampa, Cambiata: func(*model.Stampa) {}, Lavoranti: 2,
	})
}

// giro looks once for what there is to do, and does it.
func (b *Bottega) giro(ctx context.Context) error {
	ids, err := b.guarda(ctx)
	for _, id := range ids {
		if err == nil {
			err = b.una(ctx, id)
		}
	}
	return err
}

// chiesta stores a print that somebody asks for.
func chiesta(t testing.TB, a *Archivio, id string, o *ora) {
	t.Helper()
	d := Domanda{
		Input: model.StampaFascicoloInput{Matricola: matricola}, Richiedente: model.MittenteRichiesta{CodiceFiscale: "FRRGLI82P55A000W", Qualifica: model.ProfiloUtenteConsulenteDelLavoro},
		Chi: model.ChiStampa{CodiceFiscale: "FRRGLI82P55A000W", Profilo: model.ProfiloUtenteConsulenteDelLavoro, Titoli: []string{"CASSETTO"}},
	}
	if _, err := a.Chiedi(t.Context(), d.Stampa(id, o.now())); err != nil {
		t.Fatal(err)
	}
}

func letta(t testing.TB, a *Archivio, id string) *model.Stampa {
	t.Helper()
	s, _, err := a.stampe.Read(t.Context(), id)
	if s == nil || err != nil {
		t.Fatal(s, err)
	}
	return s
}

// pezzi is how many pieces of documents there are.
func pezzi(t testing.TB, a *Archivio) int {
	t.Helper()
	n, err := a.Store.Count(t.Context(), a.collezione(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (a *Archivio) collezione() *store.Collection { return Collections()[0] }

// documento is what can be fetched of a print.
func documento(t testing.TB, a *Archivio, s *model.Stampa, o *ora) string {
	t.Helper()
	d := Documento(s, o.now())
	if d == nil {
		return ""
	}
	p, err := a.Documenti.ApriDocumento(t.Context(), *d)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(p.Tutto())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
