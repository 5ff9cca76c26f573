package durc_test

import (
	"reflect"
	"slices"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/durc"
)

// TestMotivazioni reads reasons in full: what is said, by which article, of which row.
func TestMotivazioni(t *testing.T) {
	const dm = "D.M. 30 gennaio 2015, art. "
	for _, c := range []struct {
		nome  string
		sanno durc.Evidenze
		want  model.MotivazioneRegolarita
	}{
		{"omission", sanno(deve(800_00, mesi("2026-04", "2026-05"))), model.MotivazioneRegolarita{
			Regola: model.RegolaRegolaritaOmissione, Fonte: dm + "3, c. 1 e 3", Effetto: model.EffettoMotivazioneImpedisce, Ente: model.EnteRegolaritaInps, Gestione: new(dipendenti),
			Posizione: new(string(prima)), Partita: new("C-9900010011-800.00"), Periodo: new(model.AnnoMese("2026-04")), PeriodoA: new(model.AnnoMese("2026-05")), Importo: new(model.Importo(800_00)),
			Descrizione: "Contributi non pagati, in tutto o in parte: il termine, 16/06/2026, è passato. La gestione supera lo scostamento non grave, 150 euro.",
		}},
		{"a title in a plan", sanno(aRuolo(800_00, rateizzato, "2026-05", "2026-03"), rateizzazione(model.StatoDilazioneCartellaAttiva)), model.MotivazioneRegolarita{
			Regola: model.RegolaRegolaritaRateizzazione, Fonte: dm + "3, c. 2, lett. a)", Effetto: model.EffettoMotivazioneNonOsta, Ente: model.EnteRegolaritaInps, Gestione: new(dipendenti),
			Partita: new(titolo), Periodo: new(model.AnnoMese("2026-03")), PeriodoA: new(model.AnnoMese("2026-05")), Importo: new(model.Importo(800_00)),
			Descrizione: "Avviso di addebito: titolo compreso in una rateizzazione dell'agente della riscossione, in corso.",
		}},
		{"a title without months", sanno(aRuolo(100_00, affidato), cartella), model.MotivazioneRegolarita{
			Regola: model.RegolaRegolaritaScostamentoNonGrave, Fonte: dm + "3, c. 3", Effetto: model.EffettoMotivazioneNonOsta, Ente: model.EnteRegolaritaInps, Gestione: new(dipendenti),
			Partita: new(titolo), Importo: new(model.Importo(100_00)),
			Descrizione: "Cartella di pagamento: il termine, 14/09/2026, è passato. La gestione resta entro lo scostamento non grave, 150 euro.",
		}},
		{"INAIL is silent", sanno(tace(inail)), model.MotivazioneRegolarita{
			Regola: model.RegolaRegolaritaRiscontro, Fonte: dm + "2, c. 1", Effetto: model.EffettoMotivazioneDaVerificare, Ente: inail, Descrizione: "Il riscontro dell'ente non è ancora pervenuto.",
		}},
		{"INAIL irregular", sanno(risponde(inail, model.EsitoEnteIrregolare, model.CausaIrregolarita{Ente: cassaEdile, Gestione: new(dipendenti), Posizione: new("PAT-1"), Periodo: new(model.AnnoMese("2026-02")), Descrizione: "Premio di autoliquidazione non versato", Importo: new(model.Importo(300_00))})), model.MotivazioneRegolarita{
			Regola: model.RegolaRegolaritaRiscontro, Fonte: dm + "2, c. 1", Effetto: model.EffettoMotivazioneImpedisce, Ente: inail, Posizione: new("PAT-1"), Periodo: new(model.AnnoMese("2026-02")),
			Descrizione: "Premio di autoliquidazione non versato", Importo: new(model.Importo(300_00)),
		}},
	} {
		t.Run(c.nome, func(t *testing.T) {
			if got := durc.Valuta(c.sanno, "2026-11-28").Motivazioni[0]; !reflect.DeepEqual(got, c.want) {
				t.Errorf("%+v %s\nwant\n%+v", got, got.Descrizione, c.want)
			}
		})
	}
}

// TestDescrizioni: every rule, every kind of debt and every plan that is worth nothing has words of its own, and cites its article.
func TestDescrizioni(t *testing.T) {
	scaduto := ": il termine, 16/06/2026, è passato."
	oltre := " La gestione supera lo scostamento non grave, 150 euro."
	insoluto := "Contributi non pagati, in tutto o in parte"
	for _, c := range []struct {
		sanno       durc.Evidenze
		descrizione string
		articolo    string
	}{
		{sanno(deve(800_00, mese("2026-09"))), insoluto + ": il termine, 16/10/2026, è oltre il 30/09/2026, ultimo giorno dei pagamenti considerati.", "3, c. 1"},
		{sanno(deve(800_00, inDilazione), dilazione(attivata)), insoluto + ": compresa nella dilazione " + piano + ", in corso.", "3, c. 2, lett. a)"},
		{sanno(deve(800_00, stato(sospesa))), insoluto + ": il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, stato(compensata))), insoluto + ": la compensazione con un credito verificato è stata accettata.", "3, c. 2, lett. c)"},
		{sanno(deve(800_00, tipo(verbale), viene(rifVerbale, "V")), ispezione("V", model.StatoVerbaleInRicorso)), "Verbale ispettivo: il contenzioso amministrativo non è ancora deciso.", "3, c. 2, lett. d)"},
		{sanno(aRuolo(800_00, model.StatoRuoloSospeso)), "Avviso di addebito: la riscossione del titolo è sospesa.", "3, c. 2, lett. f)"},
		{sanno(deve(800_00, stato(inAccertamento))), insoluto + ": la partita è ancora in accertamento. Contandola la gestione supera lo scostamento non grave, 150 euro.", "3, c. 3"},
		{sanno(deve(800_00, inDilazione)), insoluto + scaduto + " La dilazione che la comprende non risulta." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneRevocata)), insoluto + scaduto + " La dilazione " + piano + " è stata revocata." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneRespinta)), insoluto + scaduto + " La dilazione " + piano + " è stata respinta." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazioneConclusa)), insoluto + scaduto + " La dilazione " + piano + " è conclusa." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, inDilazione), dilazione(model.StatoDomandaDiDilazionePresentata)), insoluto + scaduto + " La dilazione " + piano + " non è ancora accolta." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, inDilazione), dilazione(accolta, rata(1, "2026-11-01"))), insoluto + scaduto + " La dilazione " + piano + " è accolta, ma la prima rata è scaduta e non pagata." + oltre, "3, c. 1 e 3"},
		{sanno(aRuolo(800_00, rateizzato, "2026-05"), rateizzazione(model.StatoDilazioneCartellaDecaduta)), "Avviso di addebito" + scaduto + " La rateizzazione RAT-2026-1 dell'agente della riscossione è decaduta." + oltre, "3, c. 1 e 3"},
		{sanno(aRuolo(800_00, rateizzato, "2026-05"), rateizzazione(model.StatoDilazioneCartellaRevocata)), "Avviso di addebito" + scaduto + " La rateizzazione RAT-2026-1 dell'agente della riscossione è stata revocata." + oltre, "3, c. 1 e 3"},
		{sanno(aRuolo(800_00, rateizzato, "2026-05"), rateizzazione(model.StatoDilazioneCartellaEstinta)), "Avviso di addebito" + scaduto + " La rateizzazione RAT-2026-1 dell'agente della riscossione è estinta." + oltre, "3, c. 1 e 3"},
		{sanno(deve(800_00, tipo(sanzioni), stato(sospesa))), "Sanzioni su regolarizzazione spontanea: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, tipo(notaTipo), stato(sospesa))), "Nota di rettifica: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, tipo(dm10), stato(sospesa))), "Differenza del confronto fra DM10 e retribuzioni individuali: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, tipo(altrui), stato(sospesa))), "Verbale di un altro ente: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, tipo(denuncia), stato(sospesa))), "Denuncia di un lavoratore: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(deve(800_00, tipo(model.TipoCreditoInadempienzaDmPassivo), stato(sospesa))), "Partita a debito: il pagamento è sospeso per legge.", "3, c. 2, lett. b)"},
		{sanno(risponde(inail, model.EsitoEnteInIstruttoria)), "L'ente sta verificando le proprie risultanze.", "2, c. 1"},
		{sanno(risponde(inail, model.EsitoEnteIrregolare)), "Irregolarità comunicata dall'ente.", "2, c. 1"},
		{sanno(), "L'ente ha comunicato che la posizione è regolare.", "2, c. 1"},
	} {
		t.Run(c.descrizione, func(t *testing.T) {
			m := durc.Valuta(c.sanno, "2026-11-28").Motivazioni[0]
			if m.Descrizione != c.descrizione || m.Fonte != "D.M. 30 gennaio 2015, art. "+c.articolo {
				t.Errorf("%s (%s), want %s", m.Descrizione, m.Fonte, c.articolo)
			}
		})
	}
}

// TestGiudizio reads a judgement in full: the institutes in their order, the causes of each, the reasons that decide first.
func TestGiudizio(t *testing.T) {
	g := durc.Valuta(sanno(
		deve(94_00, gestione(artigiani)), deve(700_00, stato(sospesa)), deve(300_00, stato(inAccertamento)), sulla(seconda, 200_00), deve(100_00),
		edile, risponde(cassaEdile, model.EsitoEnteRegolare), risponde(inail, model.EsitoEnteIrregolare, model.CausaIrregolarita{Descrizione: "b", Gestione: new(artigiani)}, model.CausaIrregolarita{Descrizione: "a"}),
	), "2026-11-28")
	var got []string
	for _, m := range g.Motivazioni {
		got = append(got, string(m.Effetto)+" "+string(m.Ente)+" "+string(m.Regola))
	}
	if want := []string{
		"IMPEDISCE INPS OMISSIONE", "IMPEDISCE INPS OMISSIONE", "IMPEDISCE INAIL RISCONTRO", "IMPEDISCE INAIL RISCONTRO",
		"DA_VERIFICARE INPS IN_ACCERTAMENTO", "NON_OSTA INPS SCOSTAMENTO_NON_GRAVE", "NON_OSTA INPS SOSPENSIONE", "NON_OSTA CASSA_EDILE RISCONTRO",
	}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if len(g.Enti) != 3 || g.Enti[0].Ente != model.EnteRegolaritaInps || g.Enti[1].Ente != inail || g.Enti[2].Ente != cassaEdile || *g.Enti[0].Data != "2026-11-28" || *g.Enti[1].Data != "2026-11-03" {
		t.Fatalf("%+v", g.Enti)
	}
	if inps := g.Enti[0].Cause; len(inps) != 2 || *inps[0].Posizione != string(prima) || *inps[1].Posizione != string(seconda) || *inps[1].Importo != 200_00 {
		t.Errorf("%+v", inps)
	}
	if altri := g.Enti[1].Cause; len(altri) != 2 || altri[0].Descrizione != "a" || altri[0].Ente != inail || altri[1].Gestione != nil {
		t.Errorf("%+v", altri)
	}
	if g.PagamentiFinoAl != "2026-09-30" || g.Enti[2].Cause == nil {
		t.Errorf("until %s; %+v", g.PagamentiFinoAl, g.Enti[2])
	}
}

// TestPagamentiFinoAl: the last day of the second month before, whatever the day.
func TestPagamentiFinoAl(t *testing.T) {
	for oggi, want := range map[model.Data]model.Data{
		"2026-11-01": "2026-09-30", "2026-11-30": "2026-09-30", "2026-12-31": "2026-10-31", "2027-01-01": "2026-11-30", "2027-01-31": "2026-11-30",
		"2027-02-28": "2026-12-31", "2026-04-30": "2026-02-28", "2028-04-01": "2028-02-29", "2028-02-29": "2027-12-31", "2026-03-31": "2026-01-31", "": "",
	} {
		if got := durc.Valuta(sanno(deve(800_00)), oggi).PagamentiFinoAl; got != want {
			t.Errorf("%s: %s, want %s", oggi, got, want)
		}
	}
}

// TestTermini: the day on which a month is due is one on which it can be paid.
func TestTermini(t *testing.T) {
	for _, c := range []struct {
		mese     model.AnnoMese
		gestione model.GestioneContributiva
		termine  string
	}{
		{"2026-05", dipendenti, "16/06/2026"},
		{"2026-04", dipendenti, "18/05/2026"},      // a Saturday
		{"2026-01", dipendenti, "16/02/2026"},      // a Monday
		{"2025-10", dipendenti, "17/11/2025"},      // a Sunday
		{"2026-07", dipendenti, "20/08/2026"},      // August
		{"2022-07", dipendenti, "22/08/2022"},      // 20 August, a Saturday
		{"2025-12", parasubordinati, "16/01/2026"}, // another year
		{"2026-05", artigiani, "18/05/2026"},
	} {
		want := "Contributi non pagati, in tutto o in parte: il termine, " + c.termine + ", è passato. La gestione supera lo scostamento non grave, 150 euro."
		if got := durc.Valuta(sanno(deve(800_00, mese(c.mese), gestione(c.gestione))), "2026-11-28").Motivazioni[0].Descrizione; got != want {
			t.Errorf("%s %s: %s", c.mese, c.gestione, got)
		}
	}
}

// TestOrdineDelleCause: many causes of one institute are told in one order, however they come.
func TestOrdineDelleCause(t *testing.T) {
	var cause []model.CausaIrregolarita
	for i := range 60 {
		cause = append(cause, model.CausaIrregolarita{Descrizione: string(rune('a' + i%3)), Importo: new(model.Importo(i))})
	}
	g := durc.Valuta(sanno(risponde(inail, model.EsitoEnteIrregolare, cause...)), "2026-11-28")
	slices.Reverse(cause)
	if altro := durc.Valuta(sanno(risponde(inail, model.EsitoEnteIrregolare, cause...)), "2026-11-28"); !reflect.DeepEqual(g, altro) {
		t.Errorf("%+v\n%+v", g, altro)
	}
	for i, m := range g.Motivazioni[1:] {
		if prima := g.Motivazioni[i]; prima.Descrizione > m.Descrizione || prima.Descrizione == m.Descrizione && *prima.Importo > *m.Importo {
			t.Errorf("%s %s before %s %s", prima.Descrizione, prima.Importo, m.Descrizione, m.Importo)
		}
	}
}

// TestRiscontroPiuRecente: of several answers of one institute the latest is the one, and the worst of one day.
func TestRiscontroPiuRecente(t *testing.T) {
	di := func(d model.Data, e model.EsitoEnte) model.RiscontroEnte {
		return model.RiscontroEnte{Ente: inail, Esito: e, Data: &d}
	}
	for _, c := range []struct {
		riscontri []model.RiscontroEnte
		esito     model.EsitoRegolarita
	}{
		{[]model.RiscontroEnte{di("2026-10-01", model.EsitoEnteIrregolare), di("2026-11-02", model.EsitoEnteRegolare)}, regolare},
		{[]model.RiscontroEnte{di("2026-11-02", model.EsitoEnteIrregolare), di("2026-10-01", model.EsitoEnteRegolare)}, invito},
		{[]model.RiscontroEnte{di("2026-11-02", model.EsitoEnteRegolare), di("2026-11-02", model.EsitoEnteIrregolare)}, invito},
		{[]model.RiscontroEnte{{Ente: inail, Esito: model.EsitoEnteIrregolare}, di("2026-11-02", model.EsitoEnteRegolare)}, regolare},
	} {
		for range 2 {
			if g := durc.Valuta(durc.Evidenze{Riscontri: c.riscontri}, "2026-11-28"); g.Esito != c.esito {
				t.Errorf("%s, want %s", g.Esito, c.esito)
			}
			slices.Reverse(c.riscontri)
		}
	}
}
