package durc

import (
	"slices"

	"cassetto/graph/model"
)

// debito is something that INPS or the collection agent is still owed: an item of a position, or a title of the codice fiscale.
type debito struct {
	gestione model.GestioneContributiva
	nome     string // what it is, to be read
	partita  string // identifier of the item, or number of the title
	da, a    model.AnnoMese
	importo  model.Importo // what is left of it, accessories included
	termine  model.Data    // the last day to pay it; "" when nothing tells

	// Either an item with its position, or a title.
	posizione *Posizione
	credito   *model.CreditoInadempienza
	ruolo     *model.IscrizioneARuolo
}

// verifica is a check under way.
type verifica struct {
	*Evidenze
	oggi, fino model.Data // the day of the check, and the last one whose payments are looked at
}

// debiti are all that is owed. What is left of a row decides, whatever its state says: an item that is PAGATA or ANNULLATA in part is
// owed for the rest, one without a rest is not. Items to the credit of the firm owe nothing and pay for nothing.
func (v *verifica) debiti() []debito {
	var tutti []debito
	for i := range v.Posizioni {
		p := &v.Posizioni[i]
		for j := range p.Crediti {
			c := &p.Crediti[j]
			if c.Segno == model.SegnoPartitaDebito && c.Residuo > 0 && !v.aRuolo(c) {
				tutti = append(tutti, debito{
					gestione: c.Gestione, nome: nomeDi(c.Tipo), partita: c.ID, da: c.PeriodoDa, a: c.PeriodoA, importo: c.Residuo,
					termine: p.termine(c), posizione: p, credito: c,
				})
			}
		}
	}
	for i := range v.Ruoli {
		r := &v.Ruoli[i]
		if r.Residuo > 0 && r.Stato != model.StatoRuoloSgravato && r.Stato != model.StatoRuoloPagato {
			tutti = append(tutti, ruolo(r))
		}
	}
	return tutti
}

// aRuolo says whether an item has become a title that the archives know: then the title is judged, and the debt is counted once.
// An item handed to the agent whose title is not there is judged by itself.
func (v *verifica) aRuolo(c *model.CreditoInadempienza) bool {
	return c.Esito != nil && c.Esito.Tipo == model.TipoRiferimentoAvvisoDiAddebito &&
		slices.ContainsFunc(v.Ruoli, func(r model.IscrizioneARuolo) bool { return string(r.Numero) == c.Esito.Chiave })
}

// ruolo is the debt of a title. It falls due with the last of its months, otherwise on the day it was formed: a title is formed of
// what is owed already, so it never waits for the terms of its items.
func ruolo(r *model.IscrizioneARuolo) debito {
	d := debito{gestione: r.Gestione, nome: "Avviso di addebito", partita: string(r.Numero), importo: r.Residuo, ruolo: r}
	if r.Tipo == model.TipoTitoloCartella {
		d.nome = "Cartella di pagamento"
	}
	if len(r.Periodi) > 0 {
		d.da, d.a = slices.Min(r.Periodi), slices.Max(r.Periodi)
		d.termine = versamento(r.Gestione, d.a)
	}
	if d.termine == "" {
		d.termine = dopo(r.DataFormazione, 0)
	}
	return d
}

// termine is the last day to pay an item: for what should have been paid with a return, the term of its last month; for a note,
// its own; for all the rest, and for a note that is not there, 30 days from when it was ascertained.
func (p *Posizione) termine(c *model.CreditoInadempienza) model.Data {
	switch c.Tipo {
	case model.TipoCreditoInadempienzaDenunciaInsoluta, model.TipoCreditoInadempienzaConfrontoMontiRetributivi, model.TipoCreditoInadempienzaDenunciaLavoratore:
		return versamento(c.Gestione, c.PeriodoA)
	case model.TipoCreditoInadempienzaNotaDiRettifica:
		if scade := p.scadenzaNota(c.Origine); scade != "" {
			return scade
		}
	}
	if c.DataAccertamento == nil {
		return ""
	}
	return dopo(*c.DataAccertamento, giorniPagamento)
}

// scadenzaNota is the term of the note that an item comes from, the earliest when several have its name; "" when none has.
func (p *Posizione) scadenzaNota(origine *model.Riferimento) (scade model.Data) {
	for i := range p.Note {
		s := dopo(p.Note[i].Scadenza, 0)
		if riferisce(origine, model.TipoRiferimentoNotaDiRettifica, p.Note[i].Identificativo) && s != "" && (scade == "" || s < scade) {
			scade = s
		}
	}
	return scade
}

// riferisce says whether a reference leads to a row.
func riferisce(r *model.Riferimento, tipo model.TipoRiferimento, chiave string) bool {
	return r != nil && r.Tipo == tipo && r.Chiave == chiave
}

func nomeDi(t model.TipoCreditoInadempienza) string {
	switch t {
	case model.TipoCreditoInadempienzaDenunciaInsoluta:
		return "Contributi non pagati, in tutto o in parte"
	case model.TipoCreditoInadempienzaSanzioniRegolarizzazione:
		return "Sanzioni su regolarizzazione spontanea"
	case model.TipoCreditoInadempienzaNotaDiRettifica:
		return "Nota di rettifica"
	case model.TipoCreditoInadempienzaConfrontoMontiRetributivi:
		return "Differenza del confronto fra DM10 e retribuzioni individuali"
	case model.TipoCreditoInadempienzaVerbaleAltroEnte:
		return "Verbale di un altro ente"
	case model.TipoCreditoInadempienzaDenunciaLavoratore:
		return "Denuncia di un lavoratore"
	case model.TipoCreditoInadempienzaVerbaleIspettivo:
		return "Verbale ispettivo"
	}
	return "Partita a debito"
}
