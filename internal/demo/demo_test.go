package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
)

// flusso are the documents in the order they come, each with its section.
func flusso(t *testing.T, o demo.Options) []string {
	t.Helper()
	var tutti []string
	err := demo.Generate(context.Background(), o, func(archivio, sezione string, doc any) error {
		b, err := json.Marshal(doc)
		tutti = append(tutti, archivio+"/"+sezione+" "+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tutti
}

func impronta(documenti []string) string {
	h := sha256.New()
	for _, d := range documenti {
		fmt.Fprintln(h, d)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestStesseOpzioniStessiDocumenti(t *testing.T) {
	if a, b := impronta(flusso(t, demo.Options{Aziende: 60})), impronta(flusso(t, demo.Options{Aziende: 60})); a != b {
		t.Fatalf("two runs differ: %s, %s", a, b)
	}
}

func TestLeAziendeNonDipendonoDaQuanteSono(t *testing.T) {
	poche, molte := flusso(t, demo.Options{Aziende: 60}), flusso(t, demo.Options{Aziende: 200})
	if len(molte) <= len(poche) || !slices.Equal(poche, molte[:len(poche)]) {
		t.Fatal("the first 60 companies are not the same among 200")
	}
}

func TestOggiPredefinito(t *testing.T) {
	scritto := demo.Options{Aziende: 5, Oggi: time.Date(2026, 11, 23, 18, 30, 0, 0, model.Roma)}
	if impronta(flusso(t, demo.Options{Aziende: 5})) != impronta(flusso(t, scritto)) {
		t.Fatal("the default day is not 2026-11-23, or the hour matters")
	}
	tardi := scritto.Oggi.AddDate(0, 0, 1)
	if impronta(flusso(t, scritto)) == impronta(flusso(t, demo.Options{Aziende: 5, Oggi: tardi})) {
		t.Fatal("the day does not matter")
	}
}

func TestOpzioniRifiutate(t *testing.T) {
	for nome, o := range map[string]demo.Options{
		"troppe":        {Aziende: demo.MaxAziende + 1},
		"negative":      {Aziende: -1},
		"troppo presto": {Oggi: time.Date(2026, 11, 22, 23, 59, 0, 0, model.Roma)},
		"troppo tardi":  {Oggi: time.Date(2028, 7, 1, 0, 0, 0, 0, model.Roma)},
	} {
		t.Run(nome, func(t *testing.T) {
			if demo.Generate(context.Background(), o, func(string, string, any) error { return nil }) == nil {
				t.Fatal("accepted")
			}
		})
	}
}

func TestSiFermaAlPrimoErrore(t *testing.T) {
	guasto, quanti := errors.New("disk full"), 0
	err := demo.Generate(context.Background(), demo.Options{Aziende: 1000}, func(string, string, any) error {
		if quanti++; quanti == 3000 {
			return guasto
		}
		return nil
	})
	if !errors.Is(err, guasto) || quanti != 3000 {
		t.Fatalf("err %v after %d documents", err, quanti)
	}
	ctx, annulla := context.WithCancel(context.Background())
	defer annulla()
	err = demo.Generate(ctx, demo.Options{Aziende: 1000}, func(string, string, any) error { annulla(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
}

// TestUnAziendaPerVolta generates many companies and looks at the heap on the way.
func TestUnAziendaPerVolta(t *testing.T) {
	var massimo uint64
	documenti, aziende := 0, 0
	err := demo.Generate(context.Background(), demo.Options{Aziende: 6000}, func(_, sezione string, _ any) error {
		documenti++
		if sezione != "aziende" {
			return nil
		}
		if aziende++; aziende%1500 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			massimo = max(massimo, m.HeapAlloc)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if massimo > 64<<20 {
		t.Errorf("%d MB held while streaming %d documents", massimo>>20, documenti)
	}
}

// TestPocheRigheAdAzienda keeps 200,000 companies storable.
func TestPocheRigheAdAzienda(t *testing.T) {
	conta := func(n int) (documenti int) {
		err := demo.Generate(context.Background(), demo.Options{Aziende: n}, func(string, string, any) error { documenti++; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return documenti
	}
	if giovani := conta(3200) - conta(200); giovani > 30*3000 {
		t.Errorf("%.1f documents for each young company, at most 30 wanted", float64(giovani)/3000)
	}
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	err := demo.Generate(context.Background(), demo.Options{Aziende: min(b.N, demo.MaxAziende)}, func(string, string, any) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "aziende/s")
}
