package outbox

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Invito is what an e-mail tells calendar programs: an appointment, or that it is off (RFC 5545, sent as RFC 5546 and 6047 say).
type Invito struct {
	ID                         string // of the appointment: with the domain of who sends, the UID
	Annullato                  bool
	Sequenza                   int       // 0 when it was confirmed, more with each event since
	Ts                         time.Time // of two with one Sequenza the later counts
	Inizio, Fine               time.Time
	Titolo, Luogo, Descrizione string
}

// fileInvito is the name of the attachment.
const fileInvito = "invito.ics"

// anticipo is when a calendar program rings, before the beginning.
const anticipo = "-PT1H"

// metodo is what a calendar program should do with it.
func (i *Invito) metodo() ics.Method {
	if i.Annullato {
		return ics.MethodCancel
	}
	return ics.MethodRequest
}

// calendario is the invitation as a file, from and to addresses in ASCII. No answer is asked for: who is invited has confirmed
// already, and nobody reads what is sent to where it comes from.
func (i *Invito) calendario(da, a string) string {
	_, dominio, _ := strings.Cut(da, "@")
	c := ics.NewCalendar()
	c.SetProductId("-//INPS//Cassetto previdenziale//IT")
	c.SetMethod(i.metodo())
	e := c.AddEvent(i.ID + "@" + dominio)
	e.SetDtStampTime(i.Ts)
	e.SetSequence(i.Sequenza)
	e.SetStartAt(i.Inizio)
	e.SetEndAt(i.Fine)
	e.SetSummary(riga(i.Titolo))
	e.SetLocation(riga(i.Luogo))
	e.SetDescription(righe(i.Descrizione))
	e.SetOrganizer(mailto(da), ics.WithCN(nomeMittente))
	e.AddAttendee(mailto(a), ics.CalendarUserTypeIndividual, ics.ParticipationRoleReqParticipant, ics.ParticipationStatusAccepted)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if i.Annullato {
		e.SetStatus(ics.ObjectStatusCancelled)
	} else {
		sveglia := e.AddAlarm()
		sveglia.SetAction(ics.ActionDisplay)
		sveglia.SetTrigger(anticipo)
		sveglia.SetDescription(riga(i.Titolo))
	}
	return c.Serialize(ics.WithNewLineWindows)
}

// mailto is the URI of an address (RFC 6068). The domain is in ASCII.
func mailto(v string) string { return "mailto:" + inURI.Replace(v) }

var inURI = strings.NewReplacer("%", "%25", "/", "%2F", "?", "%3F", "#", "%23", "&", "%26", ";", "%3B", "=", "%3D",
	"^", "%5E", "`", "%60", "{", "%7B", "|", "%7C", "}", "%7D")

// righe is a text without letters that would break out of the file; lines stay.
func righe(v string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && controllo(r) {
			return ' '
		}
		return r
	}, v)
}

// riga is a text in one line.
func riga(v string) string { return righe(strings.ReplaceAll(v, "\n", " ")) }
