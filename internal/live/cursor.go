package live

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"strings"
)

// The text of a cursor is this, the position and a checksum. The number tells this form from later ones.
const form = "1:"

// Cursor is the text that stands for a position. Every process reads it alike, at any time.
func Cursor(position int64) string {
	b := strconv.AppendInt([]byte(form), position, 10)
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

// Position is what a cursor stands for; false when Cursor never made it.
func Position(cursor string) (int64, bool) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < len(form)+4 {
		return 0, false
	}
	number, ours := strings.CutPrefix(string(b[:len(b)-4]), form)
	position, err := strconv.ParseInt(number, 10, 64)
	return position, ours && err == nil && position >= 0 && Cursor(position) == cursor
}
