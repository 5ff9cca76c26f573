package access

import (
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestDecideIstante is about when a delega holds: days of the Italian calendar, instants for revocations.
func TestDecideIstante(t *testing.T) {
	un := func(nome string, v model.Delega, quando time.Time, atteso string) caso {
		return caso{nome: nome, chi: laFerri(), deleghe: uno(v), dove: aurora1, servizio: &servCassetto, quando: quando, atteso: atteso}
	}
	ora := adesso()
	prova(t, []caso{
		un("revocata un secondo fa", d("D1", revocataIl(ora.Add(-time.Second))), ora, "NASCOSTO"),
		un("revocata adesso", d("D1", revocataIl(ora)), ora, "NASCOSTO"),
		un("revocata ieri", d("D1", revocataIl(ora.AddDate(0, 0, -1)), stato(model.StatoDelegaRevocata)), ora, "NASCOSTO"),
		un("revocata, senza istante", d("D1", stato(model.StatoDelegaRevocata)), ora, "NASCOSTO"),
		un("revoca fra un secondo", d("D1", revocataIl(ora.Add(time.Second))), ora, "CONSENTITO D1"),
		un("revoca scritta con il fuso", d("D1", revocataScritta("2026-11-23T10:00:00+01:00")), ora, "NASCOSTO"),
		un("revoca illeggibile", d("D1", revocataScritta("ieri")), ora, "NASCOSTO"),
		un("scade oggi", d("D1", al("2026-11-23")), ora, "CONSENTITO D1"),
		un("scaduta ieri", d("D1", al("2026-11-22")), ora, "NASCOSTO"),
		un("scaduta, stato registrato", d("D1", stato(model.StatoDelegaScaduta)), ora, "NASCOSTO"),
		un("comincia oggi", d("D1", dal("2026-11-23")), ora, "CONSENTITO D1"),
		un("comincia domani", d("D1", dal("2026-11-24")), ora, "NASCOSTO"),
		un("inizio illeggibile", d("D1", dal("2024")), ora, "NASCOSTO"),
		un("inizio vuoto", d("D1", dal("")), ora, "NASCOSTO"),
		un("fine illeggibile", d("D1", al("9999")), ora, "NASCOSTO"),
		un("sospesa", d("D1", stato(model.StatoDelegaSospesa)), ora, "NASCOSTO"),
		un("da attivare", d("D1", stato(model.StatoDelegaDaAttivare)), ora, "NASCOSTO"),
		un("in bozza", d("D1", stato(model.StatoDelegaBozza)), ora, "NASCOSTO"),
		un("ultimo istante dell'ultimo giorno, ora solare", d("D1", al("2026-11-23")), roma("2026-11-23 23:59:59"), "CONSENTITO D1"),
		un("mezzanotte a Roma, ora solare", d("D1", al("2026-11-23")), roma("2026-11-24 00:00:00"), "NASCOSTO"),
		un("a Roma è già domani, a Greenwich no", d("D1", dal("2026-07-02")), time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC), "CONSENTITO D1"),
		un("a Greenwich è già domani, a New York no", d("D1", al("2026-07-01")), time.Date(2026, 7, 1, 18, 30, 0, 0, time.FixedZone("", -4*3600)), "NASCOSTO"),
		un("giorno di 23 ore: primo istante", d("D1", dal("2026-03-29"), al("2026-03-29")), time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), "CONSENTITO D1"),
		un("giorno di 23 ore: ultimo istante", d("D1", dal("2026-03-29"), al("2026-03-29")), time.Date(2026, 3, 29, 21, 59, 59, 0, time.UTC), "CONSENTITO D1"),
		un("giorno di 23 ore: finito", d("D1", dal("2026-03-29"), al("2026-03-29")), time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC), "NASCOSTO"),
		un("giorno di 25 ore: prima", d("D1", dal("2026-10-25"), al("2026-10-25")), time.Date(2026, 10, 24, 21, 59, 59, 0, time.UTC), "NASCOSTO"),
		un("giorno di 25 ore: ultimo istante", d("D1", dal("2026-10-25"), al("2026-10-25")), time.Date(2026, 10, 25, 22, 59, 59, 0, time.UTC), "CONSENTITO D1"),
		un("29 febbraio", d("D1", dal("2028-02-29"), al("2028-02-29")), roma("2028-02-29 12:00:00"), "CONSENTITO D1"),
	})
}

// TestDecideSubdelega is about what a subdelega is worth, and about every way in which its parent may be dead.
func TestDecideSubdelega(t *testing.T) {
	con := func(nome string, s model.Delega, p []model.Delega, servizio *model.Servizio, atteso string) caso {
		return caso{nome: nome, chi: laBruni(), deleghe: uno(s), padri: padri(p...), dove: aurora1, servizio: servizio, atteso: atteso}
	}
	ora := adesso()
	morto := func(nome string, mods ...mod) caso {
		return con("padre "+nome, sub("S1", "D1"), uno(d("D1", mods...)), &servCassetto, "NASCOSTO")
	}
	casi := []caso{
		con("viva", sub("S1", "D1"), uno(d("D1")), &servCassetto, "CONSENTITO S1"),
		con("servizi in comune", sub("S1", "D1", serv(servCassetto, servGS)), uno(d("D1")), &servGS, "NEGATO"),
		con("nessun servizio in comune", sub("S1", "D1", serv(servGS)), uno(d("D1")), &servCassetto, "NASCOSTO"),
		con("mai le deleghe", sub("S1", "D1", serv(tuttiServizi...)), uno(d("D1", serv(tuttiServizi...))), &servDeleghe, "NEGATO"),
		con("sospesa", sub("S1", "D1", stato(model.StatoDelegaSospesa)), uno(d("D1")), &servCassetto, "NASCOSTO"),
		con("scaduta prima del padre", sub("S1", "D1", al("2026-11-22")), uno(d("D1")), &servCassetto, "NASCOSTO"),
		con("senza padre", d("S1", tipo(model.TipoDelegaSubdelega), quali(model.ProfiloUtenteIntermediarioDelegato), per(bruni)), uno(d("D1")), &servCassetto, "NASCOSTO"),
		con("padre che non c'è", sub("S1", "D9"), uno(d("D1")), &servCassetto, "NASCOSTO"),
		morto("revocato un secondo fa", revocataIl(ora.Add(-time.Second))),
		morto("revocato", stato(model.StatoDelegaRevocata)),
		morto("sospeso", stato(model.StatoDelegaSospesa)),
		morto("scaduto ieri", al("2026-11-22")),
		morto("che comincia domani", dal("2026-11-24")),
		morto("in bozza", stato(model.StatoDelegaBozza)),
		morto("di un'altra matricola", suMatricola(aurora2)),
		morto("di un'altra gestione", suGS(auroraCF), serv(servGS)),
		morto("senza posizione", func(v *model.Delega) { v.Posizione = nil }),
		morto("a un dipendente d'azienda", dipendente),
		morto("con qualifica non ammessa", tipo(model.TipoDelegaGruppo)),
		morto("che dà solo le deleghe", serv(servDeleghe)),
		con("padre che è una subdelega", sub("S2", "S1"), uno(sub("S1", "D1"), d("D1")), &servCassetto, "NASCOSTO"),
		con("padre che è se stessa", sub("S1", "S1"), uno(sub("S1", "S1")), &servCassetto, "NASCOSTO"),
		con("padre che scade oggi", sub("S1", "D1"), uno(d("D1", al("2026-11-23"))), &servCassetto, "CONSENTITO S1"),
		con("di un'associazione", sub("S1", "D1"), uno(d("D1", quali(model.ProfiloUtenteAssociazioneDiCategoria), dello(assoCF))), &servCassetto, "CONSENTITO S1"),
		con("di una master", sub("S1", "D1", master, tipo(model.TipoDelegaSubdelega)), uno(d("D1", master)), &servUniemens, "CONSENTITO S1"),
		con("di una master, su una sola matricola: altra posizione", sub("S1", "D1"), uno(d("D1", master)), &servCassetto, "NASCOSTO"),
		con("della gestione separata", sub("S1", "D1", suGS(auroraCF), serv(servGS)), uno(d("D1", suGS(auroraCF), serv(servGS))), &servGS, "CONSENTITO S1"),
		{nome: "di una collega: serve solo a chi è nominato", chi: di(villa, model.ProfiloUtenteIntermediarioDelegato, diStudio(studioCF)),
			deleghe: uno(sub("S1", "D1")), padri: padri(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "usata con un profilo di professionista", chi: di(bruni, model.ProfiloUtenteAvvocato, diStudio(studioCF)),
			deleghe: uno(sub("S1", "D1")), padri: padri(d("D1")), dove: aurora1, atteso: "NASCOSTO"},
		{nome: "dipendente di studio con una delega diretta", chi: laBruni(), deleghe: uno(d("D1", per(bruni), quali(model.ProfiloUtenteIntermediarioDelegato))), dove: aurora1, atteso: "NASCOSTO"},
	}
	prova(t, casi)
}
