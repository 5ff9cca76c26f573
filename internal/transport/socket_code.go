package transport

import (
	"unicode/utf8"

	"github.com/gobwas/ws"
)

// Close codes of the protocol.
const (
	codeInvalid       ws.StatusCode = 4400
	codeUnauthorized  ws.StatusCode = 4401
	codeForbidden     ws.StatusCode = 4403
	codeSubprotocol   ws.StatusCode = 4406
	codeInitTimeout   ws.StatusCode = 4408
	codeSubscriber    ws.StatusCode = 4409
	codeTooManyInits  ws.StatusCode = 4429
	codeTryAgainLater ws.StatusCode = 1013
)

// farewell is why a socket is closed; the reason is for whoever writes the client.
type farewell struct {
	code   ws.StatusCode
	reason string
}

func (f *farewell) Error() string { return f.reason }

// invalid repeats nothing of the message that is not one.
func invalid() *farewell { return &farewell{codeInvalid, "Invalid message received"} }

func (f *farewell) frame() []byte {
	return seal(ws.OpClose, append(make([]byte, headroom), ws.NewCloseFrameBody(f.code, cut(f.reason, ws.MaxControlFramePayloadSize-2))...))
}

// cut shortens a text to so many bytes, without cutting a character in two.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
