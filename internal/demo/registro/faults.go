package registro

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"
)

// Faults are what goes wrong with a service, for tests. The zero value does nothing; it may be changed while requests run
// and rules those that begin afterwards.
type Faults struct {
	mu     sync.Mutex
	delay  time.Duration
	status int
	hang   bool
}

// SetDelay makes every answer late.
func (f *Faults) SetDelay(d time.Duration) { f.set(func() { f.delay = d }) }

// SetStatus answers every request with a status, without a body; 0 answers again.
func (f *Faults) SetStatus(code int) { f.set(func() { f.status = code }) }

// SetHang keeps every request without an answer until the caller goes away.
func (f *Faults) SetHang(on bool) { f.set(func() { f.hang = on }) }

func (f *Faults) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// Around puts the faults before a handler.
func (f *Faults) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		delay, status, hang := f.delay, f.status, f.hang
		f.mu.Unlock()
		if (delay > 0 || hang) && !wait(w, r, delay, hang) {
			return
		}
		if status != 0 {
			w.WriteHeader(status)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// wait says whether the caller is still there after the delay. The request is read first: only then does the server notice
// that its caller went away.
func wait(w http.ResponseWriter, r *http.Request, delay time.Duration, hang bool) bool {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var late <-chan time.Time // never, for a hang
	if !hang {
		late = time.After(delay)
	}
	select {
	case <-late:
		return true
	case <-r.Context().Done():
		return false
	}
}
