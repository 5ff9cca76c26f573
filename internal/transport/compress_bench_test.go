package transport

import (
	"bytes"
	"fmt"
	"testing"

	"cassetto/internal/freshness"
)

// BenchmarkPack is what a response of some 20 KB costs those who ask for it compressed, where it is not kept.
func BenchmarkPack(b *testing.B) {
	var body bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&body, `{"periodo":"2026-%02d","saldo":"%d.%02d","forzaAziendale":%d,"esito":"QUADRATA","progressivo":%d},`, 1+i%12, i*7919%10000, i%100, i%50, i)
	}
	for _, coding := range []freshness.Coding{freshness.Gzip, freshness.Zstd} {
		b.Run(string(coding), func(b *testing.B) {
			b.SetBytes(int64(body.Len()))
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = len(pack(body.Bytes(), coding))
			}
			b.ReportMetric(float64(size)/float64(body.Len()), "part")
		})
	}
}
