package agenda

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestValutaPubblicazione: every code of a publication that is wrong by itself.
func TestValutaPubblicazione(t *testing.T) {
	ore := func(o ...string) (letti []model.OrarioFasceInput) {
		for i := 0; i < len(o); i += 2 {
			letti = append(letti, alGiorno(model.GiornoSettimanaLunedi, o[i], o[i+1]))
		}
		return letti
	}
	type in = model.PubblicaFasceInput
	web := []model.ModalitaAppuntamento{model.ModalitaAppuntamentoTelefono, model.ModalitaAppuntamentoWebMeeting}
	for _, caso := range []struct {
		codici  string // with their fields
		prepara func(*in)
	}{
		{"", func(*in) {}},
		{"", func(i *in) { i.Dal, i.Al = "2026-11-30", "2027-12-01" }},
		{"dal GIORNO_PASSATO", func(i *in) { i.Dal = "2026-11-29" }},
		{"al PERIODO_NON_VALIDO", func(i *in) { i.Dal, i.Al = "2026-12-02", "2026-12-01" }},
		{"al PERIODO_TROPPO_LUNGO", func(i *in) { i.Al = "2027-12-02" }},
		{"durata DURATA_NON_VALIDA", func(i *in) { i.Durata = 9 }},
		{"durata DURATA_NON_VALIDA", func(i *in) { i.Durata, i.Orari = 121, ore("08:00", "18:00") }},
		{"", func(i *in) { i.Durata, i.Orari = 120, ore("08:00", "10:00") }},
		{"posti POSTI_NON_VALIDI", func(i *in) { i.Posti = 0 }},
		{"posti POSTI_NON_VALIDI", func(i *in) { i.Posti = 51 }},
		{"modalita MODALITA_MANCANTE", func(i *in) { i.Modalita = nil }},
		{"puntoConsulenza PUNTO_NON_VALIDO", func(i *in) { i.PuntoConsulenza = new(strings.Repeat("à", 101)) }},
		{"", func(i *in) { i.PuntoConsulenza = new(strings.Repeat("à", 100)) }},
		{"puntoConsulenza PUNTO_NON_VALIDO", func(i *in) { i.PuntoConsulenza = new("a\nb") }},
		{"puntoConsulenza PUNTO_NON_VALIDO", func(i *in) { i.PuntoConsulenza = new("a\u0085b") }},
		{"linkWeb LINK_MANCANTE", func(i *in) { i.Modalita = web }},
		{"linkWeb LINK_MANCANTE", func(i *in) { i.Modalita, i.LinkWeb = web, new(" ") }},
		{"", func(i *in) { i.Modalita, i.LinkWeb = web, new(" https://riunioni.example/1?a=b ") }},
		{"linkWeb LINK_SUPERFLUO", func(i *in) { i.LinkWeb = new("https://riunioni.example/1") }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("http://riunioni.example/1") }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("https://chi:segreto@riunioni.example/1") }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("https:///1") }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("https://riunioni.example/"+strings.Repeat("a", 500)) }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("https://riunioni.example/a b") }},
		{"linkWeb LINK_NON_VALIDO", func(i *in) { i.Modalita, i.LinkWeb = web, new("javascript:alert(1)") }},
		{"orari ORARI_MANCANTI", func(i *in) { i.Orari = nil }},
		{"orari ORARI_MANCANTI", func(i *in) { i.Orari = slices.Repeat(i.Orari, 51) }},
		{"orari ORARIO_NON_VALIDO", func(i *in) { i.Orari = ore("9:00", "10:00") }},
		{"orari ORARIO_NON_VALIDO", func(i *in) { i.Orari = ore("09:00", "24:00") }},
		{"orari ORARIO_NON_VALIDO", func(i *in) { i.Orari = ore("10:00", "09:00") }},
		{"orari ORARIO_NON_VALIDO", func(i *in) { i.Orari = ore("09:00", "09:29") }},
		{"orari ORARI_SOVRAPPOSTI", func(i *in) { i.Orari = ore("09:00", "10:00", "09:30", "11:00") }},
		{"", func(i *in) { i.Orari = ore("09:00", "10:00", "10:00", "11:00") }},
		{"dal GIORNO_PASSATO, posti POSTI_NON_VALIDI", func(i *in) { i.Dal, i.Posti = "2020-01-01", -1 }},
	} {
		p := orario(1, 30, ore("09:00", "10:00")...)
		caso.prepara(&p.Input)
		if ha := codici(p.Valuta(mattina)); ha != caso.codici {
			t.Errorf("%q, want %q", ha, caso.codici)
		}
	}
}

// codici are the codes of errors, with their fields.
func codici(errori []model.ErroreCampo) string {
	var cc []string
	for _, e := range errori {
		cc = append(cc, e.Campo+" "+e.Codice)
		if !strings.HasSuffix(e.Messaggio, ".") {
			cc = append(cc, "without a sentence")
		}
	}
	return strings.Join(cc, ", ")
}

// TestGiornate: which intervals hours make, on which days.
func TestGiornate(t *testing.T) {
	lun, mar, ven, sab, dom := giorni[1], giorni[2], giorni[5], giorni[6], giorni[0]
	for _, caso := range []struct {
		nome    string
		dal, al model.Data
		durata  int32
		orari   []model.OrarioFasceInput
		fasce   string
	}{
		{"a day", "2026-11-30", "2026-12-01", 30, []model.OrarioFasceInput{alGiorno(lun, "09:00", "10:00")}, "30 08:00-08:30 08:30-09:00"},
		{"hours that are not filled", "2026-11-30", "2026-11-30", 25, []model.OrarioFasceInput{alGiorno(lun, "09:00", "10:00")}, "30 08:00-08:25 08:25-08:50"},
		{"hours twice a day", "2026-11-30", "2026-11-30", 60, []model.OrarioFasceInput{alGiorno(lun, "09:00", "10:00"), alGiorno(lun, "13:30", "14:30")}, "30 08:00-09:00 12:30-13:30"},
		{"a day that does not come", "2026-12-01", "2026-12-03", 30, []model.OrarioFasceInput{alGiorno(lun, "09:00", "10:00")}, ""},
		{"a holiday", "2026-12-08", "2026-12-08", 30, []model.OrarioFasceInput{alGiorno(mar, "09:00", "10:00")}, "08 Immacolata Concezione"},
		{"a Sunday", "2026-12-06", "2026-12-06", 30, []model.OrarioFasceInput{alGiorno(dom, "09:00", "10:00")}, "06 Domenica"},
		{"the patron", "2026-12-11", "2026-12-12", 60, []model.OrarioFasceInput{alGiorno(ven, "09:00", "10:00"), alGiorno(sab, "09:00", "10:00")}, "11 08:00-09:00, 12 Festa patronale"},
		{"Easter Monday", "2027-03-29", "2027-03-29", 30, []model.OrarioFasceInput{alGiorno(lun, "09:00", "10:00")}, "29 Lunedì dell'Angelo"},
		{"around the spring change", "2027-03-27", "2027-03-30", 60, []model.OrarioFasceInput{alGiorno(sab, "09:00", "10:00"), alGiorno(mar, "09:00", "10:00")}, "27 08:00-09:00, 30 07:00-08:00"},
		{"around the autumn change of 2026", "2026-10-24", "2026-10-26", 60, []model.OrarioFasceInput{alGiorno(sab, "09:00", "10:00"), alGiorno(lun, "09:00", "10:00")}, "24 07:00-08:00, 26 08:00-09:00"},
		{"around the autumn change of 2027", "2027-10-30", "2027-11-02", 60, []model.OrarioFasceInput{alGiorno(sab, "09:00", "10:00"), alGiorno(lun, "09:00", "10:00"), alGiorno(mar, "09:00", "10:00")}, "30 07:00-08:00, 01 Ognissanti, 02 08:00-09:00"},
		{"near midnight", "2026-11-30", "2026-11-30", 20, []model.OrarioFasceInput{alGiorno(lun, "00:00", "00:20"), alGiorno(lun, "23:30", "23:59")}, "30 23:00-23:20 22:30-22:50"},
	} {
		p := orario(1, caso.durata, caso.orari...)
		p.Patrono, p.Input.Dal, p.Input.Al = patrono, caso.dal, caso.al
		p.Input.Modalita = append(p.Input.Modalita, p.Input.Modalita...) // named twice
		var ha []string
		for _, g := range p.giornate() {
			uno := string(g.Giorno[8:])
			if g.Chiusura != nil {
				uno += " " + *g.Chiusura
			}
			for _, f := range g.Fasce {
				uno += " " + string(f.Inizio[11:16]) + "-" + string(f.Fine[11:16])
				if giornata, ok := GiornataDi(f.ID); !ok || giornata != g.ID || f.CodiceSede != sede {
					t.Errorf("%s: %s is of %s", caso.nome, f.ID, giornata)
				}
			}
			ha = append(ha, uno)
		}
		if ha := strings.Join(ha, ", "); ha != caso.fasce {
			t.Errorf("%s: %q, want %q", caso.nome, ha, caso.fasce)
		}
	}
}

// TestPubblica publishes again and again on the same Wednesday from nine to eleven, where somebody has a place at half past nine.
func TestPubblica(t *testing.T) {
	ore := []model.OrarioFasceInput{alGiorno(giorni[3], "09:00", "11:00")}
	type p = model.PubblicaFasceInput
	sostituisci := func(i *p) { i.Sostituisci = true }
	for _, caso := range []struct {
		nome                 string
		ora                  time.Time
		prepara              func(*p)
		pubblicate, ritirate int32
		codice, dopo         string
	}{
		{"equal", mattina, func(*p) {}, 0, 0, "", "0900 0930 1000 1030"},
		{"equal, replaced", mattina, sostituisci, 0, 0, "", "0900 0930 1000 1030"},
		{"longer", mattina, func(i *p) { i.Durata = 60 }, 0, 0, "orari FASCE_SOVRAPPOSTE", "0900 0930 1000 1030"},
		{"more places", mattina, func(i *p) { i.Posti = 5 }, 0, 0, "orari FASCE_SOVRAPPOSTE", "0900 0930 1000 1030"},
		{"more hours", mattina, func(i *p) { i.Orari[0].A = "11:30" }, 1, 0, "", "0900 0930 1000 1030 1100"},
		{"fewer hours", mattina, func(i *p) { i.Orari[0].A = "10:00" }, 0, 0, "", "0900 0930 1000 1030"},
		{"fewer hours, replaced", mattina, func(i *p) { i.Orari[0].A = "10:00"; sostituisci(i) }, 0, 2, "", "0900 0930"},
		{"longer, replaced but for what is held", mattina, func(i *p) { i.Durata = 60; sostituisci(i) }, 1, 3, "", "0930 1000"},
		{"more places, replaced but for what is held", mattina, func(i *p) { i.Posti = 5; sostituisci(i) }, 3, 3, "", "0900 0930 1000 1030"},
		{"replaced when the hold is over", mattina.Add(Tenuta), func(i *p) { i.Durata = 60; sostituisci(i) }, 2, 4, "", "0900 1000"},
		{"another desk", mattina, func(i *p) { i.PuntoConsulenza = new("B") }, 4, 0, "", "0900 0900 0930 0930 1000 1000 1030 1030"},
		{"another way, replaced", mattina, func(i *p) { i.Modalita[0], i.Durata = model.ModalitaAppuntamentoTelefono, 60; sostituisci(i) }, 2, 0, "", "0900 0900 0930 1000 1000 1030"},
		{"while the day goes on", mattina.AddDate(0, 0, 2).Add(95 * time.Minute), func(i *p) { i.Dal = "2026-12-02"; i.Posti = 2; sostituisci(i) }, 2, 2, "", "0900 0930 1000 1030"},
		{"more hours that are past", mattina.AddDate(0, 0, 2).Add(95 * time.Minute), func(i *p) { i.Dal, i.Orari[0].Da = "2026-12-02", "08:30" }, 0, 0, "", "0900 0930 1000 1030"},
	} {
		a := apri(t, nuovoFile(t))
		prima := orario(3, 30, ore...)
		prima.Input.Al = "2026-12-02"
		fasce := pubblicate(t, a, prima, mattina)
		if no := prenotato(t, a, posto("A-1", fasce[1]), mattina); no != "" {
			t.Fatal(no)
		}
		poi := orario(3, 30, slices.Clone(ore)...)
		poi.Input.Al = prima.Input.Al
		caso.prepara(&poi.Input)
		if errori := poi.Valuta(caso.ora); len(errori) > 0 {
			t.Fatal(caso.nome, errori)
		}
		fatte, err := a.Pubblica(t.Context(), poi, caso.ora)
		if err != nil {
			t.Fatal(err)
		}
		if fatte.Pubblicate != caso.pubblicate || fatte.Ritirate != caso.ritirate || codici(fatte.Errori) != caso.codice {
			t.Errorf("%s: %d published, %d withdrawn, %v", caso.nome, fatte.Pubblicate, fatte.Ritirate, fatte.Errori)
		}
		letta, err := PerGiorno(t.Context(), a.Archive, []string{"4900-2026-12-02"})
		if err != nil {
			t.Fatal(err)
		}
		var ha []string
		for _, f := range letta["4900-2026-12-02"].Fasce {
			ha = append(ha, strings.Split(f.ID, "-")[3])
		}
		if ha := strings.Join(ha, " "); ha != caso.dopo {
			t.Errorf("%s: %s, want %s", caso.nome, ha, caso.dopo)
		}
		fotografa(t, a.Store).verifica(t, caso.ora)
		if len(fatte.Errori) == 0 && !slices.Equal(fatte.Codici(), []string{"4900-2026-12-02"}) {
			t.Errorf("%s: changed %v", caso.nome, fatte.Codici())
		}
	}
}
