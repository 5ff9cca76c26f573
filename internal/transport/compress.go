package transport

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"cassetto/internal/freshness"
)

// packedFrom is from how many bytes on a response is compressed: what fits in one packet travels as fast.
const packedFrom = 1400

// codingFor is in which coding the client of a request wants its response, by the q of its codings (RFC 9110, §12.5.3): none when
// it asks for none, zstd rather than gzip when it wants them alike.
func codingFor(r *http.Request) freshness.Coding {
	accept := r.Header["Accept-Encoding"]
	if len(accept) == 0 || r.Method == http.MethodHead { // whose length is that of the plain one
		return freshness.Plain
	}
	var gzip, zstd float64
	for one := range strings.SplitSeq(accept[0], ",") {
		name, params, _ := strings.Cut(one, ";")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip":
			gzip = wanted(params)
		case "zstd":
			zstd = wanted(params)
		}
	}
	switch {
	case zstd > 0 && zstd >= gzip:
		return freshness.Zstd
	case gzip > 0:
		return freshness.Gzip
	}
	return freshness.Plain
}

// wanted is the q among the parameters of a coding; 0 when it is no number, 1 when there is none.
func wanted(params string) float64 {
	for one := range strings.SplitSeq(params, ";") {
		if name, value, ok := strings.Cut(strings.TrimSpace(one), "="); ok && strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(value, 64)
			if err != nil || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}

// pack compresses a response at the fastest level: a higher one costs more time than the answer took to make.
func pack(body []byte, as freshness.Coding) []byte {
	if as == freshness.Zstd {
		z := zstds.Get().(*zstd.Encoder)
		defer zstds.Put(z)
		return z.EncodeAll(body, make([]byte, 0, len(body)/4))
	}
	var b bytes.Buffer
	b.Grow(len(body) / 4)
	z := gzips.Get().(*gzip.Writer)
	defer gzips.Put(z)
	z.Reset(&b)
	_, _ = z.Write(body) // a buffer takes all
	_ = z.Close()
	return b.Bytes()
}

// What compresses is used again: it is larger than what it compresses.
var (
	gzips = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}
	zstds = sync.Pool{New: func() any {
		z, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
			zstd.WithWindowSize(128<<10), zstd.WithLowerEncoderMem(true)) // the options are constants
		return z
	}}
)
