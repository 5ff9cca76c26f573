package outbox

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// Dovute are the notices that the log of a request calls for, to be sent from now on. The same log always gives the same
// identifiers, so that whoever derives them again stores nothing twice.
func Dovute(r *model.Richiesta, now time.Time) []model.Notifica {
	var all []model.Notifica
	sede := r.CodiceSede // unless the log says which office had it
	for _, e := range r.Eventi {
		if e.Sede != nil {
			sede = *e.Sede
		}
		if !avvisa(e.Tipo) {
			continue
		}
		for _, c := range canali(r.Recapiti) {
			all = append(all, model.Notifica{
				ID: identificativo(r.ID, e.Numero, c), IDRichiesta: r.ID, Evento: e.Numero, Canale: c, CodiceSede: sede,
				Stato: model.StatoNotificaDaInviare, ProssimoTentativo: archive.Instant(now), ModificataAl: archive.Instant(now),
			})
		}
	}
	return all
}

// avvisa says whether an event is one of the two that are told.
func avvisa(t model.TipoEventoRichiesta) bool {
	return t == model.TipoEventoRichiestaProtocollazioneSmistamento || t == model.TipoEventoRichiestaChiusura
}

// canali are those with a contact and the consent to use it.
func canali(r *model.RecapitiRichiesta) []model.CanaleAvviso {
	var all []model.CanaleAvviso
	if r == nil {
		return nil
	}
	if r.ConsensoEmail && r.Email != nil && *r.Email != "" {
		all = append(all, model.CanaleAvvisoEmail)
	}
	if r.ConsensoSms && r.Cellulare != nil && *r.Cellulare != "" {
		all = append(all, model.CanaleAvvisoSms)
	}
	return all
}

func identificativo(richiesta string, evento int32, c model.CanaleAvviso) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%d|%s", richiesta, evento, c))
	return "N-" + base32.StdEncoding.EncodeToString(sum[:])[:20]
}
