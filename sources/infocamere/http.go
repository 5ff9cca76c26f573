package infocamere

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"cassetto/graph/model"
)

// Bounds of the conversation with the register's service; docs/infocamere.md promises them to who provides it.
const (
	maxCodes    = 200      // codes a request
	maxRequests = 4        // requests at once, of one call
	maxResponse = 16 << 20 // bytes of a response
)

// FromHTTP asks the register's service at baseURL, an http or https address; a user name and password in it become Basic
// authorization, a user name alone a bearer token. Codes go at most 200 a request; redirects are not followed. A nil client
// stands for a plain one; the only time limit is that of the context.
//
// A Fetch fails as a whole when any of its requests does: no answer, a status other than 200, an answer that is not the
// agreed JSON, a firm without a compulsory field. Errors begin with "infocamere:" and hold neither credentials nor data
// of a firm.
func FromHTTP(baseURL string, client *http.Client) (Fetch, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("infocamere: the address of the service is not an http or https URL")
	}
	r := &remote{authorization: authorization(u.User)}
	u.User, u.Fragment = nil, ""
	r.url = u.String()
	if client == nil {
		client = plainClient()
	}
	r.client = *client
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return r.fetch, nil
}

// remote is the register's service.
type remote struct {
	url           string // without credentials
	authorization string // header; empty for none
	client        http.Client
}

// plainClient keeps as many connections as several questions of the graph use at once.
func plainClient() *http.Client {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return &http.Client{}
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 4 * maxRequests
	return &http.Client{Transport: t}
}

func authorization(user *url.Userinfo) string {
	if user == nil {
		return ""
	}
	name := user.Username()
	password, both := user.Password()
	if !both {
		return "Bearer " + name
	}
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth(name, password)
	return r.Header.Get("Authorization")
}

func (r *remote) fetch(ctx context.Context, codiciFiscali []string) (map[string]*model.DatiInfocamere, error) {
	codes := slices.Clone(codiciFiscali)
	slices.Sort(codes)
	codes = slices.Compact(codes)
	found := make(map[string]*model.DatiInfocamere, len(codes))
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(maxRequests)
	for some := range slices.Chunk(codes, maxCodes) {
		g.Go(func() error {
			imprese, err := r.ask(ctx, some)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			for _, i := range imprese {
				found[string(i.CodiceFiscale)] = i
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("infocamere: %w", err)
	}
	return found, nil
}
