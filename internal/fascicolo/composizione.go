package fascicolo

import (
	"context"
	"io"
	"iter"
	"strconv"
	"strings"

	"cassetto/internal/tagpdf"
)

const (
	nessunDato    = "Nessun dato presente."
	nonRisponde   = "Archivio non disponibile al momento della stampa."
	nonCompreso   = "Non compreso nei titoli di chi ha chiesto la stampa."
	nonProseguito = "Elenco incompleto: l'archivio non ha risposto fino alla fine al momento della stampa."
	conLacune     = "Dati incompleti: alcuni archivi a cui questa sezione rimanda non erano disponibili al momento della stampa."
)

// componi writes the document and says how many pages it has.
func (f *Fascicolo) componi(ctx context.Context, l Lavoro, r *raccolta, w io.Writer) (int, error) {
	matricola := string(l.Matricola)
	doc, err := tagpdf.New(w, tagpdf.Options{
		Title: titolo + " – matricola " + matricola, Subject: denominazione(r.azienda), Author: "Cassetto previdenziale",
		Created: l.Ora, Left: "Matricola " + matricola, Right: denominazione(r.azienda),
	})
	if err != nil {
		return 0, err
	}
	doc.Cover(f.copertina(l, r))
	doc.Index(2)
	s := &stesura{Doc: doc, Fascicolo: f, ctx: ctx, deposito: r.deposito}
	parti := r.parti[1:]
	for i := range parti {
		l.Avanza(parti[i].nome, daLeggere+(100-daLeggere)*i/len(parti))
		if s.sezione(&parti[i]); s.err != nil {
			return 0, s.err
		}
	}
	if err := doc.Close(); err != nil {
		return 0, err
	}
	return doc.Pages(), nil
}

// stesura is a document that is being written.
type stesura struct {
	*tagpdf.Doc
	*Fascicolo
	ctx      context.Context // read where rows are
	deposito *deposito
	capitolo string // that is open
	err      error
}

func (s *stesura) sezione(p *parteRaccolta) {
	livello := 1
	if p.capitolo != "" {
		livello = 2
		if s.capitolo != p.capitolo {
			s.PageBreak()
			s.Heading(1, p.capitolo)
		}
	} else {
		s.PageBreak()
	}
	s.capitolo = p.capitolo
	s.Heading(livello, p.numero+" "+p.titolo)
	s.contenuto(p, livello)
}

// contenuto writes what is under the heading of a section.
func (s *stesura) contenuto(p *parteRaccolta, livello int) {
	switch {
	case p.negata:
		s.Paragraph(nonCompreso)
		return
	case p.assente():
		s.Paragraph(nonRisponde)
		return
	case p.righe == 0:
		s.Note(s.provenienza(p))
		s.Paragraph(nessunDato)
		return
	}
	s.Note(s.provenienza(p))
	if p.interrotta {
		s.Paragraph(nonProseguito)
	} else if p.lacunosa {
		s.Paragraph(conLacune)
	}
	if p.domanda.elenco() {
		s.Table(tagpdf.Table{Summary: p.titolo, Columns: p.tabella.colonne}, s.righe(p, p.tabella))
		for _, t := range p.tabelle {
			s.Table(tagpdf.Table{Caption: t.titolo, Columns: t.colonne}, s.righe(p, t))
		}
		return
	}
	s.scheda(p, livello)
}

// scheda writes what there is one of: its fields, then its lists.
func (s *stesura) scheda(p *parteRaccolta, livello int) {
	for o := range s.deposito.righe(s.ctx, p.tratto, &s.err) {
		campi := make([]tagpdf.Field, 0, len(p.campi))
		for _, c := range p.campi {
			campi = append(campi, tagpdf.Field{Label: c.nome, Value: oVuoto(c.modello.scrive(o, nil))})
		}
		s.Fields(campi)
	}
	for i, t := range p.tabelle {
		s.Heading(livello+1, p.numero+"."+strconv.Itoa(i+1)+" "+t.titolo)
		if s.vuota(p, t) {
			s.Paragraph(nessunDato)
			continue
		}
		s.Table(tagpdf.Table{Summary: t.titolo, Columns: t.colonne}, s.righe(p, t))
	}
}

func (s *stesura) vuota(p *parteRaccolta, t tabellaPronta) bool {
	for range s.righe(p, t) {
		return false
	}
	return true
}

// righe are the rows of a table: those of a section, or those of a list in each of them.
func (s *stesura) righe(p *parteRaccolta, t tabellaPronta) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		testi := make([]string, len(t.modelli))
		for riga := range s.deposito.righe(s.ctx, p.tratto, &s.err) {
			dentro := []any{riga}
			if t.elenco != nil {
				dentro = trova(riga, t.elenco, nil)
			}
			for _, uno := range dentro {
				o, _ := uno.(oggetto)
				for i, m := range t.modelli {
					testi[i] = oVuoto(m.scrive(o, riga))
				}
				if !yield(testi) {
					return
				}
			}
		}
	}
}

func oVuoto(testo string) string {
	if testo == "" {
		return vuoto
	}
	return testo
}

// provenienza says how many rows a section has, whose they are and of when.
func (s *stesura) provenienza(p *parteRaccolta) string {
	var detto []string
	switch {
	case !p.domanda.elenco() || p.righe == 0:
	case p.righe == 1:
		detto = append(detto, "1 riga")
	default:
		detto = append(detto, migliaia(p.righe)+" righe")
	}
	if p.fonte != "" {
		detto = append(detto, "fonte: "+s.formati.parola("Fonte", p.fonte))
	}
	if p.aggiornatoAl != "" {
		detto = append(detto, "dati aggiornati al "+istante(p.aggiornatoAl))
	}
	testo := strings.Join(detto, " · ")
	if testo != "" {
		testo = strings.ToUpper(testo[:1]) + testo[1:]
	}
	return testo
}

// migliaia writes 12345 as 12.345.
func migliaia(n int) string {
	intero, _, _ := strings.Cut(decimale(strconv.Itoa(n)), ",")
	return intero
}
