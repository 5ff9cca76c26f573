package resolvers

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/festivi"
	"cassetto/internal/plan"
	"cassetto/sources/agenda"
)

// appuntamentoVisibile is an appointment if the caller may see it, nil otherwise.
func (r *Resolver) appuntamentoVisibile(ctx context.Context, id string) (*model.Appuntamento, error) {
	if id == "" {
		return nil, nil
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	a, err := r.Sources.Appuntamento.Load(ctx, id)
	if a == nil || err != nil || !titoli.Mandato.VedeAppuntamento(a, r.Now()) {
		return nil, err
	}
	return a, nil
}

// appuntamenti are those that the caller may see, and wants.
func (r *Resolver) appuntamenti(ctx context.Context, filtro *model.FiltroAppuntamenti, verso *model.VersoOrdine, f model.Finestra) (*model.AppuntamentoConnection, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	ricerca := agenda.Ricerca{Ambito: titoli.Mandato.AmbitoPer(model.ServizioAgenda, r.Now()), Filtro: filtro, Verso: model.VersoOrdineDecrescente}
	if verso != nil {
		ricerca.Verso = *verso
	}
	if ricerca.First, ricerca.After, err = inizio(f); err != nil {
		return nil, err
	}
	return r.Sources.CercaAppuntamenti(ctx, ricerca)
}

// appuntamentiDi are those of one company. An operator sees of them those with his sede.
func (r *Resolver) appuntamentiDi(ctx context.Context, a *model.Azienda, filtro *model.FiltroAppuntamenti, f model.Finestra) (*model.AppuntamentoConnection, error) {
	if filtro != nil && filtro.Matricola != nil && *filtro.Matricola != a.Matricola {
		return nil, model.RifiutaCampo("filtro.matricola", "È un'altra posizione.")
	}
	di := model.FiltroAppuntamenti{}
	if filtro != nil {
		di = *filtro
	}
	di.Matricola = &a.Matricola
	return r.appuntamenti(ctx, &di, nil, f)
}

// disponibilita are the intervals of the competent sede that can be booked now.
func (r *Resolver) disponibilita(ctx context.Context, a *model.Azienda, dal, al model.Data, modalita *model.ModalitaAppuntamento) ([]model.Fascia, error) {
	ora := r.Now()
	if err := ordinati(dal, al); err != nil {
		return nil, err
	}
	dal, al = max(dal, model.DataDi(ora)), min(al, agenda.Ultimo(ora))
	giornate, err := r.giornate(ctx, a.CodiceSede, dal, al)
	if err != nil {
		return nil, err
	}
	libere, adesso := []model.Fascia{}, model.DataOraDi(ora)
	for _, g := range giornate {
		for i := range g.Fasce {
			f := &g.Fasce[i]
			if f.Inizio <= adesso || modalita != nil && *modalita != f.Modalita {
				continue
			}
			if una := agenda.ConLiberi(*f, ora); una.PostiLiberi > 0 {
				libere = append(libere, una)
			}
		}
	}
	return libere, nil
}

func ordinati(dal, al model.Data) error {
	if dal > al {
		return model.RifiutaCampo("al", "Il periodo finisce prima di cominciare.")
	}
	return nil
}

// giornate are the days of a calendar that have intervals.
func (r *Resolver) giornate(ctx context.Context, sede model.CodiceSede, dal, al model.Data) ([]*model.GiornoCalendario, error) {
	var ids []string
	for g := range agenda.Giorni(dal, al) {
		ids = append(ids, agenda.IDGiornata(sede, g))
	}
	return compatte(r.Sources.Giornata.LoadAll(ctx, ids))
}

// compatte leaves out what does not exist.
func compatte[T any](letti []*T, err error) ([]*T, error) {
	ci := make([]*T, 0, len(letti))
	for _, uno := range letti {
		if uno != nil {
			ci = append(ci, uno)
		}
	}
	return ci, err
}

// maxCalendario is how many days of a calendar are shown at once.
const maxCalendario = 366

// calendario are the days of the operator's sede on which it receives, and those on which it would if they were no holidays.
func (r *Resolver) calendario(ctx context.Context, dal, al model.Data) ([]model.GiornoCalendario, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	utente := titoli.Mandato.Utente
	if utente.Profilo != model.ProfiloUtenteOperatore || utente.Sede == nil {
		return nil, fault.Errorf(fault.Forbidden, "Il calendario è per gli operatori della sede.")
	}
	if err := ordinati(dal, al); err != nil {
		return nil, err
	}
	if al > agenda.Dopo(dal, maxCalendario-1) {
		return nil, model.RifiutaCampo("al", "Si chiedono al più 366 giorni.")
	}
	lette, err := r.giornate(ctx, *utente.Sede, dal, al)
	if err != nil {
		return nil, err
	}
	patrono, err := r.patrono(ctx, *utente.Sede)
	if err != nil {
		return nil, err
	}
	return r.conLiberi(conFeste(lette, dal, al, patrono)), nil
}

// conFeste are the days of a calendar together with the holidays that are no Sundays.
func conFeste(lette []*model.GiornoCalendario, dal, al model.Data, patrono string) []model.GiornoCalendario {
	tutti := []model.GiornoCalendario{}
	for g := range agenda.Giorni(dal, al) {
		uno := model.GiornoCalendario{Giorno: g, Fasce: []model.Fascia{}}
		if len(lette) > 0 && lette[0].Giorno == g {
			uno, lette = *lette[0], lette[1:] // what a section gives is shared
		}
		t, _ := time.Parse(time.DateOnly, string(g)) // a Data is a day that exists
		if festa := festivi.Festivita(t, patrono); festa != "" && t.Weekday() != time.Sunday {
			uno.Chiusura = &festa
		}
		if len(uno.Fasce) > 0 || uno.Chiusura != nil {
			tutti = append(tutti, uno)
		}
	}
	return tutti
}

// patrono is the feast of the comune of a sede; empty when it is not known.
func (r *Resolver) patrono(ctx context.Context, codice model.CodiceSede) (string, error) {
	sede, err := r.Sources.Sede.Load(ctx, codice)
	if sede == nil || err != nil || sede.FestaPatronale == nil {
		return "", err
	}
	return *sede.FestaPatronale, nil
}

// fasciaDi is the interval of an appointment. Its free places are those of the calendar, which is asked for nothing else; it may
// have it no more.
func (r *Resolver) fasciaDi(ctx context.Context, a *model.Appuntamento) (*model.Fascia, error) {
	f := *a.Fascia // what a section gives is shared
	if !plan.Wants(ctx, "postiLiberi") {
		return &f, nil
	}
	giornata, _ := agenda.GiornataDi(f.ID)
	g, err := r.Sources.Giornata.Load(ctx, giornata)
	if err != nil {
		return nil, err
	}
	if nel := agenda.Fascia(g, f.ID); nel != nil {
		f = agenda.ConLiberi(*nel, r.Now())
	}
	return &f, nil
}

// conLiberi are days of a calendar whose intervals know how many of their places are free.
func (r *Resolver) conLiberi(giorni []model.GiornoCalendario) []model.GiornoCalendario {
	ora := r.Now()
	for i := range giorni {
		fasce := make([]model.Fascia, len(giorni[i].Fasce)) // what a section gives is shared
		for j := range fasce {
			fasce[j] = agenda.ConLiberi(giorni[i].Fasce[j], ora)
		}
		giorni[i].Fasce = fasce
	}
	return giorni
}

// richiesteDellAppuntamento are those that an appointment is about and the caller may read.
func (r *Resolver) richiesteDellAppuntamento(ctx context.Context, a *model.Appuntamento) ([]model.Richiesta, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	lette, err := compatte(r.Sources.Richiesta.LoadAll(ctx, a.IDRichieste))
	if err != nil {
		return nil, err
	}
	sue := []model.Richiesta{}
	for _, una := range lette {
		if titoli.Mandato.VedeRichiesta(una, r.Now()) {
			sue = append(sue, *una)
		}
	}
	return sue, nil
}

// notificheDellAppuntamento are the notices of an event of an appointment; none for who may not know whom they go to.
func (r *Resolver) notificheDellAppuntamento(ctx context.Context, e *model.EventoAppuntamento) ([]model.Notifica, error) {
	di, err := r.Sources.Appuntamento.Load(ctx, e.IDAppuntamento)
	if di == nil || err != nil {
		return []model.Notifica{}, err
	}
	return r.notifiche(ctx, access.DellAppuntamento(di), di.ID, e.Numero)
}
