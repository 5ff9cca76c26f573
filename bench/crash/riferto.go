package crash

import (
	"fmt"
	"io"
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
	eventi, ripetuti, visti, restano, file := 0, 0, 0, 0, 0
	for _, r := range f.richieste {
		eventi += len(r.Eventi)
	}
	for _, n := range f.consegne {
		ripetuti += n - 1
	}
	for _, a := range f.abbonati {
		visti += len(a.visti)
	}
	for _, n := range f.notifiche {
		if n.DataInvio == nil {
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
	fmt.Fprintf(out, "%d notices, %d of them still to be tried again; %d messages came again with the same identifier\n", len(f.notifiche), restano, ripetuti)
	fmt.Fprintf(out, "%d subscribers saw %d events; %d attachments were downloaded\n", len(f.abbonati), visti, file)
	if len(violazioni) > 0 {
		return fmt.Errorf("crash: %d promises were broken", len(violazioni))
	}
	return nil
}
