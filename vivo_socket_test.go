package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// presa is a client of graphql-transport-ws.
type presa struct {
	*testing.T
	conn net.Conn
	in   io.ReadWriter
}

func (v *vivo) presa(t *testing.T, profile string) *presa {
	t.Helper()
	token, err := v.app.demo.token(profile)
	if err != nil {
		t.Fatal(err)
	}
	conn, rest, _, err := ws.Dialer{Protocols: []string{"graphql-transport-ws"}}.Dial(t.Context(), "ws"+strings.TrimPrefix(v.url, "http"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(2 * time.Minute))
	if rest == nil {
		rest = bufio.NewReader(conn)
	}
	p := &presa{t, conn, struct {
		io.Reader
		io.Writer
	}{rest, conn}}
	p.say(map[string]any{"type": "connection_init", "payload": map[string]any{"Authorization": "Bearer " + token}})
	if m := p.hear(); m["type"] != "connection_ack" {
		t.Fatal(m)
	}
	return p
}

func (p *presa) say(m any) {
	p.Helper()
	text, err := json.Marshal(m)
	if err == nil {
		err = wsutil.WriteClientText(p.conn, text)
	}
	if err != nil {
		p.Fatal(err)
	}
}

func (p *presa) hear() (m map[string]any) {
	p.Helper()
	text, err := wsutil.ReadServerText(p.in)
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		p.Fatal(err)
	}
	return m
}

// TestVivoSocket: over a socket, events come with their cursors, what is refused is an error, and what is revoked ends with a
// last message that says so, while the other operations of the socket go on.
func TestVivoSocket(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	p := v.presa(t, "consulente")
	for id, arguments := range map[string]string{"a": suAurora + ` dopo: "` + formaRichieste.Cursor(0) + `"`, "b": `id: "nessuna"`, "c": `dopo: "` + formaRichieste.Cursor(0) + `"`} {
		p.say(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": domanda(arguments)}})
	}
	for range 3 {
		text, _ := json.Marshal(p.hear())
		switch m := string(text); {
		case strings.Contains(m, `"type":"error"`) && strings.Contains(m, `"id":"b"`) && strings.Contains(m, "NOT_FOUND"):
		case strings.Contains(m, `"type":"next"`) && !strings.Contains(m, `"id":"b"`) && strings.Contains(m, `"cursore":"`+formaRichieste.Cursor(1)+`"`):
		default:
			t.Error(m)
		}
	}
	v.revoca(t)
	text, _ := json.Marshal(p.hear())
	if m := string(text); !strings.Contains(m, `"id":"a"`) || !strings.Contains(m, `"type":"next"`) || !strings.Contains(m, "FORBIDDEN") {
		t.Error(m)
	}
	if m := p.hear(); m["type"] != "complete" || m["id"] != "a" {
		t.Error(m)
	}
	p.say(map[string]any{"id": "d", "type": "subscribe", "payload": map[string]any{"query": "{ utente { profilo } }"}})
	if m := p.hear(); m["id"] != "d" {
		t.Error(m)
	}
}

// TestVivoOvunque: an event is answered once for those who ask the same, whichever way they listen and whoever they are.
func TestVivoOvunque(t *testing.T) {
	v := bootVivo(t)
	v.accade(t, "R1", nil)
	query := domanda(suAurora + ` dopo: "` + formaRichieste.Cursor(0) + `"`)
	var streams []*ascolto
	var sockets []*presa
	for _, profile := range []string{"consulente", "azienda", "consulente"} {
		streams = append(streams, v.ascolta(t, profile, query, ""))
		p := v.presa(t, profile)
		p.say(map[string]any{"id": profile, "type": "subscribe", "payload": map[string]any{"query": query}})
		sockets = append(sockets, p)
	}
	hear := func(n int) {
		t.Helper()
		for _, s := range streams {
			if got := s.next(); got.id != formaRichieste.Cursor(int64(n)) {
				t.Error(got)
			}
		}
		for _, s := range sockets {
			if text, _ := json.Marshal(s.hear()); !strings.Contains(string(text), fmt.Sprintf(`"numero":%d`, n)) {
				t.Errorf("%s", text)
			}
		}
	}
	hear(1)
	v.fatte.Store(0)
	for n := 2; n <= 4; n++ {
		v.accade(t, "R1", nil)
		v.feeds.Richieste.Nudge()
		hear(n)
	}
	if n := v.fatte.Load(); n != 3 {
		t.Errorf("made %d times", n)
	}
}
