package crash

import (
	"slices"
	"sync"
)

// invio is a request that somebody sent, whether or not he was answered.
type invio struct {
	testo, matricola string // the text is found in no other request
	email, sms       bool   // consents
	id               string // as answered; empty: not answered
	impronte         []string
}

// comando is what an operator did, or wanted to.
type comando struct {
	commento  string // found in no other event
	richiesta string
	numero    int32 // of the event, as answered; 0: not answered, or refused
	respinto  bool
	volte     int // how often it was asked for
}

// memoria is what clients sent and were answered.
type memoria struct {
	mu      sync.Mutex
	invii   []invio
	comandi []comando
}

func (m *memoria) inviata(i invio) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.invii = append(m.invii, i)
}

func (m *memoria) comandata(c comando) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.comandi = append(m.comandi, c)
}

func (m *memoria) copia() ([]invio, []comando) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.invii), slices.Clone(m.comandi)
}

func (m *memoria) inviate() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.invii)
}
