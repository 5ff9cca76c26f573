package stampe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// TestStampa: a print is made with what is known of it, its document is fetched until it expires, and then it is gone.
func TestStampa(t *testing.T) {
	a, o := apri(t, nuovoFile(t)), &ora{t: mattina}
	b := bottega(a, o, &penna{fa: func(context.Context, *model.Stampa, func(model.SezioneFascicolo, int)) (Fatta, error) {
		o.passa(time.Minute)
		return Fatta{Pagine: 8, Titoli: []string{"UNIEMENS", "CASSETTO"}}, nil
	}})
	chiesta(t, a, "S-1", o)
	if err := b.giro(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := letta(t, a, "S-1")
	if s.Stato != model.StatoStampaPronta || s.Avanzamento != 100 || s.Sezione != nil || s.Lavoro != nil || *s.Pagine != 8 || *s.Dimensione != 200<<10 ||
		*s.Nome != "fascicolo-9900010011-20261130.pdf" || *s.DataFine != "2026-11-30T07:01:00Z" || *s.Scadenza != "2026-12-07T07:01:00Z" ||
		!slices.Equal(s.Chi.Titoli, []string{"CASSETTO", "UNIEMENS"}) || len(s.ArchiviMancanti) != 0 {
		t.Errorf("%+v", s)
	}
	if documento(t, a, s, o) != string(testo("S-1", 1)) {
		t.Error("another document")
	}
	o.passa(Durata - time.Second)
	if err := b.giro(t.Context()); err != nil || documento(t, a, s, o) == "" {
		t.Errorf("gone before its time, %v", err)
	}
	o.passa(time.Second)
	if Documento(s, o.now()) != nil {
		t.Error("it can be fetched after its time")
	}
	if err := b.giro(t.Context()); err != nil || pezzi(t, a) != 0 || letta(t, a, "S-1").DaFare != "" {
		t.Errorf("%d pieces are left, %v", pezzi(t, a), err)
	}
}

// TestParziale: a print is partial when archives did not answer.
func TestParziale(t *testing.T) {
	a, o := apri(t, nuovoFile(t)), &ora{t: mattina}
	b := bottega(a, o, &penna{fa: func(context.Context, *model.Stampa, func(model.SezioneFascicolo, int)) (Fatta, error) {
		return Fatta{Pagine: 1, Mancanti: []string{"infocamere"}}, nil
	}})
	chiesta(t, a, "S-1", o)
	if err := b.giro(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := letta(t, a, "S-1"); s.Stato != model.StatoStampaParziale || !slices.Equal(s.ArchiviMancanti, []string{"infocamere"}) || documento(t, a, s, o) == "" {
		t.Errorf("%+v", s)
	}
}

// TestTentativi: an attempt that fails is followed by another after a while, three in all; what cannot become better fails at once.
func TestTentativi(t *testing.T) {
	for _, c := range []struct {
		nome  string
		fa    func() error
		volte int
	}{
		{"fails", func() error { return errors.New("no") }, 3},
		{"panics", func() error { panic("no") }, 3},
		{"not his any more", func() error { return fault.Errorf(fault.NotFound, "Non trovato.") }, 1},
		{"not allowed any more", func() error { return fault.Errorf(fault.Forbidden, "No.") }, 1},
	} {
		t.Run(c.nome, func(t *testing.T) {
			a, o := apri(t, nuovoFile(t)), &ora{t: mattina}
			p := &penna{fa: func(context.Context, *model.Stampa, func(model.SezioneFascicolo, int)) (Fatta, error) {
				return Fatta{}, c.fa()
			}}
			b := bottega(a, o, p)
			chiesta(t, a, "S-1", o)
			for range 9 {
				for range 3 { // nobody may begin yet
					if err := b.giro(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if s := letta(t, a, "S-1"); Finita(s.Stato) != (p.volte["S-1"] == c.volte) {
					t.Fatalf("after %d attempts %+v", p.volte["S-1"], s)
				}
				o.passa(3 * pausa)
			}
			s := letta(t, a, "S-1")
			if p.volte["S-1"] != c.volte || s.Stato != model.StatoStampaErrore || s.Scadenza != nil || s.DataFine == nil || s.Lavoro != nil || s.DaFare != "" || pezzi(t, a) != 0 {
				t.Errorf("%d attempts, %+v, %d pieces", p.volte["S-1"], s, pezzi(t, a))
			}
		})
	}
}

// TestFermata: a program that stops gives back what it is at work on, and another goes on at once; it was no attempt.
func TestFermata(t *testing.T) {
	a, o := apri(t, nuovoFile(t)), &ora{t: mattina}
	chiesta(t, a, "S-1", o)
	for n := range 5 {
		ctx, ferma := context.WithCancel(t.Context())
		b := bottega(a, o, &penna{fa: func(ctx context.Context, _ *model.Stampa, avanza func(model.SezioneFascicolo, int)) (Fatta, error) {
			ferma()
			<-ctx.Done()
			return Fatta{}, ctx.Err()
		}})
		if err := b.giro(ctx); err != nil {
			t.Fatal(err)
		}
		if s := letta(t, a, "S-1"); !libera(s, o.now()) || Finita(s.Stato) {
			t.Fatalf("stopped %d times: %+v", n+1, s)
		}
	}
	if err := bottega(a, o, &penna{}).giro(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := letta(t, a, "S-1"); s.Stato != model.StatoStampaPronta || documento(t, a, s, o) != string(testo("S-1", 1)) {
		t.Errorf("%+v", s)
	}
}

// TestPerduta: who was asleep while another took his print neither ends it nor takes anything from it.
func TestPerduta(t *testing.T) {
	file, o := nuovoFile(t), &ora{t: mattina}
	a, other := apri(t, file), apri(t, file)
	chiesta(t, a, "S-1", o)
	b := bottega(a, o, &penna{fa: func(ctx context.Context, _ *model.Stampa, _ func(model.SezioneFascicolo, int)) (Fatta, error) {
		o.passa(tenuta + time.Second)
		if err := bottega(other, o, &penna{}).giro(context.Background()); err != nil {
			t.Error(err)
		}
		return Fatta{Pagine: 99}, nil // he is not told yet
	}})
	if err := b.giro(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := letta(t, a, "S-1"); *s.Pagine != 3 || documento(t, a, s, o) != string(testo("S-1", 2)) || pezzi(t, a) != 2 {
		t.Errorf("%+v, %d pieces", s, pezzi(t, a))
	}
}

// TestAvanza: how far a print has come is written, at most now and then, and never goes back, not even when it is begun again.
func TestAvanza(t *testing.T) {
	a, o := apri(t, nuovoFile(t)), &ora{t: mattina}
	chiesta(t, a, "S-1", o)
	visti := make(chan model.Stampa, 1000)
	attende := func(percento int32, sezione model.SezioneFascicolo) {
		for v := range visti {
			if v.Avanzamento == percento && v.Sezione != nil && *v.Sezione == sezione {
				return
			}
		}
	}
	p := &penna{}
	p.fa = func(_ context.Context, s *model.Stampa, avanza func(model.SezioneFascicolo, int)) (Fatta, error) {
		if s.Lavoro.Tentativo == 1 {
			for n := range 1000 {
				avanza(model.SezioneFascicoloEmens, n*60/999)
			}
			attende(60, model.SezioneFascicoloEmens)
			return Fatta{}, errors.New("no")
		}
		avanza(model.SezioneFascicoloSintetici, 10)
		attende(60, model.SezioneFascicoloSintetici)
		avanza(model.SezioneFascicoloInfocamere, 100)
		attende(99, model.SezioneFascicoloInfocamere)
		return Fatta{}, nil
	}
	b := bottega(a, o, p)
	scritte := 0
	prima := int32(0)
	b.Cambiata = func(s *model.Stampa) {
		scritte++
		if s.Avanzamento < prima {
			t.Errorf("from %d to %d", prima, s.Avanzamento)
		}
		prima = s.Avanzamento
		visti <- *s
	}
	for range 2 {
		if err := b.giro(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.passa(pausa)
	}
	if s := letta(t, a, "S-1"); s.Stato != model.StatoStampaPronta || scritte > 12 {
		t.Errorf("%d writes, %+v", scritte, s)
	}
}

// TestDueBotteghe: of two pools in two processes, each print is made by one, once, the oldest first, and never more at a time than
// a pool has hands.
func TestDueBotteghe(t *testing.T) {
	file, o := nuovoFile(t), &ora{t: mattina}
	const quante = 20
	finite := make(chan string, 10*quante)
	var volte []*penna
	alOpera := make(chan struct{}, 2*2)
	for range 2 {
		p := &penna{fa: func(context.Context, *model.Stampa, func(model.SezioneFascicolo, int)) (Fatta, error) {
			select {
			case alOpera <- struct{}{}:
			default:
				t.Error("too many at a time")
			}
			defer func() { <-alOpera }()
			return Fatta{Pagine: 1}, nil
		}}
		volte = append(volte, p)
		b := bottega(apri(t, file), o, p)
		b.Cambiata = func(s *model.Stampa) {
			if Finita(s.Stato) {
				finite <- s.ID
			}
		}
		ctx, ferma := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { b.Run(ctx); close(done) }()
		t.Cleanup(func() { ferma(); <-done })
		for n := range quante { // each is told of all
			id := fmt.Sprintf("S-%d", n)
			chiesta(t, b.Archivio, id, o)
			b.Signal(id)
		}
	}
	ciascuna := map[string]int{}
	for range quante {
		select {
		case id := <-finite:
			ciascuna[id]++
		case <-time.After(time.Minute):
			t.Fatalf("only %d have ended", len(ciascuna))
		}
	}
	for n := range quante {
		id := fmt.Sprintf("S-%d", n)
		insieme := 0
		for _, p := range volte {
			p.mu.Lock()
			insieme += p.volte[id]
			p.mu.Unlock()
		}
		if ciascuna[id] != 1 || insieme != 1 {
			t.Errorf("%s ended %d times, was made %d times", id, ciascuna[id], insieme)
		}
	}
}
