package allegati

import (
	"strconv"

	"cassetto/graph/model"
)

// Codes of model.ErroreCampo for attachments: stable, for programs.
const (
	Troppi           = "ALLEGATI_TROPPI"            // more than MaxFile files
	TroppoGrande     = "ALLEGATO_TROPPO_GRANDE"     // more than MaxDimensione bytes
	Vuoto            = "ALLEGATO_VUOTO"             // no byte at all
	TipoNonAmmesso   = "ALLEGATO_TIPO_NON_AMMESSO"  // the extension is none of the admitted ones
	ContenutoDiverso = "ALLEGATO_CONTENUTO_DIVERSO" // the content is not what the extension says
	Compresso        = "ALLEGATO_COMPRESSO"         // an archive, or one inside a document
	Bomba            = "ALLEGATO_BOMBA"             // a document that expands too far
	NomeNonValido    = "ALLEGATO_NOME_NON_VALIDO"   // the name is a path
	Infetto          = "ALLEGATO_INFETTO"           // the antivirus knows it
	Macro            = "ALLEGATO_MACRO"             // a document with a program inside
)

// messaggi never repeat a name or a content.
var messaggi = map[string]string{
	Troppi:           "Si possono allegare al massimo 3 file.",
	TroppoGrande:     "Il file supera la dimensione massima di 3 MB.",
	Vuoto:            "Il file è vuoto.",
	TipoNonAmmesso:   "Il tipo di file non è ammesso: sono ammessi pdf, p7m, jpg, png, tif, csv, xml, txt, docx e xlsx.",
	ContenutoDiverso: "Il contenuto del file non corrisponde alla sua estensione, o il file è danneggiato.",
	Compresso:        "Il file è un archivio compresso o ne contiene uno: allegare i singoli file.",
	Bomba:            "Il documento, una volta aperto, occuperebbe troppo spazio.",
	NomeNonValido:    "Il nome del file contiene un percorso: rinominare il file senza barre né punti consecutivi.",
	Infetto:          "Il file non ha superato il controllo antivirus.",
	Macro:            "Il documento contiene macro: salvarlo senza macro e allegarlo di nuovo.",
}

// campo names the i-th file in the input.
func campo(i int) string { return "allegati." + strconv.Itoa(i) }

func errore(campo, codice string) model.ErroreCampo {
	return model.ErroreCampo{Campo: campo, Codice: codice, Messaggio: messaggi[codice]}
}
