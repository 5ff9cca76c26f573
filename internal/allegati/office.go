package allegati

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

// Limits of what a document of Office may expand to.
const (
	maxVoci       = 2000
	maxEspansione = 50 << 20
	maxRapporto   = 100
	senzaRapporto = 1 << 20 // below it, ratios say nothing
)

func docx(c contenuto) (string, error) { return office(c, "word/") }

func xlsx(c contenuto) (string, error) { return office(c, "xl/") }

// office opens a package of Office Open XML and reads every part of it to its end, within the limits: what parts declare to
// be, they are.
func office(c contenuto, cartella string) (string, error) {
	if !bytes.HasPrefix(c.testa, []byte("PK\x03\x04")) {
		return ContenutoDiverso, nil
	}
	if codice, err := voci(c); codice != "" || err != nil {
		return codice, err
	}
	z, err := zip.NewReader(c, c.dimensione)
	if err != nil {
		return ContenutoDiverso, nil
	}
	if codice := indice(c, z, cartella); codice != "" {
		return codice, nil
	}
	for _, f := range z.File {
		if codice, err := parte(f, min(maxEspansione, limite(int64(f.CompressedSize64)))); codice != "" || err != nil {
			return codice, err
		}
	}
	return "", nil
}

// voci refuses a directory with so many entries that reading it would cost memory.
func voci(c contenuto) (string, error) {
	n, buffer, r := 0, make([]byte, 16<<10), c.tutto()
	for kept := 0; ; {
		read, err := r.Read(buffer[kept:])
		chunk := buffer[:kept+read]
		if n += bytes.Count(chunk, []byte("PK\x01\x02")); n > maxVoci {
			return Bomba, nil
		}
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		kept = copy(buffer, chunk[max(0, len(chunk)-3):])
	}
}

// limite is how far so many bytes may expand.
func limite(compressi int64) int64 { return max(senzaRapporto, maxRapporto*compressi) }

// indice judges a package by what it declares.
func indice(c contenuto, z *zip.Reader, cartella string) string {
	names, total, content, main := map[string]bool{}, uint64(0), false, false
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasSuffix(name, ".zip"), strings.HasSuffix(name, ".7z"), strings.HasSuffix(name, ".rar"):
			return Compresso
		case strings.Contains(path.Base(name), "vbaproject"), strings.HasPrefix(name, "xl/macrosheets/"):
			return Macro
		case names[name], strings.ContainsAny(name, "\\\x00"), strings.HasPrefix(name, "/"), path.Clean(name) != strings.TrimSuffix(name, "/"),
			strings.HasPrefix(name, "../"), f.Flags&1 != 0:
			return ContenutoDiverso // not what Office writes, or under a password
		}
		names[name] = true
		content = content || f.Name == "[Content_Types].xml"
		main = main || strings.HasPrefix(f.Name, cartella) && !strings.HasSuffix(f.Name, "/")
		if f.UncompressedSize64 > maxEspansione || int64(f.UncompressedSize64) > limite(int64(min(f.CompressedSize64, uint64(c.dimensione)))) {
			return Bomba
		}
		total += f.UncompressedSize64
	}
	switch {
	case total > maxEspansione, int64(total) > limite(c.dimensione):
		return Bomba
	case !content:
		return Compresso // some archive under the name of a document
	case !main:
		return ContenutoDiverso
	}
	return ""
}

// parte reads one part to its end, or until it has expanded to more than most. What a part declares was found to be within the
// limits, alone and with the others, and nothing else is accepted: all parts together cannot expand further.
func parte(f *zip.File, most int64) (codice string, err error) {
	r, err := f.OpenRaw()
	if err != nil || f.Method != zip.Store && f.Method != zip.Deflate {
		return ContenutoDiverso, nil
	}
	if f.Method == zip.Deflate {
		r = flate.NewReader(r)
	}
	visto := &inizio{}
	sum := crc32.NewIEEE()
	n, err := io.Copy(io.MultiWriter(visto, sum), io.LimitReader(r, most+1))
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &corrupt), errors.Is(err, io.ErrUnexpectedEOF):
		return ContenutoDiverso, nil
	case err != nil:
		return "", err
	case n > most:
		return Bomba, nil
	case uint64(n) != f.UncompressedSize64, sum.Sum32() != f.CRC32:
		return ContenutoDiverso, nil
	}
	return natura(strings.ToLower(f.Name), n, visto.testa), nil
}

// natura judges a part by its name and its beginning.
func natura(name string, n int64, testa []byte) string {
	immagine := strings.HasSuffix(name, ".emz") || strings.HasSuffix(name, ".wmz") // Office compresses them itself
	switch tipi := name == tipiContenuto; {
	case archivio(testa) && !immagine:
		return Compresso
	case tipi && (n > maxInizio || bytes.IndexByte(testa, 0) >= 0): // larger, or in another alphabet, than any program writes it
		return ContenutoDiverso
	case tipi && (bytes.Contains(testa, []byte("macroEnabled")) || bytes.Contains(testa, []byte("vbaProject"))):
		return Macro
	}
	return ""
}

const (
	tipiContenuto = "[content_types].xml"
	maxInizio     = 64 << 10
)

// inizio keeps the beginning of what is written.
type inizio struct{ testa []byte }

func (i *inizio) Write(p []byte) (int, error) {
	i.testa = append(i.testa, p[:min(len(p), maxInizio-len(i.testa))]...)
	return len(p), nil
}
