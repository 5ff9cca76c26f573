package complementari

import (
	"math/big"
	"slices"

	"cassetto/graph/model"
)

// NelPerimetro leaves of each month the collaborators of a partial delega (msg. INPS 104/2026) and adds up their amounts
// anew; what was paid is known for the whole month only, and is left out. Months without any of them are not shown.
func NelPerimetro(r *model.Righe[model.Committente10], cf []model.CodiceFiscale) *model.Righe[model.Committente10] {
	visibili := *r
	visibili.Righe, visibili.Chiavi = nil, nil
	for i, mese := range r.Righe {
		var suoi []model.Collaboratore
		for _, c := range mese.Collaboratori {
			if slices.Contains(cf, c.CfCollaboratore) {
				suoi = append(suoi, c)
			}
		}
		if len(suoi) == 0 {
			continue
		}
		visibili.Righe = append(visibili.Righe, soloLoro(mese, suoi))
		visibili.Chiavi = append(visibili.Chiavi, r.Chiavi[i])
	}
	return &visibili
}

func soloLoro(mese model.Committente10, suoi []model.Collaboratore) model.Committente10 {
	mese.Collaboratori, mese.Versato, mese.Saldo = suoi, nil, nil
	mese.Imponibile, mese.ContributoDovuto = 0, 0
	persone := map[model.CodiceFiscale]bool{}
	for _, c := range suoi {
		persone[c.CfCollaboratore] = true
		mese.Imponibile += c.Imponibile
		mese.ContributoDovuto += quota(c.Imponibile, c.Aliquota)
	}
	mese.NumCollaboratori = int32(len(persone))
	return mese
}

// quota is a percentage of an amount, rounded half up to the cent.
func quota(i model.Importo, p model.Percentuale) model.Importo {
	r, ok := new(big.Rat).SetString(string(p))
	if !ok {
		return 0
	}
	r.Mul(r, big.NewRat(int64(i), 100))
	r.Add(r, big.NewRat(1, 2))
	return model.Importo(new(big.Int).Div(r.Num(), r.Denom()).Int64())
}
