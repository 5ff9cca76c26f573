package outbox

import (
	"reflect"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

var tipi = map[model.StatoAppuntamento]model.TipoEventoAppuntamento{
	model.StatoAppuntamentoPrenotato: model.TipoEventoAppuntamentoPrenotazione, model.StatoAppuntamentoConfermato: model.TipoEventoAppuntamentoConferma,
	model.StatoAppuntamentoScaduto: model.TipoEventoAppuntamentoScadenza, model.StatoAppuntamentoCancellatoSede: model.TipoEventoAppuntamentoAnnullamento,
	model.StatoAppuntamentoCancellatoUtente: model.TipoEventoAppuntamentoAnnullamento, model.StatoAppuntamentoSvolto: model.TipoEventoAppuntamentoConclusione,
	model.StatoAppuntamentoNonPresentato: model.TipoEventoAppuntamentoConclusione, model.StatoAppuntamentoChiusoEDefinito: model.TipoEventoAppuntamentoConclusione,
}

// appuntamento is one that was booked on 1 December 2026 at 11:00 in Italy for Tuesday 12 January 2027 at 10:30, and came to some
// states since, a minute apart, with both contacts.
func appuntamento(stati ...model.StatoAppuntamento) *model.Appuntamento {
	email, cellulare, telefono := "mario@example.org", "+393331234567", "+39029999999"
	a := &model.Appuntamento{
		ID: "A-1", Matricola: "4901234567", CodiceFiscale: "00000001016", CodiceSede: "4900", CodiceArgomento: "REGOLARITA_CONTRIBUTIVA",
		Telefono: &telefono, Note: "Note riservate", Modalita: model.ModalitaAppuntamentoInSede, LinkWeb: new("https://riunioni.example/segreto"),
		Fascia:      &model.Fascia{ID: "F-1", Inizio: "2027-01-12T09:30:00Z", Fine: "2027-01-12T10:00:00Z", PuntoConsulenza: new("Sportello segreto")},
		Richiedente: &model.MittenteRichiesta{CodiceFiscale: "RSSMRA80A01H501U"},
		Recapiti:    &model.RecapitiRichiesta{Email: &email, Cellulare: &cellulare, ConsensoEmail: true, ConsensoSms: true},
	}
	ts := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	for i, s := range append([]model.StatoAppuntamento{model.StatoAppuntamentoPrenotato}, stati...) {
		e := model.EventoAppuntamento{
			Numero: int32(i + 1), Ts: model.DataOraDi(ts), Tipo: tipi[s], AStato: s, Motivo: new("Motivo riservato"), Ufficio: new("Ufficio segreto"),
		}
		if i > 0 {
			e.DaStato = new(a.Stato)
		}
		a.Stato, a.Storico, ts = s, append(a.Storico, e), ts.Add(time.Minute)
	}
	return a
}

const (
	confermato      = model.StatoAppuntamentoConfermato
	cancellatoSede  = model.StatoAppuntamentoCancellatoSede
	cancellatoSuo   = model.StatoAppuntamentoCancellatoUtente
	chiusoDefinito  = model.StatoAppuntamentoChiusoEDefinito
	svolto          = model.StatoAppuntamentoSvolto
	nonPresentato   = model.StatoAppuntamentoNonPresentato
	scaduto         = model.StatoAppuntamentoScaduto
	giornoPrimaAlle = "2027-01-11T09:30:00Z"
)

// TestDovuteAppuntamento: which events are told, on which channels, and when.
func TestDovuteAppuntamento(t *testing.T) {
	conferme := []string{"2 EMAIL", "2 EMAIL " + giornoPrimaAlle, "2 SMS", "2 SMS " + giornoPrimaAlle}
	for name, test := range map[string]struct {
		a    *model.Appuntamento
		want []string
	}{
		"booked":                                 {appuntamento(), nil},
		"confirmed":                              {appuntamento(confermato), conferme},
		"not confirmed in time":                  {appuntamento(scaduto), nil},
		"cancelled by him, unconfirmed":          {appuntamento(cancellatoSuo), nil},
		"cancelled by him":                       {appuntamento(confermato, cancellatoSuo), append(conferme[:4:4], "3 EMAIL")},
		"cancelled by the office, unconfirmed":   {appuntamento(cancellatoSede), []string{"2 EMAIL", "2 SMS"}},
		"cancelled by the office":                {appuntamento(confermato, cancellatoSede), append(conferme[:4:4], "3 EMAIL", "3 SMS")},
		"solved before":                          {appuntamento(confermato, chiusoDefinito), append(conferme[:4:4], "3 EMAIL", "3 SMS")},
		"held":                                   {appuntamento(confermato, svolto), conferme},
		"nobody came":                            {appuntamento(confermato, nonPresentato), conferme},
		"cancelled by him, without an e-mail":    {senzaEmail(appuntamento(confermato, cancellatoSuo)), conferme[2:]},
		"cancelled by the office, with no phone": {senzaSMS(appuntamento(cancellatoSede)), []string{"2 EMAIL"}},
		"nobody to tell":                         {senzaSMS(senzaEmail(appuntamento(confermato))), nil},
		"no contacts":                            {senzaRecapiti(appuntamento(confermato, cancellatoSede)), nil},
	} {
		var got []string
		for _, n := range DovuteAppuntamento(test.a, adesso) {
			quando := archive.Instant(adesso)
			detta := string('0'+rune(n.Evento)) + " " + string(n.Canale)
			if n.DataProgrammata != nil {
				at, _ := time.Parse(time.RFC3339, string(*n.DataProgrammata))
				quando, detta = archive.Instant(at), detta+" "+string(*n.DataProgrammata)
			}
			got = append(got, detta)
			want := model.Notifica{
				ID: n.ID, IDAppuntamento: "A-1", Evento: n.Evento, Canale: n.Canale, CodiceSede: "4900", Stato: model.StatoNotificaDaInviare,
				DataProgrammata: n.DataProgrammata, ProssimoTentativo: quando, ModificataAl: archive.Instant(adesso),
			}
			if !reflect.DeepEqual(n, want) {
				t.Errorf("%s: %+v", name, n)
			}
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func senzaEmail(a *model.Appuntamento) *model.Appuntamento {
	a.Recapiti.ConsensoEmail = false
	return a
}

func senzaSMS(a *model.Appuntamento) *model.Appuntamento {
	a.Recapiti.Cellulare = nil
	return a
}

func senzaRecapiti(a *model.Appuntamento) *model.Appuntamento {
	a.Recapiti = nil
	return a
}

// TestQuandoRicordare: the day before, at the same hour on the clocks of Italy, when they change too, within 9 and 19; not before
// the confirmation.
func TestQuandoRicordare(t *testing.T) {
	for name, test := range map[string]struct{ inizio, confermato, want string }{
		"in winter":                          {"2027-01-12T09:30:00Z", "2026-12-01T10:00:00Z", "2027-01-11T09:30:00Z"},
		"in summer":                          {"2027-07-13T09:30:00Z", "2027-06-01T10:00:00Z", "2027-07-12T09:30:00Z"},
		"clocks go forward that day":         {"2027-03-28T08:30:00Z", "2027-03-01T10:00:00Z", "2027-03-27T09:30:00Z"}, // 10:30, 25 hours before are 24 on the clock
		"clocks went forward the day before": {"2027-03-29T08:30:00Z", "2027-03-01T10:00:00Z", "2027-03-28T08:30:00Z"},
		"clocks go back that day":            {"2027-10-31T09:30:00Z", "2027-10-01T10:00:00Z", "2027-10-30T08:30:00Z"},
		"clocks went back the day before":    {"2027-11-01T09:30:00Z", "2027-10-01T10:00:00Z", "2027-10-31T09:30:00Z"},
		"too early":                          {"2027-01-12T07:15:00Z", "2026-12-01T10:00:00Z", "2027-01-11T08:00:00Z"},
		"too early as clocks change":         {"2027-03-29T00:30:00Z", "2027-03-01T10:00:00Z", "2027-03-28T07:00:00Z"}, // 2:30, which the day before has not
		"just at nine":                       {"2027-01-12T08:00:00Z", "2026-12-01T10:00:00Z", "2027-01-11T08:00:00Z"},
		"just before nineteen":               {"2027-01-12T17:59:00Z", "2026-12-01T10:00:00Z", "2027-01-11T17:59:00Z"},
		"too late":                           {"2027-01-12T19:45:00Z", "2026-12-01T10:00:00Z", "2027-01-11T18:00:00Z"},
		"first of the month":                 {"2027-03-01T09:30:00Z", "2027-02-01T10:00:00Z", "2027-02-28T09:30:00Z"},
		"confirmed just before":              {"2027-01-12T09:30:00Z", "2027-01-11T09:29:59Z", "2027-01-11T09:30:00Z"},
		"confirmed just then":                {"2027-01-12T09:30:00Z", "2027-01-11T09:30:00Z", ""},
		"confirmed on the day":               {"2027-01-12T09:30:00Z", "2027-01-12T08:00:00Z", ""},
		"confirmed the evening before":       {"2027-01-12T19:30:00Z", "2027-01-11T18:30:00Z", ""},
	} {
		a := appuntamento(confermato)
		a.Fascia.Inizio, a.Storico[1].Ts = model.DataOra(test.inizio), model.DataOra(test.confermato)
		got, serve := quandoRicordare(a, &a.Storico[1])
		if serve != (test.want != "") || serve && string(model.DataOraDi(got)) != test.want {
			t.Errorf("%s: %v %s, want %q", name, serve, model.DataOraDi(got), test.want)
		}
		if n := DovuteAppuntamento(a, adesso); len(n) != map[bool]int{true: 4, false: 2}[serve] {
			t.Errorf("%s: %d notices", name, len(n))
		}
	}
}

// TestIdentificativiAppuntamento: they are for ever, and each notice has its own.
func TestIdentificativiAppuntamento(t *testing.T) {
	ids := map[string]bool{}
	a := appuntamento(confermato)
	for _, n := range append(DovuteAppuntamento(a, adesso), DovuteAppuntamento(appuntamento(confermato, cancellatoSede), adesso.Add(time.Hour))...) {
		ids[n.ID] = true
		if len(n.ID) != 22 || !identificativoValido(n.ID) {
			t.Errorf("identifier %q", n.ID)
		}
	}
	r := richiesta()
	r.ID = a.ID
	for _, n := range Dovute(r, adesso) {
		ids[n.ID] = true
	}
	a.ID = "A-2"
	for _, n := range DovuteAppuntamento(a, adesso) {
		ids[n.ID] = true
	}
	if len(ids) != 6+4+4 || !ids["N-ZKCY7FJQXMZYO3LEUMYZ"] || !ids["N-BROPITBACEQFFWZSV4BB"] { // another would send again what was sent
		t.Errorf("%d identifiers: %v", len(ids), ids)
	}
}
