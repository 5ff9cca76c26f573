package transport

// leave ends the stream because the server stops, once its queries and commands are answered, like a socket's.
func (r *reservation) leave() {
	r.mu.Lock()
	r.stopping = true
	r.mu.Unlock()
	r.leaveWhenDone()
}

// leaveWhenDone is called whenever an operation has ended, or turns out to be one that has no end of its own.
func (r *reservation) leaveWhenDone() {
	r.mu.Lock()
	due := r.stopping
	if due {
		for _, op := range r.operations {
			due = due && op.streams
		}
	}
	r.mu.Unlock()
	if due {
		r.end(errDraining)
	}
}

// streaming notes that an operation has no end of its own.
func (r *reservation) streaming(op *eventOperation) {
	r.mu.Lock()
	op.streams = true
	r.mu.Unlock()
	r.leaveWhenDone()
}
