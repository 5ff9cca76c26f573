package importa

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// avanzamento is how far a load came: everything before Posizione is on disk, in the archive or among the refused lines. It
// is kept beside the file and removed when the load is complete.
type avanzamento struct {
	Archivio  string   `json:"archivio"`
	Impronta  impronta `json:"impronta"`
	Gettone   string   `json:"gettone"`   // that the store being filled holds too
	Posizione int64    `json:"posizione"` // bytes of the text
	Scartati  int64    `json:"scartati"`  // bytes of the file of refused lines
	Report    `json:"resoconto"`
}

// readState gives what an interrupted load left, or nothing.
func readState(path string) (*avanzamento, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a := &avanzamento{}
	if err := json.Unmarshal(text, a); err != nil || a.Sezioni == nil {
		return &avanzamento{}, nil // not ours, or damaged: it fits no file
	}
	return a, nil
}

// write replaces what is kept, in one step.
func (a *avanzamento) write(path string) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// token is the document by which a load recognises the store that it was filling: a store that was emptied or replaced
// meanwhile must be filled from the start.
type token struct {
	Sezione string `json:"sezione"` // of archive.Loads; not a section's name
	Gettone string `json:"gettone"`
}

func tokenKey(archivio string) string { return "importazione:" + archivio }

// leaveToken puts a new token into the store.
func leaveToken(ctx context.Context, s store.Store, archivio string) (string, error) {
	t := token{tokenKey(archivio), rand.Text()}
	doc, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	_, err = s.Import(ctx, archive.Loads, []json.RawMessage{doc})
	return t.Gettone, err
}

// findToken gives the token that is in the store; empty when there is none.
func findToken(ctx context.Context, s store.Store, archivio string) (string, error) {
	var t token
	err := s.Read(ctx, archive.Loads, []string{"sezione"}, []string{tokenKey(archivio)}, func(_ string, r store.Row) error {
		return r.Decode(&t)
	})
	return t.Gettone, err
}
