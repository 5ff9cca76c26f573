package main

import (
	"fmt"
	"sync"
	"testing"
)

// insieme does things at the same time, as far as a machine lets it.
func insieme(tutto ...func()) {
	var via, finito sync.WaitGroup
	via.Add(1)
	for _, uno := range tutto {
		finito.Go(func() { via.Wait(); uno() })
	}
	via.Done()
	finito.Wait()
}

// TestGaraInCarico: of two officers at two instances who take charge of a request at once, one does; the other learns who was
// faster from the request as it is now. The same of two who comment on the version that both have seen.
func TestGaraInCarico(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, uno, altro := sc.as("consulente"), sc.as("operatore"), sc.operatoreDi(sedeAurora, 1)
	for range 12 {
		r := ferri.on(0).invia(nil).ok()
		altro.on(1).protocollata(r.ID)
		var esiti [2]comando
		insieme(
			func() { esiti[0] = uno.on(0).prende(r.ID, campi{"commento": "uno"}) },
			func() { esiti[1] = altro.on(1).prende(r.ID, campi{"commento": "altro"}) },
		)
		vince(t, esiti, 3, "IN_CARICO")
		insieme(
			func() { esiti[0] = uno.on(0).commenta(r.ID, campi{"commento": "uno", "versione": 3}) },
			func() { esiti[1] = altro.on(1).commenta(r.ID, campi{"commento": "altro", "versione": 3}) },
		)
		vince(t, esiti, 4, "IN_CARICO")
	}
}

// vince: one of two commands succeeded, and the other was refused with what that one has made.
func vince(t *testing.T, esiti [2]comando, versione int, stato string) {
	t.Helper()
	primo, secondo := esiti[0], esiti[1]
	if len(primo.Errori) > 0 {
		primo, secondo = secondo, primo
	}
	fatta, ora := primo.ok(), secondo.no("CONFLICT")
	if ora == nil || ora.Stato != stato || ora.Versione != versione || fatta.Versione != versione {
		t.Fatalf("the winner has %+v, the other %+v", fatta, ora)
	}
	if suo, mio := *fatta.Eventi[versione-1].Commento, *ora.Eventi[versione-1].Commento; suo != mio {
		t.Errorf("the request has the comment %q, and not %q", mio, suo)
	}
}

// TestScenarioRipetizione: a command that is sent again with its key gives the first answer and does nothing, at another
// instance too; what another person or another command calls by the same key is something else.
func TestScenarioRipetizione(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala, palumbo := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore")
	k := campi{"chiaveIdempotenza": "k"}
	r := ferri.on(0).invia(nil, k).ok()
	palumbo.on(1).protocollata(r.ID)
	passi := []func(sportello, string, ...campi) comando{sportello.prende, sportello.commenta, sportello.chiude}
	for i, passo := range passi {
		fatta := passo(palumbo.on(0), r.ID, k).ok()
		for j := range 2 {
			if ancora := passo(palumbo.on(j), r.ID, k).ok(); ancora.ID != fatta.ID || ancora.Versione != 3+i {
				t.Errorf("command %d again: %+v", i, ancora)
			}
		}
	}
	for i := range 2 {
		if ancora := ferri.on(i).invia(nil, k, campi{"testo": "Un altro testo"}).ok(); ancora.ID != r.ID || ancora.Testo != r.Testo || ancora.Versione != 5 {
			t.Errorf("sent again: %+v", ancora)
		}
	}
	if altra := sala.on(0).invia(nil, k).ok(); altra.ID == r.ID {
		t.Error("two persons share a key")
	}
}

// TestGaraRipetizione: both tries of a command with a key arrive at once, at two instances: it is carried out once, and both
// have its answer.
func TestGaraRipetizione(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	for round := range 8 {
		k := campi{"chiaveIdempotenza": fmt.Sprint("k", round)}
		var esiti [2]comando
		due := func(chi *persona, manda func(sportello) comando) *pratica {
			t.Helper()
			insieme(func() { esiti[0] = manda(chi.on(0)) }, func() { esiti[1] = manda(chi.on(1)) })
			uno, altro := esiti[0].ok(), esiti[1].ok()
			if uno.ID != altro.ID {
				t.Fatalf("%s and %s", uno.ID, altro.ID)
			}
			return uno
		}
		r := due(ferri, func(s sportello) comando { return s.invia(nil, k) })
		palumbo.on(0).protocollata(r.ID)
		due(palumbo, func(s sportello) comando { return s.prende(r.ID, k) })
		due(palumbo, func(s sportello) comando { return s.commenta(r.ID, k) })
		if r := palumbo.on(1).legge(r.ID); r.Versione != 4 {
			t.Fatalf("round %d: %d events", round, r.Versione)
		}
	}
}
