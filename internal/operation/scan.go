package operation

import "math"

// Syntax is what a document's text shows without parsing it.
type Syntax struct {
	Tokens     int // as the parser's token limit counts them, comments included
	Braces     int // deepest nesting of selection sets and input objects
	Brackets   int // deepest nesting of arguments and lists
	Directives int // uses of a directive
	Spreads    int // fragment spreads and inline fragments
}

// Scan reads a document in one pass and allocates nothing. It stops as soon as one of the bounds is passed (zero is none):
// the figures are then lower bounds. For text that the parser accepts the tokens are exact; for any other text they are no
// fewer than the parser would read before it refuses.
func Scan(document string, bounds Syntax) Syntax {
	bounds = bounds.orNone()
	var s Syntax
	braces, brackets := 0, 0
	for i := 0; i < len(document); {
		c := document[i]
		if w := blank(document, i); w > 0 {
			i += w
			continue
		}
		s.Tokens++
		next := i + 1
		switch {
		case c == '{':
			braces++
			s.Braces = max(s.Braces, braces)
		case c == '}':
			braces = max(0, braces-1)
		case c == '(' || c == '[':
			brackets++
			s.Brackets = max(s.Brackets, brackets)
		case c == ')' || c == ']':
			brackets = max(0, brackets-1)
		case c == '@':
			s.Directives++
		case c == '.' && has(document, i, "..."):
			s.Spreads++
			next = i + 3
		case c == '#':
			next = comment(document, next)
		case c == '"' && has(document, i, `"""`):
			next = blockString(document, i+3)
		case c == '"':
			next = quoted(document, next)
		case letter(c):
			next = name(document, next)
		case c == '-' || digit(c):
			next = number(document, i)
		}
		if s.passes(bounds) {
			return s
		}
		i = next
	}
	return s
}

func (s Syntax) orNone() Syntax {
	for _, bound := range []*int{&s.Tokens, &s.Braces, &s.Brackets, &s.Directives, &s.Spreads} {
		if *bound <= 0 {
			*bound = math.MaxInt
		}
	}
	return s
}

func (s Syntax) passes(b Syntax) bool {
	return s.Tokens > b.Tokens || s.Braces > b.Braces || s.Brackets > b.Brackets || s.Directives > b.Directives || s.Spreads > b.Spreads
}

func has(s string, at int, prefix string) bool {
	return len(s)-at >= len(prefix) && s[at:at+len(prefix)] == prefix
}

// blank is the width of what separates tokens at i: white space, a comma, a byte order mark.
func blank(s string, i int) int {
	switch c := s[i]; {
	case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',':
		return 1
	case c == 0xEF && has(s, i, "\uFEFF"):
		return 3
	}
	return 0
}

func letter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

func name(s string, i int) int {
	for i < len(s) && (letter(s[i]) || digit(s[i])) {
		i++
	}
	return i
}

func digits(s string, i int) int {
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i
}

// number ends where the lexer ends an Int or a Float: what follows without a space is another token.
func number(s string, i int) int {
	if s[i] == '-' {
		i++
	}
	i = digits(s, i)
	if i < len(s) && s[i] == '.' && !has(s, i, "...") {
		i = digits(s, i+1)
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		i = digits(s, i)
	}
	return i
}

func comment(s string, i int) int {
	for i < len(s) && (s[i] >= ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// quoted ends after the closing quote, or at the end of the line where the lexer refuses the string.
func quoted(s string, i int) int {
	for ; i < len(s) && s[i] != '\n' && s[i] != '\r'; i++ {
		switch s[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return min(i, len(s))
}

// blockString ends after the run of three quotes or more that closes it.
func blockString(s string, i int) int {
	for i < len(s) {
		switch {
		case has(s, i, `\"""`):
			i += 4
		case has(s, i, `"""`):
			for i < len(s) && s[i] == '"' {
				i++
			}
			return i
		default:
			i++
		}
	}
	return i
}
