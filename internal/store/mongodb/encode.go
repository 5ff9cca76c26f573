package mongodb

import (
	"math"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"cassetto/internal/store"
)

// encode gives the document as it is stored: id, version, text, then its members in their order. An integer stays an
// integer and a string a string, whatever it looks like.
func (c *collection) encode(doc store.Document, version int64) (bson.Raw, error) {
	body, err := doc.Body()
	if err != nil {
		return nil, err
	}
	start, b := bsoncore.AppendDocumentStart(make([]byte, 0, 2*len(doc.JSON)))
	b = bsoncore.AppendStringElement(b, idField, doc.ID)
	b = bsoncore.AppendInt64Element(b, versionField, version)
	if len(c.Text) > 0 {
		b = bsoncore.AppendStringElement(b, textField, doc.Text)
	}
	return bsoncore.AppendDocumentEnd(appendMembers(b, body), start)
}

func appendMembers(b []byte, members []store.Member) []byte {
	for _, m := range members {
		b = appendElement(b, m.Name, m.Value)
	}
	return b
}

func appendElement(b []byte, name string, value any) []byte {
	switch v := value.(type) {
	case string:
		return bsoncore.AppendStringElement(b, name, v)
	case int64:
		if v >= math.MinInt32 && v <= math.MaxInt32 {
			return bsoncore.AppendInt32Element(b, name, int32(v))
		}
		return bsoncore.AppendInt64Element(b, name, v)
	case float64:
		return bsoncore.AppendDoubleElement(b, name, v)
	case bool:
		return bsoncore.AppendBooleanElement(b, name, v)
	case []store.Member:
		start, b := bsoncore.AppendDocumentElementStart(b, name)
		return end(appendMembers(b, v), start)
	case []any:
		start, b := bsoncore.AppendArrayElementStart(b, name)
		for i, item := range v {
			b = appendElement(b, strconv.Itoa(i), item)
		}
		return end(b, start)
	}
	return bsoncore.AppendNullElement(b, name)
}

func end(b []byte, start int32) []byte {
	b, _ = bsoncore.AppendDocumentEnd(b, start) // fails only for a start that is not in b
	return b
}
