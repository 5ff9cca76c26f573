package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
	"cassetto/internal/fascicolo"
)

// ripete lets a section that is a list have rows pages, each as the first one is: the archives of the demo have no company so large.
func ripete(esegue fascicolo.Esegue, operazione string, pagine int) fascicolo.Esegue {
	return func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		n := 1
		if cursore, c := variabili["after"].(string); c {
			n, _ = strconv.Atoi(cursore)
			delete(variabili, "after")
		}
		data, errori := esegue(ctx, nome, variabili)
		if nome != operazione || n == pagine {
			return data, errori
		}
		i := bytes.LastIndex(data, []byte(`"pageInfo":{`))
		fine := bytes.IndexByte(data[i:], '}')
		next := fmt.Appendf(nil, `"pageInfo":{"hasNextPage":true,"endCursor":"%d"`, n+1)
		return append(append(data[:i:i], next...), data[i+fine:]...), errori
	}
}

// ricorda asks the graph once for each operation: what is measured is the print.
func ricorda(esegue fascicolo.Esegue) fascicolo.Esegue {
	date := map[string]json.RawMessage{}
	return func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		if data := date[nome]; data != nil {
			return data, nil
		}
		data, errori := esegue(ctx, nome, variabili)
		date[nome] = data
		return data, errori
	}
}

// TestFascicoloGrande: memory does not grow with the rows of a company.
func TestFascicoloGrande(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	misura := func(pagine int) (heap uint64, esito fascicolo.Esito) {
		ctx, l := p.lavoro(t, "consulente", posEdilnova)
		l.Sezioni = []model.SezioneFascicolo{model.SezioneFascicoloSintetici, model.SezioneFascicoloCommittente10, model.SezioneFascicoloFondiInterprofessionali, model.SezioneFascicoloRegolarita}
		l.Esegue = ripete(ricorda(l.Esegue), "FondiInterprofessionali", pagine)
		l.Avanza = func(_ model.SezioneFascicolo, percento int) {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap = max(heap, m.HeapAlloc)
		}
		esito, err := p.fascicolo.Stampa(ctx, l, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return heap, esito
	}
	pochi, breve := misura(1)
	molti, lungo := misura(5000) // of two rows
	if lungo.Pagine < breve.Pagine+200 {
		t.Errorf("%d pages, then %d", breve.Pagine, lungo.Pagine)
	}
	if molti > pochi+4<<20 {
		t.Errorf("%d bytes, then %d for 10,000 rows more", pochi, molti)
	}
}

// TestFascicoloCaratteri: whatever an archive holds is printed, and breaks nothing.
func TestFascicoloCaratteri(t *testing.T) {
	p := inTipografia(t, func(*App) {})
	ctx, l := p.lavoro(t, "consulente", posAlMolo)
	l.Sezioni = []model.SezioneFascicolo{model.SezioneFascicoloSintetici, model.SezioneFascicoloDipendenze, model.SezioneFascicoloInfocamere}
	l.Esegue = func(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
		data, errori := p.esegue(ctx, nome, variabili)
		for prima, poi := range map[string]string{
			"TRATTORIA AL MOLO S.R.L.S.": `Città «È» (x) \\ {matricola} [y] \u0000\u202e 漢字 🙂 \ud83d`, "DELL'ANCORA": strings.Repeat("Lunghissima", 60),
		} {
			data = bytes.ReplaceAll(data, []byte(prima), []byte(poi))
		}
		return data, errori
	}
	s := p.stampa(t, ctx, l)
	strumento(t, "qpdf", "--check", s.file)
	if !strings.Contains(s.testo, `Città «È» (x) \ {matricola} [y]`) || strings.Count(strings.Join(strings.Fields(s.testo), ""), "Lunghissima") < 20 {
		t.Error(s.testo[:2000])
	}
}

// BenchmarkFascicolo prints a small, a usual and a very large dossier: 20, 30 and 300 pages.
func BenchmarkFascicolo(b *testing.B) {
	p := inTipografia(b, func(*App) {})
	for _, pagine := range []int{1, 46} {
		ctx, l := p.lavoro(b, "consulente", posAlMolo)
		l.Esegue = ripete(l.Esegue, "Emens", pagine)
		var esito fascicolo.Esito
		b.Run(strconv.Itoa(pagine), func(b *testing.B) {
			for b.Loop() {
				var err error
				if esito, err = p.fascicolo.Stampa(ctx, l, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(esito.Pagine), "pages")
		})
	}
}
