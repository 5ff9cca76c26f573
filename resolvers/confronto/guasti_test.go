package confronto_test

import (
	"context"
	"errors"
	"hash/fnv"
	"reflect"
	"slices"
	"strings"

	"cassetto/internal/fault"
	"cassetto/internal/store"
)

// guasto is a store whose reads of some collections do not go well.
type guasto struct {
	store.Store
	archivio  string
	colpisce  func(archivio, collezione string) bool
	come      func() error // fails, or panics
	alterazio *alterazione // of what is read; nil: none
}

func (g *guasto) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	if g.colpisce(g.archivio, c.Name) {
		return g.come()
	}
	return g.Store.Read(ctx, c, by, keys, func(key string, r store.Row) error { return each(key, g.riga(c, r)) })
}

func (g *guasto) Search(ctx context.Context, c *store.Collection, q store.Query, each func(store.Row) error) error {
	if g.colpisce(g.archivio, c.Name) {
		return g.come()
	}
	return g.Store.Search(ctx, c, q, func(r store.Row) error { return each(g.riga(c, r)) })
}

func (g *guasto) Count(ctx context.Context, c *store.Collection, f store.Filter) (int, error) {
	if g.colpisce(g.archivio, c.Name) {
		return 0, g.come()
	}
	return g.Store.Count(ctx, c, f)
}

func (g *guasto) riga(c *store.Collection, r store.Row) store.Row {
	if g.alterazio == nil {
		return r
	}
	return alterata{r, g.alterazio, c.Name}
}

func nessuna(string, string) bool { return false }

// What becomes of a read: an answer that fails, which costs neither a second attempt nor the breaker; no answer; a panic.
var (
	risponde  = func() error { return fault.Errorf(fault.Unavailable, "Archivio in manutenzione.") }
	tace      = func() error { return errors.New("disk on fire") }
	precipita = func() error { panic("segreto") }
)

// alterazione makes documents what no archive should hold: the same ones for the same seed.
type alterazione struct {
	seme    uint64
	percent uint64
}

type alterata struct {
	store.Row
	*alterazione
	collezione string
}

func (a alterata) Decode(into any) error {
	err := a.Row.Decode(into)
	if err == nil {
		a.altera(reflect.ValueOf(into), a.collezione+"|"+a.ID())
	}
	return err
}

// strane are texts that encoders must not take as they are.
var strane = []string{
	"", `"`, `\`, "\x00\x01\x1f\x7f", "\u2028\u2029", "<b>&amp;'</b>", "\xff\xfe", "a\xc3", "\n\r\t\b\f", "È già così 😀", `\u0041`, "null", "IGNOTO", "a\u0000b",
}

// salve are fields by which values are found: altered, nothing would be.
var salve = []string{"ID", "Matricola", "CodiceFiscale", "CodiceSede", "Codice", "IDRadice", "AggiornatoAl", "IDRichieste"}

func (a *alterazione) altera(v reflect.Value, path string) {
	n := a.sorte(path)
	hit := n%100 < a.percent
	n /= 100
	switch v.Kind() {
	case reflect.Pointer:
		switch {
		case v.IsNil():
		case hit && v.CanSet():
			v.SetZero()
		default:
			a.altera(v.Elem(), path+"*")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && (!slices.Contains(salve, f.Name) || f.Type.Kind() == reflect.Struct) {
				a.altera(v.Field(i), path+"."+f.Name)
			}
		}
	case reflect.Slice:
		switch {
		case hit && n%2 == 0:
			v.SetZero()
		case hit:
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		default:
			for i := range v.Len() {
				a.altera(v.Index(i), path+"["+strings.Repeat("i", i%7))
			}
		}
	case reflect.String:
		if hit {
			v.SetString(strane[n%uint64(len(strane))])
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		if hit {
			v.SetInt([]int64{0, -1, -1 << 31, 1<<31 - 1}[n%4])
		}
	}
}

func (a *alterazione) sorte(path string) uint64 {
	h := fnv.New64a()
	h.Write([]byte{byte(a.seme), byte(a.seme >> 8)})
	h.Write([]byte(path))
	n := h.Sum64()
	return n ^ n>>32
}
