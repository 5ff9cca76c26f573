package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"

	"cassetto/internal/plan"
	"cassetto/sources"
)

const pathMetriche = "/amministrazione/metriche"

// metriche is the call by which whoever runs the gateway reads its counters, in the text format of Prometheus 0.0.4. None of them
// names a person, a company or a value.
type metriche struct {
	custode
	piani   func() plan.Counts
	letture func() sources.Counts
}

func (m *metriche) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		refuse(w, http.StatusMethodNotAllowed, rifiuto{Messaggio: "Metodo non ammesso: serve GET."})
	case !m.recognises(r):
		m.unrecognised(w, r)
	default:
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		m.write(w)
	}
}

func (m *metriche) write(w io.Writer) {
	p, l := m.piani(), m.letture()
	head(w, "cassetto_operazioni_totali", "operations that were carried out, by whom and, of those left to the library, why")
	fmt.Fprintf(w, "cassetto_operazioni_totali{esecutore=%q,motivo=%q} %d\n", "piano", "", p.Planned)
	for _, why := range slices.Sorted(maps.Keys(p.Left)) {
		fmt.Fprintf(w, "cassetto_operazioni_totali{esecutore=%q,motivo=%q} %d\n", "libreria", why, p.Left[why])
	}
	head(w, "cassetto_valori_totali", "values of sections that were not read from an archive, by where they were kept")
	fmt.Fprintf(w, "cassetto_valori_totali{da=%q} %d\n", "processo", l.Near)
	fmt.Fprintf(w, "cassetto_valori_totali{da=%q} %d\n", "istanze", l.Far)
	head(w, "cassetto_domande_totali", "questions to archives, of any number of keys")
	fmt.Fprintf(w, "cassetto_domande_totali %d\n", l.Fetches)
}

func head(w io.Writer, name, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s counter\n", name, help, name)
}
