package resolvers

import (
	"context"
	"crypto/sha256"
	"maps"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/access"
	"cassetto/internal/live"
)

// What is kept of answers to events, for those who ask the same a little later.
const (
	reseMassime = 1024
	reseByte    = 16 << 20
)

// rese are answers to events, each made once for all who ask the same of the same event and may see the same.
type rese[V any] struct {
	mu     sync.Mutex
	per    map[chiaveResa[V]]*resa
	pronte []chiaveResa[V] // the oldest first
	byte   int
}

// chiaveResa is what an answer depends on: the event, its subject as it was read, what is asked of it, and of whom.
type chiaveResa[V any] struct {
	posizione int64
	valore    *V
	domanda   [sha256.Size]byte
	chi       [sha256.Size]byte // zero when it does not matter
}

// resa is an answer that is being made, or was.
type resa struct {
	fatta    chan struct{}
	risposta *graphql.Response // nil when it is not for others; it is not modified
	altri    bool              // whether another one is to try: who began has left
}

func nuoveRese[V any]() *rese[V] { return &rese[V]{per: map[chiaveResa[V]]*resa{}} }

// resa is the answer to an event: one that was made already, or a new one.
func (f *flusso[V]) resa(ctx context.Context, e live.Event[V], m *access.Mandato) *graphql.Response {
	chiave, condivisa := f.chiave(e, m)
	if !condivisa {
		return f.esegue(ctx, e)()
	}
	return f.rese.una(ctx, chiave, f.esegue(ctx, e))
}

// esegue carries the operation out for an event. Its answer says how to go on after it.
func (f *flusso[V]) esegue(ctx context.Context, e live.Event[V]) func() *graphql.Response {
	return func() *graphql.Response {
		cursore := f.cursori.Cursor(e.Position)
		a, err := f.aggiornamento(e, cursore)
		if err != nil {
			return f.ultima(ctx, err)
		}
		responses, running := f.library.DispatchOperation(context.WithValue(ctx, chiaveFlusso{}, a), copia(f.op))
		response := responses(running)
		if response == nil || response.Data == nil {
			return response
		}
		extensions := map[string]any{"cursore": cursore}
		maps.Copy(extensions, response.Extensions)
		return &graphql.Response{Data: response.Data, Errors: response.Errors, Extensions: extensions}
	}
}

// chiave is what the answer to an event depends on; false when it is for the caller alone.
func (f *flusso[V]) chiave(e live.Event[V], m *access.Mandato) (chiaveResa[V], bool) {
	chiave, condivisa := chiaveResa[V]{posizione: e.Position, valore: e.Value, domanda: f.selezione.chiave}, f.selezione.condivisa
	if condivisa && f.selezione.riservata {
		chiave.chi, condivisa = f.persona(m)
	}
	return chiave, condivisa
}

// persona is who asks, in his profile and with what he may see now; false when that is about to change.
func (f *flusso[V]) persona(m *access.Mandato) ([sha256.Size]byte, bool) {
	vede, vale := m.Impronta(f.Now())
	return sha256.Sum256([]byte(string(m.Utente.CodiceFiscale) + "|" + string(m.Utente.Profilo) + "|" + string(vede[:]))), vale
}

// una is the answer under a key. Who comes first makes it. One with errors, or with more than data and a cursor, is for him
// alone.
func (r *rese[V]) una(ctx context.Context, chiave chiaveResa[V], fa func() *graphql.Response) *graphql.Response {
	for ctx.Err() == nil {
		x, prima := r.posto(chiave)
		if prima {
			return r.prima(ctx, chiave, x, fa)
		}
		select {
		case <-x.fatta:
		case <-ctx.Done():
			return nil
		}
		switch {
		case x.risposta != nil:
			return x.risposta
		case !x.altri:
			return fa()
		}
	}
	return nil
}

// posto is the answer under a key; whoever is told that he is the first has to make it.
func (r *rese[V]) posto(chiave chiaveResa[V]) (x *resa, prima bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	x, c := r.per[chiave]
	if !c {
		x = &resa{fatta: make(chan struct{}), altri: true}
		r.per[chiave] = x
	}
	return x, !c
}

// prima makes the answer that others may be waiting for.
func (r *rese[V]) prima(ctx context.Context, chiave chiaveResa[V], x *resa, fa func() *graphql.Response) *graphql.Response {
	defer func() { // also after a panic
		r.mu.Lock()
		defer r.mu.Unlock()
		if x.risposta == nil {
			delete(r.per, chiave)
		} else {
			r.tiene(chiave, len(x.risposta.Data))
		}
		close(x.fatta)
	}()
	response := fa()
	if ctx.Err() != nil {
		return nil
	}
	x.altri = false
	if response != nil && response.Data != nil && len(response.Errors) == 0 && len(response.Extensions) == 1 {
		x.risposta = response
	}
	return response
}

// tiene keeps an answer, and lets the oldest go.
func (r *rese[V]) tiene(chiave chiaveResa[V], n int) {
	r.pronte = append(r.pronte, chiave)
	r.byte += n
	for len(r.pronte) > 1 && (len(r.pronte) > reseMassime || r.byte > reseByte) {
		vecchia := r.pronte[0]
		r.byte -= len(r.per[vecchia].risposta.Data)
		delete(r.per, vecchia)
		r.pronte = r.pronte[1:]
	}
}
