package access

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
)

// mondo makes random users, deleghe and companies from few values, so that everything meets everything.
type mondo struct{ *rand.Rand }

func pesca[T any](m mondo, valori ...T) T { return valori[m.IntN(len(valori))] }

var (
	cfDelMondo        = []model.CodiceFiscale{sala, ferri, conti, bruni, villa}
	enti              = []model.CodiceFiscale{studioCF, assoCF, auroraCF, fornoCF, villa}
	sediDelMondo      = []model.CodiceSede{"4900", "1300", ""}
	matricoleDelMondo = []model.Matricola{"9900010011", "9900010029", "9900020010", ""}
	giorni            = []model.Data{"2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", ""}
)

func (m mondo) utente() model.Utente {
	u := di(pesca(m, cfDelMondo...), pesca(m, append(model.AllProfiloUtente, "ALTRO")...))
	if m.IntN(3) > 0 {
		diStudio(pesca(m, enti...))(&u)
	}
	if m.IntN(3) > 0 {
		diAzienda(pesca(m, append(enti, "")...))(&u)
	}
	if m.IntN(3) > 0 {
		diSede(pesca(m, sediDelMondo...))(&u)
	}
	return u
}

func (m mondo) codice() string {
	if m.IntN(2) == 0 {
		return string(pesca(m, matricoleDelMondo...))
	}
	return string(pesca(m, enti...))
}

func (m mondo) delega(id string) model.Delega {
	v := d(id, per(pesca(m, cfDelMondo...)), tipo(pesca(m, model.AllTipoDelega...)), quali(pesca(m, model.AllProfiloUtente...)),
		su(pesca(m, model.GestioneContributivaDipendenti, model.GestioneContributivaDipendenti, model.GestioneContributivaParasubordinati, model.GestioneContributivaArtigiani), m.codice()))
	if m.IntN(3) > 0 { // most of them with a qualifica that suits
		v.Qualifica = map[model.TipoDelega]model.ProfiloUtente{
			model.TipoDelegaDirettaDipendente: model.ProfiloUtenteAzienda, model.TipoDelegaGruppo: model.ProfiloUtenteAzienda,
			model.TipoDelegaIndirettaIntermediario: pesca(m, model.AllProfiloUtente[:5]...),
			model.TipoDelegaMaster:                 model.ProfiloUtenteConsulenteDelLavoro,
			model.TipoDelegaSubdelega:              model.ProfiloUtenteIntermediarioDelegato}[v.Tipo]
	}
	v.Servizi = slices.DeleteFunc(slices.Clone(tuttiServizi), func(model.Servizio) bool { return m.IntN(2) == 0 })
	if m.IntN(4) == 0 {
		solo(slices.DeleteFunc(slices.Clone(cfDelMondo), func(model.CodiceFiscale) bool { return m.IntN(2) == 0 })...)(&v)
	}
	if m.IntN(6) == 0 {
		v.Stato = pesca(m, model.AllStatoDelega...)
	}
	if m.IntN(6) == 0 {
		v.Inizio = pesca(m, giorni...)
	}
	if m.IntN(4) == 0 {
		al(pesca(m, giorni...))(&v)
	}
	if m.IntN(4) == 0 {
		revocataIl(adesso().Add(time.Duration(m.IntN(3)-1) * time.Second))(&v)
	}
	if m.IntN(3) == 0 {
		dello(pesca(m, enti...))(&v)
	}
	if m.IntN(8) > 0 {
		v.ParentID = ptr(fmt.Sprintf("P%d", m.IntN(8)))
	}
	return v
}

// mandato is a user with up to 23 deleghe.
func (m mondo) mandato() Mandato {
	utente := m.utente()
	padri := map[string]model.Delega{}
	for i := range 8 {
		v := m.delega(fmt.Sprintf("P%d", i))
		padri[v.ID] = v
	}
	var deleghe []model.Delega
	for i := range m.IntN(24) {
		v := m.delega(fmt.Sprintf("D%d", i))
		if v.Tipo == model.TipoDelegaSubdelega && v.ParentID != nil && m.IntN(2) == 0 {
			v.Posizione = padri[*v.ParentID].Posizione
		}
		if m.IntN(3) == 0 { // one that suits the user, if he may have any
			v.DelegatoCf, v.Qualifica = utente.CodiceFiscale, utente.Profilo
		}
		deleghe = append(deleghe, v)
	}
	return NewMandato(utente, deleghe, padri)
}

// allaLettera decides as the rules are written, one delega at a time, with nothing prepared. It is what Decide is held to.
func allaLettera(m Mandato, p Posizione, s *model.Servizio, now time.Time) (esito Esito, persone map[model.CodiceFiscale]bool, tutti bool) {
	u, oggi, persone := m.Utente, model.DataDi(now), map[model.CodiceFiscale]bool{}
	propria := u.Azienda != nil && *u.Azienda != "" && *u.Azienda == p.CodiceFiscale
	switch {
	case u.Profilo == model.ProfiloUtenteAnalista,
		u.Profilo == model.ProfiloUtenteLegaleRappresentante && propria,
		u.Profilo == model.ProfiloUtenteAzienda && propria && (s == nil || *s != servDeleghe),
		u.Profilo == model.ProfiloUtenteOperatore && u.Sede != nil && *u.Sede != "" && *u.Sede == p.Sede:
		return Consentito, persone, true
	case u.Profilo == model.ProfiloUtenteAzienda && propria:
		return Negato, persone, false
	}
	attiva := func(v model.Delega) bool {
		return v.Stato == model.StatoDelegaAttiva && v.Inizio != "" && v.Inizio <= oggi && (v.Fine == nil || *v.Fine != "" && *v.Fine >= oggi) &&
			(v.DataRevoca == nil || string(*v.DataRevoca) > now.UTC().Format(time.RFC3339))
	}
	copre := func(v model.Delega, tipo model.TipoDelega) []model.Servizio {
		switch c := v.Posizione.Codice; {
		case c == "":
		case tipo == model.TipoDelegaMaster && c == string(p.CodiceFiscale), tipo != model.TipoDelegaMaster && v.Posizione.Gestione == model.GestioneContributivaDipendenti && c == string(p.Matricola):
			return slices.DeleteFunc(slices.Clone(v.Servizi), func(x model.Servizio) bool { return x == servDeleghe })
		case tipo != model.TipoDelegaMaster && v.Posizione.Gestione == model.GestioneContributivaParasubordinati && c == string(p.CodiceFiscale):
			return slices.DeleteFunc(slices.Clone(v.Servizi), func(x model.Servizio) bool { return x != servGS })
		}
		return nil
	}
	vede := func(v model.Delega, cf model.CodiceFiscale) bool {
		return v.Perimetro == model.PerimetroDelegaTotale || slices.Contains(v.Cf, cf)
	}
	for _, v := range m.Deleghe {
		padre := model.Delega{Perimetro: model.PerimetroDelegaTotale}
		if !riceve(&u, &v) || !attiva(v) {
			continue
		}
		dati := copre(v, v.Tipo)
		if v.Tipo == model.TipoDelegaSubdelega {
			if v.ParentID == nil {
				continue
			}
			var c bool
			if padre, c = m.Padri[*v.ParentID]; !c || !attiva(padre) || padre.Tipo == model.TipoDelegaSubdelega || !ammessa(padre.Tipo, padre.Qualifica) || !intermediario(padre.Qualifica) ||
				padre.Posizione.Codice != v.Posizione.Codice || padre.Tipo != model.TipoDelegaMaster && padre.Posizione.Gestione != v.Posizione.Gestione {
				continue
			}
			del := copre(padre, padre.Tipo)
			dati = slices.DeleteFunc(copre(v, padre.Tipo), func(x model.Servizio) bool { return !slices.Contains(del, x) })
		}
		switch {
		case len(dati) == 0:
		case s != nil && !slices.Contains(dati, *s):
			esito = max(esito, Negato)
		default:
			esito = Consentito
			tutti = tutti || v.Perimetro == model.PerimetroDelegaTotale && padre.Perimetro == model.PerimetroDelegaTotale
			for _, cf := range cfDelMondo {
				persone[cf] = persone[cf] || vede(v, cf) && vede(padre, cf)
			}
		}
	}
	return esito, persone, tutti
}

// TestAmbitoEDecide draws worlds at random: Decide is what the rules say, Ambito agrees with it for every company, and both
// answer alike from an index and without one.
func TestAmbitoEDecide(t *testing.T) {
	const mondi = 4000
	contati := map[Esito]int{}
	for seme := range uint64(mondi) {
		m := mondo{rand.New(rand.NewPCG(seme, 12))}
		mandato := m.mandato()
		ambito := mandato.Ambito(adesso())
		for _, matricola := range matricoleDelMondo {
			p := Posizione{Matricola: matricola, CodiceFiscale: pesca(m, append(enti, "")...), Sede: pesca(m, sediDelMondo...)}
			if ho, voglio := ambito.Comprende(p), mandato.Decide(p, nil, adesso()).Esito != Nascosto; ho != voglio {
				t.Fatalf("seed %d: Ambito has %v: %v, Decide knows it: %v\n%+v", seme, p, ho, voglio, mandato.Utente)
			}
			for _, s := range []*model.Servizio{nil, &servCassetto, &servUniemens, &servGS, &servComunicazioni, &servAgenda, &servDeleghe} {
				ho := mandato.Decide(p, s, adesso())
				contati[ho.Esito]++
				esito, persone, tutti := allaLettera(mandato, p, s, adesso())
				if ho.Esito != esito || (ho.Esito == Consentito && (ho.Perimetro == nil) != tutti) {
					t.Fatalf("seed %d: %v %v: decided %+v, the rules say %v, everybody %v", seme, p, s, ho, esito, tutti)
				}
				for _, cf := range cfDelMondo {
					if ho.Vede(cf) != (esito == Consentito && (tutti || persone[cf])) {
						t.Fatalf("seed %d: %v: %s in %v, the rules say %v", seme, p, cf, ho.Perimetro, persone)
					}
				}
			}
		}
		if fatto := (Mandato{Utente: mandato.Utente, Deleghe: mandato.Deleghe, Padri: mandato.Padri}).Ambito(adesso()); !reflect.DeepEqual(fatto, ambito) {
			t.Fatalf("seed %d: without an index %+v, with %+v", seme, fatto, ambito)
		}
		if ripetuti(ambito.Matricole) || ripetuti(ambito.CodiciFiscali) {
			t.Fatalf("seed %d: a code occurs twice in %+v", seme, ambito)
		}
	}
	if contati[Consentito] < mondi || contati[Negato] < mondi/2 || contati[Nascosto] < mondi {
		t.Errorf("the worlds are too much alike: %v", contati)
	}
}
