package archive_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"cassetto/internal/archive"
)

// BenchmarkPoll polls an archive of 200,000 documents of which some were modified a moment ago; the largest number is too many
// to be told one by one.
func BenchmarkPoll(b *testing.B) {
	w := open(b)
	defer w.store.Close()
	const page, pages = 1000, 200
	old := time.Now().Add(-1000 * time.Hour)
	docs := make([]json.RawMessage, page)
	for p := range pages {
		for i := range docs {
			n := p*page + i
			docs[i] = fmt.Appendf(nil, `{"id":"D-%07d","tipo":"INDIRETTA_INTERMEDIARIO","stato":"ATTIVA","deleganteCF":"RSSMRA80A01A000C","posizione":{"gestione":"DIPENDENTI","codice":"99%08d"},`+
				`"delegatoCF":"FRRGLI82P55A000W","studioCF":"00000001016","qualifica":"CONSULENTE_DEL_LAVORO","servizi":["CASSETTO","UNIEMENS"],"perimetro":"TOTALE","cf":[],"inizio":"2026-01-01","modificataAl":%q}`,
				n, n, archive.Instant(old.Add(time.Duration(n)*time.Minute/10)))
		}
		if _, err := w.store.Import(b.Context(), w.sections[0].Collection, docs); err != nil {
			b.Fatal(err)
		}
	}
	for _, fresh := range []int{0, 100, archive.MostFollowed} {
		for i := range fresh {
			doc := pratica(fmt.Sprintf("D-%07d", i), "1", time.Now().Add(time.Hour)) // remains within the overlap
			if _, err := w.store.Import(b.Context(), w.sections[0].Collection, []json.RawMessage{doc}); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprint(fresh), func(b *testing.B) {
			b.ReportAllocs()
			w.again()
			for b.Loop() {
				if err := w.watch.Poll(b.Context()); err != nil {
					b.Fatal(err)
				}
				w.take()
			}
		})
	}
}
