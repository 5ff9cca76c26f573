package resolvers

import (
	"context"

	"cassetto/internal/access"
	"cassetto/internal/fault"
)

// mandato is what entitles the caller of a stream now.
func (r *Resolver) mandato(ctx context.Context) (*access.Mandato, error) {
	if chi, _ := access.From(ctx); !chi.Scadenza.IsZero() && !r.Now().Before(chi.Scadenza) {
		return nil, fault.Errorf(fault.Unauthenticated, "L'accesso è scaduto: autenticarsi di nuovo.")
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	return &titoli.Mandato, nil
}

// certo is what entitles the caller to the stream now, when that follows from what the process keeps; nil when the archives are to
// be asked, or when he may not have it. Most events are decided so, and it costs little.
func (f *flusso[V]) certo(ctx context.Context) *access.Mandato {
	chi, _ := access.From(ctx)
	now := f.Now()
	if chi.Servizio != "" || !chi.Scadenza.IsZero() && !now.Before(chi.Scadenza) {
		return nil
	}
	titoli, kept := f.Sources.Titoli.Kept(chiDi(chi))
	if !kept || titoli == nil {
		return nil
	}
	m := &titoli.Mandato
	if f.su != nil && !m.Vede(*f.su, now) {
		return nil
	}
	if f.domanda.matricola != nil {
		a, kept := f.Sources.Azienda.Kept(*f.domanda.matricola)
		if !kept || a == nil || m.Decide(posizione(a), nil, now).Esito == access.Nascosto || !m.Agisce(posizione(a), f.servizio, now) {
			return nil
		}
	}
	return m
}

// spetta says whether it is certain that the caller may have the stream now, whatever happens in it.
func (f *flusso[V]) spetta(ctx context.Context) bool {
	m := f.certo(ctx)
	return m != nil && (f.domanda != (domanda{}) || !m.AmbitoPer(f.servizio, f.Now()).Vuoto())
}

// diritto says why the caller may not have the stream now. What is not his cannot be told from what does not exist.
func (f *flusso[V]) diritto(ctx context.Context, m *access.Mandato) error {
	now := f.Now()
	if f.su != nil && !m.Vede(*f.su, now) {
		return nonTrovata()
	}
	if f.domanda.matricola != nil {
		a, err := f.azienda(ctx, *f.domanda.matricola)
		if err == nil && !m.Agisce(posizione(a), f.servizio, now) {
			err = fault.Errorf(fault.Forbidden, "Serve un titolo per il servizio %s su questa posizione.", f.servizio)
		}
		return err
	}
	if f.su == nil && m.AmbitoPer(f.servizio, now).Vuoto() {
		return fault.Errorf(fault.Forbidden, "Serve un titolo per il servizio %s.", f.servizio)
	}
	return nil
}

// ricorda keeps of what the stream is about what decides who may see it.
func (f *flusso[V]) ricorda(v *V) {
	p := f.pratica(v)
	p.Da = nil // who began it does not matter
	f.su = &p
}
