package fascicolo

import (
	"slices"
	"strings"

	"cassetto/graph/model"
	"cassetto/internal/tagpdf"
)

const (
	titolo     = "Fascicolo previdenziale"
	avvertenza = "Il presente documento riporta i dati degli archivi alla data di estrazione e non costituisce certificazione."
)

// campiFronte are the fields of the cover that the graph knows.
func campiFronte() []campo {
	return []campo{
		{"Matricola", "{matricola}"},
		{"Codice fiscale", "{codiceFiscale}"},
		{"Forma giuridica", "{sintetici.formaGiuridica.descrizione}[ ({sintetici.formaGiuridica.codice})]"},
		{"Sede legale", strings.ReplaceAll(luogo("sintetici.sedeLegale"), "\n", ", ")},
		{"Sede INPS competente", ufficio},
		{"Stato della matricola", "{stato}"},
		{"Inquadramento", "[CSC {sintetici.csc}][, CA {sintetici.codiciAutorizzazione.codice}]"},
		{"ATECO", "{sintetici.ateco: {codice} {descrizione} ({versione})}"},
		{"Rappresentante legale", "{sintetici.rappresentanteLegale.cognome} {sintetici.rappresentanteLegale.nome}[, {sintetici.rappresentanteLegale.cf}]"},
	}
}

// copertina is the first page.
func (f *Fascicolo) copertina(l Lavoro, r *raccolta) tagpdf.Cover {
	inVigore(r.azienda, string(model.DataDi(l.Ora)))
	c := tagpdf.Cover{Title: titolo, Subtitle: denominazione(r.azienda)}
	for _, uno := range f.fronte {
		if testo := uno.modello.scrive(r.azienda, nil); testo != "" {
			c.Fields = append(c.Fields, tagpdf.Field{Label: uno.nome, Value: testo})
		}
	}
	c.Fields = append(c.Fields, f.richiesta(l.Richiesta)...)
	if mancanti := r.mancanti(); len(mancanti) > 0 {
		c.Notes = append(c.Notes, "Stampa parziale. Archivi non disponibili al momento della stampa: "+archivi(mancanti)+".")
	}
	c.Notes = append(c.Notes, avvertenza)
	return c
}

// inVigore leaves of a company's codes those that are in force on a day, and of its activities the main ones: what a cover has room
// for.
func inVigore(azienda oggetto, oggi string) {
	sintetici, _ := azienda["sintetici"].(oggetto)
	filtra(sintetici, "codiciAutorizzazione", func(o oggetto) bool {
		al, finito := o["al"].(string)
		return !finito || al > oggi
	})
	filtra(sintetici, "ateco", func(o oggetto) bool { return o["prevalente"] == true })
}

func filtra(o oggetto, campo string, resta func(oggetto) bool) {
	elenco, _ := o[campo].([]any)
	if elenco == nil {
		return
	}
	o[campo] = slices.DeleteFunc(elenco, func(v any) bool {
		uno, _ := v.(oggetto)
		return !resta(uno)
	})
}

// richiesta says who asked for what, and when.
func (f *Fascicolo) richiesta(r Richiesta) []tagpdf.Field {
	chi := string(r.Richiedente.CodiceFiscale) + ", " + iniziale(f.formati.parola("ProfiloUtente", string(r.Richiedente.Qualifica)))
	if r.Richiedente.StudioCf != nil {
		chi += "\ndi " + string(*r.Richiedente.StudioCf)
	}
	campi := []tagpdf.Field{{Label: "Data e ora di estrazione", Value: oraDi(r.Ora)}, {Label: "Richiedente", Value: chi}}
	if r.Richiedente.DelegaID != nil {
		campi = append(campi, tagpdf.Field{Label: "Delega", Value: *r.Richiedente.DelegaID})
	}
	campi = append(campi, tagpdf.Field{Label: "Identificativo della stampa", Value: r.ID})
	if r.Dal != nil || r.Al != nil {
		campi = append(campi, tagpdf.Field{Label: "Periodo", Value: periodo(r.Dal, r.Al)})
	}
	if len(r.Sezioni) > 0 {
		var nomi []string
		for _, s := range f.scelte(r) {
			nomi = append(nomi, s.titolo)
		}
		campi = append(campi, tagpdf.Field{Label: "Sezioni", Value: strings.Join(nomi, ", ")})
	}
	return campi
}

func periodo(dal, al *model.Data) string {
	switch {
	case al == nil:
		return "dal " + data(string(*dal))
	case dal == nil:
		return "fino al " + data(string(*al))
	}
	return "dal " + data(string(*dal)) + " al " + data(string(*al))
}

func denominazione(azienda oggetto) string {
	nome, _ := azienda["denominazione"].(string)
	return nome
}

// archivi names archives for a reader.
func archivi(nomi []string) string {
	parole := map[string]string{
		"anagrafica": "anagrafica", "complementari": "dati complementari", "deleghe": "gestione deleghe",
		"infocamere": "Registro delle imprese", "regolarita": "regolarità contributiva", "sedi": "sedi INPS",
	}
	var detti []string
	for _, nome := range nomi {
		if p := parole[nome]; p != "" {
			nome = p
		}
		detti = append(detti, nome)
	}
	return strings.Join(detti, ", ")
}

// iniziale begins a text with a small letter.
func iniziale(testo string) string {
	if testo == "" {
		return ""
	}
	return strings.ToLower(testo[:1]) + testo[1:]
}
