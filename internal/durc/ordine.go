package durc

import (
	"cmp"
	"slices"

	"cassetto/graph/model"
)

// peso orders reasons by what they entail, those that decide first.
var peso = []model.EffettoMotivazione{model.EffettoMotivazioneImpedisce, model.EffettoMotivazioneDaVerificare, model.EffettoMotivazioneNonOsta}

// confronta orders reasons: those that decide first, then by institute, gestione, rule, time and row.
func confronta(a, b model.MotivazioneRegolarita) int {
	return cmp.Or(
		cmp.Compare(slices.Index(peso, a.Effetto), slices.Index(peso, b.Effetto)),
		cmp.Compare(slices.Index(model.AllEnteRegolarita, a.Ente), slices.Index(model.AllEnteRegolarita, b.Ente)),
		opzionale(a.Gestione, b.Gestione),
		cmp.Compare(slices.Index(model.AllRegolaRegolarita, a.Regola), slices.Index(model.AllRegolaRegolarita, b.Regola)),
		opzionale(a.Periodo, b.Periodo), opzionale(a.PeriodoA, b.PeriodoA), opzionale(a.Posizione, b.Posizione),
		opzionale(a.Partita, b.Partita), cmp.Compare(a.Descrizione, b.Descrizione), opzionale(a.Importo, b.Importo),
	)
}

// confrontaCause orders the causes of one institute.
func confrontaCause(a, b model.CausaIrregolarita) int {
	return cmp.Or(
		opzionale(a.Periodo, b.Periodo), opzionale(a.PeriodoA, b.PeriodoA), opzionale(a.Posizione, b.Posizione),
		cmp.Compare(a.Descrizione, b.Descrizione), opzionale(a.Importo, b.Importo),
	)
}

// opzionale orders what may be missing: what is missing comes first.
func opzionale[T cmp.Ordered](a, b *T) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Compare(*a, *b)
}
