package tagpdf

import (
	"io"
	"runtime"
	"strconv"
	"testing"
)

// heap is how many bytes are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestMemory writes many rows, of which no more is kept than where their objects are.
func TestMemory(t *testing.T) {
	const few, many, most = 300, 1500, 100 // bytes a row; its text alone is 100 letters
	var before, after uint64
	d, err := New(io.Discard, options)
	if err != nil {
		t.Fatal(err)
	}
	d.Table(Table{Columns: []Column{{"Numero", 1, End}, {"Testo", 9, Start}}}, func(yield func([]string) bool) {
		for i := range many {
			switch i {
			case few:
				before = heap()
			case many - 1:
				after = heap()
			}
			if !yield([]string{strconv.Itoa(i), "L’azienda è iscritta dal 01/04/1998 e ciò che manca è segnalato nella sezione a cui appartiene " + strconv.Itoa(i)}) {
				return
			}
		}
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if row := (int64(after) - int64(before)) / (many - few); row > most {
		t.Errorf("%d bytes of memory a row", row)
	} else {
		t.Logf("%d bytes of memory a row, %d pages", row, len(d.pages))
	}
}

func BenchmarkDossier(b *testing.B) {
	for name, size := range map[string][2]int{"20 pages": {4, 130}, "300 pages": {10, 840}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d, err := New(io.Discard, options)
				if err != nil {
					b.Fatal(err)
				}
				dossier(size[0], size[1])(d)
				if err := d.Close(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(d.pages)), "pages")
				b.ReportMetric(float64(d.file.size), "bytes")
			}
		})
	}
}
