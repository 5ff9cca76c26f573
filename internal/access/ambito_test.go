package access

import (
	"fmt"
	"sync"
	"testing"

	"cassetto/graph/model"
)

// cliente is the i-th company of a large association.
func cliente(i int) Posizione {
	return Posizione{Matricola: model.Matricola(fmt.Sprintf("99%08d", i)), CodiceFiscale: model.CodiceFiscale(fmt.Sprintf("1%010d", i)), Sede: "4900"}
}

// associazione holds n companies, one in ten by a revoked delega and one in ten by a partial one.
func associazione(n int) (model.Utente, []model.Delega) {
	deleghe := make([]model.Delega, n)
	for i := range deleghe {
		deleghe[i] = d(fmt.Sprintf("D-%d", i), suMatricola(cliente(i)), quali(model.ProfiloUtenteAssociazioneDiCategoria), dello(assoCF))
		switch i % 10 {
		case 3:
			revocataIl(adesso().AddDate(0, 0, -1))(&deleghe[i])
		case 7:
			solo(villa, bruni)(&deleghe[i])
		}
	}
	return assoc(), deleghe
}

func TestAssociazione(t *testing.T) {
	const n = 5000
	utente, deleghe := associazione(n)
	m := NewMandato(utente, deleghe, nil)
	ambito := m.Ambito(adesso())
	if len(ambito.Matricole) != n-n/10 || len(ambito.CodiciFiscali) != 0 || ambito.Tutto || ambito.Sede != nil {
		t.Fatalf("%d matricole, %d codici fiscali", len(ambito.Matricole), len(ambito.CodiciFiscali))
	}
	if ambito.Matricole[0] != cliente(0).Matricola || ambito.Matricole[3] != cliente(4).Matricola {
		t.Error("not in the order of the deleghe")
	}
	var gruppo sync.WaitGroup // one mandate, many requests
	for g := range 8 {
		gruppo.Go(func() {
			for i := g; i < n; i += 8 {
				atteso := fmt.Sprintf("CONSENTITO D-%d", i)
				switch i % 10 {
				case 3:
					atteso = "NASCOSTO"
				case 7:
					atteso += " solo BRNSRA91M47A000W,VLLPLA79S21A000I"
				}
				if ho := detta(m.Decide(cliente(i), &servCassetto, adesso())); ho != atteso {
					t.Errorf("client %d: %s, want %s", i, ho, atteso)
				}
			}
			m.Ambito(adesso())
		})
	}
	gruppo.Wait()
	if ho := m.Decide(cliente(n), nil, adesso()).Esito; ho != Nascosto {
		t.Errorf("a company of nobody: %v", ho)
	}
	d := m.Decide(cliente(7), &servCassetto, adesso())
	d.Perimetro[0] = "X" // what a decision gives out is the caller's
	if dopo := m.Decide(cliente(7), &servCassetto, adesso()); dopo.Perimetro[0] != bruni {
		t.Error("a decision shares its perimeter with the index")
	}
}

func TestAmbitoVuoto(t *testing.T) {
	for _, u := range []model.Utente{laFerri(), laBruni(), di(sala, model.ProfiloUtenteOperatore), di(sala, "")} {
		if a := NewMandato(u, nil, nil).Ambito(adesso()); !a.Vuoto() {
			t.Errorf("%s: %+v", u.Profilo, a)
		}
	}
	if a := NewMandato(di(conti, model.ProfiloUtenteAnalista), nil, nil).Ambito(adesso()); a.Vuoto() || !a.Tutto {
		t.Errorf("analyst: %+v", a)
	}
}

func TestPuoScrivere(t *testing.T) {
	for _, p := range append(model.AllProfiloUtente, "ALTRO", "") {
		if ho, voglio := NewMandato(di(conti, p), nil, nil).PuoScrivere(), p.IsValid() && p != model.ProfiloUtenteAnalista; ho != voglio {
			t.Errorf("%s: %v", p, ho)
		}
	}
}

func BenchmarkNewMandato(b *testing.B) {
	for _, n := range []int{25, 5000, 20000} {
		utente, deleghe := associazione(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NewMandato(utente, deleghe, nil)
			}
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, n := range []int{25, 5000, 20000} {
		utente, deleghe := associazione(n)
		m, ora := NewMandato(utente, deleghe, nil), adesso()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				m.Decide(cliente(i%n), &servCassetto, ora)
				i++
			}
		})
	}
}

// BenchmarkPagina is a page: the mandate of an association made from 5,000 deleghe, and 50 companies with 22 sections each.
func BenchmarkPagina(b *testing.B) {
	utente, deleghe := associazione(5000)
	ora := adesso()
	b.ReportAllocs()
	for b.Loop() {
		m := NewMandato(utente, deleghe, nil)
		for i := range 50 {
			for range 22 {
				m.Decide(cliente(i), &servCassetto, ora)
			}
		}
	}
}

func BenchmarkAmbito(b *testing.B) {
	utente, deleghe := associazione(20000)
	m, ora := NewMandato(utente, deleghe, nil), adesso()
	b.ReportAllocs()
	for b.Loop() {
		m.Ambito(ora)
	}
}
