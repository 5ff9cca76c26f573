package documents

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	maxBytes = 16 << 20 // of a manifest, all its files together
	maxFiles = 10_000
)

// tree is where a manifest lies: one file, or the .graphql files of a folder.
type tree struct {
	folder bool
	files  []leaf
}

// leaf is a file of a manifest; name is relative to it.
type leaf struct {
	name, path string
	info       fs.FileInfo
}

// look finds the files of a manifest, reading none. Links are followed to files; names that begin with a dot are left out, so that
// a mounted volume, which keeps its versions in such folders, is read once.
func look(path string) (tree, error) {
	root, err := filepath.EvalSymlinks(path)
	if err != nil {
		return tree{}, err
	}
	info, err := os.Stat(root)
	if err != nil {
		return tree{}, err
	}
	if !info.IsDir() {
		one := leaf{filepath.Base(path), root, info}
		return tree{files: []leaf{one}}, one.plain()
	}
	t := tree{folder: true}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir() || strings.HasPrefix(d.Name(), ".") || filepath.Ext(path) != ".graphql":
			return nil
		case len(t.files) == maxFiles:
			return fmt.Errorf("%s: more than %d files", root, maxFiles)
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		l := leaf{filepath.ToSlash(name), path, info}
		t.files = append(t.files, l)
		return l.plain()
	})
	return t, err
}

// plain refuses what would be read for ever, or not at all.
func (l leaf) plain() error {
	if !l.info.Mode().IsRegular() {
		return &Defect{File: l.name, Reason: "not a file"}
	}
	return nil
}

// mark changes when a file comes, goes or is written.
func (t tree) mark() (m [sha256.Size]byte) {
	h := sha256.New()
	for _, l := range t.files {
		fmt.Fprintf(h, "%q %q %d %d %v\n", l.name, l.path, l.info.Size(), l.info.ModTime().UnixNano(), l.info.Mode())
	}
	h.Sum(m[:0])
	return m
}

// read returns what the files hold, in their order, and a hash of it all.
func (t tree) read() (texts []string, hash [sha256.Size]byte, err error) {
	h, left := sha256.New(), int64(maxBytes)
	for _, l := range t.files {
		b, err := l.read(left)
		if err != nil {
			return nil, hash, err
		}
		left -= int64(len(b))
		fmt.Fprintf(h, "%q %d\n%s", l.name, len(b), b)
		texts = append(texts, string(b))
	}
	h.Sum(hash[:0])
	return texts, hash, nil
}

// read returns what the file holds, unless it is longer than limit.
func (l leaf) read(limit int64) ([]byte, error) {
	f, err := os.Open(l.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, &Defect{File: l.name, Reason: fmt.Sprintf("the manifest is larger than %d MiB", maxBytes>>20)}
	}
	return b, err
}
