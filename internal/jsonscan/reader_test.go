package jsonscan_test

import (
	"runtime"
	"strings"
	"testing"

	"cassetto/internal/jsonscan"
)

// words is a document of one member.
type words struct{ all []string }

func (w *words) ReadJSON(r *jsonscan.Reader) {
	var seen uint64
	for name := r.Open(); name != nil; name = r.Member() {
		switch string(name) {
		case "words":
			if r.Once(&seen, 0) && r.List() {
				for more := r.First(); more; more = r.Another() {
					w.all = append(w.all, r.Text())
				}
			}
		default:
			r.Other(name, "words")
		}
	}
}

func TestReader(t *testing.T) {
	for doc, want := range map[string]string{
		` { "words" : [ "a" , "b\"\u00e8" , null ] , "other" : {"x":[{}]} } `: `a|b"è|`,
		`{"words":null}`: "", `{}`: "", `{"words":[]}`: "",
	} {
		var w words
		if !new(jsonscan.Reader).Read([]byte(doc), &w) || strings.Join(w.all, "|") != want {
			t.Errorf("%s: %q", doc, w.all)
		}
	}
	for _, doc := range []string{
		``, `null`, `[]`, `{`, `{"words"`, `{"words":`, `{"words":[`, `{"words":["a"`, `{"words":["a",]}`, `{"words":["a"]`, `{"words":["a"]}}`, `{"words":["a"],}`, `{,}`,
		`{"words":["a" "b"]}`, `{"words":[1]}`, `{"words":{}}`, `{"words":["a"],"words":[]}`, `{"WORDS":[]}`, `{"wordſ":[]}`, `{"other":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`,
	} {
		if new(jsonscan.Reader).Read([]byte(doc), &words{}) {
			t.Errorf("read: %s", doc)
		}
	}
}

// TestReaderKeeps: a text keeps little more than itself from being forgotten, and one that was read is not written over.
func TestReaderKeeps(t *testing.T) {
	var r jsonscan.Reader
	var kept []string
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	doc := `{"words":["` + strings.Repeat("x", 1000) + `","keep"]}`
	for range 10_000 {
		var w words
		if !r.Read([]byte(doc), &w) {
			t.Fatal("given up")
		}
		kept = append(kept, w.all[1])
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int(after.HeapAlloc) - int(before.HeapAlloc); grown > 10_000*(2<<10) {
		t.Errorf("10,000 words keep %d bytes", grown)
	}
	for _, k := range kept {
		if k != "keep" {
			t.Fatalf("%q", k)
		}
	}
}
