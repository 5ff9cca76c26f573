package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// moduleFolder is where the sources are.
func moduleFolder(ctx context.Context) (string, error) {
	module, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "cassetto").Output()
	return strings.TrimSpace(string(module)), err
}

// installPeer installs the server of graphql-ws, as its lock says, in a folder of its own, and says how it is started.
func installPeer(ctx context.Context, work string) ([]string, error) {
	module, err := moduleFolder(ctx)
	if err != nil {
		return nil, err
	}
	peer := filepath.Join(work, "pari")
	if err := os.Mkdir(peer, 0o700); err != nil {
		return nil, err
	}
	for _, file := range []string{"package.json", "package-lock.json", "server.js"} {
		b, err := os.ReadFile(filepath.Join(module, "bench", "pari", "vivo", file))
		if err == nil {
			err = os.WriteFile(filepath.Join(peer, file), b, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--silent", "--prefer-offline", "--no-audit", "--no-fund")
	npm.Dir, npm.Stderr = peer, os.Stderr
	if err := npm.Run(); err != nil {
		return nil, fmt.Errorf("npm ci: %w", err)
	}
	return []string{"node", "--expose-gc", filepath.Join(peer, "server.js")}, nil
}

// buildLibrary makes the server of the library, which has a module of its own, just as this program was made: what both are made of
// is then compiled already.
func buildLibrary(ctx context.Context, work string) (string, error) {
	module, err := moduleFolder(ctx)
	if err != nil {
		return "", err
	}
	binary := filepath.Join(work, "libreria")
	args := []string{"build", "-o", binary}
	if made, ok := debug.ReadBuildInfo(); ok && slices.Contains(made.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		args = append(args, "-race")
	}
	c := exec.CommandContext(ctx, "go", append(args, ".")...)
	c.Dir, c.Stderr = filepath.Join(module, "bench", "libreria"), os.Stderr
	return binary, c.Run()
}
