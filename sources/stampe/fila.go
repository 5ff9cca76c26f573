package stampe

import "slices"

// fila are prints that wait, each once.
type fila struct{ ids []string }

func (f *fila) mette(ids []string) {
	for _, id := range ids {
		if !slices.Contains(f.ids, id) {
			f.ids = append(f.ids, id)
		}
	}
}

// prima is the first, and where it is to go: nowhere when there is none.
func (f *fila) prima(dove chan string) (chan<- string, string) {
	if len(f.ids) == 0 {
		return nil, ""
	}
	return dove, f.ids[0]
}

func (f *fila) toglie() { f.ids = f.ids[1:] }
