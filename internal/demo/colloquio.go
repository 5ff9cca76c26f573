package demo

import (
	"strings"

	"cassetto/graph/model"
)

// parla says what an appointment booked on a day is about, and how who books puts it: the requests, or something that the company
// has cause to speak of. No ambito when there is nothing.
func (a *agenda) parla(richieste []*model.Richiesta, g giorno) (ambito, note string) {
	if len(richieste) > 0 {
		r := richieste[0]
		return r.CodiceAmbito, strings.ReplaceAll(scegli(a.c, []string{
			"Chiarimento sulla richiesta protocollo {protocollo}.", "Vorremmo parlare della richiesta protocollo {protocollo} con chi la segue.",
			"In merito al protocollo {protocollo}: abbiamo altri documenti da mostrare.", "Esito della richiesta protocollo {protocollo}: come procedere.",
		}), "{protocollo}", *r.Protocollo)
	}
	t, m := a.specifico(g)
	if t == nil {
		return "", ""
	}
	return t.ambito, scegli(a.c, []string{
		"Vorremmo un chiarimento ", "Chiediamo un colloquio ", "Serve un confronto ", "Abbiamo alcune domande ",
	}) + a.parole(materia(t.ambito), m) + scegli(a.c, []string{".", ".", ": porteremo la documentazione.", ", se possibile con chi segue la posizione."})
}

// materia is what an ambito is about.
func materia(ambito string) string {
	switch ambito {
	case regolarita:
		return "sull'esito della verifica di regolarità contributiva"
	case dmTrasmessi:
		return "sulla denuncia UniEmens di {mese}"
	case f24:
		return "sul versamento F24 di {mese}"
	case agevola:
		return "sulle agevolazioni per le nuove assunzioni"
	case rettifiche:
		return "su una nota di rettifica"
	case crediti:
		return "sul credito di {mese}"
	case dilazioni:
		return "sulla domanda di dilazione"
	case ruoliAda:
		return "su un avviso di addebito"
	case cigFondi:
		return "sulla domanda di integrazione salariale"
	case vigilanza:
		return "sul verbale di accertamento"
	case mandati:
		return "sulle deleghe dell'azienda"
	}
	return "sui dati della posizione"
}

// esempio is appointment A-2026-00042 of the domain notes: the note on February 2026 was annulled before it was to be spoken of.
func (a *agenda) esempio() {
	inizio := il("2026-10-13").ora(12 * 3600)
	modo := ricevimento{modalita: model.ModalitaAppuntamentoWebMeeting, durata: 30}
	x := &model.Appuntamento{
		ID: "A-2026-00042", Matricola: a.sintetici.Matricola, CodiceFiscale: a.sintetici.CodiceFiscale, CodiceSede: a.luogo.codice,
		Fascia: modo.fascia(a.luogo, inizio), Modalita: modo.modalita, CodiceArgomento: rettifiche, IDRichieste: []string{"R-2026-000871"},
		Telefono: new("+390200000000"), Note: "Chiarimento su nota 02/2026", Documenti: []model.Allegato{}, DataPrenotazione: "2026-09-28T08:42:10Z",
		Richiedente: &model.MittenteRichiesta{CodiceFiscale: ferri.cf, StudioCf: new(studioFerri), Qualifica: model.ProfiloUtenteConsulenteDelLavoro, DelegaID: new("D-55")},
		Recapiti:    &model.RecapitiRichiesta{Email: new(a.casellaDi(ferri.cf)), Cellulare: new("+393000000055"), ConsensoEmail: true, ConsensoSms: true},
		LinkWeb:     a.luogo.riunione(modo.modalita),
	}
	prenotato, confermato, chiuso := model.StatoAppuntamentoPrenotato, model.StatoAppuntamentoConfermato, model.StatoAppuntamentoChiusoEDefinito
	x.Storico = []model.EventoAppuntamento{
		{Numero: 1, Ts: x.DataPrenotazione, Tipo: model.TipoEventoAppuntamentoPrenotazione, AStato: prenotato},
		{Numero: 2, Ts: "2026-09-28T08:45:51Z", Tipo: model.TipoEventoAppuntamentoConferma, DaStato: &prenotato, AStato: confermato},
		{Numero: 3, Ts: "2026-10-01T10:20:00Z", Tipo: model.TipoEventoAppuntamentoConclusione, DaStato: &confermato, AStato: chiuso,
			Ufficio: a.ufficio(unitaDi(rettifiche)), Motivo: new("Nota annullata: non occorre presentarsi.")},
	}
	a.segna(x)
}
