package access

import (
	"encoding/json"
	"errors"
	"strings"

	"cassetto/graph/model"
)

// Servizio that a token may be of. The back office is the system in which a sede works the requests: it reports what its
// officers do there.
const backOffice = "back-office"

const clientMassimo = 100 // bytes

var errServizio = errors.New("token of a service without the claims that it needs")

// dichiarato says whether a token says that it is of a service.
func dichiarato(claim json.RawMessage) bool { return len(claim) > 0 && string(claim) != "null" }

// backOffice is the identity of a service: the entity that runs it, its client and the sede that it works for. All are compulsory,
// and its profile is that of an officer; a token that lacks something is nobody's, not a person's.
func (a *attestazioni) backOffice(fiscale string) (Identita, error) {
	var servizio, client, codice string
	for claim, into := range map[*json.RawMessage]*string{&a.Servizio: &servizio, &a.Client: &client, &a.Sede: &codice} {
		if len(*claim) == 0 || json.Unmarshal(*claim, into) != nil {
			return Identita{}, errServizio
		}
	}
	var cf model.CodiceFiscale
	var sede model.CodiceSede
	profilo := model.ProfiloUtenteOperatore
	switch {
	case servizio != backOffice, !clientAmmesso(client), a.ProfiloScelto == nil || *a.ProfiloScelto != string(profilo),
		sede.UnmarshalGQL(codice) != nil,
		cf.UnmarshalGQL(senzaPrefisso(fiscale)) != nil || len(cf) != 11:
		return Identita{}, errServizio
	}
	return Identita{
		CodiceFiscale: cf, Nome: nome("", "", a.NomeECognome), Profilo: &profilo, Servizio: client, Sede: &sede, Scadenza: a.Expiry.Time(),
	}, nil
}

// clientAmmesso accepts a client identifier (RFC 6749, A.1: visible ASCII and spaces) of up to 100 bytes.
func clientAmmesso(client string) bool {
	fuori := func(r rune) bool { return r < ' ' || r > '~' }
	return strings.TrimSpace(client) != "" && len(client) <= clientMassimo && !strings.ContainsFunc(client, fuori)
}

// NellaSede is the mandato of the same user working for a sede that the archive does not give him. It shares the titles, never the
// fingerprint, which tells sedi apart.
func (m Mandato) NellaSede(sede model.CodiceSede) Mandato {
	ix := m.titoli()
	m.Utente.Sede = &sede
	m.indice = &indice{titoli: ix.titoli, primo: ix.primo}
	return m
}
