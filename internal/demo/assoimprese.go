package demo

import "cassetto/graph/model"

// assoimprese is the association Assoimprese Esempio as an employer: no VAT number and no entry in the Registro delle imprese. It took
// its delega from the demo consultant yesterday; the subdelega that hangs on it still says it is active.
func assoimprese(oggi giorno) *posizione {
	p := nominata(scheda{
		matricola: "9900060016", cf: assoimpreseCF, denominazione: "ASSOIMPRESE ESEMPIO", forma: "AO", settore: &settori[associazioni],
		luogo: &luoghi[milano], indirizzo: luoghi[milano].indirizzo("CORSO", "ITALIA", "5", 1), legale: gallo, dal: il("2021-04-12"),
		costituita: il("1994-09-26"), iscritta: il("2014-01-07"), inizio: il("2014-02-03"), forza: 3, salario: 2050,
		serie: 50_000, dominio: "assoimprese", mittente: ferri.cf, conferita: il("2022-02-07"),
	}, oggi)
	p.soggetto(gallo, rappresentante, p.dal, 0)
	p.dipendenza("SEDE PRINCIPALE", p.sintetici.SedeLegale, p.inizio, 3, true)
	p.ripartisci()
	attiva := p.indiretta(60, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita)
	p.deleghe = []model.Delega{
		revoca(attiva, gallo.cf, (oggi-1).alle(16, 42, 10)),
		subdelega("D-66", attiva, neri, il("2024-05-06"), model.ServizioCassetto, model.ServizioComunicazioni),
	}
	return p
}
