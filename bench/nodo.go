package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// installPeers makes the peers ready where their packages are not those that are asked for. It says where they are, and what they
// and what runs them are called, with their versions.
func installPeers(ctx context.Context) (folder string, versions []string, err error) {
	module, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "cassetto").Output()
	if err != nil {
		return "", nil, err
	}
	node, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return "", nil, fmt.Errorf("node --version: %w", err)
	}
	folder = filepath.Join(strings.TrimSpace(string(module)), "bench", "pari")
	var asked struct{ Dependencies map[string]string }
	text, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err == nil {
		err = json.Unmarshal(text, &asked)
	}
	if err != nil {
		return "", nil, err
	}
	versions = append(versions, "Node "+strings.TrimSpace(string(node)))
	for _, name := range slices.Sorted(maps.Keys(asked.Dependencies)) {
		versions = append(versions, name+" "+asked.Dependencies[name])
	}
	return folder, versions, install(ctx, folder)
}

// install has npm bring what the lock names, unless it is there.
func install(ctx context.Context, folder string) error {
	lock, err := os.Stat(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		return err
	}
	there, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json"))
	if err == nil && !there.ModTime().Before(lock.ModTime()) {
		return nil
	}
	said, err := exec.CommandContext(ctx, "npm", "ci", "--silent", "--ignore-scripts", "--prefix", folder).CombinedOutput()
	if err != nil {
		return errors.Join(fmt.Errorf("npm ci --prefix bench/pari: %w", err), errors.New(string(said)))
	}
	return nil
}
