package resolvers

import (
	"crypto/sha256"
	"sync"

	"cassetto/internal/access"
	"cassetto/internal/live"
	"cassetto/internal/push"
)

// What is kept of answers to events, for those who ask the same a little later.
const (
	reseMassime = 1024
	reseByte    = 16 << 20
)

// rese are answers to events, each made once for all who ask the same of the same event and may see the same.
type rese[V any] struct {
	mu     sync.Mutex
	per    map[chiaveResa[V]]*resa[V]
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
type resa[V any] struct {
	risposta *push.Answer // nil while it is being made
	aspetta  []*flusso[V] // who is to go on then
}

func nuoveRese[V any]() *rese[V] { return &rese[V]{per: map[chiaveResa[V]]*resa[V]{}} }

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

// chiede is the answer under a key. There is none yet for whoever is told that he is the first, who has to make it and to say so
// with fatta; nor for those who come meanwhile, who go on then.
func (r *rese[V]) chiede(chiave chiaveResa[V], f *flusso[V]) (risposta *push.Answer, primo bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	x := r.per[chiave]
	switch {
	case x == nil:
		r.per[chiave] = &resa[V]{}
		return nil, true
	case x.risposta == nil:
		x.aspetta = append(x.aspetta, f)
	}
	return x.risposta, false
}

// fatta says what the answer under a key is. One with errors, or with more than data and a cursor, is for him alone who made it:
// those who have waited for it are then to see for themselves.
func (r *rese[V]) fatta(chiave chiaveResa[V], a *push.Answer) (aspetta []*flusso[V], comune bool) {
	comune = a != nil && a.Data != nil && len(a.Errors) == 0 && len(a.Extensions) == 1
	r.mu.Lock()
	defer r.mu.Unlock()
	x := r.per[chiave]
	aspetta, x.aspetta = x.aspetta, nil
	if !comune {
		delete(r.per, chiave)
		return aspetta, false
	}
	x.risposta = a
	r.tiene(chiave, len(a.Data))
	return aspetta, true
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
