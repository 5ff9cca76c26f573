package agenda

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestValutaPrenotazione: every code of a booking that is wrong whatever places are free.
func TestValutaPrenotazione(t *testing.T) {
	giorni := func(n int) model.DataOra { return model.DataOraDi(mattina.AddDate(0, 0, -n)) }
	aperta := func(n int) *model.Richiesta {
		return &model.Richiesta{ID: "R-1", Matricola: matricola, Stato: model.StatoRichiestaAperta, DataApertura: giorni(n)}
	}
	for _, caso := range []struct {
		nome, fascia string // after F-4900-
		prepara      func(*Prenotazione)
		codici       string
	}{
		{"nothing wrong", "20261202-0900-0930-S", nil, ""},
		{"no interval", "2026", nil, "fascia FASCIA_NON_TROVATA"},
		{"another office", "20261202-0900-0930-S", func(p *Prenotazione) { p.Azienda.CodiceSede = "7000" }, "fascia FASCIA_ALTRA_SEDE"},
		{"begins now", "20261130-0800-0830-S", nil, "fascia FASCIA_PASSATA"},
		{"begins in a minute", "20261130-0801-0830-S", nil, ""},
		{"the last day", "20270129-2330-2350-S", nil, ""},
		{"the day after the last", "20270130-0000-0020-S", nil, "fascia FASCIA_TROPPO_LONTANA"},
		{"a holiday", "20261208-0900-0930-S", nil, "fascia SEDE_CHIUSA"},
		{"a Sunday", "20261206-0900-0930-S", nil, "fascia SEDE_CHIUSA"},
		{"the patron", "20261212-0900-0930-S", func(p *Prenotazione) { p.Patrono = patrono }, "fascia SEDE_CHIUSA"},
		{"another's patron", "20261212-0900-0930-S", nil, ""},
		{"no ambito", "20261202-0900-0930-S", func(p *Prenotazione) { p.Argomento = nil }, "argomento ARGOMENTO_NON_TROVATO"},
		{"no notes", "20261202-0900-0930-S", func(p *Prenotazione) { p.Input.Note = " \n" }, "note NOTE_MANCANTE"},
		{"long notes", "20261202-0900-0930-S", func(p *Prenotazione) { p.Input.Note = strings.Repeat("à", 4001) }, "note NOTE_TROPPO_LUNGO"},
		{"the longest notes", "20261202-0900-0930-S", func(p *Prenotazione) { p.Input.Note = " " + strings.Repeat("à", 4000) }, ""},
		{"notes of control", "20261202-0900-0930-S", func(p *Prenotazione) { p.Input.Note = "a\x00" }, "note NOTE_NON_VALIDO"},
		{"notes of lines", "20261202-0900-0930-S", func(p *Prenotazione) { p.Input.Note = "a\r\n\tb" }, ""},
		{"six requests", "20261202-0900-0930-S", func(p *Prenotazione) { p.Richieste = slices.Repeat([]*model.Richiesta{aperta(0)}, 6) }, "richieste RICHIESTE_TROPPE"},
		{"five requests", "20261202-0900-0930-S", func(p *Prenotazione) { p.Richieste = slices.Repeat([]*model.Richiesta{aperta(0)}, 5) }, ""},
		{"an unknown request", "20261202-0900-0930-S", func(p *Prenotazione) { p.Richieste = []*model.Richiesta{nil} }, "richieste RICHIESTA_NON_TROVATA"},
		{"another's request", "20261202-0900-0930-S", func(p *Prenotazione) {
			p.Richieste = []*model.Richiesta{{ID: "R-1", Matricola: "9900010022"}}
		}, "richieste RICHIESTA_ALTRA_POSIZIONE"},
		{"no request where one is needed", "20261202-0900-0930-S", func(p *Prenotazione) { p.Regole = Regole{"F24": 5} }, "richieste RICHIESTA_NECESSARIA"},
		{"where none is", "20261202-0900-0930-S", func(p *Prenotazione) { p.Regole = Regole{"CREDITI": 5} }, ""},
		{"where all need one", "20261202-0900-0930-S", func(p *Prenotazione) { p.Regole = Regole{"CREDITI": 5, "*": 0} }, "richieste RICHIESTA_NECESSARIA"},
		{"a request that is too young", "20261202-0900-0930-S", func(p *Prenotazione) {
			p.Regole, p.Richieste = Regole{"F24": 5}, []*model.Richiesta{aperta(4)}
		}, "richieste RICHIESTA_NECESSARIA"},
		{"a request that is old enough", "20261202-0900-0930-S", func(p *Prenotazione) {
			p.Regole, p.Richieste = Regole{"F24": 5}, []*model.Richiesta{aperta(4), aperta(5)}
		}, ""},
		{"a request that is closed", "20261202-0900-0930-S", func(p *Prenotazione) {
			p.Regole, p.Richieste = Regole{"F24": 5}, []*model.Richiesta{aperta(0)}
			p.Richieste[0].Stato = model.StatoRichiestaChiusa
		}, ""},
		{"all at once", "20261130-0700-0730-S", func(p *Prenotazione) { p.Argomento, p.Input.Note, p.Richieste = nil, "", []*model.Richiesta{nil} },
			"fascia FASCIA_PASSATA, argomento ARGOMENTO_NON_TROVATO, note NOTE_MANCANTE, richieste RICHIESTA_NON_TROVATA"},
	} {
		p := posto("A-1", "F-4900-"+caso.fascia)
		if caso.prepara != nil {
			caso.prepara(p)
		}
		if ha := codici(p.Valuta(mattina)); ha != caso.codici {
			t.Errorf("%s: %q, want %q", caso.nome, ha, caso.codici)
		}
	}
}

func TestLeggiRegole(t *testing.T) {
	esiste := func(ambito string) bool { return ambito == "F24" || ambito == "CREDITI" }
	for v, vuole := range map[string]Regole{
		"": {}, " , ": {}, "F24=5": {"F24": 5}, " F24=5, *=10 ": {"F24": 5, "*": 10}, "CREDITI=0,F24=365": {"CREDITI": 0, "F24": 365},
		"F24": nil, "F24=": nil, "F24=x": nil, "F24=-1": nil, "F24=366": nil, "ALTRO=5": nil, "=5": nil, "F24 =5": nil, "F24=5;CREDITI=3": nil,
	} {
		regole, err := LeggiRegole(v, esiste)
		if (err != nil) != (vuole == nil) || len(regole) != len(vuole) {
			t.Errorf("%q: %v, %v", v, regole, err)
		}
		for ambito, n := range vuole {
			if ha, c := regole.giorni(ambito); !c || ha != n {
				t.Errorf("%q: %s needs %d", v, ambito, ha)
			}
		}
	}
}

// TestPrenota: what is stored of a booking, and until when its place is kept.
func TestPrenota(t *testing.T) {
	a := apri(t, nuovoFile(t))
	p := orario(1, 30, alGiorno(giorni[1], "08:10", "09:10"))
	p.Input.Modalita, p.Input.LinkWeb = []model.ModalitaAppuntamento{model.ModalitaAppuntamentoWebMeeting}, new("https://riunioni.example/1")
	fasce := pubblicate(t, a, p, mattina)
	for i, scadenza := range []time.Time{mattina.Add(10 * time.Minute), mattina.Add(Tenuta)} {
		uno := posto([]string{"A-0", "A-1"}[i], fasce[i], []string{"R-2", "R-0"}[i])
		uno.Documenti = []model.Allegato{{Nome: "f24.pdf"}, {Nome: "f24-1.pdf"}}
		esito, err := a.Prenota(t.Context(), uno, mattina.Add(300*time.Millisecond))
		if err != nil || len(esito.Errori) > 0 {
			t.Fatal(err, esito)
		}
		ha := esito.Appuntamento
		if *ha.Scadenza != model.DataOraDi(scadenza) || ha.LinkWeb != nil || ha.Fascia.LinkWeb != nil || ha.Fascia.Occupazioni != nil || ha.Fascia.ID != fasce[i] ||
			ha.CodiceSede != sede || ha.Fascia.CodiceSede != sede || ha.Documenti[1].ID != ha.ID+"/2" || ha.DataPrenotazione != model.DataOraDi(mattina) {
			t.Errorf("booked as %+v in %+v", ha, ha.Fascia)
		}
		if !slices.Equal(esito.Codici(), []string{"4900-2026-11-30", ha.ID, "4900-2026-11-30"}) {
			t.Errorf("changed %v", esito.Codici())
		}
		s := fotografa(t, a.Store)
		if o := s.fasce[fasce[i]].Occupazioni; len(o) != 1 || o[0].Fino != *ha.Scadenza || s.impegni[ha.IDRichieste[0]][0].Fino != *ha.Scadenza {
			t.Errorf("kept as %v", o)
		}
	}
	esito, err := a.Comanda(t.Context(), "A-1", conferma(), mattina)
	if err != nil || *esito.Appuntamento.LinkWeb != *p.Input.LinkWeb || esito.Appuntamento.Scadenza != nil {
		t.Errorf("confirmed as %+v, %v", esito, err)
	}
	s := fotografa(t, a.Store)
	if o := s.fasce[fasce[1]].Occupazioni; len(o) != 1 || o[0] != (model.Occupazione{Appuntamento: "A-1", Fino: s.fasce[fasce[1]].Fine}) || s.impegni["R-0"][0] != o[0] {
		t.Errorf("confirmed with %v, %v", o, s.impegni)
	}
	// What was judged in time may be written too late.
	esito, err = a.Prenota(t.Context(), posto("A-2", fasce[0]), mattina.Add(10*time.Minute))
	if err != nil || codici(esito.Errori) != "fascia FASCIA_PASSATA" || len(fotografa(t, a.Store).appuntamenti) != 2 {
		t.Errorf("booked what has begun: %+v, %v", esito, err)
	}
	// A command that is repeated comes to what it came to, also when the place is gone and the appointment is over.
	if no := comandato(t, a, "A-0", annulla(), mattina); no != "" {
		t.Fatal(no)
	}
	if no := prenotato(t, a, posto("A-3", fasce[0]), mattina); no != "" {
		t.Fatal(no)
	}
	esito, err = a.Prenota(t.Context(), posto("A-0", fasce[0]), mattina)
	if err != nil || len(esito.Errori) > 0 || esito.Appuntamento.Stato != model.StatoAppuntamentoCancellatoUtente {
		t.Errorf("repeated: %+v, %v", esito, err)
	}
}
