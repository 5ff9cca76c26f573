package tagpdf

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var options = Options{
	Title: "Fascicolo aziendale 9900010011", Author: "Istituto", Subject: "Fascicolo completo", Created: time.Date(2026, 11, 27, 9, 30, 0, 0, time.UTC),
	Left: "Fascicolo aziendale", Right: "Matricola 9900010011",
}

// write makes a document of what the function writes.
func write(t testing.TB, o Options, content func(*Doc)) []byte {
	t.Helper()
	var b bytes.Buffer
	d, err := New(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	content(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// save writes a document to a file of the test.
func save(t testing.TB, pdf []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "prova.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

var emens = Table{Caption: "Denunce contributive (Uniemens)", Columns: []Column{
	{"Periodo", 1, Start}, {"Protocollo", 2, Start}, {"Stato", 1.4, Start}, {"Lavoratori", 1, End}, {"Imponibile", 1.5, End}, {"Dovuto", 1.3, End},
}}

func denunce(n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range n {
			state := []string{"Acquisita", "In lavorazione", "Scartata: il codice contratto non è valido"}[i%7%3]
			if !yield([]string{fmt.Sprintf("%02d/%d", i%12+1, 2026-i/12%20), fmt.Sprintf("INPS.%06d.2026", i+1), state, fmt.Sprint(12 + i%9),
				fmt.Sprintf("%d.%03d,%02d €", 20+i%17, i*37%1000, i*13%100), fmt.Sprintf("%d.%03d,%02d €", 6+i%5, i*91%1000, i*7%100)}) {
				return
			}
		}
	}
}

// dossier is a document with all that there is, and a table of so many rows in each of its chapters.
func dossier(chapters, rows int) func(*Doc) {
	return func(d *Doc) {
		d.Cover(Cover{Title: "Fascicolo aziendale", Subtitle: "Officine Meccaniche Città di Forlì S.r.l.", Fields: []Field{
			{"Matricola", "9900010011"}, {"Codice fiscale", "00000000000"}, {"Estratto il", "27/11/2026 alle 10:30"}, {"Richiesto da", "un intermediario con delega valida fino al 31/12/2027"},
		}, Notes: []string{"Documento parziale: non è stato possibile leggere l’archivio delle comunicazioni."}})
		d.Index(2)
		for c := range chapters {
			d.Heading(1, fmt.Sprintf("%d. Anagrafica e posizioni", c+1))
			d.Paragraph("L’azienda è iscritta dal 01/04/1998. Perché i dati siano completi, è necessario che le denunce siano state trasmesse: " +
				strings.Repeat("ciò che manca è segnalato nella sezione a cui appartiene. ", 3))
			d.Heading(2, "Dati dell’azienda")
			d.Fields([]Field{{"Denominazione", "Officine Meccaniche Città di Forlì S.r.l."}, {"Indirizzo della sede operativa e dei luoghi di lavoro", "Via dell’Università 12, 47121 Forlì (FC)"}, {"Note", ""}})
			d.Heading(2, "Denunce")
			d.Table(emens, denunce(rows))
			d.Heading(3, "Avvertenze")
			d.List([]string{"Gli importi sono in euro.", "Le denunce scartate vanno corrette e trasmesse di nuovo entro trenta giorni dalla comunicazione dell’esito, altrimenti si intendono non presentate.", "Citt\u00e0, citta\u0300: è lo stesso."})
			d.Heading(2, "Note di rettifica")
			d.Table(Table{Caption: "Note di rettifica", Columns: []Column{{"Numero", 1, Start}}}, slices.Values([][]string{}))
		}
	}
}
