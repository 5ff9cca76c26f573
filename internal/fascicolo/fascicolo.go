// Package fascicolo is the print of the complete dossier of a position: what it contains (fascicolo.graphql), how it is laid out (a
// table for each section), and how its values are written, which the types of the schema decide.
//
// It asks the graph as whoever wants the print, section by section, and keeps what it is told in a file without a name; only then
// it writes the document, whose cover says what is missing. Memory does not grow with the rows.
package fascicolo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
)

// Esegue carries out an operation of Documento as the caller in the context, who sees what he may see. The errors are those that the
// graph presents, with their extensions.
type Esegue func(ctx context.Context, operazione string, variabili map[string]any) (json.RawMessage, gqlerror.List)

// Richiesta is the print that somebody asks for.
type Richiesta struct {
	ID          string
	Matricola   model.Matricola
	Sezioni     []model.SezioneFascicolo // empty: all
	Dal, Al     *model.Data              // days of the period, for sections whose rows have one
	Richiedente model.MittenteRichiesta
	Ora         time.Time // of the extraction
}

// Lavoro is a print with what it takes to make it.
type Lavoro struct {
	Richiesta
	Esegue Esegue
	Avanza func(sezione model.SezioneFascicolo, percento int) // told of each section, first read and then written; may be nil
}

// Esito is what was printed.
type Esito struct {
	Pagine          int
	ArchiviMancanti []string // that did not answer, by name, sorted
	Dimensione      int64    // bytes
	SHA256          string   // in hexadecimal
}

// Fascicolo prints dossiers. It is safe for concurrent use.
type Fascicolo struct {
	formati  formati
	capitoli []capitoloPronto
	fronte   []campoPronto
}

// New makes what prints dossiers of a graph. It fails when the layout or the document do not fit the schema.
func New(schema *ast.Schema) (*Fascicolo, error) {
	c, err := nuovoCompilatore(schema)
	if err != nil {
		return nil, err
	}
	f := &Fascicolo{formati: c.formati, fronte: c.fronte()}
	for _, uno := range capitoli() {
		f.capitoli = append(f.capitoli, c.capitolo(uno))
	}
	return f, errors.Join(c.errori...)
}

// Stampa writes the dossier to w. It fails with the code NOT_FOUND, and writes nothing, when the company does not exist for the
// caller; what an archive that does not answer would have told is missing, and named, in a document that is good all the same. After
// any other error what was written is no document.
func (f *Fascicolo) Stampa(ctx context.Context, l Lavoro, w io.Writer) (_ Esito, err error) {
	if l.Avanza == nil {
		l.Avanza = func(model.SezioneFascicolo, int) {}
	}
	r, err := f.raccogli(ctx, l)
	if err != nil {
		return Esito{}, err
	}
	defer func() { err = errors.Join(err, r.deposito.chiudi()) }()
	c := &conta{w: w, somma: sha256.New()}
	pagine, err := f.componi(ctx, l, r, c)
	if err != nil {
		return Esito{}, err
	}
	return Esito{Pagine: pagine, ArchiviMancanti: r.mancanti(), Dimensione: c.byte, SHA256: hex.EncodeToString(c.somma.Sum(nil))}, nil
}

// scelte are the sections of a request, in the order of printing, each with its chapter.
func (f *Fascicolo) scelte(r Richiesta) (scelte []*sezionePronta) {
	for i := range f.capitoli {
		for j := range f.capitoli[i].sezioni {
			s := &f.capitoli[i].sezioni[j]
			if len(r.Sezioni) == 0 || slices.Contains(r.Sezioni, s.nome) {
				scelte = append(scelte, s)
			}
		}
	}
	return scelte
}
