package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/sources/regolarita"
)

// rigaVerifica is what is known of a cause or a reason of a check.
type rigaVerifica struct {
	ente      model.EnteRegolarita
	posizione *string
	importo   bool
}

// checks puts a check of every codice fiscale into the archive, and into the world: one in three regular, the others irregular by
// a debt on each of the positions, by one that is nobody's, and by another institute.
func (c *crowd) checks(t *testing.T, s *server, w *world) {
	t.Helper()
	positions := map[model.CodiceFiscale][]model.Azienda{}
	for _, a := range c.aziende {
		positions[a.CodiceFiscale] = append(positions[a.CodiceFiscale], a)
	}
	var all []model.RegolaritaContributiva
	for n, cf := range slices.Sorted(maps.Keys(positions)) {
		v := model.RegolaritaContributiva{
			ID: fmt.Sprintf("V-LEAK%04d", n), Numero: 1 << 20, CodiceFiscale: cf, Denominazione: positions[cf][0].Denominazione,
			Esito: model.EsitoRegolaritaInvitoARegolarizzare, Protocollo: new(fmt.Sprintf("INPS_9%07d", n)), DataRichiesta: model.DataOraDi(c.now),
			DataVerifica: new(c.day(0)), PagamentiFinoAl: new(c.day(-60)),
			Richiedenti: []model.MittenteRichiesta{{CodiceFiscale: one(c.Rand, c.utenti).CodiceFiscale, Qualifica: model.ProfiloUtenteAvvocato}},
		}
		var cause []model.CausaIrregolarita
		reason := func(ente model.EnteRegolarita, posizione *string) {
			debt := model.Importo(200_00 + 100*len(cause))
			partita := fmt.Sprint("C-LEAK", n, "-", len(cause))
			cause = append(cause, model.CausaIrregolarita{Ente: ente, Posizione: posizione, Periodo: new(model.AnnoMese("2026-01")), Descrizione: partita, Importo: &debt})
			v.Motivazioni = append(v.Motivazioni, model.MotivazioneRegolarita{
				Regola: model.RegolaRegolaritaOmissione, Fonte: "D.M. 30 gennaio 2015", Effetto: model.EffettoMotivazioneImpedisce, Ente: ente,
				Posizione: posizione, Partita: &partita, Descrizione: partita, Importo: &debt,
			})
		}
		for _, a := range positions[cf] {
			reason(model.EnteRegolaritaInps, new(string(a.Matricola)))
		}
		reason(model.EnteRegolaritaInps, nil)
		ofInps := len(cause)
		reason(model.EnteRegolaritaInail, new("PAT-1"))
		v.Enti = []model.RiscontroEnte{
			{Ente: model.EnteRegolaritaInps, Esito: model.EsitoEnteIrregolare, Data: v.DataVerifica, Cause: cause[:ofInps]},
			{Ente: model.EnteRegolaritaInail, Esito: model.EsitoEnteIrregolare, Data: v.DataVerifica, Cause: cause[ofInps:]},
		}
		v.Invito = &model.InvitoARegolarizzare{Data: c.day(0), Scadenza: c.day(15), Cause: cause}
		if n%3 == 0 {
			v.Esito, v.Scadenza, v.Invito = model.EsitoRegolaritaRegolare, new(c.day(120)), nil
		}
		all = append(all, v)
		w.verifiche[cf] = v
	}
	c.entitle(t, s, positions)
	save(t, s, regolarita.Verifiche, all...)
	s.forget(t, cache.Change{Archive: regolarita.Name})
}

// entitle gives professionals a delega on one of several positions of a codice fiscale.
func (c *crowd) entitle(t *testing.T, s *server, positions map[model.CodiceFiscale][]model.Azienda) {
	t.Helper()
	var several []model.Azienda
	for _, cf := range slices.Sorted(maps.Keys(positions)) {
		if len(positions[cf]) > 1 {
			several = append(several, positions[cf]...)
		}
	}
	given := len(c.deleghe)
	for _, u := range c.utenti {
		if slices.Contains(professions, u.Profilo) {
			a := several[len(c.deleghe)%len(several)]
			c.deleghe = append(c.deleghe, model.Delega{
				ID: fmt.Sprintf("D-LEAK%04d", len(c.deleghe)), Stato: model.StatoDelegaAttiva, DeleganteCf: u.CodiceFiscale, DelegatoCf: u.CodiceFiscale,
				Qualifica: u.Profilo, Servizi: []model.Servizio{model.ServizioCassetto}, Perimetro: model.PerimetroDelegaTotale, Cf: []model.CodiceFiscale{},
				Inizio: c.day(-10), Tipo: model.TipoDelegaIndirettaIntermediario,
				Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(a.Matricola)},
			})
		}
	}
	put(t, s, "deleghe", c.deleghe[given:]...)
}

// regularity judges the check of a company.
func (c *checker) regularity(data map[string]any, at place) place {
	v, exists := c.verifiche[at.azienda.CodiceFiscale]
	if v.Scadenza != nil && *v.Scadenza < c.today {
		v.Esito = model.EsitoRegolaritaScaduto
	}
	if !exists || data["x_id"] != v.ID || data["x_esito"] != string(v.Esito) {
		c.reject(at.path, "a check %v that is %v, the oracle says %s %s", data["x_id"], data["x_esito"], v.ID, v.Esito)
	}
	at.verifica = &v
	return at
}

// rowsOf are the rows of a list of a check, as the archive has them; false when a field is none.
func rowsOf(v *model.RegolaritaContributiva, def, field string, of map[string]any) (rows []rigaVerifica, list bool) {
	muta := v.Esito == model.EsitoRegolaritaRegolare || v.Esito == model.EsitoRegolaritaScaduto // tells no amounts
	var cause []model.CausaIrregolarita
	switch {
	case def == "RegolaritaContributiva" && field == "motivazioni":
		for _, m := range v.Motivazioni {
			rows = append(rows, rigaVerifica{m.Ente, m.Posizione, m.Importo != nil && !muta})
		}
		return rows, true
	case def == "InvitoARegolarizzare" && field == "cause":
		cause = v.Invito.Cause
	case def == "RiscontroEnte" && field == "cause":
		for _, e := range v.Enti {
			if string(e.Ente) == of["x_ente"] {
				cause = e.Cause
			}
		}
	default:
		return nil, false
	}
	for _, one := range cause {
		rows = append(rows, rigaVerifica{one.Ente, one.Posizione, one.Importo != nil && !muta})
	}
	return rows, true
}

// row judges one row of a check: of a position that the user may not read nothing is told but that it is there.
func (c *checker) row(data map[string]any, at place) {
	n, err := strconv.Atoi(at.path[strings.LastIndex(at.path, ".")+1:])
	if err != nil || n >= len(at.righe) {
		c.reject(at.path, "a row more than the archive has")
		return
	}
	is := at.righe[n]
	readable := is.ente != model.EnteRegolaritaInps || is.posizione == nil
	if !readable {
		a, exists := c.aziende[model.Matricola(*is.posizione)]
		readable = exists && c.handles(a, model.ServizioCassetto)
	}
	c.judged[fmt.Sprint("reason ", readable)]++
	want := any(nil)
	if readable && is.posizione != nil {
		want = *is.posizione
	}
	told := !strings.HasPrefix(fmt.Sprint(data["x_descrizione"]), "Altra posizione dello stesso codice fiscale")
	if data["x_posizione"] != want || told != readable || (data["x_importo"] != nil) != (readable && is.importo) || !readable && (data["x_periodo"] != nil || data["x_partita"] != nil) {
		c.reject(at.path, "a row %v; readable: %t", data, readable)
	}
}

// checksOfCompanies: everybody reads of the checks what he may, of companies with several positions above all.
func (l *leak) checksOfCompanies(t *testing.T) {
	query := `query ($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` regolarita { ` + always["RegolaritaContributiva"] + `
		enti { ` + always["RiscontroEnte"] + ` cause { ` + always["CausaIrregolarita"] + ` } } invito { cause { ` + always["CausaIrregolarita"] + ` } }
		motivazioni { ` + always["MotivazioneRegolarita"] + ` } } } }`
	count := map[model.CodiceFiscale]int{}
	for _, a := range l.world.aziende {
		count[a.CodiceFiscale]++
	}
	judged := map[string]int{}
	for _, u := range l.world.utenti {
		o := l.oracle(u)
		for n, a := range o.visible() {
			if count[a.CodiceFiscale] < 2 && n > 2 {
				continue
			}
			vars := map[string]any{"m": a.Matricola}
			c := &checker{oracle: o, schema: l.schema, vars: vars, judged: judged}
			c.check(query, l.as(t, u, query, vars))
			if len(c.wrong) > 0 {
				t.Fatalf("LEAK_SEED=%d %s %s: %v", l.seed, mustJSON(t, u), a.Matricola, c.wrong)
			}
		}
	}
	t.Log("judged: ", judged)
	if judged["reason true"] < 50 || judged["reason false"] < 20 || judged["section false"] < 20 {
		t.Error("too few rows were judged")
	}
	l.strangers(t)
}

// strangers: who does not act for a company learns the outcome of a check by codice fiscale, and nothing of why.
func (l *leak) strangers(t *testing.T) {
	t.Helper()
	const ask = `mutation ($cf: CodiceFiscale!, $s: Boolean!) { verificaRegolarita(input: {codiceFiscale: $cf, simulazione: $s}) { errori { codice }
		regolarita { id esito richiedente { codiceFiscale } accodate enti { esito cause { descrizione } } invito { data } motivazioni { regola } } } }`
	codes, asked := slices.Sorted(maps.Keys(l.world.verifiche)), 0
	for n, u := range l.world.utenti {
		o := l.oracle(u)
		cf := codes[n%len(codes)]
		acts := slices.ContainsFunc(o.visible(), func(a model.Azienda) bool { return a.CodiceFiscale == cf })
		if acts || u.Profilo == model.ProfiloUtenteAnalista {
			continue
		}
		asked++
		for _, simulazione := range []bool{false, true} {
			body := string(l.as(t, u, ask, map[string]any{"cf": cf, "s": simulazione}).Body)
			if strings.Contains(body, "LEAK0") == simulazione || strings.Contains(body, "C-LEAK") || strings.Contains(body, `"descrizione"`) ||
				strings.Contains(body, `"regola"`) || strings.Contains(body, `"data":"`) || strings.Contains(body, `"codiceFiscale"`) {
				t.Errorf("LEAK_SEED=%d %s %s: %s", l.seed, mustJSON(t, u), cf, body)
			}
		}
	}
	if asked < 10 {
		t.Errorf("only %d strangers", asked)
	}
}
