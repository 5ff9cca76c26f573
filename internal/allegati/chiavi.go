package allegati

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cassetto/internal/sigillo"
)

var errSenzaChiavi = errors.New("allegati: there is no key to sign links with")

const fileChiave = "chiave-collegamenti"

// ChiaviDi reads the keys of links from a setting, as sigillo.ParseKeys does; there must be one at least. The error does not
// repeat the setting.
func ChiaviDi(setting string) ([]sigillo.Key, error) {
	keys, err := sigillo.ParseKeys(setting)
	if err == nil && len(keys) == 0 {
		err = errSenzaChiavi
	}
	return keys, err
}

// ChiaveIn reads the key of links from its file in a folder. The first who asks makes the file, readable by its owner alone; those
// who ask at the same time, in other processes too, read the same key.
func ChiaveIn(dir string) ([]sigillo.Key, error) {
	path := filepath.Join(dir, fileChiave)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := creaChiave(dir, path); err != nil {
			return nil, fmt.Errorf("allegati: key of links: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("allegati: key of links: %w", err)
	}
	keys, err := ChiaviDi(string(text))
	if err != nil {
		return nil, fmt.Errorf("allegati: %s: %w", fileChiave, err)
	}
	return keys, nil
}

// creaChiave writes a random key beside its place and moves it there whole, unless another was first.
func creaChiave(dir, path string) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, fileChiave+"-") // 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	secret := make([]byte, 32)
	rand.Read(secret)
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(secret) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
