package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"cassetto/internal/quota/memory"
)

// BenchmarkRisposta is what stands around an operation: a whole dossier that is kept as an answer, beside the floor, a handler
// that reads the body and writes the same bytes. Over the network both sides are counted, the client's few system calls too.
// On a machine that others use, processor time is the figure.
func BenchmarkRisposta(b *testing.B) {
	s := bootWith(b, nil, rich)
	token, err := s.app.demo.token("consulente")
	if err != nil {
		b.Fatal(err)
	}
	dossier, err := os.ReadFile("internal/playground/esempi/09-fascicolo-completo.graphql")
	if err != nil {
		b.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"query": string(dossier), "variables": map[string]any{"matricola": "9900010011"}})
	if err != nil {
		b.Fatal(err)
	}
	kept := s.askAs(b, token, string(dossier), map[string]any{"matricola": "9900010011"})
	floor := httptest.NewServer(echo(kept.Body))
	b.Cleanup(floor.Close)
	for _, of := range []struct {
		name    string
		address string
		handler http.Handler
	}{
		{"tenuta", s.Listener.Addr().String(), s.Config.Handler},
		{"pavimento", floor.Listener.Addr().String(), floor.Config.Handler},
	} {
		b.Run(of.name+"/rete", func(b *testing.B) { overNetwork(b, of.address, asHTTP(token, body), len(kept.Body)) })
		b.Run(of.name+"/diretta", func(b *testing.B) { directly(b, of.handler, token, body) })
	}
}

// processor reports the processor time that an operation takes, the collector's included.
func processor(b *testing.B) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op") }
}

// rich is a quota that counts what its user spends and gives it back at once, so that he may ask as often as a benchmark does.
func rich(a *App) {
	var minutes atomic.Int64
	start := time.Now()
	a.exec.Quota = memory.New(quotaUsers, func() time.Time { return start.Add(time.Duration(minutes.Add(1)) * time.Minute) })
}

func echo(text []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = w.Write(text)
	})
}

func asHTTP(token string, body []byte) []byte {
	return fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: application/json\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
		token, len(body), body)
}

// overNetwork sends a request again and again on one connection, by a client that does as little as one can.
func overNetwork(b *testing.B, address string, request []byte, size int) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	b.ReportAllocs()
	defer processor(b)()
	for b.Loop() {
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		length := 0
		for {
			line, err := in.ReadSlice('\n')
			if err != nil {
				b.Fatal(err)
			}
			if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
				length, _ = strconv.Atoi(string(bytes.TrimSpace(n)))
			}
			if len(line) == 2 {
				break
			}
		}
		if _, err := in.Discard(length); err != nil || length != size {
			b.Fatalf("%d bytes: %v", length, err)
		}
	}
}

// discarding is a response that is written nowhere and used again.
type discarding struct {
	header http.Header
	status int
}

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarding) WriteHeader(status int)      { d.status = status }

func directly(b *testing.B, h http.Handler, token string, body []byte) {
	w := &discarding{header: http.Header{}}
	text := strings.NewReader("")
	r := httptest.NewRequest(http.MethodPost, "http://x/graphql", text)
	r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}, "Authorization": {"Bearer " + token}}
	r.ContentLength = int64(len(body))
	b.ReportAllocs()
	defer processor(b)()
	for b.Loop() {
		clear(w.header)
		text.Reset(string(body))
		r.Body = io.NopCloser(text)
		w.status = http.StatusOK
		h.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			b.Fatal(w.status)
		}
	}
}
