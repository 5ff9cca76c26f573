package demo

import "cassetto/graph/model"

// ruolo is a role of the vocabulary codice_carica; letters where INPS gives no number.
type ruolo struct{ codice, descrizione string }

var (
	rappresentante = ruolo{"1", "RAPPRESENTANTE LEGALE/SOCIO AMMINISTRATORE"}
	socio          = ruolo{"SOC", "SOCIO"}
	delegato       = ruolo{"DEL", "DELEGATO"}
)

// quota is a share of the capital.
type quota struct {
	persona
	percento int
	ente     string // name, when the partner is a company; persona.cf is then its code
}

// divisioni are how partners share a company.
var divisioni = [...][]int{{100}, {50, 50}, {60, 40}, {51, 49}, {34, 33, 33}, {50, 25, 25}}

// soci draws the partners of a company; the legal representative is the first. An owner alone has none.
func (p *posizione) soci() []quota {
	var parti []int
	switch p.forma {
	case "DI", "SC", "AO":
		return nil
	case "SU":
		parti = divisioni[0]
	case "SN", "AS":
		parti = divisioni[1+p.IntN(5)]
	default:
		parti = divisioni[p.pesato(50, 15, 12, 8, 8, 7)]
	}
	soci := make([]quota, len(parti))
	for i, n := range parti {
		soci[i] = quota{persona: unaPersona(p.caso), percento: n}
	}
	soci[0].persona = p.legale
	return soci
}

// soggetto adds a person with a role; percento 0 is no share.
func (p *posizione) soggetto(chi persona, r ruolo, dal giorno, percento int) *model.SoggettoCollegato {
	s := model.SoggettoCollegato{
		CodiceFiscale: chi.cf, Tipo: model.TipoSoggettoPf, Cognome: &chi.cognome, Nome: &chi.nome,
		Ruolo: &model.RuoloSoggetto{Codice: r.codice, Descrizione: r.descrizione}, Dal: dal.data(), Fonte: model.FonteSoggettoAuc,
	}
	if percento > 0 {
		s.Quota = new(centesimi(percento * 100))
	}
	p.soggetti = append(p.soggetti, s)
	return &p.soggetti[len(p.soggetti)-1]
}

// lega makes the rows of the legal representative and of the partners.
func (p *posizione) lega(soci []quota) {
	percento := 0
	if len(soci) > 0 {
		percento = soci[0].percento
	}
	p.soggetto(p.legale, rappresentante, p.dal, percento)
	for _, q := range soci[min(1, len(soci)):] {
		s := p.soggetto(q.persona, socio, p.dal, q.percento)
		if q.ente != "" {
			s.Tipo, s.Cognome, s.Nome, s.Denominazione = model.TipoSoggettoPg, nil, nil, &q.ente
		}
	}
}

// iscrivi makes the positions of owner and working partners in the gestioni of artisans and traders (L. 233/1990).
func (p *posizione) iscrivi(soci []quota) {
	if p.settore.autonomi == "" || len(soci) > 3 {
		return
	}
	switch p.forma {
	case "DI":
		p.autonomo(p.legale, model.QualificaAutonomoTitolare)
	case "SN":
		for _, q := range soci {
			p.autonomo(q.persona, model.QualificaAutonomoSocio)
		}
	case "AS", "RS":
		p.autonomo(p.legale, model.QualificaAutonomoSocio)
	default:
		return
	}
	if p.suMille(150) {
		q := model.QualificaAutonomoCoadiutore
		if p.settore.autonomi == artigiani {
			q = model.QualificaAutonomoCoadiuvante
		}
		p.autonomo(unaPersona(p.caso), q)
	}
}

func (p *posizione) autonomo(chi persona, q model.QualificaAutonomo) *model.PosizioneLavoratoreAutonomo {
	a := model.PosizioneLavoratoreAutonomo{
		Gestione: p.settore.autonomi, Posizione: string(cifre(nil, p.seriale(), 8)), TitolareCf: chi.cf, Qualifica: q,
		SedeInps: p.luogo.codice, Dal: p.dal.data(), Stato: model.StatoPosizioneAutonomaAttiva,
	}
	if c := p.cessata(); c > 0 {
		a.Al, a.Stato = new(c.data()), model.StatoPosizioneAutonomaCessata
	}
	p.autonomi = append(p.autonomi, a)
	return &p.autonomi[len(p.autonomi)-1]
}
