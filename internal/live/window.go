package live

// window is the last events of the journal, with the latest value of each of their subjects.
type window[V any] struct {
	entries     []Entry // by position modulo their number
	first, head int64   // positions of the first and the last; head is -1 before anything is known
	values      map[string]*held[V]
}

// held is a value, while events of it are in the window.
type held[V any] struct {
	value  *V
	last   int64 // position of the last event that it has
	events int   // in the window
}

func newWindow[V any](size int) window[V] {
	return window[V]{entries: make([]Entry, size), head: -1, values: map[string]*held[V]{}}
}

// begin makes the window end at a position, with nothing in it.
func (w *window[V]) begin(head int64) { w.first, w.head = head+1, head }

func (w *window[V]) at(position int64) Entry { return w.entries[position%int64(len(w.entries))] }

// add puts the next event in, and the oldest out when there is no more room.
func (w *window[V]) add(e Entry, v *V) {
	if w.head-w.first+1 == int64(len(w.entries)) {
		out := w.at(w.first).Subject
		if h := w.values[out]; h.events > 1 {
			h.events--
		} else {
			delete(w.values, out)
		}
		w.first++
	}
	w.entries[e.Position%int64(len(w.entries))] = e
	w.head = e.Position
	h := w.values[e.Subject]
	if h == nil {
		h = &held[V]{}
		w.values[e.Subject] = h
	}
	h.value, h.last = v, e.Position
	h.events++
}

// event is that of a position in the window.
func (w *window[V]) event(position int64) Event[V] {
	e := w.at(position)
	return Event[V]{e, w.values[e.Subject].value}
}

// fresher is an event that was read before, with a later value if the window has one.
func (w *window[V]) fresher(e Event[V]) Event[V] {
	if h := w.values[e.Subject]; h != nil && h.last >= e.Position {
		e.Value = h.value
	}
	return e
}
