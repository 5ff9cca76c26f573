package outbox

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// TestMain is also the worker that TestUcciso kills.
func TestMain(m *testing.M) {
	if path := os.Getenv("OUTBOX_UCCIDIMI"); path != "" {
		lavora(path, os.Getenv("OUTBOX_SMS"))
	}
	os.Exit(m.Run())
}

// lavora works the queue of a store until somebody kills it.
func lavora(path, sms string) {
	s, err := sqlite.Open(context.Background(), path, notifiche)
	if err != nil {
		panic(err)
	}
	c, err := codaSMS(s, path, sms)
	if err != nil {
		panic(err)
	}
	c.Run(context.Background())
}

// codaSMS is a queue whose SMS go to a provider.
func codaSMS(s store.Store, path, address string) (*Coda, error) {
	all, err := Apri("", address, filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	c := prova(s, nil)
	c.Mittenti = all
	c.Componi = func(_ context.Context, n *model.Notifica) (*Avviso, error) {
		return &Avviso{ID: n.ID, Cellulare: "+393331234567", SMS: "prova"}, nil
	}
	c.Ogni, c.Presa = 20*time.Millisecond, 300*time.Millisecond
	return c, nil
}

// TestUcciso kills a process after the provider got the notice and before it was marked: another sends it again, under the same
// identifier.
func TestUcciso(t *testing.T) {
	path := filepath.Join(t.TempDir(), "n.db")
	var mu sync.Mutex
	var keys []string
	var child *exec.Cmd
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		defer mu.Unlock()
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		if len(keys) == 1 {
			_ = child.Process.Kill()
			<-r.Context().Done() // it is dead: its connection is
		}
	}))
	defer server.Close()
	address := strings.Replace(server.URL, "://", "://cassetto:un%20segreto%20di%20prova@", 1)

	sent := make(chan model.Notifica, 10)
	c, err := codaSMS(apriStore(t, path), path, address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Store.Close()
	c.Cambiata = func(n model.Notifica) {
		if n.Stato != model.StatoNotificaDaInviare {
			sent <- n
		}
	}
	n := notifica("N-1")
	n.Canale = model.CanaleAvvisoSms
	if err := c.Accoda(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	child = exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "OUTBOX_UCCIDIMI="+path, "OUTBOX_SMS="+address)
	child.Stderr = os.Stderr
	mu.Lock() // the handler reads child
	err = child.Start()
	mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	if n := letta(t, c.Store, "N-1"); codice(n) != Interrotto || n.Stato != model.StatoNotificaDaInviare {
		t.Fatalf("not left half done: %+v", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); c.Run(ctx) }()
	defer func() { cancel(); <-done }()
	select {
	case n := <-sent:
		if n.Stato != model.StatoNotificaInviata || n.Tentativi != 2 {
			t.Errorf("%+v", n)
		}
	case <-time.After(lungo):
		t.Fatal("nobody sends it again")
	}
	mu.Lock()
	defer mu.Unlock()
	if len(keys) != 2 || keys[0] != "N-1" || keys[1] != "N-1" {
		t.Errorf("the provider got %q", keys)
	}
}
