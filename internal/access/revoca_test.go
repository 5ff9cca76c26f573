package access

import (
	"testing"
	"time"

	"cassetto/graph/model"
)

func TestValutaRevoca(t *testing.T) {
	come := func(u model.Utente, deleghe ...model.Delega) Mandato { return NewMandato(u, deleghe, nil) }
	rappForno := di(conti, model.ProfiloUtenteLegaleRappresentante, diAzienda(fornoCF))
	const no, ignota, gia, scad = "id:NON_REVOCABILE_DA_UTENTE", "id:DELEGA_NON_TROVATA", "id:GIA_REVOCATA", "id:GIA_SCADUTA"
	casi := []struct {
		nome   string
		chi    Mandato
		delega model.Delega
		dove   Posizione
		atteso string
	}{
		{"il titolare", come(ilSala()), d("D1"), aurora1, ""},
		{"il nuovo rappresentante, che non l'ha conferita", come(di(conti, model.ProfiloUtenteLegaleRappresentante, diAzienda(auroraCF))), d("D1"), aurora1, ""},
		{"il titolare, una subdelega sulla sua posizione", come(ilSala()), sub("S1", "D1"), aurora1, ""},
		{"il titolare, la master", come(ilSala()), d("D1", master), Posizione{CodiceFiscale: auroraCF}, ""},
		{"il titolare, gestione separata", come(ilSala()), d("D1", suGS(auroraCF)), Posizione{CodiceFiscale: auroraCF}, ""},
		{"il titolare, delega da attivare", come(ilSala()), d("D1", stato(model.StatoDelegaDaAttivare)), aurora1, ""},
		{"il titolare, delega sospesa", come(ilSala()), d("D1", stato(model.StatoDelegaSospesa)), aurora1, ""},
		{"il titolare, delega che comincerà", come(ilSala()), d("D1", dal("2027-01-01")), aurora1, ""},
		{"il titolare, revoca già fissata", come(ilSala()), d("D1", revocataIl(adesso().Add(time.Hour))), aurora1, ""},
		{"chi l'ha conferita, non più rappresentante", come(di(sala, model.ProfiloUtenteAzienda)), d("D1"), aurora1, ""},
		{"chi l'ha conferita, una subdelega", come(laFerri()), sub("S1", "D1"), aurora1, ""},
		{"il delegato rinuncia", come(laFerri(), d("D1")), d("D1"), aurora1, ""},
		{"il delegato di una subdelega rinuncia", come(laBruni()), sub("S1", "D1"), aurora1, ""},
		{"il delegato rinuncia a una delega sospesa", come(laFerri()), d("D1", stato(model.StatoDelegaSospesa)), aurora1, ""},

		{"un collega dello studio", come(di(conti, model.ProfiloUtenteAvvocato, diStudio(studioCF))), d("D1"), aurora1, no},
		{"un operatore della sede", come(di(conti, model.ProfiloUtenteOperatore, diSede("4900"))), d("D1"), aurora1, no},
		{"un operatore che è anche il delegato", come(di(ferri, model.ProfiloUtenteOperatore, diSede("4900"))), d("D1"), aurora1, no},
		{"un analista", come(di(conti, model.ProfiloUtenteAnalista)), d("D1"), aurora1, no},
		{"un analista che è anche il titolare", come(di(sala, model.ProfiloUtenteAnalista, diAzienda(auroraCF))), d("D1"), aurora1, no},

		{"un operatore di un'altra sede", come(di(conti, model.ProfiloUtenteOperatore, diSede("7000"))), d("D1"), aurora1, ignota},
		{"il dipendente abilitato non vede le deleghe", come(laVilla()), d("D1"), aurora1, ignota},
		{"il titolare di un'altra azienda", come(rappForno), d("D1"), aurora1, ignota},
		{"un consulente estraneo", come(di(conti, model.ProfiloUtenteConsulenteDelLavoro)), d("D1"), aurora1, ignota},
		{"un altro delegato della stessa azienda", come(di(conti, model.ProfiloUtenteConsulenteDelLavoro), d("D2", per(conti), senzaStudio)), d("D1"), aurora1, ignota},
		{"delega che non esiste", come(ilSala()), model.Delega{}, aurora1, ignota},
		{"delega che non esiste, per un analista", come(di(conti, model.ProfiloUtenteAnalista)), model.Delega{}, Posizione{}, ignota},
		{"posizione che non è della delega", come(rappForno), d("D1"), forno, ignota},
		{"delega senza posizione", come(ilSala()), d("D1", func(v *model.Delega) { v.Posizione, v.DeleganteCf = nil, conti }), aurora1, ignota},
		{"profilo sconosciuto", come(di(sala, "ALTRO")), d("D1"), aurora1, ignota},

		{"già revocata", come(ilSala()), d("D1", stato(model.StatoDelegaRevocata)), aurora1, gia},
		{"già revocata un secondo fa", come(ilSala()), d("D1", revocataIl(adesso().Add(-time.Second))), aurora1, gia},
		{"già revocata, rinuncia", come(laFerri()), d("D1", revocataIl(adesso())), aurora1, gia},
		{"già revocata, per chi non può: lo stesso che per una viva", come(rappForno), d("D1", stato(model.StatoDelegaRevocata)), aurora1, ignota},
		{"già scaduta", come(ilSala()), d("D1", al("2026-11-22")), aurora1, scad},
		{"scade oggi", come(ilSala()), d("D1", al("2026-11-23")), aurora1, ""},
	}
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			if ho := codici(t, c.chi.ValutaRevoca(c.delega, c.dove, adesso())); ho != c.atteso {
				t.Errorf("found %q, want %q", ho, c.atteso)
			}
		})
	}
}
