package agenda

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
)

// TestCerca: who finds what, in which order. begin one after the other: A-2 is cancelled, A-3 is of another position of
// the same company, A-4 of another company.
func TestCerca(t *testing.T) {
	a := apri(t, nuovoFile(t))
	fasce := pubblicate(t, a, orario(2, 30, alGiorno(giorni[2], "09:00", "11:00"), alGiorno(giorni[3], "09:00", "11:00")), mattina)
	for i, f := range []int{0, 1, 4, 5} {
		p := posto(fmt.Sprint("A-", i+1), fasce[f])
		switch i {
		case 2:
			p.Azienda.Matricola, p.Input.Argomento = "9900010022", "CREDITI"
		case 3:
			p.Azienda.Matricola, p.Azienda.CodiceFiscale = "9900010033", "10000022066"
		}
		if no := prenotato(t, a, p, mattina); no != "" {
			t.Fatal(no)
		}
	}
	if no := comandato(t, a, "A-2", annulla(), mattina); no != "" {
		t.Fatal(no)
	}
	tutto := access.Ambito{Tutto: true}
	azienda := access.Ambito{CodiciFiscali: []model.CodiceFiscale{"10000011055"}}
	posizioni := access.Ambito{Matricole: []model.Matricola{matricola, "9900010033"}}
	type filtro = model.FiltroAppuntamenti
	for _, caso := range []struct {
		nome    string
		ambito  access.Ambito
		filtro  *filtro
		verso   model.VersoOrdine
		trovati string
	}{
		{"everything", tutto, nil, model.VersoOrdineCrescente, "A-1 A-2 A-3 A-4"},
		{"the other way", tutto, nil, model.VersoOrdineDecrescente, "A-4 A-3 A-2 A-1"},
		{"nothing", access.Ambito{}, nil, model.VersoOrdineCrescente, ""},
		{"an office", access.Ambito{Sede: new(sede)}, nil, model.VersoOrdineCrescente, "A-1 A-2 A-3 A-4"},
		{"another office", access.Ambito{Sede: new(model.CodiceSede("7000"))}, nil, model.VersoOrdineCrescente, ""},
		{"a company", azienda, nil, model.VersoOrdineCrescente, "A-1 A-2 A-3"},
		{"positions", posizioni, nil, model.VersoOrdineCrescente, "A-1 A-2 A-4"},
		{"a position", tutto, &filtro{Matricola: new(matricola)}, model.VersoOrdineCrescente, "A-1 A-2"},
		{"a position of others", azienda, &filtro{Matricola: new(model.Matricola("9900010033"))}, model.VersoOrdineCrescente, ""},
		{"a state", tutto, &filtro{Stato: []model.StatoAppuntamento{model.StatoAppuntamentoCancellatoUtente, model.StatoAppuntamentoSvolto}}, model.VersoOrdineCrescente, "A-2"},
		{"a day", tutto, &filtro{Giorno: &model.Periodo{Dal: new(model.Data("2026-12-02")), Al: new(model.Data("2026-12-02"))}}, model.VersoOrdineCrescente, "A-3 A-4"},
		{"from a day", posizioni, &filtro{Giorno: &model.Periodo{Dal: new(model.Data("2026-12-02"))}}, model.VersoOrdineCrescente, "A-4"},
		{"a way", tutto, &filtro{Modalita: new(model.ModalitaAppuntamentoTelefono)}, model.VersoOrdineCrescente, ""},
		{"an ambito", tutto, &filtro{Argomento: new("CREDITI")}, model.VersoOrdineCrescente, "A-3"},
	} {
		var trovati []string
		r := Ricerca{Ambito: caso.ambito, Filtro: caso.filtro, Verso: caso.verso, First: 3}
		for range 3 { // pages
			pagina, err := Cerca(t.Context(), a.Archive, r)
			if err != nil {
				t.Fatal(caso.nome, err)
			}
			for i, uno := range pagina.Nodes {
				trovati = append(trovati, uno.ID)
				r.After = pagina.Cursori[i]
				if uno.Storico[0].IDAppuntamento != uno.ID {
					t.Errorf("an event of %s is of %q", uno.ID, uno.Storico[0].IDAppuntamento)
				}
			}
			if n, err := pagina.Conta(t.Context()); err != nil || n != len(strings.Fields(caso.trovati)) {
				t.Errorf("%s: %d in all, %v", caso.nome, n, err)
			}
			if !pagina.Dopo {
				break
			}
		}
		if ha := strings.Join(trovati, " "); ha != caso.trovati {
			t.Errorf("%s: %s, want %s", caso.nome, ha, caso.trovati)
		}
	}
	for nome, r := range map[string]Ricerca{
		"filtro.giorno": {Ambito: tutto, First: 3, Filtro: &filtro{Giorno: &model.Periodo{Dal: new(model.Data("2026-12-02")), Al: new(model.Data("2026-12-01"))}}},
		"after":         {Ambito: tutto, First: 3, After: "niente"},
	} {
		var rifiutato *model.InputError
		if _, err := Cerca(t.Context(), a.Archive, r); !errors.As(err, &rifiutato) {
			t.Errorf("%s: %v", nome, err)
		}
	}
}

// TestPerID: an appointment and its day are read as they were written.
func TestPerID(t *testing.T) {
	a := apri(t, nuovoFile(t))
	fasce := pubblicate(t, a, settimana(2), mattina)
	if no := prenotato(t, a, posto("A-1", fasce[0]), mattina.Add(time.Second)); no != "" {
		t.Fatal(no)
	}
	trovati, err := PerID(t.Context(), a.Archive, []string{"A-1", "A-2"})
	if err != nil || len(trovati) != 1 || trovati["A-1"].Storico[0].IDAppuntamento != "A-1" {
		t.Fatal(trovati, err)
	}
	giornata, err := PerGiorno(t.Context(), a.Archive, Codici(trovati["A-1"])[1:])
	if err != nil || len(giornata) != 1 {
		t.Fatal(giornata, err)
	}
	for _, g := range giornata {
		for i, f := range g.Fasce {
			if f.ID != fasce[i] || f.CodiceSede != sede || f.Occupazioni == nil || (len(f.Occupazioni) == 1) != (f.ID == fasce[0]) {
				t.Errorf("read as %+v", f)
			}
		}
	}
}
