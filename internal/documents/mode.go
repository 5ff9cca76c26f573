package documents

import "fmt"

// Mode says what a manifest is for.
type Mode int

const (
	Off     Mode = iota // there is no manifest
	Log                 // everything runs; what the manifest does not list is logged
	Enforce             // only what the manifest lists runs
)

// words of the modes, in configuration.
var words = [...]string{Off: "spento", Log: "registra", Enforce: "applica"}

func (m Mode) String() string { return words[m] }

// ParseMode reads a mode from its word: spento, registra or applica.
func ParseMode(word string) (Mode, error) {
	for m, w := range words {
		if w == word {
			return Mode(m), nil
		}
	}
	return Off, fmt.Errorf("not one of %s, %s, %s", Off, Log, Enforce)
}
