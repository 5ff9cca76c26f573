package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/internal/redistest"
)

// aurora is the position of the stories, of the sede of the demo operator; the consultant and the representative act for it.
const posAurora, sedeAurora, altraSede = "9900010011", "4900", "7000"

// inProva is the MongoDB that requests, appointments and checks live in; without it they live in the embedded engine.
const inProva = "CASSETTO_PROVA_MONGODB_URI"

// scena is some instances of the gateway, over the same archives and one Redis, and the persons of a story.
type scena struct {
	*testing.T
	*cluster
	redis      *redistest.Server
	campanelli map[string]bool // requests that only show that a stream is open
}

// scenario starts n instances with the environment env. A MongoDB that may be asked over one connection only has one: what a
// story does on several happens on it.
func scenario(t *testing.T, n int, env map[string]string) *scena {
	t.Helper()
	redis := redistest.StartTCP(t)
	vars := map[string]string{"CASSETTO_LIMITI": unlimited(t), "CASSETTO_TIMEOUT": "20s", "CASSETTO_REDIS_URL": redis.URL}
	if uri := os.Getenv(inProva); uri != "" {
		vars["CASSETTO_COMUNICAZIONI_URI"], vars["CASSETTO_AGENDA_URI"], vars["CASSETTO_REGOLARITA_URI"] = uri, uri, uri
		senzaStorie(t, uri)
		if strings.Contains(uri, "maxPoolSize=1") {
			n = 1
		}
	}
	maps.Copy(vars, env)
	s := &scena{t, &cluster{clock: &clock{}}, redis, map[string]bool{}}
	s.start(t, n, demoFolder(t, vars), func(*App) {})
	s.linked(t)
	return s
}

// senzaStorie drops what the story before has left.
func senzaStorie(t *testing.T, uri string) {
	t.Helper()
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, archivio := range []string{"cassetto_comunicazioni", "cassetto_agenda", "cassetto_regolarita"} {
		if err := client.Database(archivio).Drop(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.Disconnect(ctx); err != nil {
		t.Fatal(err)
	}
}

// persona is somebody with his token.
type persona struct {
	*scena
	token string
}

// as is a person of the demo, by the name of his profile.
func (s *scena) as(profilo string) *persona {
	s.Helper()
	for _, p := range demo.Profili() {
		if p.Nome == profilo {
			return s.gettone(p.CodiceFiscale, p.Profilo, demoToken+time.Until(s.clock.now())) // for the day of the story
		}
	}
	s.Fatal("no profile " + profilo)
	return nil
}

func (s *scena) gettone(cf model.CodiceFiscale, profilo model.ProfiloUtente, durata time.Duration) *persona {
	s.Helper()
	token, err := s.servers[0].app.demo.issuer.Token(string(cf), "", profilo, durata)
	if err != nil {
		s.Fatal(err)
	}
	return &persona{s, token}
}

// operatoreDi is the n-th operator of a sede besides the one of the demo.
func (s *scena) operatoreDi(sede model.CodiceSede, n int) *persona {
	s.Helper()
	u := model.Utente{CodiceFiscale: person(900 + n), Nome: "Operatore " + strconv.Itoa(n), Profilo: model.ProfiloUtenteOperatore, Sede: &sede}
	put(s.T, s.servers[0], "utenti", u)
	p := s.gettone(u.CodiceFiscale, u.Profilo, demoToken)
	for i := range s.servers {
		eventually(s.T, "the operator is known", func() bool { return len(p.on(i).chiede(`{ utente { sede } }`, nil).Errors) == 0 })
	}
	return p
}

// sportello is a person at one instance.
type sportello struct {
	*persona
	dove *server
}

// on is the person at the i-th instance.
func (p *persona) on(i int) sportello { return sportello{p, p.servers[i%len(p.servers)]} }

func (s sportello) chiede(query string, variables map[string]any) answer {
	s.Helper()
	return s.dove.askAs(s.T, s.token, query, variables)
}

// pratica is a request as a client reads it.
type pratica struct {
	ID, Stato, Testo, Matricola, Tipo string
	Protocollo, Esito                 *string
	DataApertura                      time.Time
	DataUltimoAggiornamento           time.Time
	Versione                          int
	Ambito, Oggetto, Sede             struct{ Codice string }
	Recapiti                          *struct{ Email, Cellulare *string }
	Eventi                            []fatto
	Allegati                          []struct {
		ID, Nome, Tipo, URL string
		Dimensione          int
	}
	PacchettoZip *struct {
		Nome, Sha256, URL string
		Dimensione        int
	}
	RispostaA        *struct{ ID string }
	Successive, Filo []struct{ ID string }
}

// fatto is an event of a request.
type fatto struct {
	Numero            int
	Tipo, AStato      string
	DaStato, Commento *string
	Ufficio           *string
	Notifiche         []avviso
}

// avviso is a notice.
type avviso struct {
	Canale, Stato string
	Evento        int
	UltimoErrore  *string
	Richiesta     *struct{ ID string }
}

const letta = `{ id stato testo matricola tipo protocollo esito dataApertura dataUltimoAggiornamento versione
	ambito { codice } oggetto { codice } sede { codice } recapiti { email cellulare }
	eventi { numero tipo daStato aStato commento ufficio notifiche { canale stato evento ultimoErrore } }
	allegati { id nome tipo dimensione url } pacchettoZip { nome dimensione sha256 url }
	rispostaA { id } successive { id } filo { id } }`

// decoded is a field of an answer.
func decoded[T any](t *testing.T, a answer, field string) (v T) {
	t.Helper()
	var body struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(a.Body, &body); err != nil {
		t.Fatal(err)
	}
	if raw := body.Data[field]; raw != nil {
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%v in %s", err, a.Body)
		}
	}
	return v
}

// legge reads a request; nil when it does not exist for the person.
func (s sportello) legge(id string) *pratica {
	s.Helper()
	a := s.chiede(`query ($id: ID!) { richiesta(id: $id) `+letta+` }`, map[string]any{"id": id})
	if len(a.Errors) > 0 && a.code() != "NOT_FOUND" {
		s.Fatalf("%s", a.Body)
	}
	return decoded[*pratica](s.T, a, "richiesta")
}

// attende reads a request until it is as the story wants it.
func (s sportello) attende(id, cosa string, vale func(*pratica) bool) (p *pratica) {
	s.Helper()
	eventually(s.T, cosa, func() bool {
		p = s.legge(id)
		return p != nil && vale(p)
	})
	return p
}

// protocollata waits for the protocollo of a request.
func (s sportello) protocollata(id string) *pratica {
	s.Helper()
	return s.attende(id, "a protocollo", func(p *pratica) bool { return p.Protocollo != nil })
}

// comando is how a command ended.
type comando struct {
	t         *testing.T
	Richiesta *pratica
	Errori    []struct{ Campo, Codice, Messaggio string }
	testo     []byte
}

// ok is the request after a command that succeeded.
func (c comando) ok() *pratica {
	c.t.Helper()
	if len(c.Errori) > 0 || c.Richiesta == nil {
		c.t.Fatalf("refused: %s", c.testo)
	}
	return c.Richiesta
}

// no is the request that comes with a command that was refused with a code.
func (c comando) no(codice string) *pratica {
	c.t.Helper()
	if len(c.Errori) == 0 || c.Errori[0].Codice != codice || c.Errori[0].Messaggio == "" {
		c.t.Fatalf("not refused with %s: %s", codice, c.testo)
	}
	return c.Richiesta
}

// comanda carries a command out; more are fields of its input.
func (s sportello) comanda(nome, tipo string, in map[string]any) comando {
	s.Helper()
	return s.esito(nome, s.chiede(mutazione(nome, tipo), map[string]any{"in": in}))
}

func mutazione(nome, tipo string) string {
	return fmt.Sprintf(`mutation ($in: %s!) { %s(input: $in) { richiesta %s errori { campo codice messaggio } } }`, tipo, nome, letta)
}

func (s sportello) esito(nome string, a answer) comando {
	s.Helper()
	if len(a.Errors) > 0 {
		s.Fatalf("%s: %s", nome, a.Body)
	}
	c := decoded[comando](s.T, a, nome)
	c.t, c.testo = s.T, a.Body
	return c
}

// campi are fields of an input.
type campi map[string]any

func con(base campi, more []campi) map[string]any {
	in := maps.Clone(base)
	for _, m := range more {
		maps.Copy(in, m)
	}
	return in
}

// prende, commenta, smista and chiude are what an operator does; more are fields besides the usual ones.
func (s sportello) prende(id string, more ...campi) comando {
	s.Helper()
	return s.comanda("prendiInCaricoRichiesta", "PrendiInCaricoInput", con(campi{"id": id, "commento": "Presa in carico"}, more))
}

func (s sportello) commenta(id string, more ...campi) comando {
	s.Helper()
	return s.comanda("commentaRichiesta", "CommentaRichiestaInput", con(campi{"id": id, "commento": "In lavorazione"}, more))
}

func (s sportello) smista(id string, more ...campi) comando {
	s.Helper()
	return s.comanda("smistaRichiesta", "SmistaRichiestaInput", con(campi{"id": id, "commento": "Non di competenza"}, more))
}

func (s sportello) chiude(id string, more ...campi) comando {
	s.Helper()
	return s.comanda("chiudiRichiesta", "ChiudiRichiestaInput", con(campi{"id": id, "commento": "Definita", "esito": "ACCOLTA"}, more))
}

// documento is a file as a client sends it.
type documento struct {
	nome      string
	contenuto []byte
}

// invia sends a generic request for Aurora, with files, or what more says.
func (s sportello) invia(files []documento, more ...campi) comando {
	s.Helper()
	in := con(campi{"matricola": posAurora, "tipo": "GENERICA", "testo": "Quesito", "recapiti": campi{"email": "studio@ferri.example"}}, more)
	if len(files) == 0 {
		return s.comanda("inviaRichiesta", "InviaRichiestaInput", in)
	}
	return s.esito("inviaRichiesta", s.carica(mutazione("inviaRichiesta", "InviaRichiestaInput"), in, "allegati", files))
}

// specifica makes a request one about the notes of rectification.
func specifica() campi {
	return campi{"tipo": "SPECIFICA", "ambito": "NOTE_DI_RETTIFICA", "oggetto": "CONTESTAZIONE"}
}

// carica sends an operation with files in a field of its input, by the GraphQL multipart request specification.
func (s sportello) carica(query string, in map[string]any, campo string, files []documento) answer {
	s.Helper()
	in[campo] = make([]any, len(files))
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	places := map[string][]string{}
	for i := range files {
		places[strconv.Itoa(i)] = []string{"variables.in." + campo + "." + strconv.Itoa(i)}
	}
	part := func(disposition string, content []byte) {
		w, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {"form-data; " + disposition}})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			s.Fatal(err)
		}
	}
	part(`name="operations"`, []byte(mustJSON(s.T, map[string]any{"query": query, "variables": map[string]any{"in": in}})))
	part(`name="map"`, []byte(mustJSON(s.T, places)))
	for i, f := range files {
		part(fmt.Sprintf(`name="%d"; filename="%s"`, i, f.nome), f.contenuto)
	}
	if err := form.Close(); err != nil {
		s.Fatal(err)
	}
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.dove.URL+"/graphql", &body)
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+s.token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	a := answer{Status: response.StatusCode, Header: response.Header}
	if a.Body, err = io.ReadAll(response.Body); err == nil {
		err = json.Unmarshal(a.Body, &a)
	}
	if err != nil {
		s.Fatalf("%v in %s", err, a.Body)
	}
	return a
}
