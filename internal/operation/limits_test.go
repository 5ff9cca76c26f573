package operation_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"cassetto/internal/fault"
	"cassetto/internal/operation"
)

// figure is one limit, and how a measure of n is made.
type figure struct {
	key, message string
	limit        func(*operation.Limits) *operation.Limit
	measure      func(n int) operation.Measures
}

var figures = []figure{
	{"documento", "testo di 8 byte, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Document }, func(n int) operation.Measures { return operation.Measures{Document: n} }},
	{"variabili", "variabili di 8 byte, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Variables }, func(n int) operation.Measures { return operation.Measures{Variables: n} }},
	{"token", "8 token, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Tokens }, func(n int) operation.Measures {
		return operation.Measures{Syntax: operation.Syntax{Tokens: n}}
	}},
	{"annidamento", "parentesi annidate per 8 livelli, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Nesting }, func(n int) operation.Measures {
		return operation.Measures{Syntax: operation.Syntax{Braces: n, Brackets: 1}}
	}},
	{"annidamento", "parentesi annidate per 8 livelli, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Nesting }, func(n int) operation.Measures {
		return operation.Measures{Syntax: operation.Syntax{Braces: 1, Brackets: n}}
	}},
	{"direttive", "8 direttive, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Directives }, func(n int) operation.Measures {
		return operation.Measures{Syntax: operation.Syntax{Directives: n}}
	}},
	{"richiami", "8 richiami di frammenti, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Spreads }, func(n int) operation.Measures {
		return operation.Measures{Syntax: operation.Syntax{Spreads: n}}
	}},
	{"operazioni", "8 operazioni nel documento, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Operations }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Operations: n}}
	}},
	{"frammenti", "8 frammenti, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Fragments }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Fragments: n}}
	}},
	{"valori", "8 valori scritti negli argomenti, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Values }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Values: n}}
	}},
	{"validazione", "8 passi per convalidarla, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Work }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Work: n}}
	}},
	{"profondita", "8 livelli di profondità, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Depth }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Depth: n}}
	}},
	{"alias", "8 alias, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Aliases }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Aliases: n}}
	}},
	{"radici", "8 campi di primo livello, al più 7", func(l *operation.Limits) *operation.Limit { return &l.RootFields }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{RootFields: n}}
	}},
	{"campi", "8 campi, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Fields }, func(n int) operation.Measures {
		return operation.Measures{Shape: operation.Shape{Fields: n}}
	}},
	{"pagina", "pagine di 8 righe, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Page }, func(n int) operation.Measures {
		return operation.Measures{Price: operation.Price{Page: n}}
	}},
	{"chiavi", "8 chiavi, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Bulk }, func(n int) operation.Measures {
		return operation.Measures{Price: operation.Price{Bulk: n}}
	}},
	{"costo", "costo 8, al più 7", func(l *operation.Limits) *operation.Limit { return &l.Cost }, func(n int) operation.Measures {
		return operation.Measures{Price: operation.Price{Cost: n}}
	}},
}

// TestCheck: exactly at the limit passes, one more is refused, reported or nothing, as the mode says.
func TestCheck(t *testing.T) {
	for _, f := range figures {
		t.Run(f.key, func(t *testing.T) {
			var l operation.Limits
			*f.limit(&l) = operation.Limit{Max: 7, Mode: operation.Enforce}
			if over, err := l.Check(f.measure(7)); err != nil || over != nil {
				t.Errorf("at the limit: %v, %v", over, err)
			}
			_, err := l.Check(f.measure(8))
			var refusal *fault.Error
			if !errors.As(err, &refusal) || refusal.Code != fault.TooComplex || refusal.Message != "Operazione troppo complessa: "+f.message+"." {
				t.Errorf("over the limit: %v", err)
			}
			f.limit(&l).Mode = operation.Observe
			over, err := l.Check(f.measure(8))
			if err != nil || len(over) != 1 || over[0].Limit != f.key || over[0].Found != 8 || over[0].Max != 7 {
				t.Errorf("observed: %+v, %v", over, err)
			}
			f.limit(&l).Mode = operation.Off
			if over, err := l.Check(f.measure(8)); err != nil || over != nil {
				t.Errorf("off: %v, %v", over, err)
			}
		})
	}
	keys := map[string]bool{}
	for _, f := range figures {
		keys[f.key] = true
	}
	limits := reflect.TypeFor[operation.Limits]()
	for i := range limits.NumField() {
		if key := limits.Field(i).Tag.Get("json"); !keys[key] && key != "frequenza" {
			t.Errorf("%s is not tested", key)
		}
	}
}

// TestCheckAll: of many limits passed the first enforced is the refusal, and all those observed are reported.
func TestCheckAll(t *testing.T) {
	l := operation.Limits{
		Tokens: operation.Limit{Max: 1, Mode: operation.Observe}, Depth: operation.Limit{Max: 1, Mode: operation.Enforce},
		Aliases: operation.Limit{Max: 1, Mode: operation.Observe}, Cost: operation.Limit{Max: 1, Mode: operation.Enforce},
	}
	over, err := l.Check(operation.Measures{Syntax: operation.Syntax{Tokens: 2}, Shape: operation.Shape{Depth: 2, Aliases: 3}, Price: operation.Price{Cost: huge}})
	if err == nil || !strings.Contains(err.Error(), "profondità") || len(over) != 2 || over[0].Limit != "token" || over[1].Limit != "alias" {
		t.Errorf("%v, %v", over, err)
	}
	_, err = l.Check(operation.Measures{Price: operation.Price{Cost: huge}})
	if err == nil || !strings.Contains(err.Error(), "costo più di 1, al più 1.") {
		t.Errorf("%v", err)
	}
}

// TestScanBounds: the scan stops at limits that are enforced, and only at those.
func TestScanBounds(t *testing.T) {
	l := operation.Limits{
		Tokens: operation.Limit{Max: 5, Mode: operation.Enforce}, Nesting: operation.Limit{Max: 6, Mode: operation.Observe},
		Directives: operation.Limit{Max: 0, Mode: operation.Enforce}, Spreads: operation.Limit{Max: 8, Mode: operation.Off},
	}
	if got, want := l.Syntax(), (operation.Syntax{Tokens: 5, Directives: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
