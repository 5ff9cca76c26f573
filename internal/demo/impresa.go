package demo

import (
	"strconv"

	"cassetto/graph/model"
)

// caricaDi is the office of who represents a company of a legal form.
func caricaDi(forma string) *model.TipoCarica {
	switch forma {
	case "DI":
		return &model.TipoCarica{Codice: "TIT", Descrizione: "TITOLARE FIRMATARIO"}
	case "SN":
		return &model.TipoCarica{Codice: "SOA", Descrizione: "SOCIO AMMINISTRATORE"}
	case "AS":
		return &model.TipoCarica{Codice: "SOR", Descrizione: "SOCIO ACCOMANDATARIO"}
	case "SP", "SC":
		return &model.TipoCarica{Codice: "PCA", Descrizione: "PRESIDENTE CONSIGLIO AMMINISTRAZIONE"}
	}
	return &model.TipoCarica{Codice: "AUN", Descrizione: "AMMINISTRATORE UNICO"}
}

// capitale draws a share capital; an owner alone has none.
func (p *posizione) capitale() model.Importo {
	switch p.forma {
	case "DI", "AO":
		return 0
	case "RS":
		return model.Importo(p.tra(1, 90)) * 100_00
	case "SP":
		return scegli(p.caso, []model.Importo{50_000_00, 120_000_00, 500_000_00, 1_000_000_00})
	}
	return scegli(p.caso, []model.Importo{10_000_00, 20_000_00, 30_000_00, 50_000_00})
}

// registra makes the extract of the Registro delle imprese; INPS copies it, and in one case in twenty it already knows a legal
// representative that the institute's own records do not have yet.
func (p *posizione) registra(costituita giorno, soci []quota, capitale model.Importo) *model.DatiInfocamere {
	s := &p.sintetici
	aggiornata := (p.oggi - giorno(p.tra(2, 45))).precedenteFeriale()
	i := &model.DatiInfocamere{
		CodiceFiscale: s.CodiceFiscale, Denominazione: s.Denominazione, PartitaIva: s.PartitaIva, Cciaa: p.luogo.provincia,
		Rea: strconv.Itoa(p.seriale()), FormaGiuridica: s.FormaGiuridica, StatoImpresa: model.StatoImpresaAttiva,
		DataCostituzione: new(costituita.data()), DataIscrizione: new((costituita + 9).feriale().data()), Pec: s.Pec, Sezioni: p.sezioni(),
		Sede: s.SedeLegale, Soci: make([]model.Socio, 0, len(soci)), UnitaLocali: p.unitaLocali(),
		Operazioni: []model.OperazioneStraordinaria{}, Procedure: []model.ProceduraConcorsuale{},
		DataAggiornamento: aggiornata.alle(8+p.IntN(10), p.IntN(60), p.IntN(60)),
	}
	if capitale > 0 {
		i.Capitale = &model.CapitaleSociale{Deliberato: &capitale, Sottoscritto: &capitale, Versato: &capitale}
	}
	for _, q := range soci {
		nome := q.nominativo()
		if q.ente != "" {
			nome = q.ente
		}
		i.Soci = append(i.Soci, model.Socio{
			Cf: q.cf, Nominativo: &nome, QuotaNominale: new(capitale * model.Importo(q.percento) / 100),
			Percentuale: new(centesimi(q.percento * 100)), Diritto: model.DirittoSocioProprieta,
		})
	}
	p.incarica(i, aggiornata, costituita)
	p.attivita(i)
	return i
}

// incarica fills offices and history.
func (p *posizione) incarica(i *model.DatiInfocamere, aggiornata, costituita giorno) {
	chi, dal := p.legale, p.dal
	i.Storia = []model.IscrizioneRegistro{{Data: *i.DataIscrizione, ProtocolloRi: p.protocolloRI(*i.DataIscrizione), Descrizione: "ISCRIZIONE DELL'IMPRESA"}}
	if p.suMille(50) && p.forma != "DI" && aggiornata-10 > p.dal {
		chi, dal = unaPersona(p.caso), (aggiornata - 10).precedenteFeriale()
		i.Storia = append([]model.IscrizioneRegistro{{Data: aggiornata.data(), ProtocolloRi: p.protocolloRI(aggiornata.data()), Descrizione: "NOMINA DEL RAPPRESENTANTE LEGALE"}}, i.Storia...)
	}
	i.Cariche = []model.Carica{p.carica(chi, caricaDi(p.forma), dal, true)}
}

func (p *posizione) carica(chi persona, c *model.TipoCarica, dal giorno, rappresenta bool) model.Carica {
	r := model.Carica{Cf: chi.cf, Nominativo: chi.nominativo(), Carica: c, DataNomina: new(dal.data()), RappresentanteLegale: rappresenta}
	if p.forma != "DI" {
		r.Durata = new("FINO ALLA REVOCA")
	}
	return r
}

func (p *posizione) protocolloRI(g model.Data) *string {
	return new("PRA/" + string(cifre(nil, p.seriale(), 8)) + "/" + string(g[:4]))
}

// attivita fills the business and its headcount, which INPS itself supplies every quarter.
func (p *posizione) attivita(i *model.DatiInfocamere) {
	prima := p.oggi.mese() - 4 // the last month of a quarter already published
	for int(prima.nome())%3 != 0 {
		prima--
	}
	a := &model.AttivitaImpresa{Ateco: p.sintetici.Ateco, AttivitaPrevalente: &p.settore.attivita, DataInizio: p.sintetici.DataInizioAttivita}
	if m := p.del(prima); m != nil {
		a.Addetti = &model.AddettiImpresa{
			Anno: int32(prima.anno()), Trimestre: int32(prima.nome()) / 3, Dipendenti: int32(m.forza), Indipendenti: int32(len(p.autonomi)),
		}
	}
	i.Attivita = a
	if p.cessata() > 0 {
		i.StatoImpresa = scegli(p.caso, []model.StatoImpresa{model.StatoImpresaCessata, model.StatoImpresaInLiquidazione, model.StatoImpresaInattiva})
	}
}

func (p *posizione) sezioni() []model.SezioneRegistroImprese {
	switch {
	case p.settore.autonomi == artigiani && (p.forma == "DI" || p.forma == "SN"):
		return []model.SezioneRegistroImprese{model.SezioneRegistroImpreseArtigiani}
	case p.forma == "DI":
		return []model.SezioneRegistroImprese{model.SezioneRegistroImpresePiccoliImprenditori}
	}
	return []model.SezioneRegistroImprese{model.SezioneRegistroImpreseOrdinaria}
}

// unitaLocali are the workplaces besides the seat.
func (p *posizione) unitaLocali() []model.UnitaLocale {
	unita := make([]model.UnitaLocale, 0, len(p.dipendenze))
	for _, d := range p.dipendenze[min(1, len(p.dipendenze)):] {
		unita = append(unita, model.UnitaLocale{
			Numero: p.luogo.provincia + "/" + strconv.Itoa(int(d.Progressivo)), Tipo: p.settore.unita, Indirizzo: d.Indirizzo,
			Ateco: new(p.settore.ateco25), DataApertura: new(d.Dal), DataChiusura: d.Al,
		})
	}
	return unita
}
