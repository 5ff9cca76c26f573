package outbox

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cassetto/graph/model"
)

// parte is one part of an e-mail, decoded.
type parte struct {
	kind       string
	params     map[string]string
	file, body string
}

// tutte are the parts of an e-mail as it is sent, with what they are in.
func tutte(t *testing.T, kind string, body io.Reader) []parte {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(media, "multipart/") {
		b, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return []parte{{kind: media, params: params, body: string(b)}}
	}
	all := []parte{{kind: media}}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		var content io.Reader = p
		if p.Header.Get("Content-Transfer-Encoding") == "base64" {
			content = base64.NewDecoder(base64.StdEncoding, p)
		}
		inner := tutte(t, p.Header.Get("Content-Type"), content)
		inner[0].file = p.FileName()
		all = append(all, inner...)
	}
}

// spedita is the e-mail of a notice, as it goes over the wire from an address.
func spedita(t *testing.T, a *Avviso, da string) []parte {
	t.Helper()
	m, err := messaggio(a, da)
	if err != nil {
		t.Fatal(err)
	}
	var wire bytes.Buffer
	if _, err := m.WriteTo(&wire); err != nil {
		t.Fatal(err)
	}
	read, err := mail.ReadMessage(&wire)
	if err != nil {
		t.Fatal(err)
	}
	return tutte(t, read.Header.Get("Content-Type"), read.Body)
}

// email is the e-mail that an appointment calls for on one occasion.
func email(t *testing.T, a *model.Appuntamento, o occasione, voci VociAppuntamento) *Avviso {
	t.Helper()
	avviso, err := ComponiAppuntamento(a, voci, &dette(a, o)[0], prima)
	if err != nil || avviso == nil || avviso.Email == "" {
		t.Fatalf("%s: %+v, %v", o, avviso, err)
	}
	return avviso
}

// file is the iCalendar file of an e-mail.
func file(t *testing.T, a *Avviso) string {
	t.Helper()
	parti := spedita(t, a, "noreply@inps.example")
	return parti[len(parti)-1].body
}

// TestInvitoAllegato: the invitation is the last alternative, with its method, and a file beside them.
func TestInvitoAllegato(t *testing.T) {
	for o, metodo := range map[occasione]string{conferma: "REQUEST", promemoria: "REQUEST", annullatoSede: "CANCEL", annullatoUtente: "CANCEL", definito: "CANCEL"} {
		parti := spedita(t, email(t, occasioni()[o], o, vociAppuntamento), "noreply@inps.example")
		var kinds []string
		for _, p := range parti {
			kinds = append(kinds, p.kind)
		}
		if want := "multipart/mixed multipart/alternative text/plain text/html text/calendar application/ics"; strings.Join(kinds, " ") != want {
			t.Fatalf("%s: %q, want %s", o, kinds, want)
		}
		alternativa, allegato := parti[4], parti[5]
		if alternativa.params["method"] != metodo || alternativa.params["charset"] != "UTF-8" || allegato.file != "invito.ics" || allegato.body != alternativa.body {
			t.Errorf("%s: %+v\n%+v", o, alternativa, allegato)
		}
	}
	senza := spedita(t, email(t, appuntamento(cancellatoSede), annullatoSede, vociAppuntamento), "noreply@inps.example")
	if len(senza) != 3 {
		t.Errorf("of a booking that was never confirmed: %+v", senza)
	}
}

// lunghe are texts that a careless writer gets wrong: longer than a line, of letters of more than one byte, with what separates, and
// with what would begin a property of its own.
var lunghe = VociAppuntamento{
	Ufficio:   "Sede di Città \\ Nicolò; " + strings.Repeat("è", 60) + "\r\nATTENDEE:mailto:altri@example.org",
	Indirizzo: "Via dell'Esempio, 1; 20100 Milano\nBEGIN:VEVENT", Argomento: strings.Repeat("òà", 80) + "\u2028,fine",
}

// TestInvitoRighe: lines end with CRLF, have at most 75 bytes (RFC 5545, 3.1), are cut between letters, and are none but ours.
func TestInvitoRighe(t *testing.T) {
	for o, a := range occasioni() {
		f := file(t, email(t, a, o, lunghe))
		if strings.Count(f, "\n") != strings.Count(f, "\r\n") || strings.Count(f, "\r") != strings.Count(f, "\r\n") || !strings.HasSuffix(f, "END:VCALENDAR\r\n") {
			t.Errorf("%s: lines do not end as they must:\n%q", o, f)
		}
		for riga := range strings.SplitSeq(f, "\r\n") {
			if len(riga) > 75 || !utf8.ValidString(riga) || strings.HasPrefix(riga, "ATTENDEE:") {
				t.Errorf("%s: %d bytes, %q", o, len(riga), riga)
			}
		}
		if strings.Count(f, "\r\nBEGIN:VEVENT\r\n") != 1 {
			t.Errorf("%s:\n%s", o, f)
		}
	}
}

// invito is what the program of testdata/calendario understood of one.
type invito struct {
	Metodo, Versione, UID, Ts, Inizio, Fine, Zona, Stato, Titolo, Luogo, Descrizione, Organizzatore, Nome string
	Sequenza                                                                                              int
	Invitati, Partecipa, Sveglie                                                                          []string
}

// legge gives invitations, in order, to a calendar program, and says what its calendar holds after each.
func legge(t *testing.T, files ...string) [][]invito {
	t.Helper()
	in, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "calendario.mjs")
	node.Dir, node.Stdin = "../../testdata/calendario", bytes.NewReader(in)
	var stderr bytes.Buffer
	node.Stderr = &stderr
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v; npm ci --prefix testdata/calendario installs what it needs\n%s", err, &stderr)
	}
	var esiti [][]invito
	if err := json.Unmarshal(out, &esiti); err != nil || len(esiti) != len(files) {
		t.Fatalf("%v: %s", err, out)
	}
	return esiti
}

// TestInvitoThunderbird: what ical.js understands is what was meant, and whatever order messages arrive in, the last of them counts.
func TestInvitoThunderbird(t *testing.T) {
	di := map[occasione]string{}
	for o, a := range occasioni() {
		di[o] = file(t, email(t, a, o, lunghe))
	}
	luogo := strings.ReplaceAll(lunghe.Ufficio, "\r\n", "  ") + ", " + strings.ReplaceAll(lunghe.Indirizzo, "\n", " ")
	confermato := invito{
		Metodo: "REQUEST", Versione: "2.0", UID: "A-1@inps.example", Ts: "2026-12-01T10:01:00.000Z", Inizio: "2027-01-12T09:30:00.000Z", Fine: "2027-01-12T10:00:00.000Z",
		Zona: "UTC", Stato: "CONFIRMED", Titolo: "Appuntamento INPS, " + strings.ReplaceAll(lunghe.Argomento, "\u2028", " "), Luogo: luogo,
		Descrizione:   "L'appuntamento si tiene di persona, negli uffici della sede.\nPosizione: matricola che termina con 4567.",
		Organizzatore: "mailto:noreply@inps.example", Nome: nomeMittente, Invitati: []string{"mailto:mario@example.org"}, Partecipa: []string{"ACCEPTED"},
		Sveglie: []string{"-PT1H"},
	}
	ricordato := confermato
	ricordato.Ts = "2027-01-11T09:30:00.000Z"
	annullato := confermato
	annullato.Metodo, annullato.Stato, annullato.Sequenza, annullato.Ts, annullato.Sveglie = "CANCEL", "CANCELLED", 1, "2026-12-01T10:02:00.000Z", []string{}
	annullato.Descrizione = "Appuntamento annullato dalla sede.\nPosizione: matricola che termina con 4567."
	for name, test := range map[string]struct {
		arrivano []occasione
		restano  []invito // after each
	}{
		"in order":                      {[]occasione{conferma, promemoria, annullatoSede}, []invito{confermato, ricordato, annullato}},
		"the cancellation comes first":  {[]occasione{annullatoSede, conferma}, []invito{annullato, annullato}},
		"a reminder after cancellation": {[]occasione{conferma, annullatoSede, promemoria}, []invito{confermato, annullato, annullato}},
		"the confirmation comes late":   {[]occasione{promemoria, conferma}, []invito{ricordato, ricordato}},
		"twice":                         {[]occasione{conferma, conferma}, []invito{confermato, confermato}},
	} {
		var files []string
		for _, o := range test.arrivano {
			files = append(files, di[o])
		}
		for i, tiene := range legge(t, files...) {
			if len(tiene) != 1 || !reflect.DeepEqual(tiene[0], test.restano[i]) {
				t.Errorf("%s, after %s: %+v\nwant %+v", name, test.arrivano[i], tiene, test.restano[i])
			}
		}
	}
}

// TestInvitoKhal: a calendar program of another make keeps one event of both messages, and shows in the end that it is off.
func TestInvitoKhal(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "khal.conf")
	err := os.WriteFile(config, []byte("[calendars]\n[[inps]]\npath = "+filepath.Join(dir, "inps")+"\ntype = calendar\n[locale]\nlocal_timezone = Europe/Rome\n"+
		"default_timezone = Europe/Rome\ndateformat = %d/%m/%Y\nlongdateformat = %d/%m/%Y\ntimeformat = %H:%M\ndatetimeformat = %d/%m/%Y %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M\n"+
		"[sqlite]\npath = "+filepath.Join(dir, "khal.db")+"\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	khal := func(arg ...string) string {
		c := exec.CommandContext(t.Context(), "khal", append([]string{"-c", config}, arg...)...)
		c.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("khal %s: %v\n%s", arg[0], err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if err := os.Mkdir(filepath.Join(dir, "inps"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		o    occasione
		want string
	}{
		{conferma, "12/01/2027 10:30-11:00 Appuntamento INPS, Regolarità contributiva @ Sede di Milano <Centro>, Via dell'Esempio 1, 20100 Milano MI"},
		{annullatoSede, "CANCELLED 12/01/2027 10:30-11:00 Appuntamento INPS, Regolarità contributiva @ Sede di Milano <Centro>, Via dell'Esempio 1, 20100 Milano MI"},
	} {
		name := filepath.Join(dir, string(test.o)+".ics")
		if err := os.WriteFile(name, []byte(file(t, email(t, occasioni()[test.o], test.o, vociAppuntamento))), 0o600); err != nil {
			t.Fatal(err)
		}
		khal("import", "--batch", "-a", "inps", name)
		got := khal("list", "--day-format", "", "--format", "{cancelled}{start-date} {start-time}-{end-time} {title} @ {location}", "01/01/2027", "31d")
		if got != test.want {
			t.Errorf("after %s: %q, want %q", test.o, got, test.want)
		}
	}
}

// TestInvitoMittente: the UID is of the appointment and of who sends, and addresses are URIs.
func TestInvitoMittente(t *testing.T) {
	i := Invito{ID: "A-1", Ts: prima, Inizio: prima, Fine: prima.Add(time.Hour)}
	for _, test := range []struct{ da, a, organizza, invitato string }{
		{"noreply@inps.example", "o'brien+a@example.org", "mailto:noreply@inps.example", "mailto:o'brien+a@example.org"},
		{"no%reply@inps.example", "a/b?c=d#e&f@xn--societ-nta.it", "mailto:no%25reply@inps.example", "mailto:a%2Fb%3Fc%3Dd%23e%26f@xn--societ-nta.it"},
	} {
		got := legge(t, i.calendario(test.da, test.a))[0][0]
		if got.UID != "A-1@inps.example" || got.Organizzatore != test.organizza || got.Invitati[0] != test.invitato {
			t.Errorf("%+v", got)
		}
	}
	a := email(t, appuntamento(confermato), conferma, vociAppuntamento)
	a.Invito.ID = "A-1\r\nX"
	var e *Errore
	if _, err := messaggio(a, "noreply@inps.example"); !errors.As(err, &e) || *e != (Errore{AvvisoNonValido, true}) {
		t.Errorf("line in the identifier: %v", err)
	}
}
