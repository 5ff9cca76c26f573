package demo_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

const (
	rRiscontri = "regolarita/riscontri"
	rVerifiche = "regolarita/verifiche"
)

var update = flag.Bool("update", false, "write the checks of the named companies anew")

// chiesta is a check of the demonstration: who asked for it and when, who joined it, and when it was judged.
type chiesta struct {
	protocollo  string
	cf          model.CodiceFiscale
	nome        string
	quando      string
	richiedenti []model.MittenteRichiesta
	giudicata   []string // at nine o'clock of these days
	esito       model.EsitoRegolarita
}

func consulente(delega string) model.MittenteRichiesta {
	return model.MittenteRichiesta{
		CodiceFiscale: "FRRGLI82P55A000W", StudioCf: new(model.CodiceFiscale("10000051150")), Qualifica: model.ProfiloUtenteConsulenteDelLavoro, DelegaID: &delega,
	}
}

func titolare(cf model.CodiceFiscale) model.MittenteRichiesta {
	return model.MittenteRichiesta{CodiceFiscale: cf, Qualifica: model.ProfiloUtenteLegaleRappresentante}
}

var chieste = []chiesta{
	{"INPS_90000088", "10000021070", "PANIFICIO DUE TORRI DI SALA M. & C. S.N.C.", "2024-11-20T15:41:12Z", []model.MittenteRichiesta{titolare("SLAMHL71E58A000N")},
		[]string{"2024-11-20"}, model.EsitoRegolaritaRegolare},
	{"INPS_90000123", "10000031111", "EDILNOVA COSTRUZIONI S.P.A.", "2026-10-02T08:05:37Z", []model.MittenteRichiesta{consulente("D-63")},
		[]string{"2026-10-02", "2026-10-18"}, model.EsitoRegolaritaNonRegolare},
	{"INPS_90000131", "10000011055", "OFFICINE AURORA S.R.L.", "2026-11-09T09:12:50Z", []model.MittenteRichiesta{consulente("D-55"), titolare("SLAMRC75D12A000F")},
		[]string{"2026-11-09"}, model.EsitoRegolaritaRegolare},
}

// evidenze are what the archives knew of a codice fiscale on a day: what has come to light since is left out, and the other institutes
// had answered the day before that it was in order, since what they answered then is there no more.
func evidenze(t testing.TB, a *archivio, cf model.CodiceFiscale, oggi model.Data) durc.Evidenze {
	e := durc.Evidenze{CodiceFiscale: cf}
	for _, z := range righe[model.DatiSintetici](t, a, aAziende, "matricola") {
		if z.R.CodiceFiscale != cf {
			continue
		}
		p := durc.Posizione{Matricola: z.R.Matricola, Csc: z.R.Csc}
		p.Crediti = slices.DeleteFunc(perChi(partite(t, a))[z.Chi], func(c model.CreditoInadempienza) bool { return *c.DataAccertamento > oggi })
		p.Note = perChi(righe[model.NotaDiRettifica](t, a, cNote, "matricola"))[z.Chi]
		p.Ispezioni = perChi(righe[model.Ispezione](t, a, "complementari/ispezioni", "matricola"))[z.Chi]
		e.Posizioni = append(e.Posizioni, p)
	}
	chi := string(cf)
	e.Ruoli = slices.DeleteFunc(perChi(ruoli(t, a))[chi], func(r model.IscrizioneARuolo) bool { return r.DataFormazione > oggi })
	e.DilazioniCartella = slices.DeleteFunc(perChi(righe[model.DilazioneSuCartella](t, a, cCartella, "codiceFiscale"))[chi],
		func(d model.DilazioneSuCartella) bool { return d.DataIstanza > oggi })
	e.Dilazioni = slices.DeleteFunc(perChi(righe[model.DomandaDiDilazione](t, a, cPiani, "codiceFiscale"))[chi],
		func(d model.DomandaDiDilazione) bool { return d.DataDomanda > oggi })
	prima := model.Data(giorno(t, oggi).AddDate(0, 0, -1).Format(time.DateOnly))
	for _, r := range perChi(righe[model.RiscontroEnte](t, a, rRiscontri, "codiceFiscale"))[chi] {
		e.Riscontri = append(e.Riscontri, model.RiscontroEnte{Ente: r.Ente, Esito: model.EsitoEnteRegolare, Data: &prima, Cause: []model.CausaIrregolarita{}})
	}
	return e
}

// giudica is a check as the rules make it on its days.
func (c chiesta) giudica(t testing.TB, a *archivio) model.RegolaritaContributiva {
	quando, err := time.Parse(time.RFC3339, c.quando)
	if err != nil {
		t.Fatal(err)
	}
	id := "V-" + strings.TrimPrefix(c.protocollo, "INPS_")
	v := durc.Apri(id, 1, c.cf, c.nome, c.richiedenti[0], quando)
	v.Protocollo = &c.protocollo
	for _, g := range c.giudicata {
		oggi := model.Data(g)
		durc.Concludi(&v, durc.Valuta(evidenze(t, a, c.cf, oggi), oggi), giorno(t, oggi).Add(9*time.Hour))
	}
	for _, altro := range c.richiedenti[1:] {
		durc.Unisci(&v, altro)
	}
	return v
}

// TestVerifiche: each check of the demonstration is what the rules make of the rows of the demonstration on its days.
func TestVerifiche(t *testing.T) {
	a := campione()
	var tutte []model.RegolaritaContributiva
	for _, c := range chieste {
		v := c.giudica(t, a)
		if v.Esito != c.esito || v.Prossima != nil {
			t.Errorf("%s is %s: %+v", c.protocollo, v.Esito, v.Motivazioni)
		}
		tutte = append(tutte, v)
	}
	if *update {
		b, err := json.MarshalIndent(tutte, "", "  ")
		if err == nil {
			err = os.WriteFile("verifiche.json", append(b, '\n'), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, v := range tutte {
		i := slices.IndexFunc(a.sezioni[rVerifiche], func(doc json.RawMessage) bool { return strings.Contains(string(doc), `"`+v.ID+`"`) })
		if i < 0 || !uguali(v, a.sezioni[rVerifiche][i]) {
			t.Errorf("%s is not what the rules say: go test ./internal/demo -run TestVerifiche -update", *v.Protocollo)
		}
	}
	if n := len(a.sezioni[rVerifiche]); n != len(chieste) {
		t.Errorf("%d checks", n)
	}
}

// verificheEdilnova: the sample of the domain notes has one cause, the artisan's contribution, and Edilnova's own debts do not hinder.
// Checks are asked for by the legal representative, or by who had a delega on a position.
func verificheEdilnova(t testing.TB, a *archivio) {
	posizioni, deleghe := aziende(t, a), righe[model.Delega](t, a, dDeleghe, "")
	for _, v := range righe[model.RegolaritaContributiva](t, a, rVerifiche, "codiceFiscale") {
		for _, chi := range v.R.Richiedenti {
			if chi.DelegaID != nil && !slices.ContainsFunc(deleghe, func(d di[model.Delega]) bool {
				return d.R.ID == *chi.DelegaID && d.R.DelegatoCf == chi.CodiceFiscale && string(posizioni[d.R.Posizione.Codice].CodiceFiscale) == v.Chi
			}) {
				t.Errorf("%s: %+v", v.R.ID, chi)
			}
			if chi.DelegaID == nil && !slices.ContainsFunc(slices.Collect(maps.Values(posizioni)), func(z model.DatiSintetici) bool {
				return string(z.CodiceFiscale) == v.Chi && z.RappresentanteLegale.Cf == chi.CodiceFiscale
			}) {
				t.Errorf("%s: %+v", v.R.ID, chi)
			}
		}
		switch i := v.R.Invito; {
		case v.Chi != "10000031111":
			if i != nil {
				t.Errorf("%s was invited", v.R.ID)
			}
		case i == nil || i.Data != "2026-10-02" || i.Scadenza != "2026-10-17" || len(i.Cause) != 1:
			t.Errorf("%+v", i)
		case *i.Cause[0].Gestione != model.GestioneContributivaArtigiani || *i.Cause[0].Importo != 1_135_00 || *i.Cause[0].Periodo != "2026-05":
			t.Errorf("%+v", i.Cause[0])
		}
	}
}

// riscontriEnti: INAIL answers once about nearly every codice fiscale, the Casse edili about builders alone; most are in order, some are
// not and say why, and no answer is of tomorrow.
func riscontriEnti(t testing.TB, a *archivio) {
	edili, enti := map[string]bool{}, map[model.EsitoEnte]int{}
	for _, z := range aziende(t, a) {
		edili[string(z.CodiceFiscale)] = edili[string(z.CodiceFiscale)] || strings.HasPrefix(string(z.Csc), "113")
	}
	inail, casse := 0, 0
	for _, r := range righe[model.RiscontroEnte](t, a, rRiscontri, "codiceFiscale") {
		enti[r.R.Esito]++
		switch r.R.Ente {
		case model.EnteRegolaritaInail:
			inail++
		case model.EnteRegolaritaCassaEdile:
			casse++
			if !edili[r.Chi] {
				t.Errorf("%s is no builder", r.Chi)
			}
		default:
			t.Errorf("%s of %s", r.R.Ente, r.Chi)
		}
		if r.R.Data == nil || *r.R.Data >= a.data() || (r.R.Esito == model.EsitoEnteIrregolare) != (len(r.R.Cause) == 1) {
			t.Errorf("%s: %+v", r.Chi, r.R)
		}
		if len(r.Chi) == 11 && r.Chi < "10000099999" && r.R.Esito != model.EsitoEnteRegolare {
			t.Errorf("%s, written by hand: %+v", r.Chi, r.R)
		}
		for _, c := range r.R.Cause {
			if c.Ente != r.R.Ente || c.Importo == nil || *c.Importo <= 0 || c.Periodo == nil || string(*c.Periodo) >= string(*r.R.Data)[:7] {
				t.Errorf("%s: %+v", r.Chi, c)
			}
		}
	}
	if n := len(edili); inail == n || inail < n*9/10 || casse == 0 {
		t.Errorf("INAIL answers about %d of %d, the Casse edili about %d", inail, n, casse)
	}
	if enti[model.EsitoEnteIrregolare] == 0 || enti[model.EsitoEnteInIstruttoria] == 0 || enti[model.EsitoEnteRegolare] < 9*enti[model.EsitoEnteIrregolare] {
		t.Errorf("%v", enti)
	}
}
