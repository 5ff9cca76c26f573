package transport_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

const ack = `{"type":"connection_ack","payload":{"scadenza":"…"}}`

// TestSocket is the protocol, rule by rule: lines that the client says (>) and hears (<).
func TestSocket(t *testing.T) {
	long := strings.Repeat("é", 200)
	for _, c := range []struct {
		rule, talk string
	}{
		{"4400 not JSON", `> ciao
			< close 4400 Invalid message received`},
		{"4400 not an object", `> ["connection_init"]
			< close 4400 Invalid message received`},
		{"4400 null", `> null
			< close 4400 Invalid message received`},
		{"4400 nothing", `>
			< close 4400 Invalid message received`},
		{"4400 two objects", `> {"type":"ping"}{"type":"ping"}
			< close 4400 Invalid message received`},
		{"4400 no type", `> {"id":"1"}
			< close 4400 Invalid message received`},
		{"4400 a type that is no text", `> {"type":1}
			< close 4400 Invalid message received`},
		{"4400 a type in other letters", `> {"TYPE":"ping"}
			< close 4400 Invalid message received`},
		{"4400 unknown type", `> {"type":"start","id":"1","payload":{"query":"{ chi }"}}
			< close 4400 Invalid message received`},
		{"4400 a type of the server's", `> {"type":"connection_ack"}
			< close 4400 Invalid message received`},
		{"4400 payload of connection_init is no object", `> {"type":"connection_init","payload":"anna"}
			< close 4400 Invalid message received`},
		{"4400 payload of ping is no object", `> {"type":"ping","payload":[]}
			< close 4400 Invalid message received`},
		{"4400 subscribe without id", `> hello anna
			< ack
			> {"type":"subscribe","payload":{"query":"{ chi }"}}
			< close 4400 Invalid message received`},
		{"4400 subscribe with an empty id", `> hello anna
			< ack
			> {"type":"subscribe","id":"","payload":{"query":"{ chi }"}}
			< close 4400 Invalid message received`},
		{"4400 subscribe with a number as id", `> hello anna
			< ack
			> {"type":"subscribe","id":1,"payload":{"query":"{ chi }"}}
			< close 4400 Invalid message received`},
		{"4400 subscribe without payload", `> hello anna
			< ack
			> {"type":"subscribe","id":"1"}
			< close 4400 Invalid message received`},
		{"4400 subscribe without document", `> hello anna
			< ack
			> {"type":"subscribe","id":"1","payload":{"variables":{}}}
			< close 4400 Invalid message received`},
		{"4400 subscribe with variables that are no object", `> hello anna
			< ack
			> {"type":"subscribe","id":"1","payload":{"query":"{ chi }","variables":[]}}
			< close 4400 Invalid message received`},
		{"4400 complete without id", `> hello anna
			< ack
			> {"type":"complete"}
			< close 4400 Invalid message received`},
		{"4401 subscribe before ack", `> subscribe 1 { chi }
			< close 4401 Unauthorized`},
		{"4401 renewal before ack", `> {"type":"ping","payload":{"authorization":"Bearer anna"}}
			< close 4401 Unauthorized`},
		{"4403 bad token", `> hello nessuno
			< close 4403 Forbidden`},
		{"4403 no token", `> {"type":"connection_init"}
			< close 4403 Forbidden`},
		{"4403 token that is no text", `> {"type":"connection_init","payload":{"Authorization":7}}
			< close 4403 Forbidden`},
		{"1013 identity service unavailable", `> hello assente
			< close 1013 Try again later`},
		{"4409 subscriber exists", `> hello anna
			< ack
			> subscribe 1 subscription { tace }
			> subscribe 1 { chi }
			< close 4409 Subscriber for 1 already exists`},
		{"4409 with a long id", `> hello anna
			< ack
			> subscribe ` + long + ` subscription { tace }
			> subscribe ` + long + ` { chi }
			< close 4409 Subscriber for ` + strings.Repeat("é", (123-len("Subscriber for  already exists"))/2) + ` already exists`},
		{"4429 second connection_init", `> hello anna
			< ack
			> hello anna
			< close 4429 Too many initialisation requests`},
		{"4429 even when the first is not yet answered", `> hello nessuno
			> hello nessuno
			< close 4403 Forbidden`},
		{"token under a small letter", `> {"type":"connection_init","payload":{"authorization":"Bearer bruno"}}
			< ack
			> subscribe 1 { chi }
			< {"id":"1","type":"next","payload":{"data":{"chi":"BRN"}}}
			< {"id":"1","type":"complete"}`},
		{"ping and pong before ack", `> {"type":"ping"}
			< {"type":"pong"}
			> {"type":"pong","payload":{"a":1}}
			> {"type":"ping","payload":{"a":[1, 2]}}
			< {"type":"pong","payload":{"a":[1, 2]}}
			> {"type":"ping","payload":null}
			< {"type":"pong"}`},
		{"query", `> hello anna
			< ack
			> {"id":"q","type":"subscribe","payload":{"query":"query A($n: String) { saluto(nome: $n) } query B { chi }","operationName":"A","variables":{"n":"x"},"extensions":{"e":1}}}
			< {"id":"q","type":"next","payload":{"data":{"saluto":"ciao x"}}}
			< {"id":"q","type":"complete"}`},
		{"mutation", `> hello anna
			< ack
			> subscribe m mutation { saluta(nome: "m") }
			< {"id":"m","type":"next","payload":{"data":{"saluta":"ciao m"}}}
			< {"id":"m","type":"complete"}`},
		{"subscription to its end, and its id again", `> hello anna
			< ack
			> subscribe s subscription { conta(fino: 2) }
			< {"id":"s","type":"next","payload":{"data":{"conta":1},"extensions":{"cursore":"1"}}}
			< {"id":"s","type":"next","payload":{"data":{"conta":2},"extensions":{"cursore":"2"}}}
			< {"id":"s","type":"complete"}
			> subscribe s subscription { conta(fino: 1) }
			< {"id":"s","type":"next","payload":{"data":{"conta":1},"extensions":{"cursore":"1"}}}
			< {"id":"s","type":"complete"}`},
		{"errors beside data are a response", `> hello anna
			< ack
			> subscribe 1 { errore }
			< {"id":"1","type":"next","payload":{"errors":[{"message":"NOT_FOUND: Non trovato."}],"data":{"errore":null}}}
			< {"id":"1","type":"complete"}`},
		{"errors in a later event do not end a subscription before its time", `> hello anna
			< ack
			> subscribe 1 subscription { rompe }
			< {"id":"1","type":"next","payload":{"data":{"rompe":1}}}
			< {"id":"1","type":"next","payload":{"errors":[{"message":"NOT_FOUND: Non trovato."}],"data":{"rompe":null}}}`},
		{"error and nothing more: document that does not parse", `> hello anna
			< ack
			> subscribe 1 {
			< {"id":"1","type":"error","payload":[{"message":"Expected Name, found \u003cEOF\u003e","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}
			> {"type":"ping"}
			< {"type":"pong"}`},
		{"error and nothing more: subscription that is denied", `> hello anna
			< ack
			> subscribe 1 subscription { nega }
			< {"id":"1","type":"error","payload":[{"message":"FORBIDDEN: Non consentito."}]}
			> {"type":"ping"}
			< {"type":"pong"}
			> subscribe 1 { chi }
			< {"id":"1","type":"next","payload":{"data":{"chi":"NNA"}}}
			< {"id":"1","type":"complete"}`},
		{"panic is an error of its operation", `> hello anna
			< ack
			> subscribe 1 mutation { caricaMolti(file: 7) }
			< {"id":"1","type":"error","payload":[{"message":"Errore interno: segnalarlo con il suo identificativo.","extensions":{"code":"INTERNAL_SERVER_ERROR","id":"…"}}]}
			> {"type":"ping"}
			< {"type":"pong"}`},
		{"client's complete is not echoed, and frees its id", `> hello anna
			< ack
			> subscribe 1 subscription { tace }
			> {"type":"complete","id":"1"}
			> {"type":"complete","id":"1"}
			> {"type":"complete","id":"mai visto"}
			> subscribe 1 { chi }
			< {"id":"1","type":"next","payload":{"data":{"chi":"NNA"}}}
			< {"id":"1","type":"complete"}`},
		{"one operation too many leaves the others alone", `> hello anna
			< ack
			> subscribe 1 subscription { tace }
			> subscribe 2 subscription { tace }
			> subscribe 3 { chi }
			< {"id":"3","type":"error","payload":[{"message":"Troppe operazioni insieme sulla stessa connessione.","extensions":{"code":"RATE_LIMITED"}}]}
			> {"type":"complete","id":"1"}
			> subscribe 4 { chi }
			< {"id":"4","type":"next","payload":{"data":{"chi":"NNA"}}}
			< {"id":"4","type":"complete"}`},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			e := serve(t, transport.Options{Operations: 2})
			converse(dial(t, e), c.talk)
			eventually(t, "the operations have ended", func() bool { return e.graph.running.Load() == 0 })
		})
	}
}

// converse carries out a talk, and leaves.
func converse(c *client, talk string) {
	c.Helper()
	for line := range strings.SplitSeq(talk, "\n") {
		line = strings.TrimSpace(line)
		text := strings.TrimSpace(line[1:])
		words := strings.SplitN(text, " ", 3)
		switch {
		case line[0] == '<' && text == "ack":
			c.expect(ack)
		case line[0] == '<':
			c.expect(text)
		case words[0] == "hello":
			c.say(hello(words[1]))
		case words[0] == "subscribe":
			c.say(subscribe(words[1], words[2]))
		default:
			c.say(text)
		}
	}
	c.conn.Close()
}

// TestSocketHandshake is what a request must be like to open a socket.
func TestSocketHandshake(t *testing.T) {
	e := serve(t, transport.Options{Origins: []string{"https://portale.example"}})
	host := e.Listener.Addr().String()
	const protocol = "Sec-WebSocket-Protocol: graphql-transport-ws"
	for _, c := range []struct {
		name   string
		lines  []string
		status int
	}{
		{"no browser", []string{protocol}, 101},
		{"old subprotocol beside the new one", []string{"Sec-WebSocket-Protocol: graphql-ws, graphql-transport-ws"}, 101},
		{"page of this host", []string{protocol, "Origin: https://" + host}, 101},
		{"page of another site that may", []string{protocol, "Origin: https://portale.example"}, 101},
		{"page of a site that only looks like it", []string{protocol, "Origin: https://portale.example.org"}, 403},
		{"page of the other scheme", []string{protocol, "Origin: http://portale.example"}, 403},
		{"page of nowhere", []string{protocol, "Origin: null"}, 403},
		{"empty origin", []string{protocol, "Origin:"}, 403},
		{"two origins", []string{protocol, "Origin: https://" + host, "Origin: https://x.example"}, 403},
		{"POST", []string{protocol, "method:POST"}, 405},
		{"version 8", []string{protocol, "Sec-WebSocket-Version: 8"}, 426},
		{"no version", []string{protocol, "Sec-WebSocket-Version:"}, 426},
		{"short key", []string{protocol, "Sec-WebSocket-Key: abc"}, 400},
		{"no connection header", []string{protocol, "Connection: keep-alive"}, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, answer := shake(t, e, c.lines...)
			if answer.StatusCode != c.status {
				t.Errorf("got %s, want %d", answer.Status, c.status)
			}
			if p := answer.Header.Get("Sec-WebSocket-Protocol"); c.status == 101 && p != "graphql-transport-ws" {
				t.Errorf("subprotocol %q", p)
			}
			if c.status == 426 && answer.Header.Get("Sec-WebSocket-Version") != "13" {
				t.Error("does not say the version")
			}
		})
	}
	for _, lines := range [][]string{nil, {"Sec-WebSocket-Protocol: graphql-ws"}} {
		t.Run("4406", func(t *testing.T) {
			c, answer := shake(t, e, lines...)
			if answer.StatusCode != http.StatusSwitchingProtocols || answer.Header.Get("Sec-WebSocket-Protocol") != "" {
				t.Fatal(answer.Status, answer.Header)
			}
			c.expect("close 4406 Subprotocol not acceptable")
		})
	}
}

// TestSocketEarly: what a client sends right behind its handshake is not lost.
func TestSocketEarly(t *testing.T) {
	e := serve(t, transport.Options{})
	conn := tcp(t, e)
	one := handshake(e, "Sec-WebSocket-Protocol: graphql-transport-ws") + masked(hello("anna")) + masked(subscribe("1", "{ chi }"))
	(&client{TB: t, conn: conn}).write(one)
	c, _ := answered(t, conn)
	c.expect(ack, `{"id":"1","type":"next","payload":{"data":{"chi":"NNA"}}}`, `{"id":"1","type":"complete"}`)
}

// TestSocketHeader: the token of the opening request serves when connection_init has none, and only then.
func TestSocketHeader(t *testing.T) {
	e := serve(t, transport.Options{})
	c := dial(t, e, "Authorization: Bearer bruno")
	converse(c, `> {"type":"connection_init"}
		< ack
		> subscribe 1 { chi }
		< {"id":"1","type":"next","payload":{"data":{"chi":"BRN"}}}
		< {"id":"1","type":"complete"}`)
	converse(dial(t, e, "Authorization: Bearer bruno"), `> hello nessuno
		< close 4403 Forbidden`)
}

func TestSocketInitTimeout(t *testing.T) {
	e := serve(t, transport.Options{InitTimeout: 30 * time.Millisecond})
	dial(t, e).expect("close 4408 Connection initialisation timeout")
}
