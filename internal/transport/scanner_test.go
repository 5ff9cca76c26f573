package transport

import (
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"cassetto/internal/jsonscan"
)

// slowly reads a request by the library's decoder alone.
func slowly(body string) (any, *problem) {
	var w written
	if p := decode([]byte(body), &w, "Il corpo"); p != nil {
		return nil, p
	}
	return w.params()
}

// TestScannerReads: what most clients send is read without the library's decoder.
func TestScannerReads(t *testing.T) {
	for _, body := range []string{
		`{"query":"{ saluto }"}`,
		" {\"query\" : \"query A($n: Int) {\\n\\tsaluto # \\\"\\u00e8\\\" \\u003c\\/\\n}\", \"operationName\":null,\n\t\"variables\":{\"n\":-1.50e+3,\"è\":[],\"o\":{\"a\":{}, \"a\":[null,true,false,\"\"]}},\"extensions\":{}} \n",
		`{"documentId":"sha256:ab","doc_id":"b","id":"c","variables":null,"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"},"documentId":"x"}}`,
		`{"query":"` + strings.Repeat(`lungo è \\ `, 1000) + `","variables":{"t":"` + strings.Repeat("x", 70) + `"}}`,
	} {
		s := newScanner([]byte(body))
		if _, ok := s.request(); !ok {
			t.Errorf("given up: %.200s", body)
		}
		alike(t, body)
	}
}

// TestScannerGivesUp: what is wrong, or rare, is left to the decoder.
func TestScannerGivesUp(t *testing.T) {
	deep := strings.Repeat("[", jsonscan.Deepest) + strings.Repeat("]", jsonscan.Deepest)
	for _, body := range []string{
		``, `[]`, `null`, `"x"`, `{`, `{"query"`, `{"query":`, `{"query":"{a}"`, `{"query":"{a}",}`, `{"query":"{a}"} x`, `{"query":"{a}"}{}`, `{"query" "{a}"}`,
		`{"Query":"{a}"}`, `{"qu\u0045ry":"{a}"}`, `{"query":"{a}","other":1}`, `{"query":"{a}","query":"{b}"}`, `{"query":"{a}","variables":null,"variables":{}}`,
		`{"query":1}`, `{"query":"{a}","variables":[]}`, `{"query":"{a}","variables":"{}"}`, `{"query":"{a}","extensions":1}`, `{"query":"{a}","id":{}}`,
		"{\"query\":\"{\n}\"}", "{\"query\":\"\xff\"}", "{\"query\":\"\\n\xff\"}", `{"query":"\x"}`, `{"query":"\ud83d\ude00"}`, `{"query":"\ud83d"}`, `{"query":"\u12"}`, `{"query":"\`,
		`{"query":"{a}","variables":{"n":01}}`, `{"query":"{a}","variables":{"n":1.}}`, `{"query":"{a}","variables":{"n":.5}}`, `{"query":"{a}","variables":{"n":+1}}`,
		`{"query":"{a}","variables":{"n":1e}}`, `{"query":"{a}","variables":{"n":-}}`, `{"query":"{a}","variables":{"n":tru}}`, `{"query":"{a}","variables":{"n":[1,]}}`, `{"query":"{a}","variables":{"n":NaN}}`,
		`{"query":"{a}","variables":{"n":` + deep + `}}`,
	} {
		s := newScanner([]byte(body))
		if _, ok := s.request(); ok {
			t.Errorf("read: %.200s", body)
		}
		alike(t, body)
	}
}

// TestScannerAllocates no more than what it returns, whatever was escaped before.
func TestScannerAllocates(t *testing.T) {
	body := []byte(`{"query":"{ saluto }","variables":{"a":["` + strings.Repeat(`\n","`, 20_000) + `"]}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := newScanner(body)
	_, ok := s.request()
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; !ok || took > 8<<20 {
		t.Errorf("%v, %d bytes for %d", ok, took, len(body))
	}
}

// alike fails when the two ways to read a request make something different of it.
func alike(t *testing.T, body string) {
	t.Helper()
	got, p := parseParams([]byte(body))
	want, q := slowly(body)
	if p != nil || q != nil {
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("%.200q: %v, want %v", body, p, q)
		}
		return
	}
	l := newLately()
	for range 3 {
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%.200q: %#v, want %#v", body, got, want)
		}
		s := newScanner([]byte(body))
		s.lately = l
		got, _ = s.params()
	}
}

// FuzzScanner: both ways to read a request are one, also of half of it.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ saluto }","variables":{"a":[1,"\u00e8",{"b":null}],"c":1.5e-3},"operationName":"A","extensions":{"x":true}}`,
		`{"documentId":"a","variables":{}}`, "{\"query\":\"\\n\\t\\\"é\"}", `{"QUERY":"a","id":null}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		alike(t, body)
		alike(t, body[:len(body)/2])
		if text, err := json.Marshal(body); err == nil {
			alike(t, `{"query":"{a}","variables":{"text":`+string(text)+`}}`)
		}
	})
}
