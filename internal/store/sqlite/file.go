package sqlite

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
)

const (
	writerOptions = "?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=fullfsync(1)&_pragma=cache_size(-8000)&_pragma=journal_size_limit(67108864)&_pragma=analysis_limit(400)"
	// What a connection maps and caches counts as memory of the process, once for each connection of each file: it is little,
	// and the system's own cache does the rest. 32 MB and 8 MB made no answer faster and took 115 MB more.
	readerOptions = "?_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=cache_size(-2000)&_pragma=mmap_size(8388608)"

	readerConnections = 4
)

// prepareFile creates the folder and the file for their owner alone, takes a file that exists away from everybody else,
// and returns its address. SQLite gives the log beside the file the same permissions.
func prepareFile(path string) (dsn string, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", Path: path}).String(), nil
}
