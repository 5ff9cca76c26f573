package transport

import "errors"

// What a reservation keeps of its events, those not sent yet included. What was sent may still be on its way, thousands of
// small events at once: bytes bound it, and so many events only what they cost beside their bytes.
const (
	journalBytes  = 1 << 20
	journalEvents = 4096
	journalUnsent = 256 // events after which an operation waits
)

// eventBatchBytes is about what one write takes from the journal.
const eventBatchBytes = 64 << 10

var (
	errEventsGone  = errors.New("events that the client missed are no longer kept")
	errEventsAhead = errors.New("the client names an event that was never sent")
)

// eventFrame is one event as it is sent.
type eventFrame struct {
	head []byte
	body []byte // that others may have as well, followed by eventTail; nil when the head is all
	last bool   // whether an operation ends with it
}

// eventTail is what closes an event around a body.
const eventTail = "}\n\n"

func (f eventFrame) size() int {
	if f.body == nil {
		return len(f.head)
	}
	return len(f.head) + len(f.body) + len(eventTail)
}

func (f eventFrame) append(b []byte) []byte {
	b = append(b, f.head...)
	if f.body == nil {
		return b
	}
	return append(append(b, f.body...), eventTail...)
}

// journal are the numbered events of a stream, from 1: the last of those sent, for a client that comes back, and all that
// are still to be sent.
type journal struct {
	frames []eventFrame
	before uint64 // number of the event before the first kept
	sent   uint64 // number of the last one handed to a connection
	kept   int    // bytes
	unsent int    // bytes
}

func (j *journal) newest() uint64 { return j.before + uint64(len(j.frames)) }

// full tells whether an operation must wait before it adds an event.
func (j *journal) full() bool {
	return j.newest()-j.sent >= journalUnsent || j.unsent >= journalBytes
}

// add keeps an event, and forgets old ones that were sent.
func (j *journal) add(f eventFrame) {
	j.frames = append(j.frames, f)
	j.kept += f.size()
	j.unsent += f.size()
	for j.before < j.sent && (len(j.frames) > journalEvents || j.kept > journalBytes) {
		j.kept -= j.frames[0].size()
		j.frames[0] = eventFrame{}
		j.frames = j.frames[1:]
		j.before++
	}
}

// batch adds what is to be sent next, with the number of its last event; nothing when all is sent.
func (j *journal) batch(b []byte) ([]byte, uint64) {
	n, before := j.sent, len(b)
	for n < j.newest() && len(b)-before < eventBatchBytes {
		b = j.frames[n-j.before].append(b)
		n++
	}
	return b, n
}

// mark says that the events up to n are handed to a connection.
func (j *journal) mark(n uint64) {
	for ; j.sent < n; j.sent++ {
		j.unsent -= j.frames[j.sent-j.before].size()
	}
}

// rewind makes the event after n the next that is sent.
func (j *journal) rewind(n uint64) error {
	switch {
	case n < j.before:
		return errEventsGone
	case n > j.newest():
		return errEventsAhead
	}
	j.mark(n)
	for ; j.sent > n; j.sent-- {
		j.unsent += j.frames[j.sent-1-j.before].size()
	}
	return nil
}

// ends counts the ends of operations that are still to be sent.
func (j *journal) ends() int {
	n := 0
	for _, f := range j.frames[j.sent-j.before:] {
		if f.last {
			n++
		}
	}
	return n
}
