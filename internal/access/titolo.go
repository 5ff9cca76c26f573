package access

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// titolo is what one delega gives to the user, as far as it can be known before the instant: where, for what, about whom and
// from when to when. A subdelega is already cut down to what is left of it inside its parent.
type titolo struct {
	delega       string
	codice       string
	perMatricola bool // codice is a matricola; else a codice fiscale, and every position of it is covered
	servizi      insieme
	persone      []model.CodiceFiscale // sorted; nil is everybody
	periodo      periodo
	capo         bool  // first of those on its code
	dopo         int32 // next one on the same code, -1 at the end
}

func (t *titolo) vale(ora istante) bool { return t.periodo.comprende(ora) }

// contenuto is what a delega says by itself, when it is read as one of the given type (a subdelega covers what its parent's
// type covers); false when it can give nothing at any instant.
//
// A delega covers: MASTER, every position of a codice fiscale and all its gestioni; DIPENDENTI, one matricola;
// PARASUBORDINATI, the position of committente of a codice fiscale and hence only GESTIONE_SEPARATA (msg INPS 104/2026: a
// delega attaches to a posizione contributiva). Other gestioni have no section in the Cassetto. Of the services listed, those
// that the position has and that may be delegated are given; a delega without any gives no title at all.
func contenuto(d *model.Delega, tipo model.TipoDelega) (titolo, bool) {
	if d.Stato != model.StatoDelegaAttiva || d.Posizione == nil || d.Posizione.Codice == "" {
		return titolo{}, false
	}
	t := titolo{delega: d.ID, codice: d.Posizione.Codice, servizi: delegabili & servizi(d.Servizi...), persone: perimetro(d)}
	switch {
	case tipo == model.TipoDelegaMaster:
	case d.Posizione.Gestione == model.GestioneContributivaDipendenti:
		t.perMatricola = true
	case d.Posizione.Gestione == model.GestioneContributivaParasubordinati:
		t.servizi &= gestioneSeparata
	default:
		return titolo{}, false
	}
	var leggibile bool
	t.periodo, leggibile = periodoDi(d)
	return t, leggibile && t.servizi != 0
}

// subordinato is what a subdelega gives: itself, cut down to its parent, which must be there, be no subdelega, be made out to
// an intermediary, be on the same position, and hold at every instant the subdelega is used.
func subordinato(d *model.Delega, padri map[string]model.Delega) (titolo, bool) {
	if d.ParentID == nil {
		return titolo{}, false
	}
	padre, noto := padri[*d.ParentID]
	if !noto || padre.Tipo == model.TipoDelegaSubdelega || !intermediario(padre.Qualifica) || !ammessa(padre.Tipo, padre.Qualifica) {
		return titolo{}, false
	}
	p, viva := contenuto(&padre, padre.Tipo)
	t, propria := contenuto(d, padre.Tipo)
	if !viva || !propria || t.codice != p.codice || t.perMatricola != p.perMatricola {
		return titolo{}, false
	}
	t.servizi &= p.servizi
	t.persone = intersezione(t.persone, p.persone)
	t.periodo = t.periodo.comune(p.periodo)
	return t, t.servizi != 0
}

// perimetro are the persons a delega is about, sorted; nil is everybody, an empty list nobody.
func perimetro(d *model.Delega) []model.CodiceFiscale {
	if d.Perimetro == model.PerimetroDelegaTotale {
		return nil
	}
	persone := append([]model.CodiceFiscale{}, d.Cf...)
	slices.Sort(persone)
	return slices.Compact(persone)
}

// intersezione are the persons of both perimeters.
func intersezione(a, b []model.CodiceFiscale) []model.CodiceFiscale {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	comuni := []model.CodiceFiscale{}
	for _, persona := range a {
		if _, dentro := slices.BinarySearch(b, persona); dentro {
			comuni = append(comuni, persona)
		}
	}
	return comuni
}

// istante is a clock reading and the calendar day that it is in Italy.
type istante struct {
	ora  time.Time
	oggi model.Data
}

func istanteDi(t time.Time) istante { return istante{t, model.DataDi(t)} }

// giornata is a calendar day in Italy, from when it begins until the next one does.
type giornata struct {
	dal, al time.Time
	data    model.Data
}

// istante is istanteDi, of a day that is told once.
func (ix *indice) istante(t time.Time) istante {
	g := ix.giorno.Load()
	if g == nil || t.Before(g.dal) || !t.Before(g.al) {
		anno, mese, n := t.In(model.Roma).Date()
		g = &giornata{time.Date(anno, mese, n, 0, 0, 0, 0, model.Roma), time.Date(anno, mese, n+1, 0, 0, 0, 0, model.Roma), model.DataDi(t)}
		ix.giorno.Store(g)
	}
	return istante{t, g.data}
}

// periodo is when a delega holds: calendar days in Italy, both included, cut off by the instant of the revocation.
type periodo struct {
	dal, al model.Data // al is empty when there is no end
	revoca  time.Time  // zero when there is none
}

func (p periodo) comprende(ora istante) bool {
	return p.dal <= ora.oggi && (p.al == "" || ora.oggi <= p.al) && (p.revoca.IsZero() || ora.ora.Before(p.revoca))
}

// comune is when both hold.
func (p periodo) comune(q periodo) periodo {
	p.dal = max(p.dal, q.dal)
	if p.al == "" || q.al != "" && q.al < p.al {
		p.al = q.al
	}
	if p.revoca.IsZero() || !q.revoca.IsZero() && q.revoca.Before(p.revoca) {
		p.revoca = q.revoca
	}
	return p
}

// periodoDi reads the dates of a delega; one that cannot be read makes it worthless, rather than endless.
func periodoDi(d *model.Delega) (periodo, bool) {
	p := periodo{dal: d.Inizio}
	if !giorno(d.Inizio) {
		return p, false
	}
	if d.Fine != nil {
		if p.al = *d.Fine; !giorno(p.al) {
			return p, false
		}
	}
	if d.DataRevoca != nil {
		quando, err := time.Parse(time.RFC3339, string(*d.DataRevoca))
		if p.revoca = quando; err != nil || quando.IsZero() {
			return p, false
		}
	}
	return p, true
}

func giorno(d model.Data) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}
