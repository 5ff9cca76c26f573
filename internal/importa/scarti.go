package importa

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"unicode/utf8"
)

// scarti is the file of the refused lines. It is made with the first of them.
type scarti struct {
	path string
	file *os.File
	out  *bufio.Writer
	size int64
}

// openScarti goes on after the first size bytes of the file, and drops what follows them.
func openScarti(path string, size int64) (*scarti, error) {
	s := &scarti{path: path, size: size}
	if size == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return s, nil
	}
	return s, s.open()
}

func (s *scarti) open() error {
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	s.file, s.out = f, bufio.NewWriter(f)
	if err := f.Truncate(s.size); err != nil {
		return err
	}
	_, err = f.Seek(s.size, io.SeekStart)
	return err
}

// add writes a refused line: as it is when it is JSON, as a string otherwise, as null when it was too long to be kept.
func (s *scarti) add(riga int64, motivo string, line []byte) error {
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	b.WriteString(`{"riga":` + strconv.FormatInt(riga, 10) + `,"motivo":`)
	quote(&b, motivo)
	b.WriteString(`,"documento":`)
	switch {
	case line == nil:
		b.WriteString("null")
	case utf8.Valid(line) && json.Valid(line):
		b.Write(line)
	default:
		quote(&b, string(line))
	}
	b.WriteString("}\n")
	n, err := s.out.Write(b.Bytes())
	s.size += int64(n)
	return err
}

// sync puts what was added on disk.
func (s *scarti) sync() error {
	if s.file == nil {
		return nil
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	return s.file.Sync()
}

func (s *scarti) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// quote writes a JSON string; what is not UTF-8 becomes the replacement character.
func quote(b *bytes.Buffer, text string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text)      // a string always encodes
	b.Truncate(b.Len() - 1) // the encoder's line ending
}
