package tagpdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

var errFont = errors.New("tagpdf: not a TrueType font of the kind that is embedded here")

// truetype is a TrueType font with short offsets, 1000 units to the em, simple glyphs only and a character map of format 4:
// what Titillium Web is, and all that is read here.
type truetype struct {
	tables map[string][]byte
	glyphs int
}

func parseTrueType(file []byte) (*truetype, error) {
	if len(file) < 12 {
		return nil, errFont
	}
	t := &truetype{tables: map[string][]byte{}}
	for i := range int(be16(file, 4)) {
		entry := 12 + 16*i
		if entry+16 > len(file) {
			return nil, errFont
		}
		from, size := int64(binary.BigEndian.Uint32(file[entry+8:])), int64(binary.BigEndian.Uint32(file[entry+12:]))
		if from+size > int64(len(file)) {
			return nil, errFont
		}
		t.tables[string(file[entry:entry+4])] = file[from : from+size]
	}
	for name, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 32, "OS/2": 90, "cmap": 12, "loca": 2, "hmtx": 4, "glyf": 10} {
		if len(t.tables[name]) < least {
			return nil, fmt.Errorf("%w: table %s", errFont, name)
		}
	}
	t.glyphs = int(be16(t.tables["maxp"], 4))
	return t, t.check()
}

func (t *truetype) check() error {
	head, hmtx := t.tables["head"], t.tables["hmtx"]
	if be16(head, 18) != 1000 || be16(head, 50) != 0 || int(be16(t.tables["hhea"], 34))*4 > len(hmtx) || len(t.tables["loca"]) < 2*t.glyphs+2 {
		return errFont
	}
	for g := range t.glyphs {
		from, to := t.extent(g)
		if from > to || to > len(t.tables["glyf"]) || from < to && (to-from < 10 || int16(be16(t.tables["glyf"], from)) < 0) {
			return fmt.Errorf("%w: glyph %d", errFont, g)
		}
	}
	cmap := t.tables["cmap"]
	if at := int(binary.BigEndian.Uint32(cmap[8:])); at+14 > len(cmap) || be16(cmap, at) != 4 || at+16+4*int(be16(cmap, at+6)) > len(cmap) {
		return fmt.Errorf("%w: character map", errFont)
	}
	return nil
}

func (t *truetype) extent(glyph int) (from, to int) {
	loca := t.tables["loca"]
	return 2 * int(be16(loca, 2*glyph)), 2 * int(be16(loca, 2*glyph+2))
}

// outline is the description of a glyph, empty for a space.
func (t *truetype) outline(glyph int) []byte {
	from, to := t.extent(glyph)
	return t.tables["glyf"][from:to]
}

// advance is how wide a glyph is, in thousandths of the size.
func (t *truetype) advance(glyph int) int {
	last := int(be16(t.tables["hhea"], 34)) - 1
	return int(be16(t.tables["hmtx"], 4*min(glyph, last)))
}

// glyph finds the glyph of a character; 0 says that there is none.
func (t *truetype) glyph(r rune) int {
	if r > 0xFFFF {
		return 0
	}
	cmap := t.tables["cmap"]
	m := cmap[binary.BigEndian.Uint32(cmap[8:]):]
	twice := int(be16(m, 6)) // twice the number of segments
	for i := 0; i < twice; i += 2 {
		end, start := be16(m, 14+i), be16(m, 16+twice+i)
		if uint16(r) > end {
			continue
		}
		if uint16(r) < start {
			return 0
		}
		delta, at := be16(m, 16+2*twice+i), 16+3*twice+i
		offset := int(be16(m, at))
		if offset == 0 {
			return int(uint16(r) + delta)
		}
		if at += offset + 2*int(uint16(r)-start); at+2 > len(m) || be16(m, at) == 0 {
			return 0
		}
		return int(be16(m, at) + delta)
	}
	return 0
}

func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
