package importa_test

import (
	"regexp"
	"strings"
	"testing"

	"cassetto/internal/importa"
	"cassetto/sources"
)

// TestExamples checks the examples of the documentation: there is one for each archive, and all are good lines.
func TestExamples(t *testing.T) {
	text := readFile(t, "../../docs/importazione.md")
	archives := sources.Sections()
	s := schema()
	for _, block := range regexp.MustCompile("(?s)```ndjson (\\w+)\n(.*?)```").FindAllStringSubmatch(text, -1) {
		v, err := importa.NewValidator(s, archives[block[1]])
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(block[2]) {
			if _, _, d := v.Line([]byte(line)); d != nil {
				t.Errorf("%s: %v: %.60s", block[1], d, line)
			}
		}
		delete(archives, block[1])
	}
	for name, sections := range archives {
		if len(sections) == 0 { // nothing can be loaded into it
			continue
		}
		t.Errorf("archive %s has no example", name)
		for _, sec := range sections {
			t.Errorf("%s", marshal(t, map[string]any{sec.Collection.Name: sampler{t, s, false}.document(sec)}))
		}
	}
}
