package access

import "cassetto/graph/model"

// delegato checks to whom: a person, not the user himself, with a qualifica that the type admits.
func (c *conferimento) delegato() {
	if len(c.in.Delegato) != 16 {
		c.aggiungi("delegato", DelegatoNonPersona, "Il delegato è una persona: indicare un codice fiscale di 16 caratteri.")
	}
	if c.in.Delegato == c.m.Utente.CodiceFiscale {
		c.aggiungi("delegato", DelegatoCoincide, "Il delegato coincide con chi conferisce la delega.")
	}
	if !ammessa(c.in.Tipo, c.in.Qualifica) {
		c.aggiungi("qualifica", QualificaNonAmmessa, "La qualifica del delegato non è ammessa per questo tipo di delega.")
	}
}

// studio checks the firm of the delegate: an association is always named, an employee has none, and a subdelega stays in the
// firm of its parent.
func (c *conferimento) studio() {
	studio := c.in.Studio
	switch {
	case c.in.Qualifica == model.ProfiloUtenteAssociazioneDiCategoria && studio == nil:
		c.aggiungi("studio", StudioMancante, "Indicare il codice fiscale dell'associazione o della sua società di servizi.")
	case c.in.Tipo == model.TipoDelegaDirettaDipendente && studio != nil:
		c.aggiungi("studio", StudioSuperfluo, "La delega a un dipendente non indica uno studio.")
	case c.delegaPadre != nil && studio != nil && !coincide(c.delegaPadre.StudioCf, *studio):
		c.aggiungi("studio", StudioDiverso, "Lo studio non è quello della delega da cui nasce la subdelega.")
	}
}

// posizione checks on what: a matricola for the gestione of employees, the whole codice fiscale for the gestione separata and
// for a Delega Master, the position of its parent for a subdelega.
func (c *conferimento) posizione() {
	g := gestione(c.in)
	if g != model.GestioneContributivaDipendenti && g != model.GestioneContributivaParasubordinati {
		c.aggiungi("gestione", GestioneNonDelegabile, "Si delegano solo le posizioni dei dipendenti e della gestione separata.")
		return
	}
	switch {
	case !c.sub():
		if c.matricola(!c.master() && g == model.GestioneContributivaDipendenti) {
			c.propria()
		}
	case c.delegaPadre == nil:
		c.conoscibile() // nothing else can be said
	case c.delegaPadre.Tipo != model.TipoDelegaMaster && g != c.delegaPadre.Posizione.Gestione:
		c.altraPosizione()
	case c.matricola(c.titoloPadre.perMatricola) && c.in.Matricola != nil && string(*c.in.Matricola) != c.titoloPadre.codice:
		c.altraPosizione()
	}
}

func (c *conferimento) altraPosizione() {
	c.aggiungi("parentId", PadreAltraPosizione, "La delega da cui nasce la subdelega riguarda un'altra posizione.")
}

// matricola says whether there is one exactly when one serves, and the user may know its company.
func (c *conferimento) matricola(serve bool) bool {
	switch {
	case serve && c.in.Matricola == nil:
		c.aggiungi("matricola", MatricolaMancante, "Indicare la matricola della posizione.")
		return false
	case !serve && c.in.Matricola != nil:
		c.aggiungi("matricola", MatricolaSuperflua, "La delega riguarda l'intero codice fiscale: non indicare una matricola.")
		return false
	}
	return c.conoscibile()
}

// conoscibile says whether the company of the input, if there is one, may be known to the user; the error is the same whether
// it does not exist or is hidden from him.
func (c *conferimento) conoscibile() bool {
	if c.in.Matricola == nil {
		return true
	}
	p := c.r.Posizione
	if p != nil && p.Matricola == *c.in.Matricola && c.m.Decide(*p, nil, c.ora.ora).Esito != Nascosto {
		return true
	}
	c.aggiungi("matricola", AziendaNonTrovata, "Nessuna azienda con questa matricola fra quelle consultabili.")
	return false
}

// propria checks that the position is of the user's own company.
func (c *conferimento) propria() {
	azienda := c.m.Utente.Azienda
	switch {
	case c.in.Matricola != nil && !coincide(azienda, c.r.Posizione.CodiceFiscale):
		c.aggiungi("matricola", NonTitolare, "Solo il titolare della posizione può conferire la delega.")
	case azienda == nil || *azienda == "":
		c.aggiungi("tipo", NonTitolare, "Solo il titolare di un'azienda può conferire la delega.")
	}
}
