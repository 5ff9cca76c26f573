package store

// Filter selects documents. Its kinds are All, In, Contains, Range, And and Or; engines switch over them.
type Filter interface{ filter() }

type (
	// All selects every document.
	All struct{}
	// In selects the documents whose field holds one of the values; with no value it selects nothing.
	In struct {
		Field  string
		Values []string
	}
	// Contains selects the documents whose normalised text contains the normalised Value.
	Contains struct{ Value string }
	// Range selects From <= field < To by byte order; an empty bound is open.
	Range struct{ Field, From, To string }
	// And selects what every filter selects; empty, everything.
	And []Filter
	// Or selects what any filter selects; empty, nothing.
	Or []Filter
)

func (All) filter()      {}
func (In) filter()       {}
func (Contains) filter() {}
func (Range) filter()    {}
func (And) filter()      {}
func (Or) filter()       {}
