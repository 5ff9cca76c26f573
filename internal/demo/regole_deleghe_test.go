package demo_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

func deleghe(t testing.TB, a *archivio) []model.Delega {
	var tutte []model.Delega
	for _, d := range righe[model.Delega](t, a, "deleghe/deleghe", "") {
		tutte = append(tutte, d.R)
	}
	return tutte
}

// attiva says whether a delega holds today, its parents aside.
func attiva(a *archivio, d model.Delega) bool {
	return d.Stato == model.StatoDelegaAttiva && d.Inizio <= a.data() && (d.Fine == nil || *d.Fine >= a.data())
}

func conferite(t testing.TB, a *archivio) {
	matricole, perCF := aziende(t, a), map[string]model.DatiSintetici{}
	for _, z := range matricole {
		perCF[string(z.CodiceFiscale)] = z
	}
	for _, d := range deleghe(t, a) {
		z, ok := matricole[d.Posizione.Codice]
		if d.Tipo == model.TipoDelegaMaster || d.Posizione.Gestione == model.GestioneContributivaParasubordinati {
			z, ok = perCF[d.Posizione.Codice]
		}
		if !ok {
			t.Errorf("%s: position %s is not there", d.ID, d.Posizione.Codice)
			continue
		}
		if d.Tipo != model.TipoDelegaSubdelega && d.DeleganteCf != z.RappresentanteLegale.Cf {
			t.Errorf("%s: given by %s, represented by %s", d.ID, d.DeleganteCf, z.RappresentanteLegale.Cf)
		}
		if slices.Contains(d.Servizi, model.ServizioDeleghe) || len(d.Servizi) == 0 {
			t.Errorf("%s: services %v", d.ID, d.Servizi)
		}
		if (d.Perimetro == model.PerimetroDelegaParziale) != (len(d.Cf) > 0) {
			t.Errorf("%s: %s with %v", d.ID, d.Perimetro, d.Cf)
		}
		if d.Inizio < z.DataIscrizioneInps {
			t.Errorf("%s: from %s, company enrolled %s", d.ID, d.Inizio, z.DataIscrizioneInps)
		}
	}
}

func alPiuDue(t testing.TB, a *archivio) {
	quante := map[string]int{}
	for _, d := range deleghe(t, a) {
		if attiva(a, d) && d.Tipo == model.TipoDelegaIndirettaIntermediario {
			quante[d.Posizione.Codice]++
		}
	}
	for p, n := range quante {
		if n > 2 {
			t.Errorf("%s: %d intermediaries", p, n)
		}
	}
}

func subdeleghe(t testing.TB, a *archivio) {
	per := map[string]model.Delega{}
	for _, d := range deleghe(t, a) {
		per[d.ID] = d
	}
	vive, morte := 0, 0
	for _, d := range per {
		if (d.Tipo == model.TipoDelegaSubdelega) != (d.ParentID != nil) {
			t.Errorf("%s: %s with parent %v", d.ID, d.Tipo, d.ParentID)
		}
		if d.ParentID == nil {
			continue
		}
		padre, ok := per[*d.ParentID]
		if !ok || d.DeleganteCf != padre.DelegatoCf || *d.Posizione != *padre.Posizione || d.Inizio < padre.Inizio || d.Qualifica != model.ProfiloUtenteIntermediarioDelegato {
			t.Errorf("%s: %+v of %+v", d.ID, d, padre)
		}
		for _, s := range d.Servizi {
			if !slices.Contains(padre.Servizi, s) {
				t.Errorf("%s: %s is not of its parent", d.ID, s)
			}
		}
		switch {
		case attiva(a, d) && attiva(a, padre):
			vive++
		case attiva(a, d) && padre.Stato == model.StatoDelegaRevocata:
			morte++
		}
	}
	if vive != 1 || morte != 1 {
		t.Errorf("%d live subdeleghe, %d with a revoked parent", vive, morte)
	}
}

func statiDeleghe(t testing.TB, a *archivio) {
	future := 0
	for _, d := range deleghe(t, a) {
		revocata := d.Stato == model.StatoDelegaRevocata
		if revocata != (d.DataRevoca != nil) || revocata != (d.RevocataDa != nil) || (d.Stato == model.StatoDelegaScaduta) != (d.Fine != nil && *d.Fine < a.data()) {
			t.Errorf("%s: %s, revoked %v, ends %v", d.ID, d.Stato, d.DataRevoca, d.Fine)
		}
		if d.Inizio > a.data() {
			future++
		}
	}
	if future != 1 {
		t.Errorf("%d begin later", future)
	}
}

func lettere(t testing.TB, a *archivio) {
	anagrafe, perCF := aziende(t, a), map[string]model.DatiSintetici{}
	posta := perChi(righe[model.PostaIbrida](t, a, "complementari/postaIbrida", "matricola"))
	for _, z := range anagrafe {
		if z.IsRiferimento {
			perCF[string(z.CodiceFiscale)] = z
		}
	}
	cerca := func(m, testo string) (trovate []model.PostaIbrida) {
		for _, l := range posta[m] {
			if strings.Contains(l.Oggetto, testo) {
				trovate = append(trovate, l)
			}
		}
		return trovate
	}
	for _, r := range ruoli(t, a) {
		attese := 0
		if r.R.Canale != nil && *r.R.Canale == model.CanaleNotificaRaccomandata {
			attese = 1
		}
		trovate := cerca(string(perCF[r.Chi].Matricola), string(r.R.Numero))
		if len(trovate) != attese || attese == 1 && trovate[0].DataEsito != nil && *trovate[0].DataEsito != *r.R.DataNotifica {
			t.Errorf("%s by %v: letters %+v", r.R.Numero, r.R.Canale, trovate)
		}
	}
	for _, n := range note(t, a) {
		attese := 0
		if anagrafe[n.Chi].Pec == nil && n.R.Stato != model.StatoNotaDiRettificaVisibile {
			attese = 1
		}
		if trovate := cerca(n.Chi, n.R.Identificativo); len(trovate) != attese || attese == 1 && trovate[0].DataSpedizione < n.R.DataEmissione {
			t.Errorf("note %s of %s, PEC %v: letters %+v", n.R.Identificativo, n.Chi, anagrafe[n.Chi].Pec, trovate)
		}
	}
	giacenze := 0
	for m, rr := range posta {
		for _, l := range rr {
			if l.Esito == model.EsitoSpedizioneCompiutaGiacenza {
				giacenze++
			}
			raccomandata := l.Tipo == model.TipoSpedizioneRaccomandataAr
			if raccomandata != (l.CodiceRaccomandata != nil) || raccomandata && (!strings.HasPrefix(*l.CodiceRaccomandata, "650") || len(*l.CodiceRaccomandata) != 12) {
				t.Errorf("%s: %+v", m, l)
			}
			if (l.Esito == model.EsitoSpedizioneInCorso) != (l.DataEsito == nil) || l.DataEsito != nil && *l.DataEsito < l.DataSpedizione || l.Tipo == model.TipoSpedizionePec {
				t.Errorf("%s: %+v", m, l)
			}
		}
	}
	if giacenze != 1 {
		t.Errorf("%d letters never collected, want one", giacenze)
	}
}

func scadenze(t testing.TB, a *archivio) {
	controlla := func(dove string, g model.Data) {
		if !lavorativo(giorno(t, g)) {
			t.Errorf("%s falls due on %s", dove, g)
		}
	}
	for _, n := range note(t, a) {
		controlla("a note", n.R.Scadenza)
		controlla("an F24", *n.R.DataPagamentoF24)
	}
	for _, d := range righe[model.DomandaDiDilazione](t, a, "complementari/domandeDiDilazione", "codiceFiscale") {
		for _, r := range d.R.Piano {
			controlla("an instalment", r.Scadenza)
		}
	}
	for _, d := range righe[model.DilazioneSuCartella](t, a, "complementari/dilazioniSuCartella", "codiceFiscale") {
		if d.R.ProssimaScadenza != nil {
			controlla("an instalment of the agent", *d.R.ProssimaScadenza)
		}
	}
}

func oreDUfficio(t testing.TB, a *archivio) {
	controlla := func(dove string, g model.Data) {
		if !lavorativo(giorno(t, g)) {
			t.Errorf("%s on %s", dove, g)
		}
	}
	for _, i := range righe[model.DatiInfocamere](t, a, "infocamere/imprese", "") {
		ora, err := time.Parse(time.RFC3339, string(i.R.DataAggiornamento))
		if err != nil {
			t.Fatal(err)
		}
		if ora = ora.In(model.Roma); ora.Hour() < 8 || ora.Hour() >= 19 || !lavorativo(giorno(t, ora.Format(time.DateOnly))) {
			t.Errorf("%s: updated %s", i.R.CodiceFiscale, ora)
		}
	}
	for _, n := range note(t, a) {
		controlla("note", n.R.DataEmissione)
	}
	for _, r := range ruoli(t, a) {
		controlla("title formed", r.R.DataFormazione)
	}
	for _, c := range partite(t, a) {
		if c.R.DataAccertamento != nil {
			controlla("debit", *c.R.DataAccertamento)
		}
	}
	for _, v := range righe[model.Ispezione](t, a, "complementari/ispezioni", "matricola") {
		controlla("inspection", v.R.DataAccesso)
	}
	for _, l := range righe[model.PostaIbrida](t, a, "complementari/postaIbrida", "matricola") {
		controlla("letter posted", l.R.DataSpedizione)
	}
}

// nienteDelFuturo looks at every day of every document; a few fields speak of what is to come.
func nienteDelFuturo(t testing.TB, a *archivio) {
	avvenire := []string{"scadenza", "primaRata", "prossimaScadenza", "inizio", "fine"}
	for sezione, documenti := range a.sezioni {
		for _, doc := range documenti {
			ogniTesto(leggiDoc(t, doc), func(chiave, testo string) {
				if slices.Contains(avvenire, chiave) || len(testo) < 10 || testo[4:5] != "-" || testo[7:8] != "-" {
					return
				}
				if _, err := time.Parse(time.DateOnly, testo[:10]); err == nil && testo[:10] > string(a.data()) {
					t.Errorf("%s: %s %s in %s", sezione, chiave, testo, doc)
				}
			})
		}
	}
}
