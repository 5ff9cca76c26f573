package crash

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"
)

// Profiles of the demo that take part.
const (
	consulente     = "consulente"
	rappresentante = "rappresentante"
	operatore      = "operatore"
)

// cliente asks the two processes.
type cliente struct {
	http    *http.Client
	luoghi  []string            // addresses
	gettoni []map[string]string // by profile, for each address
}

func nuovoCliente(ctx context.Context, processi []*processo) (*cliente, error) {
	c := &cliente{http: &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 20}}}
	for _, p := range processi {
		gettoni := map[string]string{}
		for _, profilo := range []string{consulente, rappresentante, operatore} {
			g, err := p.gettone(ctx, profilo)
			if err != nil {
				return nil, fmt.Errorf("crash: no token: %w", err)
			}
			gettoni[profilo] = g
		}
		c.luoghi, c.gettoni = append(c.luoghi, p.indirizzo), append(c.gettoni, gettoni)
	}
	return c, nil
}

// domanda is an operation of somebody.
type domanda struct {
	profilo, testo string
	variabili      map[string]any
	file           []file // of variables.input
	campo          string // which they are in; empty: allegati
}

// file is what is attached to a request.
type file struct {
	nome      string
	contenuto []byte
}

// errRifiutata is an answer that no repetition would change.
var errRifiutata = errors.New("crash: an operation was refused")

// chiede asks one of the processes, and after a failure the other, until it is answered without errors; it says how many times it
// asked. Only a refusal of the operation itself, or too long a wait, is an error.
func (c *cliente) chiede(ctx context.Context, d domanda, in any) (volte int, err error) {
	ctx, stop := context.WithTimeout(ctx, pazienza)
	defer stop()
	for i := rand.IntN(2); ctx.Err() == nil; i = 1 - i {
		volte++
		if err = c.una(ctx, i, d, in); err == nil || errors.Is(err, errRifiutata) {
			return volte, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(20+rand.IntN(80)) * time.Millisecond):
		}
	}
	return volte, fmt.Errorf("crash: never answered: %w", cmp.Or(err, ctx.Err()))
}

// una asks once.
func (c *cliente) una(ctx context.Context, dove int, d domanda, in any) error {
	tipo, corpo, err := d.corpo()
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.luoghi[dove]+"/graphql", corpo)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", tipo)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.gettoni[dove][d.profilo])
	risposta, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer risposta.Body.Close()
	testo, err := io.ReadAll(risposta.Body)
	if err != nil {
		return err
	}
	var letta struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	switch err := json.Unmarshal(testo, &letta); {
	case err != nil || risposta.StatusCode >= 500:
		return fmt.Errorf("status %d", risposta.StatusCode)
	case len(letta.Errors) > 0:
		codice := letta.Errors[0].Extensions.Code
		switch codice {
		case "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT", "FORBIDDEN", "UNAUTHENTICATED", "OPERATION_TOO_COMPLEX":
			return fmt.Errorf("%w: %s", errRifiutata, codice)
		}
		return errors.New(codice)
	}
	return json.Unmarshal(letta.Data, in)
}

// corpo is the body of the operation: a form when it carries files.
func (d *domanda) corpo() (tipo string, _ io.Reader, err error) {
	operazione := map[string]any{"query": d.testo, "variables": d.variabili}
	testo, err := json.Marshal(operazione)
	if err != nil || len(d.file) == 0 {
		return "application/json", bytes.NewReader(testo), err
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	mappa := map[string][]string{}
	for i := range d.file {
		mappa[strconv.Itoa(i)] = []string{fmt.Sprintf("variables.input.%s.%d", cmp.Or(d.campo, "allegati"), i)}
	}
	dove, err := json.Marshal(mappa)
	err = errors.Join(err, m.WriteField("operations", string(testo)), m.WriteField("map", string(dove)))
	for i, f := range d.file {
		w, errParte := m.CreateFormFile(strconv.Itoa(i), f.nome)
		if errParte == nil {
			_, errParte = w.Write(f.contenuto)
		}
		err = errors.Join(err, errParte)
	}
	return m.FormDataContentType(), &b, errors.Join(err, m.Close())
}

// scarica gets a file by its link, from either process.
func (c *cliente) scarica(ctx context.Context, via string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.luoghi[rand.IntN(2)]+via, nil)
	if err != nil {
		return nil, err
	}
	risposta, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer risposta.Body.Close()
	if risposta.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", risposta.StatusCode)
	}
	return io.ReadAll(risposta.Body)
}
