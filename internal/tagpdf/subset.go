package tagpdf

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// boxID is the glyph of the subset that stands for every character which the font lacks.
const boxID = 1

// subset makes a TrueType font of the characters that were written, without instructions, kerning or names: what PDF needs. Its
// second result says, two bytes for each, which of its glyphs a character has.
func (f *face) subset() (font, glyphs []byte) {
	var s subset
	s.add(f.ttf.outline(0), f.ttf.advance(0))
	s.add(box(), boxWidth)
	for i, u := range f.used {
		id := uint16(boxID)
		switch {
		case i == 0:
			id = 0
		case u.glyph != 0:
			id = s.add(f.ttf.outline(u.glyph), u.advance)
		}
		glyphs = binary.BigEndian.AppendUint16(glyphs, id)
	}
	s.loca = binary.BigEndian.AppendUint16(s.loca, uint16(len(s.glyf)/2))
	hhea, maxp, head := bytes.Clone(f.ttf.tables["hhea"]), bytes.Clone(f.ttf.tables["maxp"]), bytes.Clone(f.ttf.tables["head"])
	binary.BigEndian.PutUint16(hhea[34:], s.glyphs)
	binary.BigEndian.PutUint16(maxp[4:], s.glyphs)
	binary.BigEndian.PutUint32(head[8:], 0)
	return assemble(map[string][]byte{"glyf": s.glyf, "head": head, "hhea": hhea, "hmtx": s.hmtx, "loca": s.loca, "maxp": maxp}), glyphs
}

// A subset holds the tables of a font that grow with its glyphs.
type subset struct {
	glyf, loca, hmtx []byte
	glyphs           uint16
}

func (s *subset) add(outline []byte, advance int) (id uint16) {
	s.loca = binary.BigEndian.AppendUint16(s.loca, uint16(len(s.glyf)/2))
	s.glyf = append(s.glyf, outline...)
	if len(s.glyf)%2 == 1 {
		s.glyf = append(s.glyf, 0)
	}
	bearing := uint16(0)
	if len(outline) > 0 {
		bearing = be16(outline, 2)
	}
	s.hmtx = binary.BigEndian.AppendUint16(s.hmtx, uint16(advance))
	s.hmtx = binary.BigEndian.AppendUint16(s.hmtx, bearing)
	s.glyphs++
	return s.glyphs - 1
}

// box draws the frame of a rectangle: two contours of four points each.
func box() (outline []byte) {
	corners := [8][2]int16{{60, 0}, {60, 650}, {540, 650}, {540, 0}, {110, 50}, {490, 50}, {490, 600}, {110, 600}}
	put := func(values ...int16) {
		for _, v := range values {
			outline = binary.BigEndian.AppendUint16(outline, uint16(v))
		}
	}
	put(2, 60, 0, 540, 650, 3, 7, 0) // contours, extent, last point of each, no instructions
	for range corners {
		outline = append(outline, 1)
	}
	for axis := range 2 {
		last := int16(0)
		for _, c := range corners {
			put(c[axis] - last)
			last = c[axis]
		}
	}
	return outline
}

// assemble writes the tables of a font one after the other, with the sums that the format asks for.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	n := len(names)
	power := 1
	for power*2 <= n {
		power *= 2
	}
	log := 0
	for 1<<(log+1) <= n {
		log++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, power * 16, log, n*16 - power*16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, head := 12+16*n, 0
	var body []byte
	for _, name := range names {
		data := tables[name]
		if name == "head" {
			head = at + len(body)
		}
		out = append(out, name...)
		for _, v := range []uint32{checksum(data), uint32(at + len(body)), uint32(len(data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
