package live

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"strings"
)

// Form is what the texts of the cursors of one journal begin with, before they are encoded. No form may be another one with
// digits after it: the cursors of each journal are then none of any other.
type Form string

// Cursor is the text that stands for a position: the form, the position and a checksum. Every process reads it alike, at any time.
func (f Form) Cursor(position int64) string {
	b := strconv.AppendInt([]byte(f), position, 10)
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

// Position is what a cursor stands for; false when Cursor never made it.
func (f Form) Position(cursor string) (int64, bool) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < len(f)+4 {
		return 0, false
	}
	number, ours := strings.CutPrefix(string(b[:len(b)-4]), string(f))
	position, err := strconv.ParseInt(number, 10, 64)
	return position, ours && err == nil && position >= 0 && f.Cursor(position) == cursor
}
