package demo

import (
	"strings"

	"cassetto/graph/model"
)

const (
	prime   = 200 // companies below this number may be ten years old; the others are young, so that many can be stored
	seriali = 32  // serial numbers kept for each company

	primaGenerata = 1_000_000 // serial numbers of the generated companies begin here
)

// matricolaDi is the position of generated company n: 99, six digits, two arbitrary ones.
func matricolaDi(n int) model.Matricola {
	b := cifre(append(make([]byte, 0, 10), "99"...), 100_000+n, 6)
	return model.Matricola(cifre(b, (100_000+n)*37%93, 2))
}

// generata makes company n, which depends on n and on the day alone.
func generata(n int, oggi giorno) *posizione {
	p := abbozzo(n, oggi)
	iscritta := p.inizio - giorno(p.IntN(20))
	costituita := iscritta - giorno(p.tra(5, 1500))
	p.dal = iscritta
	if p.conferita = min(p.inizio+giorno(p.IntN(90)), oggi-1); n < clienti {
		p.mittente = ferri.cf
	}
	if p.inizio < oggi-900 && p.forma != "DI" && p.suMille(150) {
		p.dal = (p.inizio + giorno(p.IntN(int(oggi-900-p.inizio)))).feriale() // a successor, whose predecessor is not shown
	}
	p.intesta(n)
	p.sintetici.DataCostituzione = new(costituita.data())
	p.anagrafa(iscritta, p.luogo.unIndirizzo(p.caso))
	p.recapiti()
	p.denuncia()
	p.trasmetti()
	p.interrompi()
	p.impianta()
	p.cambiaNome(iscritta)
	soci := p.soci()
	p.lega(soci)
	p.iscrivi(soci)
	p.collega(n)
	p.complementa(iscritta)
	if p.forma != "AO" {
		p.infocamere = p.registra(costituita, soci, p.capitale())
	}
	p.delega(n)
	return p
}

// abbozzo are the facts that everything else follows from.
func abbozzo(n int, oggi giorno) *posizione {
	c := sorte(n)
	p := &posizione{
		caso: c, oggi: oggi, serie: primaGenerata + n*seriali,
		settore: &settori[c.pesato(pesiSettori[:]...)], luogo: &luoghi[c.pesato(pesiLuoghi[:]...)],
		forza: taglia(c), legale: titolare(c, n),
	}
	p.forma = scegli(c, p.settore.forme)
	if p.forza > 9 && (p.forma == "DI" || p.forma == "SN" || p.forma == "AS") {
		p.forma = "SR"
	}
	if p.forza >= 60 {
		p.dirigenti = p.tra(0, p.forza/50)
	}
	p.salario = p.settore.retribuzione * p.tra(88, 118) / 100
	nata := oggi.mese() - 1 - mese(eta(c, n))
	p.inizio = (nata.primo() + giorno(c.IntN(25))).feriale()
	p.sospendi()
	return p
}

// eta is how many months ago a company began.
func eta(c caso, n int) int {
	switch {
	case n < prime:
		return c.tra(2, storico-2)
	case c.suMille(100):
		return c.tra(12, 60)
	}
	return c.tra(1, 22)
}

// taglia is the number of employees: 77 % of the firms up to 5, 92.5 % up to 15 (INPS, Osservatorio imprese).
func taglia(c caso) int {
	switch c.pesato(770, 155, 55, 17, 3) {
	case 0:
		return 1 + c.pesato(34, 25, 18, 13, 10)
	case 1:
		return c.tra(6, 15)
	case 2:
		return c.tra(16, 49)
	case 3:
		return c.tra(50, 249)
	}
	return c.tra(250, 900)
}

// sospendi draws the periods without employees: winter closures, a suspension, an end.
func (p *posizione) sospendi() {
	vissuti := int(p.oggi - p.inizio)
	x := p.IntN(1000)
	switch {
	case p.settore.stagionale && x < 250:
		p.inverni()
	case x < 250 || vissuti < 130:
	case x < 265:
		dal := p.inizio + giorno(p.tra(40, vissuti-75))
		al := min(dal+giorno(p.tra(35, 240)), p.oggi-20)
		p.vuoto(dal, al, model.TipoInterruzioneSospensione, model.OrigineInterruzioneAzienda)
	case x < 280: // message 3462/2020: a suspension cannot last more than 18 months
		dal := p.oggi - giorno(p.tra(20, min(vissuti-50, 520)))
		p.vuoto(dal, 0, model.TipoInterruzioneSospensione, model.OrigineInterruzioneAzienda)
	case x < 297:
		dal := p.oggi - giorno(p.tra(20, min(vissuti-50, 900)))
		p.vuoto(dal, 0, model.TipoInterruzioneCessazioneProvvisoria, scegli(p.caso, []model.OrigineInterruzione{
			model.OrigineInterruzioneAzienda, model.OrigineInterruzioneAzienda, model.OrigineInterruzioneUfficio, model.OrigineInterruzioneVigilanza}))
	case x < 311:
		dal := p.oggi - giorno(p.tra(60, min(vissuti-50, 1500)))
		definitiva := dal + giorno(p.tra(30, int(p.oggi-dal)-10))
		p.vuoto(dal, definitiva, model.TipoInterruzioneCessazioneProvvisoria, model.OrigineInterruzioneAzienda)
		p.vuoto(definitiva, 0, model.TipoInterruzioneCessazioneDefinitiva, model.OrigineInterruzioneUfficio)
	}
}

// inverni closes a seasonal business from November to March, this year too.
func (p *posizione) inverni() {
	for anno := p.inizio.mese().anno(); anno <= p.oggi.mese().anno(); anno++ {
		dal := giornoDi(anno, 11, p.tra(2, 18))
		al := giornoDi(anno+1, 3, p.tra(1, 20))
		if dal < p.inizio+60 || dal > p.oggi-3 {
			continue
		}
		if al >= p.oggi {
			al = 0
		}
		p.vuoto(dal, al, model.TipoInterruzioneSospensione, model.OrigineInterruzioneAzienda)
	}
}

func (p *posizione) vuoto(dal, al giorno, tipo model.TipoInterruzione, origine model.OrigineInterruzione) {
	p.vuoti = append(p.vuoti, vuoto{periodo{dal, al}, tipo, origine})
}

// intesta gives the company its codes and its name.
func (p *posizione) intesta(n int) {
	s := &p.sintetici
	s.Matricola, s.IsRiferimento = matricolaDi(n), true
	s.CodiceFiscale = model.CodiceFiscale(codiceEnte(2_000_000 + n))
	s.PartitaIva = new(model.PartitaIva(s.CodiceFiscale))
	insegna, fantasia := scegli(p.caso, p.settore.insegne), scegli(p.caso, fantasie[:])
	switch p.forma {
	case "DI":
		s.CodiceFiscale, s.Denominazione = p.legale.cf, insegna+" DI "+p.legale.nominativo()
		if p.suMille(350) {
			s.Denominazione = p.legale.nominativo()
		}
	case "SN", "AS":
		s.Denominazione = insegna + " " + fantasia + " DI " + p.legale.cognome + " " + p.legale.nome[:1] + ". " + sigle[p.forma]
	case "AO": // no VAT number: its code begins with 9
		s.CodiceFiscale, s.PartitaIva = model.CodiceFiscale(codiceEnte(9_100_000+n)), nil
		s.Denominazione = "ASSOCIAZIONE " + fantasia
	default:
		s.Denominazione = insegna + " " + fantasia + " " + sigle[p.forma]
	}
}

// recapiti gives the company its mailboxes; one in eight has no PEC.
func (p *posizione) recapiti() {
	dominio := strings.ToLower(string(p.sintetici.Matricola)) + ".example"
	if p.suMille(870) {
		p.sintetici.Pec = new("pec@pec." + dominio)
	}
	if p.suMille(700) {
		p.sintetici.Email = new("info@" + dominio)
	}
	if p.suMille(500) {
		p.sintetici.Telefono = new(p.luogo.prefisso + " 0000 0000")
	}
}
