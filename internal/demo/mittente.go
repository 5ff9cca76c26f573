package demo

import (
	"slices"
	"strings"

	"cassetto/graph/model"
)

// daIntermediario is how many requests and bookings in a thousand an intermediary sends, of a company that has one.
const daIntermediario = 400

// chiScrive draws who uses a service for the company at an instant: an intermediary whose delega holds then, the legal representative,
// or the employee whom the company enabled. The last is what his mailbox is called.
func (d *dialogo) chiScrive(quando model.DataOra, servizio model.Servizio) (*model.MittenteRichiesta, string) {
	g := giornoDiRoma(quando)
	if valide := d.valide(g, quando, servizio); len(valide) > 0 && d.c.suMille(daIntermediario) {
		x := scegli(d.c, valide)
		return &model.MittenteRichiesta{CodiceFiscale: x.DelegatoCf, StudioCf: x.StudioCf, Qualifica: x.Qualifica, DelegaID: &x.ID}, d.casellaDi(x.DelegatoCf)
	}
	dominio := d.dominio()
	switch luca := d.sintetici.CodiceFiscale == auroraCF; {
	case luca && g >= abilitatoConti && d.c.suMille(450):
		return &model.MittenteRichiesta{CodiceFiscale: conti.cf, Qualifica: model.ProfiloUtenteAzienda}, casella(conti, dominio)
	case !luca && d.forza > 5 && d.c.suMille(450):
		return &model.MittenteRichiesta{CodiceFiscale: d.dipendente.cf, Qualifica: model.ProfiloUtenteAzienda}, casella(d.dipendente, dominio)
	}
	return &model.MittenteRichiesta{CodiceFiscale: d.legale.cf, Qualifica: model.ProfiloUtenteLegaleRappresentante}, casella(d.legale, dominio)
}

// abilitatoConti is when Officine Aurora enabled its employee.
var abilitatoConti = il("2023-02-01")

// valide are the deleghe by which an intermediary may use a service at an instant.
func (d *dialogo) valide(g giorno, quando model.DataOra, servizio model.Servizio) (valide []*model.Delega) {
	vale := func(x *model.Delega) bool {
		return x.Tipo != model.TipoDelegaDirettaDipendente && slices.Contains(x.Servizi, servizio) && x.Inizio <= g.data() &&
			(x.Fine == nil || *x.Fine >= g.data()) && (x.DataRevoca == nil || quando < *x.DataRevoca)
	}
	for i := range d.deleghe {
		x := &d.deleghe[i]
		padre := x.ParentID == nil || slices.ContainsFunc(d.deleghe, func(y model.Delega) bool { return y.ID == *x.ParentID && vale(&y) })
		if vale(x) && padre {
			valide = append(valide, x)
		}
	}
	return valide
}

// dominio is where the company has its mailboxes.
func (d *dialogo) dominio() string {
	if e := d.sintetici.Email; e != nil {
		_, dominio, _ := strings.Cut(*e, "@")
		return dominio
	}
	return string(d.sintetici.Matricola) + ".example"
}

// casellaDi is the mailbox of an intermediary; of those who have no name here, that of the studio.
func (d *dialogo) casellaDi(cf model.CodiceFiscale) string {
	for _, x := range [...]struct {
		persona
		dominio string
	}{{ferri, "studioferri.example"}, {neri, "studioferri.example"}, {bruni, "assoimprese.example"}, {lombardi, "studiolombardi.example"}, {testa, "studiotesta.example"}} {
		if x.cf == cf {
			return casella(x.persona, x.dominio)
		}
	}
	return "segreteria@studio" + string(d.sintetici.Matricola[2:8]) + ".example"
}

func casella(p persona, dominio string) string {
	pulito := strings.NewReplacer("'", "", " ", "")
	return strings.ToLower(pulito.Replace(p.nome) + "." + pulito.Replace(p.cognome) + "@" + dominio)
}

// recapitiDi draws how a sender wants to be told. No operator gives out mobile numbers that begin with 300.
func (d *dialogo) recapitiDi(casella string) *model.RecapitiRichiesta {
	come := d.c.pesato(50, 38, 12)
	r := &model.RecapitiRichiesta{}
	if come < 2 {
		r.Email, r.ConsensoEmail = &casella, d.c.suMille(800)
	}
	if come != 1 {
		r.Cellulare, r.ConsensoSms = new(string(cifre([]byte("+39300000"), d.c.IntN(10_000), 4))), d.c.suMille(600)
	}
	return r
}
