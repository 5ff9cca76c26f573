package importa

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// source is the file that is read.
type source struct {
	*lines
	file  *os.File // nil for the standard input
	total int64    // size of the file as it lies on disk; 0 when unknown
	at    func() int64
	print impronta
}

// impronta is the fingerprint by which a file is recognised.
type impronta struct {
	Percorso   string    `json:"percorso"` // absolute
	Dimensione int64     `json:"dimensione"`
	Modificato time.Time `json:"modificato"`
	Inizio     string    `json:"inizio"` // SHA-256 of the first 64 KiB
}

// openSource opens the file and stays before its first byte.
func openSource(f File) (*source, error) {
	if f.Path == "-" {
		if f.Input == nil {
			return nil, errors.New("no input")
		}
		return &source{}, nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	s := &source{file: file}
	if err := s.fingerprint(f.Path); err != nil {
		file.Close()
		return nil, err
	}
	return s, nil
}

func (s *source) fingerprint(path string) error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", path)
	}
	head := sha256.New()
	if _, err := io.Copy(head, io.LimitReader(s.file, 64<<10)); err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	s.total = info.Size()
	s.print = impronta{path, info.Size(), info.ModTime().UTC(), hex.EncodeToString(head.Sum(nil))}
	return nil
}

// seek goes to a byte of the text, from which the lines are then read.
func (s *source) seek(f File, position int64) error {
	switch {
	case s.file == nil:
		s.lines, s.at = newLines(f.Input), func() int64 { return s.read }
	case strings.HasSuffix(f.Path, ".gz"):
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		packed := &counter{in: s.file}
		text, err := gzip.NewReader(packed)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, text, position); err != nil {
			return err
		}
		s.lines, s.at = newLines(text), func() int64 { return packed.read }
	default:
		if _, err := s.file.Seek(position, io.SeekStart); err != nil {
			return err
		}
		s.lines, s.at = newLines(s.file), func() int64 { return s.read }
	}
	s.read = position
	if position > 0 {
		return nil
	}
	return s.start()
}

func (s *source) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// counter counts the bytes that pass.
type counter struct {
	in   io.Reader
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.read += int64(n)
	return n, err
}
