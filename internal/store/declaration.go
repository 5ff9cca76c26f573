package store

import (
	"fmt"
	"slices"
	"strings"
)

// Check says whether engines can build the collection: a name of letters and digits, a key, fields that are plain or
// dotted names. Engines call it when they open.
func (c *Collection) Check() error {
	if strings.Contains(c.Name, "_") || !isName(c.Name) {
		return fmt.Errorf("store: collection name %q: letters and digits only", c.Name)
	}
	if len(c.Key) == 0 {
		return fmt.Errorf("store: %s has no key", c.Name)
	}
	if slices.ContainsFunc(c.Index, func(fields []string) bool { return len(fields) == 0 }) {
		return fmt.Errorf("store: %s has an index of no fields", c.Name)
	}
	for _, field := range slices.Concat(c.Key, c.Text) {
		if field == Text {
			return fmt.Errorf("store: %s: %s cannot be part of the key or of the text", c.Name, Text)
		}
	}
	fields := slices.Concat(c.Key, c.Text, slices.Concat(c.Index...))
	for _, o := range c.Order {
		fields = append(fields, o.Field)
	}
	for _, field := range fields {
		if err := c.CheckField(field); err != nil {
			return err
		}
	}
	return nil
}

// CheckField says whether a filter, an order or an index of the collection may name field.
func (c *Collection) CheckField(field string) error {
	if field == Text && len(c.Text) == 0 {
		return fmt.Errorf("store: %s has no text", c.Name)
	}
	if field != Text && !isField(field) {
		return fmt.Errorf("store: %s: bad field name %q", c.Name, field)
	}
	return nil
}

// TextSignature changes whenever the stored texts must be computed again.
func (c *Collection) TextSignature() string {
	return "1:" + strings.Join(c.Text, ",") // 1: the rule of Normalise
}

// isField accepts dotted names; those that begin with "_" belong to the engines.
func isField(field string) bool {
	for name := range strings.SplitSeq(field, ".") {
		if !isName(name) {
			return false
		}
	}
	return field[0] != '_'
}

// isName accepts [A-Za-z_][A-Za-z0-9_]*.
func isName(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		case i > 0 && c >= '0' && c <= '9':
		default:
			return false
		}
	}
	return name != ""
}
