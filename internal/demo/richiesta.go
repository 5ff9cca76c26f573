package demo

import (
	"strings"
	"time"
	"unicode"

	"cassetto/graph/model"
)

// lettera is what a company sends to its office.
type lettera struct {
	quando     time.Time
	tema       *tema
	motivo     motivo
	precedente *model.Richiesta     // that it follows up; nil for none
	testo      string               // written by hand; empty: made of the tema
	fino       model.StatoRichiesta // where its story stops; empty: where today finds it
}

// invia makes a request and what happened to it until yesterday; nil when the company has no number left for it. What follows
// up another keeps its ambito and oggetto.
func (d *dialogo) invia(l lettera) *model.Richiesta {
	if len(d.richieste) >= d.massimo {
		return nil
	}
	numero := d.numeroRichiesta()
	aperta := model.DataOraDi(l.quando)
	da, posta := d.chiScrive(aperta, model.ServizioComunicazioni)
	r := &model.Richiesta{
		ID: idRichiesta(l.quando.In(model.Roma).Year(), numero), Tipo: model.TipoRichiestaSpecifica, Testo: l.testo,
		Matricola: d.sintetici.Matricola, CodiceFiscale: d.sintetici.CodiceFiscale, CodiceSede: d.sintetici.CodiceSede,
		CodiceAmbito: l.tema.ambito, CodiceOggetto: l.tema.oggetto,
		Mittente: da, Recapiti: d.recapitiDi(posta), DataApertura: aperta, Allegati: []model.Allegato{},
	}
	if l.tema.ambito == imprecisato {
		r.Tipo = model.TipoRichiestaGenerica
	}
	if r.IDRadice = r.ID; l.precedente != nil {
		r.IDPrecedente, r.IDRadice = l.precedente.ID, l.precedente.IDRadice
	}
	if r.Testo == "" {
		r.Testo = d.testo(l, r)
	}
	d.vivi(r, l, numero)
	d.tieni(r)
	return r
}

// tieni puts a request with those of the company, as the archive keeps what is already in the journal.
func (d *dialogo) tieni(r *model.Richiesta) {
	r.DataUltimoAggiornamento = r.Eventi[len(r.Eventi)-1].Ts
	r.Registrati, r.ModificataAl = int32(len(r.Eventi)), istante(r.DataUltimoAggiornamento)
	d.richieste = append(d.richieste, r)
	d.avvisa(r)
}

// numeroRichiesta is a number that no other request of the demonstration has, and no other protocollo of a generated company: those
// count up through the numbers of the company, these down.
func (d *dialogo) numeroRichiesta() int {
	if d.serie < primaGenerata {
		return 300_100 + d.serie + len(d.richieste)
	}
	return d.serie + seriali - 1 - len(d.richieste)
}

func idRichiesta(anno, numero int) string {
	return "R-" + string(cifre(nil, anno, 4)) + "-" + string(cifre(nil, numero, 7))
}

// testo writes a request of a tema in one of many ways.
func (d *dialogo) testo(l lettera, r *model.Richiesta) string {
	t := scegli(d.c, l.tema.testi)
	if l.precedente != nil {
		t = strings.ReplaceAll(d.seguito(*l.precedente.Esito), "{protocollo}", *l.precedente.Protocollo)
	}
	t = d.parole(t, l.motivo)
	if r.Mittente.DelegaID != nil && d.c.suMille(300) {
		t = "Scriviamo per conto dell'azienda assistita. " + t
	}
	inizio := scegli(d.c, []string{"", "", "Buongiorno, ", "Gentile sede, ", "Spettabile INPS, "})
	if inizio != "" {
		lettere := []rune(t)
		lettere[0] = unicode.ToLower(lettere[0])
		t = string(lettere)
	}
	return inizio + t + scegli(d.c, []string{
		"", " In attesa di riscontro, cordiali saluti.", " Grazie.", " Si resta a disposizione per ogni chiarimento.", " Distinti saluti.",
	})
}

// seguito is how a company comes back to a request that was closed.
func (d *dialogo) seguito(esito model.EsitoRichiesta) string {
	switch esito {
	case model.EsitoRichiestaAccolta:
		return scegli(d.c, []string{
			"Facendo seguito alla richiesta protocollo {protocollo}, accolta, segnaliamo che nel Cassetto la situazione non è ancora cambiata.",
			"La richiesta protocollo {protocollo} è stata accolta: chiediamo entro quanto tempo l'aggiornamento sarà visibile.",
		})
	case model.EsitoRichiestaInformativa:
		return scegli(d.c, []string{
			"Ringraziamo per la risposta alla richiesta protocollo {protocollo}, ma ci serve un chiarimento ulteriore sulla decorrenza.",
			"Con riferimento alla risposta data al protocollo {protocollo}, chiediamo di poter parlare con chi segue la pratica.",
		})
	}
	return scegli(d.c, []string{
		"Con riferimento alla richiesta protocollo {protocollo} chiediamo di riesaminare l'esito: siamo in grado di esibire la documentazione che mancava.",
		"Non condividiamo la risposta data al protocollo {protocollo} e ne chiediamo la motivazione.",
		"A integrazione della richiesta protocollo {protocollo} precisiamo che i dati corretti sono quelli della seconda denuncia trasmessa.",
	})
}

// istante is an instant as archives write when a document was modified.
func istante(i model.DataOra) string { return strings.TrimSuffix(string(i), "Z") + ".000000Z" }
