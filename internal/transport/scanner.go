package transport

import "cassetto/internal/jsonscan"

// scanner reads a request in one pass, as the library's decoder would read it with UseNumber, or gives it up.
type scanner struct {
	jsonscan.Scanner
	lately *lately
}

func newScanner(body []byte) *scanner {
	s := new(scanner)
	s.Reset(body)
	return s
}

// request reads a GraphQL request that has no field but those of the specifications, each once; false for any other.
func (s *scanner) request() (e envelope, ok bool) {
	seen := 0
	ok = s.Members(func(name []byte) bool {
		var text *string
		var object *map[string]any
		bit := 0
		switch string(name) {
		case "query":
			text, bit = &e.Query, 1
		case "operationName":
			text, bit = &e.OperationName, 2
		case "documentId":
			text, bit = &e.DocumentID, 4
		case "doc_id":
			text, bit = &e.DocID, 8
		case "id":
			text, bit = &e.ID, 16
		case "variables":
			object, bit = &e.Variables, 32
		case "extensions":
			object, bit = &e.Extensions, 64
		default:
			return false
		}
		if seen&bit != 0 {
			return false
		}
		seen |= bit
		switch {
		case s.Word("null"):
			return true
		case text == &e.Query:
			*text, ok = s.document()
		case text != nil:
			*text, ok = s.Text()
		default:
			*object, ok = s.Object()
		}
		return ok
	})
	return e, ok && s.Ended()
}
