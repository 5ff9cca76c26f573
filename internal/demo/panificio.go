package demo

import "cassetto/graph/model"

// panificio is Panificio Due Torri, a craft bakery of Bologna without PEC: what INPS sends it goes by post. The demo consultant
// never held a delega on it.
func panificio(oggi giorno) *posizione {
	p := nominata(scheda{
		matricola: "9900020010", cf: panificioCF, denominazione: "PANIFICIO DUE TORRI DI SALA M. & C. S.N.C.", forma: "SN", settore: &settori[panetteria],
		luogo: &luoghi[bologna], indirizzo: luoghi[bologna].indirizzo("VIA", "SANTO STEFANO", "31", 4), legale: salaMichela, dal: il("2006-05-02"),
		costituita: il("2006-05-02"), iscritta: il("2006-05-22"), inizio: il("2006-06-05"), forza: 4, salario: 1750, serie: 40_000,
	}, oggi)
	p.sintetici.Email, p.sintetici.Telefono = new("forno@panificioduetorri.example"), new("051 0000 0000")
	soci := []quota{{persona: salaMichela, percento: 60}, {persona: donati, percento: 40}}
	p.collegate = []model.AziendaCollegata{{Matricola: auroraMatricola, TipoRelazione: model.TipoRelazioneAziendeCessioneRAMO, Dal: "2021-09-01"}} // the workshop that mended ovens
	p.lega(soci)
	p.autonomo(salaMichela, model.QualificaAutonomoSocio)
	p.autonomo(donati, model.QualificaAutonomoSocio)
	p.dipendenza("SEDE PRINCIPALE", p.sintetici.SedeLegale, p.inizio, 3, true)
	p.dipendenza("NEGOZIO DI VIA SAFFI", p.luogo.indirizzo("VIA", "AURELIO SAFFI", "9", 10), il("2015-10-01"), 1, false)
	p.ripartisci()
	p.fondo(fart, model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, nel("2009-01"))
	p.panificioDebito()
	p.infocamere = p.registra(il("2006-05-02"), soci, 20_000_00)
	p.infocamere.Rea, p.infocamere.Cariche = "1000002", []model.Carica{p.carica(salaMichela, caricaDi("SN"), p.dal, true), p.carica(donati, caricaDi("SN"), p.dal, true)}
	p.panificioDeleghe()
	return p
}

// panificioDebito is a note left unpaid, then an avviso di addebito; both came by registered letter.
func (p *posizione) panificioDebito() {
	ottobre := p.del(nel("2024-10"))
	n := p.nota(ottobre, il("2025-03-10"), 426_75)
	n.Causa, n.Stato = model.CausaNotaDiRettificaAltreCause, model.StatoNotaDiRettificaARecupero
	p.spedisci(n, il("2025-03-10"))
	c := p.creditoDellaNota(n, ottobre, il("2025-04-14"))
	formato, notificato := il("2025-10-06"), il("2025-10-24")
	r := p.avviso("32020250008810045000", formato, c)
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(notificato.data()), new(model.CanaleNotificaRaccomandata), new("RICEVUTA DAL DESTINATARIO")
	r.Stato = model.StatoRuoloAffidato
	riporta(r, c)
	p.raccomandata("AVVISO DI ADDEBITO N. "+string(r.Numero), il("2025-10-08"), notificato)
}

// panificioDeleghe are one that ended last year and its renewal, which has yet to begin.
func (p *posizione) panificioDeleghe() {
	scaduta := p.indiretta(64, testa, "", model.ProfiloUtenteRagioniere, il("2023-01-02"))
	scaduta.Stato, scaduta.Fine = model.StatoDelegaScaduta, new(model.Data("2025-12-31"))
	p.deleghe = []model.Delega{scaduta, p.indiretta(65, testa, "", model.ProfiloUtenteRagioniere, (p.oggi + 8).feriale())}
}
