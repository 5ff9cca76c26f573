package redis

import (
	"reflect"
	"strings"
	"testing"

	"cassetto/internal/cache"
)

func TestMessage(t *testing.T) {
	here, there := link{instance: "una"}, link{instance: "altra"}
	plain, key := coderOf(t).sealer, newKey(t)
	sealed, strange := coderOf(t, key).sealer, coderOf(t, newKey(t)).sealer
	for _, c := range []cache.Change{
		{}, {Archive: "agenda"}, {Section: "rischi"}, {Archive: "agenda", Section: "rischi", Tags: cache.TagsOf("a")}, {Tags: cache.TagsOf("a", "b", "c")},
	} {
		for _, s := range []sealer{plain, sealed} {
			text := string(there.encode(s, c))
			if got, ok := here.decode(s, text); !ok || !reflect.DeepEqual(got, c) {
				t.Errorf("%v is heard as %v, %v", c, got, ok)
			}
			if _, ok := there.decode(s, text); ok {
				t.Errorf("%v is heard by who said it", c)
			}
			if s.seals() && c.Archive != "" && strings.Contains(text, c.Archive) {
				t.Errorf("%v can be read", c)
			}
		}
	}
	everything := cache.Change{}
	for _, c := range []struct {
		what  string
		s     sealer
		text  string
		heard bool
	}{
		{"noise", plain, "rumore", true},
		{"nothing", plain, "", true},
		{"what is sealed, without a key", plain, string(there.encode(sealed, everything)), true},
		{"another language", plain, string(plain.wrap(channel, make([]byte, headSize), []byte("<da>altra</da>"))), true},
		{"half a tag", plain, string(plain.wrap(channel, make([]byte, headSize), []byte(`{"from":"altra","archive":"agenda","tags":"AAAA"}`))), true},
		{"another language, sealed", sealed, string(sealed.wrap(channel, make([]byte, headSize), []byte("<da>altra</da>"))), true},
		{"noise, with a key", sealed, "rumore", false},
		{"what is in clear, with a key", sealed, string(there.encode(plain, everything)), false},
		{"what somebody else sealed", sealed, string(there.encode(strange, everything)), false},
		{"a value", sealed, string(sealed.wrap(name, make([]byte, headSize), []byte("{}"))), false},
	} {
		if got, ok := here.decode(c.s, c.text); ok != c.heard || !reflect.DeepEqual(got, everything) {
			t.Errorf("%s is heard as %v, %v; want everything, %v", c.what, got, ok, c.heard)
		}
	}
}
