package palco

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/demo"
	"cassetto/internal/fault"
	"cassetto/internal/importa"
	"cassetto/internal/store/sqlite"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/anagrafica"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/sedi"
	"cassetto/sources/stampe"
)

// Consultant is the token of a consultant of the demonstration, to whom the company of Query has given a delega.
const Consultant = "consulente"

// Persons are those who may follow the company of Query besides: its legal representatives.
const Persons = 250

// Person is the token of one of them, from 0.
func Person(n int) string { return fmt.Sprintf("persona-%d", n%Persons) }

// Prepare fills a folder with the archives of the demo companies that a World opens. There is no request in them.
func Prepare(ctx context.Context, dati string) error {
	archives, closeAll, err := Archives(ctx, dati)
	if err != nil {
		return err
	}
	defer closeAll()
	sinks := map[string]*importa.Sink{}
	for _, a := range []*archive.Archive{archives.Anagrafica, archives.Deleghe, archives.Sedi} {
		schema := graph.NewExecutableSchema(graph.Config{}).Schema()
		sinks[a.Name], err = importa.NewSink(importa.Target{Archive: a.Name, Schema: schema, Sections: sources.Sections()[a.Name], Store: a.Store, At: opened})
		if err != nil {
			return err
		}
	}
	err = demo.Generate(ctx, demo.Options{}, func(archivio, sezione string, doc any) error {
		if s := sinks[archivio]; s != nil {
			return s.Add(ctx, sezione, doc)
		}
		return nil
	})
	for n := range Persons {
		if err == nil {
			azienda := model.CodiceFiscale("10000011055")
			err = sinks[deleghe.Name].Add(ctx, "utenti", model.Utente{
				CodiceFiscale: codiceFiscale(n), Nome: "Rappresentante " + Person(n), Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: &azienda,
			})
		}
	}
	for _, s := range sinks {
		if e := s.Close(ctx); err == nil {
			err = e
		}
	}
	return err
}

// codiceFiscale is that of a person, who was born in a comune that does not exist.
func codiceFiscale(n int) model.CodiceFiscale {
	for check := 'A'; check <= 'Z'; check++ {
		var c model.CodiceFiscale
		if c.UnmarshalGQL(fmt.Sprintf("RPP%c%c%c%02dA01A000%c", 'A'+n/100, 'A'+n/10%10, 'A'+n%10, n%100, check)) == nil {
			return c
		}
	}
	panic("no letter checks a codice fiscale")
}

// Identify recognises who has one of the tokens.
func Identify(_ context.Context, token string) (access.Identita, error) {
	profilo, until := model.ProfiloUtenteLegaleRappresentante, time.Now().Add(8*time.Hour)
	var n int
	if _, err := fmt.Sscanf(token, "persona-%d", &n); err == nil && strings.HasPrefix(token, "persona-") && n >= 0 && n < Persons {
		return access.Identita{CodiceFiscale: codiceFiscale(n), Profilo: &profilo, Scadenza: until}, nil
	}
	for _, p := range demo.Profili() {
		if p.Nome == token {
			return access.Identita{CodiceFiscale: p.CodiceFiscale, Profilo: &p.Profilo, Scadenza: until}, nil
		}
	}
	return access.Identita{}, fault.Errorf(fault.Unauthenticated, "Profilo sconosciuto.")
}

// Archives opens the archives of a folder.
func Archives(ctx context.Context, dati string) (a sources.Archives, closeAll func(), err error) {
	var stores []*sqlite.Store
	closeAll = func() {
		for _, s := range stores {
			_ = s.Close()
		}
	}
	for name := range sources.Sections() {
		s, err := sqlite.Open(ctx, filepath.Join(dati, name+".db"), sources.Collections(name)...)
		if err != nil {
			closeAll()
			return a, nil, err
		}
		stores = append(stores, s)
		one := archive.New(name, s)
		switch name {
		case agenda.Name:
			a.Agenda = agenda.Open(one)
		case anagrafica.Name:
			a.Anagrafica = one
		case deleghe.Name:
			a.Deleghe = one
		case sedi.Name:
			a.Sedi = one
		case comunicazioni.Name:
			a.Comunicazioni = comunicazioni.Open(one)
		case infocamere.Name:
			a.Infocamere = infocamere.FromArchive(one)
		case regolarita.Name:
			a.Regolarita = regolarita.Open(one)
		case stampe.Name:
			a.Stampe = stampe.Open(one)
		default:
			a.Complementari = one
		}
	}
	return a, closeAll, nil
}
