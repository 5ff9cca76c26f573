package durc

import "cassetto/graph/model"

const decreto = "D.M. 30 gennaio 2015, "

// fonte cites the article that a rule comes from.
func fonte(r model.RegolaRegolarita) string {
	switch r {
	case model.RegolaRegolaritaNonAncoraDovuto:
		return decreto + "art. 3, c. 1"
	case model.RegolaRegolaritaRateizzazione:
		return decreto + "art. 3, c. 2, lett. a)"
	case model.RegolaRegolaritaSospensione:
		return decreto + "art. 3, c. 2, lett. b)"
	case model.RegolaRegolaritaCompensazione:
		return decreto + "art. 3, c. 2, lett. c)"
	case model.RegolaRegolaritaContenzioso:
		return decreto + "art. 3, c. 2, lett. d)"
	case model.RegolaRegolaritaRiscossioneSospesa:
		return decreto + "art. 3, c. 2, lett. f)"
	case model.RegolaRegolaritaScostamentoNonGrave, model.RegolaRegolaritaInAccertamento:
		return decreto + "art. 3, c. 3"
	case model.RegolaRegolaritaOmissione:
		return decreto + "art. 3, c. 1 e 3"
	}
	return decreto + "art. 2, c. 1"
}
