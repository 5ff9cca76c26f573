package jsonscan

// Deepest is how far values may be nested: the scanner calls itself for each level.
const Deepest = 64

// Members reads an object; each has read the name and the colon of a member, and reads its value.
func (s *Scanner) Members(each func(name []byte) bool) bool {
	if !s.Next('{') {
		return false
	}
	if s.Next('}') {
		return true
	}
	for {
		s.Space()
		name, ok := s.Quoted()
		if !ok || !s.Next(':') {
			return false
		}
		s.Space()
		switch {
		case !each(name):
			return false
		case s.Next('}'):
			return true
		case !s.Next(','):
			return false
		}
	}
}

// Object reads an object as the library does into a map, numbers as they are written.
func (s *Scanner) Object() (map[string]any, bool) { return s.object(Deepest) }

func (s *Scanner) object(deepest int) (map[string]any, bool) {
	m := map[string]any{}
	return m, s.Members(func(name []byte) bool {
		key := string(name)
		v, ok := s.value(deepest - 1)
		m[key] = v
		return ok
	})
}

func (s *Scanner) list(deepest int) ([]any, bool) {
	l := []any{}
	if !s.Next('[') {
		return nil, false
	}
	if s.Next(']') {
		return l, true
	}
	for {
		s.Space()
		v, ok := s.value(deepest - 1)
		if !ok {
			return nil, false
		}
		l = append(l, v)
		switch {
		case s.Next(']'):
			return l, true
		case !s.Next(','):
			return nil, false
		}
	}
}

// Value reads whatever begins here.
func (s *Scanner) Value() (any, bool) { return s.value(Deepest) }

func (s *Scanner) value(deepest int) (any, bool) {
	if deepest == 0 {
		return nil, false
	}
	switch s.Peek() {
	case '"':
		return s.Text()
	case '{':
		return s.object(deepest)
	case '[':
		return s.list(deepest)
	case 't':
		return true, s.Word("true")
	case 'f':
		return false, s.Word("false")
	case 'n':
		return nil, s.Word("null")
	}
	return s.Number()
}
