package jsonscan

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// Value is what a document is read into: generated code, which reads an object with a Reader.
type Value interface{ ReadJSON(*Reader) }

// Reader reads documents into values, as encoding/json does into zero ones. After the first thing that it gives up it reads nothing
// more. The texts of the values are parts of greater ones, of which they keep from being forgotten at most chunk bytes each.
type Reader struct {
	Scanner
	lost  bool // it has given up
	texts strings.Builder
}

// chunk is how many bytes of texts are allocated at once.
const chunk = 1 << 10

// Read reads a document into a zero value. If it says false it has given up, and the value holds something or other.
func (r *Reader) Read(doc []byte, into Value) bool {
	r.Reset(doc)
	r.lost = false
	r.Space()
	into.ReadJSON(r)
	return !r.lost && r.Ended()
}

// Unmarshal is json.Unmarshal into something zero. It reads a Value by itself, unless it gives it up.
func (r *Reader) Unmarshal(doc []byte, into any) error {
	if v, ok := into.(Value); ok {
		if r.Read(doc, v) {
			return nil
		}
		reflect.ValueOf(into).Elem().SetZero()
	}
	return json.Unmarshal(doc, into)
}

// GiveUp makes Read say that the document was not read.
func (r *Reader) GiveUp() { r.lost = true }

// Open begins an object and is the name of its first member; nil when there is none. Names last until the next one.
func (r *Reader) Open() []byte {
	if !r.Byte('{') {
		r.lost = true
		return nil
	}
	if r.Next('}') {
		return nil
	}
	return r.name()
}

// Member is the name of the next member of the object, whose last value was read; nil when there is none.
func (r *Reader) Member() []byte {
	if r.lost || r.Next('}') {
		return nil
	}
	if !r.Byte(',') {
		r.lost = true
		return nil
	}
	return r.name()
}

func (r *Reader) name() []byte {
	r.Space()
	name, ok := r.Quoted()
	if !ok || !r.Next(':') {
		r.lost = true
		return nil
	}
	r.Space()
	return name
}

// Once notes that the member of this number, less than 64, was met; false when it was met before.
func (r *Reader) Once(seen *uint64, n int) bool {
	if *seen>>n&1 != 0 {
		r.lost = true // the last one counts, or they are one; encoding/json knows
	}
	*seen |= 1 << n
	return !r.lost
}

// Other skips the value of a member that is none of those named. encoding/json takes a name for another in other letters.
func (r *Reader) Other(name []byte, known ...string) {
	for _, k := range known {
		if strings.EqualFold(string(name), k) {
			r.lost = true
			return
		}
	}
	ok := false
	if r.Peek() == '"' {
		_, ok = r.Quoted()
	} else {
		_, ok = r.Value()
	}
	if !ok {
		r.lost = true
	}
}

// Null skips null if it comes next.
func (r *Reader) Null() bool { return r.Peek() == 'n' && r.Word("null") }

// List begins a list, and says whether there is one rather than null.
func (r *Reader) List() bool {
	if r.Null() {
		return false
	}
	if !r.Byte('[') {
		r.lost = true
	}
	return !r.lost
}

// First says whether the list that has begun has an element.
func (r *Reader) First() bool { return !r.lost && !r.Next(']') }

// Another says whether the list has an element after the one that was read.
func (r *Reader) Another() bool {
	if r.lost || r.Next(']') {
		return false
	}
	if !r.Byte(',') {
		r.lost = true
		return false
	}
	r.Space()
	return true
}

// Text reads a string; none when it is null.
func (r *Reader) Text() string {
	if r.Null() {
		return ""
	}
	text, ok := r.Quoted()
	if !ok {
		r.lost = true
		return ""
	}
	if len(text) > r.texts.Cap()-r.texts.Len() {
		r.texts = strings.Builder{}
		r.texts.Grow(max(chunk, len(text)))
	}
	from := r.texts.Len()
	r.texts.Write(text)
	return r.texts.String()[from:]
}

// Name reads the name of a constant; which one it may be is for the caller to say.
func (r *Reader) Name() string {
	if r.Peek() != '"' { // null is none
		r.lost = true
		return ""
	}
	return r.Text()
}

// Integer reads a whole number of so many bits; 0 when it is null.
func (r *Reader) Integer(bits int) int64 {
	if r.Null() {
		return 0
	}
	text, ok := r.number()
	n, err := strconv.ParseInt(string(text), 10, bits)
	if !ok || err != nil {
		r.lost = true
	}
	return n
}

// Decimal reads a number; 0 when it is null.
func (r *Reader) Decimal() float64 {
	if r.Null() {
		return 0
	}
	text, ok := r.number()
	f, err := strconv.ParseFloat(string(text), 64)
	if !ok || err != nil {
		r.lost = true
	}
	return f
}

// Truth reads true or false; false when it is null.
func (r *Reader) Truth() bool {
	if r.Word("true") {
		return true
	}
	if !r.Word("false") && !r.Null() {
		r.lost = true
	}
	return false
}
