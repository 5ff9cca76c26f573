package allegati

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// pdf is one from its first byte on, ends as one, and is no archive at the same time.
func pdf(c contenuto) (string, error) {
	tail, err := c.coda(1024)
	if err != nil {
		return "", err
	}
	if !bytes.HasPrefix(c.testa, []byte("%PDF-")) || !bytes.Contains(tail, []byte("%%EOF")) {
		return ContenutoDiverso, nil
	}
	return duplice(c)
}

func jpg(c contenuto) (string, error) { return immagine(c, jpeg.DecodeConfig) }

func immaginePNG(c contenuto) (string, error) { return immagine(c, png.DecodeConfig) }

// immagine reads the head of an image, never its points.
func immagine(c contenuto, testa func(io.Reader) (image.Config, error)) (string, error) {
	if config, err := testa(c.tutto()); err != nil || config.Width == 0 || config.Height == 0 {
		return ContenutoDiverso, nil
	}
	return duplice(c)
}

// tif has a first directory of at least one entry where its head says. Its variant of 64 bits is not admitted.
func tif(c contenuto) (string, error) {
	if len(c.testa) < 8 {
		return ContenutoDiverso, nil
	}
	var order binary.ByteOrder
	switch string(c.testa[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return ContenutoDiverso, nil
	}
	const entry = 12
	at := int64(order.Uint32(c.testa[4:]))
	if at < 8 || at+2 > c.dimensione {
		return ContenutoDiverso, nil
	}
	var count [2]byte
	if _, err := c.ReadAt(count[:], at); err != nil && err != io.EOF {
		return "", err
	}
	if n := int64(order.Uint16(count[:])); n == 0 || at+2+n*entry > c.dimensione {
		return ContenutoDiverso, nil
	}
	return duplice(c)
}

// duplice refuses what another program would open as something else: an archive behind it, or a PDF within its beginning.
func duplice(c contenuto) (string, error) {
	if bytes.Contains(c.testa[1:min(len(c.testa), 1029)], []byte("%PDF-")) {
		return ContenutoDiverso, nil
	}
	if codice, err := voci(c); codice != "" || err != nil {
		return codice, err
	}
	if z, err := zip.NewReader(c, c.dimensione); err == nil && len(z.File) > 0 {
		return Compresso, nil
	}
	return "", nil
}
