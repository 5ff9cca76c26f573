package resolvers

import (
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/sources/deleghe"
)

// TestPerSede: a service works for the sede of its token, unless the archive gives its entity another sede or another profile.
func TestPerSede(t *testing.T) {
	milano, roma := model.CodiceSede("4900"), model.CodiceSede("7000")
	for nome, c := range map[string]struct {
		profilo model.ProfiloUtente
		sede    *model.CodiceSede // in the archive
		token   *model.CodiceSede
		want    bool
	}{
		"nessuna sede in archivio": {model.ProfiloUtenteOperatore, nil, &milano, true},
		"la stessa sede":           {model.ProfiloUtenteOperatore, new(milano), &milano, true},
		"un'altra sede":            {model.ProfiloUtenteOperatore, &roma, &milano, false},
		"un altro profilo":         {model.ProfiloUtenteAnalista, nil, &milano, false},
		"token senza sede":         {model.ProfiloUtenteOperatore, &milano, nil, false},
	} {
		t.Run(nome, func(t *testing.T) {
			letti := &deleghe.Titoli{Mandato: access.NewMandato(model.Utente{Profilo: c.profilo, Sede: c.sede}, nil, nil)}
			got := perSede(letti, access.Identita{Servizio: "bo", Sede: c.token})
			if (got != nil) != c.want {
				t.Fatalf("%+v", got)
			}
			if letti.Mandato.Utente.Sede != c.sede {
				t.Error("the section's value changed")
			}
			if got == nil {
				return
			}
			if d := got.Mandato.Decide(access.Posizione{Matricola: "9900010011", Sede: milano}, nil, time.Now()); d.Esito != access.Consentito {
				t.Errorf("its own sede: %v", d.Esito)
			}
			if d := got.Mandato.Decide(access.Posizione{Matricola: "9900030019", Sede: roma}, nil, time.Now()); d.Esito != access.Nascosto {
				t.Errorf("another sede: %v", d.Esito)
			}
		})
	}
}
