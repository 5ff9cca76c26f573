package transport

import (
	"mime"
	"strconv"
	"strings"
)

// The media types of a response, and those of a request's body.
const (
	mediaResponse = "application/graphql-response+json"
	mediaJSON     = "application/json"
	mediaForm     = "multipart/form-data"
)

// negotiate chooses the media type of the response from the values of the Accept header, by their q (RFC 9110, §12.5.1): with
// no preference application/json, which every client reads; of two wanted alike the more precise one. It fails when neither
// is acceptable.
func negotiate(accept []string) (media string, ok bool) {
	if len(accept) == 1 && (accept[0] == mediaJSON || accept[0] == mediaResponse) { // almost always
		return accept[0], true
	}
	ranges := parseAccept(accept)
	if len(ranges) == 0 {
		return mediaJSON, true
	}
	response, named := quality(ranges, mediaResponse)
	legacy, _ := quality(ranges, mediaJSON)
	switch {
	case response == 0 && legacy == 0:
		return mediaJSON, false
	case response > legacy || response == legacy && named:
		return mediaResponse, true
	}
	return mediaJSON, true
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	media string // a type, or one of the wildcards */* and application/*
	q     float64
}

func parseAccept(accept []string) []mediaRange {
	var ranges []mediaRange
	for _, header := range accept {
		for one := range strings.SplitSeq(header, ",") {
			media, params, err := mime.ParseMediaType(one)
			if err != nil || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
				continue
			}
			q := 1.0
			if v, given := params["q"]; given {
				if q, err = strconv.ParseFloat(v, 64); err != nil || q < 0 || q > 1 {
					continue
				}
			}
			ranges = append(ranges, mediaRange{media, q})
		}
	}
	if ranges == nil && strings.TrimSpace(strings.Join(accept, "")) != "" { // something was wanted, nothing of it is known
		ranges = []mediaRange{}
		return append(ranges, mediaRange{"", 0})
	}
	return ranges
}

// quality is how much a media type is wanted, by the most precise range that covers it, and whether that names it.
func quality(ranges []mediaRange, media string) (q float64, named bool) {
	precision := 0
	for _, r := range ranges {
		p := 0
		switch r.media {
		case media:
			p = 3
		case "application/*":
			p = 2
		case "*/*":
			p = 1
		}
		if p > precision || p != 0 && p == precision && r.q > q {
			precision, q = p, r.q
		}
	}
	return q, precision == 3
}
