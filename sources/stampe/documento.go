package stampe

import (
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
)

// Durata is how long a document can be fetched.
const Durata = 7 * 24 * time.Hour

// tipo of every document.
const tipo = "application/pdf"

// Documento is where the document of a print is; nil when there is none, or none any more.
func Documento(s *model.Stampa, ora time.Time) *allegati.Documento {
	if s.Sha256 == nil || s.Nome == nil || s.Dimensione == nil || s.Scadenza == nil || *s.Scadenza <= model.DataOraDi(ora) {
		return nil
	}
	return &allegati.Documento{Chiave: chiave(s.ID, *s.Sha256), SHA256: *s.Sha256, Dimensione: int64(*s.Dimensione), Nome: *s.Nome, Tipo: tipo}
}

// chiave is of the print, so that its document can be removed, and of the document, so that what two attempts store is never mixed.
func chiave(id, sha256 string) string { return id + "-" + sha256 }

// nome is what the document of a position is called, made on a day.
func nome(m model.Matricola, ora time.Time) string {
	return "fascicolo-" + string(m) + "-" + strings.ReplaceAll(string(model.DataDi(ora)), "-", "") + ".pdf"
}
