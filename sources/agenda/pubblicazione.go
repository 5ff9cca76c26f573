package agenda

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"cassetto/graph/model"
	"cassetto/internal/festivi"
)

// Limits of what an office publishes at once.
const (
	maxGiorni            = 366
	minDurata, maxDurata = 10, 120 // minutes
	maxPosti             = 50
	maxPunto             = 100 // characters
	maxLink              = 500 // characters
	maxOrari             = 50
)

// giorni are the days of the week as the schema calls them, by time.Weekday.
var giorni = [...]model.GiornoSettimana{
	model.GiornoSettimanaDomenica, model.GiornoSettimanaLunedi, model.GiornoSettimanaMartedi, model.GiornoSettimanaMercoledi,
	model.GiornoSettimanaGiovedi, model.GiornoSettimanaVenerdi, model.GiornoSettimanaSabato,
}

// Pubblicazione is what an office publishes of its calendar.
type Pubblicazione struct {
	Input   model.PubblicaFasceInput
	Patrono string // feast of the office's comune, MM-DD; empty: not known
}

// Pubblicate is what became of a publication.
type Pubblicate struct {
	Giorni               []model.GiornoCalendario // those that the hours fall on, as they are now
	Pubblicate, Ritirate int32
	Errori               []model.ErroreCampo
}

// Codici are the codes of the days that a publication may have changed.
func (p *Pubblicate) Codici() []string {
	codici := make([]string, len(p.Giorni))
	for i := range p.Giorni {
		codici[i] = p.Giorni[i].ID
	}
	return codici
}

// Valuta says what is wrong with a publication, whatever is published already.
func (p *Pubblicazione) Valuta(ora time.Time) (errori []model.ErroreCampo) {
	in := &p.Input
	no := func(sbagliato bool, campo, codice, messaggio string) {
		if sbagliato {
			errori = append(errori, errore(campo, codice, messaggio))
		}
	}
	in.PuntoConsulenza, in.LinkWeb = presente(in.PuntoConsulenza), presente(in.LinkWeb)
	oggi := model.DataDi(ora)
	no(in.Dal < oggi, "dal", GiornoPassato, "Il primo giorno è passato.")
	no(in.Al < in.Dal, "al", PeriodoNonValido, "Il periodo finisce prima di cominciare.")
	no(in.Al > Dopo(oggi, maxGiorni), "al", PeriodoTroppoLungo, "Si pubblicano fasce fino a 366 giorni da oggi.")
	no(in.Durata < minDurata || in.Durata > maxDurata, "durata", DurataNonValida, "La durata va da 10 a 120 minuti.")
	no(in.Posti < 1 || in.Posti > maxPosti, "posti", PostiNonValidi, "I posti vanno da 1 a 50.")
	no(len(in.Modalita) == 0, "modalita", ModalitaMancante, "Indicare almeno una modalità.")
	no(in.PuntoConsulenza != nil && (len([]rune(*in.PuntoConsulenza)) > maxPunto || strings.ContainsFunc(*in.PuntoConsulenza, unicode.IsControl)),
		"puntoConsulenza", PuntoNonValido, "Il punto di consulenza ha al più 100 caratteri, su una riga.")
	web := slices.Contains(in.Modalita, model.ModalitaAppuntamentoWebMeeting)
	no(web && in.LinkWeb == nil, "linkWeb", LinkMancante, "Indicare il collegamento alla riunione in rete.")
	no(!web && in.LinkWeb != nil, "linkWeb", LinkSuperfluo, "Solo le riunioni in rete hanno un collegamento.")
	no(in.LinkWeb != nil && !https(*in.LinkWeb), "linkWeb", LinkNonValido, "Il collegamento non è un indirizzo https.")
	return append(errori, valutaOrari(in.Orari, in.Durata)...)
}

func valutaOrari(orari []model.OrarioFasceInput, durata int32) []model.ErroreCampo {
	if len(orari) == 0 || len(orari) > maxOrari {
		return []model.ErroreCampo{errore("orari", OrariMancanti, "Indicare da 1 a 50 orari.")}
	}
	for i, o := range orari {
		da, errDa := time.Parse("15:04", o.Da)
		a, errA := time.Parse("15:04", o.A)
		switch {
		case errDa != nil || errA != nil || len(o.Da) != 5 || len(o.A) != 5:
			return []model.ErroreCampo{errore("orari", OrarioNonValido, "Un orario ha la forma HH:MM.")}
		case a.Sub(da) < time.Duration(durata)*time.Minute:
			return []model.ErroreCampo{errore("orari", OrarioNonValido, "In un orario non sta nessuna fascia.")}
		}
		for _, altro := range orari[:i] {
			if altro.Giorno == o.Giorno && altro.Da < o.A && o.Da < altro.A {
				return []model.ErroreCampo{errore("orari", OrariSovrapposti, "Due orari dello stesso giorno si sovrappongono.")}
			}
		}
	}
	return nil
}

// giornate are the days of the period that the hours fall on, with the intervals to publish; those that are holidays have none.
func (p *Pubblicazione) giornate() (tutte []model.GiornoCalendario) {
	for giorno := range Giorni(p.Input.Dal, p.Input.Al) {
		t := mezzanotte(giorno)
		g := model.GiornoCalendario{
			ID: IDGiornata(p.Input.Sede, giorno), Giorno: giorno, CodiceSede: p.Input.Sede, Fasce: []model.Fascia{},
		}
		cade := false
		for _, o := range p.Input.Orari {
			if o.Giorno == giorni[t.Weekday()] {
				cade = true
				g.Fasce = append(g.Fasce, p.fasce(t, o)...)
			}
		}
		if !cade {
			continue
		}
		if festa := festivi.Festivita(t, p.Patrono); festa != "" {
			g.Chiusura, g.Fasce = &festa, []model.Fascia{}
		}
		tutte = append(tutte, g)
	}
	return tutte
}

// fasce are the intervals of some hours of a day, on the clocks of Italy. Those clocks change on Sundays, on which nobody works.
func (p *Pubblicazione) fasce(giorno time.Time, o model.OrarioFasceInput) (ff []model.Fascia) {
	durata := time.Duration(p.Input.Durata) * time.Minute
	for inizio, fine := alle(giorno, o.Da), alle(giorno, o.A); !inizio.Add(durata).After(fine); inizio = inizio.Add(durata) {
		for _, m := range p.Input.Modalita {
			f := model.Fascia{
				CodiceSede: p.Input.Sede, Inizio: model.DataOraDi(inizio), Fine: model.DataOraDi(inizio.Add(durata)),
				Modalita: m, PuntoConsulenza: p.Input.PuntoConsulenza, Posti: p.Input.Posti, Occupazioni: []model.Occupazione{},
			}
			if m == model.ModalitaAppuntamentoWebMeeting {
				f.LinkWeb = p.Input.LinkWeb
			}
			f.ID = model.IDFascia(&f, inizio, inizio.Add(durata))
			if Fascia(&model.GiornoCalendario{Fasce: ff}, f.ID) == nil { // a way may be named twice
				ff = append(ff, f)
			}
		}
	}
	return ff
}

// iscrivi puts the intervals of a day into that of the calendar, as far as they have not begun; sovrapposte says whether one was
// left out because the desk holds another at the same time, or the same otherwise.
func (p *Pubblicazione) iscrivi(nel *model.GiornoCalendario, nuove []model.Fascia, ora time.Time) (pubblicate, ritirate int32, sovrapposte bool) {
	adesso := model.DataOraDi(ora)
	if p.Input.Sostituisci {
		prima := len(nel.Fasce)
		nel.Fasce = slices.DeleteFunc(nel.Fasce, func(f model.Fascia) bool {
			sua := stessoPunto(f.PuntoConsulenza, p.Input.PuntoConsulenza) && slices.Contains(p.Input.Modalita, f.Modalita)
			resta := Fascia(&model.GiornoCalendario{Fasce: nuove}, f.ID)
			libera := len(valide(f.Occupazioni, adesso)) == 0
			return sua && libera && f.Inizio > adesso && (resta == nil || !uguali(resta, &f))
		})
		ritirate = int32(prima - len(nel.Fasce))
	}
	for _, f := range nuove {
		gia := Fascia(nel, f.ID)
		switch {
		case f.Inizio <= adesso, gia != nil && uguali(gia, &f):
			continue
		case gia != nil, slices.ContainsFunc(nel.Fasce, func(altra model.Fascia) bool { return siSovrappongono(&altra, &f) }):
			sovrapposte = true
			continue
		}
		nel.Fasce = append(nel.Fasce, f)
		pubblicate++
	}
	slices.SortFunc(nel.Fasce, inOrdine)
	return pubblicate, ritirate, sovrapposte
}

// uguali says whether two intervals with one identifier are the same.
func uguali(a, b *model.Fascia) bool { return a.Posti == b.Posti && stessoPunto(a.LinkWeb, b.LinkWeb) }

// Pubblica publishes intervals, day by day. What is wrong is said before anything is written; killed half-way it leaves days that
// are whole, and the same command does the others.
func (a *Archivio) Pubblica(ctx context.Context, p *Pubblicazione, ora time.Time) (*Pubblicate, error) {
	nuove := p.giornate()
	if !p.Input.Sostituisci {
		ids := make([]string, len(nuove))
		for i := range nuove {
			ids[i] = nuove[i].ID
		}
		gia, err := PerGiorno(ctx, a.Archive, ids)
		if err != nil {
			return nil, err
		}
		for i := range nuove {
			if nel := gia[nuove[i].ID]; nel != nil {
				if _, _, sovrapposte := p.iscrivi(nel, nuove[i].Fasce, ora); sovrapposte {
					return &Pubblicate{Errori: []model.ErroreCampo{errore("orari", FasceSovrapposte,
						"Alcune fasce si sovrappongono ad altre già pubblicate: indicare altri orari, o sostituirle.")}}, nil
				}
			}
		}
	}
	esito := &Pubblicate{Giorni: []model.GiornoCalendario{}}
	for i := range nuove {
		if err := a.pubblica(ctx, p, &nuove[i], ora, esito); err != nil {
			return nil, err
		}
	}
	return esito, nil
}

func (a *Archivio) pubblica(ctx context.Context, p *Pubblicazione, nuova *model.GiornoCalendario, ora time.Time, esito *Pubblicate) error {
	var pubblicate, ritirate int32
	g, err := a.nelGiorno(ctx, nuova, func(g *model.GiornoCalendario) bool {
		pubblicate, ritirate, _ = p.iscrivi(g, nuova.Fasce, ora)
		return pubblicate+ritirate > 0
	})
	if err != nil {
		return err
	}
	completa(g)
	g.Chiusura = nuova.Chiusura
	esito.Giorni = append(esito.Giorni, *g)
	esito.Pubblicate += pubblicate
	esito.Ritirate += ritirate
	return nil
}

// nelGiorno changes a day of the calendar by a rule; the first change makes it.
func (a *Archivio) nelGiorno(ctx context.Context, g *model.GiornoCalendario, rule func(*model.GiornoCalendario) bool) (*model.GiornoCalendario, error) {
	vuoto := func() *model.GiornoCalendario {
		return &model.GiornoCalendario{ID: g.ID, Giorno: g.Giorno, CodiceSede: g.CodiceSede, Fasce: []model.Fascia{}}
	}
	return a.giornate.Make(ctx, g.ID, vuoto, rule)
}

func https(v string) bool {
	u, err := url.Parse(v)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && len(v) <= maxLink && !strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' })
}

// presente is a text without blanks around, nil when nothing is left.
func presente(v *string) *string {
	if v == nil || strings.TrimSpace(*v) == "" {
		return nil
	}
	return new(strings.TrimSpace(*v))
}
