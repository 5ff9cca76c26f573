package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// pazienza is how long a story waits for what must come.
const pazienza = time.Minute

// lastEventID is the header by which a browser says where a stream of events was cut off.
const lastEventID = "Last-Event-ID"

// modi are the protocols of the subscriptions, each as a person opens one.
var modi = map[string]func(sportello, campi) *diretta{"ws": sportello.apreWS, "sse": sportello.apreSSE}

// diretta is an open subscription: the events that a client has received and not looked at yet.
type diretta struct {
	*scena
	annunci chan annuncio // closed when the stream is over
	tenuti  []annuncio    // before those of annunci
	cursore string        // of the last event looked at
	chiudi  func()
}

// annuncio is one thing that a stream said: an event, an error, or how its connection was closed.
type annuncio struct {
	id     string // of the event of SSE
	chiusa string // code and reason of a close of the socket
	answer
}

func (a annuncio) evento() (e struct {
	Cursore   string
	Evento    fatto
	Richiesta pratica
}) {
	raw, _ := json.Marshal(a.Data["aggiornamentiRichieste"])
	_ = json.Unmarshal(raw, &e) // of what is no event there is none
	return e
}

const segui = `subscription ($matricola: Matricola, $id: ID, $dopo: String) { aggiornamentiRichieste(matricola: $matricola, id: $id, dopo: $dopo) {
	cursore evento { numero tipo daStato aStato commento notifiche { canale } } richiesta { id matricola stato versione } } }`

// abbonamento is what a person subscribes to with some arguments: to requests, unless one of them is another subscription.
func abbonamento(su campi) campi {
	query, altra := su[altraQuery].(string)
	if !altra {
		return campi{"query": segui, "variables": su}
	}
	su = maps.Clone(su)
	delete(su, altraQuery)
	return campi{"query": query, "variables": su}
}

// altraQuery is the argument that is another subscription.
const altraQuery = "query"

// apreWS subscribes over a socket; su are the arguments.
func (s sportello) apreWS(su campi) *diretta {
	s.Helper()
	conn, in, _, err := ws.Dialer{Protocols: []string{"graphql-transport-ws"}}.Dial(s.Context(), "ws"+strings.TrimPrefix(s.dove.URL, "http")+"/graphql")
	if err != nil {
		s.Fatal(err)
	}
	d := &diretta{scena: s.scena, annunci: make(chan annuncio, 1000), chiudi: func() { conn.Close() }}
	s.Cleanup(d.chiudi)
	var from io.Reader = conn
	if in != nil {
		from = in
	}
	socket := struct {
		io.Reader
		io.Writer
	}{from, conn}
	say := func(message any) {
		if err := wsutil.WriteClientText(conn, []byte(mustJSON(s.T, message))); err != nil {
			s.Error(err)
		}
	}
	say(campi{"type": "connection_init", "payload": campi{"Authorization": "Bearer " + s.token}})
	if ack, err := wsutil.ReadServerText(socket); err != nil || !bytes.Contains(ack, []byte("connection_ack")) {
		s.Fatalf("%v %s", err, ack)
	}
	say(campi{"id": "1", "type": "subscribe", "payload": abbonamento(su)})
	go func() {
		defer close(d.annunci)
		for {
			text, err := wsutil.ReadServerText(socket)
			if err != nil {
				if closed := (wsutil.ClosedError{}); errors.As(err, &closed) {
					d.annunci <- annuncio{chiusa: fmt.Sprint(int(closed.Code), " ", closed.Reason)}
				}
				return
			}
			var said struct {
				Type    string
				Payload json.RawMessage
			}
			_ = json.Unmarshal(text, &said) // what cannot be read is nothing that is waited for
			a := annuncio{answer: answer{Body: said.Payload}}
			switch said.Type {
			case "next":
				_ = json.Unmarshal(said.Payload, &a.answer)
				d.annunci <- a
			case "error":
				_ = json.Unmarshal(said.Payload, &a.Errors)
				d.annunci <- a
				return
			case "complete":
				return
			}
		}
	}()
	return d
}

// apreSSE subscribes over a stream of events; the argument Last-Event-ID is the header.
func (s sportello) apreSSE(su campi) *diretta {
	s.Helper()
	body := mustJSON(s.T, abbonamento(su))
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.dove.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+s.token)
	if seen, ok := su[lastEventID].(string); ok {
		r.Header.Set(lastEventID, seen)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		s.Fatal(response.Status)
	}
	d := &diretta{scena: s.scena, annunci: make(chan annuncio, 1000), chiudi: func() { response.Body.Close() }}
	s.Cleanup(d.chiudi)
	go func() {
		defer close(d.annunci)
		a, kind := annuncio{}, ""
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "id":
				a.id = value
			case "event":
				kind = value
			case "data":
				a.Body = []byte(value)
				_ = json.Unmarshal(a.Body, &a.answer)
			case "":
				if kind == "complete" {
					return
				}
				if kind == "next" {
					d.annunci <- a
				}
				a, kind = annuncio{}, ""
			}
		}
	}()
	return d
}

// segue opens a subscription from now on, and shows that it is open: an event of a request that is none of the story comes over it.
func (s sportello) segue(modo string, su campi) *diretta {
	s.Helper()
	d := modi[modo](s, su)
	sala := s.as("rappresentante").on(0)
	for end := time.Now().Add(pazienza); time.Now().Before(end); {
		r := sala.invia(nil, campi{"testo": "Campanello"}).ok()
		s.campanelli[r.ID] = true
		select {
		case a, open := <-d.annunci:
			if !open || a.Data == nil {
				s.Fatalf("the stream ends at once: %s", a.Body)
			}
			d.tenuti = append(d.tenuti, a)
			d.cursore = a.evento().Cursore
			return d
		case <-time.After(3 * time.Second):
		}
	}
	s.Fatal("the stream says nothing")
	return nil
}

// prossimo is the next thing that the stream says, of what belongs to the story; false when it is over.
func (d *diretta) prossimo() (annuncio, bool) {
	d.Helper()
	late := time.After(pazienza)
	for {
		var a annuncio
		open := true
		if len(d.tenuti) > 0 {
			a, d.tenuti = d.tenuti[0], d.tenuti[1:]
		} else {
			select {
			case a, open = <-d.annunci:
			case <-late:
				d.Fatal("the stream says nothing")
			}
		}
		if e := a.evento(); !open || !d.campanelli[e.Richiesta.ID] {
			return a, open
		}
	}
}

// vede looks at the next events, which must be these: "TIPO", or "TIPO of <id of the request>".
func (d *diretta) vede(tipi ...string) {
	d.Helper()
	var visti []string
	for _, tipo := range tipi {
		a, open := d.prossimo()
		e := a.evento()
		if !open || e.Cursore == "" || len(a.Errors) > 0 {
			d.Fatalf("after %v the stream says %s, open %v, closed %q; want %v", visti, a.Body, open, a.chiusa, tipi)
		}
		visto := e.Evento.Tipo
		if strings.Contains(tipo, " of ") {
			visto += " of " + e.Richiesta.ID
		}
		visti = append(visti, visto)
		d.cursore = e.Cursore
		if a.id != "" && a.id != e.Cursore {
			d.Errorf("the event %q has the cursor %q", a.id, e.Cursore)
		}
	}
	if !slices.Equal(visti, tipi) {
		d.Fatalf("the stream says %v\nwant %v", visti, tipi)
	}
}

// finisce reads the stream to its end, which must say why: with the code of an error and a sentence.
func (d *diretta) finisce(codice string) {
	d.Helper()
	for {
		a, open := d.prossimo()
		switch {
		case !open:
			d.Fatalf("the stream ends and does not say %s", codice)
		case len(a.Errors) > 0:
			if a.code() != codice || a.Errors[0].Message == "" {
				d.Fatalf("the stream ends with %s, want %s", a.Body, codice)
			}
			for range d.annunci { // nothing but its end may follow
				d.Error("the stream goes on")
			}
			return
		}
	}
}
