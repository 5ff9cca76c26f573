package access

import "cassetto/graph/model"

// insieme is a set of services, one bit each.
type insieme uint8

const (
	cassetto insieme = 1 << iota
	uniemens
	gestioneSeparata
	comunicazioni
	agenda
	gestioneDeleghe

	// delegabili are the services that a delega may give: all but the management of the deleghe, which belongs to the holder.
	delegabili   = cassetto | uniemens | gestioneSeparata | comunicazioni | agenda
	ogniServizio = delegabili | gestioneDeleghe
)

// servizi makes a set; a service that is not known adds nothing.
func servizi(elenco ...model.Servizio) insieme {
	var i insieme
	for _, s := range elenco {
		switch s {
		case model.ServizioCassetto:
			i |= cassetto
		case model.ServizioUniemens:
			i |= uniemens
		case model.ServizioGestioneSeparata:
			i |= gestioneSeparata
		case model.ServizioComunicazioni:
			i |= comunicazioni
		case model.ServizioAgenda:
			i |= agenda
		case model.ServizioDeleghe:
			i |= gestioneDeleghe
		}
	}
	return i
}
