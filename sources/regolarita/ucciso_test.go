package regolarita

import (
	"context"
	"errors"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/durc"
	"cassetto/internal/store/storetest"
)

// chiede asks for a check and judges it, as the command does.
func chiede(ctx context.Context, a *Archivio, e durc.Evidenze, ora time.Time) error {
	v, err := a.Apri(ctx, impresa, altro, ora)
	if err == nil && Aperta(v) {
		_, err = a.Concludi(ctx, v.ID, e, ora)
	}
	return err
}

// segue looks after what is due.
func segue(ctx context.Context, a *Archivio, e durc.Evidenze, ora time.Time) error {
	return seguitoDi(a, &e, ora).spazza(ctx)
}

// fatto is something that is killed, on an archive where somebody has asked for a check and owes so much, -1 when nobody has; now he
// owes euro.
type fatto struct {
	nome        string
	prima, euro model.Importo
	ora         time.Time
	fa          func(context.Context, *Archivio, durc.Evidenze, time.Time) error
	esito       model.EsitoRegolarita
	domande     int // to the store, at least
	chi         int // who has asked then
}

var fatti = []fatto{
	{"asks first", -1, 0, mattina, chiede, model.EsitoRegolaritaRegolare, 6, 1},
	{"asks first, and is invited", -1, 400, mattina, chiede, model.EsitoRegolaritaInvitoARegolarizzare, 6, 1},
	{"joins an invitation and finds it paid", 400, 0, mattina.Add(time.Hour), chiede, model.EsitoRegolaritaRegolare, 4, 2},
	{"finds it paid", 400, 0, mattina.AddDate(0, 0, 18), segue, model.EsitoRegolaritaRegolare, 3, 1},
	{"ends an invitation", 400, 400, mattina.AddDate(0, 0, 18), segue, model.EsitoRegolaritaNonRegolare, 3, 1},
}

// TestUcciso kills whoever asks for a check, and whoever looks after it, at every question to the store. Another process then does the
// same again, or only looks after what is due: there is one check, it has one protocollo and one outcome, and who asked is there once.
func TestUcciso(t *testing.T) {
	for _, f := range fatti {
		t.Run(f.nome, func(t *testing.T) {
			t.Parallel()
			for _, ripete := range []bool{true, false} {
				k := 0
				for f.ucciso(t, k, ripete) {
					k++
				}
				if k < f.domande {
					t.Errorf("only %d questions", k)
				}
			}
		})
	}
}

// ucciso kills what is done before a question, goes on in another process, and says whether it was killed.
func (f fatto) ucciso(t *testing.T, domanda int, ripete bool) bool {
	t.Helper()
	file := nuovoFile(t)
	vivo := apri(t, file)
	if f.prima >= 0 {
		v, err := vivo.Apri(t.Context(), impresa, titolare, mattina)
		if err == nil {
			_, err = vivo.Concludi(t.Context(), v.ID, debito(f.prima), mattina)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mortale := Open(archive.New(Name, &storetest.Killed{Store: apriStore(t, file), Left: domanda}))
	errore := f.fa(t.Context(), mortale, debito(f.euro), f.ora)
	if errore != nil && !errors.Is(errore, storetest.ErrKilled) {
		t.Fatal(errore)
	}
	if ripete {
		if err := f.fa(t.Context(), vivo, debito(f.euro), f.ora); err != nil {
			t.Fatal(err)
		}
	}
	if err := segue(t.Context(), vivo, debito(f.euro), f.ora); err != nil {
		t.Fatal(err)
	}
	vv := tutte(t, vivo)
	n, err := vivo.protocolli.Numero(t.Context(), serieProtocolli)
	switch {
	case err != nil || n != int64(len(vv)) || len(vv) > 1 || len(vv) == 0 && (ripete || f.prima >= 0):
		t.Fatalf("killed at question %d: %d protocolli, %v, of %+v", domanda, n, err, vv)
	case len(vv) == 0:
	case *vv[0].Protocollo != "INPS_00000001" || len(vv[0].Richiedenti) > f.chi || ripete && len(vv[0].Richiedenti) < f.chi:
		t.Errorf("killed at question %d: %+v", domanda, vv[0])
	case vv[0].Esito != f.esito && (ripete || f.chi == 1): // who joins is not found by others before the morning
		t.Errorf("killed at question %d: %+v", domanda, vv[0])
	}
	return errore != nil
}
