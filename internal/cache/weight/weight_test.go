package weight_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/cache/weight"
)

type plain struct {
	A int64
	B [3]int32
	C bool
} // 24 bytes

type chain struct {
	Value int64
	Next  *chain
} // 16 bytes

type tree struct {
	Name string
	Kids []tree
	By   map[string]*tree
} // 48 bytes

type hidden struct {
	Seen   string
	unseen string
	ptr    *plain
	F      func()
	C      chan int
} // 56 bytes

func TestWeight(t *testing.T) {
	text := "0123456789"
	spare := make([]plain, 1, 10)
	for name, c := range map[string]struct{ got, want int }{
		"an integer":                  {of(int32(1)), 4},
		"a plain struct":              {of(plain{}), 24},
		"a string":                    {of(text), 16 + 10},
		"no text":                     {of(""), 16},
		"a named string":              {of(model.Data("2026-01-02")), 16 + 10},
		"a pointer":                   {of(&plain{}), 8 + 24},
		"no pointer":                  {of((*plain)(nil)), 8},
		"a pointer to a pointer":      {of(new(&plain{})), 8 + 8 + 24},
		"a pointer to a string":       {of(&text), 8 + 16 + 10},
		"a chain":                     {of(chain{1, &chain{2, &chain{3, nil}}}), 3 * 16},
		"a slice":                     {of([]int64{1, 2, 3}), 24 + 3*8},
		"a slice with spare room":     {of(spare), 24 + 10*24},
		"no slice":                    {of([]string(nil)), 24},
		"a slice of strings":          {of([]string{text, "", text}), 24 + 3*16 + 20},
		"an array of strings":         {of([2]string{text, text}), 2*16 + 20},
		"a tree":                      {of(tree{text, []tree{{text, nil, nil}}, nil}), 48 + 10 + 48 + 10},
		"unexported fields and funcs": {of(hidden{text, text, &plain{}, func() {}, make(chan int, 9)}), 56 + 10},
		"a time":                      {of(time.Now()), 24},
		"no map":                      {of(map[string]int64(nil)), 8},
		"a small map":                 {of(map[string]int64{"a": 1, text: 2}), 8 + 48 + 8*25 + 11},
		"a map of plain values":       {of(map[int32]int32{1: 1}), 8 + 48 + 8*9},
		"a map of a tree":             {of(tree{By: map[string]*tree{"a": {Name: text}}}), 48 + 48 + 8*25 + 1 + 48 + 10},
		"no interface":                {of(any(nil)), 16},
		"an interface of a value":     {of(any(plain{})), 16 + 24},
		"an interface of a string":    {of(any(text)), 16 + 16 + 10},
		"an interface of a pointer":   {of(any(&tree{Name: text})), 16 + 48 + 10},
		"an interface of no pointer":  {of(any((*tree)(nil))), 16},
		"a slice of interfaces":       {of([]any{1, &plain{}, nil}), 24 + 3*16 + 8 + 24},
	} {
		if c.got != c.want {
			t.Errorf("%s weighs %d bytes, want %d", name, c.got, c.want)
		}
	}
}

func of[T any](v T) int { return weight.For[T]()(&v) }

// row is a document as an archive sends it.
const row = `{"periodo":"2026-%02d","progressivo":%d,"tipoFlusso":"POSCONTRIBUTIVA","identificativoInvio":"INPS.%010d",
	"dataRicezione":"2026-02-28T10:11:12Z","mittenteCF":"RSSMRA80A01H501U","numDenunceIndividuali":17,"forzaAziendale":16,
	"totaleADebito":1234500,"totaleACredito":20000,"saldo":1214500,"tipoInvio":"ORDINARIO","esito":"ACCETTATO"}`

func decoded(t testing.TB, n int) *model.Righe[model.Emens] {
	rows := &model.Righe[model.Emens]{AggiornatoAl: "2026-03-01T00:00:00Z"}
	for i := range 1 + n%3 {
		var one model.Emens
		if err := json.Unmarshal(fmt.Appendf(nil, row, 1+n%12, i, n), &one); err != nil {
			t.Fatal(err)
		}
		rows.Righe = append(rows.Righe, one)
		rows.Chiavi = append(rows.Chiavi, fmt.Sprint("4955000001/", n, "/", i))
	}
	return rows
}

func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestHeap(t *testing.T) {
	values, before := make([]any, 10_000), heap()
	for i := range values {
		values[i] = decoded(t, i)
	}
	grown, weighed, measure := heap()-before, 0, weight.For[any]()
	for i := range values {
		weighed += measure(&values[i]) - 16 // the interfaces were there before
	}
	t.Logf("%d bytes weighed, and the heap grew by %d", weighed, grown)
	if ratio := float64(weighed) / float64(grown); ratio < 0.7 || ratio > 1.3 {
		t.Errorf("%d bytes weighed, but the heap grew by %d: a ratio of %.2f", weighed, grown, ratio)
	}
	runtime.KeepAlive(values)
}

func TestMapHeap(t *testing.T) {
	for _, n := range []int{3, 8, 9, 50, 500, 7000} {
		values, before := make([]map[int64]int64, 100_000/n), heap()
		for i := range values {
			values[i] = map[int64]int64{}
			for k := range int64(n) {
				values[i][k] = k
			}
		}
		grown, weighed, measure := heap()-before, 0, weight.For[map[int64]int64]()
		for i := range values {
			weighed += measure(&values[i]) - 8
		}
		if ratio := float64(weighed) / float64(grown); ratio < 0.6 || ratio > 1.4 {
			t.Errorf("maps of %d: %d bytes weighed, but the heap grew by %d: a ratio of %.2f", n, weighed, grown, ratio)
		}
		runtime.KeepAlive(values)
	}
}

func TestConcurrent(t *testing.T) {
	measure := weight.For[any]()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i, v := range []any{&tree{}, chain{Next: &chain{}}, []tree{{}}, map[string]chain{}, &plain{}, "", 1} {
				if got, want := measure(&v), of(v); got != want {
					t.Errorf("value %d weighs %d bytes, want %d", i, got, want)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkRows(b *testing.B) {
	var v any = decoded(b, 2)
	measure := weight.For[any]()
	b.ReportAllocs()
	for b.Loop() {
		measure(&v)
	}
}
