package access

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// Riscontri are what the archives know about a delega to be conferred.
type Riscontri struct {
	Posizione *Posizione     // the company of the input's matricola; nil when there is none or it does not exist
	Master    []model.Delega // the MASTER deleghe of the user's own company, in any state
}

// ValutaConferimento says why the user may not confer a delega; none when he may. A company that he may not know gives the
// same errors as one that does not exist.
//
//   - The holder, that is the legal representative of the own company, confers DIRETTA_DIPENDENTE, INDIRETTA_INTERMEDIARIO,
//     GRUPPO and MASTER on its positions (circ. 28/2011); the employee whom it enabled may not.
//   - An intermediary confers SUBDELEGA, within a delega that holds now and that he or his studio received; a subdelega cannot
//     be subdelegated. It gives no service and no person that the delega does not give, on the same position.
//   - A codice fiscale has one Delega Master at a time: a second one may only begin after the first has ended.
func (m Mandato) ValutaConferimento(in model.ConferisciDelegaInput, r Riscontri, now time.Time) []model.ErroreCampo {
	c := conferimento{m: m, in: in, r: r, ora: istanteDi(now)}
	if !c.conferibile() {
		c.aggiungi("tipo", TipoNonConferibile, "Con il profilo con cui si agisce non si può conferire una delega di questo tipo.")
		return c.erroriCampo // the rest would be judged by rules that do not concern him
	}
	c.padre()
	c.unicaMaster()
	c.posizione()
	c.delegato()
	c.studio()
	c.servizi()
	c.perimetro()
	c.periodo()
	return c.erroriCampo
}

// PosizioneDa is the position that a delega so conferred is on; it has a meaning when ValutaConferimento finds no error.
func (m Mandato) PosizioneDa(in model.ConferisciDelegaInput) model.PosizioneDelegata {
	if in.Tipo == model.TipoDelegaSubdelega && in.ParentID != nil {
		if d := m.ricevuta(*in.ParentID); d != nil && d.Posizione != nil {
			return *d.Posizione
		}
	}
	p := model.PosizioneDelegata{Gestione: gestione(in)}
	switch {
	case in.Matricola != nil:
		p.Codice = string(*in.Matricola)
	case m.Utente.Azienda != nil:
		p.Codice = string(*m.Utente.Azienda)
	}
	return p
}

// ricevuta is a delega that the user received and may subdelegate; nil when he has none with that id.
func (m Mandato) ricevuta(id string) *model.Delega {
	for i := range m.Deleghe {
		d := &m.Deleghe[i]
		if d.ID == id && d.Tipo != model.TipoDelegaSubdelega && riceve(&m.Utente, d) {
			return d
		}
	}
	return nil
}

// gestione is the one of the input, or the schema's default.
func gestione(in model.ConferisciDelegaInput) model.GestioneContributiva {
	if in.Gestione == nil {
		return model.GestioneContributivaDipendenti
	}
	return *in.Gestione
}

// conferimento is one evaluation: each method adds the errors of some fields.
type conferimento struct {
	erroriCampo
	m           Mandato
	in          model.ConferisciDelegaInput
	r           Riscontri
	ora         istante
	delegaPadre *model.Delega // of a subdelega; nil when it cannot serve
	titoloPadre titolo        // what the parent gives
}

func (c *conferimento) sub() bool    { return c.in.Tipo == model.TipoDelegaSubdelega }
func (c *conferimento) master() bool { return c.in.Tipo == model.TipoDelegaMaster }

// conferibile says whether the profile confers deleghe of this type at all.
func (c *conferimento) conferibile() bool {
	if c.sub() {
		return intermediario(c.m.Utente.Profilo)
	}
	return c.in.Tipo.IsValid() && c.m.Utente.Profilo == model.ProfiloUtenteLegaleRappresentante
}

// padre looks for the delega from which a subdelega comes.
func (c *conferimento) padre() {
	id := c.in.ParentID
	switch {
	case !c.sub() && id != nil:
		c.aggiungi("parentId", PadreSuperfluo, "Solo una subdelega nasce da un'altra delega.")
		return
	case !c.sub():
		return
	case id == nil || *id == "":
		c.aggiungi("parentId", PadreMancante, "Indicare la delega da cui nasce la subdelega.")
		return
	}
	d := c.m.ricevuta(*id)
	if d == nil {
		c.aggiungi("parentId", PadreNonTrovato, "La delega da cui nasce la subdelega non è fra quelle ricevute.")
		return
	}
	t, utile := contenuto(d, d.Tipo)
	if !utile || !t.vale(c.ora) {
		c.aggiungi("parentId", PadreNonAttivo, "La delega da cui nasce la subdelega oggi non è attiva.")
		return
	}
	c.delegaPadre, c.titoloPadre = d, t
}

// unicaMaster compares a Delega Master with those that the company has given already (Delega Master: one per codice fiscale).
func (c *conferimento) unicaMaster() {
	if !c.master() {
		return
	}
	nuova := periodo{dal: c.inizio()}
	if c.in.Fine != nil {
		nuova.al = *c.in.Fine
	}
	for i := range c.r.Master {
		if d := &c.r.Master[i]; inPiedi(d, c.ora) && sovrapposti(nuova, d) {
			c.aggiungi("tipo", MasterEsistente, "L'azienda ha già una Delega Master: revocarla prima di conferirne un'altra.")
			return
		}
	}
}

// inPiedi says whether a delega holds or may come to hold: signed, not revoked and not ended.
func inPiedi(d *model.Delega, ora istante) bool {
	switch d.Stato {
	case model.StatoDelegaAttiva, model.StatoDelegaDaAttivare, model.StatoDelegaSospesa:
		return !revocata(d, ora) && !scaduta(d, ora)
	}
	return false
}

func sovrapposti(p periodo, d *model.Delega) bool {
	return (d.Fine == nil || p.dal <= *d.Fine) && (p.al == "" || d.Inizio <= p.al)
}

// inizio is the first day, today when the input does not say.
func (c *conferimento) inizio() model.Data {
	if c.in.Inizio == nil {
		return c.ora.oggi
	}
	return *c.in.Inizio
}

// periodo checks the days. The last day may be the first.
func (c *conferimento) periodo() {
	inizio := c.inizio()
	if inizio < c.ora.oggi {
		c.aggiungi("inizio", InizioPassato, "Una delega non può iniziare prima di oggi.")
	}
	if c.in.Fine != nil && *c.in.Fine < inizio {
		c.aggiungi("fine", FinePrimaDiInizio, "L'ultimo giorno viene prima dell'inizio della delega.")
	}
}

// servizi checks the services, and that a subdelega has only services of its parent.
func (c *conferimento) servizi() {
	const campo = "servizi"
	chiesti := servizi(c.in.Servizi...)
	if len(c.in.Servizi) == 0 {
		c.aggiungi(campo, ServiziMancanti, "Indicare almeno un servizio.")
	}
	if ripetuti(c.in.Servizi) {
		c.aggiungi(campo, ServizioRipetuto, "Un servizio è indicato più di una volta.")
	}
	if chiesti&gestioneDeleghe != 0 {
		c.aggiungi(campo, ServizioNonDelegabile, "La gestione delle deleghe spetta al titolare e non si delega.")
	}
	chiesti &= delegabili
	switch {
	case c.delegaPadre != nil && chiesti&^c.titoloPadre.servizi != 0:
		c.aggiungi(campo, ServizioNonRicevuto, "Un servizio non è compreso nella delega da cui nasce la subdelega.")
	case !c.sub() && !c.master() && gestione(c.in) == model.GestioneContributivaParasubordinati && chiesti&^gestioneSeparata != 0:
		c.aggiungi(campo, ServizioFuoriGestione, "La posizione di committente comprende solo il servizio della gestione separata.")
	}
}

// perimetro checks the persons, and that a subdelega has only persons of its parent.
func (c *conferimento) perimetro() {
	parziale := c.in.Perimetro != model.PerimetroDelegaTotale
	switch {
	case parziale && len(c.in.Cf) == 0:
		c.aggiungi("cf", CfMancanti, "Una delega parziale indica i collaboratori compresi.")
	case !parziale && len(c.in.Cf) > 0:
		c.aggiungi("cf", CfSuperflui, "I collaboratori si indicano solo se il perimetro è parziale.")
	}
	if ripetuti(c.in.Cf) {
		c.aggiungi("cf", CfRipetuto, "Un collaboratore è indicato più di una volta.")
	}
	if c.delegaPadre == nil || c.titoloPadre.persone == nil {
		return
	}
	if !parziale {
		c.aggiungi("perimetro", PerimetroTroppoAmpio, "La delega da cui nasce la subdelega è parziale: la subdelega non può essere totale.")
		return
	}
	for _, persona := range c.in.Cf {
		if _, dentro := slices.BinarySearch(c.titoloPadre.persone, persona); !dentro {
			c.aggiungi("cf", CfFuoriPerimetro, "Un collaboratore non è compreso nella delega da cui nasce la subdelega.")
			return
		}
	}
}

// ripetuti says whether a value occurs twice.
func ripetuti[T ~string](valori []T) bool {
	visti := make(map[T]bool, len(valori))
	for _, v := range valori {
		visti[v] = true
	}
	return len(visti) != len(valori)
}
