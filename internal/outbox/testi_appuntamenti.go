package outbox

import (
	"strings"
	"time"

	"cassetto/graph/model"
)

// VociAppuntamento are what an appointment has as codes, in words. Indirizzo is the address of the office, in one line.
type VociAppuntamento struct{ Ufficio, Indirizzo, Argomento string }

// datiAppuntamento is what the texts may say. What was written, why it was called off, telephone numbers and who they are is not
// among it.
type datiAppuntamento struct {
	VociAppuntamento
	Occasione occasione
	Titolo    string
	Giorno    string // with the day of the week
	Data, Ora string
	Modalita  model.ModalitaAppuntamento
	Matricola string // its last four digits

	Annullabile bool // by who has it
	Invito      bool // the e-mail has one
}

// InProgramma says whether the appointment is still to be held.
func (d datiAppuntamento) InProgramma() bool {
	return d.Occasione == conferma || d.Occasione == promemoria
}

// titoli are what appointments are told of for, in words.
var titoli = map[occasione]string{
	conferma: "Appuntamento confermato", promemoria: "Promemoria dell'appuntamento", annullatoSede: "Appuntamento annullato dalla sede",
	annullatoUtente: "Appuntamento annullato", definito: "Appuntamento non più necessario",
}

// ComponiAppuntamento makes what is sent for a notice of a, as Componi does. It fails with ErrSuperato when the notice is of an
// appointment that is confirmed, and a no longer is, or has begun.
func ComponiAppuntamento(a *model.Appuntamento, voci VociAppuntamento, n *model.Notifica, now time.Time) (*Avviso, error) {
	e := eventoAppuntamento(a, n.Evento)
	if e == nil {
		return nil, nil
	}
	o := occasioneDi(e)
	if o == conferma && n.DataProgrammata != nil {
		o = promemoria
	}
	inizio, _ := istante(a.Fascia.Inizio)
	d := datiAppuntamento{
		VociAppuntamento: voci, Occasione: o, Titolo: titoli[o], Modalita: a.Modalita, Matricola: ultime(string(a.Matricola), 4),
		Annullabile: model.DataDi(now) < model.DataDi(inizio),
		Giorno:      settimana[inizio.Weekday()] + " " + giorno(a.Fascia.Inizio), Data: giorno(a.Fascia.Inizio), Ora: inizio.Format("15:04"),
	}
	for _, c := range canaliPer(o, a.Recapiti) {
		switch {
		case o == "" || c != n.Canale:
		case d.InProgramma() && (a.Stato != model.StatoAppuntamentoConfermato || !now.Before(inizio)):
			return nil, ErrSuperato
		default:
			return avvisoAppuntamento(a, n, e, d), nil
		}
	}
	return nil, nil
}

var settimana = [...]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}

func eventoAppuntamento(a *model.Appuntamento, numero int32) *model.EventoAppuntamento {
	for i := range a.Storico {
		if a.Storico[i].Numero == numero {
			return &a.Storico[i]
		}
	}
	return nil
}

func avvisoAppuntamento(a *model.Appuntamento, n *model.Notifica, e *model.EventoAppuntamento, d datiAppuntamento) *Avviso {
	if n.Canale == model.CanaleAvvisoSms {
		return &Avviso{ID: n.ID, Cellulare: *a.Recapiti.Cellulare, SMS: testo("appuntamento.sms.txt", d)}
	}
	invito := invitoDi(a, n, e, d)
	d.Invito = invito != nil
	return &Avviso{
		ID: n.ID, Email: *a.Recapiti.Email, Oggetto: testo("appuntamento.oggetto.txt", d), Testo: testo("appuntamento.txt", d),
		HTML: ipertesto("appuntamento.html", d), Invito: invito,
	}
}

// invitoDi is what calendar programs are told; nil of an appointment that was never confirmed, which they do not know. A reminder
// repeats the confirmation, later.
func invitoDi(a *model.Appuntamento, n *model.Notifica, e *model.EventoAppuntamento, d datiAppuntamento) *Invito {
	confermato := int32(0)
	for _, uno := range a.Storico {
		if uno.Tipo == model.TipoEventoAppuntamentoConferma {
			confermato = uno.Numero
		}
	}
	inizio, okInizio := istante(a.Fascia.Inizio)
	fine, okFine := istante(a.Fascia.Fine)
	ts, okTs := istante(e.Ts)
	if n.DataProgrammata != nil {
		ts, okTs = istante(*n.DataProgrammata)
	}
	if confermato == 0 || !okInizio || !okFine || !okTs {
		return nil
	}
	luogo := map[model.ModalitaAppuntamento]string{
		model.ModalitaAppuntamentoInSede: virgola(d.Ufficio, d.Indirizzo), model.ModalitaAppuntamentoTelefono: "Per telefono",
		model.ModalitaAppuntamentoWebMeeting: "Riunione in rete",
	}
	return &Invito{
		ID: a.ID, Annullato: !d.InProgramma(), Sequenza: int(e.Numero - confermato), Ts: ts, Inizio: inizio, Fine: fine,
		Titolo: virgola("Appuntamento INPS", d.Argomento), Luogo: luogo[a.Modalita], Descrizione: testo("appuntamento.invito.txt", d),
	}
}

// virgola joins what is not empty.
func virgola(a, b string) string { return strings.Trim(a+", "+b, ", ") }
