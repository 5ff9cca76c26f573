package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
	"cassetto/internal/fascicolo"
	"cassetto/internal/fault"
)

const nonDisponibile = "Archivio non disponibile al momento della stampa."

// guasto breaks an archive as long as it is set.
type guasto = atomic.Pointer[func(context.Context) error]

// conGuasti starts a server whose archives can be broken.
func conGuasti(t *testing.T) (*tipografia, map[string]*guasto) {
	t.Helper()
	guasti := map[string]*guasto{}
	p := inTipografia(t, func(a *App) {
		for name, one := range a.archives.byName {
			guasti[name] = &guasto{}
			one.Store = faultyStore{one.Store, guasti[name]}
		}
	})
	return p, guasti
}

// inFiamme is how an archive fails; the text must reach nobody.
func inFiamme(context.Context) error { return errors.New("disk on fire at /secret/path") }

// rompe breaks an archive when an operation is asked for; with pagina, when it is asked for more than the first.
func (p *tipografia) rompe(l *fascicolo.Lavoro, g *guasto, operazione string, pagina int) {
	l.Esegue = func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		if pagina > 0 && variabili["first"] != nil {
			variabili["first"] = pagina
		}
		if nome == operazione && (pagina == 0 || variabili["after"] != nil) {
			g.Store(new(inFiamme))
		}
		return p.esegue(ctx, nome, variabili)
	}
}

// TestFascicoloGuasti: an archive that fails costs what it would have told, and is named on the cover and in the outcome; nothing
// else is lost. Nothing is printed when it is one without which nobody knows the company.
func TestFascicoloGuasti(t *testing.T) {
	for _, test := range []struct {
		archivio, detto string
		assenti         int  // sections
		lacunose        int  // sections that are there in part
		nulla           bool // is printed
	}{
		{"anagrafica", "", 0, 0, true},
		{"deleghe", "", 0, 0, true},
		{"complementari", "dati complementari", 12, 0, false},
		{"infocamere", "Registro delle imprese", 1, 0, false},
		{"sedi", "sedi INPS", 0, 4, false},
		{"regolarita", "regolarità contributiva", 1, 0, false},
	} {
		t.Run(test.archivio, func(t *testing.T) {
			p, guasti := conGuasti(t) // of its own: who was down is not asked for a while
			guasti[test.archivio].Store(new(inFiamme))
			ctx, l := p.lavoro(t, "consulente", posAurora)
			l.Al = new(model.Data("2000-01-01")) // few rows
			if test.nulla {
				var w bytes.Buffer
				if _, err := p.fascicolo.Stampa(ctx, l, &w); fault.Code(err) != fault.Unavailable || w.Len() > 0 {
					t.Errorf("%v, %d bytes", err, w.Len())
				}
				return
			}
			l.Al = nil
			s := p.stampa(t, ctx, l)
			if !slices.Equal(s.ArchiviMancanti, []string{test.archivio}) {
				t.Error(s.ArchiviMancanti)
			}
			if !strings.Contains(s.testo, "Stampa parziale. Archivi non disponibili al momento della stampa: "+test.detto+".") {
				t.Error("the cover does not name it")
			}
			if n := strings.Count(s.testo, nonDisponibile); n != test.assenti {
				t.Errorf("%d sections are missing", n)
			}
			if n := strings.Count(s.testo, "Dati incompleti:"); n != test.lacunose {
				t.Errorf("%d sections are there in part", n)
			}
			if got := capi(titoli(t, s)); !slices.Equal(got, sezioniStampate()) {
				t.Errorf("headings: %q", got)
			}
			if strings.Contains(s.testo, "secret") || strings.Contains(s.testo, fault.Unavailable) {
				t.Error("the cause is printed")
			}
		})
	}
}

// TestFascicoloInterrotto: an archive that fails between two pages of a section leaves the rows that came, and says that others are
// missing; a mandate that ends meanwhile ends the print.
func TestFascicoloInterrotto(t *testing.T) {
	p, guasti := conGuasti(t)
	ctx, l := p.lavoro(t, "consulente", posAlMolo)
	l.Sezioni = []model.SezioneFascicolo{model.SezioneFascicoloInterruzioni, model.SezioneFascicoloEmens, model.SezioneFascicoloConfrontoDm10}
	p.rompe(&l, guasti["complementari"], "Emens", 5)
	s := p.stampa(t, ctx, l)
	guasti["complementari"].Store(nil)
	for _, want := range []string{"9 righe", "5 righe", "Elenco incompleto", nonDisponibile} {
		if !strings.Contains(s.testo, want) {
			t.Errorf("no %q in\n%s", want, s.testo)
		}
	}
	if !slices.Equal(s.ArchiviMancanti, []string{"complementari"}) {
		t.Error(s.ArchiviMancanti)
	}
	l.Esegue = func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		if nome == "Emens" {
			variabili["matricola"] = "9999999999" // as if it were not his any more
		}
		return p.esegue(ctx, nome, variabili)
	}
	var w bytes.Buffer
	if _, err := p.fascicolo.Stampa(ctx, l, &w); fault.Code(err) != fault.NotFound || w.Len() > 0 {
		t.Errorf("%v, %d bytes", err, w.Len())
	}
}

// TestFascicoloInterno: an error that is nobody's makes a section missing, and none of its text is printed.
func TestFascicoloInterno(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	ctx, l := p.lavoro(t, "consulente", posAlMolo)
	l.Sezioni = []model.SezioneFascicolo{model.SezioneFascicoloRegolarita}
	l.Esegue = func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		if nome == "Regolarita" {
			return json.RawMessage(`{"azienda":{"regolarita":null}}`), gqlerror.List{{Message: "secret", Extensions: map[string]any{"code": fault.Internal}}}
		}
		return p.esegue(ctx, nome, variabili)
	}
	s := p.stampa(t, ctx, l)
	if !slices.Equal(s.ArchiviMancanti, []string{"regolarita"}) || !strings.Contains(s.testo, nonDisponibile) || strings.Contains(s.testo, "secret") {
		t.Errorf("%v\n%s", s.ArchiviMancanti, s.testo)
	}
}

// TestFascicoloParziale: whoever holds a partial delega gets what it opens, and the headings of all the rest.
func TestFascicoloParziale(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	ctx, l := p.lavoro(t, "commercialista", posAurora)
	s := p.stampa(t, ctx, l)
	if got := capi(titoli(t, s)); !slices.Equal(got, sezioniStampate()) {
		t.Errorf("headings: %q", got)
	}
	if n := strings.Count(s.testo, "Non compreso nei titoli di chi ha chiesto la stampa."); n != 22 || len(s.ArchiviMancanti) > 0 {
		t.Errorf("%d sections are refused, archives %v are missing", n, s.ArchiviMancanti)
	}
	for testo, c := range map[string]bool{"RCCSLV90S66A000K": true, "MNTDVD85C03A000V": true, "GRCNTN61R17A000R": false, "VIA DELL'INDUSTRIA": false} {
		if strings.Contains(s.testo, testo) != c {
			t.Errorf("%s: want %v", testo, c)
		}
	}
}
