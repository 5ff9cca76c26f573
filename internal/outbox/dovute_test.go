package outbox

import (
	"reflect"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

var adesso = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// richiesta is a closed request with both contacts.
func richiesta() *model.Richiesta {
	protocollo, esito := "INPS.4900.27/11/2026.0000012", model.EsitoRichiestaParziale
	email, cellulare, commento, ufficio := "mario@example.org", "+393331234567", "Commento riservato", "Ufficio segreto"
	sede, altra := model.CodiceSede("4900"), model.CodiceSede("7000")
	return &model.Richiesta{
		ID: "R1", Protocollo: &protocollo, Testo: "Testo riservato", Matricola: "4901234567", CodiceSede: altra, Esito: &esito,
		CodiceFiscale: "00000001016", Mittente: &model.MittenteRichiesta{CodiceFiscale: "RSSMRA80A01H501U"},
		Recapiti:     &model.RecapitiRichiesta{Email: &email, Cellulare: &cellulare, ConsensoEmail: true, ConsensoSms: true},
		DataApertura: "2026-11-26T23:30:00Z", // already the 27th in Italy
		Eventi: []model.EventoRichiesta{
			{Numero: 1, Tipo: model.TipoEventoRichiestaApertura, Ts: "2026-11-26T23:30:00Z"},
			{Numero: 2, Tipo: model.TipoEventoRichiestaProtocollazioneSmistamento, Ts: "2026-11-26T23:30:01Z", Sede: &sede},
			{Numero: 3, Tipo: model.TipoEventoRichiestaPresaInCarico, Ts: "2026-11-27T08:00:00Z", Commento: &commento, Ufficio: &ufficio},
			{Numero: 4, Tipo: model.TipoEventoRichiestaRiassegnazione, Ts: "2026-11-27T09:00:00Z", Sede: &altra},
			{Numero: 5, Tipo: model.TipoEventoRichiestaChiusura, Ts: "2026-12-01T09:00:00Z", Commento: &commento},
		},
	}
}

func TestDovute(t *testing.T) {
	r := richiesta()
	got := Dovute(r, adesso)
	var want []model.Notifica
	for _, w := range []struct {
		id     string
		evento int32
		canale model.CanaleAvviso
		sede   model.CodiceSede
	}{
		{got[0].ID, 2, model.CanaleAvvisoEmail, "4900"}, {got[1].ID, 2, model.CanaleAvvisoSms, "4900"},
		{got[2].ID, 5, model.CanaleAvvisoEmail, "7000"}, {got[3].ID, 5, model.CanaleAvvisoSms, "7000"},
	} {
		want = append(want, model.Notifica{
			ID: w.id, IDRichiesta: "R1", Evento: w.evento, Canale: w.canale, CodiceSede: w.sede, Stato: model.StatoNotificaDaInviare,
			ProssimoTentativo: archive.Instant(adesso), ModificataAl: archive.Instant(adesso),
		})
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	ids := map[string]bool{}
	for _, n := range append(Dovute(r, adesso.Add(time.Hour)), got...) {
		ids[n.ID] = true
		if len(n.ID) != 22 || !identificativoValido(n.ID) {
			t.Errorf("identifier %q", n.ID)
		}
	}
	if len(ids) != 4 || !ids["N-DO272DDQEQPIK2UMNUA2"] { // for ever: another would send again what was sent
		t.Errorf("identifiers %v", ids)
	}
	r.ID = "R2"
	if ids[Dovute(r, adesso)[0].ID] {
		t.Error("two requests share an identifier")
	}
}

// TestConsensi: no contact, no notice; no consent, no notice; neither when it is time to send.
func TestConsensi(t *testing.T) {
	empty := ""
	for name, test := range map[string]struct {
		change func(*model.Richiesta)
		want   map[model.CanaleAvviso]bool
	}{
		"both":          {func(*model.Richiesta) {}, map[model.CanaleAvviso]bool{model.CanaleAvvisoEmail: true, model.CanaleAvvisoSms: true}},
		"no contacts":   {func(r *model.Richiesta) { r.Recapiti = nil }, nil},
		"no consents":   {func(r *model.Richiesta) { r.Recapiti.ConsensoEmail, r.Recapiti.ConsensoSms = false, false }, nil},
		"no number":     {func(r *model.Richiesta) { r.Recapiti.Cellulare = nil }, map[model.CanaleAvviso]bool{model.CanaleAvvisoEmail: true}},
		"empty address": {func(r *model.Richiesta) { r.Recapiti.Email = &empty }, map[model.CanaleAvviso]bool{model.CanaleAvvisoSms: true}},
		"only SMS":      {func(r *model.Richiesta) { r.Recapiti.ConsensoEmail = false }, map[model.CanaleAvviso]bool{model.CanaleAvvisoSms: true}},
	} {
		r := richiesta()
		test.change(r)
		if got := Dovute(r, adesso); len(got) != 2*len(test.want) {
			t.Errorf("%s: %+v", name, got)
		}
		for _, n := range Dovute(richiesta(), adesso) {
			if a := Componi(r, Voci{}, &n); (a != nil) != test.want[n.Canale] {
				t.Errorf("%s: %s composed: %+v", name, n.Canale, a)
			}
		}
	}
	for _, evento := range []int32{0, 1, 3, 4, 6} {
		if a := Componi(richiesta(), Voci{}, &model.Notifica{Evento: evento, Canale: model.CanaleAvvisoEmail}); a != nil {
			t.Errorf("event %d is told", evento)
		}
	}
}
