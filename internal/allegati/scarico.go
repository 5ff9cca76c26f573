package allegati

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// Percorso is where links lead to, followed by their token.
const Percorso = "/allegati/"

// Scarico answers GET and HEAD of Percorso and a token with the file that the link leads to.
type Scarico struct {
	Sigillo *Sigillo
	// Vede gives what a link leads to, or nil when whoever got the link may not see it any more.
	Vede func(ctx context.Context, c Collegamento) (*Cartella, error)
	Now  func() time.Time
}

// Cartella are the files of a request or of an appointment, or a document.
type Cartella struct {
	Deposito  *Deposito // where they are
	Allegati  []model.Allegato
	Zip       *model.PacchettoZip // nil: there are none
	Documento *Documento          // nil: it is files
}

// ServeHTTP sends the file, always to be saved and never shown. Whoever has no good link, for whatever reason, gets the same
// answer as for a file that never was. A file that turns out to be damaged never arrives whole: its last byte is sent when all
// of it was verified.
func (s *Scarico) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	intestazioni(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		rifiuta(w, http.StatusMethodNotAllowed, "Metodo non ammesso.")
		return
	}
	f, err := s.apri(r)
	if err != nil {
		s.spiega(w, r, err)
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", f.tipo)
	w.Header().Set("Content-Length", strconv.FormatInt(f.size, 10))
	w.Header().Set("Content-Disposition", disposizione(f.nome))
	if r.Method == http.MethodHead {
		return
	}
	if err := trattieni(w, f, f.size); err != nil {
		if f.err != nil && r.Context().Err() == nil {
			slog.ErrorContext(r.Context(), "attachment was not sent to its end", "cause", f.err)
		}
		panic(http.ErrAbortHandler) // the connection ends, so that nobody takes what arrived for the whole
	}
}

// daInviare is a file on its way out.
type daInviare struct {
	io.ReadCloser
	nome, tipo string
	size       int64
	err        error // with which reading it failed
}

func (f *daInviare) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// apri follows a link to its file.
func (s *Scarico) apri(r *http.Request) (*daInviare, error) {
	token, ok := strings.CutPrefix(r.URL.Path, Percorso)
	if !ok {
		return nil, ErrCollegamento
	}
	c, err := s.Sigillo.Leggi(token, s.Now())
	if err != nil {
		return nil, err
	}
	cartella, err := s.Vede(r.Context(), c)
	switch {
	case err != nil:
		return nil, err
	case cartella != nil && cartella.Documento != nil && c.Allegato == 0:
		return cartella.documento(r.Context())
	case cartella == nil || cartella.Zip == nil || c.Allegato < 0 || c.Allegato > len(cartella.Allegati):
		return nil, ErrAssente
	}
	zip := cartella.Zip
	p, err := cartella.Deposito.Apri(r.Context(), zip.Sha256, int64(zip.Dimensione))
	if err != nil {
		return nil, err
	}
	if c.Allegato == 0 {
		return &daInviare{ReadCloser: io.NopCloser(p.Tutto()), nome: zip.Nome, tipo: "application/zip", size: p.size}, nil
	}
	allegato := cartella.Allegati[c.Allegato-1]
	voce, size, err := p.Voce(allegato.Nome)
	if err != nil {
		return nil, err
	}
	return &daInviare{ReadCloser: voce, nome: allegato.Nome, tipo: allegato.Tipo, size: size}, nil
}

func (c *Cartella) documento(ctx context.Context) (*daInviare, error) {
	p, err := c.Deposito.ApriDocumento(ctx, *c.Documento)
	if err != nil {
		return nil, err
	}
	return &daInviare{ReadCloser: io.NopCloser(p.Tutto()), nome: c.Documento.Nome, tipo: c.Documento.Tipo, size: p.size}, nil
}

// spiega answers what could not be sent; the log learns why, and never the link.
func (s *Scarico) spiega(w http.ResponseWriter, r *http.Request, err error) {
	var down *fault.Error
	switch {
	case errors.Is(err, ErrCollegamento), errors.Is(err, ErrAssente), fault.Code(err) == fault.NotFound, fault.Code(err) == fault.Forbidden:
		rifiuta(w, http.StatusNotFound, "Il file non esiste o il collegamento non è più valido: richiederne uno nuovo.")
	case errors.Is(r.Context().Err(), context.Canceled):
		panic(http.ErrAbortHandler) // nobody listens
	case errors.As(err, &down) && down.Code == fault.Unavailable:
		slog.WarnContext(r.Context(), "archive did not answer", "archivio", down.Archive, "cause", down.Cause)
		w.Header().Set("Retry-After", strconv.Itoa(int(max(1, (down.RetryAfter+time.Second-1)/time.Second))))
		rifiuta(w, http.StatusServiceUnavailable, down.Message)
	default:
		slog.ErrorContext(r.Context(), "attachment cannot be sent", "cause", err)
		rifiuta(w, http.StatusInternalServerError, "Il file non può essere scaricato: riprovare più tardi.")
	}
}

// intestazioni keep an answer out of caches and of the pages of others, and its content from being run.
func intestazioni(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", "sandbox")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

func rifiuta(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}

// trattieni copies size bytes, the last of them only when r has ended there without an error.
func trattieni(w io.Writer, r io.Reader, size int64) error {
	if size > 1 {
		if _, err := io.CopyN(w, r, size-1); err != nil {
			return err
		}
	}
	last, err := io.ReadAll(io.LimitReader(r, 2))
	switch {
	case err != nil:
		return err
	case int64(len(last)) != min(size, 1):
		return errRotto
	}
	_, err = w.Write(last)
	return err
}

// disposizione says to save the file under its name (RFC 6266); those who know ASCII only get the letters that it has.
func disposizione(nome string) string {
	var plain, coded strings.Builder
	for _, r := range nome {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			r = '_'
		}
		plain.WriteRune(r)
	}
	for _, b := range []byte(nome) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0 {
			coded.WriteByte(b)
			continue
		}
		fmt.Fprintf(&coded, "%%%02X", b)
	}
	return `attachment; filename="` + plain.String() + `"; filename*=UTF-8''` + coded.String()
}
