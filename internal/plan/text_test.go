package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/plan"
)

func library(m graphql.Marshaler) string {
	var b bytes.Buffer
	m.MarshalGQL(&b)
	return b.String()
}

// texts are every byte alone and between others, every kind of rune, and random bytes.
func texts() []string {
	all := []string{"", "SRL", "È già così", "\u2028\u2029", "<a href='x'>&", "😀", "\xed\xa0\x80", "\xff", "a\xc3", "\ufeff", "\U0010ffff", "\xc0\x80"}
	for c := range 256 {
		all = append(all, string([]byte{byte(c)}), "a"+string([]byte{byte(c)})+"b", string(rune(c)))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		b := make([]byte, r.IntN(40))
		for i := range b {
			b[i] = byte(r.IntN(256) >> r.IntN(3))
		}
		all = append(all, string(b))
	}
	return all
}

func TestString(t *testing.T) {
	for _, s := range texts() {
		if got, want := string(plan.String([]byte("x"), s)), "x"+library(graphql.MarshalString(s)); got != want {
			t.Errorf("%q: %s, the library writes %s", s, got, want)
		}
		if got := plan.String(nil, s); utf8.ValidString(s) && !json.Valid(got) {
			t.Errorf("%q: %s is no JSON", s, got)
		}
	}
}

func FuzzString(f *testing.F) {
	for _, s := range texts()[:10] {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(plan.String(nil, s)), library(graphql.MarshalString(s)); got != want {
			t.Errorf("%q: %s, the library writes %s", s, got, want)
		}
	})
}

func TestEnum(t *testing.T) {
	for _, s := range texts() {
		if got, want := string(plan.Enum([]byte("x"), s)), "x"+library(model.Fonte(s)); got != want {
			t.Errorf("%q: %s, the model writes %s", s, got, want)
		}
	}
	for _, v := range model.AllTipoEventoAppuntamento {
		if got, want := string(plan.Enum(nil, string(v))), library(v); got != want {
			t.Errorf("%s, the model writes %s", got, want)
		}
	}
}

func TestFloat(t *testing.T) {
	numbers := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 45.4642035, 9.189982, 1e5, 999999, 1e6, 123456789, 1e20, 1e21, 1e22, 1e-4, 1e-5, 1e-7,
		math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi, 1.0 / 3}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		if f := math.Float64frombits(r.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) {
			numbers = append(numbers, f, float64(int64(f))/100)
		}
	}
	for _, f := range numbers {
		var b bytes.Buffer
		if err := graphql.MarshalFloatContext(f).MarshalGQLContext(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if got := string(plan.Float(nil, f)); got != b.String() {
			t.Errorf("%s, the library writes %s", got, b.String())
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := string(plan.Float(nil, f)); got != "null" {
			t.Error(got)
		}
	}
}

func TestImporto(t *testing.T) {
	for _, n := range []int64{0, 1, 9, 10, 99, 100, 101, 12345, -1, -9, -10, -99, -100, -12345, math.MaxInt64, math.MinInt64 + 1, math.MinInt64} {
		sign, cents := "", uint64(n)
		if n < 0 {
			sign, cents = "-", -cents
		}
		want := strconv.Quote(fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100))
		if got := string(model.Importo(n).Append(nil)); got != want || library(model.Importo(n)) != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, s := range texts() {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		plain := true // what needs no escapes is written as it is
		for _, c := range []byte(s) {
			plain = plain && c >= ' ' && c <= '~' && c != '"' && c != '\\'
		}
		if plain {
			want = []byte(`"` + s + `"`)
		}
		if got := model.Quote([]byte("x"), s); string(got) != "x"+string(want) || library(model.Percentuale(s)) != string(want) {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}
