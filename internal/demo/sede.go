package demo

import (
	"strings"

	"cassetto/graph/model"
)

const pecINPS = "@postacert.inps.gov.it"

// sportello are the opening hours of an office: twenty a week, and afternoons by appointment.
var sportello = orari("Sportello", "08:30", "12:30", model.GiornoSettimanaLunedi, model.GiornoSettimanaMartedi, model.GiornoSettimanaMercoledi, model.GiornoSettimanaGiovedi)

func orari(servizio, da, a string, giorni ...model.GiornoSettimana) []model.OrarioApertura {
	o := make([]model.OrarioApertura, 0, len(giorni)+3)
	for _, g := range giorni {
		o = append(o, model.OrarioApertura{Giorno: g, Da: da, A: a, Servizio: servizio})
	}
	return o
}

func orariSede() []model.OrarioApertura {
	o := append(sportello[:4:4], orari("Sportello", "08:30", "11:30", model.GiornoSettimanaVenerdi)...)
	return append(o, orari("Consulenza su prenotazione", "15:00", "18:00", model.GiornoSettimanaMartedi, model.GiornoSettimanaGiovedi)...)
}

// sede is the office of a town. Its telephone number is none, its addresses are in a domain that cannot exist.
func (l *luogo) sede() model.Sede {
	nome := strings.ToLower(strings.ReplaceAll(l.comune, " ", ""))
	s := model.Sede{
		Codice: l.codice, Denominazione: "DIREZIONE PROVINCIALE DI " + l.comune, Tipo: model.TipoSedeDirezioneProvinciale,
		Indirizzo: "VIA DELL'ESEMPIO " + string(l.codice[:2]), Comune: l.comune, Cap: string(cifre(nil, l.cap, 5)), Provincia: l.provincia,
		Coordinate: &model.Coordinate{Latitudine: l.lat, Longitudine: l.lon}, Telefono: new(l.prefisso + " 0000 0000"),
		Email: new("sede." + string(l.codice) + "@inps.example"), Pec: "direzione.provinciale." + nome + pecINPS, CodiceAoo: "INPS." + string(l.codice),
		Orari: orariSede(), ComuniCompetenza: append([]string{l.comune}, l.competenza...),
		Accessibilita: new("Ingresso senza barriere; sportello prioritario al piano terra."), FestaPatronale: &l.patrono,
	}
	switch l.tipo {
	case model.TipoSedeCoordinamentoMetropolitano:
		s.Tipo, s.Denominazione = l.tipo, "DIREZIONE DI COORDINAMENTO METROPOLITANO DI "+l.comune
	case model.TipoSedeAgenzia:
		s.Tipo, s.Denominazione, s.ComuniCompetenza = l.tipo, "AGENZIA DI "+l.comune+" "+string(l.codice), l.competenza
	}
	if l.pec != "" {
		s.Pec = l.pec + pecINPS
	}
	if l.codice == veneziana {
		s.NotaAvviso = new("Il 21 novembre, festa della Madonna della Salute, gli uffici sono chiusi.")
	}
	return s
}

// emettiSedi makes the offices and the general contacts of the Institute.
func emettiSedi(u *uscita) {
	for i := range luoghi {
		u.metti("sedi", "sedi", luoghi[i].sede())
	}
	feriali := []model.GiornoSettimana{model.GiornoSettimanaLunedi, model.GiornoSettimanaMartedi, model.GiornoSettimanaMercoledi, model.GiornoSettimanaGiovedi, model.GiornoSettimanaVenerdi}
	u.metti("sedi", "contatti", docContatti{"contatti", model.Contatti{
		ContactCenter: []model.NumeroTelefonico{
			{Numero: "803 164", Descrizione: "Da rete fissa, gratuito"},
			{Numero: "06 164 164", Descrizione: "Da rete mobile, a pagamento secondo il piano tariffario"},
		},
		Orari: append(orari("Contact center con operatore", "08:00", "20:00", feriali...), orari("Contact center con operatore", "08:00", "14:00", model.GiornoSettimanaSabato)...),
		Collegamenti: []model.Collegamento{
			{Titolo: "MyINPS", URL: "https://www.inps.it"},
			{Titolo: "Servizi Mobile INPS", URL: "https://www.inps.it"},
		},
	}})
}
