package crash

import (
	"fmt"
	"slices"
	"testing"

	"cassetto/graph/model"
	"cassetto/sources/comunicazioni"
)

// buoni are facts that keep every promise: two requests, one of them taken in charge and closed, and the appointments of
// appuntamentiBuoni.
func buoni() *fatti {
	f := &fatti{tutte: true, consegne: map[string]arrivi{}, adesso: quando("2026-11-27T09:00:00Z")}
	f.aggiungi("R-1", "APERTURA", "PROTOCOLLAZIONE_SMISTAMENTO", "PRESA_IN_CARICO", "CHIUSURA")
	f.aggiungi("R-2", "APERTURA", "PROTOCOLLAZIONE_SMISTAMENTO", "COMMENTO")
	commento := "operatore 1"
	f.richieste[0].Eventi[2].Commento = &commento
	f.comandi = []comando{{commento: "mai fatto", richiesta: "R-2", respinto: true, volte: 1}, {commento: commento, richiesta: "R-1", numero: 3, volte: 2}}
	dopo := vista{nome: "tutto", di: richieste, vede: func(soggetto) bool { return true }}
	for _, r := range f.richieste {
		for _, e := range r.Eventi {
			f.giornale = append(f.giornale, iscrizione{"eventi", int64(len(f.giornale) + 1), evento(r.ID, e.Numero)})
			dopo.visti = append(dopo.visti, visto{r.ID, e.Numero, int32(len(r.Eventi))})
		}
	}
	dopo.visti = dopo.visti[1:] // it came later
	f.abbonati = []vista{dopo}
	f.appuntamentiBuoni()
	return f
}

func (f *fatti) aggiungi(id string, tipi ...model.TipoEventoRichiesta) {
	sede := model.CodiceSede(sedeOperatore)
	n := len(f.richieste) + 1
	protocollo := fmt.Sprintf("INPS.4900.27/11/2026.%07d", n)
	r := model.Richiesta{ID: id, Testo: "Prova " + id, Matricola: "9900010011", CodiceSede: sede, Protocollo: &protocollo, DataApertura: "2026-11-27T08:00:00Z"}
	r.Recapiti = &model.RecapitiRichiesta{ConsensoEmail: true, ConsensoSms: true}
	for i, tipo := range tipi {
		e := model.EventoRichiesta{Numero: int32(i + 1), Tipo: tipo, Ts: model.DataOra(fmt.Sprintf("2026-11-27T08:00:%02dZ", i)), AStato: r.Stato}
		if i > 0 {
			stato := r.Stato
			e.DaStato = &stato
		}
		switch tipo {
		case model.TipoEventoRichiestaApertura:
			e.AStato, e.Sede = model.StatoRichiestaAperta, &sede
		case model.TipoEventoRichiestaPresaInCarico:
			e.AStato = model.StatoRichiestaInCarico
		case model.TipoEventoRichiestaChiusura:
			e.AStato = model.StatoRichiestaChiusa
		}
		r.Stato, r.DataUltimoAggiornamento = e.AStato, e.Ts
		r.Eventi, r.Registrati = append(r.Eventi, e), e.Numero
	}
	f.richieste = append(f.richieste, r)
	f.invii = append(f.invii, invio{testo: r.Testo, matricola: string(r.Matricola), email: true, sms: true, id: id})
	f.protocolli = append(f.protocolli, iscrizione{"4900/2026-11-27", int64(n), id})
	for _, e := range r.Eventi {
		for _, c := range model.AllCanaleAvviso {
			if e.Tipo == model.TipoEventoRichiestaProtocollazioneSmistamento || e.Tipo == model.TipoEventoRichiestaChiusura {
				nome := "N-" + dovuta(id, e.Numero, c)
				f.notifiche = append(f.notifiche, model.Notifica{ID: nome, IDRichiesta: id, Evento: e.Numero, Canale: c, Stato: model.StatoNotificaInviata, Tentativi: 1})
				f.consegne[nome] = arrivi{volte: 2}
			}
		}
	}
}

// TestVerifica: facts that keep every promise are found good, and each that breaks one is told by the name of what it breaks.
func TestVerifica(t *testing.T) {
	if v := verifica(buoni()); len(v) > 0 {
		t.Fatal(v)
	}
	for nome, g := range guasti() {
		f := buoni()
		if err := guasta(f, nome); err != nil {
			t.Fatal(err)
		}
		if v := verifica(f); !slices.ContainsFunc(v, func(v violazione) bool { return v.genere == g.rompe }) {
			t.Errorf("%s: %v, want one that is %s", nome, v, g.rompe)
		}
	}
	if guasta(buoni(), "nessuno") == nil {
		t.Error("an unknown name is accepted")
	}
}

// TestCollezioni: the registers have the names that they are read by.
func TestCollezioni(t *testing.T) {
	var nomi []string
	for _, c := range comunicazioni.Collections() {
		nomi = append(nomi, c.Name)
	}
	for _, vuole := range []string{"protocolli", "giornale"} {
		if !slices.Contains(nomi, vuole) {
			t.Errorf("no %s among %v", vuole, nomi)
		}
	}
}
