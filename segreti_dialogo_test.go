package main

import (
	"bufio"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"cassetto/internal/redistest"
)

// secrets are what nobody may read who only operates the program: who wrote, for whom, how he is reached and what was said.
var secrets = map[string]string{
	"codice fiscale of the sender": "FRRGLI82P55A000W", "matricola": "9900010011", "codice fiscale of the company": "10000011055",
	"name of the company": "AURORA", "name of the sender": "FERRI", "e-mail": "marcata.ferri@example.org", "phone": "3339876543",
	"text": "TESTOMARCATO", "comment": "COMMENTOMARCATO",
	"telephone": "12987654", "notes": "NOTAMARCATA", "reason": "MOTIVOMARCATO", "name of a document": "DOCUMENTOMARCATO",
}

// among says which secrets a text holds.
func among(text string) (found []string) {
	for what, secret := range secrets {
		if strings.Contains(strings.ToUpper(text), strings.ToUpper(secret)) {
			found = append(found, what)
		}
	}
	slices.Sort(found)
	return found
}

// refusing is a mail server that takes no recipient and repeats who it was.
func refusing(t *testing.T) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go refuseMail(conn)
		}
	}()
	return fmt.Sprintf("smtp://%s?from=noreply@example.org&tls=no", l.Addr())
}

func refuseMail(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 posta.example.org ESMTP\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		switch verb, rest, _ := strings.Cut(lines.Text(), " "); strings.ToUpper(verb) {
		case "RCPT":
			fmt.Fprintf(conn, "550 5.1.1 %s is unknown here\r\n", rest)
		case "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 OK\r\n")
		}
	}
}

// TestDialogueIsNotLogged carries a whole dialogue, an appointment, a check and a print through, with a mail server that refuses and repeats the address: neither the
// log, nor what the errors say, nor the names in Redis and in the folder of the notices, nor what Redis can read, tell any of it.
func TestDialogueIsNotLogged(t *testing.T) {
	var logged lockedBuffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	folder, redis := t.TempDir(), redistest.StartTCP(t)
	s := boot(t, map[string]string{"CASSETTO_DATI": folder, "CASSETTO_REDIS_URL": redis.URL, "CASSETTO_SMTP_URL": refusing(t)})
	id := s.dialogue(t)
	s.refusals(t, id)
	incontro := s.appointment(t)
	s.refusedAppointments(t, incontro)
	s.dossier(t)
	eventually(t, "the SMS are written and the e-mails given up", func() bool {
		a := s.ask(t, "consulente", `query ($id: ID!) { richiesta(id: $id) { eventi { notifiche { canale stato ultimoErrore } } } }`, map[string]any{"id": id})
		return strings.Count(string(a.Body), `"INVIATA"`) == 2 && strings.Count(string(a.Body), `"NON_RECAPITATA"`) == 2
	})
	s.told(t, incontro, 2)
	files, err := os.ReadDir(filepath.Join(folder, "notifiche"))
	if err != nil || len(files) != 4 {
		t.Errorf("%d notices in the folder, %v", len(files), err)
	}
	for _, f := range files {
		if found := among(f.Name()); found != nil {
			t.Errorf("the name of a notice has %v", found)
		}
	}
	keys, values := readable(t, redis.URL)
	if found := among(keys); found != nil {
		t.Errorf("the names in Redis have %v", found)
	}
	for _, never := range []string{"e-mail", "phone", "text", "comment", "telephone", "notes", "reason", "name of a document"} {
		if slices.Contains(among(values), never) {
			t.Errorf("Redis can read the %s", never)
		}
	}
	if found := among(logged.String()); found != nil {
		t.Errorf("the log has %v:\n%s", found, logged.String())
	}
	if !strings.Contains(logged.String(), "notice given up") {
		t.Error("the log does not say that a notice was given up: was anything logged at all?")
	}
}

// sent sends a request, and waits for its protocollo.
func (s *server) sent(t *testing.T) (id string) {
	t.Helper()
	sent := s.ask(t, "consulente", `mutation { inviaRichiesta(input: {matricola: "9900010011", tipo: SPECIFICA, ambito: "F24", oggetto: "TRASMISSIONE_F24",
		testo: "TESTOMARCATO", recapiti: {email: "marcata.ferri@example.org", cellulare: "3339876543", consensoEmail: true, consensoSms: true}}) {
		richiesta { id } errori { campo codice messaggio } } }`, nil)
	payload, _ := sent.Data["inviaRichiesta"].(map[string]any)
	richiesta, _ := payload["richiesta"].(map[string]any)
	if richiesta == nil {
		t.Fatalf("%s", sent.Body)
	}
	id = richiesta["id"].(string)
	eventually(t, "the protocollo", func() bool {
		a := s.ask(t, "operatore", `query ($id: ID!) { richiesta(id: $id) { protocollo } }`, map[string]any{"id": id})
		r, _ := a.Data["richiesta"].(map[string]any)
		return r["protocollo"] != nil
	})
	return id
}

// dialogue sends a request, and lets the office take it, comment it and close it.
func (s *server) dialogue(t *testing.T) (id string) {
	t.Helper()
	id = s.sent(t)
	for _, command := range []string{
		`mutation ($id: ID!) { prendiInCaricoRichiesta(input: {id: $id, commento: "COMMENTOMARCATO 1"}) { errori { codice } } }`,
		`mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "COMMENTOMARCATO 2"}) { errori { codice } } }`,
		`mutation ($id: ID!) { chiudiRichiesta(input: {id: $id, commento: "COMMENTOMARCATO 3", esito: ACCOLTA}) { errori { codice } } }`,
	} {
		if a := s.ask(t, "operatore", command, map[string]any{"id": id}); len(a.Errors) > 0 || !strings.Contains(string(a.Body), `"errori":[]`) {
			t.Fatalf("%s: %s", command, a.Body)
		}
	}
	return id
}

// refusals asks for what is refused, with secrets in it: what the errors say repeats none.
func (s *server) refusals(t *testing.T, id string) {
	t.Helper()
	const send = `mutation ($in: InviaRichiestaInput!) { inviaRichiesta(input: $in) { richiesta { id } errori { campo codice messaggio } } }`
	in := func(change map[string]any) map[string]any {
		all := map[string]any{"matricola": "9900010011", "tipo": "GENERICA", "testo": "TESTOMARCATO", "recapiti": map[string]any{"email": "marcata.ferri@example.org"}}
		for k, v := range change {
			all[k] = v
		}
		return map[string]any{"in": all}
	}
	for _, refused := range []struct {
		who, query string
		vars       map[string]any
	}{
		{"consulente", send, in(map[string]any{"recapiti": map[string]any{"email": "marcata.ferri@example.org@"}})},
		{"consulente", send, in(map[string]any{"recapiti": map[string]any{"cellulare": "3339876543x"}})},
		{"consulente", send, in(map[string]any{"testo": strings.Repeat("TESTOMARCATO", 400)})},
		{"consulente", send, in(map[string]any{"ambito": "TESTOMARCATO", "oggetto": "TESTOMARCATO"})},
		{"consulente", send, in(map[string]any{"tipo": "SPECIFICA", "ambito": "TESTOMARCATO", "oggetto": "TESTOMARCATO"})},
		{"consulente", send, in(map[string]any{"rispostaA": "R-TESTOMARCATO"})},
		{"consulente", send, in(map[string]any{"tipo": "TESTOMARCATO"})},
		{"ragioniere", send, in(nil)},
		{"analista", send, in(nil)},
		{"operatore", send, in(nil)},
		{"ragioniere", `query ($id: ID!) { richiesta(id: $id) { testo } }`, map[string]any{"id": id}},
		{"ragioniere", `{ richiesta(id: "R-TESTOMARCATO") { testo } }`, nil},
		{"ragioniere", `{ richieste(filtro: {ambito: 1, protocollo: "TESTOMARCATO"}) { totalCount } }`, nil},
		{"ragioniere", `{ richieste(after: "TESTOMARCATO") { totalCount } }`, nil},
		{"consulente", `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "COMMENTOMARCATO"}) { errori { campo codice messaggio } } }`, map[string]any{"id": id}},
		{"operatore", `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "COMMENTOMARCATO"}) { errori { campo codice messaggio } } }`, map[string]any{"id": id}},
		{"operatore", `mutation ($id: ID!) { smistaRichiesta(input: {id: $id, commento: "COMMENTOMARCATO", sede: "COMMENTOMARCATO"}) { errori { campo codice messaggio } } }`, map[string]any{"id": id}},
		{"operatore", `mutation ($id: ID!) { smistaRichiesta(input: {id: $id, commento: "COMMENTOMARCATO", sede: "0001"}) { errori { campo codice messaggio } } }`, map[string]any{"id": id}},
	} {
		s.refuses(t, refused.who, refused.query, refused.vars)
	}
}

// refuses asks for what is refused.
func (s *server) refuses(t *testing.T, who, query string, vars map[string]any) {
	t.Helper()
	a := s.ask(t, who, query, vars)
	if found := among(string(a.Body)); found != nil {
		t.Errorf("%s %s repeats %v: %s", who, query, found, a.Body)
	}
	if len(a.Errors) == 0 && !strings.Contains(string(a.Body), `"errori":[{`) {
		t.Errorf("%s %s is not refused: %s", who, query, a.Body)
	}
}

// readable is what somebody reads who has the Redis of the instances: the names of its keys, and their values.
func readable(t *testing.T, url string) (keys, values string) {
	t.Helper()
	options, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(options)
	defer client.Close()
	for _, key := range client.Keys(t.Context(), "*").Val() {
		keys += key + "\n"
		values += client.Get(t.Context(), key).Val() + "\n"
	}
	if keys == "" {
		t.Error("nothing is in Redis")
	}
	return keys, values
}
