package access

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cassetto/graph/model"
)

func TestTitoli(t *testing.T) {
	for _, c := range []struct {
		nome string
		m    Mandato
		p    Posizione
		want []string
	}{
		{"nothing", NewMandato(laFerri(), nil, nil), aurora1, nil},
		{"one service", NewMandato(laFerri(), uno(d("D1", serv(servUniemens))), nil), aurora1, []string{"UNIEMENS"}},
		{"another position", NewMandato(laFerri(), uno(d("D1", serv(servUniemens))), nil), forno, nil},
		{"some persons", NewMandato(laFerri(), uno(d("D1", serv(servUniemens), solo(villa, bruni))), nil), aurora1,
			[]string{"UNIEMENS " + string(bruni), "UNIEMENS " + string(villa)}},
		{"nobody", NewMandato(laFerri(), uno(d("D1", serv(servUniemens), solo())), nil), aurora1, nil},
		{"by what he is", NewMandato(di(conti, model.ProfiloUtenteAnalista), nil, nil), aurora1,
			[]string{"CASSETTO", "UNIEMENS", "GESTIONE_SEPARATA", "COMUNICAZIONI", "AGENDA", "DELEGHE"}},
	} {
		if got := c.m.Titoli(c.p, adesso()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.nome, got, c.want)
		}
	}
}

func TestConserva(t *testing.T) {
	con := func(v ...model.Delega) Mandato { return NewMandato(laFerri(), v, nil) }
	due := con(d("D1", serv(servUniemens, servAgenda)))
	parte := con(d("D1", serv(servUniemens), solo(villa)))
	for _, c := range []struct {
		nome     string
		prima, m Mandato
		want     bool
	}{
		{"the same", due, due, true},
		{"another delega for the same", due, con(d("D2", serv(servUniemens)), d("D3", serv(servAgenda))), true},
		{"more", due, con(d("D1", serv(servUniemens, servAgenda, servCassetto))), true},
		{"less", due, con(d("D1", serv(servUniemens))), false},
		{"something else", due, con(d("D1", serv(servUniemens, servCassetto))), false},
		{"revoked", due, con(d("D1", serv(servUniemens, servAgenda), stato(model.StatoDelegaRevocata))), false},
		{"nobody any more", due, con(), false},
		{"narrowed to persons", due, con(d("D1", serv(servUniemens, servAgenda), solo(villa))), false},
		{"widened from persons", parte, con(d("D1", serv(servUniemens))), true},
		{"more persons", parte, con(d("D1", serv(servUniemens), solo(villa, bruni))), true},
		{"other persons", parte, con(d("D1", serv(servUniemens), solo(bruni))), false},
		{"known, with nothing asked for", con(), due, true},
		{"not known, with nothing asked for", con(), con(), false},
	} {
		if got := c.m.Conserva(aurora1, c.prima.Titoli(aurora1, adesso()), adesso()); got != c.want {
			t.Errorf("%s: %t", c.nome, got)
		}
	}
	if due.Conserva(aurora1, []string{"ALTRO"}, adesso()) || due.Conserva(aurora1, []string{""}, adesso()) {
		t.Error("what is no service is had")
	}
}

// TestConservaRules draws worlds at random: titles are kept exactly when no service, and no person of one, has gone, as Decide says.
func TestConservaRules(t *testing.T) {
	kept, lost := 0, 0
	for seed := range uint64(3000) {
		m := mondo{rand.New(rand.NewPCG(seed, 31))}
		a, b := m.mandato(), m.mandato()
		b.Utente = a.Utente
		b = NewMandato(b.Utente, append(slices.Clone(b.Deleghe), a.Deleghe[:m.IntN(len(a.Deleghe)+1)]...), a.Padri)
		p := Posizione{Matricola: pesca(m, matricoleDelMondo...), CodiceFiscale: pesca(m, enti...), Sede: pesca(m, sediDelMondo...)}
		want := b.Decide(p, nil, adesso()).Esito != Nascosto
		for _, s := range model.AllServizio {
			before, now := a.Decide(p, &s, adesso()), b.Decide(p, &s, adesso())
			if before.Esito != Consentito {
				continue
			}
			want = want && (before.Perimetro != nil || now.Esito == Consentito && now.Perimetro == nil)
			for _, persona := range before.Perimetro {
				want = want && now.Vede(persona)
			}
		}
		titoli := a.Titoli(p, adesso())
		if got := b.Conserva(p, titoli, adesso()); got != want {
			t.Fatalf("seed %d: %t, want %t: %v", seed, got, want, titoli)
		}
		if len(titoli) == 0 {
			continue
		}
		if want {
			kept++
		} else {
			lost++
		}
	}
	if kept < 100 || lost < 50 {
		t.Errorf("%d kept, %d lost", kept, lost)
	}
}
