package fascicolo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
)

// deposito keeps rows, as JSON one after the other, in a file that has no name and is gone once it is closed.
type deposito struct {
	file    *os.File
	disco   *bufio.Writer
	scritti int64
}

func nuovoDeposito() (*deposito, error) {
	f, err := os.CreateTemp("", "cassetto-fascicolo-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &deposito{file: f, disco: bufio.NewWriterSize(f, 64<<10)}, nil
}

func (d *deposito) chiudi() error { return d.file.Close() }

func (d *deposito) aggiungi(riga json.RawMessage) error {
	n, err := d.disco.Write(append(riga, '\n'))
	d.scritti += int64(n)
	return err
}

// tratto is a part of the file.
type tratto struct{ inizio, fine int64 }

// oggetto is a JSON object; numbers stay as they are written.
type oggetto = map[string]any

// righe reads the rows of a part, until ctx ends; the error is for when they end.
func (d *deposito) righe(ctx context.Context, t tratto, errore *error) iter.Seq[oggetto] {
	return func(yield func(oggetto) bool) {
		if *errore = d.disco.Flush(); *errore != nil {
			return
		}
		r := json.NewDecoder(bufio.NewReaderSize(io.NewSectionReader(d.file, t.inizio, t.fine-t.inizio), 64<<10))
		r.UseNumber()
		for r.More() {
			if *errore = ctx.Err(); *errore != nil {
				return
			}
			var riga oggetto
			if *errore = r.Decode(&riga); *errore != nil || !yield(riga) {
				return
			}
		}
	}
}
