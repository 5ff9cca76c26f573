package allegati

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/internal/fault"
)

// prova is the text by which every antivirus is tried; in two halves, so that none takes this file for it.
const prova = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// clamd answers one INSTREAM on each connection, as the real one does: with a limit of the stream, in chunks.
func clamd(conn net.Conn, limit int) {
	defer conn.Close()
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(conn, command); err != nil || string(command) != "zINSTREAM\x00" {
		io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	var stream bytes.Buffer
	for {
		var size uint32
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		if size == 0 {
			break
		}
		if stream.Len()+int(size) > limit {
			io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
		if _, err := io.CopyN(&stream, conn, int64(size)); err != nil {
			return
		}
	}
	if bytes.Contains(stream.Bytes(), []byte(prova)) {
		io.WriteString(conn, "stream: Win.Test.EICAR_HDB-1 FOUND\x00")
		return
	}
	io.WriteString(conn, "stream: OK\x00")
}

// ascolta serves connections on an address until the test ends.
func ascolta(t *testing.T, network, address string, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return network + "://" + l.Addr().String()
}

func antivirus(t *testing.T, address string, wait time.Duration) *Imballatore {
	t.Helper()
	a, err := NuovoAntivirus(address, wait)
	if err != nil {
		t.Fatal(err)
	}
	return &Imballatore{a}
}

func TestAntivirus(t *testing.T) {
	serve := func(conn net.Conn) { clamd(conn, MaxDimensione) }
	for _, address := range []string{
		ascolta(t, "tcp", "127.0.0.1:0", serve), ascolta(t, "unix", filepath.Join(t.TempDir(), "clamd.sock"), serve),
	} {
		i := antivirus(t, address, time.Minute)
		far := append(bytes.Repeat([]byte("riga\n"), 100_000), prova...)
		_, errori, err := i.Imballa(t.Context(), []File{file("a.txt", []byte(prova)), file("b.txt", []byte("ciao")), file("c.txt", far)})
		if err != nil || len(errori) != 2 || errori[0].Codice != Infetto || errori[1].Codice != Infetto || errori[1].Campo != "allegati.2" {
			t.Errorf("%s: %v, %v", address, errori, err)
		}
		p, errori, err := i.Imballa(t.Context(), []File{file("b.pdf", pdfDi(MaxDimensione))})
		if err != nil || errori != nil {
			t.Fatal(errori, err)
		}
		p.Close()
	}
}

func TestAntivirusGuasto(t *testing.T) {
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	reply := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			defer conn.Close()
			for all := []byte{}; !bytes.HasSuffix(all, []byte{0, 0, 0, 0}); {
				b := make([]byte, 1)
				if _, err := conn.Read(b); err != nil {
					return
				}
				all = append(all, b...)
			}
			io.WriteString(conn, text)
		}
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for what, c := range map[string]struct {
		address string
		wait    time.Duration
	}{
		"nobody listens": {"tcp://" + closed.Addr().String(), time.Minute},
		"hangs":          {ascolta(t, "tcp", "127.0.0.1:0", func(conn net.Conn) { go func() { <-release; conn.Close() }() }), 200 * time.Millisecond},
		"closes":         {ascolta(t, "tcp", "127.0.0.1:0", func(conn net.Conn) { conn.Close() }), time.Minute},
		"takes less":     {ascolta(t, "tcp", "127.0.0.1:0", func(conn net.Conn) { clamd(conn, 3) }), time.Minute},
		"says nothing":   {ascolta(t, "tcp", "127.0.0.1:0", reply("")), time.Minute},
		"cannot":         {ascolta(t, "tcp", "127.0.0.1:0", reply("stream: Can't allocate memory ERROR\x00")), time.Minute},
		"another server": {ascolta(t, "tcp", "127.0.0.1:0", reply("HTTP/1.1 400 Bad Request\r\n")), time.Minute},
	} {
		p, errori, err := antivirus(t, c.address, c.wait).Imballa(t.Context(), []File{file("a.txt", []byte("nome e cognome"))})
		if p != nil || errori != nil || fault.Code(err) != fault.Unavailable || strings.Contains(err.Error(), "cognome") {
			t.Errorf("%s: %v, %v, %v", what, p, errori, err)
		}
	}
}

// TestAntivirusLasciato: the scan ends when nobody waits for it any more.
func TestAntivirusLasciato(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	released := make(chan struct{})
	address := ascolta(t, "tcp", "127.0.0.1:0", func(conn net.Conn) {
		cancel()
		io.Copy(io.Discard, conn) // until the other side leaves
		conn.Close()
		close(released)
	})
	if _, _, err := antivirus(t, address, time.Hour).Imballa(ctx, []File{file("a.txt", []byte("a"))}); err == nil {
		t.Error("no error")
	}
	<-released
}

func TestNuovoAntivirus(t *testing.T) {
	for address, want := range map[string]bool{
		"tcp://127.0.0.1:3310": true, "tcp://[::1]:3310": true, "unix:///run/clamd.sock": true,
		"": false, "127.0.0.1:3310": false, "tcp://host": false, "http://host:80": false, "unix://host/a": false, "unix://": false, "tcp://u:segreta@h:1": false, "tcp://h:1/a": false,
	} {
		_, err := NuovoAntivirus(address, time.Second)
		if (err == nil) != want || err != nil && !errors.Is(err, errAntivirus) {
			t.Errorf("%q: %v", address, err)
		}
	}
	var sent bytes.Buffer
	if err := invia(&sent, strings.NewReader("abc")); err != nil || !slices.Equal(sent.Bytes(), []byte("zINSTREAM\x00\x00\x00\x00\x03abc\x00\x00\x00\x00")) {
		t.Errorf("on the wire: %q, %v", sent.Bytes(), err)
	}
}
