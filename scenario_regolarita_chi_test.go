package main

import (
	"context"
	"errors"
	"slices"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/redistest"
	"cassetto/internal/store"
	"cassetto/sources"
	"cassetto/sources/regolarita"
)

// TestGaraVerifica: of many who ask for the same codice fiscale at once, at two instances, one opens the check and the others join
// it; it has one protocollo, which all of them see, and the next check has the next.
func TestGaraVerifica(t *testing.T) {
	sc := scenario(t, 2, nil)
	i := sc.impresa(1)
	chi := []*persona{i.titolare, sc.as("consulente"), sc.as("ragioniere"), sc.as("associazione"), sc.as("operatore"), sc.as("commercialista")}
	esiti := make([]riscontrata, 4*len(chi))
	tutti := make([]func(), len(esiti))
	for n := range tutti {
		tutti[n] = func() { esiti[n] = chi[n%len(chi)].on(n / len(chi)).verifica(i.perCodice()) }
	}
	insieme(tutti...)
	for _, e := range esiti {
		v := e.ok(model.EsitoRegolaritaRegolare)
		if *v.Protocollo != "INPS_00000001" || v.ID != esiti[0].Regolarita.ID {
			t.Errorf("%s", e.testo)
		}
	}
	v := i.titolare.on(0).regolarita(i.a)
	if v.Accodate != len(chi)-1 {
		t.Errorf("%d have joined, want %d", v.Accodate, len(chi)-1)
	}
	if n := sc.quante("regolarita", "protocolli"); n != 1 {
		t.Errorf("%d protocolli", n)
	}
}

// quante is how many documents a collection has.
func (s *scena) quante(archivio, collezione string) int {
	s.Helper()
	for _, c := range sources.Collections(archivio) {
		if c.Name == collezione {
			n, err := s.servers[0].app.archives.byName[archivio].Store.Count(s.Context(), c, store.And{})
			if err != nil {
				s.Fatal(err)
			}
			return n
		}
	}
	s.Fatal("no collection " + collezione)
	return 0
}

// TestScenarioVerificaChi: a third person knows the outcome and nothing of why; who acts for one position reads what is of it, and of the
// others that there is something; who acts for all reads all. So in the section, so in the answer of the command.
func TestScenarioVerificaChi(t *testing.T) {
	sc := scenario(t, 2, nil)
	i := sc.impresa(1)
	i.debito("C-98-A", i.a, 6, 400, 0)
	i.debito("C-98-B", i.b, 7, 900, 0)
	terzo := sc.as("consulente").on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaInvitoARegolarizzare)
	if terzo.Invito != nil || len(terzo.Motivazioni) != 0 || terzo.Richiedente != nil || terzo.Denominazione != "IMPRESA DI PROVA 1" || terzo.Protocollo == nil {
		t.Errorf("a third person reads %+v", terzo)
	}
	for _, e := range terzo.Enti {
		if want := map[string]string{"INPS": "IRREGOLARE", "INAIL": "REGOLARE"}[e.Ente]; e.Esito != want || len(e.Cause) != 0 {
			t.Errorf("a third person reads %+v", e)
		}
	}
	if v := sc.as("consulente").on(1).regolarita(i.a); v != nil {
		t.Errorf("a third person reads of the company %+v", v)
	}
	i.delega("commercialista", model.TipoDelegaMaster, model.ProfiloUtenteDottoreCommercialista, string(i.cf))
	for _, uno := range []struct {
		nome      string
		chi       *persona
		m         model.Matricola
		posizioni []string // whose rows he reads; those of the others are veiled
	}{
		{"the holder", i.titolare, i.a, []string{string(i.a), string(i.b)}},
		{"the holder, by the other position", i.titolare, i.b, []string{string(i.a), string(i.b)}},
		{"by a Delega Master", sc.as("commercialista"), i.a, []string{string(i.a), string(i.b)}},
		{"a delegate of one position", sc.as("ragioniere"), i.a, []string{string(i.a)}},
		{"an operator of the sede of one position", sc.as("operatore"), i.a, []string{string(i.a)}},
		{"an operator of the other sede", sc.operatoreDi(altraSede, 1), i.b, []string{string(i.b)}},
		{"the analyst", sc.as("analista"), i.b, []string{string(i.a), string(i.b)}},
	} {
		t.Run(uno.nome, func(t *testing.T) {
			v := uno.chi.on(1).regolarita(uno.m)
			v.vela(t, uno.posizioni)
			if uno.nome != "the analyst" {
				uno.chi.on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaInvitoARegolarizzare).vela(t, uno.posizioni)
			}
		})
	}
	if v := sc.as("ragioniere").on(0).regolarita(i.b); v != nil {
		t.Errorf("by a position that is not his he reads %+v", v)
	}
}

// vela checks that of two debits, one a position, those of the positions are told, and of the others only that there is one.
func (v *verifica) vela(t *testing.T, posizioni []string) {
	t.Helper()
	if v == nil || v.Invito == nil || len(v.Invito.Cause) != 2 || len(v.Motivazioni) < 2 {
		t.Fatalf("reads %+v", v)
	}
	cause := slices.Clone(v.Invito.Cause)
	for _, m := range v.Motivazioni {
		if m.Effetto == "IMPEDISCE" {
			cause = append(cause, m.causa)
			if (m.Partita == nil) != (m.Posizione == nil) {
				t.Errorf("%+v", m)
			}
		}
	}
	viste := map[string]int{}
	for _, c := range cause {
		if c.Posizione == nil {
			if c.Importo != nil || c.Periodo != nil || c.Gestione == nil {
				t.Errorf("veiled: %+v", c)
			}
			viste[""]++
			continue
		}
		if c.Importo == nil || c.Periodo == nil {
			t.Errorf("not veiled: %+v", c)
		}
		viste[*c.Posizione]++
	}
	for _, p := range posizioni {
		if viste[p] != 2 {
			t.Errorf("%d of position %s", viste[p], p)
		}
	}
	if want := 2 * (2 - len(posizioni)); viste[""] != want {
		t.Errorf("%d veiled, want %d: %+v", viste[""], want, v)
	}
}

// TestScenarioSimulazione: who acts for the company may know what a check would come to; nothing is stored, and no check opened.
func TestScenarioSimulazione(t *testing.T) {
	sc := scenario(t, 1, nil)
	i := sc.impresa(1)
	i.debito("C-98-A", i.a, 6, 400, 0)
	conta := func() (n []int) {
		for _, c := range []string{"verifiche", "protocolli", "riscontri"} {
			n = append(n, sc.quante("regolarita", c))
		}
		return n
	}
	prima := conta()
	simula := campi{"codiceFiscale": i.cf, "simulazione": true}
	for _, chi := range []*persona{i.titolare, sc.as("ragioniere"), sc.as("operatore"), sc.as("analista")} {
		v := chi.on(0).verifica(simula).ok(model.EsitoRegolaritaInvitoARegolarizzare)
		if !v.Simulazione || v.Protocollo != nil || v.ID == "" || len(v.Motivazioni) == 0 {
			t.Errorf("%+v", v)
		}
	}
	sc.as("consulente").on(0).verifica(simula).no("simulazione", regolarita.SimulazioneNonConsentita)
	if dopo := conta(); !slices.Equal(prima, dopo) {
		t.Errorf("%v documents before, %v after", prima, dopo)
	}
	if v := i.titolare.on(0).regolarita(i.a); v != nil {
		t.Errorf("there is a check: %+v", v)
	}
}

// TestScenarioVerificaRifiuti: what is wrong is refused with a field, a code and a sentence, and leaves nothing behind.
func TestScenarioVerificaRifiuti(t *testing.T) {
	sc := scenario(t, 1, nil)
	i := sc.impresa(1)
	prima := sc.quante("regolarita", "verifiche")
	for _, no := range []struct {
		chi           *persona
		in            campi
		campo, codice string
	}{
		{i.titolare, campi{}, "codiceFiscale", regolarita.SoggettoMancante},
		{i.titolare, campi{"simulazione": true}, "codiceFiscale", regolarita.SoggettoMancante},
		{i.titolare, campi{"codiceFiscale": i.cf, "matricola": i.a}, "matricola", regolarita.SoggettoDoppio},
		{i.titolare, campi{"codiceFiscale": entity(999)}, "codiceFiscale", regolarita.CodiceFiscaleNonTrovato},
		{i.titolare, campi{"matricola": "9899999999"}, "matricola", regolarita.AziendaNonTrovata},
		{sc.as("consulente"), campi{"matricola": i.a}, "matricola", regolarita.AziendaNonTrovata},
		{sc.as("ragioniere"), campi{"matricola": i.b}, "matricola", regolarita.AziendaNonTrovata},
		{sc.as("consulente"), campi{"matricola": i.a, "simulazione": true}, "matricola", regolarita.AziendaNonTrovata},
		{sc.as("consulente"), campi{"codiceFiscale": i.cf, "simulazione": true}, "simulazione", regolarita.SimulazioneNonConsentita},
		{sc.as("commercialista"), campi{"codiceFiscale": "10000011055", "simulazione": true}, "simulazione", regolarita.SimulazioneNonConsentita}, // a limit to some persons
		{sc.as("analista"), campi{"codiceFiscale": i.cf}, "codiceFiscale", regolarita.VerificaNonConsentita},
		{sc.as("analista"), campi{"matricola": i.a}, "matricola", regolarita.VerificaNonConsentita},
		{i.titolare, campi{"codiceFiscale": i.cf, "chiaveIdempotenza": ""}, "chiaveIdempotenza", "CHIAVE_NON_VALIDA"},
	} {
		no.chi.on(0).verifica(no.in).no(no.campo, no.codice)
	}
	if dopo := sc.quante("regolarita", "verifiche"); dopo != prima {
		t.Errorf("%d checks before, %d after", prima, dopo)
	}
}

// TestScenarioVerificaRipresa: a check that is asked for while the archives do not answer is not lost: it is judged when they do.
func TestScenarioVerificaRipresa(t *testing.T) {
	c := instances(t, 2, redistest.StartTCP(t).URL, map[string]string{"CASSETTO_TIMEOUT": "3s", "CASSETTO_LIMITI": unlimited(t)})
	sc := &scena{t, c, nil, nil}
	sc.linked(t)
	i := sc.impresa(1)
	i.titolare.on(0).verifica(campi{"codiceFiscale": i.cf, "simulazione": true}).ok(model.EsitoRegolaritaRegolare)
	mend := c.fail("complementari", func(context.Context) error { return errors.New("disk on fire") })
	v := i.titolare.on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaRichiesta)
	if v.Protocollo != nil || v.DataVerifica != nil {
		t.Errorf("%+v", v)
	}
	if terzo := sc.as("consulente").on(1).verifica(i.perCodice()).ok(model.EsitoRegolaritaRichiesta); terzo.ID != v.ID {
		t.Errorf("another check: %+v", terzo)
	}
	mend()
	eventually(t, "it is judged", func() bool {
		v := i.titolare.on(1).regolarita(i.a)
		return v.Esito == "REGOLARE" && *v.Protocollo == "INPS_00000001" && v.Accodate == 1
	})
}

// TestScenarioEdilnova: a position without debts of its own under a codice fiscale that is not in order: pitfall 8 of the domain notes.
func TestScenarioEdilnova(t *testing.T) {
	sc := scenario(t, 1, nil)
	ferri, sala := sc.as("consulente"), sc.as("rappresentante")
	v := ferri.on(0).verifica(campi{"matricola": "9900030019", "simulazione": true}).ok(model.EsitoRegolaritaInvitoARegolarizzare)
	if len(v.Invito.Cause) != 1 || *v.Invito.Cause[0].Gestione != "ARTIGIANI" || *v.Invito.Cause[0].Importo != "1135.00" {
		t.Errorf("%+v", v.Invito)
	}
	for _, m := range v.Motivazioni {
		if m.Ente == "INPS" && m.Effetto != "NON_OSTA" && *m.Gestione != "ARTIGIANI" {
			t.Errorf("of the position: %+v", m)
		}
	}
	terzo := sala.on(0).verifica(campi{"codiceFiscale": "10000031111"})
	if terzo.Regolarita == nil || terzo.Regolarita.Invito != nil || len(terzo.Regolarita.Motivazioni) > 0 {
		t.Errorf("%s", terzo.testo)
	}
}
