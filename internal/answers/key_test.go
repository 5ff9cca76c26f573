package answers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"cassetto/internal/answers"
)

// TestKey: what is the same question, and what is another.
func TestKey(t *testing.T) {
	vars := func(text string) answers.Question {
		d := json.NewDecoder(bytes.NewReader([]byte(text)))
		d.UseNumber()
		q := answers.Question{}
		if err := d.Decode(&q.Variables); err != nil {
			t.Fatal(err)
		}
		return q
	}
	for _, test := range []struct {
		name string
		a, b answers.Question
		same bool
	}{
		{"nothing", answers.Question{}, vars(`{}`), true},
		{"order of the variables", vars(`{"a":1,"b":{"c":[1,"x"],"d":null}}`), vars(`{"b":{"d":null,"c":[1,"x"]},"a":1}`), true},
		{"order of a list", vars(`{"a":[1,2]}`), vars(`{"a":[2,1]}`), false},
		{"another name", vars(`{"a":1}`), vars(`{"b":1}`), false},
		{"one more", vars(`{"a":1}`), vars(`{"a":1,"b":1}`), false},
		{"null is not nothing", vars(`{"a":null}`), vars(`{}`), false},
		{"null is not false", vars(`{"a":null}`), vars(`{"a":false}`), false},
		{"true is not false", vars(`{"a":true}`), vars(`{"a":false}`), false},
		{"a text is no number", vars(`{"a":"1"}`), vars(`{"a":1}`), false},
		{"a text is not true", vars(`{"a":"t"}`), vars(`{"a":true}`), false},
		{"a list of one is no value", vars(`{"a":["x"]}`), vars(`{"a":"x"}`), false},
		{"a list of lists", vars(`{"a":[["x"],"y"]}`), vars(`{"a":[["x","y"]]}`), false},
		{"texts do not run together", vars(`{"a":["xy","z"]}`), vars(`{"a":["x","yz"]}`), false},
		{"nor do names and values", vars(`{"a":"bs","c":"d"}`), vars(`{"a":"b","sc":"d"}`), false},
		{"an object ends", vars(`{"a":{"b":1},"c":1}`), vars(`{"a":{"b":1,"c":1}}`), false},
		{"an object is no list", vars(`{"a":{}}`), vars(`{"a":[]}`), false},
		{"a list is a list, whatever Go calls it", vars(`{"a":["x"]}`), answers.Question{Variables: map[string]any{"a": []string{"x"}}}, true},
		{"whole numbers", answers.Question{Variables: map[string]any{"a": int64(1)}}, answers.Question{Variables: map[string]any{"a": int64(2)}}, false},
		{"fractions", answers.Question{Variables: map[string]any{"a": 0.5}}, answers.Question{Variables: map[string]any{"a": 0.25}}, false},
		{"another operation", answers.Question{Operation: [32]byte{1}}, answers.Question{}, false},
		{"another caller", answers.Question{Sees: [32]byte{1}}, answers.Question{}, false},
		{"the caller is not the operation", answers.Question{Sees: [32]byte{1}}, answers.Question{Operation: [32]byte{1}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, ok := test.a.Key()
			b, also := test.b.Key()
			if (a == b) != test.same || !ok || !also {
				t.Errorf("the same: %v, want %v", a == b, test.same)
			}
		})
	}
	for name, v := range map[string]any{"file": io.Reader(bytes.NewReader(nil)), "struct": struct{}{}, "in a list": []any{struct{}{}}, "in an object": map[string]any{"a": struct{}{}}, "map": map[string]int{}} {
		if _, ok := (answers.Question{Variables: map[string]any{"a": v}}).Key(); ok {
			t.Errorf("%s: it has a key", name)
		}
	}
}
