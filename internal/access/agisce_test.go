package access

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestAmbitoPer draws worlds at random: a request, or an appointment, is in a user's list exactly when he may see it, and he may as
// the rules say, one delega at a time.
func TestAmbitoPer(t *testing.T) {
	for _, servizio := range []model.Servizio{servComunicazioni, servAgenda} {
		t.Run(string(servizio), func(t *testing.T) { ambitoPer(t, servizio) })
	}
}

func ambitoPer(t *testing.T, servizio model.Servizio) {
	const mondi = 4000
	visti, negati, parziali := 0, 0, 0
	for seme := range uint64(mondi) {
		m := mondo{rand.New(rand.NewPCG(seme, 27))}
		mandato := m.mandato()
		ambito := mandato.AmbitoPer(servizio, adesso())
		for _, matricola := range matricoleDelMondo {
			p := Posizione{Matricola: matricola, CodiceFiscale: pesca(m, append(enti, "")...)}
			una := pratica(servizio, p, pesca(m, sediDelMondo...))
			vede := mandato.Vede(una, adesso())
			inElenco := p
			inElenco.Sede = una.Sede // an operator lists those that his sede has
			if ambito.Comprende(inElenco) != vede {
				t.Fatalf("seed %d: listed %t, seen %t: %+v\n%+v", seme, !vede, vede, una, mandato.Utente)
			}
			if mandato.Utente.Profilo == model.ProfiloUtenteOperatore {
				continue
			}
			esito, _, tutti := allaLettera(mandato, p, &servizio, adesso())
			if regole := esito == Consentito && tutti; regole != mandato.Agisce(p, servizio, adesso()) || regole != vede {
				t.Fatalf("seed %d: %v: the rules say %t, Agisce %t, Vede %t", seme, p, regole, !regole, vede)
			}
			switch {
			case vede:
				visti++
			case esito == Consentito:
				parziali++
			default:
				negati++
			}
		}
		if ripetuti(ambito.Matricole) || ripetuti(ambito.CodiciFiscali) {
			t.Fatalf("seed %d: a code occurs twice in %+v", seme, ambito)
		}
		if senza := (Mandato{Utente: mandato.Utente, Deleghe: mandato.Deleghe, Padri: mandato.Padri}).AmbitoPer(servizio, adesso()); !reflect.DeepEqual(senza, ambito) {
			t.Fatalf("seed %d: without an index %+v, with %+v", seme, senza, ambito)
		}
	}
	if visti < mondi/4 || negati < mondi/2 || parziali < mondi/80 {
		t.Errorf("the worlds are too much alike: %d seen, %d hidden, %d only in part", visti, negati, parziali)
	}
}

// pratica is a request or an appointment, by the service that it needs.
func pratica(servizio model.Servizio, p Posizione, sede model.CodiceSede) Pratica {
	if servizio == servAgenda {
		return DellAppuntamento(appuntamento(perPosizione(p), conSede(sede)))
	}
	return DellaRichiesta(richiesta(dellaPosizione(p), presso(sede)))
}

// TestAgisceNelTempo: a title that ends while somebody looks on is worth nothing from that instant.
func TestAgisceNelTempo(t *testing.T) {
	m := NewMandato(laFerri(), []model.Delega{d("D1", al("2026-11-23"))}, nil)
	ultimo := roma("2026-11-23 23:59:59")
	for _, servizio := range []model.Servizio{servComunicazioni, servAgenda} {
		for _, istante := range []struct {
			quando time.Time
			agisce bool
		}{{ultimo, true}, {ultimo.Add(time.Second), false}} {
			if ho := m.Agisce(aurora1, servizio, istante.quando); ho != istante.agisce {
				t.Errorf("%s, %v: %t", servizio, istante.quando, ho)
			}
			if ho := !m.AmbitoPer(servizio, istante.quando).Vuoto(); ho != istante.agisce {
				t.Errorf("%s, %v: listed %t", servizio, istante.quando, ho)
			}
		}
	}
}
