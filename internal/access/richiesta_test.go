package access

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"cassetto/graph/model"
)

// richiesta is one of the position aurora1, sent by Ferri for her Studio, that the sede 4900 has; changed by the mods.
func richiesta(mods ...func(*model.Richiesta)) *model.Richiesta {
	studio := studioCF
	r := &model.Richiesta{
		ID: "R-1", Matricola: aurora1.Matricola, CodiceFiscale: aurora1.CodiceFiscale, CodiceSede: "4900",
		Mittente: &model.MittenteRichiesta{CodiceFiscale: ferri, StudioCf: &studio, Qualifica: model.ProfiloUtenteConsulenteDelLavoro},
	}
	for _, mod := range mods {
		mod(r)
	}
	return r
}

func presso(s model.CodiceSede) func(*model.Richiesta) {
	return func(r *model.Richiesta) { r.CodiceSede = s }
}
func dellaPosizione(p Posizione) func(*model.Richiesta) {
	return func(r *model.Richiesta) { r.Matricola, r.CodiceFiscale = p.Matricola, p.CodiceFiscale }
}
func mandata(m *model.MittenteRichiesta) func(*model.Richiesta) {
	return func(r *model.Richiesta) { r.Mittente = m }
}

// unaParte is a perimeter of one person.
var unaParte = solo(villa)

func TestVedeRichiesta(t *testing.T) {
	ieri, domani := adesso().AddDate(0, 0, -1), adesso().AddDate(0, 0, 1)
	operatore := func(s model.CodiceSede) model.Utente { return di(conti, model.ProfiloUtenteOperatore, diSede(s)) }
	for _, caso := range []struct {
		nome    string
		utente  model.Utente
		deleghe []model.Delega
		padri   map[string]model.Delega
		di      *model.Richiesta
		vede    bool
	}{
		{"delega of all services", laFerri(), []model.Delega{d("D1")}, nil, richiesta(), true},
		{"of COMUNICAZIONI alone", laFerri(), []model.Delega{d("D1", serv(servComunicazioni))}, nil, richiesta(), true},
		{"without COMUNICAZIONI", laFerri(), []model.Delega{d("D1", serv(servCassetto, servUniemens, servAgenda))}, nil, richiesta(), false},
		{"COMUNICAZIONI of another delega", laFerri(), []model.Delega{d("D1", serv(servCassetto)), d("D2", serv(servComunicazioni))}, nil, richiesta(), true},
		{"partial perimeter", laFerri(), []model.Delega{d("D1", unaParte)}, nil, richiesta(), false},
		{"partial beside a total one", laFerri(), []model.Delega{d("D1", unaParte), d("D2")}, nil, richiesta(), true},
		{"partial beside a total one of other services", laFerri(), []model.Delega{d("D1", unaParte), d("D2", serv(servCassetto))}, nil, richiesta(), false},
		{"revoked a day ago", laFerri(), []model.Delega{d("D1", revocataIl(ieri))}, nil, richiesta(), false},
		{"revoked this instant", laFerri(), []model.Delega{d("D1", revocataIl(adesso()))}, nil, richiesta(), false},
		{"to be revoked", laFerri(), []model.Delega{d("D1", revocataIl(domani))}, nil, richiesta(), true},
		{"expired yesterday", laFerri(), []model.Delega{d("D1", al("2026-11-22"))}, nil, richiesta(), false},
		{"the last day", laFerri(), []model.Delega{d("D1", al("2026-11-23"))}, nil, richiesta(), true},
		{"from tomorrow", laFerri(), []model.Delega{d("D1", dal("2026-11-24"))}, nil, richiesta(), false},
		{"suspended", laFerri(), []model.Delega{d("D1", stato(model.StatoDelegaSospesa))}, nil, richiesta(), false},
		{"another matricola of the company", laFerri(), []model.Delega{d("D1", suMatricola(aurora2))}, nil, richiesta(), false},
		{"another company", laFerri(), []model.Delega{d("D1", suMatricola(forno))}, nil, richiesta(), false},
		{"gestione separata of the company", laFerri(), []model.Delega{d("D1", suGS(auroraCF), serv(tuttiServizi...))}, nil, richiesta(), false},
		{"a colleague of the Studio", di(conti, model.ProfiloUtenteAvvocato, diStudio(studioCF)), []model.Delega{d("D1")}, nil, richiesta(), true},
		{"another person", di(conti, model.ProfiloUtenteAvvocato), []model.Delega{d("D1")}, nil, richiesta(), false},
		{"Master", laFerri(), []model.Delega{d("M", master)}, nil, richiesta(dellaPosizione(aurora2)), true},
		{"Master, another company", laFerri(), []model.Delega{d("M", master)}, nil, richiesta(dellaPosizione(forno)), false},
		{"Master, partial", laFerri(), []model.Delega{d("M", master, unaParte)}, nil, richiesta(), false},
		{"Master, revoked", laFerri(), []model.Delega{d("M", master, revocataIl(ieri))}, nil, richiesta(), false},
		{"subdelega", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1")), richiesta(), true},
		{"subdelega without COMUNICAZIONI", laBruni(), []model.Delega{sub("S", "D1", serv(servCassetto))}, padri(d("D1")), richiesta(), false},
		{"subdelega of a delega without COMUNICAZIONI", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1", serv(servCassetto))), richiesta(), false},
		{"subdelega of a partial delega", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1", unaParte)), richiesta(), false},
		{"partial subdelega", laBruni(), []model.Delega{sub("S", "D1", unaParte)}, padri(d("D1")), richiesta(), false},
		{"subdelega of a revoked delega", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1", revocataIl(ieri))), richiesta(), false},
		{"subdelega, revoked", laBruni(), []model.Delega{sub("S", "D1", revocataIl(ieri))}, padri(d("D1")), richiesta(), false},
		{"subdelega without its delega", laBruni(), []model.Delega{sub("S", "D1")}, nil, richiesta(), false},
		{"legal representative", ilSala(), nil, nil, richiesta(), true},
		{"legal representative, another position", ilSala(), nil, nil, richiesta(dellaPosizione(aurora2)), true},
		{"legal representative, another company", ilSala(), nil, nil, richiesta(dellaPosizione(forno)), false},
		{"the company itself", laVilla(), nil, nil, richiesta(), true},
		{"the company itself, another company", laVilla(), nil, nil, richiesta(dellaPosizione(forno)), false},
		{"employee by delega", di(villa, model.ProfiloUtenteAzienda), []model.Delega{d("D1", dipendente)}, nil, richiesta(), true},
		{"who sent it, without a title any more", laFerri(), nil, nil, richiesta(), false},
		{"operator of the sede that has it", operatore("4900"), nil, nil, richiesta(), true},
		{"operator of the company's sede, sent elsewhere", operatore("4900"), nil, nil, richiesta(presso("1300")), false},
		{"operator of where it was sent", operatore("1300"), nil, nil, richiesta(presso("1300")), true},
		{"operator with a delega of his own", operatore("1300"), []model.Delega{d("D1", per(conti), quali(model.ProfiloUtenteOperatore))}, nil, richiesta(), false},
		{"operator without a sede", di(conti, model.ProfiloUtenteOperatore), nil, nil, richiesta(presso("")), false},
		{"operator of an empty sede", operatore(""), nil, nil, richiesta(presso("")), false},
		{"sede without being an operator", di(conti, model.ProfiloUtenteAvvocato, diSede("4900")), nil, nil, richiesta(), false},
		{"analyst", di(conti, model.ProfiloUtenteAnalista), nil, nil, richiesta(presso("1300")), true},
		{"nobody", model.Utente{}, nil, nil, richiesta(), false},
		{"a request of no company", ilSala(), nil, nil, richiesta(dellaPosizione(Posizione{})), false},
	} {
		m := NewMandato(caso.utente, caso.deleghe, caso.padri)
		if vede := m.VedeRichiesta(caso.di, adesso()); vede != caso.vede {
			t.Errorf("%s: %t, want %t", caso.nome, vede, caso.vede)
		}
	}
}

func TestConosceRecapiti(t *testing.T) {
	io := func(cf model.CodiceFiscale) func(*model.Richiesta) {
		return mandata(&model.MittenteRichiesta{CodiceFiscale: cf, Qualifica: model.ProfiloUtenteAzienda})
	}
	for _, caso := range []struct {
		nome    string
		utente  model.Utente
		di      *model.Richiesta
		conosce bool
	}{
		{"who sent it", laFerri(), richiesta(), true},
		{"who sent it, of no studio", di(ferri, model.ProfiloUtenteConsulenteDelLavoro), richiesta(), true},
		{"a colleague", di(conti, model.ProfiloUtenteAvvocato, diStudio(studioCF)), richiesta(), true},
		{"an employee of the Studio", laBruni(), richiesta(), true},
		{"another studio", di(conti, model.ProfiloUtenteAvvocato, diStudio(assoCF)), richiesta(), false},
		{"the company, of what its consultant sent", ilSala(), richiesta(), false},
		{"the company, of what an employee sent", ilSala(), richiesta(io(villa)), false},
		{"the employee who sent it", laVilla(), richiesta(io(villa)), true},
		{"of no studio, both", di(conti, model.ProfiloUtenteAvvocato), richiesta(io(villa)), false},
		{"a studio without a code", di(conti, model.ProfiloUtenteAvvocato, diStudio("")), richiesta(mandata(&model.MittenteRichiesta{CodiceFiscale: villa, StudioCf: new(model.CodiceFiscale)})), false},
		{"the sede that has it", di(conti, model.ProfiloUtenteOperatore, diSede("4900")), richiesta(), true},
		{"the sede that had it", di(conti, model.ProfiloUtenteOperatore, diSede("4900")), richiesta(presso("1300")), false},
		{"who sent it, as an operator of another sede", di(ferri, model.ProfiloUtenteOperatore, diSede("1300"), diStudio(studioCF)), richiesta(), false},
		{"an operator without a sede", di(conti, model.ProfiloUtenteOperatore), richiesta(presso("")), false},
		{"an analyst", di(conti, model.ProfiloUtenteAnalista, diSede("4900")), richiesta(), false},
		{"an analyst with a studio", di(conti, model.ProfiloUtenteAnalista, diStudio(studioCF)), richiesta(), false},
		{"the company with a studio", di(villa, model.ProfiloUtenteAzienda, diAzienda(auroraCF), diStudio(studioCF)), richiesta(), false},
		{"of nobody", ilSala(), richiesta(mandata(nil)), false},
		{"of nobody, the sede", di(conti, model.ProfiloUtenteOperatore, diSede("4900")), richiesta(mandata(nil)), true},
	} {
		if conosce := NewMandato(caso.utente, nil, nil).ConosceRecapiti(caso.di); conosce != caso.conosce {
			t.Errorf("%s: %t, want %t", caso.nome, conosce, caso.conosce)
		}
	}
}

// TestAmbitoComunicazioni draws worlds at random: a request is in a user's list exactly when he may read it, and he may as the
// rules say, one delega at a time.
func TestAmbitoComunicazioni(t *testing.T) {
	const mondi = 4000
	visti, negati, parziali := 0, 0, 0
	for seme := range uint64(mondi) {
		m := mondo{rand.New(rand.NewPCG(seme, 27))}
		mandato := m.mandato()
		ambito := mandato.AmbitoComunicazioni(adesso())
		for _, matricola := range matricoleDelMondo {
			r := richiesta(dellaPosizione(Posizione{Matricola: matricola, CodiceFiscale: pesca(m, append(enti, "")...)}), presso(pesca(m, sediDelMondo...)))
			p := Posizione{Matricola: r.Matricola, CodiceFiscale: r.CodiceFiscale}
			vede := mandato.VedeRichiesta(r, adesso())
			inElenco := p
			inElenco.Sede = r.CodiceSede // an operator lists those that his sede has
			if ambito.Comprende(inElenco) != vede {
				t.Fatalf("seed %d: listed %t, seen %t: %+v\n%+v", seme, !vede, vede, r, mandato.Utente)
			}
			if mandato.Utente.Profilo == model.ProfiloUtenteOperatore {
				continue
			}
			esito, _, tutti := allaLettera(mandato, p, &servComunicazioni, adesso())
			if regole := esito == Consentito && tutti; regole != mandato.Comunica(p, adesso()) || regole != vede {
				t.Fatalf("seed %d: %v: the rules say %t, Comunica %t, VedeRichiesta %t", seme, p, regole, !regole, vede)
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
		if senza := (Mandato{Utente: mandato.Utente, Deleghe: mandato.Deleghe, Padri: mandato.Padri}).AmbitoComunicazioni(adesso()); !reflect.DeepEqual(senza, ambito) {
			t.Fatalf("seed %d: without an index %+v, with %+v", seme, senza, ambito)
		}
	}
	if visti < mondi/4 || negati < mondi/2 || parziali < mondi/80 {
		t.Errorf("the worlds are too much alike: %d seen, %d hidden, %d only in part", visti, negati, parziali)
	}
}

// TestComunicaNelTempo: a title that ends while somebody looks on is worth nothing from that instant.
func TestComunicaNelTempo(t *testing.T) {
	m := NewMandato(laFerri(), []model.Delega{d("D1", al("2026-11-23"))}, nil)
	ultimo := roma("2026-11-23 23:59:59")
	for _, istante := range []struct {
		quando   time.Time
		comunica bool
	}{{ultimo, true}, {ultimo.Add(time.Second), false}} {
		if ho := m.Comunica(aurora1, istante.quando); ho != istante.comunica {
			t.Errorf("%v: %t", istante.quando, ho)
		}
		if ho := !m.AmbitoComunicazioni(istante.quando).Vuoto(); ho != istante.comunica {
			t.Errorf("%v: listed %t", istante.quando, ho)
		}
	}
}
