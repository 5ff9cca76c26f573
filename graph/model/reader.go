package model

// reader takes values off the front of what was written. After the first that is wrong it only gives zeros.
type reader struct {
	rest  string
	wrong bool
}

func (r *reader) fail() { r.rest, r.wrong = "", true }

// size reads a length, or any other number that is not signed.
func (r *reader) size() uint64 {
	if s := r.rest; len(s) > 0 && s[0] < 0x80 {
		r.rest = s[1:]
		return uint64(s[0])
	}
	return r.longSize()
}

func (r *reader) longSize() (n uint64) {
	for i := range min(len(r.rest), 10) {
		c := r.rest[i]
		if i == 9 && c > 1 {
			break // more than 64 bits
		}
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// text shares its memory with what is read.
func (r *reader) text() string {
	if s := r.rest; len(s) > 0 && s[0] < 0x80 && int(s[0]) < len(s) { // as nearly always
		n := 1 + int(s[0])
		r.rest = s[n:]
		return s[1:n]
	}
	n := r.size()
	s := r.rest
	if n > uint64(len(s)) {
		r.fail()
		return ""
	}
	r.rest = s[n:]
	return s[:n]
}

// integer reads a number of so many bits.
func (r *reader) integer(bits int) int64 {
	u := r.size()
	n := int64(u>>1) ^ -int64(u&1)
	if n>>(bits-1) != 0 && n>>(bits-1) != -1 {
		r.fail()
		return 0
	}
	return n
}

// bits reads a set of so many.
func (r *reader) bits(n int) uint64 {
	set := r.size()
	if set>>n != 0 {
		r.fail()
		return 0
	}
	return set
}

// count reads how many elements a list has that take so many bytes at least; false for the list that is nil.
func (r *reader) count(least int) (int, bool) {
	n := r.size()
	if n == 0 || (n-1) > uint64(len(r.rest)/least) {
		if n > 0 {
			r.fail()
		}
		return 0, false
	}
	return int(n - 1), true
}

// mostSpare is how many pieces of memory are made at once, so that few are made for nothing.
const mostSpare = 32

// take takes a piece of memory off the front of a list that, once it is empty, is made anew with what may still be needed.
func take[T any](spare *[]T, left int) *T {
	if len(*spare) == 0 {
		*spare = make([]T, min(left, mostSpare))
	}
	one := &(*spare)[0]
	*spare = (*spare)[1:]
	return one
}
