package importa_test

import (
	"io"
	"strings"
	"testing"

	"cassetto/internal/importa"
	"cassetto/sources"
)

// BenchmarkValidate checks one small and one large document at a time, on one core.
func BenchmarkValidate(b *testing.B) {
	s := schema()
	for _, sec := range sources.Sections()["complementari"] {
		section := sec.Collection.Name
		if section != "emens" && section != "postaIbrida" && section != "committente10" {
			continue
		}
		v, err := importa.NewValidator(s, sources.Sections()["complementari"])
		if err != nil {
			b.Fatal(err)
		}
		line := marshal(b, map[string]any{section: sampler{b, s, true}.document(sec)})
		b.Run(section, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				if _, _, d := v.Line(line); d != nil {
					b.Fatal(d)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "doc/s")
		})
	}
}

// BenchmarkImport loads documents that are all new into SQLite.
func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	const docs = 20_000
	for n := range docs {
		text.WriteString(posta(n) + "\n")
	}
	for b.Loop() {
		to := target(b, "complementari")
		r, err := importa.Import(b.Context(), to, importa.File{Path: "-", Input: strings.NewReader(text.String()), Progress: io.Discard})
		if err != nil || r.Cambiati != docs {
			b.Fatal(err, r)
		}
	}
	b.ReportMetric(docs*float64(b.N)/b.Elapsed().Seconds(), "doc/s")
}
