package importa

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lines reads a file line by line, never holding more than MaxLine bytes of one.
type lines struct {
	in   *bufio.Reader
	buf  []byte // of lines longer than the reader's own buffer
	read int64  // bytes of the file read so far, those of line endings and of the mark at its start too
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 64<<10)} }

// start skips the byte order mark that some programs put before the first line.
func (l *lines) start() error {
	head, err := l.in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if string(head) == "\ufeff" {
		l.in.Discard(len(head))
		l.read = int64(len(head))
	}
	return nil
}

// next gives a line without its ending and without blanks around it; it is valid until the next call. A line that is too
// long is read to its end and given as long, without its text. The error is io.EOF after the last line.
func (l *lines) next() (line []byte, long bool, err error) {
	l.buf = l.buf[:0]
	for {
		part, err := l.in.ReadSlice('\n')
		l.read += int64(len(part))
		more := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !more && !errors.Is(err, io.EOF) {
			return nil, false, err
		}
		if err != nil && !more && len(part) == 0 && len(l.buf) == 0 && !long {
			return nil, false, io.EOF
		}
		switch {
		case long:
		case !more && len(l.buf) == 0:
			line = part
		case len(l.buf)+len(part) > MaxLine+2: // the line's ending
			long = true
		default:
			l.buf = append(l.buf, part...)
			line = l.buf
		}
		if !more {
			break
		}
	}
	line = bytes.TrimSpace(line)
	if long || len(line) > MaxLine {
		return nil, true, nil
	}
	return line, false, nil
}
