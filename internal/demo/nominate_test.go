package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
)

// contiene says whether want, a JSON object, is part of a document of the section.
func contiene(t *testing.T, a *archivio, sezione, want string) bool {
	t.Helper()
	atteso, ok := leggiDoc(t, json.RawMessage(want)).(map[string]any)
	if !ok {
		t.Fatal(want)
	}
	return slices.ContainsFunc(a.sezioni[sezione], func(doc json.RawMessage) bool {
		return parte(atteso, leggiDoc(t, doc))
	})
}

// parte says whether every key of want is in got with the same value, in depth.
func parte(want, got any) bool {
	attesi, ok := want.(map[string]any)
	if !ok {
		return uguali(want, got)
	}
	trovati, ok := got.(map[string]any)
	if !ok {
		return false
	}
	for k, v := range attesi {
		if !parte(v, trovati[k]) {
			return false
		}
	}
	return true
}

// TestCampioni finds the sample records of the domain notes. The ruolo is RATEIZZATO, not AFFIDATO: otherwise it would spoil the DURC
// whose only cause is the artisan's position; gestione codes are those of the schema.
func TestCampioni(t *testing.T) {
	for nome, c := range map[string]struct{ sezione, doc string }{
		"nota di rettifica": {cNote, `{"matricola":"9900040018","periodo":"2026-02","progressivo":1,"tipo":"DMRA","causa":"ALIQUOTA_APPLICATA",
			"dataEmissione":"2026-09-04","scadenza":"2026-10-05","csc":"70502","codiciAutorizzazione":["0J"],"numeroDipendenti":13,
			"dataPagamentoF24":"2026-03-16","dataInvioUniEmens":"2026-03-27","differenzeContributive":48210,
			"sanzioniCivili":{"importo":1738,"giorni":172,"tasso":"7.65"},"totale":49948,
			"rigaF24":{"codiceSede":"8800","causale":"DMRA","matricola":"9900040018","periodo":"2026-02","importoDebito":49948},"stato":"NOTIFICATA"}`},
		"denuncia": {cEmens, `{"matricola":"9900030019","periodo":"2026-09","progressivo":1,"tipoFlusso":"POSCONTRIBUTIVA","dataRicezione":"2026-10-28T15:04:00Z",
			"numDenunceIndividuali":183,"forzaAziendale":180,"totaleADebito":15842300,"totaleACredito":1204700,"saldo":14637600,"esito":"ACCETTATO"}`},
		"domanda CIG": {cCig, `{"matricola":"9900030019","tipo":"CIGO","protocollo":"INPS.8100.12/02/2026.0041277","ticket":"DEMO-TICKET-0001",
			"causale":{"codice":"2","descrizione":"Motivi meteorologici - settore edilizia"},"periodoDa":"2026-01-12","periodoA":"2026-01-24",
			"unitaProduttiva":3,"beneficiari":42,"oreRichieste":2520,"oreAutorizzate":2310,"pagamento":"CONGUAGLIO","stato":"AUTORIZZATA_PARZIALE"}`},
		"ruolo": {cRuoli, `{"codiceFiscale":"10000031111","numero":"39720250012345678000","tipo":"AVVISO_ADDEBITO","dataFormazione":"2025-05-09","dataNotifica":"2025-05-13",
			"canale":"PEC","gestione":"DIPENDENTI","periodi":["2024-03","2024-04"],"capitale":812400,"sanzioni":64120,"interessi":0,"residuo":876520,"stato":"RATEIZZATO"}`},
		"delega": {dDeleghe, `{"id":"D-55","tipo":"INDIRETTA_INTERMEDIARIO","deleganteCF":"SLAMRC75D12A000F","posizione":{"gestione":"DIPENDENTI","codice":"9900010011"},
			"delegatoCF":"FRRGLI82P55A000W","studioCF":"10000051150","perimetro":"TOTALE","servizi":["CASSETTO","UNIEMENS","GESTIONE_SEPARATA","COMUNICAZIONI","AGENDA"],
			"stato":"ATTIVA","inizio":"2024-01-15"}`},
		"richiesta": {rRichieste, `{"id":"R-2026-000871","protocollo":"INPS.4900.21/09/2026.0310044","tipo":"SPECIFICA","codiceAmbito":"NOTE_DI_RETTIFICA","codiceOggetto":"CONTESTAZIONE",
			"matricola":"9900010011","stato":"CHIUSA","esito":"ACCOLTA","mittente":{"cf":"FRRGLI82P55A000W","qualifica":"CONSULENTE_DEL_LAVORO","delegaId":"D-55"}}`},
		"posizione di artigiano":    {"anagrafica/posizioniLavoratoriAutonomi", `{"codiceFiscale":"10000031111","gestione":"ARTIGIANI","posizione":"90000017","titolareCF":"VLLPLA79S21A000I","sedeINPS":"7000","stato":"ATTIVA"}`},
		"contributo fisso insoluto": {cCrediti, `{"matricola":"9900030019","gestione":"ARTIGIANI","periodoDa":"2026-05","residuo":113500,"stato":"AVVISO_BONARIO"}`},
		"nota della richiesta":      {cNote, `{"matricola":"9900010011","periodo":"2026-02","stato":"ANNULLATA"}`},
		"accentramento":             {"anagrafica/aziendeCollegate", `{"matricola":"9900010029","matricolaCollegata":"9900010011","tipoRelazione":"ACCENTRAMENTO"}`},
		"gruppo":                    {"anagrafica/aziendeCollegate", `{"matricola":"9900010011","matricolaCollegata":"9900030019","tipoRelazione":"GRUPPO"}`},
		"relazione senza delega":    {"anagrafica/aziendeCollegate", `{"matricola":"9900020010","matricolaCollegata":"9900010011","tipoRelazione":"CESSIONE_RAMO"}`},
		"contact center":            {"sedi/contatti", `{"codice":"contatti","contactCenter":[{"numero":"803 164","descrizione":"Da rete fissa, gratuito"},{"numero":"06 164 164","descrizione":"Da rete mobile, a pagamento secondo il piano tariffario"}]}`},
	} {
		t.Run(nome, func(t *testing.T) {
			if !contiene(t, campione(), c.sezione, c.doc) {
				t.Errorf("%s has no %s", c.sezione, c.doc)
			}
		})
	}
}

func TestNominate(t *testing.T) {
	anagrafe := aziende(t, campione())
	for m, want := range map[string]struct {
		cf           model.CodiceFiscale
		nome         string
		sede         model.CodiceSede
		forma        string
		csc          model.Csc
		forza        int32
		stato        model.StatoMatricola
		rappresenta  model.CodiceFiscale
		senzaPartita bool
	}{
		"9900010011": {"10000011055", "OFFICINE AURORA S.R.L.", "4900", "SR", "10601", 48, model.StatoMatricolaAttiva, "SLAMRC75D12A000F", false},
		"9900010029": {"10000011055", "OFFICINE AURORA S.R.L.", "1200", "SR", "70708", 6, model.StatoMatricolaAttiva, "SLAMRC75D12A000F", false},
		"9900020010": {"10000021070", "PANIFICIO DUE TORRI DI SALA M. & C. S.N.C.", "1300", "SN", "40501", 4, model.StatoMatricolaAttiva, "SLAMHL71E58A000N", false},
		"9900030019": {"10000031111", "EDILNOVA COSTRUZIONI S.P.A.", "7000", "SP", "11301", 180, model.StatoMatricolaAttiva, "VLLPLA79S21A000I", false},
		"9900040018": {"10000041136", "TRATTORIA AL MOLO S.R.L.S.", "8800", "RS", "70502", 12, model.StatoMatricolaSospesa, "BSCPTR58C29A000Q", false},
		"9900060016": {"90000061177", "ASSOIMPRESE ESEMPIO", "4900", "AO", "70708", 3, model.StatoMatricolaAttiva, "GLLSFN63L11A000V", true},
	} {
		z, ok := anagrafe[m]
		if !ok || z.CodiceFiscale != want.cf || z.Denominazione != want.nome || z.CodiceSede != want.sede || z.FormaGiuridica.Codice != want.forma ||
			z.Csc != want.csc || *z.ForzaAziendale != want.forza || z.StatoMatricola != want.stato || z.RappresentanteLegale.Cf != want.rappresenta || (z.PartitaIva == nil) != want.senzaPartita {
			t.Errorf("%s: %+v, workforce %v; want %+v", m, z, *z.ForzaAziendale, want)
		}
	}
}

// TestPortafogli counts who holds what today.
func TestPortafogli(t *testing.T) {
	a := campione()
	const ferri, bruni = "FRRGLI82P55A000W", "BRNSRA91M47A000W"
	attive, diverse := map[model.CodiceFiscale]map[string]bool{}, map[string]int{}
	ieri := a.oggi.AddDate(0, 0, -1).Format(time.DateOnly)
	for _, d := range deleghe(t, a) {
		if attiva(a, d) {
			if attive[d.DelegatoCf] == nil {
				attive[d.DelegatoCf] = map[string]bool{}
			}
			attive[d.DelegatoCf][d.Posizione.Codice] = true
		}
		diverse[string(d.Tipo)]++
		diverse[string(d.Stato)]++
		diverse[string(d.Perimetro)]++
		if d.DataRevoca != nil && oraDiRoma(t, *d.DataRevoca).Format(time.DateOnly) == ieri && d.Posizione.Codice[:4] == "9900" {
			diverse["revocata ieri a una nominata"]++
		}
		if d.Perimetro == model.PerimetroDelegaParziale && (d.Posizione.Gestione != model.GestioneContributivaParasubordinati || !slices.Equal(d.Servizi, []model.Servizio{model.ServizioGestioneSeparata})) {
			t.Errorf("%+v", d)
		}
		if d.Posizione.Codice == "9900020010" && d.DelegatoCf == ferri {
			t.Errorf("the consultant holds %s", d.ID)
		}
		if studio := map[model.CodiceFiscale]model.CodiceFiscale{ferri: "10000051150", bruni: "90000061177"}[d.DelegatoCf]; studio != "" && *d.StudioCf != studio {
			t.Errorf("%s: studio %v", d.ID, d.StudioCf)
		}
	}
	if n := len(attive[ferri]); n != 25 {
		t.Errorf("the consultant holds %d companies, want 25", n)
	}
	for _, m := range []string{"9900010011", "9900010029", "9900030019", "9900040018"} {
		if !attive[ferri][m] {
			t.Errorf("the consultant does not hold %s", m)
		}
	}
	if n := len(attive[bruni]); n != 300 {
		t.Errorf("the association holds %d companies, want 300", n)
	}
	for _, uno := range []string{"MASTER", "PARZIALE", "SCADUTA", "REVOCATA", "DIRETTA_DIPENDENTE", "revocata ieri a una nominata"} {
		if diverse[uno] != 1 {
			t.Errorf("%d deleghe are %s, want one", diverse[uno], uno)
		}
	}
}

func oraDiRoma(t testing.TB, i model.DataOra) time.Time {
	t.Helper()
	ora, err := time.Parse(time.RFC3339, string(i))
	if err != nil {
		t.Fatal(err)
	}
	return ora.In(model.Roma)
}

// TestCollaboratoriDelPerimetro finds the people of the partial delega among those paid by the company.
func TestCollaboratoriDelPerimetro(t *testing.T) {
	a := campione()
	for _, d := range deleghe(t, a) {
		for _, cf := range d.Cf {
			if !slices.ContainsFunc(a.sezioni["complementari/committente10"], func(doc json.RawMessage) bool {
				return bytes.Contains(doc, []byte(`"`+d.Posizione.Codice+`"`)) && bytes.Contains(doc, []byte(`"`+cf+`"`))
			}) {
				t.Errorf("%s: %s is no collaborator of %s", d.ID, cf, d.Posizione.Codice)
			}
		}
	}
}

func TestProfili(t *testing.T) {
	utenti := map[model.CodiceFiscale]map[model.ProfiloUtente]model.Utente{}
	sedi := map[model.CodiceSede]bool{}
	for _, s := range righe[model.Sede](t, campione(), "sedi/sedi", "") {
		sedi[s.R.Codice] = true
	}
	for _, u := range righe[model.Utente](t, campione(), "deleghe/utenti", "") {
		if utenti[u.R.CodiceFiscale] == nil {
			utenti[u.R.CodiceFiscale] = map[model.ProfiloUtente]model.Utente{}
		}
		utenti[u.R.CodiceFiscale][u.R.Profilo] = u.R
		propria := u.R.Profilo == model.ProfiloUtenteAzienda || u.R.Profilo == model.ProfiloUtenteLegaleRappresentante
		if propria != (u.R.Azienda != nil) || (u.R.Profilo == model.ProfiloUtenteOperatore && len(u.R.CodiceFiscale) == 16) != (u.R.Sede != nil) || u.R.Sede != nil && !sedi[*u.R.Sede] {
			t.Errorf("%+v", u.R)
		}
	}
	nomi := map[string]bool{}
	for _, p := range demo.Profili() {
		nomi[p.Nome] = true
		if _, ok := utenti[p.CodiceFiscale][p.Profilo]; !ok || p.Descrizione == "" {
			t.Errorf("%+v is no user", p)
		}
		if servizio := len(p.CodiceFiscale) == 11; servizio != (p.Sede != "") || servizio && !sedi[p.Sede] {
			t.Errorf("%+v", p)
		}
	}
	for _, nome := range []string{"consulente", "associazione", "azienda", "rappresentante", "operatore", "analista", "subdelegato", "backoffice"} {
		if !nomi[nome] {
			t.Errorf("no profile %s", nome)
		}
	}
	if u := utenti["SLAMRC75D12A000F"][model.ProfiloUtenteLegaleRappresentante]; u.Azienda == nil || *u.Azienda != "10000011055" {
		t.Errorf("%+v", u)
	}
}

// TestDurc reads the debts as a check of regularity does: Officine Aurora is regular; Edilnova has a clean position and an irregular
// codice fiscale, for its owner's position of artisan.
func TestDurc(t *testing.T) {
	a := campione()
	piani := map[string]bool{}
	for _, d := range righe[model.DilazioneSuCartella](t, a, cCartella, "codiceFiscale") {
		for _, n := range d.R.Partite {
			piani[string(n)] = d.R.Stato == model.StatoDilazioneCartellaAttiva
		}
	}
	limite, scoperti := mese(t, a.oggi.Format("2006-01")).AddDate(0, -1, 0).Format("2006-01"), map[string]map[model.GestioneContributiva]model.Importo{}
	for _, c := range partite(t, a) {
		r := c.R
		inPiano := r.Stato == model.StatoCreditoInadempienzaInDilazione || r.Stato == model.StatoCreditoInadempienzaSospesa || r.Esito != nil && piani[r.Esito.Chiave]
		if r.Segno == model.SegnoPartitaDebito && string(r.PeriodoA) < limite && !inPiano {
			if scoperti[c.Chi] == nil {
				scoperti[c.Chi] = map[model.GestioneContributiva]model.Importo{}
			}
			scoperti[c.Chi][r.Gestione] += r.Residuo
		}
	}
	maps.DeleteFunc(scoperti["9900010011"], func(_ model.GestioneContributiva, i model.Importo) bool { return i <= 150_00 })
	if len(scoperti["9900010011"]) > 0 {
		t.Errorf("Officine Aurora: %v", scoperti["9900010011"])
	}
	if e := scoperti["9900030019"]; e[model.GestioneContributivaDipendenti] > 150_00 || e[model.GestioneContributivaArtigiani] != 1135_00 {
		t.Errorf("Edilnova: %v", e)
	}
}

// TestTaglie follows INPS's Osservatorio: 77 % of the firms up to 5 employees, 92.5 % up to 15.
func TestTaglie(t *testing.T) {
	piccole, medie, tutte := 0.0, 0.0, 0.0
	sedi := map[model.CodiceSede]bool{}
	err := demo.Generate(context.Background(), demo.Options{Aziende: 5000}, func(_, _ string, doc any) error {
		z, ok := doc.(model.DatiSintetici)
		if !ok {
			return nil
		}
		tutte++
		sedi[z.CodiceSede] = true
		if *z.ForzaAziendale <= 5 {
			piccole++
		}
		if *z.ForzaAziendale <= 15 {
			medie++
		}
		return nil
	})
	if err != nil || tutte < 5000 {
		t.Fatalf("%v, %.0f companies", err, tutte)
	}
	if p, m := piccole/tutte, medie/tutte; p < 0.74 || p > 0.80 || m < 0.91 || m > 0.945 {
		t.Errorf("%.1f %% up to 5, %.1f %% up to 15", 100*p, 100*m)
	}
	if len(sedi) < 18 {
		t.Errorf("only %d offices", len(sedi))
	}
}
