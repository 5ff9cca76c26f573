// Package redistest runs a real Redis server for a test, which may kill it, pause it and start it again.
package redistest

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Server is a Redis server that keeps everything in memory and listens on this machine only. It ends with its test.
type Server struct {
	URL string // stays the same through Kill and Restart

	t             testing.TB
	network, addr string
	args          []string
	process       *os.Process   // nil when it does not run
	ended         chan struct{} // closed when process has ended
}

// Start runs a server on a socket in a temporary directory, which no other process can take.
func Start(t testing.TB) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") // a test's own directory may have too long a name for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "socket")
	s := &Server{URL: "unix://" + socket, t: t, network: "unix", addr: socket, args: []string{"--port", "0", "--unixsocket", socket}}
	t.Cleanup(s.Kill)
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	return s
}

// StartTCP runs a server on a free port of 127.0.0.1. Prefer Start: the port may be taken by another process between a Kill
// and a Restart.
func StartTCP(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, network: "tcp"}
	t.Cleanup(s.Kill)
	var err error
	for range 10 { // another process may take the port before the server does
		s.addr, err = freeAddress()
		if err != nil {
			break
		}
		host, port, _ := net.SplitHostPort(s.addr)
		s.URL, s.args = "redis://"+s.addr, []string{"--bind", host, "--port", port}
		if err = s.start(); err == nil {
			return s
		}
	}
	t.Fatal(err)
	return nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Kill ends the server at once, as a crash would, paused or not; a server that does not run stays so.
func (s *Server) Kill() {
	if s.process == nil {
		return
	}
	_ = s.process.Kill() // fails only if it has ended
	<-s.ended
	s.process = nil
}

// Restart kills the server if it runs and starts it again, empty, on the same address.
func (s *Server) Restart() {
	s.t.Helper()
	s.Kill()
	if err := s.start(); err != nil {
		s.t.Fatal(err)
	}
}

// Pause stops the server from answering: connections stay open, new ones are accepted by the kernel.
func (s *Server) Pause() {
	s.signal(syscall.SIGSTOP)
}

// Resume ends a Pause.
func (s *Server) Resume() {
	s.signal(syscall.SIGCONT)
}

func (s *Server) signal(signal os.Signal) {
	s.t.Helper()
	if s.process == nil {
		s.t.Fatal("redistest: the server does not run")
	}
	if err := s.process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
}
