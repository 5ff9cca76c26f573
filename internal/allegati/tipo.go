package allegati

import (
	"bytes"
	"errors"
	"io"
)

// tipo is an admitted kind of file.
type tipo struct {
	mime       string
	controllo  func(c contenuto) (codice string, err error) // the code of what is wrong, empty when the file is what it says
	comprimere bool                                         // its files shrink when they are packed
}

// tipi are the admitted ones by extension.
var tipi = map[string]tipo{
	"pdf":  {"application/pdf", pdf, false},
	"p7m":  {"application/pkcs7-mime", p7m, true},
	"jpg":  {"image/jpeg", jpg, false},
	"jpeg": {"image/jpeg", jpg, false},
	"png":  {"image/png", immaginePNG, false},
	"tif":  {"image/tiff", tif, true},
	"tiff": {"image/tiff", tif, true},
	"csv":  {"text/csv", testo, true},
	"xml":  {"application/xml", xmlDocumento, true},
	"txt":  {"text/plain", testo, true},
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx, false},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx, false},
}

// contenuto is a file in our hands: nobody else changes it between its check and its packing.
type contenuto struct {
	io.ReaderAt
	dimensione int64
	testa      []byte // its first bytes, at most lunghezzaTesta
}

const lunghezzaTesta = 4096

func leggiContenuto(r io.ReaderAt, dimensione int64) (contenuto, error) {
	c := contenuto{r, dimensione, make([]byte, min(dimensione, lunghezzaTesta))}
	if _, err := r.ReadAt(c.testa, 0); err != nil && !errors.Is(err, io.EOF) {
		return c, err
	}
	return c, nil
}

// tutto reads the file from its beginning.
func (c contenuto) tutto() *io.SectionReader { return io.NewSectionReader(c.ReaderAt, 0, c.dimensione) }

// coda is the end of the file, at most n bytes.
func (c contenuto) coda(n int64) ([]byte, error) {
	n = min(n, c.dimensione)
	tail := make([]byte, n)
	_, err := c.ReadAt(tail, c.dimensione-n)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return tail, err
}

// archivi are what compressed archives begin with.
var archivi = [][]byte{
	[]byte("PK\x03\x04"), []byte("PK\x05\x06"), []byte("PK\x07\x08"), []byte("Rar!\x1a\x07"), []byte("7z\xbc\xaf\x27\x1c"),
	[]byte("\x1f\x8b\x08"), []byte("\xfd7zXZ\x00"), []byte("\x28\xb5\x2f\xfd"), []byte("MSCF\x00\x00\x00\x00"), []byte("BZh91AY&SY"),
}

func archivio(testa []byte) bool {
	for _, firma := range archivi {
		if bytes.HasPrefix(testa, firma) {
			return true
		}
	}
	return false
}

// compressi are extensions of archives, refused with a better word than the others.
var compressi = map[string]bool{"zip": true, "rar": true, "7z": true, "gz": true, "tgz": true, "tar": true, "bz2": true, "xz": true, "zst": true, "cab": true, "arj": true, "lzh": true}

// riconosci says what is wrong with a file that bears this extension: a code, empty for nothing.
func riconosci(c contenuto, ext string) (string, error) {
	t, ammesso := tipi[ext]
	switch office := ext == "docx" || ext == "xlsx"; {
	case compressi[ext]:
		return Compresso, nil
	case !ammesso:
		return TipoNonAmmesso, nil
	case c.dimensione == 0:
		return Vuoto, nil
	case archivio(c.testa) && !office:
		return Compresso, nil
	}
	return t.controllo(c)
}
