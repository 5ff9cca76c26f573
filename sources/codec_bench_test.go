package sources

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// peer reads and writes any value; no decode: it is ours.
type peer struct {
	name   string
	encode func(any) ([]byte, error)
	decode func([]byte, any) error
}

// BenchmarkCodec compares what reads and writes a value of the demo: the generated codec, and those that need none.
func BenchmarkCodec(b *testing.B) {
	s, codes := openDemo(b)
	for _, p := range passengers(b, s) {
		switch p.name {
		case "anagrafica.azienda", "anagrafica.sintetici", "complementari.emens", "infocamere.infocamere", "sedi.sede":
			p.measure(b, codes)
		}
	}
}

// measure takes the largest value that the section has.
func (p *passenger) measure(b *testing.B, codes []string) {
	found, err := p.fetch(b.Context(), codes)
	if err != nil {
		b.Fatal(err)
	}
	var v any
	size := 0
	for _, one := range found {
		if n := len(p.encode(one)); n > size {
			v, size = one, n
		}
	}
	for _, c := range []peer{
		{"positional", func(v any) ([]byte, error) { return p.encode(v), nil }, nil},
		{"json", json.Marshal, json.Unmarshal},
		{"bson", marshalBSON, unmarshalBSON},
	} {
		text, err := c.encode(v)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(p.name+"/decode/"+c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.ReportMetric(float64(len(text)), "bytes")
			for b.Loop() {
				if c.decode == nil {
					if _, err := p.decode(text); err != nil {
						b.Fatal(err)
					}
					continue
				}
				into := reflect.New(p.kind.Elem()).Interface()
				if err := c.decode(text, into); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(p.name+"/encode/"+c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.encode(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func marshalBSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := bson.NewEncoder(bson.NewDocumentWriter(&b))
	e.UseJSONStructTags()
	err := e.Encode(v)
	return b.Bytes(), err
}

func unmarshalBSON(b []byte, v any) error {
	d := bson.NewDecoder(bson.NewDocumentReader(bytes.NewReader(b)))
	d.UseJSONStructTags()
	return d.Decode(v)
}
