package crash

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

// visto is an event as a subscriber saw it.
type visto struct {
	soggetto string // the request or appointment
	numero   int32
	versione int32 // of the subject beside it
}

// abbonato follows the events of one matter over the whole trial, now on one process and now on the other.
type abbonato struct {
	nome, profilo string
	di            materia
	matricola     string // of one position; empty: of all
	canale        func(*abbonato, context.Context, *cliente, int) error
	vede          func(soggetto) bool

	mu      sync.Mutex
	cursore string // of the last event
	visti   []visto
}

func nuoviAbbonati(aziende []string) []*abbonato {
	delConsulente := func(s soggetto) bool { return slices.Contains(aziende, s.matricola) }
	dellaPrima := func(s soggetto) bool { return s.matricola == aziende[0] }
	dellaSede := func(s soggetto) bool { return s.sede == sedeOperatore }
	var tutti []*abbonato
	for _, di := range []materia{richieste, appuntamenti} {
		tutti = append(tutti,
			&abbonato{nome: "consulente, socket", profilo: consulente, di: di, canale: (*abbonato).socket, vede: delConsulente},
			&abbonato{nome: "consulente, eventi", profilo: consulente, di: di, canale: (*abbonato).eventi, vede: delConsulente},
			&abbonato{nome: "una posizione, socket", profilo: consulente, di: di, matricola: aziende[0], canale: (*abbonato).socket, vede: dellaPrima},
			&abbonato{nome: "una posizione, eventi", profilo: consulente, di: di, matricola: aziende[0], canale: (*abbonato).eventi, vede: dellaPrima},
			&abbonato{nome: "operatore, socket", profilo: operatore, di: di, canale: (*abbonato).socket, vede: dellaSede},
			&abbonato{nome: "operatore, eventi", profilo: operatore, di: di, canale: (*abbonato).eventi, vede: dellaSede},
		)
	}
	return tutti
}

// ascolta stays subscribed until the context ends. Now and then it leaves by itself.
func (a *abbonato) ascolta(ctx context.Context, c *cliente) {
	for i := rand.IntN(2); ctx.Err() == nil; i = 1 - i {
		per, basta := context.WithTimeout(ctx, time.Duration(2000+rand.IntN(8000))*time.Millisecond)
		_ = a.canale(a, per, c, i) // it always ends so
		basta()
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(rand.IntN(100)) * time.Millisecond):
		}
	}
}

// notizie are the subscriptions, each with the same names.
var notizie = map[materia]string{
	richieste:    `notizia: aggiornamentiRichieste(matricola: $m, dopo: $dopo) { cursore evento { numero } soggetto: richiesta { id versione } }`,
	appuntamenti: `notizia: aggiornamentiAppuntamenti(matricola: $m, dopo: $dopo) { cursore evento { numero } soggetto: appuntamento { id versione } }`,
}

// corpo is the subscription, from the last event seen.
func (a *abbonato) corpo() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	variabili := map[string]any{}
	if a.matricola != "" {
		variabili["m"] = a.matricola
	}
	if a.cursore != "" {
		variabili["dopo"] = a.cursore
	}
	testo := `subscription($m: Matricola, $dopo: String) { ` + notizie[a.di] + ` }`
	b, _ := json.Marshal(map[string]any{"variables": variabili, "query": testo}) // strings can be written
	return b
}

// riceve remembers what came.
func (a *abbonato) riceve(testo []byte) error {
	var letto struct {
		Data *struct {
			Notizia struct {
				Cursore  string
				Evento   struct{ Numero int32 }
				Soggetto struct {
					ID       string
					Versione int32
				}
			}
		}
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(testo, &letto); err != nil {
		return err
	}
	if letto.Data == nil || len(letto.Errors) > 0 {
		return errors.New("crash: a subscription failed")
	}
	u := letto.Data.Notizia
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cursore = u.Cursore
	a.visti = append(a.visti, visto{u.Soggetto.ID, u.Evento.Numero, u.Soggetto.Versione})
	return nil
}

// vista is what a subscriber saw, in the order in which it did.
type vista struct {
	nome  string
	di    materia
	vede  func(soggetto) bool
	visti []visto
}

func (a *abbonato) copia() vista {
	a.mu.Lock()
	defer a.mu.Unlock()
	return vista{a.nome, a.di, a.vede, slices.Clone(a.visti)}
}

// eventi subscribes over server-sent events.
func (a *abbonato) eventi(ctx context.Context, c *cliente, dove int) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.luoghi[dove]+"/graphql", bytes.NewReader(a.corpo()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+c.gettoni[dove][a.profilo])
	risposta, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer risposta.Body.Close()
	righe := bufio.NewReader(risposta.Body)
	for {
		riga, err := righe.ReadBytes('\n')
		if err != nil {
			return err
		}
		if dati, si := bytes.CutPrefix(bytes.TrimSpace(riga), []byte("data: ")); si {
			if err := a.riceve(dati); err != nil {
				return err
			}
		}
	}
}

// socket subscribes over a websocket.
func (a *abbonato) socket(ctx context.Context, c *cliente, dove int) error {
	conn, letto, _, err := ws.Dialer{Protocols: []string{"graphql-transport-ws"}, Timeout: 10 * time.Second}.Dial(ctx, "ws://"+c.luoghi[dove]+"/graphql")
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	in := io.Reader(conn)
	if letto != nil {
		in = letto
	}
	err = dici(conn, ws.OpText, []byte(`{"type":"connection_init","payload":{"Authorization":"Bearer `+c.gettoni[dove][a.profilo]+`"}}`))
	if err != nil {
		return err
	}
	for {
		h, err := ws.ReadHeader(in)
		if err != nil {
			return err
		}
		testo := make([]byte, min(h.Length, 1<<20)) // more than any event
		if _, err := io.ReadFull(in, testo); err != nil {
			return err
		}
		switch h.OpCode {
		case ws.OpPing:
			err = dici(conn, ws.OpPong, testo)
		case ws.OpClose:
			return io.EOF
		case ws.OpText:
			err = a.messaggio(conn, testo)
		}
		if err != nil {
			return err
		}
	}
}

// messaggio does what a message of the socket asks for.
func (a *abbonato) messaggio(conn net.Conn, testo []byte) error {
	var m struct {
		Type    string
		Payload json.RawMessage
	}
	if err := json.Unmarshal(testo, &m); err != nil {
		return err
	}
	switch m.Type {
	case "connection_ack":
		return dici(conn, ws.OpText, []byte(`{"id":"1","type":"subscribe","payload":`+string(a.corpo())+`}`))
	case "ping":
		return dici(conn, ws.OpText, []byte(`{"type":"pong"}`))
	case "next":
		return a.riceve(m.Payload)
	case "error", "complete":
		return errors.New("crash: a subscription ended: " + strings.ToLower(m.Type))
	}
	return nil
}

func dici(conn net.Conn, op ws.OpCode, testo []byte) error {
	return ws.WriteFrame(conn, ws.MaskFrame(ws.NewFrame(op, true, testo)))
}
