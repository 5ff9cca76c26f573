package transport_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"cassetto/internal/transport"
)

// BenchmarkEventsIdle tells what an idle stream holds, beside what net/http holds for a request that only waits; clients in
// the same process weigh alike on both.
func BenchmarkEventsIdle(b *testing.B) {
	const streams = 2000
	waits := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	b.Cleanup(waits.Close)
	e := serve(b, transport.Options{StreamsOfUser: streams})
	for b.Loop() {
		alone := eventsHeld(b, waits, streams)
		stream := eventsHeld(b, e.Server, streams)
		b.ReportMetric(alone/1024, "KB/request")
		b.ReportMetric((stream-alone)/1024, "KB/stream-more")
	}
	e.eventsIdle(b)
}

// eventsHeld is how many bytes a client of the server costs, while it listens.
func eventsHeld(b *testing.B, s *httptest.Server, clients int) float64 {
	b.Helper()
	request := fmt.Appendf(nil, "%s", eventsRaw(`subscription { tace }`, ""))
	before := eventsMemory()
	open := make([]net.Conn, clients)
	for i := range open {
		c, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", s.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		open[i] = c
		if _, err := c.Write(request); err != nil {
			b.Fatal(err)
		}
		if line, err := bufio.NewReaderSize(c, 16).ReadSlice(' '); err != nil {
			b.Fatal(string(line), err)
		}
	}
	held := eventsMemory() - before
	for _, c := range open {
		_ = c.Close()
	}
	return held / float64(clients)
}

// eventsMemory is what lives, after what does not is collected.
func eventsMemory() float64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}
