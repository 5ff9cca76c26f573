package sources

import (
	"context"
	"encoding/json"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/cache"
	"cassetto/internal/resilience"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/stampe"
)

// CercaRichieste finds the requests that a user may see. Nothing of it is kept.
func (s *Sources) CercaRichieste(ctx context.Context, r comunicazioni.Ricerca) (*model.RichiestaConnection, error) {
	return find(ctx, s, domanda{comunicazioni.Name, testo(r.Filtro, r.Ordine, r.First, r.After)}, func(ctx context.Context) (*model.RichiestaConnection, error) {
		return comunicazioni.Cerca(ctx, s.archives.Comunicazioni.Archive, r)
	})
}

// NotificheNonRecapitate finds the notices of a sede that were given up, of every sede when it is nil.
func (s *Sources) NotificheNonRecapitate(ctx context.Context, sede *model.CodiceSede, first int, after string) (*model.NotificaConnection, error) {
	return find(ctx, s, domanda{comunicazioni.Name, testo("notifiche", sede, first, after)}, func(ctx context.Context) (*model.NotificaConnection, error) {
		return comunicazioni.NonRecapitate(ctx, s.archives.Comunicazioni.Archive, sede, first, after)
	})
}

// domanda tells a search from the others of its response, which are all of one user.
type domanda struct{ archivio, testo string }

func testo(parti ...any) string {
	b, _ := json.Marshal(parti) // filters can be written: they were read
	return string(b)
}

// find searches an archive, and lets its count be asked for as well.
func find[T any](ctx context.Context, s *Sources, d domanda, search func(context.Context) (*model.Trovati[T], error)) (*model.Trovati[T], error) {
	return asked(ctx, d, func(ctx context.Context) (*model.Trovati[T], error) {
		c, err := ask(ctx, s, d.archivio, search)
		if err != nil {
			return nil, err
		}
		conta := c.Conta
		c.Conta = func(ctx context.Context) (int, error) {
			return asked(ctx, c, func(ctx context.Context) (int, error) { return ask(ctx, s, d.archivio, conta) })
		}
		return c, nil
	})
}

// ask reads from an archive what is not kept.
func ask[T any](ctx context.Context, s *Sources, archive string, read func(context.Context) (T, error)) (T, error) {
	s.caches.counts.fetches.Add(1)
	v, err := resilience.Read(ctx, s.guards[archive], read)
	return v, failure(archive, s.guards[archive], err)
}

// RegistraDelega stores a new delega, or returns the one that an earlier call with the same identifier stored.
func (s *Sources) RegistraDelega(ctx context.Context, d model.Delega) (*model.Delega, error) {
	return change(ctx, s, deleghe.Name, deleghe.Codici, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Registra(ctx, s.archives.Deleghe, d)
	})
}

// ModificaDelega changes a delega by a rule, atomically; nil when it does not exist.
func (s *Sources) ModificaDelega(ctx context.Context, id string, rule func(*model.Delega) bool) (*model.Delega, error) {
	return change(ctx, s, deleghe.Name, deleghe.Codici, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Modifica(ctx, s.archives.Deleghe, id, rule)
	})
}

// InviaRichiesta stores a new request, or returns the one that an earlier call with the same identifier stored.
func (s *Sources) InviaRichiesta(ctx context.Context, r model.Richiesta) (*model.Richiesta, error) {
	return change(ctx, s, comunicazioni.Name, comunicazioni.Codici, func(ctx context.Context) (*model.Richiesta, error) {
		return s.archives.Comunicazioni.Invia(ctx, r)
	})
}

// DeponiAllegati stores the attachments of a request that is to be sent.
func (s *Sources) DeponiAllegati(ctx context.Context, p *allegati.Pacco) error {
	return s.deponi(ctx, s.archives.Comunicazioni.Allegati, p)
}

// DeponiDocumenti stores the documents of an appointment that is to be booked.
func (s *Sources) DeponiDocumenti(ctx context.Context, p *allegati.Pacco) error {
	return s.deponi(ctx, s.archives.Agenda.Allegati, p)
}

// Allegati is where the attachments of requests are.
func (s *Sources) Allegati() *allegati.Deposito { return s.archives.Comunicazioni.Allegati }

// Documenti is where the documents of appointments are.
func (s *Sources) Documenti() *allegati.Deposito { return s.archives.Agenda.Allegati }

func (s *Sources) deponi(ctx context.Context, in *allegati.Deposito, p *allegati.Pacco) error {
	ctx, cancel := context.WithTimeout(ctx, 10*s.caches.timeout) // it is many writes
	defer cancel()
	return in.Deponi(ctx, p)
}

// ModificaRichiesta changes a request by a rule, atomically; nil when it does not exist.
func (s *Sources) ModificaRichiesta(ctx context.Context, id string, rule func(*model.Richiesta) bool) (*model.Richiesta, error) {
	return change(ctx, s, comunicazioni.Name, comunicazioni.Codici, func(ctx context.Context) (*model.Richiesta, error) {
		return s.archives.Comunicazioni.Modifica(ctx, id, rule)
	})
}

// CercaAppuntamenti finds the appointments that a user may see. Nothing of it is kept.
func (s *Sources) CercaAppuntamenti(ctx context.Context, r agenda.Ricerca) (*model.AppuntamentoConnection, error) {
	return find(ctx, s, domanda{agenda.Name, testo(r.Filtro, r.Verso, r.First, r.After)}, func(ctx context.Context) (*model.AppuntamentoConnection, error) {
		return agenda.Cerca(ctx, s.archives.Agenda.Archive, r)
	})
}

// Prenota books an appointment, or returns the one that an earlier call with the same identifier booked.
func (s *Sources) Prenota(ctx context.Context, p *agenda.Prenotazione, ora time.Time) (*agenda.Esito, error) {
	return change(ctx, s, agenda.Name, (*agenda.Esito).Codici, func(ctx context.Context) (*agenda.Esito, error) {
		return s.archives.Agenda.Prenota(ctx, p, ora)
	})
}

// ComandaAppuntamento carries a command out on an appointment.
func (s *Sources) ComandaAppuntamento(ctx context.Context, id string, c *agenda.Comando, ora time.Time) (*agenda.Esito, error) {
	return change(ctx, s, agenda.Name, (*agenda.Esito).Codici, func(ctx context.Context) (*agenda.Esito, error) {
		return s.archives.Agenda.Comanda(ctx, id, c, ora)
	})
}

// PubblicaFasce publishes a part of an office's calendar.
func (s *Sources) PubblicaFasce(ctx context.Context, p *agenda.Pubblicazione, ora time.Time) (*agenda.Pubblicate, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*s.caches.timeout) // it is a write a day
	defer cancel()
	fatte, err := s.archives.Agenda.Pubblica(ctx, p, ora)
	changed := cache.Change{Archive: agenda.Name, Section: "giornata"}
	if err == nil {
		changed.Tags = cache.TagsOf(fatte.Codici()...)
	}
	_ = s.Forget(ctx, changed) // the others are told as soon as they can be
	Forget(ctx)
	return fatte, failure(agenda.Name, s.guards[agenda.Name], err)
}

// ChiediStampa stores a new print, or returns the one that an earlier call with the same identifier stored.
func (s *Sources) ChiediStampa(ctx context.Context, nuova model.Stampa) (*model.Stampa, error) {
	return change(ctx, s, stampe.Name, stampe.Codici, func(ctx context.Context) (*model.Stampa, error) {
		return s.archives.Stampe.Chiedi(ctx, nuova)
	})
}

// Stampati is where the documents of prints are.
func (s *Sources) Stampati() *allegati.Deposito { return s.archives.Stampe.Documenti }

// change carries out a command and forgets what it has changed: what concerns the aggregate, and everything when it may or may
// not have been carried out.
func change[T any](ctx context.Context, s *Sources, archive string, codes func(*T) []string, do func(context.Context) (*T, error)) (*T, error) {
	guard := s.guards[archive]
	v, err := resilience.Command(ctx, guard, do)
	changed := cache.Change{Archive: archive}
	if err == nil && v != nil {
		changed.Tags = cache.TagsOf(codes(v)...)
	}
	_ = s.Forget(ctx, changed) // the others are told as soon as they can be
	Forget(ctx)
	return v, failure(archive, guard, err)
}
