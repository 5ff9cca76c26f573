package main

import (
	"slices"
	"testing"
)

// coda are the open requests about Aurora that a person finds.
func (s sportello) coda() (ids []string) {
	s.Helper()
	trovate, _ := s.cerca(campi{"filtro": campi{"matricola": posAurora, "stato": []string{"APERTA", "IN_CARICO"}}})
	for _, r := range trovate.Nodes {
		ids = append(ids, r.ID)
	}
	return ids
}

// TestScenarioSmistamento: a request goes from its sede to another one and back, and from an ambito to another. Only the sede that
// has it sees it; whoever sent it always does, and its protocollo stays.
func TestScenarioSmistamento(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, milano, roma := sc.as("consulente"), sc.as("operatore"), sc.operatoreDi(altraSede, 1)
	r := milano.on(0).protocollata(ferri.on(0).invia(nil).ok().ID)
	ha := func(chi, altri *persona) {
		t.Helper()
		for i := range 2 {
			eventually(t, "the queue has it", func() bool { return slices.Contains(chi.on(i).coda(), r.ID) })
			eventually(t, "the other queue has it not", func() bool { return !slices.Contains(altri.on(i).coda(), r.ID) })
			chi.on(i).attende(r.ID, "the sede knows the contacts", func(r *pratica) bool { return r.Recapiti != nil && r.Recapiti.Email != nil })
			eventually(t, "the other sede has it not", func() bool { return altri.on(i).legge(r.ID) == nil })
			altri.on(i).commenta(r.ID).no("RICHIESTA_NON_TROVATA")
		}
	}
	ha(milano, roma)
	if s := milano.on(0).smista(r.ID, campi{"sede": altraSede, "versione": 2}).ok(); s.Sede.Codice != altraSede || s.Stato != "APERTA" {
		t.Errorf("given to Rome: %+v", s)
	}
	ha(roma, milano)
	roma.on(1).prende(r.ID).ok()
	if s := roma.on(0).smista(r.ID, campi{"sede": sedeAurora, "ambito": "NOTE_DI_RETTIFICA", "oggetto": "SEGNALAZIONE"}).ok(); s.Stato != "IN_CARICO" || s.Oggetto.Codice != "SEGNALAZIONE" {
		t.Errorf("given back: %+v", s)
	}
	ha(milano, roma)
	milano.on(1).smista(r.ID, campi{"ambito": "F24", "oggetto": "ERRATA_IMPUTAZIONE"}).ok()
	milano.on(0).chiude(r.ID).ok()

	fine := ferri.on(1).attende(r.ID, "it is closed", func(r *pratica) bool { return r.Stato == "CHIUSA" })
	var tipi []string
	for _, e := range fine.Eventi {
		tipi = append(tipi, e.Tipo)
	}
	if want := []string{"APERTURA", "PROTOCOLLAZIONE_SMISTAMENTO", "RIASSEGNAZIONE", "PRESA_IN_CARICO", "RIASSEGNAZIONE", "RIASSEGNAZIONE", "CHIUSURA"}; !slices.Equal(tipi, want) {
		t.Errorf("the log is %v", tipi)
	}
	if *fine.Protocollo != *r.Protocollo || fine.Sede.Codice != sedeAurora || fine.Ambito.Codice != "F24" || fine.Oggetto.Codice != "ERRATA_IMPUTAZIONE" {
		t.Errorf("in the end: %+v", fine)
	}
	if s := ferri.on(0).invia(nil, campi{"rispostaA": r.ID}).ok(); s.Sede.Codice != sedeAurora {
		t.Errorf("what follows goes to %s", s.Sede.Codice)
	}
}
