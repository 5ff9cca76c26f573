package durc_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

// caso draws evidence. Names come from small pools, so that rows meet; some are none, and some dates do not exist.
type caso struct{ *rand.Rand }

func uno[T any](c caso, fra ...T) T { return fra[c.IntN(len(fra))] }

// forse is one of them or nothing.
func forse[T any](c caso, fra ...T) *T {
	if c.IntN(5) == 0 {
		return nil
	}
	return new(uno(c, fra...))
}

func (c caso) data() model.Data {
	if c.IntN(12) == 0 {
		return uno[model.Data](c, "", "2026-02-30", "domani")
	}
	return model.Data(fmt.Sprintf("2026-%02d-%02d", 3+c.IntN(10), 1+c.IntN(28)))
}

func (c caso) mese() model.AnnoMese {
	if c.IntN(20) == 0 {
		return uno[model.AnnoMese](c, "", "2026-13")
	}
	return model.AnnoMese(fmt.Sprintf("2026-%02d", 1+c.IntN(12)))
}

func (c caso) importo() model.Importo {
	return uno(c, 0, -50_00, 50_00, 100_00, 149_99, 150_00, 150_01, model.Importo(c.IntN(300_00)))
}

func (c caso) gestione() model.GestioneContributiva {
	return uno(c, dipendenti, dipendenti, artigiani, parasubordinati, "ALTRA")
}

func (c caso) riferimento() *model.Riferimento {
	return forse(c, model.Riferimento{Tipo: uno(c, model.AllTipoRiferimento...), Chiave: c.nome()})
}

// nome is the name of a note, a report, a plan or a title.
func (c caso) nome() string { return uno(c, "1", "2", "3", "4") }

func (c caso) credito(id string) model.CreditoInadempienza {
	return model.CreditoInadempienza{
		ID: id, Segno: uno(c, "DEBITO", "DEBITO", "DEBITO", model.SegnoPartitaCredito), Tipo: uno(c, model.AllTipoCreditoInadempienza...),
		Gestione: c.gestione(), PeriodoDa: c.mese(), PeriodoA: c.mese(), Residuo: c.importo(), DataAccertamento: forse(c, c.data()),
		Stato: uno(c, model.AllStatoCreditoInadempienza...), Origine: c.riferimento(), Esito: c.riferimento(),
	}
}

func (c caso) ruolo(numero string) model.IscrizioneARuolo {
	return model.IscrizioneARuolo{
		Numero: model.NumeroRuolo(numero), Tipo: uno(c, model.AllTipoTitolo...), DataFormazione: c.data(), Gestione: c.gestione(),
		Periodi: volte(c, 3, func(int) model.AnnoMese { return c.mese() }), Residuo: c.importo(), Stato: uno(c, model.AllStatoRuolo...),
	}
}

func (c caso) posizione(i int) durc.Posizione {
	m := model.Matricola(fmt.Sprintf("99000%05d", i))
	return durc.Posizione{
		Matricola: m, Csc: uno[model.Csc](c, "10601", "11301", ""),
		Crediti: volte(c, 6, func(n int) model.CreditoInadempienza { return c.credito(fmt.Sprintf("C-%s-%d", m, n)) }),
		Note: volte(c, 4, func(int) model.NotaDiRettifica {
			return model.NotaDiRettifica{Identificativo: c.nome(), Scadenza: c.data(), Stato: uno(c, model.AllStatoNotaDiRettifica...)}
		}),
		Ispezioni: volte(c, 4, func(int) model.Ispezione {
			return model.Ispezione{Numero: c.nome(), Stato: uno(c, model.AllStatoVerbale...)}
		}),
	}
}

func (c caso) dilazione(int) model.DomandaDiDilazione {
	return model.DomandaDiDilazione{
		Protocollo: c.nome(), Stato: uno(c, model.AllStatoDomandaDiDilazione...), PrimaRata: forse(c, c.data()),
		Piano: volte(c, 3, func(n int) model.Rata {
			return model.Rata{Numero: int32(n), Scadenza: c.data(), DataPagamento: forse(c, c.data())}
		}),
	}
}

func (c caso) riscontro(int) model.RiscontroEnte {
	return model.RiscontroEnte{
		Ente: uno(c, model.AllEnteRegolarita...), Data: forse(c, c.data()),
		Esito: uno(c, "REGOLARE", "REGOLARE", model.EsitoEnteIrregolare, model.EsitoEnteInIstruttoria, "FORSE"),
		Cause: volte(c, 3, func(int) model.CausaIrregolarita {
			return model.CausaIrregolarita{Descrizione: uno(c, "a", "b"), Periodo: forse(c, c.mese()), Importo: forse(c, c.importo())}
		}),
	}
}

func (c caso) evidenze() durc.Evidenze {
	e := durc.Evidenze{
		Posizioni: volte(c, 4, c.posizione), Riscontri: volte(c, 6, c.riscontro), Dilazioni: volte(c, 5, c.dilazione),
		DilazioniCartella: volte(c, 4, func(int) model.DilazioneSuCartella {
			return model.DilazioneSuCartella{Istanza: c.nome(), Partite: []model.NumeroRuolo{model.NumeroRuolo(c.nome()), "9"}, Stato: uno(c, model.AllStatoDilazioneCartella...)}
		}),
	}
	for _, n := range []string{"1", "2", "3"}[:c.IntN(4)] {
		e.Ruoli = append(e.Ruoli, c.ruolo(n))
	}
	return e
}

// volte makes some, fewer than max.
func volte[T any](c caso, max int, fa func(int) T) (tutti []T) {
	for n := range c.IntN(max) {
		tutti = append(tutti, fa(n))
	}
	return tutti
}

// mischia is the same evidence in another order.
func (c caso) mischia(e durc.Evidenze) durc.Evidenze {
	e.Posizioni, e.Ruoli, e.DilazioniCartella = mischiati(c, e.Posizioni), mischiati(c, e.Ruoli), mischiati(c, e.DilazioniCartella)
	e.Dilazioni, e.Riscontri = mischiati(c, e.Dilazioni), mischiati(c, e.Riscontri)
	for i := range e.Posizioni {
		p := &e.Posizioni[i]
		p.Crediti, p.Note, p.Ispezioni = mischiati(c, p.Crediti), mischiati(c, p.Note), mischiati(c, p.Ispezioni)
	}
	for i := range e.Ruoli {
		e.Ruoli[i].Periodi = mischiati(c, e.Ruoli[i].Periodi)
	}
	for i := range e.Dilazioni {
		e.Dilazioni[i].Piano = mischiati(c, e.Dilazioni[i].Piano)
	}
	for i := range e.DilazioniCartella {
		e.DilazioniCartella[i].Partite = mischiati(c, e.DilazioniCartella[i].Partite)
	}
	return e
}

func mischiati[T any](c caso, di []T) []T {
	altri := slices.Clone(di)
	c.Shuffle(len(altri), func(i, j int) { altri[i], altri[j] = altri[j], altri[i] })
	return altri
}
