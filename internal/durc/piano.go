package durc

import (
	"slices"

	"cassetto/graph/model"
)

// pianoInutile says why a plan does not let a debt pass, to be read after why it counts; "" when there is none.
func (v *verifica) pianoInutile(d *debito) string {
	var perche []string
	for _, p := range v.pianiInps(d) {
		perche = append(perche, " La dilazione "+p.Protocollo+" "+nonDilaziona(p.Stato))
	}
	for _, p := range v.pianiAgente(d) {
		perche = append(perche, " La rateizzazione "+p.Istanza+" dell'agente della riscossione "+nonRateizza(p.Stato))
	}
	switch {
	case len(perche) > 0:
		return slices.Min(perche)
	case d.credito != nil && (stato(d) == model.StatoCreditoInadempienzaInDilazione || d.credito.Esito != nil && d.credito.Esito.Tipo == model.TipoRiferimentoDilazione):
		return " La dilazione che la comprende non risulta."
	}
	return ""
}

func nonDilaziona(s model.StatoDomandaDiDilazione) string {
	switch s {
	case model.StatoDomandaDiDilazioneAccolta:
		return "è accolta, ma la prima rata è scaduta e non pagata."
	case model.StatoDomandaDiDilazioneRespinta:
		return "è stata respinta."
	case model.StatoDomandaDiDilazioneRevocata:
		return "è stata revocata."
	case model.StatoDomandaDiDilazioneConclusa:
		return "è conclusa."
	}
	return "non è ancora accolta."
}

func nonRateizza(s model.StatoDilazioneCartella) string {
	switch s {
	case model.StatoDilazioneCartellaDecaduta:
		return "è decaduta."
	case model.StatoDilazioneCartellaRevocata:
		return "è stata revocata."
	}
	return "è estinta."
}
