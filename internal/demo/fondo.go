package demo

import "cassetto/graph/model"

// fondi are the joint training funds of L. 388/2000, art. 118, with their UniEmens codes.
var fondi = [...][2]string{
	{"FIMA", "FONDIMPRESA"}, {"FITE", "FOR.TE."}, {"FART", "FONDARTIGIANATO"}, {"FPRO", "FONDOPROFESSIONI"}, {"FCOP", "FON.COOP"},
	{"FAPI", "FAPI"}, {"FEMI", "FONDITALIA"}, {"FARC", "FONARCOM"}, {"FDIR", "FONDIRIGENTI"},
}

const (
	fima = iota
	fite
	fart
	_
	_
	_
	_
	farc
	fdir
)

// aderisci makes the adhesions of a firm: half of them join a fund, some change it later, revoking the first.
func (p *posizione) aderisci() {
	if len(p.mesi) == 0 || !p.suMille(450) {
		return
	}
	primo := p.mesi[p.IntN((len(p.mesi)+2)/3)].mese
	p.fondo(p.settore.fondo, model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, primo)
	if ultimo := p.mesi[len(p.mesi)-1].mese; ultimo-primo > 24 && p.suMille(200) {
		cambio := p.del(primo + mese(p.tra(12, int(ultimo-primo))))
		if cambio != nil {
			p.fondo(p.settore.fondo, model.CategoriaFondoNonDirigenti, model.EventoFondoRevoca, cambio.mese)
			p.fondo(p.tra(fart+1, farc), model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, cambio.mese)
		}
	}
	if p.dirigenti > 0 {
		p.fondo(fdir, model.CategoriaFondoDirigenti, model.EventoFondoAdesione, primo)
	}
}

func (p *posizione) fondo(quale int, categoria model.CategoriaFondo, evento model.EventoFondo, da mese) {
	n := p.dirigenti
	if categoria == model.CategoriaFondoNonDirigenti {
		n = p.forza - p.dirigenti
		if m := p.del(da); m != nil {
			n = max(1, m.forza-p.dirigenti)
		}
	}
	p.fondi = append(p.fondi, model.FondoInterprofessionale{
		CodiceFondo: fondi[quale][0], Denominazione: fondi[quale][1], Categoria: categoria, Evento: evento,
		Decorrenza: da.annoMese(), NumeroLavoratori: new(int32(n)),
	})
}
