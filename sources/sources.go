package sources

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/sources/anagrafica"
	"cassetto/sources/complementari"
	"cassetto/sources/deleghe"
	"cassetto/sources/infocamere"
	"cassetto/sources/sedi"
)

// Archives are the open archives.
type Archives struct {
	Anagrafica, Complementari, Deleghe, Sedi *archive.Archive
	Infocamere                               infocamere.Fetch
}

// Sections are the documents of all the archives, by archive.
func Sections() map[string][]archive.Section {
	return map[string][]archive.Section{
		anagrafica.Name:    anagrafica.Sections(),
		complementari.Name: complementari.Sections(),
		deleghe.Name:       deleghe.Sections(),
		infocamere.Name:    infocamere.Sections(),
		sedi.Name:          sedi.Sections(),
	}
}

type (
	perMatricola[T any]     = OfCompany[model.Matricola, T]
	perCodiceFiscale[T any] = OfCompany[model.CodiceFiscale, T]
	righe[T any]            = *model.Righe[T]
)

// Sources are the sections of the graph.
type Sources struct {
	archives Archives
	timeout  time.Duration

	Azienda   *Section[model.Matricola, *model.Azienda]
	Sintetici *perMatricola[*model.DatiSintetici]

	AziendeCollegate            *perMatricola[righe[model.AziendaCollegata]]
	AziendeStessoCodiceFiscale  *perCodiceFiscale[righe[model.AziendaStessoCodiceFiscale]]
	PosizioneDiRiferimento      *perMatricola[*model.PosizioneDiRiferimento]
	SoggettiCollegati           *perMatricola[righe[model.SoggettoCollegato]]
	PosizioniLavoratoriAutonomi *perCodiceFiscale[righe[model.PosizioneLavoratoreAutonomo]]
	Interruzioni                *perMatricola[righe[model.Interruzione]]
	RagioniSocialiPregresse     *perMatricola[righe[model.RagioneSocialePregressa]]
	Dipendenze                  *perMatricola[righe[model.Dipendenza]]

	CreditiInadempienze     *perMatricola[righe[model.CreditoInadempienza]]
	DomandeCig              *perMatricola[righe[model.DomandaCig]]
	NoteDiRettifica         *perMatricola[righe[model.NotaDiRettifica]]
	Emens                   *perMatricola[righe[model.Emens]]
	ConfrontoDm10           *perMatricola[righe[model.ConfrontoDm10]]
	Committente10           *perCodiceFiscale[righe[model.Committente10]]
	Ispezioni               *perMatricola[righe[model.Ispezione]]
	IscrizioniARuolo        *perCodiceFiscale[righe[model.IscrizioneARuolo]]
	DilazioniSuCartella     *perCodiceFiscale[righe[model.DilazioneSuCartella]]
	DomandeDiDilazione      *perCodiceFiscale[righe[model.DomandaDiDilazione]]
	FondiInterprofessionali *perMatricola[righe[model.FondoInterprofessionale]]
	PostaIbrida             *perMatricola[righe[model.PostaIbrida]]

	Infocamere *perCodiceFiscale[*model.DatiInfocamere]

	Sede        *Section[model.CodiceSede, *model.Sede]
	SedeAzienda *OfCompany[model.CodiceSede, *model.Sede]
	Contatti    *Section[string, *model.Contatti]
	Titoli      *Section[deleghe.Chi, *deleghe.Titoli]
	Delega      *Section[string, *model.Delega]
	DelegheSu   *OfCompany[deleghe.Soggetto, righe[model.Delega]]
}

// Open makes the sections of the archives: one line a section. timeout bounds every read.
func Open(a Archives, timeout time.Duration) *Sources {
	ana, com, del, sed := a.Anagrafica, a.Complementari, a.Deleghe, a.Sedi
	o := opener{timeout}
	return &Sources{
		archives: a, timeout: timeout,

		Azienda:   section(o, ana, by[model.Matricola](anagrafica.Aziende.Fetch)),
		Sintetici: ofMatricola(o, ana, anagrafica.Sintetici.Fetch),

		AziendeCollegate:            ofMatricola(o, ana, anagrafica.Collegate),
		AziendeStessoCodiceFiscale:  ofCodiceFiscale(o, ana, anagrafica.StessoCodiceFiscale),
		PosizioneDiRiferimento:      ofMatricola(o, ana, anagrafica.Riferimenti),
		SoggettiCollegati:           ofMatricola(o, ana, anagrafica.Soggetti.Fetch),
		PosizioniLavoratoriAutonomi: ofCodiceFiscale(o, ana, anagrafica.Autonomi.Fetch),
		Interruzioni:                ofMatricola(o, ana, anagrafica.Interruzioni.Fetch),
		RagioniSocialiPregresse:     ofMatricola(o, ana, anagrafica.RagioniSociali.Fetch),
		Dipendenze:                  ofMatricola(o, ana, anagrafica.Dipendenze.Fetch),

		CreditiInadempienze:     ofMatricola(o, com, complementari.Crediti.Fetch),
		DomandeCig:              ofMatricola(o, com, complementari.Cig.Fetch),
		NoteDiRettifica:         ofMatricola(o, com, complementari.Note.Fetch),
		Emens:                   ofMatricola(o, com, complementari.Emens.Fetch),
		ConfrontoDm10:           ofMatricola(o, com, complementari.Confronto.Fetch),
		Committente10:           ofCodiceFiscale(o, com, complementari.Committente.Fetch),
		Ispezioni:               ofMatricola(o, com, complementari.Ispezioni.Fetch),
		IscrizioniARuolo:        ofCodiceFiscale(o, com, complementari.Ruoli.Fetch),
		DilazioniSuCartella:     ofCodiceFiscale(o, com, complementari.DilazioniCartella.Fetch),
		DomandeDiDilazione:      ofCodiceFiscale(o, com, complementari.Dilazioni.Fetch),
		FondiInterprofessionali: ofMatricola(o, com, complementari.Fondi.Fetch),
		PostaIbrida:             ofMatricola(o, com, complementari.Posta.Fetch),

		Infocamere: ofCodiceFiscale(o, &archive.Archive{Name: infocamere.Name}, func(ctx context.Context, _ *archive.Archive, keys []string) (map[string]*model.DatiInfocamere, error) {
			return a.Infocamere(ctx, keys)
		}),

		Sede:        section(o, sed, by[model.CodiceSede](sedi.Sedi.Fetch)),
		SedeAzienda: ofCompany(o, sed, sede, by[model.CodiceSede](sedi.Sedi.Fetch)),
		Contatti:    section(o, sed, by[string](sedi.Contatti.Fetch)),
		Titoli:      section(o, del, deleghe.TitoliDi),
		Delega:      section(o, del, by[string](deleghe.PerID)),
		DelegheSu:   ofCompany(o, del, soggetto, deleghe.Conferite),
	}
}

// Keys that a company has.
func matricola(a *model.Azienda) model.Matricola         { return a.Matricola }
func codiceFiscale(a *model.Azienda) model.CodiceFiscale { return a.CodiceFiscale }
func sede(a *model.Azienda) model.CodiceSede             { return a.CodiceSede }
func soggetto(a *model.Azienda) deleghe.Soggetto {
	return deleghe.Soggetto{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale}
}

type opener struct{ timeout time.Duration }

// read is how an archive package offers a section.
type read[K comparable, T any] func(ctx context.Context, a *archive.Archive, keys []K) (map[K]T, error)

func section[K comparable, T any](o opener, a *archive.Archive, fetch read[K, T]) *Section[K, T] {
	return &Section[K, T]{a.Name, o.timeout, func(ctx context.Context, keys []K) (map[K]T, error) {
		return fetch(ctx, a, keys)
	}}
}

func ofCompany[K comparable, T any](o opener, a *archive.Archive, key func(*model.Azienda) K, fetch read[K, T]) *OfCompany[K, T] {
	return &OfCompany[K, T]{*section(o, a, fetch), key}
}

func ofMatricola[T any](o opener, a *archive.Archive, fetch read[string, T]) *perMatricola[T] {
	return ofCompany(o, a, matricola, by[model.Matricola](fetch))
}

func ofCodiceFiscale[T any](o opener, a *archive.Archive, fetch read[string, T]) *perCodiceFiscale[T] {
	return ofCompany(o, a, codiceFiscale, by[model.CodiceFiscale](fetch))
}

// by gives an archive's texts the type of a code.
func by[K ~string, T any](fetch read[string, T]) read[K, T] {
	return func(ctx context.Context, a *archive.Archive, keys []K) (map[K]T, error) {
		texts := make([]string, len(keys))
		for i, k := range keys {
			texts[i] = string(k)
		}
		found, err := fetch(ctx, a, texts)
		if err != nil {
			return nil, err
		}
		typed := make(map[K]T, len(found))
		for k, v := range found {
			typed[K(k)] = v
		}
		return typed, nil
	}
}

// Cerca finds the companies that a user may see.
func (s *Sources) Cerca(ctx context.Context, r anagrafica.Ricerca) (*model.AziendaConnection, error) {
	ana := s.archives.Anagrafica
	c, err := within(ctx, s.timeout, ana.Name, func(ctx context.Context) (*model.AziendaConnection, error) {
		return anagrafica.Cerca(ctx, ana, r)
	})
	if err != nil {
		return nil, err
	}
	conta := c.Conta
	c.Conta = func(ctx context.Context) (int, error) { return within(ctx, s.timeout, ana.Name, conta) }
	return c, nil
}

// RegistraDelega stores a new delega, or returns the one that an earlier call with the same identifier stored.
func (s *Sources) RegistraDelega(ctx context.Context, d model.Delega) (*model.Delega, error) {
	defer Forget(ctx)
	return within(ctx, s.timeout, deleghe.Name, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Registra(ctx, s.archives.Deleghe, d)
	})
}

// ModificaDelega changes a delega by a rule, atomically; nil when it does not exist.
func (s *Sources) ModificaDelega(ctx context.Context, id string, change func(*model.Delega) bool) (*model.Delega, error) {
	defer Forget(ctx)
	return within(ctx, s.timeout, deleghe.Name, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Modifica(ctx, s.archives.Deleghe, id, change)
	})
}
