package importa

import (
	"errors"

	"cassetto/graph/model"
)

var errNotCanonical = errors.New("va scritto in forma canonica: maiuscole, senza spazi intorno, gli istanti in UTC al secondo (Z)")

// scalarOf is the check of a scalar of the schema, built in or custom; nil for one that documents cannot hold.
func scalarOf(name string) checker {
	switch name {
	case "String", "ID":
		return text{}
	case "Int":
		return int32s()
	case "Float":
		return float{}
	case "Boolean":
		return boolean{}
	case "Importo":
		return cents()
	case "Matricola":
		return &scalar{canonical: canonical[model.Matricola]}
	case "CodiceFiscale":
		return &scalar{canonical: canonical[model.CodiceFiscale]}
	case "PartitaIva":
		return &scalar{canonical: canonical[model.PartitaIva]}
	case "CodiceSede":
		return &scalar{canonical: canonical[model.CodiceSede]}
	case "Csc":
		return &scalar{canonical: canonical[model.Csc]}
	case "CodiceAutorizzazione":
		return &scalar{canonical: canonical[model.CodiceAutorizzazione]}
	case "CodiceAteco":
		return &scalar{canonical: canonical[model.CodiceAteco]}
	case "CodiceBelfiore":
		return &scalar{canonical: canonical[model.CodiceBelfiore]}
	case "NumeroRuolo":
		return &scalar{canonical: canonical[model.NumeroRuolo]}
	case "Percentuale":
		return &scalar{canonical: canonical[model.Percentuale]}
	case "Data":
		return &scalar{canonical: canonical[model.Data], date: true}
	case "DataOra":
		return &scalar{canonical: canonical[model.DataOra]}
	case "AnnoMese":
		return &scalar{canonical: canonical[model.AnnoMese], date: true}
	}
	return nil
}

// canonical says whether s is a good value of the scalar T, written as the scalar itself would write it.
func canonical[T ~string, P interface {
	*T
	UnmarshalGQL(any) error
}](s string) error {
	var v T
	if err := P(&v).UnmarshalGQL(s); err != nil {
		return err
	}
	if string(v) != s {
		return errNotCanonical
	}
	return nil
}
