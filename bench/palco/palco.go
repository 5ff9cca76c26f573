// Package palco is what the small servers that are compared have in common: the event that all their subscribers get, and how
// whoever measures them has one made.
package palco

import (
	"encoding/json"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"time"

	"cassetto/graph/model"
)

// matricola is the company of Query.
const matricola = "9900010011"

// Query is what every subscriber asks. Nobody sees anything else in the answer than another one does, so that it may be made once.
const Query = `subscription { aggiornamentiRichieste(matricola: "` + matricola + `") { cursore evento { numero ts tipo daStato aStato } richiesta { id protocollo stato matricola dataUltimoAggiornamento testo } } }`

// Data is what an answer to Query says of an event, written without the graph.
func Data(e *model.AggiornamentoRichiesta) []byte {
	type evento struct {
		Numero  int32                     `json:"numero"`
		Ts      model.DataOra             `json:"ts"`
		Tipo    model.TipoEventoRichiesta `json:"tipo"`
		DaStato *model.StatoRichiesta     `json:"daStato"`
		AStato  model.StatoRichiesta      `json:"aStato"`
	}
	type richiesta struct {
		ID         string               `json:"id"`
		Protocollo *string              `json:"protocollo"`
		Stato      model.StatoRichiesta `json:"stato"`
		Matricola  model.Matricola      `json:"matricola"`
		Aggiornata model.DataOra        `json:"dataUltimoAggiornamento"`
		Testo      string               `json:"testo"`
	}
	b, err := json.Marshal(map[string]any{"aggiornamentiRichieste": struct {
		Cursore   string    `json:"cursore"`
		Evento    evento    `json:"evento"`
		Richiesta richiesta `json:"richiesta"`
	}{
		e.Cursore,
		evento{e.Evento.Numero, e.Evento.Ts, e.Evento.Tipo, e.Evento.DaStato, e.Evento.AStato},
		richiesta{e.Richiesta.ID, e.Richiesta.Protocollo, e.Richiesta.Stato, e.Richiesta.Matricola, e.Richiesta.DataUltimoAggiornamento, e.Richiesta.Testo},
	}})
	if err != nil {
		panic(err)
	}
	return b
}

// Stored says when an event was stored, with all that follows from it.
type Stored struct{ At time.Time }

// Memory is what the process holds, in bytes, once all that can be has been given back to the system.
type Memory struct {
	Heap, Stacks uint64
	Goroutines   int
}

// Serve serves the subscribers of a world at /graphql of an address until the process is interrupted.
func Serve(address string, w *World, subscribers http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle("/graphql", subscribers)
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	n := 0
	mux.HandleFunc("POST /evento", func(answer http.ResponseWriter, r *http.Request) { // one at a time
		n++
		if err := w.Happen(r.Context(), n); err != nil {
			http.Error(answer, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(answer).Encode(Stored{time.Now()})
	})
	mux.HandleFunc("POST /memoria", func(w http.ResponseWriter, _ *http.Request) {
		debug.FreeOSMemory()
		debug.FreeOSMemory() // what the first one swept
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_ = json.NewEncoder(w).Encode(Memory{m.HeapInuse, m.StackInuse, runtime.NumGoroutine()})
	})
	server := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-stop:
		return server.Close()
	}
}
