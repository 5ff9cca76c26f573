package answers

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"reflect"
	"slices"
)

// Key is what an answer was given to.
type Key [sha256.Size]byte

// Question is all that an answer depends on.
type Question struct {
	Operation [sha256.Size]byte // identifies the operation and the text that it stands in
	Variables map[string]any    // after coercion
	Sees      [sha256.Size]byte // identifies what the caller may see
}

// Key is the same for the same question, in whatever order its variables were written, and another for any other. It is false
// when a variable has a value that JSON does not know, such as a file.
func (q Question) Key() (Key, bool) {
	b := append(append(make([]byte, 0, 256), q.Operation[:]...), q.Sees[:]...)
	b, ok := encode(b, q.Variables)
	return sha256.Sum256(b), ok
}

// encode writes a value so that it cannot run into the next, nor be taken for one of another type.
func encode(b []byte, v any) ([]byte, bool) {
	switch v := v.(type) {
	case nil:
		return append(b, '0'), true
	case string:
		return text(append(b, 's'), v), true
	case json.Number:
		return text(append(b, 'n'), string(v)), true
	case bool:
		if v {
			return append(b, 't'), true
		}
		return append(b, 'f'), true
	case int64:
		return binary.AppendVarint(append(b, 'i'), v), true
	case float64:
		return binary.BigEndian.AppendUint64(append(b, 'd'), math.Float64bits(v)), true
	case map[string]any:
		b = binary.AppendUvarint(append(b, 'm'), uint64(len(v)))
		var few [8]string // which saves an allocation
		names := few[:0]
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			var ok bool
			if b, ok = encode(text(b, name), v[name]); !ok {
				return b, false
			}
		}
		return b, true
	}
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return b, false
	}
	b = binary.AppendUvarint(append(b, 'l'), uint64(list.Len()))
	for i := range list.Len() {
		var ok bool
		if b, ok = encode(b, list.Index(i).Interface()); !ok {
			return b, false
		}
	}
	return b, true
}

func text(b []byte, s string) []byte { return append(binary.AppendUvarint(b, uint64(len(s))), s...) }
