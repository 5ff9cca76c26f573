package agenda

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
)

// insieme does things at once and counts what they come to.
func insieme(fanno ...func() string) map[string]int {
	var mu sync.Mutex
	var tutti sync.WaitGroup
	via, conta := make(chan struct{}), map[string]int{}
	for _, fa := range fanno {
		tutti.Go(func() {
			<-via
			esito := fa()
			mu.Lock()
			conta[esito]++
			mu.Unlock()
		})
	}
	close(via)
	tutti.Wait()
	return conta
}

// gara is an archive with one interval of Wednesday, in the hands of several processes.
func gara(t *testing.T, posti int32) (processi []*Archivio, fascia string) {
	t.Helper()
	file := nuovoFile(t)
	for range 3 {
		processi = append(processi, apri(t, file))
	}
	return processi, pubblicate(t, processi[0], mercoledi(posti), mattina)[0]
}

func mercoledi(posti int32) *Pubblicazione {
	return orario(posti, 60, alGiorno(giorni[3], "09:00", "10:00"))
}

// finita checks an archive when its bookings are over, and says how many appointments keep a place.
func finita(t *testing.T, a *Archivio, ora time.Time) (tengono int) {
	t.Helper()
	ora = ora.Add(Tenuta)
	if err := seguitoDi(a, func() time.Time { return ora }).spazza(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := fotografa(t, a.Store)
	s.verifica(t, ora)
	s.quieta(t, a, ora)
	for _, uno := range s.appuntamenti {
		if tiene(uno, model.DataOraDi(ora)) {
			tengono++
		}
	}
	return tengono
}

// TestGara: of 200 who book one interval with three places at once, in three processes, three do. Half of them do so for one of a
// few requests. When the three have cancelled, or their time is over, three others can.
func TestGara(t *testing.T) {
	processi, fascia := gara(t, 3)
	ora := mattina
	for giro := range 3 {
		var fanno []func() string
		for i := range 200 {
			p := posto(fmt.Sprintf("A-%d-%03d", giro, i), fascia)
			if i%2 == 0 {
				p = posto(p.ID, fascia, fmt.Sprint("R-", i%5), fmt.Sprint("R-", i%7))
			}
			fanno = append(fanno, func() string { return prenotato(t, processi[i%3], p, ora) })
		}
		conta := insieme(fanno...)
		if conta[""] != 3 || conta[FasciaEsaurita]+conta[RichiestaImpegnata] != 197 {
			t.Errorf("round %d: %v", giro, conta)
		}
		s := fotografa(t, processi[0].Store)
		s.verifica(t, ora)
		if f := s.fasce[fascia]; postiLiberi(&f, ora) != 0 {
			t.Errorf("%d free places", postiLiberi(&f, ora))
		}
		for id, a := range s.appuntamenti {
			if giro == 1 && tiene(a, model.DataOraDi(ora)) {
				if no := comandato(t, processi[2], id, annulla(), ora); no != "" {
					t.Error(no)
				}
			}
		}
		if giro != 1 { // else the places are free at once
			ora = ora.Add(Tenuta)
		}
	}
	if n := finita(t, processi[2], ora); n != 0 {
		t.Errorf("%d appointments keep a place", n)
	}
}

// TestGaraComandi lets two commands, or a command and what follows, be carried out at once, again and again: one of them wins, and
// nothing that must hold is broken.
func TestGaraComandi(t *testing.T) {
	c := func(c *Comando) func(*testing.T, *Archivio, string, time.Time) string {
		return func(t *testing.T, a *Archivio, id string, ora time.Time) string { return comandato(t, a, id, c, ora) }
	}
	scade := func(t *testing.T, a *Archivio, _ string, ora time.Time) string {
		if err := seguitoDi(a, func() time.Time { return ora.Add(Tenuta) }).spazza(t.Context()); err != nil {
			return err.Error()
		}
		return "swept"
	}
	riprenota := func(t *testing.T, a *Archivio, _ string, ora time.Time) string { // by a clock that is ahead
		return prenotato(t, a, posto("A-ALTRO", fasciaDi(t, a, "A-UNO"), "R-1"), ora.Add(Tenuta))
	}
	const perso = PrenotazioneScaduta
	for nome, g := range map[string]struct {
		prima, uno, altro func(*testing.T, *Archivio, string, time.Time) string
		ammessi           []map[string]int
	}{
		"confirm and expiry":                 {nil, c(conferma()), scade, []map[string]int{{"": 1, "swept": 1}, {perso: 1, "swept": 1}}},
		"confirm and another's booking":      {nil, c(conferma()), riprenota, []map[string]int{{"": 1, RichiestaImpegnata: 1}, {"": 1, perso: 1}, {perso: 1, FasciaEsaurita: 1}}},
		"confirm and cancel":                 {nil, c(conferma()), c(annulla()), []map[string]int{{"": 2}, {"": 1, Conflitto: 1}}},
		"confirm twice":                      {nil, c(conferma()), c(conferma()), []map[string]int{{"": 1, Conflitto: 1}}},
		"confirm twice with one key":         {nil, c(conferma().conChiave("k")), c(conferma().conChiave("k")), []map[string]int{{"": 2}}},
		"cancel and close beforehand":        {c(conferma()), c(annulla()), c(concludi(model.EsitoAppuntamentoChiusoEDefinito)), []map[string]int{{"": 1, Conflitto: 1}}},
		"cancel by who has it and by office": {c(conferma()), c(annulla()), c(annulla().dellaSede()), []map[string]int{{"": 1, Conflitto: 1}}},
	} {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			for range giri(t, 4) {
				processi, fascia := gara(t, 1)
				if no := prenotato(t, processi[0], posto("A-UNO", fascia, "R-1"), mattina); no != "" {
					t.Fatal(no)
				}
				if g.prima != nil {
					g.prima(t, processi[0], "A-UNO", mattina)
				}
				conta := insieme(
					func() string { return g.uno(t, processi[0], "A-UNO", mattina) },
					func() string { return g.altro(t, processi[1], "A-UNO", mattina) },
				)
				if !ammesso(conta, g.ammessi) {
					t.Errorf("%v", conta)
				}
				fotografa(t, processi[2].Store).verifica(t, mattina.Add(Tenuta))
				finita(t, processi[2], mattina.Add(Tenuta))
			}
		})
	}
}

func ammesso(conta map[string]int, ammessi []map[string]int) bool {
	for _, uno := range ammessi {
		if fmt.Sprint(uno) == fmt.Sprint(conta) {
			return true
		}
	}
	return false
}

func fasciaDi(t *testing.T, a *Archivio, id string) string {
	t.Helper()
	letti, err := a.Adesso(t.Context(), []string{id})
	if err != nil || letti[id] == nil {
		t.Fatal(err)
	}
	return letti[id].Fascia.ID
}

// TestStessoComando repeats one booking at once, for one interval or for two, with other requests, while the places come and go: one
// appointment comes out of it, with its places and no others.
func TestStessoComando(t *testing.T) {
	for giro := range 8 {
		file := nuovoFile(t)
		processi := []*Archivio{apri(t, file), apri(t, file)}
		fasce := pubblicate(t, processi[0], orario(1, 30, alGiorno(giorni[3], "09:00", "10:00")), mattina)
		if no := prenotato(t, processi[0], posto("A-PRIMO", fasce[0], "R-3"), mattina); no != "" {
			t.Fatal(no)
		}
		var fanno []func() string
		for i := range 6 {
			p := posto("A-UNO", fasce[i*giro%2], "R-1", fmt.Sprint("R-", i%3+1))
			fanno = append(fanno, func() string { return prenotato(t, processi[i%2], p, mattina) })
		}
		fanno = append(fanno, func() string { return "free: " + comandato(t, processi[1], "A-PRIMO", annulla(), mattina) })
		conta := insieme(fanno...)
		s := fotografa(t, processi[0].Store)
		s.verifica(t, mattina)
		uno := s.appuntamenti["A-UNO"]
		if conta["free: "] != 1 || (conta[""] == 0) != (uno == nil) {
			t.Fatalf("%v, %+v", conta, uno)
		}
		for id, f := range s.fasce {
			if suoi := len(f.Occupazioni); suoi > 1 || (suoi == 1) != (uno != nil && uno.Fascia.ID == id) {
				t.Errorf("%s has %v", id, f.Occupazioni)
			}
		}
		if uno != nil {
			for _, r := range uno.IDRichieste {
				if len(s.impegni[r]) != 1 {
					t.Errorf("%s has %v", r, s.impegni[r])
				}
			}
			if no := comandato(t, processi[1], "A-UNO", conferma(), mattina); no != "" {
				t.Error(no)
			}
		}
		finita(t, processi[1], mattina)
	}
}

// TestGaraPubblicazione publishes other intervals in place of those that others are booking: who was given a place has it, or is
// told when he confirms that he has none any more; nobody who confirmed loses it.
func TestGaraPubblicazione(t *testing.T) {
	for range 8 {
		processi, fascia := gara(t, 2)
		altre := orario(2, 40, alGiorno(giorni[3], "08:40", "10:00"))
		altre.Input.Sostituisci = true
		fanno := []func() string{func() string {
			fatte, err := processi[2].Pubblica(t.Context(), altre, mattina)
			if err != nil || len(fatte.Errori) > 0 {
				return fmt.Sprint("not published: ", err)
			}
			return "published"
		}}
		for i := range 6 {
			id := fmt.Sprint("A-", i)
			fanno = append(fanno, func() string {
				if no := prenotato(t, processi[i%3], posto(id, fascia), mattina); no != "" {
					return no
				}
				return "confirmed" + comandato(t, processi[i%3], id, conferma(), mattina)
			})
		}
		conta := insieme(fanno...)
		tengono := finita(t, processi[0], mattina)
		if conta["published"] != 1 || conta["confirmed"] != tengono || conta["confirmed"] != 2 && conta[FasciaNonTrovata] != 6 {
			t.Errorf("%v, %d appointments", conta, tengono)
		}
	}
}
