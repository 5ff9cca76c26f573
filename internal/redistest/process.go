package redistest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is for a machine that does much else at the same time.
const patience = 30 * time.Second

func (s *Server) start() error {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return fmt.Errorf("redistest: %w: apt-get install redis-server, or make tools", err)
	}
	var output bytes.Buffer
	command := exec.Command(path, append([]string{"--save", "", "--appendonly", "no", "--daemonize", "no"}, s.args...)...)
	command.Dir, command.Stdout, command.Stderr = os.TempDir(), &output, &output
	if err := command.Start(); err != nil {
		return fmt.Errorf("redistest: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = command.Wait() // a killed server always fails
	}()
	s.process, s.ended = command.Process, ended
	if err := s.ready(); err != nil {
		s.Kill()
		return fmt.Errorf("redistest: %w\n%s", err, &output)
	}
	return nil
}

// ready waits until the server that was just started answers.
func (s *Server) ready() error {
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.ask()
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-deadline:
			return err
		case <-s.ended:
			return fmt.Errorf("the server ended: %w", err)
		}
	}
}

// ask makes sure that who answers at the address is this server, and not another one that took its port.
func (s *Server) ask() error {
	conn, err := net.DialTimeout(s.network, s.addr, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := conn.Write([]byte("INFO server\r\n")); err != nil {
		return err
	}
	reply := make([]byte, 4096)
	n, err := conn.Read(reply)
	if err != nil {
		return err
	}
	if mine := fmt.Sprintf("process_id:%d\r\n", s.process.Pid); !strings.Contains(string(reply[:n]), mine) {
		return fmt.Errorf("somebody else answers at %s", s.addr)
	}
	return nil
}
