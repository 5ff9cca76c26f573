package confronto_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/demo"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/stampe"
)

// adesso is what the clocks of all the worlds say.
var adesso = time.Date(2026, time.November, 23, 10, 0, 0, 0, model.Roma)

// dati are the demo archives, and what can be asked of them.
type dati struct {
	stores   map[string]store.Store
	utenti   []access.Identita // the first ones may see much
	aziende  []model.Azienda
	sedi     []string
	id       []string // of nodes of every type
	pratiche map[string][]string
}

const aziendeGenerate = 30

// apriDati fills archives of their own with the demo companies, their calendars, and some prints.
func apriDati(t *testing.T) *dati {
	t.Helper()
	d := &dati{stores: map[string]store.Store{}, pratiche: map[string][]string{}}
	dir := t.TempDir()
	for name := range sources.Sections() {
		s, err := sqlite.Open(t.Context(), filepath.Join(dir, name+".db"), sources.Collections(name)...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		d.stores[name] = s
	}
	d.riempi(t)
	d.pubblica(t)
	d.stampa(t)
	d.utenti = persone()
	return d
}

// persone are the demo users, the analyst before the others, and two whom no archive knows well.
func persone() []access.Identita {
	var all []access.Identita
	for _, p := range demo.Profili() {
		i := access.Identita{CodiceFiscale: p.CodiceFiscale, Profilo: &p.Profilo}
		if p.Sede != "" {
			i.Servizio, i.Sede = "back-office", &p.Sede
		}
		all = append(all, i)
	}
	slices.SortStableFunc(all, func(a, b access.Identita) int { return rango(a) - rango(b) })
	senza := all[1]
	senza.Profilo = nil
	return append(all, senza, access.Identita{CodiceFiscale: "ZZZZZZ80A01A000Z"})
}

func rango(i access.Identita) int {
	if *i.Profilo == model.ProfiloUtenteAnalista {
		return 0
	}
	return 1
}

func (d *dati) riempi(t *testing.T) {
	t.Helper()
	docs := map[[2]string][]json.RawMessage{}
	err := demo.Generate(t.Context(), demo.Options{Aziende: aziendeGenerate}, func(archivio, sezione string, doc any) error {
		raw := encode(t, doc)
		docs[[2]string{archivio, sezione}] = append(docs[[2]string{archivio, sezione}], raw)
		d.impara(t, sezione, raw)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, sections := range sources.Sections() {
		for _, s := range sections {
			all := docs[[2]string{name, s.Collection.Name}]
			if _, err := d.stores[name].Import(t.Context(), s.Collection, all); err != nil {
				t.Fatal(name, s.Collection.Name, err)
			}
			if err := archive.Stamp(t.Context(), d.stores[name], name, s.Collection.Name, adesso.Add(-4*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// impara notes what can be asked for.
func (d *dati) impara(t *testing.T, sezione string, raw json.RawMessage) {
	t.Helper()
	var doc struct{ ID, Codice, Protocollo string }
	if err := json.Unmarshal(raw, &doc); err != nil {
		return // of another shape
	}
	switch sezione {
	case "aziende":
		var a model.Azienda
		if err := json.Unmarshal(raw, &a); err != nil {
			t.Fatal(err)
		}
		d.aziende = append(d.aziende, a)
		d.id = append(d.id, "AZ-"+string(a.Matricola))
	case "sedi":
		d.sedi = append(d.sedi, doc.Codice)
		d.id = append(d.id, "SD-"+doc.Codice)
	case "richieste", "appuntamenti", "deleghe":
		d.id = append(d.id, doc.ID)
		d.pratiche[sezione] = append(d.pratiche[sezione], doc.ID)
	}
}

// pubblica publishes the calendars of the offices.
func (d *dati) pubblica(t *testing.T) {
	t.Helper()
	var all []*agenda.Pubblicazione
	for _, c := range demo.Calendari(model.DataDi(adesso), agenda.Dopo(model.DataDi(adesso), 12)) {
		p := &agenda.Pubblicazione{Input: c.Fasce, Patrono: c.Patrono}
		if wrong := p.Valuta(adesso); len(wrong) > 0 {
			t.Fatal(wrong[0])
		}
		all = append(all, p)
	}
	if err := agenda.Open(archive.New(agenda.Name, d.stores[agenda.Name])).PubblicaInsieme(t.Context(), all, adesso); err != nil {
		t.Fatal(err)
	}
}

// stampa makes everybody ask for a print.
func (d *dati) stampa(t *testing.T) {
	t.Helper()
	var docs []json.RawMessage
	for i, chi := range persone() {
		if chi.Profilo == nil {
			continue
		}
		s := model.Stampa{
			ID: fmt.Sprintf("S-PROVA%02d", i), Matricola: d.aziende[i%3].Matricola, Stato: model.AllStatoStampa[i%len(model.AllStatoStampa)],
			Richiedente: &model.MittenteRichiesta{CodiceFiscale: chi.CodiceFiscale, Qualifica: *chi.Profilo},
			Sezioni:     model.AllSezioneFascicolo[:i%4], DataRichiesta: model.DataOraDi(adesso.Add(-time.Hour)),
			Chi: model.ChiStampa{CodiceFiscale: chi.CodiceFiscale, Profilo: *chi.Profilo},
		}
		if i%2 == 0 {
			s.ArchiviMancanti, s.Nome, s.Scadenza = []string{}, new("fascicolo.pdf"), new(model.DataOraDi(adesso.Add(time.Hour)))
		}
		docs = append(docs, encode(t, s))
		d.id = append(d.id, s.ID)
		d.pratiche["stampe"] = append(d.pratiche["stampe"], s.ID)
	}
	if _, err := d.stores[stampe.Name].Import(t.Context(), stampe.Stampe.Collection, docs); err != nil {
		t.Fatal(err)
	}
}

// archivi are the archives, each in the store that wrap makes of its own.
func (d *dati) archivi(wrap func(name string, s store.Store) store.Store) sources.Archives {
	of := func(name string) *archive.Archive { return archive.New(name, wrap(name, d.stores[name])) }
	return sources.Archives{
		Anagrafica: of("anagrafica"), Complementari: of("complementari"), Deleghe: of("deleghe"), Sedi: of("sedi"),
		Agenda: agenda.Open(of(agenda.Name)), Comunicazioni: comunicazioni.Open(of(comunicazioni.Name)),
		Infocamere: infocamere.FromArchive(of(infocamere.Name)),
		Regolarita: regolarita.Open(of(regolarita.Name)), Stampe: stampe.Open(of(stampe.Name)),
	}
}

func plain(_ string, s store.Store) store.Store { return s }

func encode(t *testing.T, doc any) json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(doc); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(slices.Clone(b.Bytes()))
}
