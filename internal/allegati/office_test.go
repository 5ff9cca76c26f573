package allegati

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestOffice(t *testing.T) {
	zeros := func(n int) []byte { return make([]byte, n) }
	noise := func(n int) []byte {
		b := make([]byte, n)
		rand.NewChaCha8([32]byte{1}).Read(b)
		return b
	}
	declare := func(size uint64) func(*zip.FileHeader) {
		return func(h *zip.FileHeader) { h.UncompressedSize64 = size }
	}
	word := func(name string, data []byte, change func(*zip.FileHeader)) []parteZip {
		return parti("word/document.xml", parteZip{name, data, change})
	}
	var many []parteZip
	for n := range maxVoci {
		many = append(many, parteZip{name: fmt.Sprintf("word/%d.xml", n)})
	}
	half := append(zeros(600<<10), noise(10<<10)...) // some 50 times smaller when deflated
	var large []parteZip
	for n := range 88 {
		large = append(large, parteZip{fmt.Sprintf("word/%d.xml", n), noise(7 << 10), declare(600 << 10)})
	}
	types := []byte(`<Types><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`)
	for _, c := range []struct {
		what  string
		parts []parteZip
		want  string
	}{
		{"large and honest", word("word/media/a.png", noise(2<<20), nil), ""},
		{"small and well deflated", word("word/a.xml", zeros(1<<20-4096), nil), ""},
		{"a picture that Office has compressed", word("word/media/a.emz", []byte("\x1f\x8b\x08\x00altro"), nil), ""},
		{"a workbook as a document", parti("xl/workbook.xml"), ContenutoDiverso},
		{"no types", parti("word/document.xml")[1:], Compresso},
		{"no parts", nil, ContenutoDiverso},
		{"declares a bomb", word("word/a.xml", zeros(100), declare(maxEspansione+1)), Bomba},
		{"declares a ratio", word("word/a.xml", zeros(2<<20), nil), Bomba},
		{"hides a bomb", word("word/a.xml", zeros(4<<20), declare(10)), Bomba},
		{"hides a ratio", word("word/a.xml", zeros(2<<20), declare(500)), Bomba},
		{"declares what cannot be", word("word/a.xml", []byte("a"), declare(1<<63)), Bomba},
		{"a part within the ratio", word("word/a.xml", half, nil), ""},
		{"many parts within the ratio", slices.Concat(parti("word/document.xml"), large), Bomba},
		{"too many parts", slices.Concat(parti("word/document.xml"), many), Bomba},
		{"a zip inside", word("word/embeddings/a.bin", zipDi(t, parti("a")), nil), Compresso},
		{"a zip inside by name", word("word/embeddings/A.ZIP", []byte("a"), nil), Compresso},
		{"a rar inside", word("word/media/a.png", []byte("Rar!\x1a\x07\x00"), nil), Compresso},
		{"macros", word("word/vbaProject.bin", []byte("a"), nil), Macro},
		{"macros under another name", slices.Concat([]parteZip{{name: "[Content_Types].xml", data: types}}, parti("word/document.xml")[1:]), Macro},
		{"macros of old", word("xl/macrosheets/sheet1.xml", []byte("a"), nil), Macro},
		{"types in UTF-16", slices.Concat([]parteZip{{name: "[Content_Types].xml", data: []byte("<\x00T\x00")}}, parti("word/document.xml")[1:]), ContenutoDiverso},
		{"climbs", word("../a.xml", []byte("a"), nil), ContenutoDiverso},
		{"the same part twice", word("word/DOCUMENT.xml", []byte("a"), nil), ContenutoDiverso},
		{"under a password", word("word/a.xml", []byte("a"), func(h *zip.FileHeader) { h.Flags |= 1 }), ContenutoDiverso},
		{"declares less than there is", word("word/a.xml", []byte("aaaa"), declare(3)), ContenutoDiverso},
		{"damaged", word("word/a.xml", []byte("aaaa"), func(h *zip.FileHeader) { h.CRC32++ }), ContenutoDiverso},
		{"compressed in another way", word("word/a.xml", []byte("aaaa"), func(h *zip.FileHeader) { h.Method = 12 }), ContenutoDiverso},
	} {
		data := zipDi(t, c.parts)
		var want []string
		if c.want != "" {
			want = []string{"allegati.0=" + c.want}
		}
		if got := codici(t, file("a.docx", data)); !slices.Equal(got, want) {
			t.Errorf("%s (%d bytes): %v, want %v", c.what, len(data), got, want)
		}
	}
	whole := campioni(t)["xlsx"]
	for _, data := range [][]byte{whole[:len(whole)-30], append([]byte("MZ"), whole...), bytes.Repeat([]byte("PK\x03\x04"), 100)} {
		if got := codici(t, file("a.xlsx", data)); !slices.Equal(got, []string{"allegati.0=" + ContenutoDiverso}) {
			t.Errorf("damaged: %v", got)
		}
	}
}
