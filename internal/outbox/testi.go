package outbox

import (
	"embed"
	htmltemplate "html/template"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"

	"cassetto/graph/model"
)

//go:embed testi/*
var testi embed.FS

var modelli = sync.OnceValue(func() (m struct {
	testo *texttemplate.Template
	html  *htmltemplate.Template
}) {
	m.testo = texttemplate.Must(texttemplate.ParseFS(testi, "testi/*.txt"))
	m.html = htmltemplate.Must(htmltemplate.ParseFS(testi, "testi/*.html", "testi/appuntamento.*.txt")) // which say the same in both
	return m
})

// Voci are what a request has as codes, in words.
type Voci struct{ Ufficio, Ambito, Oggetto string }

// dati is what the texts may say. What the company wrote, what the office answered and who they are is not among it.
type dati struct {
	Voci
	Chiusa                           bool
	Protocollo, Data, Inviata, Esito string
	Matricola                        string // its last four digits
}

// Componi makes what is sent for a notice of r: nil when it is not due, because its event is not told or the channel has no
// contact or no consent.
func Componi(r *model.Richiesta, voci Voci, n *model.Notifica) *Avviso {
	e := evento(r, n.Evento)
	if e == nil || !avvisa(e.Tipo) {
		return nil
	}
	for _, c := range canali(r.Recapiti) {
		if c == n.Canale {
			return avvisoDi(r, n, datiDi(r, e, voci))
		}
	}
	return nil
}

func evento(r *model.Richiesta, numero int32) *model.EventoRichiesta {
	for i := range r.Eventi {
		if r.Eventi[i].Numero == numero {
			return &r.Eventi[i]
		}
	}
	return nil
}

func datiDi(r *model.Richiesta, e *model.EventoRichiesta, voci Voci) dati {
	d := dati{
		Voci: voci, Chiusa: e.Tipo == model.TipoEventoRichiestaChiusura,
		Data: giorno(e.Ts), Inviata: giorno(r.DataApertura), Matricola: ultime(string(r.Matricola), 4),
	}
	if r.Protocollo != nil {
		d.Protocollo = *r.Protocollo
	}
	if d.Chiusa && r.Esito != nil {
		d.Esito = inParole(*r.Esito)
	}
	return d
}

func avvisoDi(r *model.Richiesta, n *model.Notifica, d dati) *Avviso {
	if n.Canale == model.CanaleAvvisoSms {
		return &Avviso{ID: n.ID, Cellulare: *r.Recapiti.Cellulare, SMS: testo("sms.txt", d)}
	}
	return &Avviso{
		ID: n.ID, Email: *r.Recapiti.Email, Oggetto: testo("oggetto.txt", d), Testo: testo("email.txt", d), HTML: ipertesto("email.html", d),
	}
}

func testo(modello string, dati any) string {
	var b strings.Builder
	if err := modelli().testo.ExecuteTemplate(&b, modello, dati); err != nil {
		panic(err) // writing to memory does not fail; the queue outlives it all the same
	}
	return strings.TrimSpace(b.String())
}

func ipertesto(modello string, dati any) string {
	var b strings.Builder
	if err := modelli().html.ExecuteTemplate(&b, modello, dati); err != nil {
		panic(err) // as above
	}
	return b.String()
}

// giorno is a day as it is written in Italy, where it is then.
func giorno(t model.DataOra) string {
	at, err := time.Parse(time.RFC3339, string(t))
	if err != nil {
		return ""
	}
	return at.In(model.Roma).Format("02/01/2006")
}

func ultime(s string, n int) string { return s[max(0, len(s)-n):] }

func inParole(e model.EsitoRichiesta) string {
	switch e {
	case model.EsitoRichiestaAccolta:
		return "accolta"
	case model.EsitoRichiestaNonAccolta:
		return "non accolta"
	case model.EsitoRichiestaParziale:
		return "accolta in parte"
	}
	return "informazione resa"
}
