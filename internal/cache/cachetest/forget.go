package cachetest

import (
	"cassetto/internal/cache"
)

const (
	aurora  = "4955000001"
	edilnia = "4955000002"
)

// touching are changes that concern the company Aurora among those of e.companies; not all of them concern only it.
func touching() map[string]cache.Change {
	return map[string]cache.Change{
		"a code of a section":   {Archive: "anagrafica", Section: "aziende", Tags: cache.TagsOf(aurora)},
		"a code of an archive":  {Archive: "anagrafica", Tags: cache.TagsOf(aurora)},
		"a code of sections":    {Section: "aziende", Tags: cache.TagsOf(aurora)},
		"a code":                {Tags: cache.TagsOf(aurora)},
		"a code among others":   {Tags: cache.TagsOf("x", aurora, "y")},
		"a section":             {Archive: "anagrafica", Section: "aziende"},
		"an archive":            {Archive: "anagrafica"},
		"sections of one name":  {Section: "aziende"},
		"everything":            {},
		"more than may be kept": {Tags: append(manyTags(), cache.TagOf(aurora))},
	}
}

// sparing are changes that do not concern Aurora in e.companies.
func sparing() map[string]cache.Change {
	return map[string]cache.Change{
		"another code":                {Tags: cache.TagsOf(edilnia)},
		"another code of the section": {Archive: "anagrafica", Section: "aziende", Tags: cache.TagsOf(edilnia)},
		"another section":             {Archive: "anagrafica", Section: "persone"},
		"its code in another section": {Archive: "anagrafica", Section: "persone", Tags: cache.TagsOf(aurora)},
		"another archive":             {Archive: "agenda"},
		"its code in another archive": {Archive: "agenda", Tags: cache.TagsOf(aurora)},
		"the section elsewhere":       {Archive: "agenda", Section: "aziende"},
		"a section of another name":   {Section: "persone"},
		"an archive that is not":      {Archive: "anagraf"},
		"a section that is not":       {Archive: "anagrafica", Section: "azienda"},
		"no code":                     {Tags: []cache.Tag{}},
	}
}

func manyTags() []cache.Tag {
	tags := make([]cache.Tag, 500)
	for i := range tags {
		tags[i] = cache.Tag{byte(i), byte(i >> 8), 1}
	}
	return tags
}

func testForgottenClaim[V any](e *engine[V]) {
	key := keys(e.companies, aurora)[0]
	n := 0
	for what, change := range touching() {
		n++
		before := e.claim(key)
		e.granted(before, key)
		e.forget(change)
		e.putUnder(before, 1000+n, key)
		if len(e.get(key)) > 0 {
			e.Errorf("after a change of %s, what was claimed before it is found", what)
		}
		before = e.claim(key)
		e.forget(change)
		after := e.claim(key)
		if len(after.Keys) == 0 {
			e.Errorf("after a change of %s, what was claimed before it is not granted", what)
		}
		e.putUnder(before, 2000+n, key)
		e.putUnder(after, n, key)
		e.finds(n, key)
		e.forget(cache.Change{})
	}
}

func testOtherClaim[V any](e *engine[V]) {
	key := keys(e.companies, aurora)[0]
	n := 0
	for what, change := range sparing() {
		n++
		c := e.claim(key)
		e.granted(c, key)
		e.forget(change)
		if len(e.claim(key).Keys) > 0 {
			e.Errorf("a change of %s gave up a claim that it does not concern", what)
		}
		e.putUnder(c, n, key)
		if got, ok := e.get(key)[key]; !ok || !e.Same(got.Value, e.Value(n)) {
			e.Errorf("after a change of %s, what it does not concern was not kept", what)
		}
	}
	two := keys(e.companies, aurora, edilnia)
	c := e.claim(two...)
	e.forget(cache.Change{Tags: cache.TagsOf(edilnia)})
	e.putUnder(c, 50, two...)
	e.finds(50, two[0])
	e.misses(two[1])
}

// testForget keeps values of two codes in three sections, forgets, and compares what is left with what Change says.
func testForget[V any](e *engine[V]) {
	var all []cache.Key
	for _, s := range []*cache.Section{e.companies, e.people, e.requests} {
		all = append(all, keys(s, aurora, edilnia)...)
	}
	check := func(what string, change cache.Change) {
		e.keep(1, all...)
		e.forget(change)
		found := e.get(all...)
		for _, k := range all {
			gone := change.Concerns(k.Section) && change.Tags == nil
			for _, tag := range change.Tags {
				gone = gone || change.Concerns(k.Section) && tag == cache.TagOf(k.Code)
			}
			if _, ok := found[k]; ok == gone {
				e.Errorf("after a change of %s, %s is found: %v", what, name(k), ok)
			}
		}
	}
	for what, change := range touching() {
		check(what, change)
		if len(e.get(keys(e.companies, aurora)...)) > 0 {
			e.Errorf("after a change of %s, Aurora is found", what)
		}
	}
	for what, change := range sparing() {
		check(what, change)
		e.finds(1, keys(e.companies, aurora)...)
	}
}

func testRelates[V any](e *engine[V]) {
	related, plain := keys(e.shares, aurora, edilnia), keys(e.companies, aurora, edilnia)
	for what, c := range map[string]struct {
		change cache.Change
		drops  bool
	}{
		"any code of its section":   {cache.Change{Archive: "infocamere", Section: "quote", Tags: cache.TagsOf("x")}, true},
		"any code of its archive":   {cache.Change{Archive: "infocamere", Tags: cache.TagsOf("x", "y")}, true},
		"any code":                  {cache.Change{Tags: cache.TagsOf("x")}, true},
		"one of its codes":          {cache.Change{Archive: "infocamere", Tags: cache.TagsOf(aurora)}, true},
		"its section":               {cache.Change{Archive: "infocamere", Section: "quote"}, true},
		"no code":                   {cache.Change{Tags: []cache.Tag{}}, false},
		"any code elsewhere":        {cache.Change{Archive: "agenda", Tags: cache.TagsOf("x")}, false},
		"a code of another section": {cache.Change{Archive: "infocamere", Section: "soci", Tags: cache.TagsOf(aurora)}, false},
	} {
		e.keep(1, append(related, plain...)...)
		e.forget(c.change)
		if found := len(e.get(related...)); found != 2 && !c.drops || found != 0 && c.drops {
			e.Errorf("after a change of %s, %d of 2 are found", what, found)
		}
		e.finds(3, plain...)
		e.forget(cache.Change{})
		before := e.claim(related...)
		e.forget(c.change)
		e.putUnder(before, 5, related...)
		if found := len(e.get(related...)); found != 2 && !c.drops || found != 0 && c.drops {
			e.Errorf("after a change of %s, %d of 2 that were claimed before it are found", what, found)
		}
		e.forget(cache.Change{})
	}
}
