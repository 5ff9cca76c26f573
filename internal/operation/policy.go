package operation

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"cassetto/graph/model"
)

var modes = []string{Off: "spento", Observe: "misura", Enforce: "applica"}

// String is the word of the policy's file.
func (m Mode) String() string { return modes[m] }

// MarshalText writes the word of the policy's file.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Policy says which limits hold for whom.
type Policy struct {
	base     Limits
	profiles map[model.ProfiloUtente]*Limits
}

// For is what holds for a profile, and for nobody in particular when it is nil. It is shared and must not be modified.
func (p *Policy) For(profile *model.ProfiloUtente) *Limits {
	if profile != nil {
		if l := p.profiles[*profile]; l != nil {
			return l
		}
	}
	return &p.base
}

// ReadPolicy reads a policy's file: the limits of DefaultPolicy, with what "predefiniti" names in their place, and for each
// of "profili" again what it names. An error names the field that is wrong.
func ReadPolicy(r io.Reader) (*Policy, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	p := DefaultPolicy()
	p.profiles = map[model.ProfiloUtente]*Limits{}
	var profiles json.RawMessage
	err = object(text, "", map[string]reader{
		"predefiniti": func(at string, raw json.RawMessage) error { return p.base.read(at, raw) },
		"profili":     func(_ string, raw json.RawMessage) error { profiles = raw; return nil },
	})
	if err != nil {
		return nil, err
	}
	if profiles == nil {
		return p, nil
	}
	known := map[string]reader{}
	for _, profile := range model.AllProfiloUtente {
		known[string(profile)] = func(at string, raw json.RawMessage) error {
			l := p.base
			err := l.read(at, raw)
			p.profiles[profile] = &l
			return err
		}
	}
	if err := object(profiles, "profili", known); err != nil {
		return nil, err
	}
	return p, nil
}

// reader reads the value of a key, which stands at a path.
type reader func(at string, raw json.RawMessage) error

// object reads a JSON object whose keys are all known.
func object(raw json.RawMessage, at string, keys map[string]reader) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		if at == "" {
			at = "the policy"
		}
		return fmt.Errorf("%s: not a JSON object: %s", at, reason(err))
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		path := strings.TrimPrefix(at+"."+name, ".")
		read, known := keys[name]
		if !known {
			return fmt.Errorf("%s: unknown", path)
		}
		if err := read(path, members[name]); err != nil {
			return err
		}
	}
	return nil
}

func reason(err error) string {
	if err == nil {
		return "null"
	}
	return err.Error()
}

func (l *Limits) read(at string, raw json.RawMessage) error {
	keys := map[string]reader{"frequenza": func(at string, raw json.RawMessage) error {
		return object(raw, at, map[string]reader{
			"alMinuto": count(&l.Rate.PerMinute), "riserva": count(&l.Rate.Burst), "modo": l.Rate.Mode.read,
		})
	}}
	for _, h := range all {
		limit := h.limit(l)
		keys[h.key] = func(at string, raw json.RawMessage) error {
			return object(raw, at, map[string]reader{"massimo": count(&limit.Max), "modo": limit.Mode.read})
		}
	}
	return object(raw, at, keys)
}

// count reads a whole number that a limit may have.
func count(into *int) reader {
	return func(at string, raw json.RawMessage) error {
		var n *int
		if err := json.Unmarshal(raw, &n); err != nil || n == nil || *n < 0 || *n > ceiling {
			return fmt.Errorf("%s: not a whole number from 0 to %d", at, ceiling)
		}
		*into = *n
		return nil
	}
}

func (m *Mode) read(at string, raw json.RawMessage) error {
	var word string
	_ = json.Unmarshal(raw, &word) // what is no string is no mode either
	i := slices.Index(modes, word)
	if i < 0 {
		return fmt.Errorf("%s: not one of %s", at, strings.Join(modes, ", "))
	}
	*m = Mode(i)
	return nil
}

// MarshalJSON writes the policy as its file: all the limits, and of each profile those that differ.
func (p *Policy) MarshalJSON() ([]byte, error) {
	profiles := map[model.ProfiloUtente]map[string]any{}
	for profile, l := range p.profiles {
		differs := map[string]any{}
		for _, h := range all {
			if mine := *h.limit(l); mine != *h.limit(&p.base) {
				differs[h.key] = mine
			}
		}
		if l.Rate != p.base.Rate {
			differs["frequenza"] = l.Rate
		}
		if len(differs) > 0 {
			profiles[profile] = differs
		}
	}
	return json.Marshal(struct {
		Base     Limits                                 `json:"predefiniti"`
		Profiles map[model.ProfiloUtente]map[string]any `json:"profili"`
	}{p.base, profiles})
}

// DefaultPolicy are the limits without a file. Every operation that the project ships passes with room to spare.
func DefaultPolicy() *Policy {
	on := func(most int) Limit { return Limit{most, Enforce} }
	return &Policy{base: Limits{
		Document: on(100_000), Variables: on(100_000),
		Tokens: on(4_000), Nesting: on(25), Directives: on(100), Spreads: on(200),
		Operations: on(10), Fragments: on(50), Values: on(500), Work: on(10_000),
		Depth: on(20), Aliases: on(100), RootFields: on(50), Fields: on(2_000),
		Page: on(model.MaxPagina), Bulk: on(200), Cost: on(500_000),
		Rate: Rate{PerMinute: 3_000_000, Burst: 3_000_000, Mode: Enforce},
	}}
}
