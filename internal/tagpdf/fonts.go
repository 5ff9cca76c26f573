package tagpdf

import (
	"fmt"
	"hash/fnv"
)

// write embeds a font and gives the number of its object. Its name begins with six letters that differ between subsets.
func (f *face) write(out *file) int {
	font, ids := f.subset()
	h := fnv.New32a()
	h.Write(font)
	tag, rest := make([]byte, 6), h.Sum32()
	for i := range tag {
		tag[i], rest = 'A'+byte(rest%26), rest/26
	}
	name := string(tag) + "+" + f.base
	root, cid, descriptor, program, unicode, glyphs := out.reserve(), out.reserve(), out.reserve(), out.reserve(), out.reserve(), out.reserve()
	var widths []byte
	for _, u := range f.used[1:] {
		widths = fmt.Appendf(widths, "%d ", u.advance)
	}
	out.object(root, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, unicode)
	out.object(cid, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/DW 0/W[1[%s]]/CIDToGIDMap %d 0 R>>", name, descriptor, widths, glyphs)
	head, hhea := f.ttf.tables["head"], f.ttf.tables["hhea"]
	signed := func(b []byte, at int) int { return int(int16(be16(b, at))) }
	out.object(descriptor, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, signed(head, 36), signed(head, 38), signed(head, 40), signed(head, 42), signed(hhea, 4), signed(hhea, 6), signed(f.ttf.tables["OS/2"], 88), program)
	out.stream(program, fmt.Sprintf("/Length1 %d", len(font)), font)
	out.stream(unicode, "", f.toUnicode())
	out.stream(glyphs, "", ids)
	return root
}

// toUnicode says which character each number stands for, at most a hundred in a block.
func (f *face) toUnicode() []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(f.used); from += 100 {
		to := min(from+100, len(f.used))
		b = fmt.Appendf(b, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			b = fmt.Appendf(b, "<%04X> <%X>\n", i, utf16BE(string(f.used[i].char)))
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
