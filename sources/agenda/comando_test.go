package agenda

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestTransizioni: what every command comes to in every state, by whom, at what time. The interval is on Wednesday from 9 to 9.30; a
// dash is an impossible case, a word in small letters is a code.
func TestTransizioni(t *testing.T) {
	const tabella = `
stato              quando   CONFERMA  ANNULLA            ANNULLA_SEDE     SVOLTO    NON_PRESENTATO  CHIUSO_E_DEFINITO
PRENOTATO          subito   CONFERMATO CANCELLATO_UTENTE CANCELLATO_SEDE  conflict  conflict        conflict
PRENOTATO          scaduto  scaduta   scaduta            scaduta          scaduta   scaduta         scaduta
PRENOTATO          durante  scaduta   scaduta            scaduta          scaduta   scaduta         scaduta
CONFERMATO         vigilia  conflict  CANCELLATO_UTENTE  CANCELLATO_SEDE  prematuro prematuro       CHIUSO_E_DEFINITO
CONFERMATO         giorno   conflict  trascorso          CANCELLATO_SEDE  prematuro prematuro       CHIUSO_E_DEFINITO
CONFERMATO         durante  conflict  trascorso          CANCELLATO_SEDE  SVOLTO    NON_PRESENTATO  tardivo
CONFERMATO         fine     conflict  trascorso          trascorso        SVOLTO    NON_PRESENTATO  tardivo
CONFERMATO         dopo     conflict  trascorso          trascorso        SVOLTO    NON_PRESENTATO  tardivo
SVOLTO             durante  conflict  conflict           conflict         conflict  conflict        conflict
NON_PRESENTATO     durante  conflict  conflict           conflict         conflict  conflict        conflict
CHIUSO_E_DEFINITO  vigilia  conflict  conflict           conflict         conflict  conflict        conflict
CANCELLATO_UTENTE  vigilia  conflict  conflict           conflict         conflict  conflict        conflict
CANCELLATO_SEDE    vigilia  conflict  conflict           conflict         conflict  conflict        conflict
SCADUTO            vigilia  scaduta   scaduta            scaduta          scaduta   scaduta         scaduta
SCADUTO            dopo     scaduta   scaduta            scaduta          scaduta   scaduta         scaduta`
	codice := map[string]string{"conflict": Conflitto, "scaduta": PrenotazioneScaduta, "trascorso": TermineTrascorso, "prematuro": EsitoPrematuro, "tardivo": EsitoTardivo}
	ora := func(giorno, h, m, s int) time.Time { return time.Date(2026, 12, giorno, h, m, s, 0, model.Roma) }
	quando := map[string]time.Time{
		"subito": mattina.Add(Tenuta - time.Second), "scaduto": mattina.Add(Tenuta), "vigilia": ora(1, 23, 59, 59), "giorno": ora(2, 0, 0, 0),
		"durante": ora(2, 9, 0, 0), "fine": ora(2, 9, 30, 0), "dopo": ora(5, 9, 0, 0),
	}
	comandi := []*Comando{
		conferma(), annulla(), annulla().dellaSede(), concludi(model.EsitoAppuntamentoSvolto), concludi(model.EsitoAppuntamentoNonPresentato),
		concludi(model.EsitoAppuntamentoChiusoEDefinito),
	}
	righe := strings.Split(strings.TrimSpace(tabella), "\n")
	for _, riga := range righe[1:] {
		celle := strings.Fields(riga)
		for i, c := range comandi {
			a := appuntamentoIn(model.StatoAppuntamento(celle[0]))
			caso := fmt.Sprint(celle[:2], strings.Fields(righe[0])[i+2])
			errori := c.impedito(a, quando[celle[1]])
			vuole := celle[i+2]
			if no, c := codice[vuole]; c {
				if len(errori) != 1 || errori[0].Codice != no {
					t.Errorf("%s: %v, want %s", caso, errori, no)
				}
				continue
			}
			if len(errori) > 0 || string(c.stato()) != vuole {
				t.Errorf("%s: %v, %s, want %s", caso, errori, c.stato(), vuole)
			}
			accade(a, c.evento(), quando[celle[1]])
			racconto(t, a)
		}
	}
}

// appuntamentoIn is one in a state, booked in the morning for Wednesday from 9 to 9.30.
func appuntamentoIn(stato model.StatoAppuntamento) *model.Appuntamento {
	p := posto("A-1", "F-4900-20261202-0900-0930-S")
	f := model.Fascia{ID: p.Input.Fascia, Inizio: "2026-12-02T08:00:00Z", Fine: "2026-12-02T08:30:00Z", CodiceSede: sede}
	a := p.appuntamento(f, model.DataOraDi(mattina.Add(Tenuta)), mattina)
	switch stato {
	case model.StatoAppuntamentoPrenotato:
		return a
	case model.StatoAppuntamentoScaduto:
	default:
		accade(a, model.EventoAppuntamento{Tipo: model.TipoEventoAppuntamentoConferma, AStato: model.StatoAppuntamentoConfermato}, mattina)
	}
	if stato != model.StatoAppuntamentoConfermato {
		accade(a, model.EventoAppuntamento{Tipo: model.TipoEventoAppuntamentoConclusione, AStato: stato}, mattina)
	}
	return a
}

// TestVersione: nobody commands what he has not seen.
func TestVersione(t *testing.T) {
	for versione, vuole := range map[int32]string{0: "id CONFLICT", 1: "id CONFLICT", 2: "", 3: "id CONFLICT"} {
		c := annulla()
		c.Versione = &versione
		if ha := codici(c.impedito(appuntamentoIn(model.StatoAppuntamentoConfermato), mattina)); ha != vuole {
			t.Errorf("version %d: %q, want %q", versione, ha, vuole)
		}
	}
}

func TestValutaComando(t *testing.T) {
	con := func(c *Comando, motivo string) *Comando { c.Motivo = motivo; return c }
	for _, caso := range []struct {
		comando *Comando
		codici  string
	}{
		{con(conferma(), ""), ""},
		{con(annulla(), ""), ""},
		{con(annulla(), strings.Repeat("a", 4001)), "motivo MOTIVO_TROPPO_LUNGO"},
		{con(annulla().dellaSede(), " "), "motivo MOTIVO_MANCANTE"},
		{con(annulla().dellaSede(), "Chiuso"), ""},
		{con(annulla().dellaSede(), "a\x07"), "motivo MOTIVO_NON_VALIDO"},
		{con(concludi(model.EsitoAppuntamentoSvolto), ""), ""},
		{con(concludi(model.EsitoAppuntamentoSvolto), strings.Repeat("a", 4001)), "commento COMMENTO_TROPPO_LUNGO"},
	} {
		if ha := codici(caso.comando.Valuta()); ha != caso.codici {
			t.Errorf("%q, want %q", ha, caso.codici)
		}
	}
}

// TestRacconto: what the log says of who acted, and that its time never goes back.
func TestRacconto(t *testing.T) {
	a := appuntamentoIn(model.StatoAppuntamentoConfermato)
	accade(a, annulla().dellaSede().conChiave("k").evento(), mattina.Add(-time.Hour))
	racconto(t, a)
	e := a.Storico[2]
	if *e.Ufficio != "Sede di Livorno" || *e.Motivo != "Ufficio chiuso" || e.Chiave == "" || strings.Contains(e.Chiave, "k|") || e.IDAppuntamento != a.ID {
		t.Errorf("%+v", e)
	}
	if e := annulla().evento(); e.Ufficio != nil || e.Motivo != nil || e.Chiave != "" {
		t.Errorf("%+v", e)
	}
	suo, altrui, diverso := annulla().dellaSede().conChiave("k"), annulla().conChiave("k"), concludi(model.EsitoAppuntamentoSvolto).conChiave("k")
	if !suo.Fatto(a) || altrui.Fatto(a) || diverso.Fatto(a) || annulla().dellaSede().Fatto(a) {
		t.Error("a command is that of one person with one key")
	}
}
