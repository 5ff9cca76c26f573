package access

import (
	"testing"
	"time"

	"cassetto/graph/model"
)

// caso is one decision read aloud: who, with which deleghe, on which company, for which service, when, and the outcome.
type caso struct {
	nome     string
	chi      model.Utente
	deleghe  []model.Delega
	padri    map[string]model.Delega
	dove     Posizione
	servizio *model.Servizio
	quando   time.Time // zero: adesso
	atteso   string
}

func prova(t *testing.T, casi []caso) {
	for _, c := range casi {
		t.Run(c.nome, func(t *testing.T) {
			if c.quando.IsZero() {
				c.quando = adesso()
			}
			m := NewMandato(c.chi, c.deleghe, c.padri)
			if ho := detta(m.Decide(c.dove, c.servizio, c.quando)); ho != c.atteso {
				t.Errorf("decided %s, want %s", ho, c.atteso)
			}
			letterale := Mandato{Utente: c.chi, Deleghe: c.deleghe, Padri: c.padri}
			if ho := detta(letterale.Decide(c.dove, c.servizio, c.quando)); ho != c.atteso {
				t.Errorf("without an index decided %s, want %s", ho, c.atteso)
			}
			conosce := m.Decide(c.dove, nil, c.quando).Esito != Nascosto
			if ambito := m.Ambito(c.quando); ambito.Comprende(c.dove) != conosce {
				t.Errorf("Ambito %+v, while knowing the company is %v", ambito, conosce)
			}
			if c.atteso == "NASCOSTO" && conosce {
				t.Error("hidden for a service, but known")
			}
		})
	}
}

func uno(v ...model.Delega) []model.Delega { return v }

func TestDecideProfilo(t *testing.T) {
	vuoto := model.CodiceFiscale("")
	prova(t, []caso{
		{nome: "rappresentante, azienda propria", chi: ilSala(), dove: aurora1, servizio: &servCassetto, atteso: "CONSENTITO"},
		{nome: "rappresentante, altra matricola dello stesso CF", chi: ilSala(), dove: aurora2, servizio: &servUniemens, atteso: "CONSENTITO"},
		{nome: "rappresentante gestisce le deleghe", chi: ilSala(), dove: aurora1, servizio: &servDeleghe, atteso: "CONSENTITO"},
		{nome: "rappresentante, azienda altrui", chi: ilSala(), dove: forno, servizio: &servCassetto, atteso: "NASCOSTO"},
		{nome: "rappresentante senza azienda", chi: di(sala, model.ProfiloUtenteLegaleRappresentante), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "azienda vuota e codice fiscale vuoto non coincidono", chi: di(sala, model.ProfiloUtenteLegaleRappresentante, diAzienda(vuoto)),
			dove: Posizione{Matricola: "9900010011"}, atteso: "NASCOSTO"},
		{nome: "dipendente abilitato, azienda propria", chi: laVilla(), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO"},
		{nome: "dipendente abilitato conosce l'azienda", chi: laVilla(), dove: aurora2, atteso: "CONSENTITO"},
		{nome: "dipendente abilitato non gestisce le deleghe", chi: laVilla(), dove: aurora1, servizio: &servDeleghe, atteso: "NEGATO"},
		{nome: "dipendente abilitato, azienda altrui", chi: laVilla(), dove: forno, servizio: &servCassetto, atteso: "NASCOSTO"},
		{nome: "dipendente con delega e azienda propria: vale l'azienda", chi: laVilla(), deleghe: uno(d("D1", dipendente, serv(servAgenda))),
			dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO"},
		{nome: "dipendente senza azienda agisce per delega", chi: di(villa, model.ProfiloUtenteAzienda), deleghe: uno(d("D1", dipendente)),
			dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "dipendente senza azienda, servizio non delegato", chi: di(villa, model.ProfiloUtenteAzienda), deleghe: uno(d("D1", dipendente, serv(servAgenda))),
			dove: aurora1, servizio: &servUniemens, atteso: "NEGATO"},
		{nome: "dipendente senza azienda, altra matricola", chi: di(villa, model.ProfiloUtenteAzienda), deleghe: uno(d("D1", dipendente)),
			dove: aurora2, servizio: &servUniemens, atteso: "NASCOSTO"},
		{nome: "dipendente senza azienda né delega", chi: di(villa, model.ProfiloUtenteAzienda), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "operatore, sede propria", chi: di(conti, model.ProfiloUtenteOperatore, diSede("4900")), dove: aurora1, servizio: &servComunicazioni, atteso: "CONSENTITO"},
		{nome: "operatore, deleghe della sede propria", chi: di(conti, model.ProfiloUtenteOperatore, diSede("4900")), dove: forno, servizio: &servDeleghe, atteso: "CONSENTITO"},
		{nome: "operatore, altra sede", chi: di(conti, model.ProfiloUtenteOperatore, diSede("4900")), dove: aurora2, servizio: &servCassetto, atteso: "NASCOSTO"},
		{nome: "operatore, agenzia della stessa provincia", chi: di(conti, model.ProfiloUtenteOperatore, diSede("4901")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "operatore senza sede", chi: di(conti, model.ProfiloUtenteOperatore), dove: Posizione{Matricola: "9900010011"}, atteso: "NASCOSTO"},
		{nome: "operatore, sede vuota e posizione senza sede", chi: di(conti, model.ProfiloUtenteOperatore, diSede("")), dove: Posizione{Matricola: "9900010011"}, atteso: "NASCOSTO"},
		{nome: "operatore con azienda propria: vale il profilo", chi: di(conti, model.ProfiloUtenteOperatore, diSede("7000"), diAzienda(auroraCF)), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "operatore delegato: vale il profilo", chi: di(ferri, model.ProfiloUtenteOperatore, diSede("7000")), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "analista legge tutto", chi: di(conti, model.ProfiloUtenteAnalista), dove: forno, servizio: &servUniemens, atteso: "CONSENTITO"},
		{nome: "analista legge le deleghe", chi: di(conti, model.ProfiloUtenteAnalista), dove: aurora1, servizio: &servDeleghe, atteso: "CONSENTITO"},
		{nome: "profilo sconosciuto", chi: di(ferri, "ALTRO", diAzienda(auroraCF), diSede("4900")), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "profilo vuoto", chi: di(ferri, ""), deleghe: uno(d("D1", quali(""))), dove: aurora1, atteso: "NASCOSTO"},
	})
}

func TestDecideDelega(t *testing.T) {
	master900 := d("D1", master)
	prova(t, []caso{
		{nome: "consulente con delega", chi: laFerri(), deleghe: uno(d("D1")), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "consulente conosce l'azienda", chi: laFerri(), deleghe: uno(d("D1")), dove: aurora1, atteso: "CONSENTITO D1"},
		{nome: "consulente, servizio non delegato", chi: laFerri(), deleghe: uno(d("D1")), dove: aurora1, servizio: &servGS, atteso: "NEGATO"},
		{nome: "una delega vale per la sua matricola", chi: laFerri(), deleghe: uno(d("D1")), dove: aurora2, servizio: &servUniemens, atteso: "NASCOSTO"},
		{nome: "consulente senza deleghe", chi: laFerri(), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "le deleghe non si delegano, anche se elencate", chi: laFerri(), deleghe: uno(d("D1", serv(tuttiServizi...))), dove: aurora1, servizio: &servDeleghe, atteso: "NEGATO"},
		{nome: "delega della sola gestione deleghe: nessun titolo", chi: laFerri(), deleghe: uno(d("D1", serv(servDeleghe))), dove: aurora1, servizio: &servDeleghe, atteso: "NASCOSTO"},
		{nome: "delega senza servizi: nessun titolo", chi: laFerri(), deleghe: uno(d("D1", serv())), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "servizio sconosciuto", chi: laFerri(), deleghe: uno(d("D1", serv("ALTRO"))), dove: aurora1, servizio: ptr(model.Servizio("ALTRO")), atteso: "NASCOSTO"},
		{nome: "due deleghe, servizi diversi", chi: laFerri(), deleghe: uno(d("D1", serv(servAgenda)), d("D2", serv(servUniemens))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D2"},
		{nome: "delega senza posizione", chi: laFerri(), deleghe: uno(d("D1", func(v *model.Delega) { v.Posizione = nil })), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "delega con codice vuoto, azienda senza matricola", chi: laFerri(), deleghe: uno(d("D1", su(model.GestioneContributivaDipendenti, ""))), dove: Posizione{}, atteso: "NASCOSTO"},
		{nome: "gestione degli artigiani: nessuna sezione", chi: laFerri(), deleghe: uno(d("D1", su(model.GestioneContributivaArtigiani, string(auroraCF)))), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "gestione dipendenti sul codice fiscale: non è una matricola", chi: laFerri(), deleghe: uno(d("D1", su(model.GestioneContributivaDipendenti, string(auroraCF)))), dove: aurora1, atteso: "NASCOSTO"},

		{nome: "master, prima matricola", chi: laFerri(), deleghe: uno(master900), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "master, seconda matricola", chi: laFerri(), deleghe: uno(master900), dove: aurora2, servizio: &servCassetto, atteso: "CONSENTITO D1"},
		{nome: "master, gestione separata", chi: laFerri(), deleghe: uno(master900), dove: aurora1, servizio: &servGS, atteso: "CONSENTITO D1"},
		{nome: "master, non le deleghe", chi: laFerri(), deleghe: uno(master900), dove: aurora1, servizio: &servDeleghe, atteso: "NEGATO"},
		{nome: "master, solo i servizi elencati", chi: laFerri(), deleghe: uno(d("D1", master, serv(servAgenda))), dove: aurora1, servizio: &servUniemens, atteso: "NEGATO"},
		{nome: "master, altra azienda", chi: laFerri(), deleghe: uno(master900), dove: forno, atteso: "NASCOSTO"},
		{nome: "master a un dipendente", chi: di(villa, model.ProfiloUtenteAzienda), deleghe: uno(d("D1", dipendente, master)), dove: aurora2, servizio: &servAgenda, atteso: "CONSENTITO D1"},

		{nome: "gestione separata", chi: laFerri(), deleghe: uno(d("D1", suGS(auroraCF), serv(servGS))), dove: aurora2, servizio: &servGS, atteso: "CONSENTITO D1"},
		{nome: "gestione separata, altri servizi elencati non contano", chi: laFerri(), deleghe: uno(d("D1", suGS(auroraCF), serv(servGS, servCassetto))), dove: aurora1, servizio: &servCassetto, atteso: "NEGATO"},
		{nome: "gestione separata senza il suo servizio: nessun titolo", chi: laFerri(), deleghe: uno(d("D1", suGS(auroraCF))), dove: aurora1, servizio: &servCassetto, atteso: "NASCOSTO"},
		{nome: "gestione separata di un'impresa individuale", chi: laFerri(), deleghe: uno(d("D1", suGS(villa), serv(servGS))),
			dove: Posizione{Matricola: "9900099999", CodiceFiscale: villa}, servizio: &servGS, atteso: "CONSENTITO D1"},
		{nome: "gruppo, alla persona della capogruppo", chi: di(conti, model.ProfiloUtenteAzienda, diAzienda(fornoCF)),
			deleghe: uno(d("D1", tipo(model.TipoDelegaGruppo), quali(model.ProfiloUtenteAzienda), per(conti), dello(fornoCF))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "gruppo, alla capogruppo", chi: di(villa, model.ProfiloUtenteLegaleRappresentante, diAzienda(fornoCF)),
			deleghe: uno(d("D1", tipo(model.TipoDelegaGruppo), quali(model.ProfiloUtenteAzienda), per(conti), dello(fornoCF))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "gruppo, non gestisce le deleghe della controllata", chi: di(villa, model.ProfiloUtenteLegaleRappresentante, diAzienda(fornoCF)),
			deleghe: uno(d("D1", tipo(model.TipoDelegaGruppo), quali(model.ProfiloUtenteAzienda), per(conti), dello(fornoCF), serv(tuttiServizi...))), dove: aurora1, servizio: &servDeleghe, atteso: "NEGATO"},
		{nome: "gruppo, altra capogruppo", chi: di(villa, model.ProfiloUtenteAzienda, diAzienda(fornoCF)),
			deleghe: uno(d("D1", tipo(model.TipoDelegaGruppo), quali(model.ProfiloUtenteAzienda), per(conti), dello(assoCF))), dove: aurora1, atteso: "NASCOSTO"},
	})
}

func TestDecideQualifica(t *testing.T) {
	allaAssoc := func(v *model.Delega) {
		v.Qualifica, v.DelegatoCf, v.StudioCf = model.ProfiloUtenteAssociazioneDiCategoria, villa, ptr(assoCF)
	}
	avvocato := func(mods ...func(*model.Utente)) model.Utente { return di(conti, model.ProfiloUtenteAvvocato, mods...) }
	prova(t, []caso{
		{nome: "collega dello studio, altra professione", chi: avvocato(diStudio(studioCF)), deleghe: uno(d("D1")), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1"},
		{nome: "collega, ma delega alla sola persona", chi: avvocato(diStudio(studioCF)), deleghe: uno(d("D1", senzaStudio)), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "professionista di un altro studio", chi: avvocato(diStudio(assoCF)), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "professionista senza studio", chi: avvocato(), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "la persona, dopo aver lasciato lo studio", chi: di(ferri, model.ProfiloUtenteConsulenteDelLavoro), deleghe: uno(d("D1")), dove: aurora1, servizio: &servAgenda, atteso: "CONSENTITO D1"},
		{nome: "la stessa persona come avvocato, senza studio", chi: di(ferri, model.ProfiloUtenteAvvocato), deleghe: uno(d("D1", senzaStudio)), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "la stessa persona come dipendente d'azienda", chi: di(ferri, model.ProfiloUtenteAzienda, diAzienda(fornoCF)), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "la stessa persona come rappresentante della propria società", chi: di(ferri, model.ProfiloUtenteLegaleRappresentante, diAzienda(studioCF)), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "la stessa persona come associazione", chi: di(ferri, model.ProfiloUtenteAssociazioneDiCategoria, diStudio(studioCF)), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "la stessa persona come dipendente di studio", chi: di(ferri, model.ProfiloUtenteIntermediarioDelegato, diStudio(studioCF)), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "associazione, per lo studio", chi: assoc(), deleghe: uno(d("D1", allaAssoc)), dove: aurora1, servizio: &servCassetto, atteso: "CONSENTITO D1"},
		{nome: "consulente nella sede dell'associazione: delega non sua", chi: di(ferri, model.ProfiloUtenteConsulenteDelLavoro, diStudio(assoCF)), deleghe: uno(d("D1", allaAssoc)), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "associazione, delega a un suo professionista", chi: assoc(), deleghe: uno(d("D1", dello(assoCF))), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "qualifica non ammessa per il tipo", chi: laFerri(), deleghe: uno(d("D1", tipo(model.TipoDelegaDirettaDipendente))), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "delega diretta con qualifica di operatore", chi: di(ferri, model.ProfiloUtenteOperatore), deleghe: uno(d("D1", quali(model.ProfiloUtenteOperatore))), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "tipo sconosciuto", chi: laFerri(), deleghe: uno(d("D1", tipo("ALTRO"))), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "delega a un'altra persona", chi: di(conti, model.ProfiloUtenteConsulenteDelLavoro), deleghe: uno(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "delegato e utente senza codice fiscale", chi: di("", model.ProfiloUtenteConsulenteDelLavoro), deleghe: uno(d("D1", per(""), senzaStudio)), dove: aurora1, atteso: "NASCOSTO"},
	})
}

func TestDecidePerimetro(t *testing.T) {
	prova(t, []caso{
		{nome: "parziale", chi: laFerri(), deleghe: uno(d("D1", solo(villa, bruni))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo BRNSRA91M47A000W,VLLPLA79S21A000I"},
		{nome: "parziale senza nessuno", chi: laFerri(), deleghe: uno(d("D1", solo())), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo "},
		{nome: "perimetro non scritto: nessuno", chi: laFerri(), deleghe: uno(d("D1", func(v *model.Delega) { v.Perimetro = "" })), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo "},
		{nome: "due parziali si uniscono", chi: laFerri(), deleghe: uno(d("D1", solo(villa)), d("D2", solo(bruni, villa))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo BRNSRA91M47A000W,VLLPLA79S21A000I"},
		{nome: "una totale vince sulle parziali", chi: laFerri(), deleghe: uno(d("D1", solo(villa)), d("D2")), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D2"},
		{nome: "la totale di un altro servizio non conta", chi: laFerri(), deleghe: uno(d("D1", solo(villa)), d("D2", serv(servGS))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo VLLPLA79S21A000I"},
		{nome: "la totale revocata non conta", chi: laFerri(), deleghe: uno(d("D1", solo(villa)), d("D2", stato(model.StatoDelegaRevocata))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO D1 solo VLLPLA79S21A000I"},
		{nome: "parziale sulla matricola, totale sul codice fiscale", chi: laFerri(), deleghe: uno(d("D1", solo(villa), serv(servGS)), d("D2", suGS(auroraCF), serv(servGS))), dove: aurora1, servizio: &servGS, atteso: "CONSENTITO D2"},
		{nome: "parziale sulla gestione separata e sulla master", chi: laFerri(), deleghe: uno(d("D1", suGS(auroraCF), serv(servGS), solo(villa)), d("D2", master, solo(bruni))), dove: aurora2, servizio: &servGS,
			atteso: "CONSENTITO D1 solo BRNSRA91M47A000W,VLLPLA79S21A000I"},
		{nome: "subdelega totale di una parziale", chi: laBruni(), deleghe: uno(sub("S1", "D1")), padri: padri(d("D1", solo(villa))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO S1 solo VLLPLA79S21A000I"},
		{nome: "subdelega parziale di una totale", chi: laBruni(), deleghe: uno(sub("S1", "D1", solo(villa))), padri: padri(d("D1")), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO S1 solo VLLPLA79S21A000I"},
		{nome: "subdelega parziale di una parziale", chi: laBruni(), deleghe: uno(sub("S1", "D1", solo(villa, sala))), padri: padri(d("D1", solo(villa, conti))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO S1 solo VLLPLA79S21A000I"},
		{nome: "subdelega parziale di una parziale, nessuno in comune", chi: laBruni(), deleghe: uno(sub("S1", "D1", solo(sala))), padri: padri(d("D1", solo(villa))), dove: aurora1, servizio: &servUniemens, atteso: "CONSENTITO S1 solo "},
	})
}

func ptr[T any](v T) *T { return &v }
