package redistest_test

import (
	"bufio"
	"net"
	"net/url"
	"testing"
	"time"

	"cassetto/internal/redistest"
)

func TestLife(t *testing.T) {
	for name, start := range map[string]func(testing.TB) *redistest.Server{"socket": redistest.Start, "port": redistest.StartTCP} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			asks(t, s, "SET a 1", "+OK\r\n")
			asks(t, s, "EXISTS a", ":1\r\n")
			s.Pause()
			silent(t, s)
			s.Resume()
			asks(t, s, "EXISTS a", ":1\r\n")
			s.Kill()
			s.Kill()
			if conn, err := dial(s); err == nil {
				conn.Close()
				t.Error("a killed server accepts connections")
			}
			s.Restart()
			asks(t, s, "EXISTS a", ":0\r\n")
			s.Pause()
			s.Restart()
			asks(t, s, "PING", "+PONG\r\n")
		})
	}
}

func TestServersAreApart(t *testing.T) {
	one, other := redistest.Start(t), redistest.Start(t)
	asks(t, one, "SET a 1", "+OK\r\n")
	asks(t, other, "EXISTS a", ":0\r\n")
}

func dial(s *redistest.Server) (net.Conn, error) {
	u, err := url.Parse(s.URL)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "unix" {
		return net.Dial("unix", u.Path)
	}
	return net.Dial("tcp", u.Host)
}

func asks(t *testing.T, s *redistest.Server, command, want string) {
	t.Helper()
	conn, err := dial(s)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		t.Fatal(err)
	}
	if got, err := bufio.NewReader(conn).ReadString('\n'); got != want || err != nil {
		t.Errorf("%s: %q, %v; want %q", command, got, err, want)
	}
}

// silent looks for half a second; a server that is not paused answers at once.
func silent(t *testing.T, s *redistest.Server) {
	t.Helper()
	conn, err := dial(s)
	if err != nil {
		t.Fatalf("the kernel accepts for a paused server: %v", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(500 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.Read(make([]byte, 10)); err == nil {
		t.Errorf("a paused server answers %d bytes", n)
	}
}
