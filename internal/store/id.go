package store

import (
	"fmt"
	"strconv"
	"strings"
)

// KeyedBy says whether field alone is the natural key: its value is then the id, and reading by it needs no index.
func (c *Collection) KeyedBy(field string) bool {
	return len(c.Key) == 1 && c.Key[0] == field
}

// idOf joins the values of the natural key. Every value is a string that is not empty or an integer; in a key of several
// fields no value contains the "|" that joins them, so that two documents never share an id by accident.
func (c *Collection) idOf(body []Member) (string, error) {
	parts := make([]string, len(c.Key))
	for i, field := range c.Key {
		switch v := lookup(body, field).(type) {
		case string:
			parts[i] = v
		case int64:
			parts[i] = strconv.FormatInt(v, 10)
		}
		if parts[i] == "" {
			return "", fmt.Errorf("store: %s: key field %q is missing, empty or neither string nor integer", c.Name, field)
		}
		if len(c.Key) > 1 && strings.Contains(parts[i], "|") {
			return "", fmt.Errorf("store: %s: key field %q contains a %q", c.Name, field, "|")
		}
	}
	return strings.Join(parts, "|"), nil
}

// lookup follows a dotted path through objects; it gives nil for what is missing.
func lookup(body []Member, path string) any {
	name, rest, deeper := strings.Cut(path, ".")
	for _, m := range body {
		if m.Name != name {
			continue
		}
		if !deeper {
			return m.Value
		}
		switch inner := m.Value.(type) {
		case []Member:
			return lookup(inner, rest)
		case nil:
			return nil
		default:
			return notAnObject{}
		}
	}
	return nil
}

// notAnObject stands for what a path finds where it cannot go on: neither missing nor a string.
type notAnObject struct{}
