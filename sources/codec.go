package sources

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"reflect"

	"github.com/fxamacker/cbor/v2"
)

// Values leave the process in CBOR (RFC 8949): it tells a number that is zero from one that is missing, and a list that is
// empty from none. decoding takes lists as long as the archives have.
var decoding = func() cbor.DecMode {
	m, err := cbor.DecOptions{MaxArrayElements: 1 << 24}.DecMode()
	if err != nil {
		panic(err) // the options are wrong
	}
	return m
}()

func encode[T any](v T) ([]byte, error) { return cbor.Marshal(v) }

func decode[T any](b []byte) (v T, err error) {
	err = decoding.Unmarshal(b, &v)
	return v, err
}

// shapeOf is a fingerprint of how values of a type are encoded: two programs whose types differ do not read each other's.
func shapeOf[T any]() string {
	h := sha256.New()
	describe(h, reflect.TypeFor[T](), map[reflect.Type]bool{})
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:6])
}

func describe(w io.Writer, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(w, "%s %s{", t, t.Kind())
	if !seen[t] {
		seen[t] = true
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			describe(w, t.Elem(), seen)
		case reflect.Map:
			describe(w, t.Key(), seen)
			describe(w, t.Elem(), seen)
		case reflect.Struct:
			for f := range t.Fields() {
				if f.IsExported() {
					fmt.Fprintf(w, "%s %q ", f.Name, f.Tag)
					describe(w, f.Type, seen)
				}
			}
		}
	}
	fmt.Fprint(w, "}")
}
