package agenda

import (
	"fmt"
	"testing"

	"cassetto/graph/model"
)

// BenchmarkAnno reads the 366 days of an office's calendar of a year, 48 intervals a working day, some of whose places are taken.
func BenchmarkAnno(b *testing.B) {
	a := apri(b, nuovoFile(b))
	var settimana []model.OrarioFasceInput
	for _, g := range giorni[1:6] {
		settimana = append(settimana, alGiorno(g, "08:30", "12:30"), alGiorno(g, "13:30", "17:30"))
	}
	p := orario(3, 30, settimana...)
	p.Input.Dal, p.Input.Al, p.Input.LinkWeb = model.DataDi(mattina), Dopo(model.DataDi(mattina), 365), new("https://riunioni.example/livorno")
	p.Input.Modalita = model.AllModalitaAppuntamento
	fatte, err := a.Pubblica(b.Context(), p, mattina)
	if err != nil {
		b.Fatal(err)
	}
	for i, g := range fatte.Giorni {
		_, err := a.giornate.Change(b.Context(), g.ID, func(g *model.GiornoCalendario) bool {
			for n := i % 3; n < len(g.Fasce); n += 3 {
				o := model.Occupazione{Appuntamento: fmt.Sprintf("A-%08d%08d", i, n), Fino: g.Fasce[n].Fine}
				g.Fasce[n].Occupazioni = append(g.Fasce[n].Occupazioni, o)
			}
			return true
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	var ids []string
	for giorno := range Giorni(p.Input.Dal, p.Input.Al) {
		ids = append(ids, IDGiornata(sede, giorno))
	}
	b.ReportAllocs()
	for b.Loop() {
		lette, err := PerGiorno(b.Context(), a.Archive, ids)
		if err != nil || len(lette) < 250 {
			b.Fatal(len(lette), err)
		}
	}
}
