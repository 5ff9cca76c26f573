package archive

import (
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// Days selects the documents whose field is an instant of some days in Italy; all of them when p is nil. It fails with an
// InputError on an argument, named so, that ends before it begins.
func Days(field, argument string, p *model.Periodo) (store.Filter, error) {
	if p == nil {
		return store.All{}, nil
	}
	if p.Dal != nil && p.Al != nil && *p.Dal > *p.Al {
		return nil, model.RifiutaCampo(argument, "Il periodo finisce prima di cominciare.")
	}
	f := store.Range{Field: field}
	if p.Dal != nil {
		f.From = string(begin(*p.Dal, 0))
	}
	if p.Al != nil {
		f.To = string(begin(*p.Al, 1))
	}
	return f, nil
}

// begin is when a day begins in Italy, or the one so many days later.
func begin(d model.Data, later int) model.DataOra {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), model.Roma) // a Data is a day that exists
	return model.DataOraDi(t.AddDate(0, 0, later))
}
