package demo

import "cassetto/graph/model"

// alMolo is Trattoria Al Molo, in Venice, closed from November to the end of January. The Registro delle imprese already knows its
// new administrator; INPS does not.
func alMolo(oggi giorno) *posizione {
	p := nominata(scheda{
		matricola: "9900040018", cf: alMoloCF, denominazione: "TRATTORIA AL MOLO S.R.L.S.", forma: "RS", settore: &settori[ristorante],
		luogo: &luoghi[venezia], indirizzo: luoghi[venezia].indirizzo("CALLE", "DELL'ANCORA", "2214", 0), legale: boscolo, dal: il("2018-03-12"),
		costituita: il("2018-03-12"), iscritta: il("2018-04-03"), inizio: il("2018-04-16"), forza: 13, salario: 1730,
		serie: 30_000, dominio: "trattoriaalmolo", mittente: ferri.cf, conferita: il("2023-03-20"), vuoti: inverniAlMolo(oggi),
		precedenti: []mensile{
			{mese: nel("2026-02"), forza: 13, denunce: 13, debito: 8_614_00, credito: 212_00, ricezione: il("2026-03-27")},
		},
	}, oggi)
	p.soggetto(boscolo, rappresentante, p.dal, 100)
	p.iscrivi([]quota{{persona: boscolo, percento: 100}})
	p.dipendenza("SEDE PRINCIPALE", p.sintetici.SedeLegale, p.inizio, 13, true)
	p.ripartisci()
	p.fondo(fite, model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, nel("2019-03"))
	p.alMoloNota()
	p.alMoloImpresa()
	master := p.indiretta(62, lombardi, "", model.ProfiloUtenteDottoreCommercialista, il("2025-01-07"))
	master.Tipo = model.TipoDelegaMaster
	master.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(alMoloCF)}
	p.deleghe = []model.Delega{p.indiretta(61, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita), master}
	return p
}

// inverniAlMolo are its winters without employees, the current one open until it ends.
func inverniAlMolo(oggi giorno) []vuoto {
	var inverni []vuoto
	for anno := 2018; giornoDi(anno, 11, 9) < oggi; anno++ {
		v := vuoto{periodo{giornoDi(anno, 11, 9), giornoDi(anno+1, 1, 29)}, model.TipoInterruzioneSospensione, model.OrigineInterruzioneAzienda}
		if v.al >= oggi {
			v.al = 0
		}
		inverni = append(inverni, v)
	}
	return inverni
}

// alMoloNota is the note of the domain notes: notified, its term just gone by.
func (p *posizione) alMoloNota() {
	n := p.nota(p.del(nel("2026-02")), il("2026-09-04"), 482_10)
	n.Causa, n.Stato = model.CausaNotaDiRettificaAliquotaApplicata, model.StatoNotaDiRettificaNotificata
}

func (p *posizione) alMoloImpresa() {
	p.infocamere = p.registra(il("2018-03-12"), []quota{{persona: boscolo, percento: 100}}, 5_000_00)
	i := p.infocamere
	i.Rea, i.Insegna, i.StatoImpresa = "1000004", new("AL MOLO"), model.StatoImpresaAttiva
	i.Cariche = []model.Carica{p.carica(vianello, caricaDi("RS"), il("2026-11-05"), true)}
	i.Storia = []model.IscrizioneRegistro{
		{Data: "2026-11-12", ProtocolloRi: new("PRA/00611029/2026"), Descrizione: "CESSAZIONE E NOMINA DELL'AMMINISTRATORE UNICO"},
		{Data: *i.DataIscrizione, ProtocolloRi: new("PRA/00030417/2018"), Descrizione: "ISCRIZIONE DELL'IMPRESA"},
	}
	i.DataAggiornamento = il("2026-11-12").alle(10, 41, 7)
}
