package resolvers

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// gruppo is what streams have in common that ask the same: they differ in who asks and in how far they are.
type gruppo[V any] struct {
	*aggiornamenti[V]
	op        *graphql.OperationContext
	alias     string
	domanda   domanda
	selezione selezione

	chiave [sha256.Size]byte
	flussi int // that are in it
}

// gruppi are those of the streams that are open.
type gruppi[V any] struct {
	mu  sync.Mutex
	per map[[sha256.Size]byte]*gruppo[V]
}

// entra is the group of a stream that asks what g does: one that there is already, or g. Who enters has to leave.
func (t *gruppi[V]) entra(g *gruppo[V]) *gruppo[V] {
	if g.selezione.condivisa {
		chiave, err := json.Marshal([]any{g.op.RawQuery, g.op.Operation.Name, g.op.Variables})
		if err != nil {
			return g
		}
		g.chiave, g.op = sha256.Sum256(chiave), comune(g.op)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if altro := t.per[g.chiave]; altro != nil && g.selezione.condivisa {
		g = altro
	} else if g.selezione.condivisa {
		t.per[g.chiave] = g
	}
	g.flussi++
	return g
}

// esce is called once for each stream that has entered.
func (t *gruppi[V]) esce(g *gruppo[V]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if g.flussi--; g.flussi == 0 && t.per[g.chiave] == g {
		delete(t.per, g.chiave)
	}
}

// comune is an operation without what is only of the request that brought it: its headers, and what was noted of how it went.
func comune(op *graphql.OperationContext) *graphql.OperationContext {
	c := copia(op)
	c.Headers, c.Extensions = nil, nil
	c.Stats = graphql.Stats{Read: op.Stats.Read, Parsing: op.Stats.Parsing, Validation: op.Stats.Validation, OperationStart: op.Stats.OperationStart}
	return c
}
