package main

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources"
)

// documento of a check as a client reads it.
type verifica struct {
	ID, CodiceFiscale, Denominazione, Esito string
	Simulazione                             bool
	Protocollo, DataVerifica, Scadenza      *string
	Richiedente                             *struct{ CodiceFiscale string }
	Accodate                                int
	Enti                                    []struct {
		Ente, Esito string
		Cause       []causa
	}
	Invito *struct {
		Data, Scadenza string
		Cause          []causa
	}
	Motivazioni []struct {
		causa
		Regola, Effetto string
		Partita         *string
	}
}

// causa is why somebody is not in order.
type causa struct {
	Ente                         string
	Gestione, Posizione, Periodo *string
	Importo                      *string
	Descrizione                  string
}

const verificata = `{ id codiceFiscale denominazione simulazione esito protocollo dataVerifica scadenza richiedente { codiceFiscale } accodate
	enti { ente esito cause { ente gestione posizione periodo importo descrizione } }
	invito { data scadenza cause { ente gestione posizione periodo importo descrizione } }
	motivazioni { ente gestione posizione periodo importo descrizione regola effetto partita } }`

// riscontrata is how the command ended.
type riscontrata struct {
	t          *testing.T
	Regolarita *verifica
	Errori     []struct{ Campo, Codice, Messaggio string }
	testo      []byte
}

// ok is the check after a command that succeeded, with an outcome.
func (r riscontrata) ok(esito model.EsitoRegolarita) *verifica {
	r.t.Helper()
	if len(r.Errori) > 0 || r.Regolarita == nil || r.Regolarita.Esito != string(esito) {
		r.t.Fatalf("not %s: %s", esito, r.testo)
	}
	return r.Regolarita
}

// no is a command that was refused about a field with a code.
func (r riscontrata) no(campo, codice string) {
	r.t.Helper()
	if len(r.Errori) != 1 || r.Errori[0].Campo != campo || r.Errori[0].Codice != codice || r.Errori[0].Messaggio == "" || r.Regolarita != nil {
		r.t.Errorf("not refused about %s with %s: %s", campo, codice, r.testo)
	}
}

// verifica asks for a check.
func (s sportello) verifica(in campi) riscontrata {
	s.Helper()
	a := s.chiede(`mutation ($in: VerificaRegolaritaInput!) { verificaRegolarita(input: $in) { regolarita `+verificata+` errori { campo codice messaggio } } }`, campi{"in": in})
	if len(a.Errors) > 0 {
		s.Fatalf("%s", a.Body)
	}
	r := decoded[riscontrata](s.T, a, "verificaRegolarita")
	r.t, r.testo = s.T, a.Body
	return r
}

// regolarita is the last check of the codice fiscale of a position; nil when it never had any, or when the person may not read it.
func (s sportello) regolarita(m model.Matricola) *verifica {
	s.Helper()
	a := s.chiede(`query ($m: Matricola!) { azienda(matricola: $m) { regolarita `+verificata+` } }`, campi{"m": m})
	if len(a.Errors) > 0 && a.code() != "FORBIDDEN" && a.code() != "NOT_FOUND" {
		s.Fatalf("%s", a.Body)
	}
	if di := decoded[*struct{ Regolarita *verifica }](s.T, a, "azienda"); di != nil {
		return di.Regolarita
	}
	return nil
}

// impresa is a company of two positions, the first of the sede of the demo operator, the second of another one, for which INAIL
// has answered that it is in order. The ragioniere acts for the first position alone.
type impresa struct {
	*scena
	cf       model.CodiceFiscale
	a, b     model.Matricola
	titolare *persona
}

func (s *scena) impresa(n int) *impresa {
	s.Helper()
	i := &impresa{scena: s, cf: entity(700 + n), a: model.Matricola(fmt.Sprintf("98%06d01", n)), b: model.Matricola(fmt.Sprintf("98%06d02", n))}
	for m, sede := range map[model.Matricola]string{i.a: sedeAurora, i.b: altraSede} {
		i.carica("anagrafica", "aziende", campi{
			"matricola": m, "codiceFiscale": i.cf, "denominazione": fmt.Sprint("IMPRESA DI PROVA ", n), "statoMatricola": "ATTIVA", "sedeINPS": sede,
			"csc": "10601", "isRiferimento": m == i.a, "dataIscrizioneINPS": "2011-04-01",
		})
	}
	i.riscontro("INAIL", "REGOLARE")
	u := model.Utente{CodiceFiscale: person(800 + n), Nome: "Titolare", Profilo: model.ProfiloUtenteLegaleRappresentante, Azienda: &i.cf}
	put(s.T, s.servers[0], "utenti", u)
	i.titolare = s.gettone(u.CodiceFiscale, u.Profilo, 1000*24*time.Hour)
	i.delega("ragioniere", model.TipoDelegaIndirettaIntermediario, model.ProfiloUtenteRagioniere, string(i.a))
	return i
}

// delega makes somebody of the demo act for the company with CASSETTO, on a position or on the codice fiscale.
func (i *impresa) delega(a string, tipo model.TipoDelega, qualifica model.ProfiloUtente, su string) {
	i.Helper()
	chi := i.as(a).on(0).chiede(`{ utente { codiceFiscale } }`, nil).Data["utente"].(map[string]any)["codiceFiscale"].(string)
	put(i.T, i.servers[0], "deleghe", model.Delega{
		ID: "D-" + su + "-" + a, Tipo: tipo, Stato: model.StatoDelegaAttiva, DeleganteCf: person(800),
		Posizione:  &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: su},
		DelegatoCf: model.CodiceFiscale(chi), Qualifica: qualifica, Servizi: []model.Servizio{model.ServizioCassetto},
		Perimetro: model.PerimetroDelegaTotale, Cf: []model.CodiceFiscale{}, Inizio: "2026-01-01",
	})
}

// carica loads documents into an archive, as those who fill it do.
func (s *scena) carica(archivio, sezione string, doc campi) {
	s.Helper()
	for _, section := range sources.Followed(archivio) {
		if section.Collection.Name != sezione {
			continue
		}
		store := s.servers[0].app.archives.byName[archivio].Store
		if _, err := store.Import(s.Context(), section.Collection, []json.RawMessage{json.RawMessage(mustJSON(s.T, doc))}); err != nil {
			s.Fatal(err)
		}
		if err := archive.Stamp(s.Context(), store, archivio, sezione, time.Now()); err != nil {
			s.Fatal(err)
		}
	}
	s.servers[0].forget(s.T, cache.Change{Archive: archivio})
}

// riscontro is what an institute answers.
func (i *impresa) riscontro(ente, esito string) {
	i.Helper()
	i.carica("regolarita", "riscontri", campi{"codiceFiscale": i.cf, "ente": ente, "esito": esito, "data": model.DataDi(i.clock.now()), "cause": []campi{}})
}

// debito is what a position owes for a month so many months before the one of the story, in euro; pagato of it is paid.
func (i *impresa) debito(id string, m model.Matricola, mesi int, dovuto, pagato int) {
	i.Helper()
	ora := i.clock.now().In(model.Roma)
	mese := time.Date(ora.Year(), ora.Month(), 1, 12, 0, 0, 0, model.Roma).AddDate(0, -mesi, 0)
	stato := "AVVISO_BONARIO"
	if pagato == dovuto {
		stato = "PAGATA"
	}
	i.carica("complementari", "creditiInadempienze", campi{
		"id": id, "matricola": m, "segno": "DEBITO", "tipo": "DENUNCIA_INSOLUTA", "gestione": "DIPENDENTI", "stato": stato,
		"periodoDa": mese.Format("2006-01"), "periodoA": mese.Format("2006-01"), "dataAccertamento": mese.AddDate(0, 2, 0).Format(time.DateOnly),
		"contributi": dovuto * 100, "sanzioni": 0, "interessi": 0, "pagato": pagato * 100, "sgravato": 0, "residuo": (dovuto - pagato) * 100,
	})
}

func (i *impresa) perCodice() campi { return campi{"codiceFiscale": i.cf} }

// TestScenarioRegolarita: a company in order gets a document that is good for 120 days, which others join; then another one.
func TestScenarioRegolarita(t *testing.T) {
	sc := scenario(t, 2, nil)
	i := sc.impresa(1)
	oggi := sc.clock.now()
	i.debito("C-98-1", i.a, 6, 150, 0)
	v := i.titolare.on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaRegolare)
	if v.Protocollo == nil || *v.Protocollo != "INPS_00000001" || *v.DataVerifica != giornoDi(oggi) || *v.Scadenza != giornoDi(oggi.AddDate(0, 0, 120)) ||
		v.Invito != nil || v.Accodate != 0 || v.Denominazione != "IMPRESA DI PROVA 1" || v.Richiedente == nil {
		t.Errorf("%+v", v)
	}
	for _, m := range v.Motivazioni {
		if m.Importo != nil || m.Effetto == "IMPEDISCE" {
			t.Errorf("a regular document says %+v", m)
		}
	}
	if terzo := sc.as("consulente").on(1).verifica(i.perCodice()).ok(model.EsitoRegolaritaRegolare); *terzo.Protocollo != *v.Protocollo || terzo.ID != v.ID {
		t.Errorf("somebody else has %+v", terzo)
	}
	eventually(t, "the other instance knows who has joined", func() bool { return i.titolare.on(0).regolarita(i.b).Accodate == 1 })
	sc.clock.pass(120 * 24 * time.Hour)
	if v := i.titolare.on(1).regolarita(i.a); v.Esito != "REGOLARE" {
		t.Errorf("on its last day it is %s", v.Esito)
	}
	sc.clock.pass(24 * time.Hour)
	if dopo := i.titolare.on(1).regolarita(i.a); dopo.Esito != "SCADUTO" || *dopo.Protocollo != *v.Protocollo {
		t.Errorf("after 120 days: %+v", dopo)
	}
	nuova := i.titolare.on(0).verifica(campi{"matricola": i.b}).ok(model.EsitoRegolaritaRegolare)
	if *nuova.Protocollo != "INPS_00000002" || nuova.ID == v.ID {
		t.Errorf("the next one is %+v", nuova)
	}
}

// TestScenarioInvito: what is missing is told to who acts for the company, who has fifteen days to pay it; what is not paid in time
// spoils the document.
func TestScenarioInvito(t *testing.T) {
	sc := scenario(t, 2, nil)
	paga, tace := sc.impresa(1), sc.impresa(2)
	for n, i := range []*impresa{paga, tace} {
		id := fmt.Sprint("C-98-", n)
		i.debito(id, i.a, 6, 151, 0)
		oggi := sc.clock.now()
		v := i.titolare.on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaInvitoARegolarizzare)
		if v.Protocollo == nil || v.Invito == nil || v.Invito.Scadenza != giornoDi(oggi.AddDate(0, 0, 15)) || len(v.Invito.Cause) != 1 ||
			*v.Invito.Cause[0].Importo != "151.00" || *v.Invito.Cause[0].Posizione != string(i.a) {
			t.Fatalf("%+v", v)
		}
		if ancora := i.titolare.on(1).verifica(i.perCodice()).ok(model.EsitoRegolaritaInvitoARegolarizzare); ancora.ID != v.ID || *ancora.Protocollo != *v.Protocollo {
			t.Errorf("asked again: %+v", ancora)
		}
	}
	paga.debito("C-98-0", paga.a, 6, 151, 151)
	paga.titolare.on(1).verifica(paga.perCodice()).ok(model.EsitoRegolaritaRegolare)
	sc.clock.pass(17 * 24 * time.Hour)
	eventually(t, "the time to pay is over", func() bool { return tace.titolare.on(1).regolarita(tace.b).Esito == "NON_REGOLARE" })
	if v := paga.titolare.on(1).regolarita(paga.a); v.Esito != "REGOLARE" {
		t.Errorf("who has paid has %+v", v)
	}
	prima := sc.as("consulente").on(0).verifica(tace.perCodice()).ok(model.EsitoRegolaritaNonRegolare)
	sc.clock.pass(14 * 24 * time.Hour) // 31 days from the request
	if dopo := sc.as("consulente").on(1).verifica(tace.perCodice()).ok(model.EsitoRegolaritaInvitoARegolarizzare); dopo.ID == prima.ID || *dopo.Protocollo != "INPS_00000003" {
		t.Errorf("after %+v there is %+v", prima, dopo)
	}
}

// TestScenarioIstruttoria: while another institute has not answered nothing can be said; once it has, it is.
func TestScenarioIstruttoria(t *testing.T) {
	sc := scenario(t, 2, nil)
	i := sc.impresa(1)
	i.riscontro("INAIL", "IN_ISTRUTTORIA")
	v := i.titolare.on(0).verifica(i.perCodice()).ok(model.EsitoRegolaritaInIstruttoria)
	i.riscontro("INAIL", "REGOLARE")
	if dopo := i.titolare.on(1).verifica(i.perCodice()).ok(model.EsitoRegolaritaRegolare); dopo.ID != v.ID {
		t.Errorf("another check: %+v", dopo)
	}
}
