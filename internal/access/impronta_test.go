package access

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestImpronta: who may see the same has the same fingerprint, and nobody else.
func TestImpronta(t *testing.T) {
	base := func(mods ...mod) Mandato { return NewMandato(laFerri(), uno(d("D1", mods...)), nil) }
	due := []model.Delega{d("D1"), d("D2", suMatricola(forno))}
	altra := laFerri()
	altra.CodiceFiscale = conti // of the same studio
	for _, c := range []struct {
		nome   string
		a, b   Mandato
		quando time.Time
		uguali bool
	}{
		{"lo stesso mandato, riletto", base(), base(), adesso(), true},
		{"un'altra persona, lo stesso studio", base(), NewMandato(altra, uno(d("D1")), nil), adesso(), true},
		{"un'altra delega, gli stessi poteri", base(), NewMandato(laFerri(), uno(d("D9", dal("2025-01-01"))), nil), adesso(), true},
		{"l'ordine delle deleghe", NewMandato(laFerri(), due, nil), NewMandato(laFerri(), []model.Delega{due[1], due[0]}, nil), adesso(), true},
		{"due volte la stessa delega", base(), NewMandato(laFerri(), []model.Delega{d("D1"), d("D2")}, nil), adesso(), true},
		{"una delega finita in più", base(), NewMandato(laFerri(), append(uno(d("D2", suMatricola(forno), al("2026-11-22"))), d("D1")), nil), adesso(), true},
		{"una delega d'altri in più", base(), NewMandato(laFerri(), append(uno(d("D2", suMatricola(forno), per(bruni), senzaStudio)), d("D1")), nil), adesso(), true},
		{"una revocata in più", base(), NewMandato(laFerri(), append(uno(d("D2", suMatricola(forno), revocataIl(adesso()))), d("D1")), nil), adesso(), true},
		{"due perimetri e uno solo", base(solo(bruni)), NewMandato(laFerri(), []model.Delega{d("D1", solo(bruni)), d("D2", solo(villa))}, nil), adesso(), false},
		{"due servizi in due deleghe, e uno solo", base(serv(servAgenda)), NewMandato(laFerri(), []model.Delega{d("D1", serv(servAgenda)), d("D2", serv(servUniemens))}, nil), adesso(), false},
		{"nessuno e poi tutti, e nessuno", base(solo()), NewMandato(laFerri(), []model.Delega{d("D1", solo()), d("D2")}, nil), adesso(), false},
		{"matricola e codice fiscale, e solo la matricola", base(serv(servGS)),
			NewMandato(laFerri(), []model.Delega{d("D1", serv(servGS)), d("D2", serv(servGS), suGS(model.CodiceFiscale(aurora1.Matricola)))}, nil), adesso(), false},
		{"un'azienda in più", base(), NewMandato(laFerri(), due, nil), adesso(), false},
		{"un servizio in meno", base(), base(serv(servCassetto, servUniemens, servAgenda)), adesso(), false},
		{"un perimetro", base(), base(solo(bruni)), adesso(), false},
		{"un altro perimetro", base(solo(bruni)), base(solo(villa)), adesso(), false},
		{"nessuno non è tutti", base(), base(solo()), adesso(), false},
		{"la matricola non è il codice fiscale", base(serv(servGS)), base(serv(servGS), suGS(model.CodiceFiscale(aurora1.Matricola))), adesso(), false},
		{"finita oggi", base(al("2026-11-23")), base(), roma("2026-11-23 23:59:59"), true},
		{"finita ieri", base(al("2026-11-23")), base(), roma("2026-11-24 00:00:00"), false},
		{"un altro profilo", base(), NewMandato(di(ferri, model.ProfiloUtenteAvvocato, diStudio(studioCF)), uno(d("D1")), nil), adesso(), false},
		{"un'altra azienda propria", NewMandato(ilSala(), nil, nil), NewMandato(di(sala, model.ProfiloUtenteLegaleRappresentante, diAzienda(fornoCF)), nil, nil), adesso(), false},
		{"un'altra sede", NewMandato(di(conti, model.ProfiloUtenteOperatore, diSede("4900")), nil, nil), NewMandato(di(conti, model.ProfiloUtenteOperatore, diSede("1300")), nil, nil), adesso(), false},
		{"l'analista e chi non ha nulla", NewMandato(di(conti, model.ProfiloUtenteAnalista), nil, nil), NewMandato(di(conti, model.ProfiloUtenteAvvocato), nil, nil), adesso(), false},
	} {
		t.Run(c.nome, func(t *testing.T) {
			a, vale := c.a.Impronta(c.quando)
			b, anche := c.b.Impronta(c.quando)
			if (a == b) != c.uguali || !vale || !anche {
				t.Errorf("the same: %v, want %v; they hold: %v %v", a == b, c.uguali, vale, anche)
			}
		})
	}
}

// TestImprontaGiorno: another day is another fingerprint, whichever is asked for first, and a revocation to come makes it
// worthless until it has passed.
func TestImprontaGiorno(t *testing.T) {
	m := NewMandato(laFerri(), uno(d("D1")), nil)
	sera, notte := roma("2026-11-23 23:59:59"), roma("2026-11-24 00:00:00")
	prima, _ := m.Impronta(sera)
	dopo, _ := m.Impronta(notte)
	ancora, _ := m.Impronta(sera)
	if prima == dopo || prima != ancora {
		t.Error("the day does not count")
	}
	revoca := adesso().Add(time.Minute)
	r := NewMandato(laFerri(), append(uno(d("D1", revocataIl(revoca))), d("D2", suMatricola(forno))), nil)
	for quando, vale := range map[time.Time]bool{adesso(): false, revoca.Add(-1): false, revoca: true, notte: true} {
		if _, ho := r.Impronta(quando); ho != vale {
			t.Errorf("%v: holds %v, want %v", quando, ho, vale)
		}
	}
	senza := NewMandato(laFerri(), uno(d("D2", suMatricola(forno))), nil)
	if a, _ := r.Impronta(revoca); a != first(senza.Impronta(revoca)) {
		t.Error("a title that is over still counts")
	}
}

func first[T any](v T, _ bool) T { return v }

// TestImprontaEDecide draws users and deleghe at random, and others that are like them but for one detail: those who have the
// same fingerprint are decided alike, for every company, service and person, now and later on the same day.
func TestImprontaEDecide(t *testing.T) {
	type gruppo struct {
		decisioni string
		chi       model.Utente
	}
	noti := map[[sha256.Size]byte]gruppo{}
	insieme, persone, diversi := 0, 0, 0
	for seme := range uint64(1_500) {
		m := mondo{rand.New(rand.NewPCG(seme, 34))}
		utente := m.utente()
		if m.IntN(3) > 0 { // most of them can have deleghe
			utente.Profilo = pesca(m, model.AllProfiloUtente[:3]...)
		}
		padri := map[string]model.Delega{}
		for i := range 3 {
			v := m.delega(fmt.Sprintf("P%d", i))
			padri[v.ID] = v
		}
		var deleghe []model.Delega
		for i := range m.IntN(4) {
			v := m.delega(fmt.Sprintf("D%d", i))
			if m.IntN(3) > 0 {
				v.Tipo = pesca(m, model.TipoDelegaIndirettaIntermediario, model.TipoDelegaMaster)
				v.DelegatoCf, v.Qualifica, v.Stato = utente.CodiceFiscale, utente.Profilo, model.StatoDelegaAttiva
			}
			deleghe = append(deleghe, v)
		}
		prima := ""
		for range 3 {
			mandato := NewMandato(utente, slices.Clone(deleghe), padri)
			impronta, vale := mandato.Impronta(adesso())
			if fatta, _ := (Mandato{Utente: utente, Deleghe: deleghe, Padri: padri}).Impronta(adesso()); fatta != impronta {
				t.Fatalf("seed %d: another one without an index", seme)
			}
			decisioni := tutte(mandato, adesso())
			if prima != "" && prima != decisioni {
				diversi++
			}
			prima = decisioni
			if vale {
				if sera := tutte(mandato, roma("2026-11-23 23:59:59")); sera != decisioni {
					t.Fatalf("seed %d: decided otherwise in the evening", seme)
				}
				altro, noto := noti[impronta]
				if noto && altro.decisioni != decisioni {
					t.Fatalf("seed %d: the same fingerprint, other decisions\n%+v\n%+v\n%q\n%q", seme, altro.chi, utente, altro.decisioni, decisioni)
				}
				if noto {
					insieme++
				}
				if noto && altro.chi.CodiceFiscale != utente.CodiceFiscale && !mandato.Ambito(adesso()).Vuoto() {
					persone++
				}
				noti[impronta] = gruppo{decisioni, utente}
			}
			deleghe = m.ritocca(deleghe)
		}
	}
	if insieme < 1_000 || persone < 20 || diversi < 200 || len(noti) < 200 {
		t.Errorf("the worlds are too different, or too much alike: %d met again, %d of other persons, %d decided otherwise, %d fingerprints", insieme, persone, diversi, len(noti))
	}
}

// ritocca changes the order of deleghe and one detail of one of them.
func (m mondo) ritocca(deleghe []model.Delega) []model.Delega {
	if len(deleghe) == 0 {
		return deleghe
	}
	altre := slices.Clone(deleghe)
	m.Shuffle(len(altre), func(i, j int) { altre[i], altre[j] = altre[j], altre[i] })
	v, nuova := &altre[0], m.delega("N")
	switch m.IntN(5) {
	case 0:
		v.Servizi = nuova.Servizi
	case 1:
		solo(cfDelMondo[:m.IntN(3)]...)(v)
	case 2:
		v.Posizione = nuova.Posizione
	case 3:
		v.Fine = nuova.Fine
	case 4:
		return altre[1:]
	}
	return altre
}

// tutte are all that a mandato decides, in a text.
func tutte(m Mandato, now time.Time) string {
	a := m.Ambito(now)
	slices.Sort(a.Matricole)
	slices.Sort(a.CodiciFiscali)
	s := fmt.Append(nil, a.Tutto, valore(a.Sede), a.Matricole, a.CodiciFiscali)
	for _, matricola := range matricoleDelMondo {
		for _, cf := range enti {
			for _, sede := range sediDelMondo[:2] {
				p := Posizione{Matricola: matricola, CodiceFiscale: cf, Sede: sede}
				for _, servizio := range []*model.Servizio{nil, &servCassetto, &servUniemens, &servGS, &servComunicazioni, &servAgenda, &servDeleghe} {
					v := m.Decide(p, servizio, now)
					s = append(s, byte(v.Esito), bit(v.Perimetro == nil))
					for _, persona := range v.Perimetro {
						s = append(s, persona...)
					}
				}
			}
		}
	}
	return string(s)
}

// TestImprontaCoralmente: any number may ask at once, around midnight.
func TestImprontaCoralmente(t *testing.T) {
	m := NewMandato(laFerri(), uno(d("D1")), nil)
	viste := make(chan map[string]int, 8)
	for range cap(viste) {
		go func() {
			mie := map[string]int{}
			for i := range 200 {
				impronta, _ := m.Impronta(roma("2026-11-23 23:59:59").Add(time.Duration(i%2) * time.Second))
				mie[fmt.Sprintf("%d %x", i%2, impronta)]++
			}
			viste <- mie
		}()
	}
	insieme := map[string]int{}
	for range cap(viste) {
		for k, n := range <-viste {
			insieme[k] += n
		}
	}
	if len(insieme) != 2 {
		t.Errorf("%v", slices.Sorted(maps.Keys(insieme)))
	}
}

// BenchmarkImpronta is an association's: of a new day, and of one that is known.
func BenchmarkImpronta(b *testing.B) {
	var deleghe []model.Delega
	for i := range 5_000 {
		deleghe = append(deleghe, d(fmt.Sprint(i), quali(model.ProfiloUtenteAssociazioneDiCategoria), per(conti), dello(assoCF),
			su(model.GestioneContributivaDipendenti, fmt.Sprintf("99%08d", 10_000*(i%97)+i))))
	}
	m := NewMandato(assoc(), deleghe, nil)
	b.Run("new", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m.Impronta(adesso().AddDate(0, 0, i%2))
		}
	})
	b.Run("known", func(b *testing.B) {
		for b.Loop() {
			m.Impronta(adesso())
		}
	})
}
