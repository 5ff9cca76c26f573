package fascicolo

import (
	"hash"
	"io"
)

// conta passes a document on and keeps its size and hash.
type conta struct {
	w     io.Writer
	somma hash.Hash
	byte  int64
}

func (c *conta) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.byte += int64(n)
	c.somma.Write(p[:n])
	return n, err
}
