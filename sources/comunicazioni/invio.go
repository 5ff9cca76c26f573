package comunicazioni

import (
	"strings"
	"time"

	"cassetto/graph/model"
)

// What a generic request is about.
const (
	AmbitoGenerico  = "NON_SPECIFICATO"
	OggettoGenerico = "QUESITO_GENERICO"
)

// Zip is what the name of a package ends with.
const Zip = ".zip"

// Invio is a request to be sent, with what the archives know about it.
type Invio struct {
	ID         string
	Input      model.InviaRichiestaInput
	Mittente   model.MittenteRichiesta
	Azienda    *model.Azienda
	Precedente *model.Richiesta // that it answers to, which its sender may see; nil: none, or it may not be seen
	Recapiti   model.RecapitiRichiesta
	Allegati   []model.Allegato // without their ids
	Pacchetto  *model.PacchettoZip
}

// Valuta says what is wrong with the text, the tree and the chain.
func (i *Invio) Valuta() []model.ErroreCampo {
	_, _, errori := i.oggetto()
	errori = append(errori, model.ValutaTesto("testo", strings.TrimSpace(i.Input.Testo), true)...)
	switch {
	case i.Input.RispostaA == nil:
	case i.Precedente == nil:
		errori = append(errori, errore("rispostaA", RichiestaNonTrovata, "La richiesta a cui si fa seguito non esiste o non è consultabile."))
	case i.Precedente.Matricola != i.Input.Matricola:
		errori = append(errori, errore("rispostaA", PosizioneDiversa, "La richiesta a cui si fa seguito è di un'altra posizione."))
	}
	return errori
}

// oggetto is what the request is about: of a chained one that does not say, the same as the one before.
func (i *Invio) oggetto() (ambito, oggetto string, errori []model.ErroreCampo) {
	in := i.Input
	if in.Tipo == model.TipoRichiestaGenerica {
		if in.Ambito != nil || in.Oggetto != nil {
			errori = append(errori, errore("ambito", AmbitoSuperfluo, "Una richiesta generica non ha ambito né oggetto."))
		}
		return AmbitoGenerico, OggettoGenerico, errori
	}
	if in.Ambito == nil && in.Oggetto == nil && in.RispostaA != nil {
		if i.Precedente == nil {
			return "", "", nil // which is another error
		}
		return i.Precedente.CodiceAmbito, i.Precedente.CodiceOggetto, nil
	}
	if in.Ambito == nil {
		return "", "", []model.ErroreCampo{errore("ambito", AmbitoMancante, "Indicare l'ambito.")}
	}
	return scelta(in.Ambito, in.Oggetto, "")
}

// Richiesta is the request as it is stored, once Valuta finds nothing wrong.
func (i *Invio) Richiesta(ora time.Time) model.Richiesta {
	ambito, oggetto, _ := i.oggetto()
	sede, radice, precedente := i.Azienda.CodiceSede, i.ID, ""
	if p := i.Precedente; p != nil {
		sede, radice, precedente = p.CodiceSede, p.IDRadice, p.ID
	}
	r := model.Richiesta{
		ID: i.ID, Tipo: i.Input.Tipo, Testo: strings.TrimSpace(i.Input.Testo),
		Matricola: i.Azienda.Matricola, CodiceFiscale: i.Azienda.CodiceFiscale, Mittente: &i.Mittente, Recapiti: &i.Recapiti,
		Eventi: []model.EventoRichiesta{}, Allegati: []model.Allegato{}, PacchettoZip: i.Pacchetto,
		IDPrecedente: precedente, IDRadice: radice,
	}
	if i.Precedente != nil {
		r.DataUltimoAggiornamento = i.Precedente.DataApertura // it cannot come before, whatever the clock says
	}
	for n, a := range i.Allegati {
		a.ID = IDAllegato(i.ID, n+1)
		r.Allegati = append(r.Allegati, a)
	}
	accade(&r, model.EventoRichiesta{
		Tipo: model.TipoEventoRichiestaApertura, AStato: model.StatoRichiestaAperta, Sede: &sede, Ambito: &ambito, Oggetto: &oggetto,
	}, ora)
	return r
}
