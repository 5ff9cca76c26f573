package main

import (
	"fmt"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/festivi"
)

// incontro is an appointment as a client reads it.
type incontro struct {
	ID, Stato, Note, Modalita string
	Telefono, LinkWeb         *string
	Scadenza                  *time.Time
	Versione                  int
	Argomento, Sede           struct{ Codice string }
	Fascia                    fascia
	Richieste                 []struct{ ID string }
	Documenti                 []struct {
		ID, Nome, URL string
		Dimensione    int
	}
	Recapiti *struct{ Email *string }
	Storico  []struct {
		Tipo, AStato    string
		Motivo, Ufficio *string
		Notifiche       []promemoria
	}
}

// promemoria is a notice of an appointment.
type promemoria struct {
	Canale, Stato   string
	DataProgrammata *time.Time
}

// fascia is an interval as a client reads it.
type fascia struct {
	ID, Modalita       string
	Inizio, Fine       time.Time
	Posti, PostiLiberi int
}

const incontrato = `{ id stato note modalita telefono linkWeb scadenza versione argomento { codice } sede { codice }
	fascia { id inizio fine modalita posti ... on Fascia { postiLiberi } } richieste { id } documenti { id nome dimensione url } recapiti { email }
	storico { tipo aStato motivo ufficio notifiche { canale stato dataProgrammata } } }`

// deciso is how a command on an appointment ended.
type deciso struct {
	t            *testing.T
	Appuntamento *incontro
	Errori       []struct{ Campo, Codice, Messaggio string }
	testo        []byte
}

// ok is the appointment after a command that succeeded.
func (d deciso) ok() *incontro {
	d.t.Helper()
	if len(d.Errori) > 0 || d.Appuntamento == nil {
		d.t.Fatalf("refused: %s", d.testo)
	}
	return d.Appuntamento
}

// no is the appointment that comes with a command that was refused about a field with a code.
func (d deciso) no(campo, codice string) *incontro {
	d.t.Helper()
	if len(d.Errori) == 0 || d.Errori[0].Campo != campo || d.Errori[0].Codice != codice || d.Errori[0].Messaggio == "" {
		d.t.Fatalf("not refused about %s with %s: %s", campo, codice, d.testo)
	}
	return d.Appuntamento
}

func (s sportello) decide(nome, tipo string, in map[string]any, files ...documento) deciso {
	s.Helper()
	query := fmt.Sprintf(`mutation ($in: %s!) { %s(input: $in) { appuntamento %s errori { campo codice messaggio } } }`, tipo, nome, incontrato)
	var a answer
	if len(files) > 0 {
		a = s.carica(query, in, "documenti", files)
	} else {
		a = s.chiede(query, map[string]any{"in": in})
	}
	if len(a.Errors) > 0 {
		s.Fatalf("%s: %s", nome, a.Body)
	}
	d := decoded[deciso](s.T, a, nome)
	d.t, d.testo = s.T, a.Body
	return d
}

// prenota, conferma, annulla and conclude are the commands on appointments; more are fields besides the usual ones.
func (s sportello) prenota(fascia string, more ...campi) deciso {
	s.Helper()
	return s.decide("prenotaAppuntamento", "PrenotaAppuntamentoInput", con(prenotazione(fascia), more))
}

func prenotazione(fascia string) campi {
	return campi{"matricola": posAurora, "fascia": fascia, "argomento": "F24", "telefono": "02 1234567", "note": "Vorremmo chiarire un versamento"}
}

func (s sportello) conferma(id string, more ...campi) deciso {
	s.Helper()
	return s.decide("confermaAppuntamento", "ConfermaAppuntamentoInput", con(campi{"id": id}, more))
}

func (s sportello) annulla(id string, more ...campi) deciso {
	s.Helper()
	return s.decide("annullaAppuntamento", "AnnullaAppuntamentoInput", con(campi{"id": id}, more))
}

func (s sportello) conclude(id, esito string, more ...campi) deciso {
	s.Helper()
	return s.decide("concludiAppuntamento", "ConcludiAppuntamentoInput", con(campi{"id": id, "esito": esito}, more))
}

// incontra reads an appointment; nil when it does not exist for the person.
func (s sportello) incontra(id string) *incontro {
	s.Helper()
	a := s.chiede(`query ($id: ID!) { appuntamento(id: $id) `+incontrato+` }`, map[string]any{"id": id})
	if len(a.Errors) > 0 && a.code() != "NOT_FOUND" {
		s.Fatalf("%s", a.Body)
	}
	return decoded[*incontro](s.T, a, "appuntamento")
}

// disponibili are the intervals that can be booked for Aurora at the desk of the stories.
func (s sportello) disponibili(dal, al time.Time) (ff []fascia) {
	s.Helper()
	a := s.chiede(`query ($m: Matricola!, $dal: Data!, $al: Data!) { azienda(matricola: $m) { disponibilita(dal: $dal, al: $al) {
		id inizio fine modalita puntoConsulenza posti postiLiberi } } }`, campi{"m": posAurora, "dal": giornoDi(dal), "al": giornoDi(al)})
	if len(a.Errors) > 0 {
		s.Fatalf("%s", a.Body)
	}
	type voce struct {
		fascia
		PuntoConsulenza *string
	}
	for _, f := range decoded[struct{ Disponibilita []voce }](s.T, a, "azienda").Disponibilita {
		if f.PuntoConsulenza != nil && *f.PuntoConsulenza == sportelloProva {
			ff = append(ff, f.fascia)
		}
	}
	return ff
}

// sportelloProva is the desk of the stories: what else an office publishes is not of theirs.
const sportelloProva = "Sportello di prova"

func giornoDi(t time.Time) string { return t.In(model.Roma).Format(time.DateOnly) }

// lunedi is ten o'clock of a Monday that is followed by two weeks without holidays; the clock of the story is set to it.
func (s *scena) lunedi() time.Time {
	s.Helper()
	t := time.Now().In(model.Roma)
	t = time.Date(t.Year(), t.Month(), t.Day()+1, 10, 0, 0, 0, model.Roma)
	for !quieta(t) {
		t = t.AddDate(0, 0, 1)
	}
	s.clock.pass(t.Sub(s.clock.now()))
	return t
}

func quieta(t time.Time) bool {
	for n := range 14 {
		if g := t.AddDate(0, 0, n); g.Weekday() != time.Sunday && festivi.Festivita(g, "12-07") != "" {
			return false
		}
	}
	return t.Weekday() == time.Monday
}

// pubblicate is what became of a publication.
type pubblicate struct {
	Giorni []struct {
		Giorno   string
		Chiusura *string
		Fasce    []fascia
	}
	Pubblicate, Ritirate int
	Errori               []struct{ Campo, Codice, Messaggio string }
}

// pubblica publishes intervals of half an hour from 9 to 11, on every working day of the two weeks from a day; more are fields
// besides.
func (s sportello) pubblica(dal time.Time, posti int, more ...campi) pubblicate {
	s.Helper()
	orari := []campi{}
	for _, g := range model.AllGiornoSettimana[:5] {
		orari = append(orari, campi{"giorno": g, "da": "09:00", "a": "11:00"})
	}
	in := con(campi{
		"sede": sedeAurora, "dal": giornoDi(dal), "al": giornoDi(dal.AddDate(0, 0, 13)), "orari": orari, "durata": 30, "posti": posti,
		"modalita": []string{"IN_SEDE"}, "puntoConsulenza": sportelloProva,
	}, more)
	a := s.chiede(`mutation ($in: PubblicaFasceInput!) { pubblicaFasce(input: $in) { pubblicate ritirate
		giorni { giorno chiusura fasce { id inizio fine modalita posti postiLiberi } } errori { campo codice messaggio } } }`, campi{"in": in})
	if len(a.Errors) > 0 {
		s.Fatalf("%s", a.Body)
	}
	return decoded[pubblicate](s.T, a, "pubblicaFasce")
}

// TestScenarioAppuntamento: an office publishes, a consultant books with a document about a request of his, confirms, and the office
// concludes; what is done at one instance is seen at the other.
func TestScenarioAppuntamento(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala, palumbo := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore")
	ora := sc.lunedi()
	if p := palumbo.on(0).pubblica(ora, 2); len(p.Errori) > 0 || p.Pubblicate != 40-3 { // three have begun: 9, 9.30 and 10
		t.Fatalf("published: %+v", p)
	}
	libere := ferri.on(1).disponibili(ora, ora.AddDate(0, 0, 13))
	if len(libere) != 37 || libere[0].PostiLiberi != 2 || libere[1].Inizio.In(model.Roma).Format("15:04") != "09:00" {
		t.Fatalf("%d intervals are free: %v", len(libere), libere)
	}
	scelta := libere[5]
	r := ferri.on(0).invia(nil).ok()
	files := []documento{{"ricevuta.pdf", unPDF("ricevuta")}, {"scansione.pdf", unPDF("scansione")}}
	in := con(prenotazione(scelta.ID), []campi{{"richieste": []string{r.ID}}, recapito("uno@ferri.example", "3331234567")})
	a := ferri.on(0).decide("prenotaAppuntamento", "PrenotaAppuntamentoInput", in, files...).ok()
	if a.Stato != "PRENOTATO" || a.Telefono == nil || *a.Telefono != "+39021234567" || a.Fascia.PostiLiberi != 1 || a.Argomento.Codice != "F24" ||
		a.Scadenza == nil || a.Scadenza.Sub(sc.clock.now()) > 15*time.Minute || len(a.Richieste) != 1 || a.Sede.Codice != sedeAurora {
		t.Fatalf("booked: %+v", a)
	}
	for i, d := range a.Documenti {
		if got := ferri.on(1).salva(d.URL, d.Nome); string(got) != string(files[i].contenuto) {
			t.Errorf("%s of %d bytes is not what was sent", d.Nome, len(got))
		}
	}
	if di := sala.on(1).incontra(a.ID); di == nil || di.Telefono != nil || di.Recapiti != nil || di.Note == "" {
		t.Errorf("the representative sees %+v", di)
	}
	a = ferri.on(1).conferma(a.ID).ok()
	if a.Stato != "CONFERMATO" || a.Scadenza != nil || a.Versione != 2 {
		t.Errorf("confirmed: %+v", a)
	}
	eventually(t, "the other instance knows how many places are left", func() bool {
		return ferri.on(0).disponibili(scelta.Inizio, scelta.Inizio)[0].PostiLiberi == 1
	})
	palumbo.on(0).conclude(a.ID, "SVOLTO").no("esito", "ESITO_PREMATURO")
	sc.clock.pass(scelta.Inizio.Sub(sc.clock.now()))
	fatto := palumbo.on(1).conclude(a.ID, "SVOLTO", campi{"commento": "Chiarito", "versione": 2}).ok()
	if ultimo := fatto.Storico[2]; fatto.Stato != "SVOLTO" || ultimo.Tipo != "CONCLUSIONE" || *ultimo.Motivo != "Chiarito" || ultimo.Ufficio == nil {
		t.Errorf("concluded: %+v", fatto)
	}
	palumbo.on(0).conclude(a.ID, "SVOLTO").no("id", "CONFLICT")
}

// elencati are appointments of a list.
type elencati struct {
	Nodes      []incontro
	TotalCount int
}

func (s sportello) appuntamenti(args string) elencati {
	s.Helper()
	a := s.chiede(`{ appuntamenti(`+args+`) { nodes `+incontrato+` totalCount } }`, nil)
	if len(a.Errors) > 0 {
		s.Fatalf("%s", a.Body)
	}
	return decoded[elencati](s.T, a, "appuntamenti")
}

// TestScenarioPrenotazioneScaduta: a place that is not confirmed in time is free again for others, and cannot be confirmed.
func TestScenarioPrenotazioneScaduta(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala, palumbo := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore")
	ora := sc.lunedi()
	palumbo.on(0).pubblica(ora, 1)
	scelta := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))[4]
	r := ferri.on(0).invia(nil).ok()
	prima := ferri.on(0).prenota(scelta.ID, campi{"richieste": []string{r.ID}}).ok()
	sala.on(1).prenota(scelta.ID).no("fascia", "FASCIA_ESAURITA")
	sc.clock.pass(15 * time.Minute)
	dopo := sala.on(1).prenota(scelta.ID, campi{"richieste": []string{r.ID}}).ok()
	ferri.on(0).conferma(prima.ID).no("id", "PRENOTAZIONE_SCADUTA")
	sala.on(0).conferma(dopo.ID).ok()
	eventually(t, "the booking ends", func() bool {
		a := ferri.on(0).incontra(prima.ID)
		return a.Stato == "SCADUTO" && len(a.Storico) == 2 && a.Storico[1].Tipo == "SCADENZA"
	})
	if a := sala.on(0).incontra(dopo.ID); a.Stato != "CONFERMATO" || a.Fascia.PostiLiberi != 0 {
		t.Errorf("the other has %+v", a)
	}
	ferri.on(0).annulla(prima.ID).no("id", "PRENOTAZIONE_SCADUTA")
}

// TestScenarioAnnullamento: who acts for the company cancels until the day before, the office until the end and with a reason; the
// place is free at once.
func TestScenarioAnnullamento(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala, palumbo, roma := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore"), sc.operatoreDi(altraSede, 1)
	ora := sc.lunedi()
	palumbo.on(0).pubblica(ora, 1)
	libere := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))
	preso := func(i int) *incontro {
		t.Helper()
		return ferri.on(0).conferma(ferri.on(0).prenota(libere[i].ID).ok().ID).ok()
	}
	oggi, domani, altro := preso(0), preso(1), preso(2)
	ferri.on(1).annulla(oggi.ID).no("id", "TERMINE_TRASCORSO")
	if a := sala.on(1).annulla(domani.ID).ok(); a.Stato != "CANCELLATO_UTENTE" || a.Fascia.PostiLiberi != 1 {
		t.Errorf("cancelled: %+v", a)
	}
	ferri.on(0).conferma(domani.ID).no("id", "CONFLICT")
	palumbo.on(0).annulla(altro.ID).no("motivo", "MOTIVO_MANCANTE")
	roma.on(0).annulla(altro.ID, campi{"motivo": "Chiusura"}).no("id", "APPUNTAMENTO_NON_TROVATO")
	for _, a := range []*incontro{oggi, altro} {
		if a := palumbo.on(1).annulla(a.ID, campi{"motivo": "Sede chiusa per sciopero"}).ok(); a.Stato != "CANCELLATO_SEDE" || *a.Storico[2].Motivo != "Sede chiusa per sciopero" {
			t.Errorf("cancelled by the office: %+v", a)
		}
	}
	if tutti := palumbo.on(0).appuntamenti(`filtro: {stato: [CANCELLATO_SEDE, CANCELLATO_UTENTE], giorno: {dal: "` + giornoDi(ora) + `"}}, verso: CRESCENTE`); tutti.TotalCount != 3 || tutti.Nodes[0].ID != oggi.ID {
		t.Errorf("the office has %+v", tutti)
	}
	if altrui := roma.on(0).appuntamenti(`first: 100`); altrui.TotalCount != 0 && altrui.Nodes[0].Sede.Codice == sedeAurora {
		t.Errorf("another office sees %+v", altrui)
	}
	if n := len(ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))); n != len(libere) {
		t.Errorf("%d intervals are free, want %d", n, len(libere))
	}
}

// TestGaraPosti: of two hundred who book the same interval of three places at once, at two instances, three do; what they give back
// others have.
func TestGaraPosti(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	ora := sc.lunedi()
	palumbo.on(0).pubblica(ora, 3)
	scelta := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))[4]
	gara := func(quanti int) (presi []string) {
		t.Helper()
		esiti := make([]deciso, quanti)
		tutti := make([]func(), quanti)
		for i := range tutti {
			tutti[i] = func() { esiti[i] = ferri.on(i).prenota(scelta.ID) }
		}
		insieme(tutti...)
		for _, e := range esiti {
			if len(e.Errori) == 0 {
				presi = append(presi, e.ok().ID)
				continue
			}
			e.no("fascia", "FASCIA_ESAURITA")
		}
		return presi
	}
	presi := gara(200)
	if len(presi) != 3 {
		t.Fatalf("%d have a place of 3", len(presi))
	}
	ferri.on(0).annulla(presi[0]).ok()
	ferri.on(1).conferma(presi[1]).ok()
	if ancora := gara(20); len(ancora) != 1 {
		t.Fatalf("%d have the place that was given back", len(ancora))
	}
	sc.clock.pass(16 * time.Minute)
	if ancora := gara(20); len(ancora) != 2 {
		t.Fatalf("%d have the places that were not confirmed, want 2", len(ancora))
	}
	if a := ferri.on(0).incontra(presi[1]); a.Stato != "CONFERMATO" || a.Fascia.PostiLiberi != 0 {
		t.Errorf("who confirmed has %+v", a)
	}
}
