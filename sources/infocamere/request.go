package infocamere

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"cassetto/graph/model"
)

// ask makes one request for codes, which are sorted, and gives the firms among them that the register knows.
func (r *remote) ask(ctx context.Context, codes []string) ([]*model.DatiInfocamere, error) {
	body, err := json.Marshal(map[string][]string{"codiciFiscali": codes})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the request cannot be made")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	if r.authorization != "" {
		request.Header.Set("Authorization", r.authorization)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer response.Body.Close()
	text, err := read(response)
	if err != nil {
		return nil, err
	}
	imprese, err := decode(text)
	if err != nil {
		return nil, err
	}
	imprese = slices.DeleteFunc(imprese, func(i *model.DatiInfocamere) bool {
		_, asked := slices.BinarySearch(codes, string(i.CodiceFiscale))
		return !asked
	})
	at := model.DataOraDi(date(response))
	for _, i := range imprese {
		i.Fonte, i.AggiornatoAl = model.FonteInfocamere, at
	}
	return imprese, nil
}

// read gives the body of a response that is what was agreed.
func read(r *http.Response) ([]byte, error) {
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the service answered with status %d", r.StatusCode)
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, errors.New("the service's answer is not declared as application/json")
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, maxResponse+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the service's answer broke off: %w", err)
	case len(text) > maxResponse:
		return nil, fmt.Errorf("the service's answer is over %d MiB", maxResponse>>20)
	}
	return text, nil
}

// date is when the service says it answered.
func date(r *http.Response) time.Time {
	if t, err := http.ParseTime(r.Header.Get("Date")); err == nil {
		return t
	}
	return time.Now()
}

// withoutURL drops the address from an error of the client: a query may hold a secret.
func withoutURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
