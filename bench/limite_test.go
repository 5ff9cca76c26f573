package main

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

// limit is what the process keeps at most if nothing else is said, in bytes.
const limit = 64 << 20

// declarations are what a section of companies holds under one key: the rows of some months.
type declarations = *model.Righe[model.Emens]

var emens = &cache.Section{Archive: "complementari", Name: "emens"}

func matricola(n int) cache.Key {
	return cache.Key{Section: emens, Code: fmt.Sprint(4_900_000_000 + n)}
}

// months are the rows of the n-th company, with texts of their own as those that were decoded have.
func months(n int) declarations {
	r := &model.Righe[model.Emens]{Fonte: model.FonteAnagraficaUnica}
	for m := range 3 {
		sent := fmt.Sprintf("UNIEMENS-%d-%02d", n, m)
		from := model.CodiceFiscale(fmt.Sprintf("%011d", n))
		r.Righe = append(r.Righe, model.Emens{
			Periodo: model.AnnoMese(fmt.Sprintf("2026-%02d", m+1)), DataRicezione: model.DataOra(fmt.Sprintf("2026-%02d-20T10:00:00Z", m+2)),
			IdentificativoInvio: sent, MittenteCf: &from, ForzaAziendale: int32(n % 50), Saldo: model.Importo(n),
		})
		r.Chiavi = append(r.Chiavi, "D-"+sent)
	}
	return r
}

// overfill puts so many companies into what the process keeps, whatever is still there of them.
func overfill(tb testing.TB, companies int) (c *memory.Cache[declarations], grown uint64) {
	tb.Helper()
	before := inUse()
	c = memory.New(memory.Options[declarations]{Bytes: limit, Lease: time.Minute})
	tb.Cleanup(c.Close)
	until := time.Now().Add(time.Hour)
	for n := 0; n < companies; n += 50 {
		var keys []cache.Key
		entries := map[cache.Key]cache.Entry[declarations]{}
		for i := n; i < n+50; i++ {
			keys = append(keys, matricola(i))
			entries[keys[i-n]] = cache.Entry[declarations]{Value: months(i), Known: true, Fresh: until, Until: until}
		}
		claim, err := c.Claim(tb.Context(), keys)
		if err == nil {
			err = c.Put(tb.Context(), claim, entries)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	tick := time.NewTicker(5 * time.Millisecond) // what is too much is dropped in the background
	defer tick.Stop()
	for begun := time.Now(); c.Weight() > limit && time.Since(begun) < patience; {
		<-tick.C
	}
	return c, max(inUse(), before) - before
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC() // what the first one swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestLimite: however much is put, what is kept weighs no more than the limit, and takes little more.
func TestLimite(t *testing.T) {
	const companies = 200_000
	c, grown := overfill(t, companies)
	t.Logf("%d of %d kept, weighing %d; the heap grew by %d", c.Len(), companies, c.Weight(), grown)
	if w := c.Weight(); w > limit || w < limit/2 || c.Len() >= companies {
		t.Errorf("%d of %d kept, weighing %d of %d", c.Len(), companies, w, limit)
	}
	if grown > limit*3/2 {
		t.Errorf("the heap grew by %d, the limit is %d", grown, limit)
	}
	runtime.KeepAlive(c)
}

// BenchmarkLimite puts a million, then finds those that are kept, beside maps that hold the same without any limit:
//
//	go test ./bench -run '^$' -bench Limite -cpu 1,2 -count 5
func BenchmarkLimite(b *testing.B) {
	const companies = 1_000_000
	c, grown := overfill(b, companies)
	b.Run("filled", func(b *testing.B) {
		for b.Loop() { // it was measured before
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(c.Len()), "kept")
		b.ReportMetric(float64(c.Weight())/limit, "weight/limit")
		b.ReportMetric(float64(grown)/limit, "heap/limit")
	})
	var keys []cache.Key
	var anyone sync.Map
	readers := struct {
		sync.RWMutex
		of map[cache.Key]*cache.Entry[declarations]
	}{of: map[cache.Key]*cache.Entry[declarations]{}}
	for n := range companies {
		k := matricola(n)
		if e, ok := c.Find(k); ok {
			keys = append(keys, k)
			anyone.Store(k, e)
			readers.of[k] = e
		}
	}
	for _, one := range []struct {
		name string
		find func(cache.Key) bool
	}{
		{"cache", func(k cache.Key) bool { _, ok := c.Find(k); return ok }},
		{"sync.Map", func(k cache.Key) bool { _, ok := anyone.Load(k); return ok }},
		{"RWMutex", func(k cache.Key) bool { readers.RLock(); defer readers.RUnlock(); return readers.of[k] != nil }},
	} {
		for _, some := range []int{1000, len(keys)} {
			b.Run(fmt.Sprintf("%s of %d", one.name, some), func(b *testing.B) {
				b.ReportAllocs()
				b.RunParallel(func(pb *testing.PB) {
					for i := 0; pb.Next(); i++ {
						if !one.find(keys[i*7919%some]) {
							b.Fail()
						}
					}
				})
			})
		}
	}
}
