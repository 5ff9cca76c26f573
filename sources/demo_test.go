package sources

import (
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"cassetto/graph"
	"cassetto/internal/archive"
	"cassetto/internal/demo"
	"cassetto/internal/importa"
	"cassetto/internal/store/sqlite"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/stampe"
)

// openAll opens the sections of embedded archives, which are empty.
func openAll(t testing.TB) (*Sources, map[string]*archive.Archive) {
	t.Helper()
	byName, dir := map[string]*archive.Archive{}, t.TempDir()
	for name := range Sections() {
		s, err := sqlite.Open(context.Background(), filepath.Join(dir, name+".db"), Collections(name)...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		byName[name] = archive.New(name, s)
	}
	a := Archives{
		Anagrafica: byName["anagrafica"], Complementari: byName["complementari"], Deleghe: byName["deleghe"], Sedi: byName["sedi"],
		Agenda: agenda.Open(byName[agenda.Name]), Comunicazioni: comunicazioni.Open(byName[comunicazioni.Name]),
		Regolarita: regolarita.Open(byName[regolarita.Name]), Stampe: stampe.Open(byName[stampe.Name]),
		Infocamere: infocamere.FromArchive(byName[infocamere.Name]),
	}
	s := Open(a, Options{Timeout: timeout})
	t.Cleanup(s.Close)
	return s, byName
}

// openDemo fills them with the demo and gives the codes that there is something under.
func openDemo(t testing.TB) (*Sources, []string) {
	t.Helper()
	s, byName := openAll(t)
	sinks := map[string]*importa.Sink{}
	for _, name := range []string{"anagrafica", "complementari", "infocamere", "sedi"} {
		one, err := importa.NewSink(importa.Target{
			Archive: name, Schema: graph.NewExecutableSchema(graph.Config{}).Schema(), Sections: Sections()[name], Store: byName[name].Store,
		})
		if err != nil {
			t.Fatal(err)
		}
		sinks[name] = one
	}
	codes := map[string]bool{}
	err := demo.Generate(context.Background(), demo.Options{Aziende: 100}, func(archivio, sezione string, doc any) error {
		into := sinks[archivio]
		if into == nil {
			return nil
		}
		b, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		var of struct {
			Matricola     string
			CodiceFiscale string
			Codice        string
		}
		if err := json.Unmarshal(b, &of); err != nil {
			return err
		}
		codes[of.Matricola], codes[of.CodiceFiscale], codes[of.Codice] = true, true, true
		return into.Add(context.Background(), sezione, json.RawMessage(b))
	})
	for _, one := range sinks {
		if e := one.Close(context.Background()); err == nil {
			err = e
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, slices.Collect(maps.Keys(codes))
}
