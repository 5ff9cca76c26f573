package crash

import (
	"fmt"
	"os"
	"regexp"
	"slices"

	"cassetto/graph/model"
)

// genere is how a promise can be broken.
type genere string

const (
	perso    genere = "lost"
	doppio   genere = "doubled"
	errato   genere = "wrong"
	indebito genere = "not due"
)

// violazione is a broken promise, told without personal data.
type violazione struct {
	genere genere
	detto  string
}

// verifica holds the facts against everything that is promised.
func verifica(f *fatti) []violazione {
	v := &verificatore{
		fatti: f, perID: map[string]*model.Richiesta{}, perTesto: map[string][]string{}, perIDAgenda: map[string]*model.Appuntamento{}, ripetute: map[string]bool{},
	}
	for i := range f.richieste {
		r := &f.richieste[i]
		v.perID[r.ID] = r
		v.perTesto[r.Testo] = append(v.perTesto[r.Testo], r.ID)
	}
	for i := range f.appuntamenti {
		v.perIDAgenda[f.appuntamenti[i].ID] = &f.appuntamenti[i]
	}
	for _, p := range f.ricordi.prenotazioni {
		v.ripetute[p.id] = p.volte > 1
	}
	v.invii()
	v.eventi()
	v.comandi()
	v.protocolli()
	v.prenotazioni()
	v.storie()
	v.azioni()
	v.fasce()
	v.impegni()
	v.tenuti()
	for _, c := range f.corsi() {
		v.giornale(c)
		v.abbonati(c)
	}
	v.notifiche()
	v.allegati()
	v.registri()
	return v.violazioni
}

type verificatore struct {
	*fatti
	perID       map[string]*model.Richiesta
	perTesto    map[string][]string
	perIDAgenda map[string]*model.Appuntamento
	ripetute    map[string]bool // appointments that were asked for more than once
	violazioni  []violazione
}

func (v *verificatore) viola(g genere, format string, args ...any) {
	v.violazioni = append(v.violazioni, violazione{g, fmt.Sprintf(format, args...)})
}

// invii: every accepted request exists, once for each key, with the id that was answered, as it was sent.
func (v *verificatore) invii() {
	for _, i := range v.fatti.invii {
		ids := v.perTesto[i.testo]
		switch {
		case i.id == "":
			v.viola(errato, "a request was never answered; %d are stored", len(ids))
		case len(ids) == 0:
			v.viola(perso, "request %s was answered and is not stored", i.id)
		case len(ids) > 1:
			v.viola(doppio, "one key gave %d requests: %v", len(ids), ids)
		case ids[0] != i.id:
			v.viola(errato, "request %s was answered as %s", ids[0], i.id)
		}
		if r := v.perID[i.id]; r != nil && (string(r.Matricola) != i.matricola || r.Recapiti.ConsensoEmail != i.email || r.Recapiti.ConsensoSms != i.sms || len(r.Allegati) != len(i.impronte)) {
			v.viola(errato, "request %s is stored otherwise than it was sent", i.id)
		}
	}
}

// eventi: numbered from 1 without gaps, in time, and states never go back.
func (v *verificatore) eventi() {
	for id, r := range v.perID {
		var stato model.StatoRichiesta
		var ts model.DataOra
		for i, e := range r.Eventi {
			if int(e.Numero) != i+1 {
				v.viola(errato, "event %d of %s is numbered %d", i+1, id, e.Numero)
			}
			if e.Ts < ts {
				v.viola(errato, "event %d of %s is older than the one before", i+1, id)
			}
			if (e.DaStato == nil) != (i == 0) || e.DaStato != nil && *e.DaStato != stato || !segue(stato, e.AStato) {
				v.viola(errato, "event %d of %s goes from %s to %s", i+1, id, stato, e.AStato)
			}
			stato, ts = e.AStato, e.Ts
		}
		if r.Stato != stato || r.DataUltimoAggiornamento != ts {
			v.viola(errato, "request %s is %s, its log says %s", id, r.Stato, stato)
		}
		if r.DaRegistrare != "" || int(r.Registrati) != len(r.Eventi) {
			v.viola(perso, "something has still to follow from %s: %d of %d events", id, r.Registrati, len(r.Eventi))
		}
	}
}

// segue says whether a state may come after another.
func segue(prima, dopo model.StatoRichiesta) bool {
	switch prima {
	case "":
		return dopo == model.StatoRichiestaAperta
	case model.StatoRichiestaAperta:
		return dopo == model.StatoRichiestaAperta || dopo == model.StatoRichiestaInCarico
	case model.StatoRichiestaInCarico:
		return dopo == model.StatoRichiestaInCarico || dopo == model.StatoRichiestaChiusa
	}
	return false // nothing comes after the end
}

// comandi: what was answered is in the log where the answer had it, once for each key; what was refused at the first attempt is
// not.
func (v *verificatore) comandi() {
	for _, c := range v.fatti.comandi {
		r := v.perID[c.richiesta]
		if r == nil {
			continue // told already
		}
		var numeri []int32
		for _, e := range r.Eventi {
			if e.Commento != nil && *e.Commento == c.commento {
				numeri = append(numeri, e.Numero)
			}
		}
		switch {
		case len(numeri) > 1:
			v.viola(doppio, "one command on %s made events %v", c.richiesta, numeri)
		case c.respinto && c.volte == 1 && len(numeri) > 0:
			v.viola(indebito, "event %d of %s was refused", numeri[0], c.richiesta)
		case c.respinto:
		case c.numero == 0:
			v.viola(errato, "a command on %s was never answered as done, or without its event; stored: %v", c.richiesta, numeri)
		case len(numeri) == 0:
			v.viola(perso, "event %d of %s was answered and is not stored", c.numero, c.richiesta)
		case numeri[0] != c.numero:
			v.viola(errato, "event %d of %s was answered as %d", numeri[0], c.richiesta, c.numero)
		}
	}
}

// allegati: the files of accepted requests and appointments are those that were sent.
func (v *verificatore) allegati() {
	if v.scaricati == nil {
		return
	}
	for _, i := range v.fatti.invii {
		if i.id != "" && !slices.Equal(v.scaricati[i.id], i.impronte) {
			v.viola(perso, "the %d files of %s are not those that were sent", len(i.impronte), i.id)
		}
	}
	for _, p := range v.fatti.prenotazioni {
		if p.id != "" && !slices.Equal(v.scaricati[p.id], p.impronte) {
			v.viola(perso, "the %d files of %s are not those that were sent", len(p.impronte), p.id)
		}
	}
}

// registri: no process has panicked or raced.
func (v *verificatore) registri() {
	male := regexp.MustCompile(`(?m)^(panic:|fatal error:|WARNING: DATA RACE)|msg="[^"]*panicked`)
	for _, file := range v.fatti.registri {
		b, err := os.ReadFile(file)
		if err != nil {
			v.viola(errato, "a log cannot be read")
		}
		if at := male.FindIndex(b); at != nil {
			v.viola(errato, "a process logged: %.3000s", b[at[0]:])
		}
	}
}
