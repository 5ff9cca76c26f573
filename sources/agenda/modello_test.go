package agenda

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"cassetto/graph/model"
)

// modello says what the archive must answer and hold. It knows nothing of places: it counts appointments.
type modello struct {
	fasce        map[string]modelloFascia
	appuntamenti map[string]*modelloAppuntamento
}

type modelloFascia struct {
	inizio, fine time.Time
	posti        int
}

type modelloAppuntamento struct {
	stato             string
	fascia            string
	inizio, fine      time.Time
	scadenza          time.Time
	richieste, eventi []string
}

func (a *modelloAppuntamento) occupa(ora time.Time) bool {
	switch a.stato {
	case "PRENOTATO":
		return a.scadenza.After(ora)
	case "CONFERMATO", "SVOLTO", "NON_PRESENTATO":
		return a.fine.After(ora)
	}
	return false
}

func (a *modelloAppuntamento) va(stato string) { a.stato, a.eventi = stato, append(a.eventi, stato) }

// prenota is what a booking comes to.
func (m *modello) prenota(id, fascia string, inizio time.Time, richieste []string, ora time.Time) string {
	oggi := time.Date(ora.Year(), ora.Month(), ora.Day(), 0, 0, 0, 0, ora.Location())
	switch {
	case m.appuntamenti[id] != nil:
		return ""
	case !inizio.After(ora):
		return FasciaPassata
	case !inizio.Before(oggi.AddDate(0, 0, 61)):
		return FasciaTroppoLontana
	case festa(inizio):
		return SedeChiusa
	}
	for _, altro := range m.appuntamenti {
		if altro.occupa(ora) && slices.ContainsFunc(richieste, func(r string) bool { return slices.Contains(altro.richieste, r) }) {
			return RichiestaImpegnata
		}
	}
	f, c := m.fasce[fascia]
	switch {
	case !c:
		return FasciaNonTrovata
	case m.presi(fascia, ora) >= f.posti:
		return FasciaEsaurita
	}
	scadenza := ora.Add(15 * time.Minute)
	if f.inizio.Before(scadenza) {
		scadenza = f.inizio
	}
	m.appuntamenti[id] = &modelloAppuntamento{fascia: fascia, inizio: f.inizio, fine: f.fine, scadenza: scadenza, richieste: richieste}
	m.appuntamenti[id].va("PRENOTATO")
	return ""
}

func (m *modello) presi(fascia string, ora time.Time) (n int) {
	for _, a := range m.appuntamenti {
		if a.fascia == fascia && a.occupa(ora) {
			n++
		}
	}
	return n
}

// comanda is what a command comes to; cosa is CONFERMA, ANNULLA, ANNULLA_SEDE or an outcome.
func (m *modello) comanda(id, cosa string, ora time.Time) string {
	a := m.appuntamenti[id]
	if a == nil {
		return AppuntamentoNonTrovato
	}
	switch {
	case a.stato == "SCADUTO", a.stato == "PRENOTATO" && !a.scadenza.After(ora):
		return PrenotazioneScaduta
	case a.stato != "PRENOTATO" && a.stato != "CONFERMATO", a.stato == "CONFERMATO" && cosa == "CONFERMA":
		return Conflitto
	}
	inizia := time.Date(a.inizio.Year(), a.inizio.Month(), a.inizio.Day(), 0, 0, 0, 0, model.Roma)
	switch cosa {
	case "CONFERMA":
		a.va("CONFERMATO")
	case "ANNULLA":
		if a.stato == "CONFERMATO" && !ora.Before(inizia) {
			return TermineTrascorso
		}
		a.va("CANCELLATO_UTENTE")
	case "ANNULLA_SEDE":
		if !ora.Before(a.fine) {
			return TermineTrascorso
		}
		a.va("CANCELLATO_SEDE")
	default:
		switch prima := ora.Before(a.inizio); {
		case a.stato != "CONFERMATO":
			return Conflitto
		case prima && cosa != "CHIUSO_E_DEFINITO":
			return EsitoPrematuro
		case !prima && cosa == "CHIUSO_E_DEFINITO":
			return EsitoTardivo
		}
		a.va(cosa)
	}
	return ""
}

// pubblica publishes from 9 to 11 on working days, at one desk; it says how many intervals are new and how many withdrawn.
func (m *modello) pubblica(dal time.Time, giorni, durata, posti int, sostituisci bool, ora time.Time) (pubblicate, ritirate int, codice string) {
	nuove := map[string]modelloFascia{}
	for g := range giorni {
		giorno := dal.AddDate(0, 0, g)
		if festa(giorno) || giorno.Weekday() == time.Saturday {
			continue
		}
		for minuto := 9 * 60; minuto+durata <= 11*60; minuto += durata {
			f := modelloFascia{giorno.Add(time.Duration(minuto) * time.Minute), giorno.Add(time.Duration(minuto+durata) * time.Minute), posti}
			nuove[nome(f)] = f
		}
	}
	fine := dal.AddDate(0, 0, giorni)
	dopo := maps.Clone(m.fasce)
	for id, f := range m.fasce {
		if sostituisci && !f.inizio.Before(dal) && f.inizio.Before(fine) && f.inizio.Weekday() != time.Saturday && f.inizio.After(ora) &&
			m.presi(id, ora) == 0 && nuove[id] != f {
			delete(dopo, id)
			ritirate++
		}
	}
	for id, f := range nuove {
		insieme := false
		for _, altra := range dopo {
			insieme = insieme || altra != f && altra.inizio.Before(f.fine) && f.inizio.Before(altra.fine)
		}
		switch _, c := dopo[id]; {
		case !f.inizio.After(ora):
		case insieme && !sostituisci:
			return 0, 0, FasceSovrapposte
		case !insieme && !c:
			pubblicate++
		}
	}
	for id, f := range nuove {
		insieme := slices.ContainsFunc(slices.Collect(maps.Values(dopo)), func(altra modelloFascia) bool {
			return altra.inizio.Before(f.fine) && f.inizio.Before(altra.fine)
		})
		if !insieme && f.inizio.After(ora) {
			dopo[id] = f
		}
	}
	m.fasce = dopo
	return pubblicate, ritirate, ""
}

func nome(f modelloFascia) string {
	return "F-4900-" + f.inizio.Format("20060102-1504-") + f.fine.Format("1504") + "-S"
}

// festa are the holidays of December 2026 to February 2027, in a comune whose patron is Saint Lucy's eve.
func festa(giorno time.Time) bool {
	return giorno.Weekday() == time.Sunday || slices.Contains([]string{"12-08", "12-12", "12-25", "12-26", "01-01", "01-06"}, giorno.Format("01-02"))
}

const patrono = "12-12"

// spazza ends what was not confirmed in time.
func (m *modello) spazza(ora time.Time) {
	for _, a := range m.appuntamenti {
		if a.stato == "PRENOTATO" && !a.scadenza.After(ora) {
			a.va("SCADUTO")
		}
	}
}

// confronta says where the archive differs.
func (m *modello) confronta(s stato, ora time.Time) (differenze []string) {
	diversa := func(forma string, args ...any) { differenze = append(differenze, fmt.Sprintf(forma, args...)) }
	if len(s.fasce) != len(m.fasce) || len(s.appuntamenti) != len(m.appuntamenti) {
		diversa("%d intervals, %d appointments; want %d, %d", len(s.fasce), len(s.appuntamenti), len(m.fasce), len(m.appuntamenti))
	}
	for id, f := range m.fasce {
		sua := s.fasce[id]
		liberi := f.posti - m.presi(id, ora)
		if sua.Inizio != model.DataOraDi(f.inizio) || sua.Fine != model.DataOraDi(f.fine) || int(sua.Posti) != f.posti || int(postiLiberi(&sua, ora)) != liberi {
			diversa("%s has %d places, %d free; want %d, %d", id, sua.Posti, postiLiberi(&sua, ora), f.posti, liberi)
		}
	}
	for id, a := range m.appuntamenti {
		suo := s.appuntamenti[id]
		if suo == nil || string(suo.Stato) != a.stato || suo.Fascia.ID != a.fascia || !slices.Equal(suo.IDRichieste, a.richieste) || len(suo.Storico) != len(a.eventi) {
			diversa("%s is %+v; want %+v", id, suo, a)
		}
	}
	return differenze
}
