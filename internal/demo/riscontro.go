package demo

import (
	"math/rand/v2"
	"strings"

	"cassetto/graph/model"
)

// semeRiscontri makes the answers of the other institutes draw from sources of their own: nothing else changes with them.
const semeRiscontri = seme + 2

// edile begins the CSC of the builders, for whom a Cassa edile answers.
const edile = "113"

// riscontra makes what the other institutes answer about the codice fiscale of the position, and its checks, once: where it has several
// positions, with its head. Companies written by hand are in order; of the generated ones some are not, and of some nothing has come.
func (p *posizione) riscontra() {
	if !p.sintetici.IsRiferimento {
		return
	}
	c := caso{rand.New(rand.NewPCG(semeRiscontri, uint64(p.serie)))}
	p.riscontro(c, model.EnteRegolaritaInail)
	if strings.HasPrefix(string(p.sintetici.Csc), edile) {
		p.riscontro(c, model.EnteRegolaritaCassaEdile)
	}
	if p.serie < primaGenerata {
		p.verifiche = verificheDi(p.sintetici.CodiceFiscale)
	}
}

// riscontro is the answer of one institute, of the first days of the month.
func (p *posizione) riscontro(c caso, ente model.EnteRegolarita) {
	x, giorni, importo := c.IntN(1000), c.IntN(4), c.tra(180, 2400)
	r := model.RiscontroEnte{Ente: ente, Esito: model.EsitoEnteRegolare, Cause: []model.CausaIrregolarita{}}
	data := max((p.oggi.mese().primo() + giorno(giorni)).precedenteFeriale(), p.inizio.feriale())
	r.Data = new(min(data, p.oggi-1).data())
	switch {
	case p.serie < primaGenerata:
	case x < 40:
		return // nothing has come
	case x < 55:
		r.Esito = model.EsitoEnteInIstruttoria
	case x < 85:
		r.Esito, r.Cause = model.EsitoEnteIrregolare, []model.CausaIrregolarita{p.mancante(ente, model.Importo(importo)*100)}
	}
	p.riscontri = append(p.riscontri, r)
}

// mancante is what an institute has not been paid.
func (p *posizione) mancante(ente model.EnteRegolarita, importo model.Importo) model.CausaIrregolarita {
	causa := model.CausaIrregolarita{Ente: ente, Importo: &importo}
	if ente == model.EnteRegolaritaInail { // the yearly premium falls due on 16 February
		anno := p.oggi.mese().anno()
		if p.oggi < giornoDi(anno, 3, 1) {
			anno--
		}
		causa.Periodo, causa.Descrizione = new(giornoDi(anno, 2, 16).mese().annoMese()), "Premio di autoliquidazione non versato"
		return causa
	}
	causa.Periodo, causa.Descrizione = new((p.oggi.mese() - 3).annoMese()), "Contributi e accantonamenti non versati"
	return causa
}
