package transport

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressed compresses answers of some length for those who ask for it, at the fastest level: a higher one costs more time
// than the answer took to make.
func compressed(next http.HandlerFunc) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1400), // what fits in one packet travels as fast
		gzhttp.CompressionLevel(1), gzhttp.ZstdCompressionLevel(1),
		gzhttp.ContentTypes([]string{mediaJSON, mediaResponse}),
	)
	if err != nil {
		panic(err) // the options above are constants
	}
	return wrap(next)
}
