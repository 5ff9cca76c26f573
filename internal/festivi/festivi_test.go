package festivi_test

import (
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/festivi"
)

func giorno(t testing.TB, s string) time.Time {
	t.Helper()
	g, err := time.ParseInLocation(time.DateOnly, s, model.Roma)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestFestivita(t *testing.T) {
	for _, c := range []struct{ giorno, patrono, nome string }{
		{"2025-01-01", "", "Capodanno"},
		{"2026-01-06", "", "Epifania"},
		{"2027-04-25", "", "Anniversario della Liberazione"}, // a Sunday
		{"2025-05-01", "", "Festa del lavoro"},
		{"2025-06-02", "", "Festa della Repubblica"},
		{"2025-08-15", "", "Assunzione di Maria"},
		{"2027-11-01", "", "Ognissanti"},
		{"2026-12-08", "", "Immacolata Concezione"},
		{"2025-12-25", "", "Natale"},
		{"2029-12-26", "", "Santo Stefano"},

		{"2025-10-04", "", ""}, // a Saturday: not yet a holiday
		{"2026-10-04", "", "San Francesco d'Assisi"},
		{"2027-10-04", "", "San Francesco d'Assisi"}, // a Monday
		{"2025-10-04", "10-04", "Festa patronale"},
		{"2027-10-04", "10-04", "San Francesco d'Assisi"},

		{"2025-04-20", "", "Domenica"}, // Easter
		{"2025-04-21", "", "Lunedì dell'Angelo"},
		{"2026-04-06", "", "Lunedì dell'Angelo"},
		{"2027-03-29", "", "Lunedì dell'Angelo"},
		{"2028-04-17", "", "Lunedì dell'Angelo"},
		{"2029-04-02", "", "Lunedì dell'Angelo"},
		{"2030-04-22", "", "Lunedì dell'Angelo"},
		{"2024-04-01", "", "Lunedì dell'Angelo"}, // Easter on the last day of March
		{"2011-04-25", "", "Anniversario della Liberazione"},

		{"2026-12-07", "12-07", "Festa patronale"},
		{"2026-12-07", "", ""},
		{"2026-12-07", "06-29", ""},
		{"2025-06-29", "06-29", "Festa patronale"}, // a Sunday
		{"2026-04-25", "04-25", "Anniversario della Liberazione"},
		{"2028-02-29", "02-29", "Festa patronale"},
		{"2027-02-28", "02-29", "Domenica"},
		{"2027-03-01", "02-29", ""},

		{"2026-11-29", "", "Domenica"},
		{"2026-11-28", "", ""}, // a Saturday: offices do not work, but it is no holiday
		{"2026-11-27", "", ""},
		{"2026-03-19", "", ""}, // Saint Joseph, until 1976
		{"2026-11-04", "", ""}, // since 1977 kept on a Sunday
		{"2026-06-04", "", ""}, // Corpus Christi, until 1976
		{"2026-06-29", "", ""}, // of Rome only
	} {
		for _, ora := range []time.Duration{0, 12 * time.Hour, 22*time.Hour + 59*time.Minute} {
			if nome := festivi.Festivita(giorno(t, c.giorno).Add(ora), c.patrono); nome != c.nome {
				t.Errorf("%s at %v, patron %q: %q, want %q", c.giorno, ora, c.patrono, nome, c.nome)
			}
		}
	}
}

// TestUnAnno counts the days of years on which offices are closed besides Sundays.
func TestUnAnno(t *testing.T) {
	for anno, infrasettimanali := range map[int]int{2025: 11, 2026: 10, 2027: 9, 2028: 12, 2029: 12, 2030: 9} {
		n := 0
		for g := time.Date(anno, time.January, 1, 12, 0, 0, 0, model.Roma); g.Year() == anno; g = g.AddDate(0, 0, 1) {
			if festivi.Festivita(g, "") != "" && g.Weekday() != time.Sunday {
				n++
			}
		}
		if n != infrasettimanali {
			t.Errorf("%d: %d holidays on other days than Sundays, want %d", anno, n, infrasettimanali)
		}
	}
}

func TestPasqua(t *testing.T) {
	for _, s := range []string{
		"1818-03-22", "1943-04-25", // the earliest and the latest that can be
		"2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25",
	} {
		want := giorno(t, s)
		if got := festivi.Pasqua(want.Year()); !got.Equal(want) || got.Weekday() != time.Sunday {
			t.Errorf("%s, want %s", got, s)
		}
	}
}

func TestPatrono(t *testing.T) {
	for giorno, buono := range map[string]bool{
		"12-07": true, "02-29": true, "01-01": true, "12-31": true, "": false, "2-29": false, "02-30": false, "13-01": false, "00-10": false,
		"04-31": false, "29-02": false, "12/07": false, "12-07 ": false, "12-7": false, "2026-12-07": false,
	} {
		if festivi.Patrono(giorno) != buono {
			t.Errorf("%q: %v", giorno, !buono)
		}
	}
}

func BenchmarkFestivita(b *testing.B) {
	g := time.Date(2026, time.April, 7, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		festivi.Festivita(g, "")
	}
}
