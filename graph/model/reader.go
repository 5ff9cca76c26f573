package model

// reader takes values off the front of what was written. After the first that is wrong it only gives zeros. It moves a number, not
// a text: the garbage collector is told of every pointer that is written while it runs.
type reader struct {
	whole string
	at    int // from where on it is to be read
	wrong bool
}

func (r *reader) fail() { r.whole, r.at, r.wrong = "", 0, true }

// left is how many bytes are to be read.
func (r *reader) left() int { return len(r.whole) - r.at }

// size reads a length, or any other number that is not signed.
func (r *reader) size() uint64 {
	if s, i := r.whole, r.at; uint(i) < uint(len(s)) && s[i] < 0x80 {
		r.at = i + 1
		return uint64(s[i])
	}
	return r.longSize()
}

func (r *reader) longSize() (n uint64) {
	rest := r.whole[r.at:]
	for i := range min(len(rest), 10) {
		c := rest[i]
		if i == 9 && c > 1 {
			break // more than 64 bits
		}
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.at += i + 1
			return n
		}
	}
	r.fail()
	return 0
}

// text shares its memory with what is read.
func (r *reader) text() string {
	if s, i := r.whole, r.at; uint(i) < uint(len(s)) && s[i] < 0x80 && int(s[i]) < len(s)-i { // as nearly always
		r.at = i + 1 + int(s[i])
		return s[i+1 : r.at]
	}
	return r.longText()
}

func (r *reader) longText() string {
	n := r.size()
	if n > uint64(r.left()) {
		r.fail()
		return ""
	}
	from := r.at
	r.at += int(n)
	return r.whole[from:r.at]
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
	if n == 0 || (n-1) > uint64(r.left()/least) {
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
