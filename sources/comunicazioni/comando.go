package comunicazioni

import (
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/fault"
)

// Codes of the field errors of the commands on requests, besides those of model.ValutaTesto. They are stable: programs read them,
// the sentence beside is for people.
const (
	Conflitto           = fault.Conflict             // id: the request is not in the state that the command needs, or was changed meanwhile
	RichiestaNonTrovata = "RICHIESTA_NON_TROVATA"    // id, rispostaA: does not exist, or may not be known to exist
	OperatoreNecessario = "OPERATORE_NECESSARIO"     // id: only an operator commands this
	EsitoMancante       = "ESITO_MANCANTE"           // esito
	NienteDaSmistare    = "NIENTE_DA_SMISTARE"       // sede: neither sede nor ambito and oggetto would change
	SedeNonTrovata      = "SEDE_NON_TROVATA"         // sede
	AmbitoNonTrovato    = "AMBITO_NON_TROVATO"       // ambito
	OggettoNonTrovato   = "OGGETTO_NON_TROVATO"      // oggetto: not of this ambito
	AmbitoMancante      = "AMBITO_MANCANTE"          // ambito
	OggettoMancante     = "OGGETTO_MANCANTE"         // oggetto
	AmbitoSuperfluo     = "AMBITO_SUPERFLUO"         // ambito: a generic request has none
	AziendaNonTrovata   = "AZIENDA_NON_TROVATA"      // matricola: does not exist, or may not be known to exist
	ServizioNonDelegato = "SERVIZIO_NON_DELEGATO"    // matricola: known, but not for COMUNICAZIONI
	InvioNonConsentito  = "INVIO_NON_CONSENTITO"     // matricola: the profile does not write to the offices
	PosizioneDiversa    = "RISPOSTA_ALTRA_POSIZIONE" // rispostaA: of another matricola
)

// Comando is what an operator does to a request.
type Comando struct {
	Evento   model.TipoEventoRichiesta // PRESA_IN_CARICO, RIASSEGNAZIONE, COMMENTO or CHIUSURA
	Versione *int32                    // that the operator has seen; nil: any
	Commento string
	Esito    model.EsitoRichiesta // of a CHIUSURA
	Sede     *model.CodiceSede    // of a RIASSEGNAZIONE, which exists; nil: the same
	Ambito   *string              // of a RIASSEGNAZIONE; nil: the same
	Oggetto  *string              // of a RIASSEGNAZIONE; nil: the same

	Operatore model.CodiceFiscale
	Da        model.CodiceSede // sede of the operator
	Ufficio   string           // what the log calls it; never the operator's name
	Chiave    string           // idempotency key; empty: none
}

// Valuta says what is wrong with the command itself, whatever the request is.
func (c *Comando) Valuta() (errori []model.ErroreCampo) {
	c.Commento = strings.TrimSpace(c.Commento)
	errori = model.ValutaTesto("commento", c.Commento, true)
	if c.Evento == model.TipoEventoRichiestaChiusura && !c.Esito.IsValid() {
		errori = append(errori, errore("esito", EsitoMancante, "Indicare l'esito."))
	}
	return errori
}

// Fatto says whether the command is the repetition of one that was carried out.
func (c *Comando) Fatto(r *model.Richiesta) bool {
	if c.Chiave == "" {
		return false
	}
	chiave := archive.Digest(c.Operatore, c.Chiave)
	for i := range r.Eventi {
		if r.Eventi[i].Chiave == chiave && r.Eventi[i].Tipo == c.Evento {
			return true
		}
	}
	return false
}

// Applica carries the command out on a request. When it cannot be, the request is as it was. States go only from APERTA to
// IN_CARICO to CHIUSA.
func (c *Comando) Applica(r *model.Richiesta, ora time.Time) []model.ErroreCampo {
	if motivo := c.impedito(r); motivo != "" {
		return []model.ErroreCampo{errore("id", Conflitto, motivo)}
	}
	e := model.EventoRichiesta{Tipo: c.Evento, AStato: r.Stato, Ufficio: &c.Ufficio, Commento: &c.Commento}
	if c.Chiave != "" {
		e.Chiave = archive.Digest(c.Operatore, c.Chiave)
	}
	switch c.Evento {
	case model.TipoEventoRichiestaPresaInCarico:
		e.AStato = model.StatoRichiestaInCarico
	case model.TipoEventoRichiestaChiusura:
		e.AStato = model.StatoRichiestaChiusa
		r.Esito = &c.Esito
	case model.TipoEventoRichiestaRiassegnazione:
		if errori := c.smista(r, &e); len(errori) > 0 {
			return errori
		}
	}
	accade(r, e, ora)
	return nil
}

// impedito is why the state of the request does not let the command be carried out; empty when it does.
func (c *Comando) impedito(r *model.Richiesta) string {
	switch {
	case c.Versione != nil && int(*c.Versione) != len(r.Eventi):
		return "La richiesta è cambiata da quando è stata letta: verificarla e riprovare."
	case r.CodiceSede != c.Da:
		return "La richiesta è stata assegnata a un'altra sede."
	case r.Protocollo == nil:
		return "La richiesta non è ancora protocollata: riprovare fra poco."
	case r.Stato == model.StatoRichiestaChiusa:
		return "La richiesta è già chiusa."
	case c.Evento == model.TipoEventoRichiestaPresaInCarico && r.Stato != model.StatoRichiestaAperta:
		return "La richiesta è già in carico."
	case c.Evento == model.TipoEventoRichiestaChiusura && r.Stato != model.StatoRichiestaInCarico:
		return "La richiesta non è ancora in carico: prenderla in carico prima di chiuderla."
	}
	return ""
}

// smista writes into an event where the request goes.
func (c *Comando) smista(r *model.Richiesta, e *model.EventoRichiesta) []model.ErroreCampo {
	ambito, oggetto := r.CodiceAmbito, r.CodiceOggetto
	if c.Ambito != nil || c.Oggetto != nil {
		var errori []model.ErroreCampo
		if ambito, oggetto, errori = scelta(c.Ambito, c.Oggetto, r.CodiceAmbito); len(errori) > 0 {
			return errori
		}
	}
	if c.Sede != nil && *c.Sede != r.CodiceSede {
		e.Sede = c.Sede
	}
	if ambito != r.CodiceAmbito || oggetto != r.CodiceOggetto {
		e.Ambito, e.Oggetto = &ambito, &oggetto
	}
	if e.Sede == nil && e.Ambito == nil {
		return []model.ErroreCampo{errore("sede", NienteDaSmistare, "Indicare un'altra sede, o un altro ambito e oggetto.")}
	}
	return nil
}

// scelta is an oggetto of the tree; altrimenti is the ambito when none is named.
func scelta(ambito, oggetto *string, altrimenti string) (a, o string, errori []model.ErroreCampo) {
	a = altrimenti
	if ambito != nil {
		a = *ambito
	}
	if oggetto == nil {
		return a, "", []model.ErroreCampo{errore("oggetto", OggettoMancante, "Indicare l'oggetto.")}
	}
	if _, _, esiste := Oggetto(a, *oggetto); esiste {
		return a, *oggetto, nil
	}
	for _, uno := range ambiti {
		if uno.Codice == a {
			return a, "", []model.ErroreCampo{errore("oggetto", OggettoNonTrovato, "L'oggetto non è fra quelli dell'ambito.")}
		}
	}
	return a, "", []model.ErroreCampo{errore("ambito", AmbitoNonTrovato, "L'ambito non esiste.")}
}

func errore(campo, codice, messaggio string) model.ErroreCampo {
	return model.ErroreCampo{Campo: campo, Codice: codice, Messaggio: messaggio}
}
