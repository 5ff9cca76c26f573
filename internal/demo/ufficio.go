package demo

import "cassetto/graph/model"

// ufficio is a unit of the office of the company, as events name it.
func (d *dialogo) ufficio(unita string) *string {
	c := d.luogo.comune
	return new("Sede di " + c[:1] + minuscole(c[1:]) + " - " + unita)
}

func minuscole(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// unitaDi is the unit of an office that deals with an ambito.
func unitaDi(ambito string) string {
	switch ambito {
	case regolarita:
		return "Regolarità contributiva"
	case crediti, dilazioni, ruoliAda:
		return "Accertamento e recupero crediti"
	case cigFondi:
		return "Ammortizzatori sociali"
	case vigilanza:
		return "Vigilanza e contenzioso"
	case imprecisato:
		return "Relazioni con il pubblico"
	}
	return "Aziende con dipendenti"
}

// interlocutori are what offices say in the meantime.
var interlocutori = [...]string{
	"Richiesta documentazione integrativa al mittente.",
	"Acquisiti i documenti, verifica in completamento.",
	"In attesa di riscontro da un'altra unità della sede.",
	"Contattato il mittente per un chiarimento.",
	"Verifica più lunga del previsto: seguirà riscontro entro pochi giorni.",
}

// commentoDiPresa is what an office says when it takes a request.
func (d *dialogo) commentoDiPresa(l lettera) *string {
	if d.c.suMille(600) {
		return &l.tema.presa
	}
	return new(scegli(d.c, []string{
		"Richiesta presa in carico.", "In lavorazione presso l'unità competente.", "Presa in carico: seguirà riscontro nei prossimi giorni.",
	}))
}

// conclusione is what an office says when it closes a request.
func (d *dialogo) conclusione(t *tema, esito model.EsitoRichiesta) string {
	switch esito {
	case model.EsitoRichiestaAccolta:
		return t.accolta
	case model.EsitoRichiestaNonAccolta:
		return t.negata
	case model.EsitoRichiestaParziale:
		return scegli(d.c, []string{
			"Richiesta accolta in parte: per il resto mancano i documenti giustificativi.",
			"Accolta limitatamente a quanto documentato.",
			"Accolta in parte, come indicato nella comunicazione inviata via PEC.",
		})
	}
	return scegli(d.c, []string{
		"Fornite le informazioni richieste: non occorrono altri adempimenti.",
		"Si rinvia alle istruzioni pubblicate nella scheda del servizio.",
		"Informazione resa telefonicamente al mittente.",
		"La situazione descritta corrisponde a quanto risulta negli archivi, come illustrato al mittente.",
	})
}

// decide says whether requests of a tema end as the act that they are about did.
func decide(t *tema) bool {
	switch t.ambito {
	case rettifiche:
		return t.oggetto != "RICHIESTA_DETTAGLIO"
	case cigFondi:
		return t.oggetto == "AUTORIZZAZIONE"
	case ruoliAda:
		return t.oggetto == "SGRAVIO"
	case dilazioni:
		return t.oggetto == "STATO_DOMANDA"
	}
	return false
}
