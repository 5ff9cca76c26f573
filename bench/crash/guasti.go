package crash

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cassetto/graph/model"
)

// guasto is a way to make facts wrong, and the promise that is then broken.
type guasto struct {
	rompe  genere
	guasta func(*fatti)
}

// guasti are one for each promise. Requests are the last stored, so that subscribers should have seen them.
func guasti() map[string]guasto {
	tutti := guastiAgenda()
	maps.Copy(tutti, map[string]guasto{
		"richiesta-persa":   {perso, func(f *fatti) { f.richieste = f.richieste[:len(f.richieste)-1] }},
		"richiesta-doppia":  {doppio, func(f *fatti) { r := *f.ultima(); r.ID += "B"; f.richieste = append(f.richieste, r) }},
		"richiesta-altra":   {errato, func(f *fatti) { f.invii[0].id += "B" }},
		"richiesta-muta":    {errato, func(f *fatti) { f.invii[0].id = "" }},
		"consenso-cambiato": {errato, func(f *fatti) { f.invii[0].email = !f.invii[0].email }},
		"evento-saltato":    {errato, func(f *fatti) { f.ultima().Eventi[1].Numero = 7 }},
		"tempo-indietro":    {errato, func(f *fatti) { f.ultima().Eventi[1].Ts = "1999-01-01T00:00:00Z" }},
		"stato-indietro":    {errato, func(f *fatti) { f.ultima().Eventi[1].AStato = model.StatoRichiestaChiusa }},
		"stato-altro":       {errato, func(f *fatti) { f.ultima().Stato = "" }},
		"seguito-mancante":  {perso, func(f *fatti) { f.ultima().DaRegistrare = "SI" }},
		"comando-perso":     {perso, func(f *fatti) { f.comandi[f.comandato()].commento += "B" }},
		"comando-altro":     {errato, func(f *fatti) { f.comandi[f.comandato()].numero += 10 }},
		"comando-muto":      {errato, func(f *fatti) { f.comandi[f.comandato()].numero = 0 }},
		"comando-doppio": {doppio, func(f *fatti) {
			c := f.comandi[f.comandato()].commento
			e := f.di(f.comandi[f.comandato()].richiesta).Eventi
			e[0].Commento, e[1].Commento = &c, &c
		}},
		"comando-respinto":    {indebito, func(f *fatti) { c := &f.comandi[f.comandato()]; c.respinto, c.volte = true, 1 }},
		"protocollo-saltato":  {errato, func(f *fatti) { f.protocolli[0].Numero += 1000 }},
		"protocollo-doppio":   {doppio, func(f *fatti) { p := f.protocolli[0]; p.Numero = 0; f.protocolli = append(f.protocolli, p) }},
		"protocollo-perso":    {perso, func(f *fatti) { f.protocolli = f.protocolli[1:] }},
		"protocollo-di-altri": {indebito, func(f *fatti) { f.protocolli[0].Soggetto = "R-NESSUNA" }},
		"protocollo-altro":    {errato, func(f *fatti) { altro := "INPS.0.01/01/1999.0000001"; f.ultima().Protocollo = &altro }},
		"protocollo-di-ieri":  {errato, func(f *fatti) { f.protocolli[0].Serie = "4900/1999-01-01" }},
		"giornale-saltato":    {errato, func(f *fatti) { f.giornale[len(f.giornale)-1].Numero++ }},
		"giornale-doppio": {doppio, func(f *fatti) {
			g := f.giornale[0]
			g.Numero = int64(len(f.giornale) + 1)
			f.giornale = append(f.giornale, g)
		}},
		"giornale-perso":     {perso, func(f *fatti) { f.giornale = f.giornale[:len(f.giornale)-1] }},
		"giornale-disordine": {errato, func(f *fatti) { scambia(f.giornale, f.ultima().ID) }},
		"notifica-persa":     {perso, func(f *fatti) { f.notifiche = f.notifiche[1:] }},
		"notifica-doppia":    {doppio, func(f *fatti) { n := f.notifiche[0]; n.ID += "B"; f.notifiche = append(f.notifiche, n) }},
		"notifica-indebita":  {indebito, func(f *fatti) { f.notifiche[0].Evento = 1 }},
		"notifica-non-giunta": {perso, func(f *fatti) {
			delete(f.consegne, f.notifiche[0].ID)
			f.notifiche[0].Stato = model.StatoNotificaInviata
		}},
		"notifica-rinunciata":  {perso, func(f *fatti) { f.notifiche[0].Stato = model.StatoNotificaNonRecapitata }},
		"notifica-ferma":       {perso, func(f *fatti) { f.notifiche[0].Stato, f.notifiche[0].Tentativi = model.StatoNotificaDaInviare, 0 }},
		"messaggio-di-altri":   {indebito, func(f *fatti) { f.consegne["N-NESSUNA"] = arrivi{volte: 1} }},
		"abbonato-perde":       {perso, func(f *fatti) { a := &f.abbonati[0]; a.visti = a.visti[:len(a.visti)-1] }},
		"abbonato-sordo":       {perso, func(f *fatti) { f.abbonati[0].visti = nil }},
		"abbonato-rivede":      {doppio, func(f *fatti) { a := &f.abbonati[0]; a.visti = append(a.visti, a.visti[0]) }},
		"abbonato-disordine":   {errato, func(f *fatti) { slices.Reverse(f.abbonati[0].visti) }},
		"abbonato-curioso":     {indebito, func(f *fatti) { f.abbonati[0].vede = func(soggetto) bool { return false } }},
		"abbonato-sogna":       {errato, func(f *fatti) { f.abbonati[0].visti[0].soggetto = "R-NESSUNA" }},
		"abbonato-in-ritardo":  {errato, func(f *fatti) { f.abbonati[0].visti[0].versione = 0 }},
		"allegato-perso":       {perso, func(f *fatti) { f.scaricati = map[string][]string{}; f.invii[0].impronte = []string{"x"} }},
		"registro-illeggibile": {errato, func(f *fatti) { f.registri = append(f.registri, "/nessuno") }},
	})
	return tutti
}

// Guasti are the names of what can be got wrong on purpose.
func Guasti() string { return strings.Join(slices.Sorted(maps.Keys(guasti())), " ") }

// guasta gets something wrong, if it has a name.
func guasta(f *fatti, nome string) error {
	if nome == "" {
		return nil
	}
	g, ok := guasti()[nome]
	if !ok {
		return fmt.Errorf("crash: -guasto is one of: %s", Guasti())
	}
	if _, si := guastiAgenda()[nome]; si && f.fisso() < 0 {
		return errors.New("crash: too short a trial: no appointment is confirmed, about a request, and still to be remembered")
	}
	g.guasta(f)
	return nil
}

func (f *fatti) ultima() *model.Richiesta { return &f.richieste[len(f.richieste)-1] }

func (f *fatti) di(id string) *model.Richiesta {
	i := slices.IndexFunc(f.richieste, func(r model.Richiesta) bool { return r.ID == id })
	return &f.richieste[i]
}

// comandato is a command that was carried out.
func (f *fatti) comandato() int {
	return slices.IndexFunc(f.comandi, func(c comando) bool { return c.numero > 0 })
}

// scambia puts the second event of a subject before the first.
func scambia(giornale []iscrizione, id string) {
	prima := slices.IndexFunc(giornale, func(g iscrizione) bool { return g.Soggetto == evento(id, 1) })
	seconda := slices.IndexFunc(giornale, func(g iscrizione) bool { return g.Soggetto == evento(id, 2) })
	giornale[prima].Soggetto, giornale[seconda].Soggetto = giornale[seconda].Soggetto, giornale[prima].Soggetto
}
