package crash

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// avviso is a notice that a log calls for.
type avviso struct {
	id          string    // that it must have; empty: any
	programmato time.Time // before which it does not leave; zero: at once
	superabile  bool      // what it tells is true no longer: it need not leave
}

// dovuta names a notice by what it is about.
func dovuta(soggetto string, numero int32, c model.CanaleAvviso) string {
	return evento(soggetto, numero) + "/" + string(c)
}

// promemoria is what a reminder adds to the name of its confirmation.
const promemoria = "/promemoria"

// nome is that of a stored notice.
func nome(n *model.Notifica) string {
	nome := dovuta(n.IDRichiesta+n.IDAppuntamento, n.Evento, n.Canale)
	if n.DataProgrammata != nil {
		nome += promemoria
	}
	return nome
}

// dovuti are the notices that the logs call for.
func (f *fatti) dovuti() map[string]avviso {
	tutti := map[string]avviso{}
	for i := range f.richieste {
		r := &f.richieste[i]
		for _, e := range r.Eventi {
			if e.Tipo == model.TipoEventoRichiestaProtocollazioneSmistamento || e.Tipo == model.TipoEventoRichiestaChiusura {
				for _, c := range consentiti(r.Recapiti) {
					tutti[dovuta(r.ID, e.Numero, c)] = avviso{}
				}
			}
		}
	}
	for i := range f.appuntamenti {
		a := &f.appuntamenti[i]
		for _, e := range a.Storico {
			for _, c := range consentiti(a.Recapiti) {
				f.dovutiPer(a, &e, c, tutti)
			}
		}
	}
	return tutti
}

// dovutiPer adds what an event of an appointment calls for on a channel.
func (f *fatti) dovutiPer(a *model.Appuntamento, e *model.EventoAppuntamento, c model.CanaleAvviso, tutti map[string]avviso) {
	chiama := func(occasione string) avviso {
		h := sha256.Sum256(fmt.Appendf(nil, "appuntamento|%s|%d|%s|%s", a.ID, e.Numero, occasione, c))
		return avviso{id: "N-" + base32.StdEncoding.EncodeToString(h[:])[:20]}
	}
	nome := dovuta(a.ID, e.Numero, c)
	switch e.AStato {
	case model.StatoAppuntamentoConfermato:
		superabile := a.Stato != model.StatoAppuntamentoConfermato || !quando(a.Fascia.Inizio).After(f.adesso)
		conferma, ricordo := chiama("conferma"), chiama("promemoria")
		conferma.superabile, ricordo.superabile = superabile, superabile
		tutti[nome] = conferma
		if ricordo.programmato = ilGiornoPrima(quando(a.Fascia.Inizio)); ricordo.programmato.After(quando(e.Ts)) {
			tutti[nome+promemoria] = ricordo
		}
	case model.StatoAppuntamentoCancellatoSede:
		tutti[nome] = chiama("annullatoSede")
	case model.StatoAppuntamentoChiusoEDefinito:
		tutti[nome] = chiama("definito")
	case model.StatoAppuntamentoCancellatoUtente:
		if c == model.CanaleAvvisoEmail && *e.DaStato == model.StatoAppuntamentoConfermato {
			tutti[nome] = chiama("annullatoUtente")
		}
	}
}

// ilGiornoPrima is when an appointment is remembered: at the same hour of the day before, not before nine and not after seven in
// the evening.
func ilGiornoPrima(inizio time.Time) time.Time {
	anno, mese, giorno := inizio.In(model.Roma).Date()
	ora, minuto, _ := inizio.In(model.Roma).Clock()
	if ora < 9 || ora >= 19 {
		ora, minuto = min(max(ora, 9), 19), 0
	}
	return time.Date(anno, mese, giorno-1, ora, minuto, 0, 0, model.Roma)
}

// consentiti are the channels that somebody agreed to.
func consentiti(r *model.RecapitiRichiesta) (tutti []model.CanaleAvviso) {
	if r != nil && r.ConsensoEmail {
		tutti = append(tutti, model.CanaleAvvisoEmail)
	}
	if r != nil && r.ConsensoSms {
		tutti = append(tutti, model.CanaleAvvisoSms)
	}
	return tutti
}

func quando(d model.DataOra) time.Time {
	t, _ := time.Parse(time.RFC3339, string(d)) // the program wrote it
	return t
}

// notifiche: those that are due are stored once and have arrived, always with their own identifier and none before its time; no
// other exists.
func (v *verificatore) notifiche() {
	dovuti, stored, ids := v.dovuti(), map[string]bool{}, map[string]bool{}
	for i := range v.fatti.notifiche {
		n := &v.fatti.notifiche[i]
		nome := nome(n)
		a, si := dovuti[nome]
		switch {
		case !si:
			v.viola(indebito, "notice %s is stored and not due", nome)
		case a.id != "" && n.ID != a.id:
			v.viola(errato, "notice %s is stored under %q", nome, n.ID)
		}
		if stored[nome] || ids[n.ID] {
			v.viola(doppio, "notice %s is stored twice", nome)
		}
		stored[nome], ids[n.ID] = true, true
		v.notifica(nome, n, a)
	}
	for nome := range dovuti {
		if !stored[nome] {
			v.viola(perso, "notice %s is due and not stored", nome)
		}
	}
	for id := range v.consegne {
		if !ids[id] {
			v.viola(indebito, "a message arrived with the identifier of no notice, %q", id)
		}
	}
}

// notifica: one that is due has left, unless its time has not come or what it tells is true no longer.
func (v *verificatore) notifica(nome string, n *model.Notifica, a avviso) {
	if n.DataProgrammata != nil {
		if *n.DataProgrammata != model.DataOraDi(a.programmato) {
			v.viola(errato, "notice %s is stored for %s, and due at %s", nome, *n.DataProgrammata, model.DataOraDi(a.programmato))
		}
		if c := v.consegne[n.ID]; c.volte > 0 && c.primo.Before(a.programmato) {
			v.viola(indebito, "notice %s arrived before its time", nome)
		}
	}
	switch n.Stato {
	case model.StatoNotificaInviata:
		if v.consegne[n.ID].volte == 0 {
			v.viola(perso, "notice %s is said to have left and did not arrive", nome)
		}
	case model.StatoNotificaAnnullata:
		if !a.superabile {
			v.viola(perso, "notice %s was called off and is due", nome)
		}
	case model.StatoNotificaNonRecapitata:
		v.viola(perso, "notice %s was given up after %d attempts", nome, n.Tentativi)
	case model.StatoNotificaDaInviare:
		switch {
		case a.programmato.After(v.adesso):
			if n.Tentativi > 0 || n.ProssimoTentativo != archive.Instant(a.programmato) {
				v.viola(errato, "notice %s is to leave at %s after %d attempts, and due at %s", nome, n.ProssimoTentativo, n.Tentativi, archive.Instant(a.programmato))
			}
		case v.tutte || n.Tentativi == 0:
			v.viola(perso, "notice %s has still to leave, after %d attempts", nome, n.Tentativi)
		}
	}
}
