package access

import (
	"testing"

	"cassetto/graph/model"
)

// conf makes an input: Sala confers on Aurora, to Ferri and her Studio, changed by the mods.
func conf(mods ...func(*model.ConferisciDelegaInput)) model.ConferisciDelegaInput {
	in := model.ConferisciDelegaInput{
		Tipo: model.TipoDelegaIndirettaIntermediario, Matricola: ptr(aurora1.Matricola), Gestione: ptr(model.GestioneContributivaDipendenti),
		Delegato: ferri, Studio: ptr(studioCF), Qualifica: model.ProfiloUtenteConsulenteDelLavoro,
		Servizi: []model.Servizio{servCassetto, servUniemens}, Perimetro: model.PerimetroDelegaTotale,
	}
	for _, mod := range mods {
		mod(&in)
	}
	return in
}

// subconf makes an input: Ferri subdelegates D1 to Bruni.
func subconf(mods ...func(*model.ConferisciDelegaInput)) model.ConferisciDelegaInput {
	return conf(append([]imod{func(in *model.ConferisciDelegaInput) {
		in.Tipo, in.Delegato, in.Qualifica, in.ParentID = model.TipoDelegaSubdelega, bruni, model.ProfiloUtenteIntermediarioDelegato, ptr("D1")
	}}, mods...)...)
}

type imod = func(*model.ConferisciDelegaInput)

func inTipo(v model.TipoDelega) imod { return func(in *model.ConferisciDelegaInput) { in.Tipo = v } }
func inSu(p Posizione) imod {
	return func(in *model.ConferisciDelegaInput) { in.Matricola = &p.Matricola }
}
func inA(v model.CodiceFiscale) imod {
	return func(in *model.ConferisciDelegaInput) { in.Delegato = v }
}
func inQuali(v model.ProfiloUtente) imod {
	return func(in *model.ConferisciDelegaInput) { in.Qualifica = v }
}
func inServ(v ...model.Servizio) imod {
	return func(in *model.ConferisciDelegaInput) { in.Servizi = v }
}
func inStudio(v model.CodiceFiscale) imod {
	return func(in *model.ConferisciDelegaInput) { in.Studio = &v }
}
func inDal(v model.Data) imod { return func(in *model.ConferisciDelegaInput) { in.Inizio = &v } }
func inAl(v model.Data) imod  { return func(in *model.ConferisciDelegaInput) { in.Fine = &v } }
func inPadre(v string) imod   { return func(in *model.ConferisciDelegaInput) { in.ParentID = &v } }
func inGestione(v model.GestioneContributiva) imod {
	return func(in *model.ConferisciDelegaInput) { in.Gestione = &v }
}
func inSolo(v ...model.CodiceFiscale) imod {
	return func(in *model.ConferisciDelegaInput) { in.Perimetro, in.Cf = model.PerimetroDelegaParziale, v }
}
func senzaMatricola(in *model.ConferisciDelegaInput)  { in.Matricola = nil }
func inSenzaStudio(in *model.ConferisciDelegaInput)   { in.Studio = nil }
func inSenzaPadre(in *model.ConferisciDelegaInput)    { in.ParentID = nil }
func inSenzaGestione(in *model.ConferisciDelegaInput) { in.Gestione = nil }

// inGS asks for the position of committente.
func inGS(in *model.ConferisciDelegaInput) {
	in.Gestione, in.Matricola, in.Servizi = ptr(model.GestioneContributivaParasubordinati), nil, []model.Servizio{servGS}
}

// inMaster asks for a Delega Master.
func inMaster(in *model.ConferisciDelegaInput) { in.Tipo, in.Matricola = model.TipoDelegaMaster, nil }

func TestValutaConferimento(t *testing.T) {
	ferriCon := func(mods ...mod) Mandato { return NewMandato(laFerri(), uno(d("D1", mods...)), nil) }
	rapp := NewMandato(ilSala(), uno(d("G1", tipo(model.TipoDelegaGruppo), quali(model.ProfiloUtenteLegaleRappresentante), per(sala), suMatricola(forno))), nil)
	edil := Posizione{Matricola: "9900030019", CodiceFiscale: "10000031111", Sede: "8100"}
	di4 := inTipo(model.TipoDelegaDirettaDipendente)
	aVilla := func(in *model.ConferisciDelegaInput) {
		di4(in)
		in.Delegato, in.Qualifica, in.Studio = villa, model.ProfiloUtenteAzienda, nil
	}
	casi := []struct {
		nome   string
		chi    Mandato
		in     model.ConferisciDelegaInput
		dove   *Posizione     // nil: the company does not exist
		master []model.Delega // those of the company
		atteso string
	}{
		// The holder.
		{"titolare a un intermediario", rapp, conf(), &aurora1, nil, ""},
		{"titolare, seconda matricola", rapp, conf(inSu(aurora2)), &aurora2, nil, ""},
		{"titolare, gestione non scritta", rapp, conf(inSenzaGestione), &aurora1, nil, ""},
		{"titolare a un dipendente", rapp, conf(aVilla), &aurora1, nil, ""},
		{"titolare alla capogruppo", rapp, conf(inTipo(model.TipoDelegaGruppo), inA(conti), inQuali(model.ProfiloUtenteAzienda), inStudio(fornoCF)), &aurora1, nil, ""},
		{"titolare a un'associazione", rapp, conf(inQuali(model.ProfiloUtenteAssociazioneDiCategoria), inStudio(assoCF)), &aurora1, nil, ""},
		{"titolare, master", rapp, conf(inMaster), nil, nil, ""},
		{"titolare, gestione separata", rapp, conf(inGS), nil, nil, ""},
		{"titolare, gestione separata parziale", rapp, conf(inGS, inSolo(villa)), nil, nil, ""},
		{"da oggi a oggi", rapp, conf(inDal("2026-11-23"), inAl("2026-11-23")), &aurora1, nil, ""},
		{"parziale", rapp, conf(inSolo(villa, bruni)), &aurora1, nil, ""},

		// Who may not.
		{"dipendente abilitato", NewMandato(laVilla(), nil, nil), conf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"operatore", NewMandato(di(conti, model.ProfiloUtenteOperatore, diSede("4900")), nil, nil), conf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"analista", NewMandato(di(conti, model.ProfiloUtenteAnalista), nil, nil), conf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"intermediario, delega e non subdelega", ferriCon(), conf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"intermediario, master", ferriCon(), conf(inMaster), nil, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"titolare, subdelega", rapp, subconf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"dipendente di studio, subdelega", NewMandato(laBruni(), uno(sub("D1", "D0")), padri(d("D0"))), subconf(), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},
		{"tipo sconosciuto", rapp, conf(inTipo("ALTRO")), &aurora1, nil, "tipo:TIPO_NON_CONFERIBILE"},

		// On what.
		{"azienda che non esiste", rapp, conf(inSu(edil)), nil, nil, "matricola:AZIENDA_NON_TROVATA"},
		{"azienda che non può conoscere", rapp, conf(inSu(edil)), &edil, nil, "matricola:AZIENDA_NON_TROVATA"},
		{"riscontro di un'altra azienda", rapp, conf(inSu(edil)), &aurora1, nil, "matricola:AZIENDA_NON_TROVATA"},
		{"azienda che conosce e non è sua", rapp, conf(inSu(forno)), &forno, nil, "matricola:NON_TITOLARE"},
		{"senza matricola", rapp, conf(senzaMatricola), nil, nil, "matricola:MATRICOLA_MANCANTE"},
		{"master con matricola", rapp, conf(inTipo(model.TipoDelegaMaster)), &aurora1, nil, "matricola:MATRICOLA_SUPERFLUA"},
		{"gestione separata con matricola", rapp, conf(inGS, inSu(aurora1)), &aurora1, nil, "matricola:MATRICOLA_SUPERFLUA"},
		{"gestione degli artigiani", rapp, conf(inGestione(model.GestioneContributivaArtigiani)), &aurora1, nil, "gestione:GESTIONE_NON_DELEGABILE"},
		{"master senza azienda propria", NewMandato(di(sala, model.ProfiloUtenteLegaleRappresentante), nil, nil), conf(inMaster), nil, nil, "tipo:NON_TITOLARE"},
		{"gestione separata senza azienda propria", NewMandato(di(sala, model.ProfiloUtenteLegaleRappresentante, diAzienda("")), nil, nil), conf(inGS), nil, nil, "tipo:NON_TITOLARE"},

		// One Delega Master.
		{"master, ce n'è una", rapp, conf(inMaster), nil, uno(d("M1", master)), "tipo:MASTER_ESISTENTE"},
		{"master, ce n'è una sospesa", rapp, conf(inMaster), nil, uno(d("M1", master, stato(model.StatoDelegaSospesa))), "tipo:MASTER_ESISTENTE"},
		{"master, ce n'è una che comincerà", rapp, conf(inMaster), nil, uno(d("M1", master, dal("2027-01-01"))), "tipo:MASTER_ESISTENTE"},
		{"master, quella revocata non conta", rapp, conf(inMaster), nil, uno(d("M1", master, revocataIl(adesso()))), ""},
		{"master, quella scaduta non conta", rapp, conf(inMaster), nil, uno(d("M1", master, al("2026-11-22"))), ""},
		{"master, la bozza non conta", rapp, conf(inMaster), nil, uno(d("M1", master, stato(model.StatoDelegaBozza))), ""},
		{"master, dopo la fine dell'altra", rapp, conf(inMaster, inDal("2027-01-01")), nil, uno(d("M1", master, al("2026-12-31"))), ""},
		{"master, finita prima dell'inizio dell'altra", rapp, conf(inMaster, inAl("2026-12-31")), nil, uno(d("M1", master, dal("2027-01-01"))), ""},
		{"master, nell'ultimo giorno dell'altra", rapp, conf(inMaster, inDal("2026-12-31")), nil, uno(d("M1", master, al("2026-12-31"))), "tipo:MASTER_ESISTENTE"},
		{"delega ordinaria accanto alla master", rapp, conf(), &aurora1, uno(d("M1", master)), ""},

		// To whom.
		{"a un ente", rapp, conf(inA(studioCF)), &aurora1, nil, "delegato:DELEGATO_NON_PERSONA"},
		{"a se stesso", rapp, conf(inA(sala)), &aurora1, nil, "delegato:DELEGATO_COINCIDE"},
		{"indiretta a un dipendente", rapp, conf(inQuali(model.ProfiloUtenteAzienda)), &aurora1, nil, "qualifica:QUALIFICA_NON_AMMESSA"},
		{"diretta a un consulente", rapp, conf(di4, inSenzaStudio), &aurora1, nil, "qualifica:QUALIFICA_NON_AMMESSA"},
		{"a un operatore", rapp, conf(inQuali(model.ProfiloUtenteOperatore)), &aurora1, nil, "qualifica:QUALIFICA_NON_AMMESSA"},
		{"a un dipendente di studio, senza subdelega", rapp, conf(inQuali(model.ProfiloUtenteIntermediarioDelegato)), &aurora1, nil, "qualifica:QUALIFICA_NON_AMMESSA"},
		{"associazione senza studio", rapp, conf(inQuali(model.ProfiloUtenteAssociazioneDiCategoria), inSenzaStudio), &aurora1, nil, "studio:STUDIO_MANCANTE"},
		{"professionista senza studio", rapp, conf(inSenzaStudio), &aurora1, nil, ""},
		{"dipendente con studio", rapp, conf(aVilla, inStudio(studioCF)), &aurora1, nil, "studio:STUDIO_SUPERFLUO"},

		// For what, about whom, when.
		{"senza servizi", rapp, conf(inServ()), &aurora1, nil, "servizi:SERVIZI_MANCANTI"},
		{"servizio ripetuto", rapp, conf(inServ(servAgenda, servAgenda)), &aurora1, nil, "servizi:SERVIZIO_RIPETUTO"},
		{"deleghe", rapp, conf(inServ(servAgenda, servDeleghe)), &aurora1, nil, "servizi:SERVIZIO_NON_DELEGABILE"},
		{"gestione separata con altri servizi", rapp, conf(inGS, inServ(servGS, servCassetto)), nil, nil, "servizi:SERVIZIO_FUORI_GESTIONE"},
		{"parziale senza collaboratori", rapp, conf(inSolo()), &aurora1, nil, "cf:CF_MANCANTI"},
		{"totale con collaboratori", rapp, conf(func(in *model.ConferisciDelegaInput) { in.Cf = []model.CodiceFiscale{villa} }), &aurora1, nil, "cf:CF_SUPERFLUI"},
		{"collaboratore ripetuto", rapp, conf(inSolo(villa, villa)), &aurora1, nil, "cf:CF_RIPETUTO"},
		{"da ieri", rapp, conf(inDal("2026-11-22")), &aurora1, nil, "inizio:INIZIO_PASSATO"},
		{"finisce prima di cominciare", rapp, conf(inDal("2026-12-01"), inAl("2026-11-30")), &aurora1, nil, "fine:FINE_PRIMA_DI_INIZIO"},
		{"finita ieri", rapp, conf(inAl("2026-11-22")), &aurora1, nil, "fine:FINE_PRIMA_DI_INIZIO"},
		{"con una delega da cui nascere", rapp, conf(inPadre("D1")), &aurora1, nil, "parentId:PADRE_SUPERFLUO"},
		{"molti errori insieme", rapp, conf(inServ(), inA(sala), inSolo(), inDal("2020-01-01"), inAl("2019-01-01")), &aurora1, nil,
			"cf:CF_MANCANTI delegato:DELEGATO_COINCIDE fine:FINE_PRIMA_DI_INIZIO inizio:INIZIO_PASSATO servizi:SERVIZI_MANCANTI"},

		// The subdelega.
		{"subdelega", ferriCon(), subconf(), &aurora1, nil, ""},
		{"subdelega di una collega dello studio", NewMandato(di(conti, model.ProfiloUtenteAvvocato, diStudio(studioCF)), uno(d("D1")), nil), subconf(), &aurora1, nil, ""},
		{"subdelega di un'associazione", NewMandato(assoc(), uno(d("D1", quali(model.ProfiloUtenteAssociazioneDiCategoria), dello(assoCF))), nil), subconf(inStudio(assoCF)), &aurora1, nil, ""},
		{"subdelega di una master", ferriCon(master), subconf(senzaMatricola), nil, nil, ""},
		{"subdelega di una master con matricola", ferriCon(master), subconf(), &aurora1, nil, "matricola:MATRICOLA_SUPERFLUA"},
		{"subdelega della gestione separata", ferriCon(suGS(auroraCF), serv(servGS)), subconf(inGS), nil, nil, ""},
		{"subdelega senza padre", ferriCon(), subconf(inSenzaPadre), &aurora1, nil, "parentId:PADRE_MANCANTE"},
		{"subdelega di una delega che non c'è", ferriCon(), subconf(inPadre("D9")), &aurora1, nil, "parentId:PADRE_NON_TROVATO"},
		{"subdelega di una delega altrui", ferriCon(per(villa), senzaStudio), subconf(), nil, nil, "matricola:AZIENDA_NON_TROVATA parentId:PADRE_NON_TROVATO"},
		{"subdelega di una delega altrui, azienda nascosta", ferriCon(per(villa), senzaStudio), subconf(), &aurora1, nil, "matricola:AZIENDA_NON_TROVATA parentId:PADRE_NON_TROVATO"},
		{"subdelega di una subdelega", NewMandato(laFerri(), uno(d("D1"), sub("S1", "D1", per(ferri))), padri(d("D1"))), subconf(inPadre("S1")), &aurora1, nil, "parentId:PADRE_NON_TROVATO"},
		{"subdelega di una delega sospesa", NewMandato(laFerri(), uno(d("D1", stato(model.StatoDelegaSospesa)), d("D2")), nil), subconf(), &aurora1, nil, "parentId:PADRE_NON_ATTIVO"},
		{"subdelega di una delega revocata adesso", ferriCon(revocataIl(adesso())), subconf(), &aurora1, nil, "matricola:AZIENDA_NON_TROVATA parentId:PADRE_NON_ATTIVO"},
		{"subdelega di una delega che comincia domani", NewMandato(laFerri(), uno(d("D1", dal("2026-11-24")), d("D2")), nil), subconf(), &aurora1, nil, "parentId:PADRE_NON_ATTIVO"},
		{"subdelega su un'altra matricola", NewMandato(laFerri(), uno(d("D1"), d("D2", suMatricola(aurora2))), nil), subconf(inSu(aurora2)), &aurora2, nil, "parentId:PADRE_ALTRA_POSIZIONE"},
		{"subdelega di un'altra gestione", ferriCon(), subconf(inGS), nil, nil, "parentId:PADRE_ALTRA_POSIZIONE servizi:SERVIZIO_NON_RICEVUTO"},
		{"subdelega senza matricola", ferriCon(), subconf(senzaMatricola), nil, nil, "matricola:MATRICOLA_MANCANTE"},
		{"subdelega di un servizio non ricevuto", ferriCon(), subconf(inServ(servCassetto, servGS)), &aurora1, nil, "servizi:SERVIZIO_NON_RICEVUTO"},
		{"subdelega totale di una parziale", ferriCon(solo(villa)), subconf(), &aurora1, nil, "perimetro:PERIMETRO_TROPPO_AMPIO"},
		{"subdelega parziale di una parziale", ferriCon(solo(villa, conti)), subconf(inSolo(villa)), &aurora1, nil, ""},
		{"subdelega di chi non è compreso", ferriCon(solo(villa)), subconf(inSolo(villa, sala)), &aurora1, nil, "cf:CF_FUORI_PERIMETRO"},
		{"subdelega a un professionista", ferriCon(), subconf(inQuali(model.ProfiloUtenteAvvocato)), &aurora1, nil, "qualifica:QUALIFICA_NON_AMMESSA"},
		{"subdelega a se stessa", ferriCon(), subconf(inA(ferri)), &aurora1, nil, "delegato:DELEGATO_COINCIDE"},
		{"subdelega a un altro studio", ferriCon(), subconf(inStudio(assoCF)), &aurora1, nil, "studio:STUDIO_DIVERSO"},
		{"subdelega senza studio", ferriCon(), subconf(inSenzaStudio), &aurora1, nil, ""},
	}
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			r := Riscontri{Posizione: c.dove, Master: c.master}
			if ho := codici(t, c.chi.ValutaConferimento(c.in, r, adesso())); ho != c.atteso {
				t.Errorf("found %q, want %q", ho, c.atteso)
			}
		})
	}
}

// TestConferitaVale closes the circle: what may be conferred entitles the delegate as soon as it is active.
func TestConferitaVale(t *testing.T) {
	rapp := NewMandato(ilSala(), nil, nil)
	consulente := NewMandato(laFerri(), uno(d("D1")), nil)
	padreMaster := NewMandato(laFerri(), uno(d("D1", master)), nil)
	casi := []struct {
		nome      string
		da        Mandato
		in        model.ConferisciDelegaInput
		posizione model.PosizioneDelegata
	}{
		{"matricola", rapp, conf(), model.PosizioneDelegata{Gestione: "DIPENDENTI", Codice: "9900010011"}},
		{"master", rapp, conf(inMaster), model.PosizioneDelegata{Gestione: "DIPENDENTI", Codice: "10000011055"}},
		{"gestione separata", rapp, conf(inGS), model.PosizioneDelegata{Gestione: "PARASUBORDINATI", Codice: "10000011055"}},
		{"subdelega", consulente, subconf(), model.PosizioneDelegata{Gestione: "DIPENDENTI", Codice: "9900010011"}},
		{"subdelega di una master", padreMaster, subconf(senzaMatricola), model.PosizioneDelegata{Gestione: "DIPENDENTI", Codice: "10000011055"}},
	}
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			if errori := c.da.ValutaConferimento(c.in, Riscontri{Posizione: &aurora1}, adesso()); len(errori) > 0 {
				t.Fatal(errori)
			}
			p := c.da.PosizioneDa(c.in)
			if p != c.posizione {
				t.Fatalf("on %v, want %v", p, c.posizione)
			}
			conferita := model.Delega{ID: "N1", Tipo: c.in.Tipo, Stato: model.StatoDelegaAttiva, DeleganteCf: c.da.Utente.CodiceFiscale, Posizione: &p,
				DelegatoCf: c.in.Delegato, StudioCf: c.in.Studio, Qualifica: c.in.Qualifica, Servizi: c.in.Servizi, Perimetro: c.in.Perimetro,
				Inizio: model.DataDi(adesso()), ParentID: c.in.ParentID}
			delegato := NewMandato(di(c.in.Delegato, c.in.Qualifica), uno(conferita), padri(c.da.Deleghe...))
			if ho := delegato.Decide(aurora1, &c.in.Servizi[0], adesso()); detta(ho) != "CONSENTITO N1" {
				t.Errorf("the delegate has %s", detta(ho))
			}
		})
	}
}
