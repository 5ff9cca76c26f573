package allegati

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// campioni are good files of every admitted kind, made here.
func campioni(t testing.TB) map[string][]byte {
	t.Helper()
	var p, j bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	if err := png.Encode(&p, picture); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, picture, nil); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"pdf": pdfDi(1000), "p7m": busteDi([]byte("contenuto firmato"))["DER"], "jpg": j.Bytes(), "jpeg": j.Bytes(), "png": p.Bytes(),
		"tif": tifDi(binary.LittleEndian, "II*\x00"), "tiff": tifDi(binary.BigEndian, "MM\x00*"),
		"csv": []byte("Matricola;Importo\n9900010011;12,50\n"), "xml": []byte("\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- prova -->\n<Flusso><Riga/></Flusso>\n"),
		"txt":  []byte("#!/bin/sh\necho perché è solo testo\n"),
		"docx": zipDi(t, parti("word/document.xml")), "xlsx": zipDi(t, parti("xl/workbook.xml")),
	}
}

func pdfDi(size int) []byte {
	start, end := "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "\nstartxref\n0\n%%EOF\n"
	return []byte(start + strings.Repeat("x", size-len(start)-len(end)) + end)
}

func tifDi(order binary.AppendByteOrder, firma string) []byte {
	b := order.AppendUint32([]byte(firma), 8)
	b = order.AppendUint16(b, 1)
	return append(b, make([]byte, 12+4)...)
}

// busteDi are the forms in which a signed envelope comes.
func busteDi(content []byte) map[string][]byte {
	inner := append([]byte{0x02, 0x01, 0x01, 0x04, 0x82, byte(len(content) >> 8), byte(len(content))}, content...)
	length := func(n int) []byte { return []byte{0x83, byte(n >> 16), byte(n >> 8), byte(n)} }
	body := append(bytes.Clone(oidFirmato), 0xa0)
	body = append(append(body, length(len(inner))...), inner...)
	der := append(append([]byte{0x30}, length(len(body))...), body...)
	ber := append(append([]byte{0x30, 0x80}, body...), 0, 0)
	text := base64.StdEncoding.EncodeToString(der)
	var lines strings.Builder
	for len(text) > 64 {
		lines.WriteString(text[:64] + "\r\n")
		text = text[64:]
	}
	lines.WriteString(text + "\r\n")
	return map[string][]byte{
		"DER": der, "BER": ber, "base64": []byte(lines.String()), "PEM": []byte("-----BEGIN PKCS7-----\r\n" + lines.String() + "-----END PKCS7-----\r\n"),
		"CMS": []byte("\n-----BEGIN CMS-----\n" + strings.ReplaceAll(lines.String(), "\r", "") + "-----END CMS-----\n"),
	}
}

// parte of a zip.
type parteZip struct {
	name   string
	data   []byte
	change func(h *zip.FileHeader) // of what is declared
}

// parti are those of a document of Office whose main part is main, and more.
func parti(main string, more ...parteZip) []parteZip {
	return append([]parteZip{
		{name: "[Content_Types].xml", data: []byte(`<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/></Types>`)},
		{name: "_rels/.rels", data: []byte("<Relationships/>")},
		{name: main, data: []byte("<documento/>")},
	}, more...)
}

func zipDi(t testing.TB, parts []parteZip) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := flate.NewWriter(nil, flate.BestSpeed)
	for _, p := range parts {
		var deflated bytes.Buffer
		f.Reset(&deflated)
		f.Write(p.data)
		f.Close()
		h := &zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(p.data),
			CompressedSize64: uint64(deflated.Len()), UncompressedSize64: uint64(len(p.data)),
		}
		if p.change != nil {
			p.change(h)
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if h.Method == zip.Store {
			w.Write(p.data)
		} else {
			w.Write(deflated.Bytes())
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
