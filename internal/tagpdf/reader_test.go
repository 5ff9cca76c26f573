package tagpdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// A reader knows the objects of a document, as text, streams inflated: as much of PDF as this package writes.
type reader struct {
	objects  map[int]string
	elements map[int]tagged
	parents  []int // objects of the parent tree, by key
	t        testing.TB
}

func read(t testing.TB, pdf []byte) *reader {
	t.Helper()
	r := &reader{objects: map[int]string{}, elements: map[int]tagged{}, t: t}
	tail, ok := bytes.CutSuffix(pdf, []byte("\n%%EOF\n"))
	i := bytes.LastIndex(tail, []byte("startxref\n"))
	if !ok || i < 0 {
		t.Fatal("no end")
	}
	table := r.inflate(pdf[number(string(tail[i+len("startxref\n"):])):])
	streams := map[int]int{}
	for n := 1; n*7+7 <= len(table); n++ {
		place := int(binary.BigEndian.Uint32([]byte(table[n*7+1:])))
		switch table[n*7] {
		case 1:
			name := strconv.Itoa(n) + " 0 obj\n"
			if place >= len(pdf) || !bytes.HasPrefix(pdf[place:], []byte(name)) {
				t.Fatalf("object %d is not at %d", n, place)
			}
			dict, _, _ := bytes.Cut(pdf[place+len(name):], []byte("stream\n"))
			r.objects[n] = string(dict) + r.inflate(pdf[place:])
		case 2:
			streams[place]++
		}
	}
	for s, inside := range streams {
		r.unpack(s, inside)
	}
	r.structure()
	return r
}

func (r *reader) unpack(stream, inside int) {
	dict, data, _ := strings.Cut(r.objects[stream], "\n")
	if value(dict, "/N ") != inside {
		r.t.Fatalf("stream %d holds %s, not %d", stream, dict, inside)
	}
	start := value(dict, "/First ")
	head := strings.Fields(data[:start])
	for i := 0; i < len(head); i += 2 {
		object, _, _ := strings.Cut(data[start+number(head[i+1]):], "\n")
		r.objects[number(head[i])] = object
	}
}

func (r *reader) inflate(b []byte) string {
	head, rest, _ := bytes.Cut(b, []byte("stream\n"))
	size := value(string(head), "/Length ")
	if size < 0 || size > len(rest) || !bytes.HasPrefix(rest[size:], []byte("\nendstream\nendobj\n")) {
		r.t.Fatal("a stream of another length")
	}
	if !bytes.Contains(head, []byte("FlateDecode")) {
		return string(rest[:size])
	}
	z, err := zlib.NewReader(bytes.NewReader(rest[:size]))
	if err != nil {
		r.t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(plain)
}

// number reads the digits that a text begins with; -1 when there are none.
func number(text string) int {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(text[:i])
	if err != nil {
		return -1
	}
	return n
}

// value is the number, or the object, that a dictionary has under a name; -1 when it has none.
func value(dict, name string) int {
	_, after, _ := strings.Cut(dict, name)
	return number(after)
}

// list is what a dictionary has between brackets under a name.
func list(dict, name string) string {
	_, after, _ := strings.Cut(dict, name+"[")
	inside, _, _ := strings.Cut(after, "]")
	return inside
}

// references are the objects that a text names.
func references(text string) (all []int) {
	for at := 0; ; {
		i := strings.Index(text[at:], " 0 R")
		if i < 0 {
			return all
		}
		start := at + i
		for start > 0 && text[start-1] >= '0' && text[start-1] <= '9' {
			start--
		}
		all, at = append(all, number(text[start:])), at+i+4
	}
}

// find gives the one object that begins so.
func (r *reader) find(start string) string {
	found := ""
	for _, o := range r.objects {
		if strings.HasPrefix(o, start) {
			if found != "" {
				r.t.Fatalf("two objects begin with %s", start)
			}
			found = o
		}
	}
	return found
}

func (r *reader) body(n int) string {
	_, data, _ := strings.Cut(r.objects[n], "\n")
	return data
}

// pages are the objects of the pages, in order.
func (r *reader) pages() []int { return references(list(r.find("<</Type/Pages/"), "/Kids")) }

// letters are the characters of a font, by the digits that stand for them.
func (r *reader) letters(font string) map[string]string {
	fonts := r.find("<</R ")
	all := map[string]string{}
	for l := range strings.Lines(r.body(value(r.objects[value(fonts, "/"+font+" ")], "/ToUnicode "))) {
		id, char, ok := strings.Cut(l, "> <")
		if raw, err := hex.DecodeString(strings.TrimSuffix(char, ">\n")); ok && err == nil && len(id) == 5 {
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = binary.BigEndian.Uint16(raw[2*i:])
			}
			all[id[1:]] = string(utf16.Decode(units))
		}
	}
	return all
}

// texts are the lines of each page, as they are written.
func (r *reader) texts() (pages []string) {
	fonts := map[string]map[string]string{"R": r.letters("R"), "B": r.letters("B")}
	for _, p := range r.pages() {
		var text strings.Builder
		for _, stream := range references(list(r.objects[p], "/Contents")) {
			for l := range strings.Lines(r.body(stream)) {
				font, _, ok := strings.Cut(strings.TrimPrefix(l, "BT/"), " ")
				if !ok || fonts[font] == nil {
					continue
				}
				for hex := shown(strings.TrimSuffix(l, "\n")); len(hex) >= 4; hex = hex[4:] {
					text.WriteString(fonts[font][hex[:4]])
				}
				text.WriteByte('\n')
			}
		}
		pages = append(pages, text.String())
	}
	return pages
}
