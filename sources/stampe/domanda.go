package stampe

import (
	"slices"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// Codes of what is wrong with what is asked.
const (
	AziendaNonTrovata = "AZIENDA_NON_TROVATA" // matricola: does not exist, or may not be known to exist
	PeriodoNonValido  = "PERIODO_NON_VALIDO"  // al
)

// Domanda is a print that is asked for.
type Domanda struct {
	Input       model.StampaFascicoloInput
	Richiedente model.MittenteRichiesta
	Chi         model.ChiStampa
}

// ID is the identifier of the print. The same user with the same idempotency key, acting the same way, always gets the same one;
// without a key every call gets another.
func (d *Domanda) ID() string {
	chiave := ""
	if k := d.Input.ChiaveIdempotenza; k != nil && *k != "" {
		chiave = string(d.Chi.Profilo) + "|"
		if d.Chi.Sede != nil {
			chiave += string(*d.Chi.Sede)
		}
		chiave += "|" + *k
	}
	return archive.ID("S-", d.Chi.CodiceFiscale, chiave)
}

// Valuta says what is wrong, but for the company.
func (d *Domanda) Valuta() []model.ErroreCampo {
	if d.Input.Dal != nil && d.Input.Al != nil && *d.Input.Dal > *d.Input.Al {
		return []model.ErroreCampo{{Campo: "al", Codice: PeriodoNonValido, Messaggio: "Il periodo finisce prima di cominciare."}}
	}
	return nil
}

// Stampa is the print, under an identifier that ID has made.
func (d *Domanda) Stampa(id string, ora time.Time) model.Stampa {
	return model.Stampa{
		ID: id, Matricola: d.Input.Matricola, Richiedente: &d.Richiedente, Chi: d.Chi, Sezioni: sezioni(d.Input.Sezioni), Dal: d.Input.Dal, Al: d.Input.Al,
		Stato: model.StatoStampaRichiesta, ArchiviMancanti: []string{}, DataRichiesta: model.DataOraDi(ora), DaFare: daStampare,
	}
}

// sezioni are those wanted, each once, in the order in which they are printed.
func sezioni(chieste []model.SezioneFascicolo) []model.SezioneFascicolo {
	tutte := slices.Clone(model.AllSezioneFascicolo)
	if len(chieste) == 0 {
		return tutte
	}
	return slices.DeleteFunc(tutte, func(s model.SezioneFascicolo) bool { return !slices.Contains(chieste, s) })
}
