package playground

import (
	"bytes"
	"embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

//go:embed esempi/*.graphql
var esempi embed.FS

// Esempio is a worked operation that the page offers. Variables is a JSON object, or empty.
type Esempio struct {
	Nome      string `json:"-"` // of its file, without the extension
	Titolo    string `json:"titolo"`
	Query     string `json:"query"`
	Variables string `json:"variables"` // indented
}

// Esempi returns the examples in the order of their file names.
func Esempi() []Esempio {
	files := read(esempi, "esempi")
	var list []Esempio
	for _, name := range slices.Sorted(maps.Keys(files)) {
		e := parse(string(files[name]))
		e.Nome = strings.TrimSuffix(name, ".graphql")
		list = append(list, e)
	}
	return list
}

// parse reads one file: the first line is the title, "# variables: {…}" gives the variables and is not shown.
func parse(text string) Esempio {
	first, _, _ := strings.Cut(text, "\n")
	e := Esempio{Titolo: strings.TrimSpace(strings.TrimPrefix(first, "#"))}
	var shown []string
	for line := range strings.Lines(text) {
		if v, ok := strings.CutPrefix(line, "# variables:"); ok {
			e.Variables = indent(strings.TrimSpace(v))
			continue
		}
		shown = append(shown, line)
	}
	e.Query = strings.Join(shown, "")
	return e
}

func indent(object string) string {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(object), "", "  "); err != nil {
		return object // the page shows the mistake; no example has one, by test
	}
	return out.String()
}
