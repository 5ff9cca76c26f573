package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// victim names the file that this binary, run again by TestKilled, writes to until it is killed.
const victim = "STORE_TEST_VICTIM_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		fmt.Fprintln(os.Stderr, writeForEver(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForEver puts new documents, now and then imports some, and prints the id of each once the store has answered.
func writeForEver(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, pratiche())
	if err != nil {
		return err
	}
	next, err := s.Count(ctx, pratiche(), nil)
	if err != nil {
		return err
	}
	for {
		from := next
		if next++; from%10 == 0 {
			next = from + 50
		}
		var docs []json.RawMessage
		for i := from; i < next; i++ {
			docs = append(docs, pratica("10", i))
		}
		if len(docs) > 1 {
			_, err = s.Import(ctx, pratiche(), docs)
		} else {
			_, err = s.Put(ctx, pratiche(), docs[0], 0)
		}
		if err != nil {
			return err
		}
		for i := from; i < next; i++ {
			if _, err := fmt.Printf("10|%d\n", i); err != nil {
				return err
			}
		}
	}
}

// TestKilled kills a writing process at random moments; whatever it had answered for is there, and the file is sound.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prova.db")
	var answered []string
	for range 6 {
		answered = append(answered, killedWriter(t, path)...)
		found := storedIDs(t, path)
		for _, id := range answered {
			if _, there := slices.BinarySearch(found, id); !there {
				t.Errorf("%s was acknowledged and is lost", id)
			}
		}
	}
	t.Logf("%d documents acknowledged by six killed processes", len(answered))
}

func killedWriter(t *testing.T, path string) (answered []string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), victim+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	moment := 1 + rand.IntN(400)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		answered = append(answered, lines.Text())
		if len(answered) == moment {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(answered) < moment {
		t.Fatalf("the writer ended by itself after %d documents: %v", len(answered), err)
	}
	if last := len(answered) - 1; !wholeLine(answered[last]) {
		answered = answered[:last] // killed while printing
	}
	return answered
}

func wholeLine(id string) bool {
	var n int
	_, err := fmt.Sscanf(id, "10|%d", &n)
	return err == nil
}

func storedIDs(t *testing.T, path string) []string {
	t.Helper()
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var verdict string
	if err := raw.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity_check: %s, %v", verdict, err)
	}
	s := open(t, path, pratiche())
	defer s.Close()
	return ids(t, s, pratiche(), store.All{})
}
