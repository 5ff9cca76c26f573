package agenda

import (
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestIdentificativi: what an identifier is made of is read out of it again, on both sides of the changes of the clocks.
func TestIdentificativi(t *testing.T) {
	for _, caso := range []struct {
		inizio   time.Time
		modalita model.ModalitaAppuntamento
		punto    *string
		id       string
	}{
		{time.Date(2026, 10, 24, 9, 0, 0, 0, model.Roma), model.ModalitaAppuntamentoInSede, nil, "F-4900-20261024-0900-0920-S"},
		{time.Date(2026, 10, 26, 9, 0, 0, 0, model.Roma), model.ModalitaAppuntamentoTelefono, nil, "F-4900-20261026-0900-0920-T"},
		{time.Date(2027, 3, 27, 23, 30, 0, 0, model.Roma), model.ModalitaAppuntamentoWebMeeting, nil, "F-4900-20270327-2330-2350-W"},
		{time.Date(2027, 3, 29, 0, 0, 0, 0, model.Roma), model.ModalitaAppuntamentoInSede, new("Sportello 2-bis"), "F-4900-20270329-0000-0020-S-4GFJSG2F"},
	} {
		f := &model.Fascia{CodiceSede: sede, Modalita: caso.modalita, PuntoConsulenza: caso.punto}
		id := model.IDFascia(f, caso.inizio, caso.inizio.Add(20*time.Minute))
		if id != caso.id {
			t.Errorf("%v is %s, want %s", caso.inizio, id, caso.id)
		}
		d, ok := dall(id)
		giornata, anche := GiornataDi(id)
		if !ok || !anche || d.sede != sede || !d.inizio.Equal(caso.inizio) || giornata != "4900-"+caso.inizio.Format(time.DateOnly) {
			t.Errorf("%s is read as %v, %s", id, d, giornata)
		}
	}
	for _, id := range []string{
		"", "F", "4900-2026-11-30", "F-4900-20261130-0900-0920", "G-4900-20261130-0900-0920-S", "F-490-20261130-0900-0920-S", "F-4900-20261131-0900-0920-S",
		"F-4900-20261130-2500-0920-S", "F-49O0-20261130-0900-0920-S", "F--20261130-0900-0920-S", "A-00000000",
	} {
		if d, ok := dall(id); ok {
			t.Errorf("%q is read as %v", id, d)
		}
	}
}

func TestSovrapposizione(t *testing.T) {
	ora := func(da, a int) model.Fascia {
		return model.Fascia{Inizio: alleOre(da), Fine: alleOre(a), Modalita: model.ModalitaAppuntamentoInSede}
	}
	altrove, altrimenti := ora(9, 11), ora(9, 11)
	altrove.PuntoConsulenza, altrimenti.Modalita = new("Sportello"), model.ModalitaAppuntamentoTelefono
	for _, caso := range []struct {
		altra model.Fascia
		si    bool
	}{{ora(9, 11), true}, {ora(10, 12), true}, {ora(8, 12), true}, {ora(8, 10), true}, {ora(11, 12), false}, {ora(8, 9), false}, {altrove, false}, {altrimenti, false}} {
		una := ora(9, 11)
		if siSovrappongono(&una, &caso.altra) != caso.si || siSovrappongono(&caso.altra, &una) != caso.si {
			t.Errorf("%+v: want %v", caso.altra, caso.si)
		}
	}
	con := ora(9, 11)
	con.PuntoConsulenza = new("Sportello")
	if !siSovrappongono(&con, &altrove) {
		t.Error("two texts that are equal are one desk")
	}
}

// TestGiorni: both ends are among them, and they end where years have four digits no more.
func TestGiorni(t *testing.T) {
	for _, caso := range []struct {
		dal, al model.Data
		quanti  int
	}{
		{"2026-12-31", "2026-12-31", 1}, {"2027-03-27", "2027-03-29", 3}, {"2027-10-30", "2027-11-01", 3}, {"2027-03-02", "2027-03-01", 0},
		{"2028-02-28", "2028-03-01", 3}, {"9998-12-31", "9999-12-31", 366},
	} {
		quanti, ultimo := 0, model.Data("")
		for g := range Giorni(caso.dal, caso.al) {
			if quanti++; quanti > 400 {
				t.Fatalf("from %s to %s there is no end", caso.dal, caso.al)
			}
			ultimo = g
		}
		if quanti != caso.quanti || quanti > 0 && ultimo != caso.al {
			t.Errorf("from %s to %s: %d, the last %s", caso.dal, caso.al, quanti, ultimo)
		}
	}
}
