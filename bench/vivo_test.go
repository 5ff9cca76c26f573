package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMain lets the tests' own program be the servers and the clients that TestVivo and TestPari start.
func TestMain(m *testing.M) {
	commands := map[string]func(context.Context, []string) error{
		bareCommand:        func(ctx context.Context, args []string) error { return serveBare(ctx, args[0], args[1]) },
		oursCommand:        func(ctx context.Context, args []string) error { return serveOurs(ctx, args[0], args[1]) },
		floorCommand:       func(ctx context.Context, args []string) error { return serveFloor(ctx, args[0], args[1], args[2]) },
		burstCommand:       func(context.Context, []string) error { return fire(os.Stdin, os.Stdout) },
		subscribersCommand: func(ctx context.Context, _ []string) error { return subscribeAll(ctx, os.Stdin, os.Stdout) },
	}
	if len(os.Args) > 1 && commands[os.Args[1]] != nil {
		if err := commands[os.Args[1]](context.Background(), os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestVivo runs the measure with few subscribers: those of every server get the same.
func TestVivo(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := liveUpdates(t.Context(), live{program, 20, 2}, &out); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n| ours"); n != 15+6 { // five of ours in three tables, and what was promised of three
		t.Errorf("ours was measured %d times\n%s", n, &out)
	}
}
