package demo

import (
	"strings"
	"time"

	"cassetto/graph/model"
)

const (
	entra, esce = 8 * 3600, 19*3600 - 1 // office hours, in seconds of the day on the clocks of Italy
)

// ora is an instant of the day, in seconds on the clocks of Italy.
func (g giorno) ora(secondi int) time.Time {
	a, m, gg := g.tempo().Date()
	return time.Date(a, m, gg, 0, 0, secondi, 0, model.Roma)
}

// orario draws when somebody writes on a day: mostly at work, at times in the evening or at night, and seldom when offices are
// closed. The last two hours of the day are left to what must follow.
func (d *dialogo) orario(g giorno) time.Time {
	if g.festivo() && d.c.suMille(700) {
		g = g.precedenteFeriale()
	}
	switch d.c.pesato(80, 14, 6) {
	case 0:
		return g.ora(d.c.tra(entra, esce))
	case 1:
		return g.ora(d.c.tra(19*3600, 22*3600-1))
	}
	return g.ora(d.c.tra(0, entra-1))
}

// vivi makes the events of a request, in their order, up to yesterday or to where its story stops.
func (d *dialogo) vivi(r *model.Richiesta, l lettera, numero int) {
	d.accade(r, l.quando, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaApertura, AStato: model.StatoRichiestaAperta, Ambito: &l.tema.ambito, Oggetto: &l.tema.oggetto,
	})
	protocollata := l.quando.Add(time.Duration(d.c.tra(60, 3600)) * time.Second)
	g := giornoDi(protocollata.In(model.Roma).Date())
	r.Protocollo, r.DataProtocollo = new(d.luogo.protocollo(g, numero)), new(model.DataOraDi(protocollata))
	d.accade(r, protocollata, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaProtocollazioneSmistamento, AStato: model.StatoRichiestaAperta, Ufficio: d.ufficio("Protocollo"), Sede: &r.CodiceSede,
	})
	presa := d.prendi(l.quando, protocollata)
	if l.fino == model.StatoRichiestaAperta || !d.passato(presa) {
		return
	}
	unita := d.ufficio(unitaDi(l.tema.ambito))
	r.DataPresaInCarico = new(model.DataOraDi(presa))
	d.accade(r, presa, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaPresaInCarico, AStato: model.StatoRichiestaInCarico, Ufficio: unita, Commento: d.commentoDiPresa(l),
	})
	if l.fino == model.StatoRichiestaInCarico {
		return
	}
	d.riassegna(r, presa)
	d.chiudi(r, l, presa)
}

// accade adds an event to a request.
func (d *dialogo) accade(r *model.Richiesta, quando time.Time, e model.EventoRichiesta) {
	e.Numero, e.Ts = int32(len(r.Eventi)+1), model.DataOraDi(quando)
	if e.Numero > 1 {
		e.DaStato = new(r.Stato)
	}
	r.Stato = e.AStato
	r.Eventi = append(r.Eventi, e)
}

// passato says whether an instant is before today.
func (d *dialogo) passato(t time.Time) bool { return giornoDi(t.In(model.Roma).Date()) < d.oggi }

// prendi draws when the office takes a request: the same day if there is still time, or up to five working days later.
func (d *dialogo) prendi(aperta, protocollata time.Time) time.Time {
	g := giornoDi(aperta.In(model.Roma).Date())
	dopo := d.c.pesato(18, 30, 22, 14, 10, 6)
	p := protocollata.In(model.Roma)
	secondi := max(entra, p.Hour()*3600+p.Minute()*60+p.Second()+60)
	if dopo == 0 && !g.festivo() && secondi < esce && giornoDi(p.Date()) == g {
		return g.ora(d.c.tra(secondi, esce))
	}
	for range max(dopo, 1) {
		g = (g + 1).feriale()
	}
	return g.ora(d.c.tra(entra, esce))
}

// riassegna gives one in four of the questions that say nothing to the unit they belong to, soon after they were taken.
func (d *dialogo) riassegna(r *model.Richiesta, presa time.Time) {
	quando := presa.Add(time.Duration(d.c.tra(120, 2400)) * time.Second)
	if r.CodiceAmbito != imprecisato || !d.c.suMille(250) || quando.In(model.Roma).Hour() >= 19 {
		return
	}
	t := scegli(d.c, temi[:])
	r.CodiceAmbito, r.CodiceOggetto = t.ambito, t.oggetto
	d.accade(r, quando, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaRiassegnazione, AStato: model.StatoRichiestaInCarico, Ufficio: d.ufficio(unitaDi(imprecisato)),
		Commento: new("La richiesta è stata riclassificata e assegnata a: " + unitaDi(t.ambito) + "."), Ambito: &t.ambito, Oggetto: &t.oggetto,
	})
}

// chiudi brings a request from when it was taken to its end, at most thirty days after it was opened.
func (d *dialogo) chiudi(r *model.Richiesta, l lettera, presa time.Time) {
	presaIl, aperta := giornoDi(presa.In(model.Roma).Date()), giornoDiRoma(r.DataApertura)
	prima, ultima := (presaIl + 1).feriale(), (aperta + 30).precedenteFeriale()
	g := min((prima + giorno(min(d.c.IntN(int(ultima-prima)+1), d.c.IntN(int(ultima-prima)+1)))).feriale(), ultima)
	if mezzo := (presaIl + (g-presaIl)/2).feriale(); d.c.suMille(350) && mezzo > presaIl && mezzo < min(g, d.oggi) {
		d.accade(r, mezzo.ora(d.c.tra(entra, esce)), model.EventoRichiesta{
			Tipo: model.TipoEventoRichiestaCommento, AStato: model.StatoRichiestaInCarico, Ufficio: d.ufficio(unitaDi(r.CodiceAmbito)),
			Commento: new(scegli(d.c, interlocutori[:])),
		})
	}
	chiusa := g.ora(d.c.tra(entra, esce))
	if !d.passato(chiusa) {
		return
	}
	esito := esitoTipico(d.c)
	if decide(l.tema) && l.motivo.esito != "" && l.precedente == nil {
		esito = l.motivo.esito
	}
	r.Esito, r.DataChiusura = &esito, new(model.DataOraDi(chiusa))
	d.accade(r, chiusa, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaChiusura, AStato: model.StatoRichiestaChiusa, Ufficio: d.ufficio(unitaDi(r.CodiceAmbito)),
		Commento: new(d.parole(d.conclusione(l.tema, esito), l.motivo)),
	})
}

// avvisa makes the notices of the events that are told, on the channels that the sender agreed to; all went at the first attempt.
func (d *dialogo) avvisa(r *model.Richiesta) {
	for i := range r.Eventi {
		e := &r.Eventi[i]
		if e.Tipo != model.TipoEventoRichiestaProtocollazioneSmistamento && e.Tipo != model.TipoEventoRichiestaChiusura {
			continue
		}
		if r.Recapiti.ConsensoEmail {
			d.notifica(r, e, model.CanaleAvvisoEmail)
		}
		if r.Recapiti.ConsensoSms {
			d.notifica(r, e, model.CanaleAvvisoSms)
		}
	}
}

func (d *dialogo) notifica(r *model.Richiesta, e *model.EventoRichiesta, canale model.CanaleAvviso) {
	accaduto, err := time.Parse(time.RFC3339, string(e.Ts))
	if err != nil {
		panic("demo: bad instant " + string(e.Ts))
	}
	inviata := model.DataOraDi(accaduto.Add(time.Duration(d.c.tra(2, 90)) * time.Second))
	d.notifiche = append(d.notifiche, model.Notifica{
		ID: "N-" + strings.TrimPrefix(r.ID, "R-") + "-" + string(cifre(nil, int(e.Numero), 2)) + "-" + string(canale), Evento: e.Numero, Canale: canale,
		Stato: model.StatoNotificaInviata, Tentativi: 1, DataInvio: &inviata, CodiceSede: r.CodiceSede, IDRichiesta: r.ID,
		ProssimoTentativo: istante(e.Ts), ModificataAl: istante(inviata),
	})
}
