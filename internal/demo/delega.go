package demo

import (
	"strconv"

	"cassetto/graph/model"
)

const (
	clienti    = 21   // generated companies the demo consultant holds, with the named ones 25
	associate  = 5000 // generated companies the demo association holds
	delegheDa  = 1000 // delega ids of generated companies begin here
	perAzienda = 2
)

var (
	tuttiServizi = []model.Servizio{
		model.ServizioCassetto, model.ServizioUniemens, model.ServizioGestioneSeparata, model.ServizioComunicazioni, model.ServizioAgenda,
	}
	nessuno = []model.CodiceFiscale{}
)

// indiretta is a delega of the legal representative to an intermediary (L. 12/1979, art. 1), on the whole position.
func (p *posizione) indiretta(id int, chi persona, studio model.CodiceFiscale, profilo model.ProfiloUtente, dal giorno) model.Delega {
	d := model.Delega{
		ID: "D-" + strconv.Itoa(id), Tipo: model.TipoDelegaIndirettaIntermediario, Stato: model.StatoDelegaAttiva, DeleganteCf: p.legale.cf,
		Posizione:  &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(p.sintetici.Matricola)},
		DelegatoCf: chi.cf, Qualifica: profilo, Servizi: tuttiServizi, Perimetro: model.PerimetroDelegaTotale, Cf: nessuno, Inizio: dal.data(),
	}
	if studio != "" {
		d.StudioCf = &studio
	}
	return d
}

// delega makes the mandates on a generated company: the first ones to the demo consultant, the first 5,000 to the demo
// association, two fifths of the others to somebody.
func (p *posizione) delega(n int) {
	id := delegheDa + perAzienda*n
	if n < clienti {
		p.deleghe = append(p.deleghe, p.indiretta(id, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita))
	}
	if n < associate {
		p.deleghe = append(p.deleghe, p.indiretta(id+1, bruni, assoimpreseCF, model.ProfiloUtenteAssociazioneDiCategoria, p.conferita))
		return
	}
	if p.suMille(400) {
		p.deleghe = append(p.deleghe, p.indiretta(id, unaPersona(p.caso), "", model.ProfiloUtenteConsulenteDelLavoro, p.conferita))
	}
}

// revoca ends a delega at an instant.
func revoca(d model.Delega, da model.CodiceFiscale, quando model.DataOra) model.Delega {
	d.Stato, d.DataRevoca, d.RevocataDa = model.StatoDelegaRevocata, &quando, &da
	return d
}

// subdelega passes some services of a delega received on to an employee of the studio; it lives as long as its parent.
func subdelega(id string, padre model.Delega, chi persona, dal giorno, servizi ...model.Servizio) model.Delega {
	d := padre
	d.ID, d.Tipo, d.Stato, d.DataRevoca, d.RevocataDa = id, model.TipoDelegaSubdelega, model.StatoDelegaAttiva, nil, nil
	d.DeleganteCf, d.DelegatoCf, d.Qualifica = padre.DelegatoCf, chi.cf, model.ProfiloUtenteIntermediarioDelegato
	d.Servizi, d.Inizio, d.ParentID = servizi, dal.data(), new(padre.ID)
	return d
}
