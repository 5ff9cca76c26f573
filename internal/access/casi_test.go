package access

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// The persons and companies of the cases. All the identifiers are invented.
const (
	sala  = model.CodiceFiscale("SLAMRC75D12A000F") // legal representative of Aurora
	ferri = model.CodiceFiscale("FRRGLI82P55A000W") // consulente del lavoro, of the Studio
	conti = model.CodiceFiscale("CNTLCU68H03A000N") // avvocato, of the Studio
	bruni = model.CodiceFiscale("BRNSRA91M47A000W") // employee of the Studio
	villa = model.CodiceFiscale("VLLPLA79S21A000I") // employee of Aurora

	studioCF = model.CodiceFiscale("10000051150")
	assoCF   = model.CodiceFiscale("90000061177")
	auroraCF = model.CodiceFiscale("10000011055")
	fornoCF  = model.CodiceFiscale("10000021070")
)

var (
	aurora1 = Posizione{Matricola: "9900010011", CodiceFiscale: auroraCF, Sede: "4900"}
	aurora2 = Posizione{Matricola: "9900010029", CodiceFiscale: auroraCF, Sede: "1300"}
	forno   = Posizione{Matricola: "9900020010", CodiceFiscale: fornoCF, Sede: "4900"}

	servCassetto      = model.ServizioCassetto
	servUniemens      = model.ServizioUniemens
	servGS            = model.ServizioGestioneSeparata
	servComunicazioni = model.ServizioComunicazioni
	servAgenda        = model.ServizioAgenda
	servDeleghe       = model.ServizioDeleghe
	tuttiServizi      = model.AllServizio
)

// roma is a clock reading in Italy, "2026-11-23 10:00:00".
func roma(s string) time.Time {
	t, err := time.ParseInLocation(time.DateTime, s, model.Roma)
	if err != nil {
		panic(err)
	}
	return t
}

// adesso is the instant of the cases that do not say another.
func adesso() time.Time { return roma("2026-11-23 10:00:00") }

// di makes a user with a profile.
func di(cf model.CodiceFiscale, p model.ProfiloUtente, mods ...func(*model.Utente)) model.Utente {
	u := model.Utente{CodiceFiscale: cf, Profilo: p}
	for _, mod := range mods {
		mod(&u)
	}
	return u
}

func diStudio(cf model.CodiceFiscale) func(*model.Utente) {
	return func(u *model.Utente) { u.Studio = &model.StudioUtente{CodiceFiscale: cf} }
}
func diAzienda(cf model.CodiceFiscale) func(*model.Utente) {
	return func(u *model.Utente) { u.Azienda = &cf }
}
func diSede(s model.CodiceSede) func(*model.Utente) { return func(u *model.Utente) { u.Sede = &s } }

func laFerri() model.Utente {
	return di(ferri, model.ProfiloUtenteConsulenteDelLavoro, diStudio(studioCF))
}
func laBruni() model.Utente {
	return di(bruni, model.ProfiloUtenteIntermediarioDelegato, diStudio(studioCF))
}
func ilSala() model.Utente {
	return di(sala, model.ProfiloUtenteLegaleRappresentante, diAzienda(auroraCF))
}
func laVilla() model.Utente { return di(villa, model.ProfiloUtenteAzienda, diAzienda(auroraCF)) }
func assoc() model.Utente {
	return di(conti, model.ProfiloUtenteAssociazioneDiCategoria, diStudio(assoCF))
}

type mod = func(*model.Delega)

// d makes a delega of Aurora to Ferri and her Studio, changed by the mods.
func d(id string, mods ...mod) model.Delega {
	studio := studioCF
	v := model.Delega{
		ID: id, Tipo: model.TipoDelegaIndirettaIntermediario, Stato: model.StatoDelegaAttiva, DeleganteCf: sala,
		Posizione:  &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(aurora1.Matricola)},
		DelegatoCf: ferri, StudioCf: &studio, Qualifica: model.ProfiloUtenteConsulenteDelLavoro,
		Servizi:   []model.Servizio{servCassetto, servUniemens, servComunicazioni, servAgenda},
		Perimetro: model.PerimetroDelegaTotale, Inizio: "2024-01-15",
	}
	for _, mod := range mods {
		mod(&v)
	}
	return v
}

// sub makes a subdelega of Ferri to Bruni that comes from the delega padre.
func sub(id, padre string, mods ...mod) model.Delega {
	return d(id, append([]mod{func(v *model.Delega) {
		v.Tipo, v.DeleganteCf, v.DelegatoCf, v.Qualifica = model.TipoDelegaSubdelega, ferri, bruni, model.ProfiloUtenteIntermediarioDelegato
		v.ParentID = &padre
	}}, mods...)...)
}

func tipo(t model.TipoDelega) mod     { return func(v *model.Delega) { v.Tipo = t } }
func stato(s model.StatoDelega) mod   { return func(v *model.Delega) { v.Stato = s } }
func quali(q model.ProfiloUtente) mod { return func(v *model.Delega) { v.Qualifica = q } }
func per(cf model.CodiceFiscale) mod  { return func(v *model.Delega) { v.DelegatoCf = cf } }
func serv(s ...model.Servizio) mod    { return func(v *model.Delega) { v.Servizi = s } }
func dal(g model.Data) mod            { return func(v *model.Delega) { v.Inizio = g } }
func al(g model.Data) mod             { return func(v *model.Delega) { v.Fine = &g } }
func dello(s model.CodiceFiscale) mod { return func(v *model.Delega) { v.StudioCf = &s } }
func senzaStudio(v *model.Delega)     { v.StudioCf = nil }
func revocataIl(quando time.Time) mod { o := model.DataOraDi(quando); return revocataScritta(o) }
func revocataScritta(o model.DataOra) mod {
	return func(v *model.Delega) { v.DataRevoca = &o }
}
func su(g model.GestioneContributiva, codice string) mod {
	return func(v *model.Delega) { v.Posizione = &model.PosizioneDelegata{Gestione: g, Codice: codice} }
}
func suMatricola(p Posizione) mod {
	return su(model.GestioneContributivaDipendenti, string(p.Matricola))
}
func suGS(cf model.CodiceFiscale) mod {
	return su(model.GestioneContributivaParasubordinati, string(cf))
}
func solo(cf ...model.CodiceFiscale) mod {
	return func(v *model.Delega) { v.Perimetro, v.Cf = model.PerimetroDelegaParziale, cf }
}

// master makes a Delega Master of Aurora.
func master(v *model.Delega) {
	v.Tipo, v.Servizi = model.TipoDelegaMaster, tuttiServizi
	v.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(auroraCF)}
}

// dipendente makes a delega to Villa as an employee.
func dipendente(v *model.Delega) {
	v.Tipo, v.Qualifica, v.DelegatoCf, v.StudioCf = model.TipoDelegaDirettaDipendente, model.ProfiloUtenteAzienda, villa, nil
}

// padri indexes the parents of subdeleghe.
func padri(deleghe ...model.Delega) map[string]model.Delega {
	m := map[string]model.Delega{}
	for _, v := range deleghe {
		m[v.ID] = v
	}
	return m
}

// detta says a decision in a line: "CONSENTITO", "CONSENTITO D1", "CONSENTITO D1 solo A,B".
func detta(v Decisione) string {
	s := v.Esito.String()
	if v.Delega != "" {
		s += " " + v.Delega
	}
	if v.Perimetro != nil {
		var nomi []string
		for _, cf := range v.Perimetro {
			nomi = append(nomi, string(cf))
		}
		s += " solo " + strings.Join(nomi, ",")
	}
	return s
}

// codici says the errors of a command in a line: "campo:CODICE campo:CODICE", sorted.
func codici(t *testing.T, errori []model.ErroreCampo) string {
	t.Helper()
	var s []string
	for _, e := range errori {
		if e.Messaggio == "" || !strings.HasSuffix(e.Messaggio, ".") {
			t.Errorf("%s: the message is not a sentence: %q", e.Codice, e.Messaggio)
		}
		s = append(s, e.Campo+":"+e.Codice)
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}
