package allegati

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxNome = 100 // bytes of a name, its extension included

// vietati stand for something else in names of some file system; the last look like a separator, and are taken for one there.
var vietati = strings.NewReplacer("<", "_", ">", "_", ":", "_", `"`, "_", "|", "_", "?", "_", "*", "_", "∕", "_", "⁄", "_", "／", "_", "＼", "_", "⧵", "_")

// riservati are devices on Windows, whatever their extension.
var riservati = []string{
	"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
	"COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
	"LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
}

// pulisci makes a name that every file system can hold and that shows what it is: NFC, visible characters only, at most maxNome
// bytes, with its extension. It refuses what names a path: separators of any system, and two dots in a row.
func pulisci(nome string) (string, bool) {
	nome = norm.NFC.String(strings.ToValidUTF8(nome, "_"))
	nome = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r), unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
			return -1 // controls, marks of direction, what has no width or no meaning
		}
		return r
	}, nome)
	nome = norm.NFC.String(vietati.Replace(nome)) // what was between two characters may have kept them apart
	if strings.ContainsAny(nome, `/\`) || strings.Contains(nome, "..") {
		return "", false
	}
	nome = strings.TrimRight(strings.Join(strings.Fields(nome), " "), ". ")
	stem, ext := dividi(nome)
	return componi(stem, "", ext), true
}

// dividi separates the extension, with its dot; of one that is no extension any more it keeps the beginning.
func dividi(nome string) (stem, ext string) {
	ext = filepath.Ext(nome)
	return strings.TrimSuffix(nome, ext), taglia(ext, maxNome/2)
}

// taglia keeps what fits of a text, in whole letters, and no dot or space at its end.
func taglia(s string, most int) string {
	for len(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimRight(s, ". ")
}

// componi joins the parts of a name, cutting the first so that all of them fit.
func componi(stem, suffix, ext string) string {
	stem = strings.Trim(stem, ". ")
	if stem == "" {
		stem = "allegato"
	}
	device, _, _ := strings.Cut(stem, ".")
	if slices.ContainsFunc(riservati, func(r string) bool { return strings.EqualFold(r, strings.TrimSpace(device)) }) {
		stem = "_" + stem
	}
	return taglia(stem, maxNome-len(suffix)-len(ext)) + suffix + ext
}

// distingui gives a name that differs from those taken in more than capital letters: "x.pdf", then "x (2).pdf".
func distingui(nome string, presi []string) string {
	stem, ext := dividi(nome)
	libero := nome
	for n := 2; slices.ContainsFunc(presi, func(p string) bool { return strings.EqualFold(p, libero) }); n++ {
		libero = componi(stem, " ("+strconv.Itoa(n)+")", ext)
	}
	return libero
}

// estensione is the extension in small letters, without its dot.
func estensione(nome string) string {
	_, ext := dividi(nome)
	return strings.ToLower(strings.TrimPrefix(ext, "."))
}
