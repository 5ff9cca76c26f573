package access

import (
	"testing"

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

// appuntamento is one of the position aurora1, booked by Ferri for her Studio with the sede 4900; changed by the mods.
func appuntamento(mods ...func(*model.Appuntamento)) *model.Appuntamento {
	studio := studioCF
	a := &model.Appuntamento{
		ID: "A-1", Matricola: aurora1.Matricola, CodiceFiscale: aurora1.CodiceFiscale, CodiceSede: "4900",
		Richiedente: &model.MittenteRichiesta{CodiceFiscale: ferri, StudioCf: &studio, Qualifica: model.ProfiloUtenteConsulenteDelLavoro},
	}
	for _, mod := range mods {
		mod(a)
	}
	return a
}

func conSede(s model.CodiceSede) func(*model.Appuntamento) {
	return func(a *model.Appuntamento) { a.CodiceSede = s }
}
func perPosizione(p Posizione) func(*model.Appuntamento) {
	return func(a *model.Appuntamento) { a.Matricola, a.CodiceFiscale = p.Matricola, p.CodiceFiscale }
}
func prenotato(m *model.MittenteRichiesta) func(*model.Appuntamento) {
	return func(a *model.Appuntamento) { a.Richiedente = m }
}

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

// TestVedeAppuntamento: with AGENDA as requests with COMUNICAZIONI; neither of the two services opens what is of the other.
func TestVedeAppuntamento(t *testing.T) {
	ieri, domani := adesso().AddDate(0, 0, -1), adesso().AddDate(0, 0, 1)
	operatore := func(s model.CodiceSede) model.Utente { return di(conti, model.ProfiloUtenteOperatore, diSede(s)) }
	for _, caso := range []struct {
		nome    string
		utente  model.Utente
		deleghe []model.Delega
		padri   map[string]model.Delega
		di      *model.Appuntamento
		vede    bool
	}{
		{"delega of all services", laFerri(), []model.Delega{d("D1")}, nil, appuntamento(), true},
		{"of AGENDA alone", laFerri(), []model.Delega{d("D1", serv(servAgenda))}, nil, appuntamento(), true},
		{"of COMUNICAZIONI alone", laFerri(), []model.Delega{d("D1", serv(servComunicazioni))}, nil, appuntamento(), false},
		{"without AGENDA", laFerri(), []model.Delega{d("D1", serv(servCassetto, servUniemens, servComunicazioni))}, nil, appuntamento(), false},
		{"AGENDA of another delega", laFerri(), []model.Delega{d("D1", serv(servComunicazioni)), d("D2", serv(servAgenda))}, nil, appuntamento(), true},
		{"AGENDA on another matricola of the company", laFerri(), []model.Delega{d("D1", serv(servComunicazioni)), d("D2", suMatricola(aurora2), serv(servAgenda))}, nil, appuntamento(), false},
		{"partial perimeter", laFerri(), []model.Delega{d("D1", unaParte)}, nil, appuntamento(), false},
		{"partial beside a total one of other services", laFerri(), []model.Delega{d("D1", unaParte), d("D2", serv(servComunicazioni))}, nil, appuntamento(), false},
		{"revoked this instant", laFerri(), []model.Delega{d("D1", revocataIl(adesso()))}, nil, appuntamento(), false},
		{"to be revoked", laFerri(), []model.Delega{d("D1", revocataIl(domani))}, nil, appuntamento(), true},
		{"expired yesterday", laFerri(), []model.Delega{d("D1", al("2026-11-22"))}, nil, appuntamento(), false},
		{"from tomorrow", laFerri(), []model.Delega{d("D1", dal("2026-11-24"))}, nil, appuntamento(), false},
		{"another company", laFerri(), []model.Delega{d("D1", suMatricola(forno))}, nil, appuntamento(), false},
		{"gestione separata of the company", laFerri(), []model.Delega{d("D1", suGS(auroraCF), serv(tuttiServizi...))}, nil, appuntamento(), false},
		{"a colleague of the Studio", di(conti, model.ProfiloUtenteAvvocato, diStudio(studioCF)), []model.Delega{d("D1")}, nil, appuntamento(), true},
		{"Master", laFerri(), []model.Delega{d("M", master)}, nil, appuntamento(perPosizione(aurora2)), true},
		{"Master, another company", laFerri(), []model.Delega{d("M", master)}, nil, appuntamento(perPosizione(forno)), false},
		{"subdelega", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1")), appuntamento(), true},
		{"subdelega without AGENDA", laBruni(), []model.Delega{sub("S", "D1", serv(servComunicazioni))}, padri(d("D1")), appuntamento(), false},
		{"subdelega of a delega without AGENDA", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1", serv(servComunicazioni))), appuntamento(), false},
		{"subdelega of a revoked delega", laBruni(), []model.Delega{sub("S", "D1")}, padri(d("D1", revocataIl(ieri))), appuntamento(), false},
		{"legal representative", ilSala(), nil, nil, appuntamento(), true},
		{"legal representative, another company", ilSala(), nil, nil, appuntamento(perPosizione(forno)), false},
		{"the company itself", laVilla(), nil, nil, appuntamento(), true},
		{"who booked it, without a title any more", laFerri(), nil, nil, appuntamento(), false},
		{"operator of the sede that it is with", operatore("4900"), nil, nil, appuntamento(), true},
		{"operator of the company's sede, with another one", operatore("4900"), nil, nil, appuntamento(conSede("1300")), false},
		{"operator of another sede that it is with", operatore("1300"), nil, nil, appuntamento(conSede("1300")), true},
		{"operator with a delega of his own", operatore("1300"), []model.Delega{d("D1", per(conti), quali(model.ProfiloUtenteOperatore))}, nil, appuntamento(), false},
		{"operator without a sede", di(conti, model.ProfiloUtenteOperatore), nil, nil, appuntamento(conSede("")), false},
		{"sede without being an operator", di(conti, model.ProfiloUtenteAvvocato, diSede("4900")), nil, nil, appuntamento(), false},
		{"analyst", di(conti, model.ProfiloUtenteAnalista), nil, nil, appuntamento(conSede("1300")), true},
		{"nobody", model.Utente{}, nil, nil, appuntamento(), false},
		{"an appointment of no company", ilSala(), nil, nil, appuntamento(perPosizione(Posizione{})), false},
	} {
		m := NewMandato(caso.utente, caso.deleghe, caso.padri)
		if vede := m.VedeAppuntamento(caso.di, adesso()); vede != caso.vede {
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
		m := NewMandato(caso.utente, nil, nil)
		if conosce := m.ConosceRecapiti(DellaRichiesta(caso.di)); conosce != caso.conosce {
			t.Errorf("%s: %t, want %t", caso.nome, conosce, caso.conosce)
		}
		stesso := appuntamento(conSede(caso.di.CodiceSede), prenotato(caso.di.Mittente)) // of an appointment it is the same
		if conosce := m.ConosceRecapiti(DellAppuntamento(stesso)); conosce != caso.conosce {
			t.Errorf("appointment, %s: %t, want %t", caso.nome, conosce, caso.conosce)
		}
	}
}
