package demo

import (
	_ "embed"
	"encoding/json"
	"slices"

	"cassetto/graph/model"
)

// verificheScritte are the checks of the companies written by hand, as the rules judged them on their days.
//
//go:embed verifiche.json
var verificheScritte []byte

// verificheDi are the checks of regularity of a codice fiscale. The last one of Edilnova is the sample of the domain notes: only the
// owner's own contribution as an artisan is missing, and he did not pay it in time. Protocolli from 90000000 on are never given.
func verificheDi(cf model.CodiceFiscale) []model.RegolaritaContributiva {
	var tutte []model.RegolaritaContributiva
	if err := json.Unmarshal(verificheScritte, &tutte); err != nil {
		panic("demo: verifiche.json: " + err.Error()) // it is part of the program
	}
	return slices.DeleteFunc(tutte, func(v model.RegolaritaContributiva) bool { return v.CodiceFiscale != cf })
}
