package outbox

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// daSpool is whom e-mails come from that are only written; the domain never exists (RFC 2606).
const daSpool = "noreply@cassetto.invalid"

// spool writes notices into a folder instead of sending them: an e-mail as <id>.eml, an SMS as <id>.json, both for their owner
// alone. A file appears whole and is written once.
type spool struct{ dir string }

func nuovoSpool(dir string) (*spool, error) {
	if dir == "" {
		return nil, errors.New("outbox: no folder for the notices that are not sent")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errors.New("outbox: the folder for the notices that are not sent cannot be made")
	}
	return &spool{dir}, nil
}

// Invia writes the notice, unless its file is there.
func (s *spool) Invia(_ context.Context, a *Avviso) error {
	nome, contenuto, err := fileDi(a)
	if err != nil {
		return err
	}
	nome = filepath.Join(s.dir, nome)
	if _, err := os.Lstat(nome); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return &Errore{Codice: Spool}
	}
	if s.scrivi(nome, contenuto) != nil {
		return &Errore{Codice: Spool}
	}
	return nil
}

func fileDi(a *Avviso) (string, []byte, error) {
	if a.Email == "" {
		body, err := corpo(a)
		return a.ID + ".json", body, err
	}
	m, err := messaggio(a, daSpool)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	_, err = m.WriteTo(&b)
	return a.ID + ".eml", b.Bytes(), err
}

// scrivi puts the file in its place when its content is on disk, and comes back when its name is.
func (s *spool) scrivi(nome string, contenuto []byte) error {
	f, err := os.CreateTemp(s.dir, ".avviso-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing, once renamed
	_, err = f.Write(contenuto)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), nome)
	}
	if err != nil {
		return err
	}
	d, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
