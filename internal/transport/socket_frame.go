package transport

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

const (
	headroom    = ws.MaxHeaderSize // before a frame's payload
	bytesBefore = 64 << 10         // of a message of someone who has not said who he is
	bytesAhead  = 16 << 10         // that are made room for before they have come
)

// Read reads from the client. Whatever comes shows that he is alive.
func (s *socket) Read(p []byte) (int, error) {
	if len(s.early) > 0 {
		n := copy(p, s.early)
		if s.early = s.early[n:]; len(s.early) == 0 {
			s.early = nil // it may have been long
		}
		return n, nil
	}
	n, err := s.conn.Read(p)
	s.quiet.Store(0)
	return n, err
}

// receive reads messages until there is nothing more to read, the socket must be closed, with a *farewell, or the connection is
// lost.
func (s *socket) receive() error {
	var whole []byte
	state := ws.StateServerSide
	scratch := make([]byte, ws.MaxHeaderSize)
	for len(s.early) > 0 || state.Fragmented() {
		h, err := ws.ReadHeaderBuffer(s, scratch)
		if errors.Is(err, ws.ErrHeaderLengthMSB) || errors.Is(err, ws.ErrHeaderLengthUnexpected) {
			return &farewell{ws.StatusProtocolError, "Protocol error"}
		}
		if err != nil {
			return err
		}
		if ws.CheckHeader(h, state) != nil {
			return &farewell{ws.StatusProtocolError, "Protocol error"}
		}
		if h.OpCode.IsControl() {
			if err := s.control(h); err != nil {
				return err
			}
			continue
		}
		if h.OpCode == ws.OpBinary {
			return invalid()
		}
		if h.Length > s.limit()-int64(len(whole)) {
			return &farewell{ws.StatusMessageTooBig, "Message too big"}
		}
		if whole, err = s.payload(whole, h); err != nil {
			return err
		}
		if !h.Fin {
			state = state.Set(ws.StateFragmented)
			continue
		}
		if !utf8.Valid(whole) {
			return &farewell{ws.StatusInvalidFramePayloadData, "Invalid UTF-8"}
		}
		if err := s.handle(whole); err != nil {
			return err
		}
		whole, state = nil, ws.StateServerSide
	}
	return nil
}

// limit is how long a message may be.
func (s *socket) limit() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != acknowledged {
		return min(s.edge.options.Body, bytesBefore)
	}
	return s.edge.options.Body
}

// payload appends that of a frame. What is announced may never come, so memory is taken as it comes.
func (s *socket) payload(to []byte, h ws.Header) ([]byte, error) {
	start := len(to)
	for left := int(h.Length); left > 0; {
		n := min(left, max(bytesAhead, len(to)))
		to = slices.Grow(to, n)[:len(to)+n]
		if _, err := io.ReadFull(s, to[len(to)-n:]); err != nil {
			return nil, err
		}
		left -= n
	}
	ws.Cipher(to[start:], h.Mask, 0)
	return to, nil
}

func (s *socket) control(h ws.Header) error {
	payload, err := s.payload(nil, h)
	if err != nil {
		return err
	}
	switch h.OpCode {
	case ws.OpPing:
		s.answer(seal(ws.OpPong, append(make([]byte, headroom), payload...)))
	case ws.OpClose:
		return answerTo(payload)
	}
	return nil
}

// answerTo is what answers a client's close frame.
func answerTo(payload []byte) *farewell {
	if len(payload) == 0 {
		return &farewell{ws.StatusNormalClosure, ""}
	}
	if len(payload) == 1 {
		return &farewell{ws.StatusProtocolError, "Protocol error"}
	}
	code := ws.StatusCode(binary.BigEndian.Uint16(payload))
	defined := code >= 1000 && code <= 1014 && code != ws.StatusNoMeaningYet && code != ws.StatusNoStatusRcvd && code != ws.StatusAbnormalClosure
	switch {
	case !defined && (code < 3000 || code > 4999):
		return &farewell{ws.StatusProtocolError, "Protocol error"}
	case !utf8.Valid(payload[2:]):
		return &farewell{ws.StatusInvalidFramePayloadData, "Invalid UTF-8"}
	}
	return &farewell{code, ""}
}

// seal makes a frame of a payload that stands behind so much headroom.
func seal(op ws.OpCode, b []byte) []byte {
	h := ws.Header{Fin: true, OpCode: op, Length: int64(len(b) - headroom)}
	at := headroom - ws.HeaderSize(h)
	_ = ws.WriteHeader(into(b[at:]), h)
	return b[at:]
}

// into writes over what is there.
type into []byte

func (b into) Write(p []byte) (int, error) { return copy(b, p), nil }
