package documents_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"cassetto/internal/documents"
	"cassetto/internal/fault"
)

// other is an operation that no manifest lists, saved one that somebody registered before.
const (
	other = "query Altra { sede }"
	saved = "query Salvata { sede }"
)

// world is a resolver whose manifest lists Utente as u1 and Sede by its hash.
type world struct {
	*documents.Resolver
	automatic *documents.Automatic
	log       bytes.Buffer
}

func newWorld(t *testing.T, mode documents.Mode) *world {
	t.Helper()
	manifest := write(t, apollo(op("u1", "Utente", "query", utente), op(documents.Hash(sede), "Sede", "query", sede)))
	trusted, err := documents.Open(manifest, mode, documents.Options{Validate: validate})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{automatic: automatic(t, documents.Limits{Text: 200})}
	if err := w.automatic.Add(documents.Hash(saved), saved); err != nil {
		t.Fatal(err)
	}
	w.Resolver = documents.NewResolver(trusted, w.automatic, slog.New(slog.NewTextHandler(&w.log, nil)))
	return w
}

// extension is the extension persistedQuery as a client of Apollo sends it.
func extension(hash string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1.0, "sha256Hash": hash}}
}

func persisted(v any) map[string]any { return map[string]any{"persistedQuery": v} }

const (
	mismatch = fault.BadUserInput + ": L'identificativo del documento non corrisponde al suo testo."
	noHash   = fault.BadUserInput + ": L'hash del documento non è uno SHA-256 di 64 cifre esadecimali minuscole."
	unknown  = fault.PersistedQueryNotFound + ": Documento non riconosciuto: inviarne il testo."
	tooOld   = fault.PersistedQueryNotFound + ": Operazione non riconosciuta: aggiornare l'applicazione."
	noEntry  = fault.Forbidden + ": Questa operazione non è fra quelle ammesse."
	version  = fault.BadUserInput + ": La versione dell'estensione persistedQuery non è la 1."
	noSHA    = fault.BadUserInput + ": L'estensione persistedQuery non ha uno sha256Hash valido."
)

// rule is a request, and what comes of it.
type rule struct {
	name       string
	q          documents.Request
	text       string // that runs
	trusted    bool
	remembered bool
	err        string
}

// always holds in every mode but off: what the manifest lists runs, and what contradicts itself does not.
var always = []rule{
	{"nothing", documents.Request{}, "", false, false, fault.BadUserInput + ": La richiesta non indica alcun documento."},
	{"white space", documents.Request{Text: " \n"}, "", false, false, fault.BadUserInput + ": La richiesta non indica alcun documento."},
	{"text of the manifest", documents.Request{Text: utente}, utente, true, false, ""},
	{"text of the manifest, without its last line break", documents.Request{Text: strings.TrimSpace(utente)}, utente, true, false, ""},
	{"identifier of the manifest", documents.Request{DocumentID: "u1"}, utente, true, false, ""},
	{"hash of a text of the manifest", documents.Request{DocumentID: documents.Hash(utente)}, utente, true, false, ""},
	{"prefixed hash of a text of the manifest", documents.Request{DocumentID: "sha256:" + documents.Hash(sede)}, sede, true, false, ""},
	{"extension with an identifier of the manifest", documents.Request{Extensions: extension("u1")}, utente, true, false, ""},
	{"extension with a hash of the manifest", documents.Request{Extensions: extension(documents.Hash(sede))}, sede, true, false, ""},
	{"extension with a hash and a text of the manifest", documents.Request{Text: sede, Extensions: extension(documents.Hash(sede))}, sede, true, false, ""},
	{"identifier and text of the manifest", documents.Request{Text: utente, DocumentID: "u1"}, utente, true, false, ""},
	{"text of the manifest after white space, with its own hash", documents.Request{Text: "\n" + utente, Extensions: extension(documents.Hash("\n" + utente))}, utente, true, false, ""},
	{"identifier of the manifest, another text", documents.Request{Text: other, DocumentID: "u1"}, "", false, false, mismatch},
	{"identifier of the manifest, another of its texts", documents.Request{Text: sede, DocumentID: "u1"}, "", false, false, mismatch},
	{"extension of the manifest, another text", documents.Request{Text: other, Extensions: extension("u1")}, "", false, false, mismatch},
	{"hash of another text", documents.Request{Text: other, Extensions: extension(documents.Hash(saved))}, "", false, false, mismatch},
	{"unknown identifier with a text", documents.Request{Text: utente, DocumentID: "u9"}, "", false, false, mismatch},
	{"parameter and extension that agree", documents.Request{DocumentID: "sha256:" + documents.Hash(sede), Extensions: extension(documents.Hash(sede))}, sede, true, false, ""},
	{"parameter and extension that differ", documents.Request{DocumentID: "u1", Extensions: extension(documents.Hash(sede))}, "", false, false, fault.BadUserInput + ": La richiesta indica due documenti diversi."},
	{"another extension", documents.Request{Text: utente, Extensions: map[string]any{"tracing": true}}, utente, true, false, ""},
	{"extension null", documents.Request{Text: utente, Extensions: persisted(nil)}, utente, true, false, ""},
	{"extension that is a string", documents.Request{Text: utente, Extensions: persisted("x")}, "", false, false, fault.BadUserInput + ": L'estensione persistedQuery non è un oggetto."},
	{"extension without a version", documents.Request{Text: utente, Extensions: persisted(map[string]any{"sha256Hash": "u1"})}, "", false, false, version},
	{"extension of version 2", documents.Request{Text: utente, Extensions: persisted(map[string]any{"version": 2.0, "sha256Hash": "u1"})}, "", false, false, version},
	{"extension of version \"1\"", documents.Request{Text: utente, Extensions: persisted(map[string]any{"version": "1", "sha256Hash": "u1"})}, "", false, false, version},
	{"extension of version 1, as a number not decoded", documents.Request{Extensions: persisted(map[string]any{"version": json.Number("1"), "sha256Hash": "u1"})}, utente, true, false, ""},
	{"extension without a hash", documents.Request{Text: utente, Extensions: persisted(map[string]any{"version": 1.0})}, "", false, false, noSHA},
	{"extension with a number for a hash", documents.Request{Text: utente, Extensions: persisted(map[string]any{"version": 1.0, "sha256Hash": 7.0})}, "", false, false, noSHA},
	{"extension with a huge hash", documents.Request{Text: utente, Extensions: extension(strings.Repeat("a", 257))}, "", false, false, noSHA},
}

// free holds where other documents run too.
var free = []rule{
	{"another text", documents.Request{Text: other}, other, false, false, ""},
	{"another text with its hash as parameter", documents.Request{Text: other, DocumentID: "sha256:" + documents.Hash(other)}, other, false, false, ""},
	{"another text to be registered", documents.Request{Text: other, Extensions: extension(documents.Hash(other))}, other, false, true, ""},
	{"a text to be registered that is too long", documents.Request{Text: other + strings.Repeat(" ", 200), Extensions: extension(documents.Hash(other + strings.Repeat(" ", 200)))}, "", false, false,
		fault.BadUserInput + ": Il documento è troppo lungo per essere registrato: al più 200 byte."},
	{"a registered hash", documents.Request{Extensions: extension(documents.Hash(saved))}, saved, false, false, ""},
	{"a registered hash as parameter", documents.Request{DocumentID: "sha256:" + documents.Hash(saved)}, saved, false, false, ""},
	{"a hash that nobody registered", documents.Request{Extensions: extension(documents.Hash(other))}, "", false, false, unknown},
	{"an unknown identifier", documents.Request{DocumentID: "u9"}, "", false, false, unknown},
	{"an extension that is no hash", documents.Request{Extensions: extension("u9")}, "", false, false, noHash},
}

// enforced holds where only the manifest's documents run.
var enforced = []rule{
	{"another text", documents.Request{Text: other}, "", false, false, noEntry},
	{"a text of the manifest written otherwise", documents.Request{Text: "query Utente { utente }"}, "", false, false, noEntry},
	{"another text with its hash as parameter", documents.Request{Text: other, DocumentID: documents.Hash(other)}, "", false, false, noEntry},
	{"another text to be registered", documents.Request{Text: other, Extensions: extension(documents.Hash(other))}, "", false, false, noEntry},
	{"a registered text", documents.Request{Text: saved}, "", false, false, noEntry},
	{"a registered hash", documents.Request{Extensions: extension(documents.Hash(saved))}, "", false, false, tooOld},
	{"a hash that nobody registered", documents.Request{Extensions: extension(documents.Hash(other))}, "", false, false, tooOld},
	{"an unknown identifier", documents.Request{DocumentID: "u9"}, "", false, false, tooOld},
	{"an extension that is no hash", documents.Request{Extensions: extension("u9")}, "", false, false, tooOld},
}

// exempt is what the rules say to a caller that is exempt.
func exempt(rules []rule) []rule {
	var all []rule
	for _, r := range rules {
		r.q.Exempt = true
		all = append(all, r)
	}
	return all
}

func TestResolve(t *testing.T) {
	for _, test := range []struct {
		name  string
		mode  documents.Mode
		rules [][]rule
	}{
		{"off", documents.Off, [][]rule{free}},
		{"log", documents.Log, [][]rule{always, free}},
		{"enforce", documents.Enforce, [][]rule{always, enforced}},
		{"enforce for an exempt caller", documents.Enforce, [][]rule{exempt(always), exempt(free)}},
	} {
		for _, rules := range test.rules {
			for _, r := range rules {
				t.Run(test.name+": "+r.name, func(t *testing.T) { r.check(t, newWorld(t, test.mode)) })
			}
		}
	}
}

func (r rule) check(t *testing.T, w *world) {
	got, err := w.Resolve(t.Context(), r.q)
	if errorText(err) != r.err || got.Text != r.text || got.Trusted != r.trusted {
		t.Fatalf("%+v %v", got, err)
	}
	hash := documents.Hash(other)
	if _, early := w.automatic.Find(hash); early {
		t.Error("registered before it proved valid")
	}
	if err := got.Remember(); err != nil {
		t.Error(err)
	}
	if text, ok := w.automatic.Find(hash); ok != r.remembered || ok && text != other {
		t.Errorf("registered: %t", ok)
	}
}

// TestRegisteredByExempt: what an exempt caller registered does not run for the others where only the manifest's documents do.
func TestRegisteredByExempt(t *testing.T) {
	w := newWorld(t, documents.Enforce)
	found, err := w.Resolve(t.Context(), documents.Request{Text: other, Extensions: extension(documents.Hash(other)), Exempt: true})
	if err == nil {
		err = found.Remember()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Resolve(t.Context(), documents.Request{Extensions: extension(documents.Hash(other))}); errorText(err) != tooOld {
		t.Errorf("%v", err)
	}
}
