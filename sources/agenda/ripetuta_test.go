package agenda

import (
	"errors"
	"testing"
	"time"

	"cassetto/internal/archive"
)

// TestPrenotaRipetuta: a booking whose call is killed when it has its places and is not stored, and which is asked for again, has
// one place that it took twice. It counts once, and all of it is given back or kept with the appointment, whatever becomes of that.
func TestPrenotaRipetuta(t *testing.T) {
	for _, c := range []struct {
		name    string
		becomes func(*testing.T, *Archivio)
		entries int // of the interval and of the request, afterwards
		free    int32
	}{
		{"nothing", func(*testing.T, *Archivio) {}, 2, 1},
		{"confirmed", func(t *testing.T, a *Archivio) {
			if no := comandato(t, a, "A-9", conferma(), mattina.Add(time.Minute)); no != "" {
				t.Error(no)
			}
		}, 1, 1},
		{"cancelled", func(t *testing.T, a *Archivio) {
			if no := comandato(t, a, "A-9", annulla(), mattina.Add(time.Minute)); no != "" {
				t.Error(no)
			}
		}, 0, 2},
		{"run out", func(t *testing.T, a *Archivio) {
			if err := seguitoDi(a, func() time.Time { return mattina.Add(Tenuta) }).spazza(t.Context()); err != nil {
				t.Error(err)
			}
		}, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := apri(t, nuovoFile(t))
			fascia := pubblicate(t, a, settimana(2), mattina)[2]
			killed := &mortale{a.Store, 2, true, errors.New("killed")} // once the request and the interval are written
			if _, err := Open(archive.New(Name, killed)).Prenota(t.Context(), posto("A-9", fascia, "R-9"), mattina); !errors.Is(err, killed.fine) {
				t.Fatal(err)
			}
			if s := fotografa(t, a.Store); len(s.appuntamenti) != 0 || len(s.fasce[fascia].Occupazioni) != 1 || len(s.impegni["R-9"]) != 1 {
				t.Fatal("it was not killed between its places and the appointment")
			}
			if no := prenotato(t, a, posto("A-9", fascia, "R-9"), mattina); no != "" {
				t.Fatal(no)
			}
			c.becomes(t, a)
			s := fotografa(t, a.Store)
			f := s.fasce[fascia]
			if len(f.Occupazioni) != c.entries || len(s.impegni["R-9"]) != c.entries {
				t.Errorf("%d entries of the interval, %d of the request, want %d", len(f.Occupazioni), len(s.impegni["R-9"]), c.entries)
			}
			ora := mattina.Add(2 * time.Minute)
			if ha := postiLiberi(&f, ora); ha != c.free {
				t.Errorf("%d places are free, want %d", ha, c.free)
			}
			for n := range c.free {
				if no := prenotato(t, a, posto("A-"+string('a'+n), fascia), ora); no != "" {
					t.Error(no)
				}
			}
			if no := prenotato(t, a, posto("A-z", fascia), ora); no != FasciaEsaurita {
				t.Errorf("one too many: %q", no)
			}
		})
	}
}
