package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// maxDepth is how deep documents may nest: what MongoDB takes.
const maxDepth = 100

// Member is one name and value of a JSON object.
type Member struct {
	Name  string
	Value any
}

// parseObject reads one compact, valid JSON object. It refuses what one of the engines could not store or would read
// differently: names that are empty, repeated, begin with "$" or hold a dot, top names that begin with "_" (the engines'
// own), integers beyond 64 bits.
func parseObject(compact []byte) ([]Member, error) {
	if len(compact) == 0 || compact[0] != '{' {
		return nil, errNotObject
	}
	p := parser{json: compact}
	return p.object()
}

// parser walks compact JSON that json.Compact has already found valid.
type parser struct {
	json  []byte
	at    int
	depth int
}

func (p *parser) object() ([]Member, error) {
	p.at++ // {
	p.depth++
	if p.depth > maxDepth {
		return nil, fmt.Errorf("more than %d levels", maxDepth)
	}
	members := make([]Member, 0, 8)
	for p.json[p.at] != '}' {
		name := p.text()
		p.at++ // :
		if err := p.checkName(name); err != nil {
			return nil, err
		}
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		members = append(members, Member{name, value})
		p.comma()
	}
	p.at++ // }
	p.depth--
	return members, checkDistinct(members)
}

func (p *parser) list() ([]any, error) {
	p.at++ // [
	p.depth++
	if p.depth > maxDepth {
		return nil, fmt.Errorf("more than %d levels", maxDepth)
	}
	items := []any{}
	for p.json[p.at] != ']' {
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		p.comma()
	}
	p.at++ // ]
	p.depth--
	return items, nil
}

func (p *parser) comma() {
	if p.json[p.at] == ',' {
		p.at++
	}
}

func (p *parser) value() (any, error) {
	switch p.json[p.at] {
	case '{':
		return p.object()
	case '[':
		return p.list()
	case '"':
		return p.text(), nil
	case 't':
		p.at += len("true")
		return true, nil
	case 'f':
		p.at += len("false")
		return false, nil
	case 'n':
		p.at += len("null")
		return nil, nil
	}
	return p.number()
}

func (p *parser) text() string {
	start := p.at
	plain := true
	for p.at++; p.json[p.at] != '"'; p.at++ {
		if p.json[p.at] == '\\' {
			plain = false
			p.at++
		}
	}
	p.at++ // closing quote
	if plain {
		return string(p.json[start+1 : p.at-1])
	}
	var s string
	_ = json.Unmarshal(p.json[start:p.at], &s) // cannot fail: json.Compact took it
	return s
}

func (p *parser) number() (any, error) {
	start := p.at
	for p.at < len(p.json) && strings.IndexByte("+-.0123456789eE", p.json[p.at]) >= 0 {
		p.at++
	}
	digits := string(p.json[start:p.at])
	if strings.ContainsAny(digits, ".eE") {
		f, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return nil, errors.New("a number is out of range")
		}
		return f, nil
	}
	i, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return nil, errors.New("an integer does not fit 64 bits")
	}
	return i, nil
}

func (p *parser) checkName(name string) error {
	if name == "" || name[0] == '$' || strings.ContainsAny(name, ".\x00") {
		return fmt.Errorf("the name %q cannot be stored", name)
	}
	if p.depth == 1 && name[0] == '_' {
		return fmt.Errorf("the name %q is reserved", name)
	}
	return nil
}

// checkDistinct compares the few names of an ordinary object one by one; a map costs more until they are many.
func checkDistinct(members []Member) error {
	if len(members) > 32 {
		names := make(map[string]struct{}, len(members))
		for _, m := range members {
			names[m.Name] = struct{}{}
		}
		if len(names) < len(members) {
			return errRepeated
		}
		return nil
	}
	for i, m := range members {
		for _, other := range members[:i] {
			if m.Name == other.Name {
				return errRepeated
			}
		}
	}
	return nil
}

var errRepeated = errors.New("a name is repeated in an object")
