package model

// row is a pointer to a structure of which lists are written.
type row[T any] interface {
	shape() uint64
	encodeAll(b []byte, all []T) []byte
	decodeAll(r reader) ([]T, reader)
}

// Rows are written with what is said of all of them.
func (*Righe[T]) shape() uint64 {
	if of, ok := any((*T)(nil)).(row[T]); ok {
		return ^of.shape()
	}
	return 0
}

func (v *Righe[T]) encode(b []byte) []byte {
	b = any((*T)(nil)).(row[T]).encodeAll(b, v.Righe)
	b = appendSize(b, sizeOf(v.Chiavi))
	for _, one := range v.Chiavi {
		b = appendText(b, one)
	}
	return appendText(appendText(b, v.Fonte), v.AggiornatoAl)
}

func (*Righe[T]) decoded(r reader) (*Righe[T], reader) {
	v := new(Righe[T])
	v.Righe, r = any((*T)(nil)).(row[T]).decodeAll(r)
	if n, some := r.count(1); some {
		v.Chiavi = make([]string, n)
		for i := range v.Chiavi {
			v.Chiavi[i] = r.text()
		}
	}
	v.Fonte, v.AggiornatoAl = Fonte(r.text()), DataOra(r.text())
	return v, r
}
