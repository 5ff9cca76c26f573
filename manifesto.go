package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph"
	"cassetto/internal/documents"
)

// manifest checks the operations of a folder, or of another manifest, against the schema and writes them as one manifest. The reason of
// a refusal is for who writes the operations, and is told in full.
func manifest(_ context.Context, c call) error {
	from, to := "", ""
	_, rest, err := loadConfig(c, func(f *flag.FlagSet) {
		f.StringVar(&from, "da", "docs/operazioni", "folder of .graphql files, or manifest, to read")
		f.StringVar(&to, "in", "", "file to write; empty: print")
	})
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return errors.New("manifesto: usage: manifesto -da <folder> [-in manifest.json]")
	}
	m, err := documents.Load(from, validDocument(graph.NewExecutableSchema(graph.Config{}).Schema()))
	if cause := errors.Unwrap(err); cause != nil {
		return fmt.Errorf("manifesto: %w: %w", err, cause)
	}
	if err != nil {
		return fmt.Errorf("manifesto: %w", err)
	}
	text, err := m.JSON()
	if err != nil {
		return err
	}
	if to == "" {
		_, err = c.out.Write(text)
		return err
	}
	return replace(to, text)
}

// validDocument says what is wrong with a document against a schema.
func validDocument(s *ast.Schema) func(text string) error {
	return func(text string) error {
		if _, errs := gqlparser.LoadQueryWithRules(s, text, rules.NewDefaultRules()); len(errs) > 0 {
			return errs
		}
		return nil
	}
}

// replace writes a file that a server may be reading, at once.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".manifesto-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // once renamed it is no longer there
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
