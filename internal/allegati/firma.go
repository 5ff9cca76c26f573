package allegati

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
)

// oidFirmato is the tag, the length and the value of 1.2.840.113549.1.7.2, signedData.
var oidFirmato = []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}

// p7m is a signed envelope, in DER or BER or in base64 of it, with the lines of PEM around it or without.
func p7m(c contenuto) (string, error) {
	start := bytes.TrimLeft(c.testa, "\ufeff \t\r\n")
	if len(start) == 0 {
		return ContenutoDiverso, nil
	}
	if start[0] != '-' && start[0] != 'M' { // what begins with 0x30 is M in base64
		return esitoBusta(busta(c.tutto()))
	}
	r := c.tutto()
	_, _ = r.Seek(int64(len(c.testa)-len(start)), io.SeekStart)
	if start[0] != '-' {
		return esitoBusta(busta(base64.NewDecoder(base64.StdEncoding, r)))
	}
	line, _, found := bytes.Cut(start, []byte("\n"))
	kind := string(bytes.TrimRight(line, " \r"))
	if !found || kind != "-----BEGIN PKCS7-----" && kind != "-----BEGIN CMS-----" {
		return ContenutoDiverso, nil
	}
	_, _ = r.Seek(int64(len(line)+1), io.SeekCurrent)
	return esitoBusta(busta(base64.NewDecoder(base64.StdEncoding, &finoAlTrattino{r: r})))
}

func esitoBusta(firmata bool, err error) (string, error) {
	var malformed base64.CorruptInputError
	switch {
	case errors.As(err, &malformed), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ContenutoDiverso, nil
	case err != nil || firmata:
		return "", err
	}
	return ContenutoDiverso, nil
}

// busta says whether r is one SEQUENCE that begins with the identifier of signedData, goes on with its content and ends where its
// length says, or, when it says none, with the two zeros of BER.
func busta(r io.Reader) (bool, error) {
	head := make([]byte, 32)
	if n, err := io.ReadFull(r, head); n < len(head) {
		return false, err
	}
	if head[0] != 0x30 {
		return false, nil
	}
	length, at := int64(head[1]), 2
	indefinite := length == 0x80
	if n := int(length & 0x7f); length > 0x80 {
		if n > 4 {
			return false, nil
		}
		for length = 0; at < 2+n; at++ {
			length = length<<8 | int64(head[at])
		}
	}
	if !bytes.HasPrefix(head[at:], oidFirmato) || head[at+len(oidFirmato)] != 0xa0 {
		return false, nil
	}
	end := &ultimi{last: [2]byte(head[30:])}
	rest, err := io.Copy(end, r)
	if err != nil {
		return false, err
	}
	if indefinite {
		return end.last == [2]byte{}, nil
	}
	return int64(len(head))+rest == int64(at)+length, nil
}

// ultimi keeps the last two bytes of what is written.
type ultimi struct{ last [2]byte }

func (u *ultimi) Write(p []byte) (int, error) {
	if len(p) == 1 {
		u.last = [2]byte{u.last[1], p[0]}
	} else if len(p) > 1 {
		u.last = [2]byte(p[len(p)-2:])
	}
	return len(p), nil
}

// finoAlTrattino ends where the last line of PEM begins.
type finoAlTrattino struct {
	r    io.Reader
	done bool
}

func (f *finoAlTrattino) Read(p []byte) (int, error) {
	if f.done {
		return 0, io.EOF
	}
	n, err := f.r.Read(p)
	if at := bytes.IndexByte(p[:n], '-'); at >= 0 {
		f.done = true
		return at, nil
	}
	return n, err
}
