package outbox

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// Hours between which a reminder is sent, in Italy.
const (
	primaOra  = 9
	ultimaOra = 19
)

// occasione is what an appointment is told of for, as the texts call it.
type occasione string

const (
	conferma        occasione = "conferma"
	promemoria      occasione = "promemoria"
	annullatoSede   occasione = "annullatoSede"
	annullatoUtente occasione = "annullatoUtente"
	definito        occasione = "definito"
)

// occasioneDi is what an event calls for; empty: it is not told. Bookings that were never confirmed end silently, unless the
// office ends them.
func occasioneDi(e *model.EventoAppuntamento) occasione {
	switch {
	case e.Tipo == model.TipoEventoAppuntamentoConferma:
		return conferma
	case e.AStato == model.StatoAppuntamentoCancellatoSede:
		return annullatoSede
	case e.AStato == model.StatoAppuntamentoChiusoEDefinito:
		return definito
	case e.AStato == model.StatoAppuntamentoCancellatoUtente && e.DaStato != nil && *e.DaStato == model.StatoAppuntamentoConfermato:
		return annullatoUtente
	}
	return ""
}

// canaliPer are the channels on which an occasion is told. Who cancelled knows it: only his calendar has to learn.
func canaliPer(o occasione, r *model.RecapitiRichiesta) []model.CanaleAvviso {
	var all []model.CanaleAvviso
	for _, c := range canali(r) {
		if o != annullatoUtente || c == model.CanaleAvvisoEmail {
			all = append(all, c)
		}
	}
	return all
}

// DovuteAppuntamento are the notices that the log of an appointment calls for: reminders at their own time, the others from now on.
// The same log always gives the same identifiers, as with Dovute.
func DovuteAppuntamento(a *model.Appuntamento, now time.Time) []model.Notifica {
	var all []model.Notifica
	for i := range a.Storico {
		e := &a.Storico[i]
		o := occasioneDi(e)
		if o == "" {
			continue
		}
		quando, serve := quandoRicordare(a, e)
		for _, c := range canaliPer(o, a.Recapiti) {
			all = append(all, notificaDi(a, e, o, c, now))
			if o == conferma && serve {
				n := notificaDi(a, e, promemoria, c, now)
				n.DataProgrammata, n.ProssimoTentativo = new(model.DataOraDi(quando)), archive.Instant(quando)
				all = append(all, n)
			}
		}
	}
	return all
}

func notificaDi(a *model.Appuntamento, e *model.EventoAppuntamento, o occasione, c model.CanaleAvviso, now time.Time) model.Notifica {
	sum := sha256.Sum256(fmt.Appendf(nil, "appuntamento|%s|%d|%s|%s", a.ID, e.Numero, o, c))
	return model.Notifica{
		ID: "N-" + base32.StdEncoding.EncodeToString(sum[:])[:20], IDAppuntamento: a.ID, Evento: e.Numero, Canale: c, CodiceSede: a.CodiceSede,
		Stato: model.StatoNotificaDaInviare, ProssimoTentativo: archive.Instant(now), ModificataAl: archive.Instant(now),
	}
}

// quandoRicordare is when a confirmed appointment is remembered: the day before, at the hour at which it begins on the clocks of
// Italy, or the nearest hour at which people are not disturbed. False when it was confirmed after that.
func quandoRicordare(a *model.Appuntamento, confermato *model.EventoAppuntamento) (time.Time, bool) {
	inizio, ok := istante(a.Fascia.Inizio)
	if !ok {
		return time.Time{}, false
	}
	anno, mese, giorno := inizio.Date()
	alle := func(h, m int) time.Time { return time.Date(anno, mese, giorno-1, h, m, 0, 0, model.Roma) }
	quando := alle(inizio.Hour(), inizio.Minute())
	switch {
	case inizio.Hour() < primaOra:
		quando = alle(primaOra, 0)
	case inizio.Hour() >= ultimaOra:
		quando = alle(ultimaOra, 0)
	}
	ts, ok := istante(confermato.Ts)
	return quando, ok && quando.After(ts)
}

// istante is when something happens, in Italy; false when a document does not say.
func istante(d model.DataOra) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, string(d))
	return t.In(model.Roma), err == nil
}
