package archive

// Of one section.
const (
	MostFollowed = mostFollowed
	Overlap      = overlap
)

// Remembered is how many documents a watch remembers.
func Remembered(w *Watch) int {
	n := 0
	for _, f := range w.followed {
		n += len(f.versions)
	}
	return n
}
