// Package complementari is the archive of what the Institute's offices know of a position besides its registration: returns,
// corrections, debts, inspections, letters.
package complementari

import (
	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "complementari"

// Sections are the documents that the archive holds.
func Sections() []archive.Section {
	return []archive.Section{
		Crediti.Section, Cig.Section, Note.Section, Emens.Section,
		Confronto.Section, Committente.Section, Ispezioni.Section, Ruoli.Section,
		DilazioniCartella.Section, Dilazioni.Section, Fondi.Section, Posta.Section,
	}
}

// Crediti are the debit and credit items of a position.
var Crediti = archive.Rows[model.CreditoInadempienza]{
	Section: archive.Section{
		Archive: Name, Type: "CreditoInadempienza", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "creditiInadempienze", Key: []string{"id"},
			Index: [][]string{{"matricola", "periodoDa"}}, Order: []store.Order{{Field: "periodoDa", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteRecuperoCrediti,
}

// Cig are the requests for short-time work.
var Cig = archive.Rows[model.DomandaCig]{
	Section: archive.Section{
		Archive: Name, Type: "DomandaCig", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "domandeCig", Key: []string{"protocollo"},
			Index: [][]string{{"matricola", "dataInvio"}}, Order: []store.Order{{Field: "dataInvio", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteUniCig,
}

// Note are the corrections of monthly returns.
var Note = archive.Rows[model.NotaDiRettifica]{
	Section: archive.Section{
		Archive: Name, Type: "NotaDiRettifica", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "noteDiRettifica", Key: []string{"matricola", "periodo", "progressivo"},
			Index: [][]string{{"matricola", "periodo", "progressivo"}}, Order: []store.Order{{Field: "periodo", Desc: true}, {Field: "progressivo"}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteUniemens,
}

// Emens are the monthly returns.
var Emens = archive.Rows[model.Emens]{
	Section: archive.Section{
		Archive: Name, Type: "Emens", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "emens", Key: []string{"matricola", "periodo", "progressivo"},
			Index: [][]string{{"matricola", "periodo", "progressivo"}}, Order: []store.Order{{Field: "periodo", Desc: true}, {Field: "progressivo"}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteUniemens,
}

// Confronto are the yearly cross-checks of wages.
var Confronto = archive.Rows[model.ConfrontoDm10]{
	Section: archive.Section{
		Archive: Name, Type: "ConfrontoDm10", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "confrontoDm10", Key: []string{"matricola", "anno"},
			Index: [][]string{{"matricola", "anno"}}, Order: []store.Order{{Field: "anno", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteUniemens,
}

// Committente are the monthly returns as payer of collaborators, by codice fiscale.
var Committente = archive.Rows[model.Committente10]{
	Section: archive.Section{
		Archive: Name, Type: "Committente10", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "committente10", Key: []string{"codiceFiscale", "periodo"},
			Index: [][]string{{"codiceFiscale", "periodo"}}, Order: []store.Order{{Field: "periodo", Desc: true}},
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteGestioneSeparata,
}

// Ispezioni are the records of inspections.
var Ispezioni = archive.Rows[model.Ispezione]{
	Section: archive.Section{
		Archive: Name, Type: "Ispezione", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "ispezioni", Key: []string{"anno", "numero"},
			Index: [][]string{{"matricola", "dataAccesso"}}, Order: []store.Order{{Field: "dataAccesso", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteVigilanza,
}

// Ruoli are the debts in enforced collection, by codice fiscale.
var Ruoli = archive.Rows[model.IscrizioneARuolo]{
	Section: archive.Section{
		Archive: Name, Type: "IscrizioneARuolo", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "iscrizioniARuolo", Key: []string{"numero"},
			Index: [][]string{{"codiceFiscale", "dataFormazione"}}, Order: []store.Order{{Field: "dataFormazione", Desc: true}},
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteRiscossione,
}

// DilazioniCartella are the the collector's instalment plans, by codice fiscale.
var DilazioniCartella = archive.Rows[model.DilazioneSuCartella]{
	Section: archive.Section{
		Archive: Name, Type: "DilazioneSuCartella", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "dilazioniSuCartella", Key: []string{"istanza"},
			Index: [][]string{{"codiceFiscale", "dataIstanza"}}, Order: []store.Order{{Field: "dataIstanza", Desc: true}},
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteRiscossione,
}

// Dilazioni are the the Institute's instalment plans, by codice fiscale.
var Dilazioni = archive.Rows[model.DomandaDiDilazione]{
	Section: archive.Section{
		Archive: Name, Type: "DomandaDiDilazione", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "domandeDiDilazione", Key: []string{"protocollo"},
			Index: [][]string{{"codiceFiscale", "dataDomanda"}}, Order: []store.Order{{Field: "dataDomanda", Desc: true}},
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteRecuperoCrediti,
}

// Fondi are the adhesions to training funds.
var Fondi = archive.Rows[model.FondoInterprofessionale]{
	Section: archive.Section{
		Archive: Name, Type: "FondoInterprofessionale", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "fondiInterprofessionali", Key: []string{"matricola", "categoria", "decorrenza", "evento"},
			Index: [][]string{{"matricola", "decorrenza"}}, Order: []store.Order{{Field: "decorrenza", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FonteUniemens,
}

// Posta are the letters.
var Posta = archive.Rows[model.PostaIbrida]{
	Section: archive.Section{
		Archive: Name, Type: "PostaIbrida", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "postaIbrida", Key: []string{"idInvio"},
			Index: [][]string{{"matricola", "dataSpedizione"}}, Order: []store.Order{{Field: "dataSpedizione", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: model.FontePostaIbrida,
}
