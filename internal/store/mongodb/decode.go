package mongodb

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

var errDamaged = errors.New("mongodb: damaged document")

// appendBody writes a stored document as JSON, without the names this engine added.
func appendBody(b []byte, raw bson.Raw) ([]byte, error) {
	return appendObject(b, bsoncore.Document(raw), func(name []byte) bool { return name[0] != '_' })
}

// appendObject writes the members whose names are wanted.
func appendObject(b []byte, doc []byte, wanted func(name []byte) bool) ([]byte, error) {
	b = append(b, '{')
	first := true
	err := elements(doc, func(name []byte, value bsoncore.Value) (err error) {
		if len(name) > 0 && !wanted(name) {
			return nil
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendText(b, name), ':')
		b, err = appendValue(b, value)
		return err
	})
	return append(b, '}'), err
}

func appendList(b []byte, array []byte) ([]byte, error) {
	b = append(b, '[')
	first := true
	err := elements(array, func(_ []byte, value bsoncore.Value) (err error) {
		if !first {
			b = append(b, ',')
		}
		first = false
		b, err = appendValue(b, value)
		return err
	})
	return append(b, ']'), err
}

// elements calls each with every name and value of a document or an array.
func elements(doc []byte, each func(name []byte, value bsoncore.Value) error) error {
	length, rest, ok := bsoncore.ReadLength(doc)
	if !ok || int(length) != len(doc) || length < 5 {
		return errDamaged
	}
	for rest = rest[:len(rest)-1]; len(rest) > 0; {
		element, after, ok := bsoncore.ReadElement(rest)
		if !ok {
			return errDamaged
		}
		rest = after
		value, err := element.ValueErr()
		if err != nil {
			return errDamaged
		}
		if err := each(element.KeyBytes(), value); err != nil {
			return err
		}
	}
	return nil
}

// appendValue also reads what other programs may have written: dates become RFC 3339, ids hexadecimal, bytes base64.
func appendValue(b []byte, v bsoncore.Value) ([]byte, error) {
	switch v.Type {
	case bsoncore.TypeString:
		if len(v.Data) < 5 {
			return b, errDamaged
		}
		return appendText(b, v.Data[4:len(v.Data)-1]), nil // between its length and its final zero
	case bsoncore.TypeInt32:
		return strconv.AppendInt(b, int64(v.Int32()), 10), nil
	case bsoncore.TypeInt64:
		return strconv.AppendInt(b, v.Int64(), 10), nil
	case bsoncore.TypeDouble:
		return appendFloat(b, v.Double())
	case bsoncore.TypeBoolean:
		return strconv.AppendBool(b, v.Boolean()), nil
	case bsoncore.TypeNull:
		return append(b, "null"...), nil
	case bsoncore.TypeEmbeddedDocument:
		return appendObject(b, v.Data, func([]byte) bool { return true })
	case bsoncore.TypeArray:
		return appendList(b, v.Data)
	case bsoncore.TypeDateTime:
		return appendText(b, time.UnixMilli(v.DateTime()).UTC().AppendFormat(nil, time.RFC3339Nano)), nil
	case bsoncore.TypeObjectID:
		id := v.ObjectID()
		return appendText(b, hex.AppendEncode(nil, id[:])), nil
	case bsoncore.TypeBinary:
		_, data := v.Binary()
		return appendText(b, base64.StdEncoding.AppendEncode(nil, data)), nil
	}
	return b, fmt.Errorf("mongodb: a document holds a %s, which JSON does not have", v.Type)
}

func appendFloat(b []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return b, errors.New("mongodb: a document holds a number that JSON does not have")
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64), nil
}

// appendText quotes a string; only quotes, backslashes and control characters need escaping.
func appendText(b, s []byte) []byte {
	b = append(b, '"')
	from := 0
	for i, c := range s {
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		if c < ' ' {
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		} else {
			b = append(b, '\\', c)
		}
	}
	return append(append(b, s[from:]...), '"')
}

const hexDigits = "0123456789abcdef"
