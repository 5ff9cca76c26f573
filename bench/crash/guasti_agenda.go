package crash

import (
	"slices"
	"time"

	"cassetto/graph/model"
)

// guastiAgenda are those of the agenda. The appointment is one that is confirmed and about a request; subscribers should have seen
// its events.
func guastiAgenda() map[string]guasto {
	return map[string]guasto{
		"fascia-persa": {perso, func(f *fatti) {
			f.fasce = slices.DeleteFunc(f.fasce, func(o model.Fascia) bool { return o.ID == f.fissato().Fascia.ID })
		}},
		"fascia-doppia":    {doppio, func(f *fatti) { f.fasce = append(f.fasce, f.fasce[0]) }},
		"fascia-altra":     {errato, func(f *fatti) { f.fasce[0].Posti += 7 }},
		"fascia-affollata": {doppio, func(f *fatti) { f.affollate[f.fasce[0].ID] = 99 }},
		"fascia-ceduta":    {doppio, func(f *fatti) { f.fasciaDi(f.fissato()).Posti = 0 }},
		"posto-perso":      {perso, func(f *fatti) { f.fasciaDi(f.fissato()).Occupazioni = nil }},
		"posto-scaduto":    {perso, func(f *fatti) { f.postoDi(f.fissato()).Fino = model.DataOraDi(f.adesso) }},
		"posto-doppio": {doppio, func(f *fatti) {
			o := f.fasciaDi(f.fissato())
			o.Occupazioni = append(o.Occupazioni, *f.postoDi(f.fissato()))
		}},
		"posto-doppio-solo": {doppio, func(f *fatti) {
			f.chiesto().volte = 1
			o := f.fasciaDi(f.fissato())
			o.Occupazioni = append(o.Occupazioni, model.Occupazione{Appuntamento: f.fissato().ID, Fino: model.DataOraDi(f.adesso.Add(time.Minute))})
		}},
		"posto-di-nessuno": {perso, func(f *fatti) { f.postoDi(f.fissato()).Appuntamento = "A-NESSUNO" }},
		"posto-non-reso":   {perso, func(f *fatti) { f.fissato().Stato = model.StatoAppuntamentoChiusoEDefinito }},
		"impegno-perso":    {perso, func(f *fatti) { f.impegni = nil }},
		"impegno-non-reso": {perso, func(f *fatti) {
			f.impegni[0].Occupazioni = []model.Occupazione{{Appuntamento: "A-NESSUNO", Fino: "2999-01-01T00:00:00Z"}}
		}},
		"impegno-doppio":     {doppio, func(f *fatti) { a := *f.fissato(); a.ID += "B"; f.appuntamenti = append(f.appuntamenti, a) }},
		"appuntamento-perso": {perso, func(f *fatti) { i := f.fisso(); f.appuntamenti = slices.Delete(f.appuntamenti, i, i+1) }},
		"appuntamento-doppio": {doppio, func(f *fatti) {
			a := *f.fissato()
			a.ID, a.IDRichieste = a.ID+"B", nil
			f.appuntamenti = append(f.appuntamenti, a)
		}},
		"appuntamento-altro":  {errato, func(f *fatti) { f.fissato().Fascia.ID += "B" }},
		"appuntamento-muto":   {errato, func(f *fatti) { f.chiesto().id = "" }},
		"prenotazione-negata": {errato, func(f *fatti) { f.chiesto().rifiuto = "FASCIA_NON_TROVATA" }},
		"prenotazione-rubata": {indebito, func(f *fatti) { p := f.chiesto(); p.rifiuto, p.volte = "FASCIA_ESAURITA", 1 }},
		"prenotazione-eterna": {perso, func(f *fatti) { f.fissato().Scadenza = new(model.DataOra("1999-01-01T00:00:00Z")) }},
		"scadenza-precoce": {indebito, func(f *fatti) {
			a := f.fissato()
			a.Storico[1].Tipo, a.Storico[1].Ts = model.TipoEventoAppuntamentoScadenza, a.DataPrenotazione
		}},
		"storico-saltato":       {errato, func(f *fatti) { f.fissato().Storico[1].Numero = 7 }},
		"storico-indietro":      {errato, func(f *fatti) { f.fissato().Storico[1].Ts = "1999-01-01T00:00:00Z" }},
		"passaggio-vietato":     {errato, func(f *fatti) { f.fissato().Storico[1].AStato = model.StatoAppuntamentoSvolto }},
		"appuntamento-sospeso":  {perso, func(f *fatti) { f.fissato().DaRegistrare = "SI" }},
		"stato-diverso":         {errato, func(f *fatti) { f.fissato().Stato = model.StatoAppuntamentoPrenotato }},
		"chiave-riusata":        {doppio, func(f *fatti) { a := f.fissato(); a.Storico[0].Chiave, a.Storico[1].Chiave = "x", "x" }},
		"conferma-persa":        {perso, func(f *fatti) { f.fissato().Storico = f.fissato().Storico[:1] }},
		"conferma-doppia":       {doppio, func(f *fatti) { a := f.fissato(); a.Storico = append(slices.Clone(a.Storico), a.Storico[1]) }},
		"conferma-altra":        {errato, func(f *fatti) { f.confermata().numero += 10 }},
		"conferma-muta":         {errato, func(f *fatti) { f.confermata().numero = 0 }},
		"conferma-respinta":     {indebito, func(f *fatti) { c := f.confermata(); c.rifiuto, c.volte = "CONFLICT", 1 }},
		"conferma-negata":       {errato, func(f *fatti) { f.confermata().rifiuto = "APPUNTAMENTO_NON_TROVATO" }},
		"conferma-ceduta":       {perso, func(f *fatti) { c := f.confermata(); c.rifiuto, c.volte = "PRENOTAZIONE_SCADUTA", 2 }},
		"conferma-di-nessuno":   {indebito, func(f *fatti) { f.confermata().appuntamento = "A-NESSUNO" }},
		"corso-saltato":         {errato, func(f *fatti) { f.giornaleAgenda[len(f.giornaleAgenda)-1].Numero++ }},
		"corso-perso":           {perso, func(f *fatti) { f.giornaleAgenda = f.giornaleAgenda[:len(f.giornaleAgenda)-1] }},
		"corso-disordine":       {errato, func(f *fatti) { scambia(f.giornaleAgenda, f.fissato().ID) }},
		"avviso-perso":          {perso, func(f *fatti) { f.notifiche = slices.Delete(f.notifiche, f.ricordo(), f.ricordo()+1) }},
		"avviso-altro":          {errato, func(f *fatti) { f.notifiche[f.ricordo()].ID += "B" }},
		"promemoria-altro":      {errato, func(f *fatti) { f.notifiche[f.ricordo()].DataProgrammata = new(model.DataOra("1999-01-01T00:00:00Z")) }},
		"promemoria-precoce":    {indebito, func(f *fatti) { f.consegne[f.notifiche[f.ricordo()].ID] = arrivi{1, f.adesso.Add(-time.Minute)} }},
		"promemoria-anticipato": {errato, func(f *fatti) { f.notifiche[f.ricordo()].ProssimoTentativo = "1999-01-01T00:00:00Z" }},
		"promemoria-annullato":  {perso, func(f *fatti) { f.notifiche[f.ricordo()].Stato = model.StatoNotificaAnnullata }},
		"pubblico-perde":        {perso, func(f *fatti) { a := f.pubblico(); a.visti = a.visti[:len(a.visti)-1] }},
		"pubblico-rivede":       {doppio, func(f *fatti) { a := f.pubblico(); a.visti = append(a.visti, a.visti[0]) }},
		"documento-perso":       {perso, func(f *fatti) { f.scaricati = map[string][]string{}; f.chiesto().impronte = []string{"x"} }},
	}
}

// fisso is a confirmed appointment about a request, with a reminder to come.
func (f *fatti) fisso() int {
	return slices.IndexFunc(f.appuntamenti, func(a model.Appuntamento) bool {
		ricordato := func(n model.Notifica) bool {
			return n.IDAppuntamento == a.ID && n.DataProgrammata != nil && quando(*n.DataProgrammata).After(f.adesso)
		}
		return a.Stato == model.StatoAppuntamentoConfermato && len(a.IDRichieste) > 0 && slices.ContainsFunc(f.notifiche, ricordato)
	})
}

func (f *fatti) fissato() *model.Appuntamento { return &f.appuntamenti[f.fisso()] }

func (f *fatti) chiesto() *prenotazione {
	id := f.fissato().ID
	return &f.ricordi.prenotazioni[slices.IndexFunc(f.ricordi.prenotazioni, func(p prenotazione) bool { return p.id == id })]
}

func (f *fatti) confermata() *azione {
	id := f.fissato().ID
	return &f.azioni[slices.IndexFunc(f.azioni, func(c azione) bool { return c.appuntamento == id && c.numero > 0 })]
}

func (f *fatti) fasciaDi(a *model.Appuntamento) *model.Fascia {
	return &f.fasce[slices.IndexFunc(f.fasce, func(o model.Fascia) bool { return o.ID == a.Fascia.ID })]
}

func (f *fatti) postoDi(a *model.Appuntamento) *model.Occupazione {
	oo := f.fasciaDi(a).Occupazioni
	return &oo[slices.IndexFunc(oo, func(o model.Occupazione) bool { return o.Appuntamento == a.ID })]
}

// ricordo is a reminder whose time has not come.
func (f *fatti) ricordo() int {
	id := f.fissato().ID
	return slices.IndexFunc(f.notifiche, func(n model.Notifica) bool { return n.IDAppuntamento == id && n.DataProgrammata != nil })
}

// pubblico is a subscriber who follows all appointments.
func (f *fatti) pubblico() *vista {
	return &f.abbonati[slices.IndexFunc(f.abbonati, func(a vista) bool { return a.di == appuntamenti })]
}
