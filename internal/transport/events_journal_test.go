package transport

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

func numberedEvents(n int) *journal {
	j := &journal{}
	for i := range n {
		j.add(eventFrame{head: []byte(strconv.Itoa(i+1) + " ")})
	}
	return j
}

func allEvents(j *journal) string {
	var got []byte
	for {
		b, last := j.batch(nil)
		if len(b) == 0 {
			return strings.TrimSpace(string(got))
		}
		got = append(got, b...)
		j.mark(last)
	}
}

func TestJournalSendsEachEventOnce(t *testing.T) {
	j := numberedEvents(3)
	if got := allEvents(j); got != "1 2 3" {
		t.Errorf("got %q", got)
	}
	if got := allEvents(j); got != "" {
		t.Errorf("again %q", got)
	}
}

func TestJournalRewinds(t *testing.T) {
	for _, c := range []struct {
		seen uint64
		want string
		err  error
	}{{0, "1 2 3", nil}, {1, "2 3", nil}, {3, "", nil}, {4, "", errEventsAhead}} {
		j := numberedEvents(3)
		allEvents(j)
		if err := j.rewind(c.seen); err != c.err {
			t.Errorf("after %d: %v, want %v", c.seen, err, c.err)
		}
		if got := allEvents(j); got != c.want {
			t.Errorf("after %d: %q, want %q", c.seen, got, c.want)
		}
		if j.unsent != 0 {
			t.Errorf("after %d: %d bytes left to send", c.seen, j.unsent)
		}
	}
}

func TestJournalKeepsWhatIsNotSent(t *testing.T) {
	if j := numberedEvents(journalUnsent); !j.full() {
		t.Error("an operation need not wait")
	}
	j := numberedEvents(2 * journalEvents)
	if !j.full() || len(j.frames) != 2*journalEvents {
		t.Errorf("full %v, %d kept", j.full(), len(j.frames))
	}
	allEvents(j)
	j.add(eventFrame{head: []byte("x")})
	if j.full() || len(j.frames) != journalEvents {
		t.Errorf("full %v, %d kept", j.full(), len(j.frames))
	}
	if err := j.rewind(journalEvents); err != errEventsGone {
		t.Errorf("rewound to what is no longer kept: %v", err)
	}
	if err := j.rewind(journalEvents + 1); err != nil {
		t.Errorf("the last that is kept: %v", err)
	}
}

func TestJournalIsBoundedInBytes(t *testing.T) {
	j, half := &journal{}, eventFrame{head: bytes.Repeat([]byte("x"), journalBytes/2)}
	j.add(half)
	if j.full() {
		t.Error("full with half")
	}
	j.add(half)
	if !j.full() {
		t.Error("not full with two halves")
	}
	allEvents(j)
	for range 10 {
		j.add(half)
		allEvents(j)
	}
	if j.kept > journalBytes {
		t.Errorf("%d bytes kept", j.kept)
	}
}

func TestJournalCountsEnds(t *testing.T) {
	j := &journal{}
	j.add(eventFrame{last: true})
	j.add(eventFrame{head: []byte("x")})
	j.add(eventFrame{last: true})
	if got := j.ends(); got != 2 {
		t.Errorf("%d ends", got)
	}
	j.mark(1)
	if got := j.ends(); got != 1 {
		t.Errorf("%d ends after the first was sent", got)
	}
}
