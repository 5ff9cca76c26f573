package fascicolo

import "cassetto/graph/model"

// capitolo is a chapter of the print. Without a title it is its only section.
type capitolo struct {
	titolo  string
	sezioni []sezione
}

// sezione is how a section is laid out: what there is one of as fields, rows as a table, lists within either as tables after it.
type sezione struct {
	nome       model.SezioneFascicolo
	operazione string
	archivio   string // that is missing when an error names none
	campi      []campo
	colonne    []colonna
	tabelle    []tabella
}

// campo is a name and what it is.
type campo struct{ nome, modello string }

// larga is how wide the columns of a table are together, in points. A day takes 58, an amount up to 999.999,99 € 66, the codice fiscale
// of a person 98, a protocollo 140.
const larga = 487

// colonna is a column of a table; its width is in points.
type colonna struct {
	titolo    string
	larghezza float64
	modello   string
}

// tabella is a list within an object.
type tabella struct {
	titolo  string
	elenco  string // its path, through lists too
	colonne []colonna
}

// capitoli are the chapters, in the order of printing.
func capitoli() []capitolo {
	return []capitolo{
		{sezioni: []sezione{sintetici()}},
		{"Dati anagrafici di dettaglio", dettaglio()},
		{"Dati complementari", complementari()},
		{sezioni: []sezione{infocamere()}},
		{sezioni: []sezione{regolarita()}},
	}
}

const (
	ufficio = "{sede.denominazione}[ ({sede.codice})]"
	forma   = "{formaGiuridica.descrizione}[ ({formaGiuridica.codice})]"
	ateco   = "{codice} {descrizione} ({versione})"
)

// luogo is the modello of an address.
func luogo(di string) string {
	return "{" + di + ".toponimo} {" + di + ".via}[, {" + di + ".civico}]\n{" + di + ".cap} {" + di + ".comune} ({" + di + ".provincia})"
}
