package sources

import (
	"strconv"

	"cassetto/graph/model"
)

// encoded finds what the values of a section leave the process by, if they may. It panics when nothing was generated for their
// type, which the first start of the program tells.
func (s *Section[K, T]) encoded() {
	if !s.policy.leaves() {
		return
	}
	codec, ok := model.CodecOf[T]()
	if !ok {
		panic("sources: " + s.Archive + "." + s.Name + " may leave the process, but no field of its type has a @cacheControl from which a codec is generated")
	}
	s.codec, s.Schema = codec, strconv.FormatUint(codec.Shape, 36)
}
