package durc_test

import (
	"fmt"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

const ( // states, for the table
	inAccertamento = model.StatoCreditoInadempienzaInAccertamento
	sospesa        = model.StatoCreditoInadempienzaSospesa
	compensata     = model.StatoCreditoInadempienzaCompensata
	ader           = model.StatoCreditoInadempienzaAffidataAder

	accolta, attivata = model.StatoDomandaDiDilazioneAccolta, model.StatoDomandaDiDilazioneAttivata

	rifNota, rifVerbale, rifAvviso, rifDilazione = model.TipoRiferimentoNotaDiRettifica, model.TipoRiferimentoVerbale, model.TipoRiferimentoAvvisoDiAddebito, model.TipoRiferimentoDilazione

	affidato, rateizzato = model.StatoRuoloAffidato, model.StatoRuoloRateizzato
)

// TestValuta: what the archives know, the outcome, and the first reason of it. The day is 28 November 2026 unless said; payments are
// then looked at until 30 September.
func TestValuta(t *testing.T) {
	const (
		nulla     = "INAIL RISCONTRO NON_OSTA"
		omissione = "INPS OMISSIONE IMPEDISCE"
		lieve     = "INPS SCOSTAMENTO_NON_GRAVE NON_OSTA"
		dopo      = "INPS NON_ANCORA_DOVUTO NON_OSTA"
		rate      = "INPS RATEIZZAZIONE NON_OSTA"
		lite      = "INPS CONTENZIOSO NON_OSTA"
		verifica  = "INPS IN_ACCERTAMENTO DA_VERIFICARE"
	)
	for _, c := range []struct {
		nome   string
		oggi   model.Data
		sanno  durc.Evidenze
		esito  model.EsitoRegolarita
		decide string
	}{
		{"nothing is owed", "", sanno(), regolare, nulla},
		{"no position is known", "", durc.Evidenze{Riscontri: sanno().Riscontri}, regolare, nulla},
		{"a return unpaid", "", sanno(deve(800_00)), invito, omissione},
		{"the trap: this matricola is clean, another of the codice fiscale is not", "", sanno(sulla(seconda, 800_00)), invito, omissione},
		{"the trap: the owner's own position of artisan is unpaid", "", sanno(deve(1_135_00, gestione(artigiani))), invito, omissione},
		{"the trap, reversed: a debt in a plan that runs", "", sanno(deve(800_00, inDilazione), dilazione(attivata)), regolare, rate},
		{"the trap, reversed: a debt within 150 euro", "", sanno(deve(94_00)), regolare, lieve},
		{"the trap, reversed: a debt not due until October", "", sanno(deve(800_00, mese("2026-09"))), regolare, dopo},
		{"a credit pays for nothing", "", sanno(deve(800_00), deve(900_00, aCredito)), invito, omissione},
		{"a credit is no debt", "", sanno(deve(900_00, aCredito)), regolare, nulla},
		{"a debt paid", "", sanno(deve(800_00, residuo(0), stato(model.StatoCreditoInadempienzaPagata))), regolare, nulla},
		{"a debt said to be paid, with a rest: the rest counts", "", sanno(deve(800_00, residuo(200_00), stato(model.StatoCreditoInadempienzaPagata))), invito, omissione},
		{"a debt written off in part: the rest counts", "", sanno(deve(800_00, residuo(200_00), stato(model.StatoCreditoInadempienzaAnnullata))), invito, omissione},

		{"150.00 exactly", "", sanno(deve(150_00)), regolare, lieve},
		{"150.01", "", sanno(deve(150_01)), invito, omissione},
		{"one gestione sums up over matricole", "", sanno(deve(100_00), sulla(seconda, 50_01)), invito, omissione},
		{"one gestione sums up to 150.00 over matricole", "", sanno(deve(100_00), sulla(seconda, 50_00)), regolare, lieve},
		{"two gestioni of 100 each", "", sanno(deve(100_00), deve(100_00, gestione(artigiani))), regolare, lieve},
		{"an item and a title of one gestione", "", sanno(deve(100_00), aRuolo(100_00, affidato, "2026-03")), invito, omissione},
		{"what is excused does not add up", "", sanno(deve(150_00), deve(800_00, stato(sospesa))), regolare, "INPS SOSPENSIONE NON_OSTA"},
		{"what is not yet due does not add up", "", sanno(deve(150_00), deve(800_00, mese("2026-10"))), regolare, dopo},

		{"August is due on 16 September", "", sanno(deve(800_00, mese("2026-08"))), invito, omissione},
		{"several months are due with the last", "", sanno(deve(800_00, mesi("2026-05", "2026-09"))), regolare, dopo},
		{"on 1 November August counts", "2026-11-01", sanno(deve(800_00, mese("2026-08"))), invito, omissione},
		{"on 31 October August does not count yet", "2026-10-31", sanno(deve(800_00, mese("2026-08"))), regolare, dopo},
		{"on 1 January November is the second month before", "2027-01-01", sanno(deve(800_00, mese("2026-10"))), invito, omissione},
		{"on 31 December November does not count", "2026-12-31", sanno(deve(800_00, mese("2026-10"))), regolare, dopo},
		{"a note due on 28 February counts in April", "2026-04-01", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2026-02-28", "NOTIFICATA")), invito, omissione},
		{"a note due on 29 February counts in April", "2028-04-30", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2028-02-29", "NOTIFICATA")), invito, omissione},
		{"a note due on 1 March does not count in April", "2028-04-30", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2028-03-01", "NOTIFICATA")), regolare, dopo},
		{"a note due on 31 December counts in February", "2027-02-01", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2026-12-31", "NOTIFICATA")), invito, omissione},
		{"a note that is not there is due 30 days after it came to light", "", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N"), accertato("2026-08-31"))), invito, omissione},
		{"and not before", "", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N"), accertato("2026-09-01")), nota("M", "2026-05-05", "NOTIFICATA")), regolare, dopo},
		{"of two notes of one name the first to fall due", "", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2026-10-05", "NOTIFICATA"), nota("N", "2026-09-05", "NOTIFICATA")), invito, omissione},
		{"a report is due 30 days after it was served", "", sanno(deve(800_00, tipo(verbale), accertato("2026-08-31"))), invito, omissione},
		{"sanctions of October are not due in September", "", sanno(deve(800_00, tipo(sanzioni), accertato("2026-10-05"))), regolare, dopo},
		{"artisans pay in the month itself", "", sanno(deve(800_00, gestione(artigiani), mese("2026-09"))), invito, omissione},
		{"traders too", "2026-10-31", sanno(deve(800_00, gestione(commercianti), mese("2026-08"))), invito, omissione},
		{"and farmers", "", sanno(deve(800_00, gestione(coltivatori), mese("2026-09"))), invito, omissione},
		{"collaborators are paid for in the following month", "", sanno(deve(800_00, gestione(parasubordinati), mese("2026-09"))), regolare, dopo},
		{"the yearly cross-check is due like a return", "", sanno(deve(800_00, tipo(dm10), mesi("2009-01", "2009-12"), accertato("2026-11-20"))), invito, omissione},
		{"so is what a worker reports", "", sanno(deve(800_00, tipo(denuncia), mese("2026-09"))), regolare, dopo},

		{"a plan granted whose first instalment is to come", "", sanno(deve(800_00, inDilazione), dilazione(accolta, rata(2, "2027-01-15"), rata(1, "2026-12-15"))), regolare, rate},
		{"a plan granted whose first instalment falls due today", "", sanno(deve(800_00, inDilazione), dilazione(accolta, rata(1, "2026-11-28"))), regolare, rate},
		{"a plan granted whose first instalment was missed", "", sanno(deve(800_00, inDilazione), dilazione(accolta, rata(2, "2026-12-27"), rata(1, "2026-11-27"))), invito, omissione},
		{"a plan granted whose first instalment was paid", "", sanno(deve(800_00, inDilazione), dilazione(accolta, pagata(rata(1, "2026-10-27")), rata(2, "2026-11-27"))), regolare, rate},
		{"a plan granted that has no instalments yet", "", sanno(deve(800_00, inDilazione), dilazione(accolta)), regolare, rate},
		{"a plan granted of which only the first day is known, and it has passed", "", sanno(deve(800_00, inDilazione), dilazione(accolta), func(e *durc.Evidenze) { e.Dilazioni[0].PrimaRata = new(model.Data("2026-11-27")) }), invito, omissione},
		{"a plan that runs, with an instalment late", "", sanno(deve(800_00, inDilazione), dilazione(attivata, pagata(rata(1, "2026-09-27")), rata(2, "2026-10-27"))), regolare, rate},
		{"a plan broken", "", sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneRevocata)), invito, omissione},
		{"a plan refused", "", sanno(deve(800_00, finisce(rifDilazione, piano)), dilazione(model.StatoDomandaDiDilazioneRespinta)), invito, omissione},
		{"a plan only asked for", "", sanno(deve(800_00, finisce(rifDilazione, piano)), dilazione(model.StatoDomandaDiDilazionePresentata)), invito, omissione},
		{"a plan being examined", "", sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneInIstruttoria)), invito, omissione},
		{"a plan ended with a rest", "", sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneConclusa)), invito, omissione},
		{"in a plan that nobody knows", "", sanno(deve(800_00, inDilazione)), invito, omissione},
		{"in a plan that it does not name", "", sanno(deve(800_00, stato(model.StatoCreditoInadempienzaInDilazione)), dilazione(attivata)), invito, omissione},
		{"a second plan after one broken", "", sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneRevocata), dilazione(attivata)), regolare, rate},

		{"suspended by law", "", sanno(deve(800_00, stato(sospesa))), regolare, "INPS SOSPENSIONE NON_OSTA"},
		{"set off with a credit that was verified", "", sanno(deve(800_00, stato(compensata))), regolare, "INPS COMPENSAZIONE NON_OSTA"},
		{"a report under appeal", "", sanno(deve(800_00, tipo(verbale), viene(rifVerbale, "V")), ispezione("V", model.StatoVerbaleInRicorso)), regolare, lite},
		{"a report of another institute under appeal", "", sanno(deve(800_00, tipo(altrui), viene(rifVerbale, "V")), ispezione("V", model.StatoVerbaleInRicorso)), regolare, lite},
		{"a report decided", "", sanno(deve(800_00, tipo(verbale), viene(rifVerbale, "V")), ispezione("V", model.StatoVerbaleDefinito)), invito, omissione},
		{"the appeal is against another report", "", sanno(deve(800_00, tipo(verbale), viene(rifVerbale, "V")), ispezione("W", model.StatoVerbaleInRicorso)), invito, omissione},
		{"an appeal is worth nothing once the agent has the debt", "", sanno(deve(800_00, tipo(verbale), viene(rifVerbale, "V"), stato(ader)), ispezione("V", model.StatoVerbaleInRicorso)), invito, omissione},
		{"a note contested", "", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2026-06-05", model.StatoNotaDiRettificaContestata)), regolare, lite},
		{"a note that was not contested", "", sanno(deve(800_00, tipo(notaTipo), viene(rifNota, "N")), nota("N", "2026-06-05", model.StatoNotaDiRettificaARecupero), nota("M", "2026-06-05", model.StatoNotaDiRettificaContestata)), invito, omissione},
		{"a return has nothing to contest", "", sanno(deve(800_00, viene(rifVerbale, "V")), ispezione("V", model.StatoVerbaleInRicorso)), invito, omissione},

		{"a title at the agent", "", sanno(aRuolo(800_00, affidato, "2024-03")), invito, omissione},
		{"an avviso and its item are one debt", "", sanno(deve(120_00, affidata), aRuolo(120_00, affidato, "2026-05")), regolare, lieve},
		{"the title decides, not its item: paid", "", sanno(deve(800_00, affidata), aRuolo(0, model.StatoRuoloPagato, "2026-05")), regolare, nulla},
		{"the title decides: written off, whatever it says is left", "", sanno(deve(800_00, affidata), aRuolo(800_00, model.StatoRuoloSgravato, "2026-05")), regolare, nulla},
		{"a title paid, whatever it says is left", "", sanno(aRuolo(800_00, model.StatoRuoloPagato, "2026-05")), regolare, nulla},
		{"a plan that has the name of a title is no title", "", sanno(deve(800_00, finisce(rifDilazione, titolo)), aRuolo(0, model.StatoRuoloPagato)), invito, omissione},
		{"an item at the agent without its title", "", sanno(deve(800_00, affidata)), invito, omissione},
		{"an item whose title is another", "", sanno(deve(800_00, stato(ader), finisce(rifAvviso, "39720250000000000000")), aRuolo(0, model.StatoRuoloPagato)), invito, omissione},
		{"a title suspended", "", sanno(aRuolo(800_00, model.StatoRuoloSospeso, "2024-03")), regolare, "INPS RISCOSSIONE_SOSPESA NON_OSTA"},
		{"a title in a plan of the agent", "", sanno(aRuolo(800_00, rateizzato, "2024-03"), rateizzazione(model.StatoDilazioneCartellaAttiva)), regolare, rate},
		{"a title in an eased settlement", "", sanno(aRuolo(800_00, affidato, "2024-03"), rateizzazione(model.StatoDilazioneCartellaDefinizioneAgevolata)), regolare, rate},
		{"a plan of the agent that has lapsed, the title still says RATEIZZATO", "", sanno(aRuolo(800_00, rateizzato, "2024-03"), rateizzazione(model.StatoDilazioneCartellaDecaduta)), invito, omissione},
		{"a plan of the agent revoked", "", sanno(aRuolo(800_00, rateizzato, "2024-03"), rateizzazione(model.StatoDilazioneCartellaRevocata)), invito, omissione},
		{"a plan of the agent that is over, with a rest", "", sanno(aRuolo(800_00, rateizzato, "2024-03"), rateizzazione(model.StatoDilazioneCartellaEstinta)), invito, omissione},
		{"a title RATEIZZATO in no plan", "", sanno(aRuolo(800_00, rateizzato, "2024-03")), invito, omissione},
		{"a title without months is due when it is formed", "", sanno(aRuolo(800_00, affidato), formato("2026-09-30"), cartella), invito, omissione},
		{"and not before", "", sanno(aRuolo(800_00, affidato), formato("2026-10-01")), regolare, dopo},
		{"a title is due with its last month", "", sanno(aRuolo(800_00, affidato, "2026-09", "2026-05")), regolare, dopo},

		{"still being ascertained, beyond 150", "", sanno(deve(800_00, stato(inAccertamento))), istruttoria, verifica},
		{"still being ascertained, within 150", "", sanno(deve(150_00, stato(inAccertamento))), regolare, lieve},
		{"still being ascertained, beyond 150 with the rest of the gestione", "", sanno(deve(100_00), sulla(seconda, 50_01, stato(inAccertamento))), istruttoria, verifica},
		{"still being ascertained, the rest is of another gestione", "", sanno(deve(100_00), deve(100_00, gestione(artigiani), stato(inAccertamento))), regolare, lieve},
		{"irregular already, whatever is being ascertained", "", sanno(deve(800_00), deve(900_00, stato(inAccertamento))), invito, omissione},
		{"a report of no known day must be looked at", "", sanno(deve(800_00, tipo(verbale), senzaData)), istruttoria, verifica},
		{"so must an item of no known month", "", sanno(deve(800_00, mese("2026-13"))), istruttoria, verifica},
		{"and a day that does not exist", "", sanno(deve(800_00, tipo(sanzioni), accertato("2026-02-30"))), istruttoria, verifica},

		{"INAIL has not answered", "", sanno(tace(inail)), istruttoria, "INAIL RISCONTRO DA_VERIFICARE"},
		{"INAIL is verifying", "", sanno(risponde(inail, model.EsitoEnteInIstruttoria)), istruttoria, "INAIL RISCONTRO DA_VERIFICARE"},
		{"INAIL answers what is no outcome", "", sanno(risponde(inail, "FORSE")), istruttoria, "INAIL RISCONTRO DA_VERIFICARE"},
		{"INAIL says irregular", "", sanno(risponde(inail, model.EsitoEnteIrregolare, model.CausaIrregolarita{Descrizione: "Premio"})), invito, "INAIL RISCONTRO IMPEDISCE"},
		{"INAIL says irregular and not why", "", sanno(risponde(inail, model.EsitoEnteIrregolare)), invito, "INAIL RISCONTRO IMPEDISCE"},
		{"INPS irregular while INAIL is silent", "", sanno(deve(800_00), tace(inail)), invito, omissione},
		{"a builder whose Cassa edile has not answered", "", sanno(edile), istruttoria, "CASSA_EDILE RISCONTRO DA_VERIFICARE"},
		{"a builder in order", "", sanno(edile, risponde(cassaEdile, model.EsitoEnteRegolare)), regolare, nulla},
		{"a builder irregular with the Cassa edile alone", "", sanno(edile, risponde(cassaEdile, model.EsitoEnteIrregolare)), invito, "CASSA_EDILE RISCONTRO IMPEDISCE"},
		{"nobody asks the Cassa edile of who does not build", "", sanno(risponde(cassaEdile, model.EsitoEnteIrregolare)), regolare, nulla},
		{"what INPS would answer is not asked of anybody else", "", sanno(risponde(model.EnteRegolaritaInps, model.EsitoEnteIrregolare)), regolare, nulla},
	} {
		t.Run(c.nome, func(t *testing.T) {
			if c.oggi == "" {
				c.oggi = "2026-11-28"
			}
			g := durc.Valuta(c.sanno, c.oggi)
			m := g.Motivazioni[0]
			if decide := fmt.Sprint(m.Ente, " ", m.Regola, " ", m.Effetto); g.Esito != c.esito || decide != c.decide {
				t.Errorf("%s by %s, want %s by %s", g.Esito, decide, c.esito, c.decide)
			}
		})
	}
}
