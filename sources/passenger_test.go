package sources

import (
	"context"
	"reflect"
	"testing"
)

// passenger is the kind of value of a section that leaves the process, whatever its type.
type passenger struct {
	name   string
	kind   reflect.Type
	key    reflect.Type
	encode func(any) []byte
	decode func([]byte) (any, error)
	fetch  func(ctx context.Context, keys []string) (map[string]any, error)
}

// passenger is nil for a section whose values do not leave.
func (s *Section[K, T]) passenger() *passenger {
	if !s.policy.leaves() {
		return nil
	}
	return &passenger{
		name: s.Archive + "." + s.Name, kind: reflect.TypeFor[T](), key: reflect.TypeFor[K](),
		encode: func(v any) []byte { return s.codec.Append(nil, v.(T)) },
		decode: func(b []byte) (any, error) { return s.codec.Read(b) },
		fetch: func(ctx context.Context, keys []string) (map[string]any, error) {
			typed := make([]K, len(keys))
			for i, k := range keys {
				typed[i] = reflect.ValueOf(k).Convert(reflect.TypeFor[K]()).Interface().(K)
			}
			found, err := s.fetch(ctx, typed)
			all := map[string]any{}
			for k, v := range found {
				all[s.code(k)] = v
			}
			return all, err
		},
	}
}

// passengers are those of all sections.
func passengers(t testing.TB, s *Sources) []*passenger {
	t.Helper()
	var all []*passenger
	for f, v := range reflect.ValueOf(s).Elem().Fields() {
		if !f.IsExported() {
			continue
		}
		section, ok := v.Interface().(interface{ passenger() *passenger })
		if !ok {
			t.Fatalf("%s is no section", f.Name)
		}
		if p := section.passenger(); p != nil {
			all = append(all, p)
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d sections leave the process", len(all))
	}
	return all
}
