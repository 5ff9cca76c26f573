package crash

import (
	"maps"
	"slices"
	"sync"

	"cassetto/graph/model"
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

// prenotazione is an appointment that somebody wanted, whether or not he was answered.
type prenotazione struct {
	chi                     string // profile
	note, matricola, fascia string // the notes are found in no other appointment
	richieste               []string
	email, sms              bool // consents
	impronte                []string
	id                      string // as answered; empty: not answered, or refused
	rifiuto                 string // code; empty: not refused
	volte                   int    // how often it was asked for
}

// azione is what somebody did to an appointment, or wanted to.
type azione struct {
	cosa         model.TipoEventoAppuntamento
	appuntamento string
	motivo       string // found in no other event; empty: the appointment has no other event of the kind
	numero       int32  // of the event, as answered; 0: not answered, or refused
	rifiuto      string // code; empty: not refused
	volte        int    // how often it was asked for
}

// ricordi are what clients sent and were answered, and what was seen on the way.
type ricordi struct {
	invii        []invio
	comandi      []comando
	prenotazioni []prenotazione
	azioni       []azione
	pubblicate   map[string]int32 // places of the intervals that were answered as published
	affollate    map[string]int   // most places that were ever seen taken, of intervals
}

// memoria keeps them while many write.
type memoria struct {
	mu sync.Mutex
	ricordi
}

func nuovaMemoria() *memoria {
	return &memoria{ricordi: ricordi{pubblicate: map[string]int32{}, affollate: map[string]int{}}}
}

// annota changes what is remembered.
func (m *memoria) annota(come func(*ricordi)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	come(&m.ricordi)
}

func (m *memoria) inviata(i invio) { m.annota(func(r *ricordi) { r.invii = append(r.invii, i) }) }
func (m *memoria) comandata(c comando) {
	m.annota(func(r *ricordi) { r.comandi = append(r.comandi, c) })
}
func (m *memoria) prenotata(p prenotazione) {
	m.annota(func(r *ricordi) { r.prenotazioni = append(r.prenotazioni, p) })
}
func (m *memoria) agita(a azione) { m.annota(func(r *ricordi) { r.azioni = append(r.azioni, a) }) }

func (m *memoria) copia() ricordi {
	m.mu.Lock()
	defer m.mu.Unlock()
	return ricordi{
		slices.Clone(m.invii), slices.Clone(m.comandi), slices.Clone(m.prenotazioni), slices.Clone(m.azioni),
		maps.Clone(m.pubblicate), maps.Clone(m.affollate),
	}
}

func (m *memoria) inviate() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.invii)
}

func (m *memoria) prenotate() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.prenotazioni)
}

// recenti are the last requests of a position that were answered, at most so many.
func (m *memoria) recenti(matricola string, quante int) (ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.invii) - 1; i >= 0 && len(ids) < quante; i-- {
		if m.invii[i].matricola == matricola && m.invii[i].id != "" {
			ids = append(ids, m.invii[i].id)
		}
	}
	return ids
}
