package allegati

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"cassetto/internal/fault"
)

// Antivirus asks a clamd, by its command INSTREAM.
type Antivirus struct {
	rete, indirizzo string
	attesa          time.Duration
}

var errAntivirus = errors.New("antivirus: the address is neither tcp://host:port nor unix:///path")

// NuovoAntivirus makes one from the address of a clamd, tcp://host:port or unix:///path; attesa bounds the scan of one file.
// Nothing is asked yet. The error does not repeat the address.
func NuovoAntivirus(indirizzo string, attesa time.Duration) (*Antivirus, error) {
	u, err := url.Parse(indirizzo)
	switch {
	case err == nil && u.Scheme == "tcp" && u.Port() != "" && u.Hostname() != "" && u.User == nil && strings.Trim(u.Path, "/") == "":
		return &Antivirus{"tcp", u.Host, attesa}, nil
	case err == nil && u.Scheme == "unix" && u.Host == "" && u.Path != "":
		return &Antivirus{"unix", u.Path, attesa}, nil
	}
	return nil, errAntivirus
}

// esamina says whether a file is infected, or that the antivirus did not say.
func (a *Antivirus) esamina(ctx context.Context, r io.Reader) (infetto bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, a.attesa)
	defer cancel()
	if infetto, err = a.chiedi(ctx, r); err != nil {
		return false, fault.ArchiveDown("antivirus", 30*time.Second, err)
	}
	return infetto, nil
}

func (a *Antivirus) chiedi(ctx context.Context, r io.Reader) (bool, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, a.rete, a.indirizzo)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()
	sent := invia(conn, r)
	reply, err := io.ReadAll(io.LimitReader(conn, 1<<10)) // also when it would not take it all: then it says why
	switch text := strings.TrimRight(string(reply), "\x00\n"); {
	case strings.HasSuffix(text, " FOUND"):
		return true, nil
	case strings.HasSuffix(text, ": OK") && sent == nil:
		return false, nil
	case sent == nil && err == nil:
		return false, fmt.Errorf("antivirus: %d bytes that are no verdict", len(reply))
	}
	return false, errors.Join(sent, err)
}

// invia sends a file in chunks, each after its length, and an empty one at the end.
func invia(conn io.Writer, r io.Reader) error {
	if _, err := io.WriteString(conn, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+32<<10)
	for {
		n, err := r.Read(buffer[4:])
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		binary.BigEndian.PutUint32(buffer, uint32(n))
		if _, err := conn.Write(buffer[:4+n]); err != nil || n == 0 {
			return err
		}
	}
}
