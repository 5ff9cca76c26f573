package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalise gives the form in which texts are searched and ordered: lower case, without accents, everything but letters
// and digits turned into one space, no space at the ends. "D'AGOSTINO  Nicolò" becomes "d agostino nicolo". Normalising
// twice changes nothing.
func Normalise(s string) string {
	if !isASCII(s) {
		s = norm.NFD.String(strings.ToValidUTF8(s, " "))
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		if unicode.IsMark(r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// textOf is the normalised text of a document: every string found under the Text fields, through lists too.
func (c *Collection) textOf(body []Member) string {
	if len(c.Text) == 0 {
		return ""
	}
	var found []string
	for _, field := range c.Text {
		found = appendStrings(found, body, strings.Split(field, "."))
	}
	return Normalise(strings.Join(found, " "))
}

func appendStrings(found []string, value any, path []string) []string {
	switch v := value.(type) {
	case string:
		if len(path) == 0 {
			return append(found, v)
		}
	case []any:
		for _, item := range v {
			found = appendStrings(found, item, path)
		}
	case []Member:
		if len(path) == 0 {
			return found
		}
		for _, m := range v {
			if m.Name == path[0] {
				return appendStrings(found, m.Value, path[1:])
			}
		}
	}
	return found
}
