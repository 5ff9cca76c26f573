package comunicazioni

import (
	"time"

	"cassetto/graph/model"
)

// accade adds an event to the log of a request and makes its state follow. Time never goes back in a log, whatever the clock of
// who writes it says.
func accade(r *model.Richiesta, e model.EventoRichiesta, ora time.Time) {
	e.Numero, e.IDRichiesta = int32(len(r.Eventi)+1), r.ID
	e.Ts = max(model.DataOraDi(ora), r.DataUltimoAggiornamento)
	if len(r.Eventi) > 0 {
		e.DaStato = new(r.Stato)
	}
	r.Stato, r.DataUltimoAggiornamento = e.AStato, e.Ts
	switch e.Tipo {
	case model.TipoEventoRichiestaApertura:
		r.DataApertura = e.Ts
	case model.TipoEventoRichiestaPresaInCarico:
		r.DataPresaInCarico = &e.Ts
	case model.TipoEventoRichiestaChiusura:
		r.DataChiusura = &e.Ts
	}
	if e.Sede != nil {
		r.CodiceSede = *e.Sede
	}
	if e.Ambito != nil && e.Oggetto != nil {
		r.CodiceAmbito, r.CodiceOggetto = *e.Ambito, *e.Oggetto
	}
	r.Eventi = append(r.Eventi, e)
	r.DaRegistrare = daFare
}

// Competente is the sede that was competent when the request was opened, whose register has its protocollo.
func Competente(r *model.Richiesta) model.CodiceSede {
	if len(r.Eventi) > 0 && r.Eventi[0].Sede != nil {
		return *r.Eventi[0].Sede
	}
	return r.CodiceSede
}
