package documents

import (
	"context"
	"log/slog"
	"strings"

	"cassetto/internal/fault"
)

// Request is what a request says of its document. All of it is untrusted.
type Request struct {
	Text       string         // may be empty
	DocumentID string         // parameter documentId, or what Relay calls doc_id and id; may be empty
	Extensions map[string]any // decoded JSON
	Exempt     bool           // the caller may run what the manifest does not list, and is not logged for it
}

// Resolved is the document that a request means.
type Resolved struct {
	Text    string
	Trusted bool // it stands in the manifest

	automatic *Automatic
	hash      string
}

// Remember registers the text if the client asked for that, and does nothing otherwise. Call it once the text has proved valid, for
// a recognised user.
func (r Resolved) Remember() error {
	if r.automatic == nil {
		return nil
	}
	return r.automatic.Add(r.hash, r.Text)
}

// Resolver finds the documents of requests.
type Resolver struct {
	trusted   *Trusted
	automatic *Automatic
	unlisted  *unlisted
}

// NewResolver makes a resolver over two stores, both required; log may be nil, for slog.Default.
func NewResolver(t *Trusted, a *Automatic, log *slog.Logger) *Resolver {
	return &Resolver{t, a, newUnlisted(log)}
}

// Resolve says which text a request means and whether it is trusted, or why it may not run: a *fault.Error.
//
// Identifier and text that are both given must agree. Mode Enforce lets only the manifest's documents run, and neither finds nor
// registers other texts; mode Log logs what Enforce would refuse.
func (r *Resolver) Resolve(ctx context.Context, q Request) (Resolved, error) {
	hash, err := persisted(q.Extensions)
	if err != nil {
		return Resolved{}, err
	}
	id := q.DocumentID
	switch {
	case id != "" && hash != "" && strings.TrimPrefix(id, prefix) != strings.TrimPrefix(hash, prefix):
		return Resolved{}, fault.Errorf(fault.BadUserInput, "La richiesta indica due documenti diversi.")
	case id == "" && hash == "" && strings.TrimSpace(q.Text) == "":
		return Resolved{}, fault.Errorf(fault.BadUserInput, "La richiesta non indica alcun documento.")
	case id == "" && hash == "":
		return r.byText(ctx, q)
	case id == "":
		id = hash
	}
	if d, ok := r.trusted.ByID(id); ok {
		return ofManifest(d, q.Text)
	}
	id = strings.TrimPrefix(id, prefix)
	switch {
	case q.Text == "" && r.only(q):
		return Resolved{}, fault.Errorf(fault.PersistedQueryNotFound, "Operazione non riconosciuta: aggiornare l'applicazione.")
	case hash != "" && !isHash(id):
		return Resolved{}, errNoHash()
	case q.Text == "":
		return r.registered(ctx, id, q)
	case Hash(q.Text) != id:
		return Resolved{}, errMismatch()
	}
	found, err := r.byText(ctx, q)
	if err != nil || found.Trusted || hash == "" {
		return found, err
	}
	if _, err := r.automatic.check(id, q.Text); err != nil {
		return Resolved{}, err
	}
	found.automatic, found.hash = r.automatic, id
	return found, nil
}

// ofManifest is a document of the manifest that was named; a text sent along must be its own.
func ofManifest(d *Document, text string) (Resolved, error) {
	if text != "" && strings.TrimSpace(text) != strings.TrimSpace(d.Text) {
		return Resolved{}, errMismatch()
	}
	return Resolved{Text: d.Text, Trusted: true}, nil
}

// byText is the document whose text was sent.
func (r *Resolver) byText(ctx context.Context, q Request) (Resolved, error) {
	if d, ok := r.trusted.ByText(q.Text); ok {
		return Resolved{Text: d.Text, Trusted: true}, nil
	}
	if r.only(q) {
		return Resolved{}, fault.Errorf(fault.Forbidden, "Questa operazione non è fra quelle ammesse.")
	}
	r.note(ctx, q, q.Text)
	return Resolved{Text: q.Text}, nil
}

// registered is a text that was registered under a hash before.
func (r *Resolver) registered(ctx context.Context, hash string, q Request) (Resolved, error) {
	text, ok := r.automatic.Find(hash)
	if !ok {
		return Resolved{}, fault.Errorf(fault.PersistedQueryNotFound, "Documento non riconosciuto: inviarne il testo.")
	}
	r.note(ctx, q, text)
	return Resolved{Text: text}, nil
}

// only says whether nothing but the manifest's documents may run.
func (r *Resolver) only(q Request) bool { return r.trusted.mode == Enforce && !q.Exempt }

// note logs a document that the manifest does not list, where it will one day be refused.
func (r *Resolver) note(ctx context.Context, q Request, text string) {
	if r.trusted.mode == Log && !q.Exempt {
		r.unlisted.note(ctx, text)
	}
}
