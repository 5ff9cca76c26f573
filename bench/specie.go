package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"cassetto/internal/fault"
)

// kind is one sort of hostile request, with the answer that it must get.
type kind struct {
	name    string
	request string // the bytes that are sent, its body left out if that is long
	body    []byte // the long body
	code    string // of the error in the answer
	status  int
	then    string // sent once a socket is open
	closing int    // the code that the socket must be closed with
}

// unique stands where every request has letters of its own. It is as good in a name as in a signature.
const unique = "QQqqQQqqQQ"

// alone says whether a request needs a connection of its own.
func (k *kind) alone() bool { return k.status == 413 || k.closing != 0 }

// kinds are the sorts of hostile requests, of which as many are sent of each.
func kinds(address string, t tokens) []kind {
	h := hostile{address, t}
	signature := strings.LastIndexByte(t.Valid, '.') + 1
	forged := t.Valid[:signature] + strings.Repeat("A", 40) + unique + t.Valid[signature+40+len(unique):]
	huge := strings.Repeat("u", 2<<20)
	return []kind{
		{name: "malformed JSON", request: h.post(t.Valid, `{"query": "{ utente { nome } }", `+unique), status: 400, code: fault.BadUserInput},
		{name: "JSON of other types", request: h.post(t.Valid, `{"query": 7, "variables": ["`+unique+`"]}`), status: 400, code: fault.BadUserInput},
		{name: "syntax error", request: h.ask(t.Valid, `query `+unique+` { utente { nome( } }`), status: 400, code: fault.ParseFailed},
		{name: "unknown fields", request: h.ask(t.Valid, `{ utente { nome `+numbered("nom"+unique, 20)+` } }`), status: 400, code: fault.ValidationFailed},
		{name: "10,000 braces deep", request: h.ask(t.Valid, strings.Repeat("{a", 10_000)+strings.Repeat("}", 10_000)), status: 400, code: fault.TooComplex},
		{name: "bomb of 30 fragments", request: h.ask(t.Valid, bomb()), status: 400, code: fault.TooComplex},
		{name: "150 aliases", request: h.ask(t.Valid, `{ utente { `+numbered("a"+unique, 150, ": nome")+` } }`), status: 400, code: fault.TooComplex},
		{name: "4,005 tokens", request: h.ask(t.Valid, `{ utente { `+strings.Repeat("nome ", 4_000)+`} }`), status: 400, code: fault.TooComplex},
		{name: "valid, of too high a cost", request: h.ask(t.Valid, dear()), status: 400, code: fault.TooComplex},
		{name: "2 MB announced", request: h.head("POST", t.Valid, "Content-Type: application/json", fmt.Sprintf("Content-Length: %d", len(huge))), body: []byte(huge[:16<<10]), status: 413, code: fault.BadUserInput},
		{name: "2 MB in chunks", request: h.head("POST", t.Valid, "Content-Type: application/json", "Transfer-Encoding: chunked"), body: chunks(`{"query":"`+huge, 64<<10), status: 413, code: fault.BadUserInput},
		{name: "forged signature", request: h.ask(forged, `{ utente { nome } }`), status: 401, code: fault.Unauthenticated},
		{name: "unknown key", request: h.ask(t.Unknown[:len(t.Unknown)-40]+unique+t.Unknown[len(t.Unknown)-40+len(unique):], `{ utente { nome } }`), status: 401, code: fault.Unauthenticated},
		{name: "expired token", request: h.ask(t.Expired, `{ utente { nome } }`), status: 401, code: fault.Unauthenticated},
		{name: "token without signature", request: h.ask(t.None, `{ utente { nome } }`), status: 401, code: fault.Unauthenticated},
		{name: "token of 16 KB", request: h.ask(strings.Repeat("k", 16<<10), `{ utente { nome } }`), status: 401, code: fault.Unauthenticated},
		{name: "other media type", request: h.send("POST", t.Valid, `{"query":"{ utente { nome } }"}`, "Content-Type: text/plain"), status: 415, code: fault.BadUserInput},
		{name: "form", request: h.send("POST", "", "query=%7Butente%7Bnome%7D%7D", "Content-Type: application/x-www-form-urlencoded"), status: 403, code: fault.Forbidden},
		{name: "mutation by GET", request: h.get(t.Valid, `mutation { revocaDelega(input: {id: "`+unique+`"}) { delega { id } } }`), status: 405, code: fault.BadUserInput},
		{name: "page of another site", request: h.send("POST", t.Valid, `{"query":"{ utente { nome } }"}`, "Content-Type: application/json", "Origin: https://altrove.example"), status: 403, code: fault.Forbidden},
		{name: "socket of another protocol", request: h.upgrade("soap"), status: 101, closing: 4406},
		{name: "garbage on a socket", request: h.upgrade("graphql-transport-ws"), status: 101, then: masked(`{"type":` + unique), closing: 4400},
		{name: "events with a bad token", request: h.send("POST", forged, `{"query":"{ utente { nome } }"}`, "Content-Type: application/json", "Accept: text/event-stream"), status: 401, code: fault.Unauthenticated},
		{name: "too many by one user", request: h.ask(t.Poor, spendthrift), status: 429, code: fault.RateLimited},
	}
}

// hostile writes requests.
type hostile struct {
	address string
	tokens
}

func (h hostile) head(method, token string, headers ...string) string {
	return h.line(method, "/graphql", token, headers...)
}

func (h hostile) line(method, target, token string, headers ...string) string {
	lines := []string{method + " " + target + " HTTP/1.1", "Host: " + h.address}
	if token != "" {
		lines = append(lines, "Authorization: Bearer "+token)
	}
	return strings.Join(append(lines, headers...), "\r\n") + "\r\n\r\n"
}

func (h hostile) send(method, token, body string, headers ...string) string {
	return h.head(method, token, append(headers, fmt.Sprintf("Content-Length: %d", len(body)))...) + body
}

func (h hostile) post(token, body string) string {
	return h.send("POST", token, body, "Content-Type: application/json", "Accept: application/graphql-response+json")
}

func (h hostile) ask(token, query string) string { return h.post(token, asJSON(query)) }

func (h hostile) get(token, query string) string {
	return h.line("GET", "/graphql?query="+url.QueryEscape(query), token, "Accept: application/graphql-response+json")
}

func (h hostile) upgrade(protocol string) string {
	return h.head("GET", "", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: "+protocol)
}

func asJSON(query string) string {
	b, _ := json.Marshal(map[string]string{"query": query}) // texts can always be written
	return string(b)
}

// numbered are n different words that begin alike.
func numbered(word string, n int, after ...string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s_%d%s ", word, i, strings.Join(after, ""))
	}
	return b.String()
}

// bomb would be 2^30 fields.
func bomb() string {
	var b strings.Builder
	fmt.Fprintf(&b, "{ utente { ...%s_0 } }", unique)
	for i := range 29 {
		fmt.Fprintf(&b, " fragment %s_%d on Utente { ...%s_%d ...%s_%d }", unique, i, unique, i+1, unique, i+1)
	}
	return b.String() + " fragment " + unique + "_29 on Utente { nome }"
}

// dear is valid in everything but its cost.
func dear() string {
	return `query ` + unique + ` { aziende(first: 200) { nodes { complementari { ` + numbered("e", 20, ": emens(first: 200) { nodes { periodo saldo } }") + `} } } }`
}

// spendthrift costs 21, more than is left after the first time to who may spend 60 and gets one a minute.
const spendthrift = `{ aziende(first: 10) { nodes { denominazione } } }`

// poverty is the policy that makes it so. The others may spend what they want: the server has to do all the work that the attackers
// ask of it, as if they were many.
const poverty = `{"predefiniti": {"frequenza": {"modo": "spento"}}, "profili": {"ASSOCIAZIONE_DI_CATEGORIA": {"frequenza": {"alMinuto": 1, "riserva": 60, "modo": "applica"}}}}`

// chunks is a text in the chunked encoding.
func chunks(text string, size int) []byte {
	var b []byte
	for len(text) > 0 {
		n := min(size, len(text))
		b = append(fmt.Appendf(b, "%x\r\n%s", n, text[:n]), "\r\n"...)
		text = text[n:]
	}
	return append(b, "0\r\n\r\n"...)
}

// masked is a short message of a client on a socket.
func masked(text string) string {
	b := []byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0} // a mask of zeros changes nothing
	return string(append(b, text...))
}
