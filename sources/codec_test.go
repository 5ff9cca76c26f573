package sources

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// filler makes values that differ in every field.
type filler struct {
	n       int
	random  *rand.Rand      // nil: everything there can be is there
	stays   map[string]bool // fields that do not leave, which it leaves out and notes here
	seen    map[string]bool // all others
	longest int             // of lists
}

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Kind() {
	case reflect.Pointer:
		if f.random == nil || f.random.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem())
		}
	case reflect.Slice:
		if n := f.many(); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				f.fill(v.Index(i))
			}
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			name := v.Type().Name() + "." + field.Name
			if field.Tag.Get("wire") == "-" {
				f.stays[name] = true
				continue
			}
			f.seen[name] = true
			f.fill(value)
		}
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.random == nil || f.random.IntN(2) > 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(f.number(v.Type().Bits()))
	case reflect.Float64:
		v.SetFloat(float64(f.number(64)) / 1000)
	default:
		panic(v.Type().String() + " is not filled")
	}
}

func (f *filler) many() int {
	if f.random == nil {
		return 2
	}
	return f.random.IntN(f.longest+2) - 1 // none, empty, some
}

func (f *filler) text() string {
	switch {
	case f.random == nil:
		return fmt.Sprintf("%d è", f.n)
	case f.random.IntN(4) == 0:
		return ""
	}
	return strings.Repeat("x", f.random.IntN(300))
}

func (f *filler) number(bits int) int64 {
	if f.random == nil {
		return int64(f.n) * -7919
	}
	return int64(f.random.Uint64()) >> (64 - bits + f.random.IntN(bits))
}

func newFiller(r *rand.Rand) *filler {
	return &filler{random: r, stays: map[string]bool{}, seen: map[string]bool{}, longest: 4}
}

func (f *filler) make(p *passenger) any {
	v := reflect.New(p.kind.Elem())
	f.fill(v.Elem())
	return v.Interface()
}

// TestCodecFields: every field of what leaves the process arrives, but for those that belong to one response.
func TestCodecFields(t *testing.T) {
	s, _ := openAll(t)
	f := newFiller(nil)
	for _, p := range passengers(t, s) {
		want := f.make(p)
		if got, err := p.decode(p.encode(want)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%+v\narrives as\n%+v", p.name, err, want, got)
		}
	}
	if want := map[string]bool{"Azienda.Insieme": true}; !reflect.DeepEqual(f.stays, want) {
		t.Errorf("these stay: %v", f.stays)
	}
	for _, name := range []string{"Azienda.CodiceSede", "AziendaCollegata.Altra", "AziendaCollegata.Da", "Emens.Periodo", "DatiInfocamere.Fonte"} {
		if !f.seen[name] {
			t.Errorf("%s is not tried", name)
		}
	}
}

// TestCodecRandom: what is missing, empty and zero, and numbers and texts of all sizes, come back as they were.
func TestCodecRandom(t *testing.T) {
	s, _ := openAll(t)
	f := newFiller(rand.New(rand.NewPCG(1, 2)))
	for _, p := range passengers(t, s) {
		for range 200 {
			want := f.make(p)
			if got, err := p.decode(p.encode(want)); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %v\n%+v\narrives as\n%+v", p.name, err, want, got)
			}
		}
	}
}

// TestCodecNil: a section may know that there is nothing.
func TestCodecNil(t *testing.T) {
	c, _ := model.CodecOf[*model.Azienda]()
	b := c.Append(nil, nil)
	if v, err := c.Read(b); v != nil || err != nil {
		t.Error(v, err)
	}
	if v, err := c.Read(append(b, 0)); err == nil {
		t.Error(v)
	}
}

// TestCodecDemo: whatever the archives of the demo know arrives as it was.
func TestCodecDemo(t *testing.T) {
	s, codes := openDemo(t)
	for _, p := range passengers(t, s) {
		values, size := 0, 0
		for some := range slices.Chunk(append(codes, "contatti"), 500) {
			found, err := p.fetch(t.Context(), some)
			if err != nil {
				t.Fatal(p.name, err)
			}
			for k, want := range found {
				b := p.encode(want)
				values, size = values+1, size+len(b)
				if got, err := p.decode(b); err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("%s of %s: %v\n%+v\narrives as\n%+v", p.name, k, err, want, got)
				}
			}
		}
		if values == 0 {
			t.Errorf("%s has nothing", p.name)
			continue
		}
		t.Logf("%s: %d values of %d bytes", p.name, values, size/values)
	}
}

// TestCodecCut: no part of a value is taken for a value, nor is one with something behind it.
func TestCodecCut(t *testing.T) {
	s, _ := openAll(t)
	for _, p := range passengers(t, s) {
		b := p.encode(newFiller(nil).make(p))
		for n := range b {
			if v, err := p.decode(b[:n]); err == nil {
				t.Fatalf("%s: %d of %d bytes are taken for %+v", p.name, n, len(b), v)
			}
		}
		if _, err := p.decode(append(bytes.Clone(b), 0)); err == nil {
			t.Errorf("%s: what is behind a value is not noticed", p.name)
		}
	}
}

// TestShapes: sections whose values are of one type have one shape, others have others; a value of another shape or edition is
// not read.
func TestShapes(t *testing.T) {
	s, _ := openAll(t)
	shapes := map[string]reflect.Type{}
	for _, p := range passengers(t, s) {
		b := p.encode(newFiller(nil).make(p))
		if other := shapes[string(b[1:9])]; other != nil && other != p.kind {
			t.Errorf("%s is taken for %s", p.kind, other)
		}
		shapes[string(b[1:9])] = p.kind
		for i := range 9 {
			b[i] ^= 1
			if v, err := p.decode(b); err == nil {
				t.Errorf("%s: %+v", p.name, v)
			}
			b[i] ^= 1
		}
	}
}

// TestNoCodec: a section whose values may leave needs a codec of their type, or it is not opened.
func TestNoCodec(t *testing.T) {
	if _, ok := model.CodecOf[*model.Delega](); ok {
		t.Error("a delega never leaves")
	}
	if _, ok := model.CodecOf[*model.Righe[model.Delega]](); ok {
		t.Error("nor do many")
	}
	d := openDesk(t, daily)
	defer func() {
		if recover() == nil {
			t.Error("it is opened")
		}
	}()
	sectionBy[string, *model.Delega](d.sources.of(&archive.Archive{Name: "prova"}), "altre", daily, nil, func(k string) string { return k })
}
