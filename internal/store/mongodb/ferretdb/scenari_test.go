package ferretdb_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestScenari tells the stories of the dialogue with the requests in MongoDB. Those of a race are not told: they are called
// otherwise, because FerretDB compares and writes in two steps.
func TestScenari(t *testing.T) {
	s := startServer(t)
	root, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 9*time.Minute)
	defer cancel()
	// With the race detector most of it is compiled already.
	command := exec.CommandContext(ctx, "go", "test", "-race", "-count=1", "-timeout", "8m", "-run", "^TestScenario", "cassetto")
	command.Dir, command.Env = root, append(os.Environ(), "CASSETTO_PROVA_MONGODB_URI="+s.uri)
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
