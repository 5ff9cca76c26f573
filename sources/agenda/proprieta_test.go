package agenda

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"cassetto/graph/model"
)

// giri is how many random lives of an archive are lived; AGENDA_GIRI says another number.
func giri(t testing.TB, breve int) int {
	t.Helper()
	if v := os.Getenv("AGENDA_GIRI"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return breve
}

// TestProprieta lives random lives with three processes over one file, each step compared with a model that counts appointments:
// the answer, every state, every free place, and all that must hold at every instant. AGENDA_SEME repeats one.
func TestProprieta(t *testing.T) {
	ogniSeme(t, func(t *testing.T, seme uint64) { vivi(t, seme, 0) })
}

// TestOrologi does it with clocks that are up to 20 minutes apart, where a hold may end too early for one of them: what must hold
// holds by the one that is ahead, and nobody loses a place that was confirmed.
func TestOrologi(t *testing.T) {
	ogniSeme(t, func(t *testing.T, seme uint64) { vivi(t, seme, 20*time.Minute) })
}

func ogniSeme(t *testing.T, uno func(*testing.T, uint64)) {
	t.Helper()
	if v, err := strconv.ParseUint(os.Getenv("AGENDA_SEME"), 10, 64); err == nil {
		uno(t, v)
		return
	}
	for range giri(t, 4) {
		seme := rand.Uint64()
		t.Run(fmt.Sprint(seme), func(t *testing.T) {
			t.Parallel()
			uno(t, seme)
		})
	}
}

// vita is one life of an archive.
type vita struct {
	*testing.T
	*rand.Rand
	processi []*Archivio
	ritardi  []time.Duration // how far the clock of each is behind
	ora      time.Time       // of the one that is ahead
	orologi  bool            // are apart: the model then only knows what there is
	modello  modello
	id       int
	chiave   int
}

const passi = 80

func vivi(t *testing.T, seme uint64, ritardo time.Duration) {
	file := nuovoFile(t)
	v := &vita{T: t, Rand: rand.New(rand.NewPCG(seme, 6)), ora: mattina, orologi: ritardo > 0, modello: modello{map[string]modelloFascia{}, map[string]*modelloAppuntamento{}}}
	for range 3 {
		v.processi = append(v.processi, apri(t, file))
		v.ritardi = append(v.ritardi, 0)
	}
	v.pubblica(0)
	prima := fotografa(t, v.processi[0].Store)
	for n := range passi {
		if ritardo > 0 {
			v.ritardi[v.IntN(3)] = time.Duration(v.IntN(int(ritardo/time.Second))) * time.Second
			v.ritardi[v.IntN(3)] = 0
		}
		cosa, rifiutato := v.passo(v.IntN(3))
		dopo := fotografa(t, v.processi[0].Store)
		dopo.verifica(t, v.ora)
		if ritardo == 0 {
			for _, d := range v.modello.confronta(dopo, v.ora) {
				t.Error(d)
			}
		}
		if rifiutato && !reflect.DeepEqual(prima.ferma(v.ora), dopo.ferma(v.ora)) {
			t.Errorf("what was refused changed something: %v, %v", prima.ferma(v.ora), dopo.ferma(v.ora))
		}
		if t.Failed() {
			t.Fatalf("seed %d, step %d, %s", seme, n, cosa)
		}
		prima = dopo
	}
	v.ora = v.ora.Add(Tenuta + ritardo)
	clear(v.ritardi)
	v.spazza(1)
	fotografa(t, v.processi[0].Store).quieta(t, v.processi[2], v.ora)
	if t.Failed() {
		t.Fatalf("seed %d", seme)
	}
}

// ferma is what a state holds, but for what runs out by itself: places of nobody, and how long those of bookings last.
func (s stato) ferma(ora time.Time) map[string]string {
	ferma := map[string]string{}
	for id, a := range s.appuntamenti {
		ferma[id] = fmt.Sprint(a.Stato, a.ModificatoAl, len(a.Storico))
	}
	posti := func(di string, oo []model.Occupazione) {
		for _, o := range valide(oo, model.DataOraDi(ora)) {
			if a := s.appuntamenti[o.Appuntamento]; a != nil && tiene(a, model.DataOraDi(ora)) {
				ferma[di+" "+o.Appuntamento] = "taken"
			}
		}
	}
	for id, f := range s.fasce {
		ferma[id] = fmt.Sprint(f.Posti)
		posti(id, f.Occupazioni)
	}
	for r, oo := range s.impegni {
		posti(r, oo)
	}
	return ferma
}

// passo does something in one process; it says what, and whether it was refused.
func (v *vita) passo(processo int) (cosa string, rifiutato bool) {
	switch n := v.IntN(100); {
	case n < 35:
		return v.prenota(processo)
	case n < 55:
		return v.comanda(processo, "CONFERMA")
	case n < 65:
		return v.comanda(processo, "ANNULLA")
	case n < 68:
		return v.comanda(processo, "ANNULLA_SEDE")
	case n < 75:
		return v.comanda(processo, string(model.AllEsitoAppuntamento[v.IntN(3)]))
	case n < 80:
		return v.pubblica(processo)
	case n < 85:
		v.spazza(processo)
		return "sweep", false
	case n < 95:
		v.ora = v.ora.Add(time.Duration(v.IntN(12*60)) * time.Second)
		return "minutes", false
	default:
		v.ora = v.ora.Add(time.Duration(v.IntN(30*60)) * time.Minute)
		return "hours", false
	}
}

func (v *vita) adesso(processo int) time.Time { return v.ora.Add(-v.ritardi[processo]) }

// scegli is one of what there is, or something else.
func scegli[M ~map[string]V, V any](v *vita, da M, altro string) string {
	var nomi []string
	for id := range da {
		nomi = append(nomi, id)
	}
	slices.Sort(nomi)
	if len(nomi) == 0 || v.IntN(12) == 0 {
		return altro
	}
	return nomi[v.IntN(len(nomi))]
}

func (v *vita) prenota(processo int) (string, bool) {
	vicine := map[string]modelloFascia{}
	for id, f := range v.modello.fasce {
		if f.inizio.After(v.ora.Add(-time.Hour)) && f.inizio.Before(v.ora.AddDate(0, 0, 4)) || v.IntN(20) == 0 {
			vicine[id] = f
		}
	}
	lontana := v.ora.AddDate(0, 0, v.IntN(70)-4)
	inizio := time.Date(lontana.Year(), lontana.Month(), lontana.Day(), 9, 0, 0, 0, model.Roma)
	fascia := scegli(v, vicine, nome(modelloFascia{inizio: inizio, fine: inizio.Add(time.Hour)}))
	inizio = inizioDi(fascia)
	var richieste []string
	for range v.IntN(3) {
		richieste = append(richieste, fmt.Sprint("R-", v.IntN(6)))
	}
	slices.Sort(richieste)
	richieste = slices.Compact(richieste)
	v.id++
	id := fmt.Sprintf("A-%03d", v.id)
	if v.IntN(10) == 0 { // the command is repeated
		id = scegli(v, v.modello.appuntamenti, id)
	}
	p := posto(id, fascia, richieste...)
	p.Patrono = patrono
	ha := ""
	if v.modello.appuntamenti[id] == nil { // else nobody judges it again
		ha = prenotato(v, v.processi[processo], p, v.adesso(processo))
	} else {
		ha = codice(v, func() (*Esito, error) { return v.processi[processo].Prenota(v.Context(), p, v.adesso(processo)) })
	}
	return v.giudica(fmt.Sprintf("book %s %s %v", id, fascia, richieste), ha, func() string { return v.modello.prenota(id, fascia, inizio, richieste, v.ora) })
}

// giudica compares an answer with that of the model; with several clocks the model only learns what there is.
func (v *vita) giudica(cosa, ha string, modello func() string) (string, bool) {
	if v.orologi {
		v.impara()
	} else if vuole := modello(); ha != vuole {
		v.Errorf("%s: %q, want %q", cosa, ha, vuole)
	}
	return cosa, ha != ""
}

// impara makes the model know what there is to choose from.
func (v *vita) impara() {
	s := fotografa(v, v.processi[0].Store)
	clear(v.modello.fasce)
	for id, f := range s.fasce {
		v.modello.fasce[id] = modelloFascia{istante(f.Inizio), istante(f.Fine), int(f.Posti)}
	}
	clear(v.modello.appuntamenti)
	for id := range s.appuntamenti {
		v.modello.appuntamenti[id] = &modelloAppuntamento{}
	}
}

func (v *vita) comanda(processo int, cosa string) (string, bool) {
	recenti := map[string]*modelloAppuntamento{}
	for id, a := range v.modello.appuntamenti {
		if a.stato == "" || a.stato == "PRENOTATO" || a.stato == "CONFERMATO" || v.IntN(5) == 0 {
			recenti[id] = a
		}
	}
	id := scegli(v, recenti, "A-NESSUNO")
	var c *Comando
	switch cosa {
	case "CONFERMA":
		c = conferma()
	case "ANNULLA":
		c = annulla()
	case "ANNULLA_SEDE":
		c = annulla().dellaSede()
	default:
		c = concludi(model.EsitoAppuntamento(cosa))
	}
	v.chiave++
	c = c.conChiave(fmt.Sprint(v.chiave))
	ha := comandato(v, v.processi[processo], id, c, v.adesso(processo))
	if v.IntN(4) == 0 && ha == "" { // the command is repeated, in another process
		if di := comandato(v, v.processi[v.IntN(3)], id, c, v.adesso(processo)); di != "" {
			v.Errorf("repeated: %q", di)
		}
	}
	return v.giudica(cosa+" "+id, ha, func() string { return v.modello.comanda(id, cosa, v.ora) })
}

func (v *vita) pubblica(processo int) (string, bool) {
	oggi := v.adesso(processo).In(model.Roma)
	dal := time.Date(oggi.Year(), oggi.Month(), oggi.Day()+v.IntN(3), 0, 0, 0, 0, model.Roma)
	durata, giorni, quanti, sostituisci := []int{30, 40, 60}[v.IntN(3)], 1+v.IntN(6), 1+v.IntN(3), v.IntN(3) > 0
	p := &Pubblicazione{Patrono: patrono, Input: model.PubblicaFasceInput{
		Sede: sede, Dal: model.DataDi(dal), Al: Dopo(model.DataDi(dal), giorni-1), Durata: int32(durata), Posti: int32(quanti), Sostituisci: sostituisci,
		Modalita: []model.ModalitaAppuntamento{model.ModalitaAppuntamentoInSede},
	}}
	for _, g := range giorniLavorativi {
		p.Input.Orari = append(p.Input.Orari, alGiorno(g, "09:00", "11:00"))
	}
	if errori := p.Valuta(v.adesso(processo)); len(errori) > 0 {
		v.Fatal(errori)
	}
	fatte, err := v.processi[processo].Pubblica(v.Context(), p, v.adesso(processo))
	if err != nil {
		v.Fatal(err)
	}
	ha := ""
	if len(fatte.Errori) > 0 {
		ha = fatte.Errori[0].Codice
	}
	return v.giudica(fmt.Sprintf("publish %s+%d, %d minutes, %d places, replace %v", p.Input.Dal, giorni, durata, quanti, sostituisci), ha, func() string {
		nuove, via, codice := v.modello.pubblica(dal, giorni, durata, quanti, sostituisci, v.ora)
		if int(fatte.Pubblicate) != nuove || int(fatte.Ritirate) != via {
			v.Errorf("%d published, %d withdrawn; want %d, %d", fatte.Pubblicate, fatte.Ritirate, nuove, via)
		}
		return codice
	})
}

// giorniLavorativi are from Monday to Friday.
var giorniLavorativi = giorni[1:6]

func (v *vita) spazza(processo int) {
	s := seguitoDi(v.processi[processo], func() time.Time { return v.adesso(processo) })
	if err := s.spazza(v.Context()); err != nil {
		v.Fatal(err)
	}
	v.modello.spazza(v.ora)
}
