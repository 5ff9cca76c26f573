package durc_test

import (
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

// Short names for what the cases speak of.
const (
	regolare    = model.EsitoRegolaritaRegolare
	istruttoria = model.EsitoRegolaritaInIstruttoria
	invito      = model.EsitoRegolaritaInvitoARegolarizzare

	dipendenti      = model.GestioneContributivaDipendenti
	artigiani       = model.GestioneContributivaArtigiani
	commercianti    = model.GestioneContributivaCommercianti
	coltivatori     = model.GestioneContributivaColtivatoriDiretti
	parasubordinati = model.GestioneContributivaParasubordinati

	inail      = model.EnteRegolaritaInail
	cassaEdile = model.EnteRegolaritaCassaEdile

	insoluta = model.TipoCreditoInadempienzaDenunciaInsoluta
	dm10     = model.TipoCreditoInadempienzaConfrontoMontiRetributivi
	denuncia = model.TipoCreditoInadempienzaDenunciaLavoratore
	sanzioni = model.TipoCreditoInadempienzaSanzioniRegolarizzazione
	notaTipo = model.TipoCreditoInadempienzaNotaDiRettifica
	verbale  = model.TipoCreditoInadempienzaVerbaleIspettivo
	altrui   = model.TipoCreditoInadempienzaVerbaleAltroEnte

	prima, seconda = model.Matricola("9900010011"), model.Matricola("9900010029")
	titolo         = "39720250012345678000"
	piano          = "INPS.4900.15/06/2026.0000001"
)

type (
	fatto func(*durc.Evidenze)             // something that the archives know
	di    func(*model.CreditoInadempienza) // something that an item is
)

// sanno is what the archives know: two positions of industry with nothing on them, INAIL in order, and what is said.
func sanno(fatti ...fatto) durc.Evidenze {
	e := durc.Evidenze{CodiceFiscale: "10000011055", Posizioni: []durc.Posizione{{Matricola: prima, Csc: "10601"}, {Matricola: seconda, Csc: "70708"}}}
	risponde(inail, model.EsitoEnteRegolare)(&e)
	for _, f := range fatti {
		f(&e)
	}
	return e
}

// deve is an item of the first position: by default the return of May 2026, unpaid, demanded.
func deve(importo model.Importo, cose ...di) fatto { return sulla(prima, importo, cose...) }

func sulla(m model.Matricola, importo model.Importo, cose ...di) fatto {
	return func(e *durc.Evidenze) {
		c := model.CreditoInadempienza{
			ID: "C-" + string(m) + "-" + importo.String(), Segno: model.SegnoPartitaDebito, Tipo: insoluta, Gestione: dipendenti, PeriodoDa: "2026-05", PeriodoA: "2026-05",
			Contributi: importo, Residuo: importo, DataAccertamento: new(model.Data("2026-07-20")), Stato: model.StatoCreditoInadempienzaAvvisoBonario,
		}
		for _, cosa := range cose {
			cosa(&c)
		}
		for i := range e.Posizioni {
			if e.Posizioni[i].Matricola == m {
				e.Posizioni[i].Crediti = append(e.Posizioni[i].Crediti, c)
			}
		}
	}
}

func tipo(t model.TipoCreditoInadempienza) di {
	return func(c *model.CreditoInadempienza) { c.Tipo = t }
}
func gestione(g model.GestioneContributiva) di {
	return func(c *model.CreditoInadempienza) { c.Gestione = g }
}
func mesi(da, a model.AnnoMese) di {
	return func(c *model.CreditoInadempienza) { c.PeriodoDa, c.PeriodoA = da, a }
}
func mese(m model.AnnoMese) di   { return mesi(m, m) }
func residuo(i model.Importo) di { return func(c *model.CreditoInadempienza) { c.Residuo = i } }
func stato(s model.StatoCreditoInadempienza) di {
	return func(c *model.CreditoInadempienza) { c.Stato = s }
}
func accertato(d model.Data) di {
	return func(c *model.CreditoInadempienza) { c.DataAccertamento = &d }
}
func senzaData(c *model.CreditoInadempienza) { c.DataAccertamento = nil }
func aCredito(c *model.CreditoInadempienza)  { c.Segno = model.SegnoPartitaCredito }
func viene(t model.TipoRiferimento, chiave string) di {
	return func(c *model.CreditoInadempienza) { c.Origine = &model.Riferimento{Tipo: t, Chiave: chiave} }
}
func finisce(t model.TipoRiferimento, chiave string) di {
	return func(c *model.CreditoInadempienza) { c.Esito = &model.Riferimento{Tipo: t, Chiave: chiave} }
}

// inDilazione is an item in the plan of INPS.
func inDilazione(c *model.CreditoInadempienza) {
	c.Stato = model.StatoCreditoInadempienzaInDilazione
	finisce(model.TipoRiferimentoDilazione, piano)(c)
}

// affidata is an item that has become the title.
func affidata(c *model.CreditoInadempienza) {
	c.Stato = model.StatoCreditoInadempienzaAffidataAder
	finisce(model.TipoRiferimentoAvvisoDiAddebito, titolo)(c)
}

// dilazione is the plan of INPS, with two instalments that fall due in December 2026 and January 2027 unless days say otherwise.
func dilazione(s model.StatoDomandaDiDilazione, rate ...model.Rata) fatto {
	return func(e *durc.Evidenze) {
		e.Dilazioni = append(e.Dilazioni, model.DomandaDiDilazione{Protocollo: piano, Stato: s, Piano: rate})
	}
}

func rata(n int32, scade model.Data) model.Rata { return model.Rata{Numero: n, Scadenza: scade} }
func pagata(r model.Rata) model.Rata            { r.DataPagamento = &r.Scadenza; return r }

// aRuolo is the title.
func aRuolo(importo model.Importo, s model.StatoRuolo, periodi ...model.AnnoMese) fatto {
	return func(e *durc.Evidenze) {
		e.Ruoli = append(e.Ruoli, model.IscrizioneARuolo{
			Numero: titolo, Tipo: model.TipoTitoloAvvisoAddebito, Gestione: dipendenti, DataFormazione: "2026-09-14", Periodi: periodi, Residuo: importo, Stato: s,
		})
	}
}

func formato(d model.Data) fatto {
	return func(e *durc.Evidenze) { e.Ruoli[len(e.Ruoli)-1].DataFormazione = d }
}
func cartella(e *durc.Evidenze) { e.Ruoli[len(e.Ruoli)-1].Tipo = model.TipoTitoloCartella }

// rateizzazione is a plan of the collection agent on the title.
func rateizzazione(s model.StatoDilazioneCartella) fatto {
	return func(e *durc.Evidenze) {
		e.DilazioniCartella = append(e.DilazioniCartella, model.DilazioneSuCartella{Istanza: "RAT-2026-1", Partite: []model.NumeroRuolo{"1", titolo}, Stato: s})
	}
}

func nota(id string, scade model.Data, s model.StatoNotaDiRettifica) fatto {
	return func(e *durc.Evidenze) {
		e.Posizioni[0].Note = append(e.Posizioni[0].Note, model.NotaDiRettifica{Identificativo: id, Scadenza: scade, Stato: s})
	}
}

func ispezione(numero string, s model.StatoVerbale) fatto {
	return func(e *durc.Evidenze) {
		e.Posizioni[0].Ispezioni = append(e.Posizioni[0].Ispezioni, model.Ispezione{Numero: numero, Stato: s})
	}
}

// edile makes the second position a builder's.
func edile(e *durc.Evidenze) { e.Posizioni[1].Csc = "11301" }

func tace(ente model.EnteRegolarita) fatto {
	return func(e *durc.Evidenze) {
		e.Riscontri = slices.DeleteFunc(e.Riscontri, func(r model.RiscontroEnte) bool { return r.Ente == ente })
	}
}

func risponde(ente model.EnteRegolarita, esito model.EsitoEnte, cause ...model.CausaIrregolarita) fatto {
	return func(e *durc.Evidenze) {
		tace(ente)(e)
		e.Riscontri = append(e.Riscontri, model.RiscontroEnte{Ente: ente, Esito: esito, Data: new(model.Data("2026-11-03")), Cause: cause})
	}
}
