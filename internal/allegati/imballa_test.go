package allegati

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
)

func file(nome string, data []byte) File { return File{nome, bytes.NewReader(data), int64(len(data))} }

// codici packs and says what was wrong, as campo=codice.
func codici(t *testing.T, files ...File) []string {
	t.Helper()
	p, errori, err := (&Imballatore{}).Imballa(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	if p != nil {
		p.Close()
	}
	if (p == nil) != (len(errori) > 0 || len(files) == 0) {
		t.Errorf("package %v, errors %v", p, errori)
	}
	var all []string
	for _, e := range errori {
		all = append(all, e.Campo+"="+e.Codice)
		if e.Messaggio == "" {
			t.Errorf("%s has no message", e.Codice)
		}
	}
	return all
}

func TestImballaBuoni(t *testing.T) {
	for ext, data := range campioni(t) {
		for _, nome := range []string{"prova." + ext, "PROVA." + strings.ToUpper(ext)} {
			if got := codici(t, file(nome, data)); got != nil {
				t.Errorf("%s: %v", nome, got)
			}
		}
	}
	for form, data := range busteDi(bytes.Repeat([]byte("contenuto "), 900)) {
		if got := codici(t, file("firmato.pdf.p7m", data)); got != nil {
			t.Errorf("p7m in %s: %v", form, got)
		}
	}
	for what, text := range map[string]string{
		"a list that begins like a bitmap": "BMW Italia;1\n", "one that begins like a program": "MZ Costruzioni;1\n", "Latin 1": "perch\xe9\r\n\f",
		"one letter": "x",
	} {
		if got := codici(t, file("a.csv", []byte(text)), file("a.txt", []byte(text))); got != nil {
			t.Errorf("%s: %v", what, got)
		}
	}
	latin := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<?xml-stylesheet href=\"a.xsl\"?><p:Fattura xmlns:p=\"urn:x\">perch\xe9</p:Fattura>"
	if got := codici(t, file("fattura.xml", []byte(latin))); got != nil {
		t.Errorf("xml in Latin 1: %v", got)
	}
	if got := codici(t); got != nil {
		t.Errorf("no files: %v", got)
	}
}

// TestImballaScambiati: no good file passes under the extension of another kind.
func TestImballaScambiati(t *testing.T) {
	same := [][]string{{"jpg", "jpeg"}, {"tif", "tiff"}, {"txt", "csv"}}
	all := campioni(t)
	for ext, data := range all {
		for other := range all {
			if ext == other || slices.ContainsFunc(same, func(s []string) bool { return slices.Contains(s, ext) && slices.Contains(s, other) }) ||
				ext == "xml" && (other == "txt" || other == "csv") { // text, too
				continue
			}
			if got := codici(t, file("a."+other, data)); len(got) != 1 {
				t.Errorf("%s as %s: %v", ext, other, got)
			}
		}
	}
}

func TestImballaCattivi(t *testing.T) {
	good := campioni(t)
	plain := zipDi(t, []parteZip{{name: "a.txt", data: []byte("a")}})
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	html := "<!DOCTYPE html>\n<html><script>alert(1)</script></html>"
	der := busteDi([]byte("contenuto"))["DER"]
	otherOID := bytes.Replace(der, []byte{0x01, 0x07, 0x02}, []byte{0x01, 0x07, 0x03}, 1)
	for _, c := range []struct {
		what, nome string
		data       []byte
		want       string
	}{
		{"empty", "a.txt", nil, Vuoto},
		{"a program", "a.exe", []byte("MZ\x90\x00"), TipoNonAmmesso},
		{"no extension", "fattura", good["pdf"], TipoNonAmmesso},
		{"macros by extension", "a.docm", good["docx"], TipoNonAmmesso},
		{"a zip", "a.zip", plain, Compresso},
		{"a zip as pdf", "a.pdf", plain, Compresso},
		{"a zip as docx", "a.docx", plain, Compresso},
		{"gzip as txt", "a.txt", []byte("\x1f\x8b\x08\x00"), Compresso},
		{"a program as pdf", "a.pdf", []byte("MZ\x90\x00%PDF-1.7 %%EOF"), ContenutoDiverso},
		{"a program as txt", "a.txt", []byte("MZ\x90\x00\x03"), ContenutoDiverso},
		{"an ELF as csv", "a.csv", []byte("\x7fELF\x02\x01\x01"), ContenutoDiverso},
		{"NUL", "a.csv", []byte("a;b\n\x00"), ContenutoDiverso},
		{"NUL far away", "a.txt", join(bytes.Repeat([]byte("riga\n"), 100_000), []byte{0}), ContenutoDiverso},
		{"UTF-16", "a.txt", []byte("\xff\xfea\x00b\x00"), ContenutoDiverso},
		{"HTML as txt", "a.txt", []byte(html), ContenutoDiverso},
		{"HTML as csv", "a.csv", []byte("a;b\n<script>alert(1)</script>"), ContenutoDiverso},
		{"HTML as xml", "a.xml", []byte(html), ContenutoDiverso},
		{"XHTML as xml", "a.xml", []byte(`<x:div xmlns:x="http://www.w3.org/1999/xhtml"/>`), ContenutoDiverso},
		{"SVG as xml", "a.xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), ContenutoDiverso},
		{"entities", "a.xml", []byte(`<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>`), ContenutoDiverso},
		{"no xml", "a.xml", []byte("ciao"), ContenutoDiverso},
		{"cut xml", "a.xml", []byte("<a><b>testo"), ContenutoDiverso},
		{"a PDF without its end", "a.pdf", []byte("%PDF-1.7\n"), ContenutoDiverso},
		{"a PDF after something else", "a.pdf", join([]byte("\n"), good["pdf"]), ContenutoDiverso},
		{"a PDF that is a zip too", "a.pdf", join(good["pdf"], plain, []byte("%%EOF")), Compresso},
		{"a PNG that is a PDF too", "a.png", join(good["png"], good["pdf"]), ContenutoDiverso},
		{"a JPEG that is a zip too", "a.jpg", join(good["jpg"], plain), Compresso},
		{"half a PNG", "a.png", good["png"][:20], ContenutoDiverso},
		{"a TIFF without directory", "a.tif", good["tif"][:12], ContenutoDiverso},
		{"a TIFF that points outside", "a.tif", []byte("II*\x00\xff\xff\xff\xff"), ContenutoDiverso},
		{"another content type", "a.p7m", otherOID, ContenutoDiverso},
		{"a cut envelope", "a.p7m", der[:len(der)-1], ContenutoDiverso},
		{"more than an envelope", "a.p7m", append(der[:len(der):len(der)], 0), ContenutoDiverso},
		{"three bytes of an envelope", "a.p7m", der[:3], ContenutoDiverso},
		{"an envelope in bad base64", "a.p7m", []byte("MIIB!!!!" + strings.Repeat("A", 64)), ContenutoDiverso},
		{"an envelope under a false title", "a.p7m", []byte("-----BEGIN CERTIFICATE-----\nMIIB\n"), ContenutoDiverso},
		{"the identifier elsewhere", "a.p7m", join([]byte{0x30, 0x2a, 0x04, 0x28}, make([]byte, 20), oidFirmato, make([]byte, 9)), ContenutoDiverso},
		{"climbing", "../a.pdf", good["pdf"], NomeNonValido},
		{"absolute", `C:\a.pdf`, good["pdf"], NomeNonValido},
	} {
		got := codici(t, file(c.nome, c.data))
		if want := []string{"allegati.0=" + c.want}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.what, got, want)
		}
	}
}

func TestImballaMisure(t *testing.T) {
	exact, more := pdfDi(MaxDimensione), pdfDi(MaxDimensione+1)
	if got := codici(t, file("a.pdf", exact), file("b.pdf", exact), file("c.pdf", exact)); got != nil {
		t.Errorf("three files of 3 MB: %v", got)
	}
	if got := codici(t, file("a.pdf", exact), file("b.pdf", more)); !slices.Equal(got, []string{"allegati.1=" + TroppoGrande}) {
		t.Errorf("one byte more: %v", got)
	}
	for _, declared := range []int64{0, 1, -1, MaxDimensione} {
		if got := codici(t, File{"a.pdf", bytes.NewReader(more), declared}); !slices.Equal(got, []string{"allegati.0=" + TroppoGrande}) {
			t.Errorf("one byte more, declared as %d: %v", declared, got)
		}
		if got := codici(t, File{"a.pdf", bytes.NewReader(exact), declared}); got != nil {
			t.Errorf("3 MB, declared as %d: %v", declared, got)
		}
	}
	one := file("a.txt", []byte("a"))
	if got := codici(t, one, one, one, one); !slices.Equal(got, []string{"allegati=" + Troppi}) {
		t.Errorf("four files: %v", got)
	}
	if got := codici(t, file("a.exe", nil), one, file("b/c.txt", nil)); !slices.Equal(got, []string{"allegati.0=" + TipoNonAmmesso, "allegati.2=" + NomeNonValido}) {
		t.Errorf("two wrong files of three: %v", got)
	}
}

// TestImballaPacco: the package holds the files as they were, however far they were read before, and is always the same.
func TestImballaPacco(t *testing.T) {
	good := campioni(t)
	text := bytes.Repeat([]byte("riga di testo\n"), 1000)
	read := bytes.NewReader(text)
	read.Seek(7, io.SeekStart)
	digests := map[string]bool{}
	for range 2 {
		p, errori, err := (&Imballatore{}).Imballa(t.Context(), []File{file("Atto.pdf", good["pdf"]), file("atto.PDF", good["pdf"]), {"note\u202e.txt", read, int64(len(text))}})
		if err != nil || errori != nil {
			t.Fatal(errori, err)
		}
		want := []model.Allegato{
			{Nome: "Atto.pdf", Tipo: "application/pdf", Dimensione: 1000}, {Nome: "atto (2).PDF", Tipo: "application/pdf", Dimensione: 1000},
			{Nome: "note.txt", Tipo: "text/plain", Dimensione: int32(len(text))},
		}
		if !reflect.DeepEqual(p.Voci, want) {
			t.Errorf("entries %+v", p.Voci)
		}
		whole, err := io.ReadAll(io.NewSectionReader(p, 0, 1<<30))
		if sum := sha256.Sum256(whole); err != nil || int64(len(whole)) != p.Dimensione || hex.EncodeToString(sum[:]) != p.SHA256 {
			t.Errorf("%d bytes, %d declared, %v", len(whole), p.Dimensione, err)
		}
		z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(data, [][]byte{good["pdf"], good["pdf"], text}[i]) || f.Name != want[i].Nome {
				t.Errorf("entry %d: %q, %d bytes, %v", i, f.Name, len(data), err)
			}
			if method := []uint16{zip.Store, zip.Store, zip.Deflate}[i]; f.Method != method || !f.Modified.Equal(epoca) {
				t.Errorf("entry %d: method %d, %v", i, f.Method, f.Modified)
			}
		}
		digests[p.SHA256] = true
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(digests) != 1 {
		t.Errorf("%d digests of the same files", len(digests))
	}
}

// TestImballaGuasti: what cannot be read is nobody's mistake, and nobody waits for it.
func TestImballaGuasti(t *testing.T) {
	broken := errors.New("disk")
	p, errori, err := (&Imballatore{}).Imballa(t.Context(), []File{{"a.txt", &guasto{err: broken}, 3}})
	if p != nil || errori != nil || !errors.Is(err, broken) {
		t.Errorf("%v, %v, %v", p, errori, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := (&Imballatore{}).Imballa(ctx, []File{file("a.txt", []byte("a"))}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

// guasto is a file that cannot be read.
type guasto struct{ err error }

func (g *guasto) Read([]byte) (int, error)       { return 0, g.err }
func (g *guasto) Seek(int64, int) (int64, error) { return 0, nil }

// TestMessaggi: every code has a sentence.
func TestMessaggi(t *testing.T) {
	for codice, messaggio := range messaggi {
		if !strings.HasPrefix(codice, "ALLEGAT") || !strings.HasSuffix(messaggio, ".") {
			t.Errorf("%s: %q", codice, messaggio)
		}
	}
	if want := fmt.Sprintf("al massimo %d file", MaxFile); !strings.Contains(messaggi[Troppi], want) {
		t.Errorf("%q does not say %q", messaggi[Troppi], want)
	}
}
