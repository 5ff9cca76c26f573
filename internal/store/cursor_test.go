package store_test

import (
	"errors"
	"slices"
	"testing"

	"cassetto/internal/store"
)

func TestCursor(t *testing.T) {
	order := []store.Order{{Field: "creata", Desc: true}, {Field: store.Text}}
	for _, values := range [][]any{{"2026", "rossi"}, {"", ""}, {`"],["`, "à\n<🏭>"}, {int64(1<<53 + 1), "5"}, {"5", int64(-1)}} {
		cursor := store.EncodeCursor(order, values, "10|R1")
		got, id, err := store.DecodeCursor(order, cursor)
		if err != nil || id != "10|R1" || !slices.Equal(got, values) {
			t.Errorf("%q came back as %q, %q, %v", values, got, id, err)
		}
		if _, _, err := store.DecodeCursor(order[:1], cursor); !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("another order takes the cursor: %v", err)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	f.Add(store.EncodeCursor(nil, nil, "x"))
	f.Add("W10")
	f.Fuzz(func(t *testing.T, cursor string) {
		values, id, err := store.DecodeCursor(nil, cursor)
		if err != nil && !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("%q: %v", cursor, err)
		}
		if err == nil && (len(values) != 0 || store.EncodeCursor(nil, nil, id) == "") {
			t.Errorf("%q gives %q, %q", cursor, values, id)
		}
	})
}
