package outbox

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

var vociAppuntamento = VociAppuntamento{
	Ufficio: "Sede di Milano <Centro>", Indirizzo: "Via dell'Esempio 1, 20100 Milano MI", Argomento: "Regolarità contributiva",
}

// prima is before the appointment of the tests begins, after all its events.
var prima = time.Date(2027, 1, 12, 9, 29, 59, 0, time.UTC)

// occasioni are appointments, each as one occasion leaves it, with the event that is told.
func occasioni() map[occasione]*model.Appuntamento {
	return map[occasione]*model.Appuntamento{
		conferma: appuntamento(confermato), promemoria: appuntamento(confermato), annullatoSede: appuntamento(confermato, cancellatoSede),
		annullatoUtente: appuntamento(confermato, cancellatoSuo), definito: appuntamento(confermato, chiusoDefinito),
	}
}

// dette are the notices of an appointment that one occasion calls for.
func dette(a *model.Appuntamento, o occasione) []model.Notifica {
	var all []model.Notifica
	for _, n := range DovuteAppuntamento(a, adesso) {
		suo := int(n.Evento) == len(a.Storico) && (n.DataProgrammata != nil) == (o == promemoria)
		if suo {
			all = append(all, n)
		}
	}
	return all
}

func TestTestiAppuntamenti(t *testing.T) {
	for o, a := range occasioni() {
		for _, n := range dette(a, o) {
			avviso, err := ComponiAppuntamento(a, vociAppuntamento, &n, adesso)
			if err != nil || avviso == nil {
				t.Fatalf("%s: %v", o, err)
			}
			name := "appuntamento-" + string(o)
			if n.Canale == model.CanaleAvvisoSms {
				confronta(t, name+".sms", avviso.SMS)
				if avviso.Email+avviso.Oggetto+avviso.Testo+avviso.HTML != "" || avviso.Invito != nil || avviso.Cellulare != "+393331234567" || avviso.ID != n.ID {
					t.Errorf("%+v", avviso)
				}
				continue
			}
			confronta(t, name+".txt", avviso.Oggetto+"\n\n"+avviso.Testo)
			confronta(t, name+".html", avviso.HTML)
			if avviso.Cellulare+avviso.SMS != "" || avviso.Email != "mario@example.org" || avviso.ID != n.ID {
				t.Errorf("%+v", avviso)
			}
		}
	}
}

// TestModalita: how an appointment is held is said wherever it is still to be held.
func TestModalita(t *testing.T) {
	for modalita, want := range map[model.ModalitaAppuntamento]struct{ testo, luogo string }{
		model.ModalitaAppuntamentoInSede:     {"Indirizzo: Via dell'Esempio 1, 20100 Milano MI\n", "Sede di Milano <Centro>, Via dell'Esempio 1, 20100 Milano MI"},
		model.ModalitaAppuntamentoTelefono:   {"La sede telefonerà al numero indicato nella prenotazione.", "Per telefono"},
		model.ModalitaAppuntamentoWebMeeting: {"il collegamento è nel Cassetto previdenziale, fra i dati dell'appuntamento.", "Riunione in rete"},
	} {
		for _, o := range []occasione{conferma, promemoria} {
			a := appuntamento(confermato)
			a.Modalita = modalita
			for _, n := range dette(a, o) {
				avviso, err := ComponiAppuntamento(a, vociAppuntamento, &n, prima)
				if err != nil || n.Canale == model.CanaleAvvisoEmail && (!strings.Contains(avviso.Testo, want.testo) || avviso.Invito.Luogo != want.luogo) {
					t.Errorf("%s, %s: %v %+v", modalita, o, err, avviso)
				}
				if n.Canale == model.CanaleAvvisoEmail && strings.Contains(avviso.Testo, "Indirizzo") != (modalita == model.ModalitaAppuntamentoInSede) {
					t.Errorf("%s has an address:\n%s", modalita, avviso.Testo)
				}
			}
		}
	}
}

// TestFrasi: what is true of some appointments only is said of those only.
func TestFrasi(t *testing.T) {
	for frase, test := range map[string]struct {
		a      *model.Appuntamento
		quando time.Time
		want   bool
	}{
		"lo annulli nel Cassetto":                     {appuntamento(confermato), prima.Add(-24 * time.Hour), true},
		"lo annulli":                                  {appuntamento(confermato), prima, false},     // on the day itself it cannot be
		"non contiene collegamenti né allegati":       {appuntamento(cancellatoSede), adesso, true}, // no calendar knows it
		"invito.ics":                                  {appuntamento(cancellatoSede), adesso, false},
		"togliere l'appuntamento dal suo calendario":  {appuntamento(confermato, cancellatoSede), adesso, true},
		"riportare l'appuntamento nel suo calendario": {appuntamento(confermato), adesso, true},
	} {
		n := model.Notifica{ID: "N-1", Evento: int32(len(test.a.Storico)), Canale: model.CanaleAvvisoEmail}
		a, err := ComponiAppuntamento(test.a, vociAppuntamento, &n, test.quando)
		if err != nil || strings.Contains(a.Testo, frase) != test.want || strings.Contains(a.HTML, frase) != test.want {
			t.Errorf("%q, want %v: %v\n%s", frase, test.want, err, a.Testo)
		}
		if strings.Contains(a.Testo, "invito.ics") != (a.Invito != nil) {
			t.Errorf("invitation %+v\n%s", a.Invito, a.Testo)
		}
	}
}

// TestRiservatezzaAppuntamenti: an SMS fits in one and has the day and the hour; an e-mail and its invitation tell neither what was
// written nor who is who, where to call or how to join.
func TestRiservatezzaAppuntamenti(t *testing.T) {
	secret := []string{
		"riservat", "segreto", "RSSMRA80A01H501U", "00000001016", "4901234567", "490123", "mario", "3331234567", "029999999", "http", "href", "src=", "<table", "<img",
	}
	for o, a := range occasioni() {
		for _, modalita := range model.AllModalitaAppuntamento {
			a.Modalita = modalita
			for _, n := range dette(a, o) {
				avviso, _ := ComponiAppuntamento(a, vociAppuntamento, &n, prima)
				text := avviso.Oggetto + avviso.Testo + avviso.HTML + avviso.SMS
				if i := avviso.Invito; i != nil {
					text += i.Titolo + i.Luogo + i.Descrizione
				}
				forbidden := secret
				if n.Canale == model.CanaleAvvisoSms {
					forbidden = append([]string{"4567", "Milano", "contributiva", "Esempio", "martedì"}, secret...)
					lettere := strings.ContainsFunc(avviso.SMS, func(r rune) bool { return !strings.ContainsRune(gsm7, r) })
					if len([]rune(avviso.SMS)) > 160 || lettere || !strings.Contains(avviso.SMS, "12/01/2027 alle ore 10:30") {
						t.Errorf("not one SMS: %q", avviso.SMS)
					}
				}
				for _, s := range forbidden {
					if strings.Contains(text, s) {
						t.Errorf("%s of %s, %s, has %q", n.Canale, o, modalita, s)
					}
				}
			}
		}
	}
}

// TestSuperati: what is not due any more is told from what cannot be sent.
func TestSuperati(t *testing.T) {
	type esito string
	const parte, superato, nessuno = esito("sent"), esito("overtaken"), esito("nobody")
	inizio := prima.Add(time.Second)
	for name, test := range map[string]struct {
		di     occasione // whose notices
		a      *model.Appuntamento
		quando time.Time
		want   esito
	}{
		"confirmation":                         {conferma, appuntamento(confermato), prima, parte},
		"confirmation, cancelled since":        {conferma, appuntamento(confermato, cancellatoSuo), prima, superato},
		"confirmation, held since":             {conferma, appuntamento(confermato, svolto), inizio.Add(time.Hour), superato},
		"confirmation, begun":                  {conferma, appuntamento(confermato), inizio, superato},
		"reminder":                             {promemoria, appuntamento(confermato), prima, parte},
		"reminder, begun":                      {promemoria, appuntamento(confermato), inizio, superato},
		"reminder, cancelled by him":           {promemoria, appuntamento(confermato, cancellatoSuo), prima, superato},
		"reminder, cancelled by the office":    {promemoria, appuntamento(confermato, cancellatoSede), prima, superato},
		"reminder, solved before":              {promemoria, appuntamento(confermato, chiusoDefinito), prima, superato},
		"reminder, without contacts":           {promemoria, senzaRecapiti(appuntamento(confermato)), prima, nessuno},
		"reminder, no contacts and overtaken":  {promemoria, senzaRecapiti(appuntamento(confermato, cancellatoSuo)), prima, nessuno},
		"confirmation, without contacts":       {conferma, senzaRecapiti(appuntamento(confermato)), prima, nessuno},
		"confirmation, of no confirmed at all": {conferma, appuntamento(scaduto), prima, nessuno},
		"an event that is not there":           {conferma, appuntamento(), prima, nessuno},
		"cancellation, after the beginning":    {annullatoSede, appuntamento(confermato, cancellatoSede), inizio.Add(time.Hour), parte},
		"cancellation of a booking":            {annullatoSede, appuntamento(cancellatoSede), prima, parte},
		"cancellation, without contacts":       {annullatoSede, senzaRecapiti(appuntamento(confermato, cancellatoSede)), prima, nessuno},
	} {
		evento := int32(2)
		if test.di == annullatoSede {
			evento = int32(len(test.a.Storico))
		}
		for _, c := range model.AllCanaleAvviso {
			n := model.Notifica{ID: "N-1", IDAppuntamento: "A-1", Evento: evento, Canale: c}
			if test.di == promemoria {
				n.DataProgrammata = new(model.DataOra(giornoPrimaAlle))
			}
			avviso, err := ComponiAppuntamento(test.a, vociAppuntamento, &n, test.quando)
			got := nessuno
			switch {
			case errors.Is(err, ErrSuperato) && avviso == nil:
				got = superato
			case err == nil && avviso != nil:
				got = parte
			case err != nil:
				t.Error(err)
			}
			if got != test.want {
				t.Errorf("%s, %s: %s, want %s", name, c, got, test.want)
			}
		}
	}
}
