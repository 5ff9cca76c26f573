package emittente

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-jose/go-jose/v4"
)

const nomeFile = "emittente-demo.json"

// apriChiave reads the key of a folder, which it creates with a new key when it is missing. Whoever comes first decides: the
// others, also in other processes, read his.
func apriChiave(folder string) (jose.JSONWebKey, error) {
	percorso := filepath.Join(folder, nomeFile)
	chiave, err := leggiChiave(percorso)
	if !errors.Is(err, fs.ErrNotExist) {
		return chiave, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return jose.JSONWebKey{}, err
	}
	if err := creaChiave(percorso); err != nil {
		return jose.JSONWebKey{}, err
	}
	return leggiChiave(percorso)
}

func leggiChiave(percorso string) (jose.JSONWebKey, error) {
	var chiave jose.JSONWebKey
	testo, err := os.ReadFile(percorso)
	if err != nil {
		return chiave, err
	}
	if err := json.Unmarshal(testo, &chiave); err != nil {
		return chiave, fmt.Errorf("%s is not a key: delete it and a new one will be made", percorso) // the cause could quote it
	}
	if privata, ok := chiave.Key.(*ecdsa.PrivateKey); !ok || privata.Curve != elliptic.P256() || !chiave.Valid() {
		return chiave, fmt.Errorf("%s is not a private key for ES256: delete it and a new one will be made", percorso)
	}
	return chiave, os.Chmod(percorso, 0o600) // also when it came from a copy that everybody could read
}

// creaChiave writes a new key all at once: the file appears complete or not at all, and an existing one is never replaced.
func creaChiave(percorso string) error {
	testo, err := nuovaChiave()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(percorso), "."+nomeFile+"-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(testo)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), percorso); err != nil && !errors.Is(err, fs.ErrExist) {
		return os.Rename(f.Name(), percorso) // a file system without links; two first starts at once may then differ
	}
	return nil
}

func nuovaChiave() ([]byte, error) {
	privata, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	chiave := jose.JSONWebKey{Key: privata, Algorithm: string(jose.ES256), Use: "sig"}
	impronta, err := chiave.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, err
	}
	chiave.KeyID = base64.RawURLEncoding.EncodeToString(impronta)
	return json.Marshal(chiave)
}
