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
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// TestPromemoriaUcciso kills the process that holds a reminder before it is due, in the middle of another notice: two others, which
// open the store anew, send the reminder once and not before its time.
func TestPromemoriaUcciso(t *testing.T) {
	path := filepath.Join(t.TempDir(), "n.db")
	var mu sync.Mutex
	arrivati := map[string]int{}
	var child *exec.Cmd
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		defer mu.Unlock()
		key := r.Header.Get("Idempotency-Key")
		arrivati[key]++
		if key == "N-SUBITO" && arrivati[key] == 1 {
			_ = child.Process.Kill()
			<-r.Context().Done() // it is dead: its connection is
		}
	}))
	defer server.Close()
	address := strings.Replace(server.URL, "://", "://cassetto:un%20segreto%20di%20prova@", 1)

	s := apriStore(t, path)
	defer s.Close()
	c, err := codaSMS(s, path, address)
	if err != nil {
		t.Fatal(err)
	}
	for id, at := range map[string]time.Time{"N-SUBITO": time.Now(), "N-RICORDA": time.Now().Add(time.Hour)} {
		n := notifica(id)
		n.Canale, n.IDRichiesta, n.IDAppuntamento, n.ProssimoTentativo = model.CanaleAvvisoSms, "", "A-1", archive.Instant(at)
		if err := c.Accoda(t.Context(), n); err != nil {
			t.Fatal(err)
		}
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
	if n := letta(t, s, "N-RICORDA"); n.Stato != model.StatoNotificaDaInviare || n.Tentativi != 0 {
		t.Fatalf("the reminder did not survive: %+v", n)
	}

	inviate := make(chan string, 10)
	var passato atomic.Int64 // on the clock of both
	ctx, cancel := context.WithCancel(t.Context())
	var attivi sync.WaitGroup
	for range 2 {
		suo := apriStore(t, path)
		c, err := codaSMS(suo, path, address)
		if err != nil {
			t.Fatal(err)
		}
		c.Now = func() time.Time { return time.Now().Add(time.Duration(passato.Load())) }
		c.Cambiata = func(n model.Notifica) {
			if n.Stato == model.StatoNotificaInviata {
				inviate <- n.ID
			}
		}
		attivi.Go(func() { defer suo.Close(); c.Run(ctx) })
	}
	for _, atteso := range []string{"N-SUBITO", "N-RICORDA"} {
		select {
		case id := <-inviate:
			if id != atteso {
				t.Errorf("%s is sent, not %s", id, atteso)
			}
		case <-time.After(lungo):
			t.Errorf("nobody sends %s", atteso)
		}
		passato.Store(int64(2 * time.Hour))
	}
	cancel()
	attivi.Wait()
	if n := letta(t, s, "N-RICORDA"); arrivati["N-SUBITO"] != 2 || arrivati["N-RICORDA"] != 1 || n.Stato != model.StatoNotificaInviata || n.Tentativi != 1 {
		t.Errorf("%v, %+v", arrivati, n)
	}
}
