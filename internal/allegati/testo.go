package allegati

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// pagine begin what a browser would run; documents that only name them come later in their text.
var pagine = []string{"<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<object", "<embed", "<svg", "<?php", "<meta ", "javascript:"}

// testo is what a person can read, in UTF-8 or in one of the older alphabets of a byte a letter: programs, UTF-16 and whatever
// else is not text hold control characters. It is not the beginning of a web page or of a document of another kind.
func testo(c contenuto) (string, error) {
	if leggibile, err := leggibile(c); !leggibile || err != nil {
		return ContenutoDiverso, err
	}
	head := strings.ToLower(string(c.testa))
	for _, p := range pagine {
		if strings.Contains(head, p) {
			return ContenutoDiverso, nil
		}
	}
	for _, p := range []string{"%pdf-", "%!ps", `{\rtf`} {
		if strings.HasPrefix(strings.TrimLeft(head, "\ufeff \t\r\n"), p) {
			return ContenutoDiverso, nil
		}
	}
	return "", nil
}

func leggibile(c contenuto) (bool, error) {
	buffer, r := make([]byte, 16<<10), c.tutto()
	for {
		n, err := r.Read(buffer)
		switch {
		case bytes.ContainsFunc(buffer[:n], controllo):
			return false, nil
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		}
	}
}

// controllo says whether a text has no use for a character. Tabs, ends of lines and of pages it has.
func controllo(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\f\r", r) || r == 0x7f }

// xmlDocumento is text whose first element stands where it must, is no web page, and needs no definitions of its own: those can
// expand without an end, or read other files.
func xmlDocumento(c contenuto) (string, error) {
	if leggibile, err := leggibile(c); !leggibile || err != nil {
		return ContenutoDiverso, err
	}
	tail, err := c.coda(1024)
	if err != nil {
		return "", err
	}
	if !bytes.HasSuffix(bytes.TrimRight(tail, " \t\r\n"), []byte(">")) || !radice(c.tutto()) {
		return ContenutoDiverso, nil
	}
	return "", nil
}

func radice(r io.Reader) bool {
	d := xml.NewDecoder(io.LimitReader(r, 64<<10))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) {
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case xml.Directive:
			if definisce := bytes.ToUpper(t); bytes.Contains(definisce, []byte("<!")) || bytes.Contains(definisce, []byte("HTML")) {
				return false
			}
		case xml.CharData:
			if len(bytes.Trim(t, "\ufeff \t\r\n")) > 0 {
				return false
			}
		case xml.StartElement:
			attiva := strings.Contains(t.Name.Space, "xhtml") || strings.Contains(t.Name.Space, "svg")
			return !attiva && !strings.EqualFold(t.Name.Local, "html") && !strings.EqualFold(t.Name.Local, "script") && !strings.EqualFold(t.Name.Local, "svg")
		}
	}
}
