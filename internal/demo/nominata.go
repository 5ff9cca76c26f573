package demo

import "cassetto/graph/model"

// scheda are the facts of a company written by hand.
type scheda struct {
	matricola                         model.Matricola
	cf                                model.CodiceFiscale
	denominazione, forma              string
	settore                           *settore
	luogo                             *luogo
	indirizzo                         *model.Indirizzo
	legale                            persona
	dal, costituita, iscritta, inizio giorno
	forza, dirigenti, salario         int
	serie                             int // below those of the generated companies
	dominio                           string
	vuoti                             []vuoto
	mittente                          model.CodiceFiscale
	conferita                         giorno    // its delega
	precedenti                        []mensile // months fixed by hand: they replace those made
}

// nominata makes header, returns, comparisons and credits of a company written by hand; the rest is up to its own file.
func nominata(s scheda, oggi giorno) *posizione {
	p := &posizione{
		caso: sorte(-s.serie), oggi: oggi, serie: s.serie, settore: s.settore, luogo: s.luogo, inizio: s.inizio, vuoti: s.vuoti,
		forza: s.forza, dirigenti: s.dirigenti, salario: s.salario, legale: s.legale, dal: s.dal, forma: s.forma, mittente: s.mittente, conferita: s.conferita,
	}
	d := &p.sintetici
	d.Matricola, d.CodiceFiscale, d.Denominazione, d.IsRiferimento = s.matricola, s.cf, s.denominazione, true
	d.DataCostituzione = new(s.costituita.data())
	if s.cf[0] != '9' {
		d.PartitaIva = new(model.PartitaIva(s.cf))
	}
	p.anagrafa(s.iscritta, s.indirizzo)
	if s.dominio != "" {
		d.Pec = new(s.dominio + "@pec." + s.dominio + ".example")
		d.Email, d.Telefono = new("info@"+s.dominio+".example"), new(s.luogo.prefisso+" 0000 0000")
	}
	p.denuncia()
	for _, fissato := range s.precedenti {
		if m := p.del(fissato.mese); m != nil {
			if fissato.forza == 0 {
				fissato.forza, fissato.denunce = m.forza, m.denunce
			}
			fissato.retribuzioni, fissato.aliquota = fissato.debito*10000/model.Importo(s.settore.aliquota), s.settore.aliquota
			*m = fissato
		}
	}
	p.trasmetti()
	p.interrompi()
	p.confronta()
	p.passivi()
	return p
}

// pregressa adds a name the company had before.
func (p *posizione) pregressa(denominazione, forma string, dal, al giorno, causale model.CausaleRagioneSociale) {
	p.pregresse = append(p.pregresse, model.RagioneSocialePregressa{
		Denominazione: denominazione, FormaGiuridica: formaGiuridica(forma), Dal: dal.data(), Al: al.data(), Causale: causale,
	})
}

// inComune is an address in another comune of the office.
func (l *luogo) inComune(toponimo, via, civico, comune, cap, belfiore, istat string) *model.Indirizzo {
	return &model.Indirizzo{
		Toponimo: &toponimo, Via: via, Civico: &civico, Comune: comune, Cap: cap, Belfiore: new(model.CodiceBelfiore(belfiore)), Istat: &istat,
		Provincia: l.provincia,
	}
}
