package redis

import (
	"github.com/klauspost/compress/zstd"
)

const (
	largest = 16 << 20 // bytes of a value; larger ones are not kept
	worth   = 512      // bytes from which a value is compressed
)

// packer compresses what gets smaller by it. Encoder and decoder keep their buffers for the next value.
type packer struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newPacker() (packer, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false),
		zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return packer{}, err
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderConcurrency(0))
	return packer{encoder, decoder}, err
}

// pack is false for what does not lose a tenth of its size.
func (p packer) pack(plain []byte) ([]byte, bool) {
	if len(plain) < worth {
		return nil, false
	}
	packed := p.encoder.EncodeAll(plain, make([]byte, 0, len(plain)))
	return packed, len(packed) <= len(plain)/10*9
}

// unpack is false for what was not packed, or is larger than what is kept.
func (p packer) unpack(packed []byte) ([]byte, bool) {
	plain, err := p.decoder.DecodeAll(packed, nil)
	return plain, err == nil
}
