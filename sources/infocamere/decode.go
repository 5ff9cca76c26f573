package infocamere

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"cassetto/graph/model"
)

// decode reads the firms of an answer. Its errors name a record by its position and a field by its path, never a value.
func decode(text []byte) ([]*model.DatiInfocamere, error) {
	var answer struct {
		Imprese *[]json.RawMessage `json:"imprese"`
	}
	if json.Unmarshal(text, &answer) != nil || answer.Imprese == nil {
		return nil, errors.New(`the service's answer is not {"imprese":[…]}`)
	}
	imprese := make([]*model.DatiInfocamere, 0, len(*answer.Imprese))
	for n, raw := range *answer.Imprese {
		i := &model.DatiInfocamere{}
		if err := json.Unmarshal(raw, i); err != nil {
			return nil, fmt.Errorf("record %d of the answer does not decode%s", n, fieldOf(err))
		}
		if field := wrong(reflect.ValueOf(i), raw, ""); field != "" {
			return nil, fmt.Errorf("record %d of the answer: %s is missing or not valid", n, field)
		}
		imprese = append(imprese, i)
	}
	return imprese, nil
}

func fieldOf(err error) string {
	var e *json.UnmarshalTypeError
	if errors.As(err, &e) && e.Field != "" {
		return ": " + e.Field
	}
	return ""
}

// scalar is a type of the model that can check itself.
type scalar interface{ UnmarshalGQL(any) error }

// wrong is the path of the first part of v, decoded from raw, that is not what the schema asks: a compulsory field that is
// missing, a scalar or an enum with a value that it has not. Compulsory is what has no omitempty. Good scalars are made
// canonical.
func wrong(v reflect.Value, raw json.RawMessage, path string) string {
	switch v.Kind() {
	case reflect.Pointer:
		return wrong(v.Elem(), raw, path)
	case reflect.Slice:
		return wrongElement(v, raw, path)
	case reflect.Struct:
		return wrongField(v, raw, path)
	case reflect.String:
		s, ok := v.Addr().Interface().(scalar)
		if ok && s.UnmarshalGQL(v.String()) != nil {
			return path
		}
	}
	return ""
}

func wrongElement(v reflect.Value, raw json.RawMessage, path string) string {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil || len(elements) != v.Len() {
		return path
	}
	for i, e := range elements {
		at := fmt.Sprintf("%s[%d]", path, i)
		if null(e) {
			return at
		}
		if at = wrong(v.Index(i), e, at); at != "" {
			return at
		}
	}
	return ""
}

func wrongField(v reflect.Value, raw json.RawMessage, path string) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return path
	}
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		at := strings.TrimPrefix(path+"."+name, ".")
		if null(fields[name]) {
			if options != "omitempty" {
				return at
			}
			continue
		}
		if at = wrong(v.Field(i), fields[name], at); at != "" {
			return at
		}
	}
	return ""
}

func null(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
