package crash

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"cassetto/graph/model"
)

// riferisci prints what came of a trial; broken promises are an error.
func riferisci(f *fatti, uccisi int, out io.Writer) error {
	violazioni, generi := verifica(f), map[genere]int{}
	for i, v := range violazioni {
		generi[v.genere]++
		if i < 50 {
			fmt.Fprintf(out, "%s: %s\n", v.genere, v.detto)
		}
	}
	eventi, ripetuti, visti, restano, futuri, file := 0, 0, 0, 0, 0, 0
	for _, r := range f.richieste {
		eventi += len(r.Eventi)
	}
	for _, n := range f.consegne {
		ripetuti += n.volte - 1
	}
	for _, a := range f.abbonati {
		visti += len(a.visti)
	}
	for _, n := range f.notifiche {
		switch {
		case n.Stato != model.StatoNotificaDaInviare:
		case n.DataProgrammata != nil && quando(*n.DataProgrammata).After(f.adesso):
			futuri++
		default:
			restano++
		}
	}
	for _, s := range f.scaricati {
		file += len(s)
	}
	volte := 0
	for _, c := range f.comandi {
		volte += c.volte - 1
	}
	fmt.Fprintf(out, "%d kills, %d requests, %d commands (repeated %d times), %d events, %d lost, %d doubled, %d wrong, %d not due\n",
		uccisi, len(f.richieste), len(f.comandi), volte, eventi, generi[perso], generi[doppio], generi[errato], generi[indebito])
	fmt.Fprintf(out, "%d notices, %d of them still to be tried again, %d for a later day; %d messages came again with the same identifier\n",
		len(f.notifiche), restano, futuri, ripetuti)
	fmt.Fprintf(out, "%d subscribers saw %d events; %d attachments were downloaded\n", len(f.abbonati), visti, file)
	fmt.Fprintln(out, f.agenda())
	if len(violazioni) > 0 {
		return fmt.Errorf("crash: %d promises were broken", len(violazioni))
	}
	return nil
}

// agenda says in two lines what became of the appointments.
func (f *fatti) agenda() string {
	eventi, volte, piene, scaduti := 0, 0, 0, 0
	rifiuti := map[string]int{}
	conta := func(quante int, rifiuto string) {
		volte += quante - 1
		rifiuti[rifiuto]++
	}
	for i := range f.appuntamenti {
		eventi += len(f.appuntamenti[i].Storico)
		if f.appuntamenti[i].Stato == model.StatoAppuntamentoScaduto {
			scaduti++
		}
	}
	for _, p := range f.prenotazioni {
		conta(p.volte, p.rifiuto)
	}
	for _, a := range f.azioni {
		conta(a.volte, a.rifiuto)
	}
	for i := range f.fasce {
		if f.affollate[f.fasce[i].ID] == int(f.fasce[i].Posti) {
			piene++
		}
	}
	delete(rifiuti, "") // which were carried out
	var codici []string
	for _, codice := range slices.Sorted(maps.Keys(rifiuti)) {
		codici = append(codici, fmt.Sprintf("%s %d", codice, rifiuti[codice]))
	}
	return fmt.Sprintf("%d appointments (%d ran out), %d commands (repeated %d times), %d events; %d of %d intervals were full\nrefused: %s",
		len(f.appuntamenti), scaduti, len(f.prenotazioni)+len(f.azioni), volte, eventi, piene, len(f.fasce), strings.Join(codici, ", "))
}
