package demo

import (
	"math/rand/v2"

	"cassetto/graph/model"
)

// semeDialoghi makes the requests draw from sources of their own: nothing else changes with them.
const semeDialoghi = seme + 1

// seguite is how many closed requests in a thousand the company follows up with another.
const seguite = 165

// dialogo is what a company and its office wrote to each other, while it is being made.
type dialogo struct {
	*posizione
	c          caso
	dipendente persona // enabled to write for the company
	massimo    int     // of requests
}

// dialoga makes the requests of the last three years of a company written by hand, of the last two of a generated one, their
// notices, and the appointments of the same years. Everything else of the position is there already, and does not change.
func (p *posizione) dialoga() {
	d := &dialogo{posizione: p, c: caso{rand.New(rand.NewPCG(semeDialoghi, uint64(p.serie)))}}
	d.dipendente = unaPersona(d.c)
	forza := max(p.attuale(), 1)
	if p.serie < primaGenerata {
		d.massimo = 99
		d.scrivi()
		d.anni(3, func() int { return d.c.tra(2+forza/12, min(20, 4+forza/7)) }, d.avvia)
		d.incontra(3)
		return
	}
	d.massimo = seriali - p.dati
	d.anni(2, func() int { return d.c.tra(1, min(4, 1+forza/10)) }, d.avvia)
	d.incontra(2)
}

// anni makes so many requests or appointments, begun on a day, for each of the last years in which the company was active, in
// proportion to how long it was.
func (d *dialogo) anni(anni int, quanti func() int, avvia func(giorno)) {
	fine := d.oggi
	if c := d.cessata(); c > 0 {
		fine = c
	}
	for anno := anni; anno > 0; anno-- {
		primo := max(d.oggi-giorno(365*anno), d.inizio+60)
		ultimo := min(d.oggi-giorno(365*(anno-1)), fine)
		if ultimo <= primo {
			continue
		}
		for range (quanti()*int(ultimo-primo) + 182) / 365 {
			avvia(primo + giorno(d.c.IntN(int(ultimo-primo))))
		}
	}
}

// avvia opens a thread on a day: a request, and those that follow it up.
func (d *dialogo) avvia(g giorno) {
	t, m := d.argomento(g)
	if t == nil {
		return
	}
	r := d.invia(lettera{quando: d.orario(g), tema: t, motivo: m})
	for r != nil && r.Stato == model.StatoRichiestaChiusa && d.c.suMille(seguite) {
		dopo := (giornoDiRoma(*r.DataChiusura) + giorno(d.c.tra(1, 20))).feriale()
		if dopo >= d.oggi {
			return
		}
		r = d.invia(lettera{quando: d.orario(dopo), tema: temaDi(r), motivo: m, precedente: r})
	}
}

// argomento draws what a company writes about on a day; nil when it has nothing to write about. One request in seven does not say.
func (d *dialogo) argomento(g giorno) (*tema, motivo) {
	if d.c.suMille(150) {
		t := &temiAltri[len(temiAltri)-1]
		if mm := d.motivi(t, g); len(mm) > 0 {
			return t, scegli(d.c, mm)
		}
		return nil, motivo{}
	}
	return d.specifico(g)
}

func (d *dialogo) specifico(g giorno) (*tema, motivo) {
	var scelti []*tema
	var cause [][]motivo
	var pesi []int
	considera := func(tt []tema) {
		for i := range tt {
			if mm := d.motivi(&tt[i], g); tt[i].peso > 0 && len(mm) > 0 {
				scelti, cause, pesi = append(scelti, &tt[i]), append(cause, mm), append(pesi, tt[i].peso)
			}
		}
	}
	considera(temi[:])
	considera(temiAltri[:])
	if len(scelti) == 0 {
		return nil, motivo{}
	}
	i := d.c.pesato(pesi...)
	return scelti[i], scegli(d.c, cause[i])
}

// temaDi is what a request is about, as it is now.
func temaDi(r *model.Richiesta) *tema { return trovaTema(r.CodiceAmbito, r.CodiceOggetto) }

func trovaTema(ambito, oggetto string) *tema {
	for _, tt := range [...][]tema{temi[:], temiAltri[:]} {
		for i := range tt {
			if tt[i].ambito == ambito && tt[i].oggetto == oggetto {
				return &tt[i]
			}
		}
	}
	panic("demo: no oggetto " + oggetto + " in " + ambito)
}
