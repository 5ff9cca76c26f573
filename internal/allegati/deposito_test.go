package allegati

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"cassetto/internal/fault"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

func deposito(t testing.TB) *Deposito {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Collection)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &Deposito{s, "comunicazioni"}
}

func pacco(t testing.TB, files ...File) *Pacco {
	t.Helper()
	p, errori, err := (&Imballatore{}).Imballa(t.Context(), files)
	if err != nil || errori != nil {
		t.Fatal(errori, err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// rumore is a PDF that does not shrink.
func rumore(seed byte, size int) []byte {
	b := pdfDi(size)
	rand.NewChaCha8([32]byte{seed}).Read(b[32 : size-64])
	return b
}

// grande is a package of several pieces, and what is in it.
func grande(t testing.TB) (*Pacco, [][]byte) {
	t.Helper()
	files := [][]byte{rumore(1, 900<<10), rumore(2, 100), rumore(3, 300<<10)}
	return pacco(t, file("a.pdf", files[0]), file("b.pdf", files[1]), file("c.pdf", files[2])), files
}

func TestDeposito(t *testing.T) {
	d, ctx := deposito(t), t.Context()
	large, files := grande(t)
	small := pacco(t, file("perché.txt", []byte("ciao")))
	var together sync.WaitGroup
	for _, p := range []*Pacco{large, small, small, large} { // twice, at the same time
		together.Go(func() {
			if err := d.Deponi(ctx, p); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	pieces := int((large.Dimensione+lunghezzaPezzo-1)/lunghezzaPezzo) + 1
	if n, err := d.Store.Count(ctx, Collection, nil); n != pieces || err != nil {
		t.Errorf("%d pieces, want %d, %v", n, pieces, err)
	}
	p, err := d.Apri(ctx, large.SHA256, large.Dimensione)
	if err != nil {
		t.Fatal(err)
	}
	var whole, stored bytes.Buffer
	io.Copy(&whole, io.NewSectionReader(large, 0, large.Dimensione))
	if n, err := p.WriteTo(&stored); n != large.Dimensione || err != nil || !bytes.Equal(stored.Bytes(), whole.Bytes()) {
		t.Errorf("the package: %d bytes, %v", n, err)
	}
	for i, nome := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		if data, err := leggiVoce(p, nome); err != nil || !bytes.Equal(data, files[i]) {
			t.Errorf("%s: %d bytes, %v", nome, len(data), err)
		}
	}
	if _, _, err := p.Voce("d.pdf"); !errors.Is(err, ErrAssente) {
		t.Errorf("no such file: %v", err)
	}
	for _, at := range []struct{ off, size int64 }{{0, 10}, {lunghezzaPezzo - 5, 10}, {lunghezzaPezzo, 3 * lunghezzaPezzo}, {large.Dimensione - 5, 5}, {large.Dimensione - 5, 10}, {large.Dimensione, 1}} {
		got := make([]byte, at.size)
		n, err := p.ReadAt(got, at.off)
		if want := whole.Bytes()[at.off:min(large.Dimensione, at.off+at.size)]; !bytes.Equal(got[:n], want) || (err == nil) != (n == len(got)) || err != nil && err != io.EOF {
			t.Errorf("ReadAt %v: %d, %v", at, n, err)
		}
	}
	q, err := d.Apri(ctx, small.SHA256, small.Dimensione)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := leggiVoce(q, "perché.txt"); string(data) != "ciao" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	other := strings.Repeat("0", 64)
	for _, c := range []struct {
		sha  string
		size int64
	}{{other, 10}, {"", 10}, {"../" + other[3:], 10}, {strings.ToUpper(small.SHA256), small.Dimensione}, {small.SHA256, 0}, {small.SHA256, -1}, {small.SHA256, maxPacco + 1}} {
		if _, err := d.Apri(ctx, c.sha, c.size); !errors.Is(err, ErrAssente) {
			t.Errorf("%q of %d: %v", c.sha, c.size, err)
		}
	}
}

func leggiVoce(p *Pacchetto, nome string) ([]byte, error) {
	r, size, err := p.Voce(nome)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err == nil && int64(len(data)) != size {
		err = errors.New("another size than said")
	}
	return data, err
}

// TestDepositoRotto: what was changed or lost in the archive is not taken for what was sent.
func TestDepositoRotto(t *testing.T) {
	d, ctx := deposito(t), t.Context()
	p := pacco(t, file("a.pdf", rumore(1, 5*lunghezzaPezzo)))
	doc, _ := json.Marshal(pezzo{idPezzo(p.SHA256, 3), make([]byte, lunghezzaPezzo)}) // of somebody else, before it was stored
	if _, err := d.Store.Put(ctx, Collection, doc, 0); err != nil {
		t.Fatal(err)
	}
	if err := d.Deponi(ctx, p); err != nil {
		t.Fatal(err)
	}
	got, err := d.Apri(ctx, p.SHA256, p.Dimensione)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := leggiVoce(got, "a.pdf"); err == nil {
		t.Error("a file of which a piece was changed is read")
	}
	if _, err := got.WriteTo(io.Discard); !errors.Is(err, errRotto) {
		t.Errorf("a package of which a piece was changed: %v", err)
	}
	for _, size := range []int64{p.Dimensione - 1, p.Dimensione + 1, lunghezzaPezzo + 1, maxPacco} {
		if longer, err := d.Apri(ctx, p.SHA256, size); err == nil {
			if _, err := longer.WriteTo(io.Discard); !errors.Is(err, errRotto) {
				t.Errorf("%d bytes: %v", size, err)
			}
			if _, _, err := longer.Voce("a.pdf"); err == nil {
				t.Errorf("%d bytes: a file is found", size)
			}
		}
	}
}

func TestDepositoGuasto(t *testing.T) {
	d := deposito(t)
	p := pacco(t, file("a.txt", []byte("ciao")))
	left, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Deponi(left, p); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
	d.Store.Close()
	if err := d.Deponi(t.Context(), p); fault.Code(err) != fault.Unavailable {
		t.Errorf("Deponi: %v", err)
	}
	if _, err := d.Apri(t.Context(), p.SHA256, p.Dimensione); fault.Code(err) != fault.Unavailable {
		t.Errorf("Apri: %v", err)
	}
}

// pesato looks at the memory in use whenever a document goes through.
type pesato struct {
	store.Store
	most uint64
}

func (p *pesato) pesa() {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	p.most = max(p.most, m.HeapAlloc)
}

func (p *pesato) Put(ctx context.Context, c *store.Collection, doc json.RawMessage, expected int64) (int64, error) {
	p.pesa()
	if _, err := store.Parse(c, doc); err != nil { // what every engine asks of a document
		return 0, err
	}
	return p.Store.Put(ctx, c, doc, expected)
}

func (p *pesato) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	return p.Store.Read(ctx, c, by, keys, func(key string, r store.Row) error {
		p.pesa()
		return each(key, r)
	})
}

// TestDepositoMemoria: of the largest package, no more than a few pieces are in memory at a time, packing included.
func TestDepositoMemoria(t *testing.T) {
	d, ctx := deposito(t), t.Context()
	scale := &pesato{Store: d.Store}
	d.Store = scale
	sources := []File{}
	for n, nome := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		disk, err := temporaneo()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { disk.Close() })
		disk.Write(rumore(byte(n), MaxDimensione))
		sources = append(sources, File{nome, disk, MaxDimensione})
	}
	scale.pesa()
	before := scale.most
	p := pacco(t, sources...)
	if err := d.Deponi(ctx, p); err != nil {
		t.Fatal(err)
	}
	stored, err := d.Apri(ctx, p.SHA256, p.Dimensione)
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := stored.Voce("b.pdf")
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, r)
	whole, wholeErr := stored.WriteTo(io.Discard)
	if n != MaxDimensione || whole != p.Dimensione || err != nil || wholeErr != nil {
		t.Fatal(n, whole, err, wholeErr)
	}
	if more := int64(scale.most) - int64(before); more > 4<<20 {
		t.Errorf("%d KiB more in use while %d went through", more>>10, p.Dimensione>>10)
	} else {
		t.Logf("%d KiB more in use while %d went through", more>>10, p.Dimensione>>10)
	}
}
