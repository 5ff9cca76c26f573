package sources

import (
	"context"
	"sync/atomic"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/internal/resilience"
	"cassetto/internal/store"
	"cassetto/sources/agenda"
	"cassetto/sources/anagrafica"
	"cassetto/sources/complementari"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/sedi"
	"cassetto/sources/stampe"
)

// Archives are the open archives.
type Archives struct {
	Anagrafica, Complementari, Deleghe, Sedi *archive.Archive
	Agenda                                   *agenda.Archivio
	Comunicazioni                            *comunicazioni.Archivio
	Infocamere                               infocamere.Fetch
	Regolarita                               *regolarita.Archivio
	Stampe                                   *stampe.Archivio
}

// Sections are the documents of all the archives that can be loaded, by archive.
func Sections() map[string][]archive.Section {
	return map[string][]archive.Section{
		agenda.Name:        agenda.Sections(),
		anagrafica.Name:    anagrafica.Sections(),
		complementari.Name: complementari.Sections(),
		comunicazioni.Name: comunicazioni.Sections(),
		deleghe.Name:       deleghe.Sections(),
		infocamere.Name:    infocamere.Sections(),
		regolarita.Name:    regolarita.Sections(),
		sedi.Name:          sedi.Sections(),
		stampe.Name:        stampe.Sections(),
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
	caches   *caches
	guards   map[string]*resilience.Guard
	changed  atomic.Pointer[func(cache.Change)] // is told of every change; may be nil

	Azienda   *Section[model.Matricola, *model.Azienda]
	Ricerca   *Section[string, *model.AziendaConnection] // by what is searched, and by what who searches may see
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

	Richiesta   *Section[string, *model.Richiesta]
	Filo        *Section[string, righe[model.Richiesta]]
	NotificheDi *Section[string, righe[model.Notifica]]

	Appuntamento *Section[string, *model.Appuntamento]
	Giornata     *Section[string, *model.GiornoCalendario]

	Regolarita *perCodiceFiscale[*model.RegolaritaContributiva]
	Stampa     *Section[string, *model.Stampa]
}

// Options say how archives are read.
type Options struct {
	Timeout time.Duration // of a read or a command
	Memory  uint64        // bytes of what the process keeps; zero: it keeps nothing
	Now     func() time.Time
}

// Open makes the sections of the archives: one line a section, with its name and the policy of what is kept of it.
func Open(a Archives, o Options) *Sources {
	s := &Sources{archives: a, caches: newCaches(o), guards: map[string]*resilience.Guard{}}
	ana, com, del, sed := s.of(a.Anagrafica), s.of(a.Complementari), s.of(a.Deleghe), s.of(a.Sedi)
	dia, age := s.of(a.Comunicazioni.Archive), s.of(a.Agenda.Archive)
	reg, sta := s.of(a.Regolarita.Archive), s.of(a.Stampe.Archive)
	inf := s.of(&archive.Archive{Name: infocamere.Name})

	s.Azienda = section(ana, "azienda", giornaliera, by[model.Matricola](anagrafica.Aziende.Fetch))
	s.Ricerca = section(ana, "ricerca", ricerca, func(ctx context.Context, _ *archive.Archive, keys []string) (map[string]*model.AziendaConnection, error) {
		return s.cerca(ctx, keys)
	}).apart()
	s.Sintetici = ofMatricola(ana, "sintetici", giornaliera, anagrafica.Sintetici.Fetch)

	s.AziendeCollegate = ofMatricola(ana, "aziendeCollegate", giornaliera.relating(), anagrafica.Collegate)
	s.AziendeStessoCodiceFiscale = ofCodiceFiscale(ana, "aziendeStessoCodiceFiscale", giornaliera.relating(), anagrafica.StessoCodiceFiscale)
	s.PosizioneDiRiferimento = ofMatricola(ana, "posizioneDiRiferimento", giornaliera.relating(), anagrafica.Riferimenti)
	s.SoggettiCollegati = ofMatricola(ana, "soggettiCollegati", nominativa, anagrafica.Soggetti.Fetch)
	s.PosizioniLavoratoriAutonomi = ofCodiceFiscale(ana, "posizioniLavoratoriAutonomi", nominativa, anagrafica.Autonomi.Fetch)
	s.Interruzioni = ofMatricola(ana, "interruzioni", giornaliera, anagrafica.Interruzioni.Fetch)
	s.RagioniSocialiPregresse = ofMatricola(ana, "ragioniSocialiPregresse", giornaliera, anagrafica.RagioniSociali.Fetch)
	s.Dipendenze = ofMatricola(ana, "dipendenze", giornaliera, anagrafica.Dipendenze.Fetch)

	s.CreditiInadempienze = ofMatricola(com, "creditiInadempienze", giornaliera, complementari.Crediti.Fetch)
	s.DomandeCig = ofMatricola(com, "domandeCig", giornaliera, complementari.Cig.Fetch)
	s.NoteDiRettifica = ofMatricola(com, "noteDiRettifica", giornaliera, complementari.Note.Fetch)
	s.Emens = ofMatricola(com, "emens", giornaliera, complementari.Emens.Fetch)
	s.ConfrontoDm10 = ofMatricola(com, "confrontoDm10", giornaliera, complementari.Confronto.Fetch)
	s.Committente10 = ofCodiceFiscale(com, "committente10", nominativa, complementari.Committente.Fetch)
	s.Ispezioni = ofMatricola(com, "ispezioni", giornaliera, complementari.Ispezioni.Fetch)
	s.IscrizioniARuolo = ofCodiceFiscale(com, "iscrizioniARuolo", giornaliera, complementari.Ruoli.Fetch)
	s.DilazioniSuCartella = ofCodiceFiscale(com, "dilazioniSuCartella", giornaliera, complementari.DilazioniCartella.Fetch)
	s.DomandeDiDilazione = ofCodiceFiscale(com, "domandeDiDilazione", giornaliera, complementari.Dilazioni.Fetch)
	s.FondiInterprofessionali = ofMatricola(com, "fondiInterprofessionali", giornaliera, complementari.Fondi.Fetch)
	s.PostaIbrida = ofMatricola(com, "postaIbrida", giornaliera, complementari.Posta.Fetch)

	s.Infocamere = ofCodiceFiscale(inf, "infocamere", registro, func(ctx context.Context, _ *archive.Archive, keys []string) (map[string]*model.DatiInfocamere, error) {
		return a.Infocamere(ctx, keys)
	})

	s.Sede = section(sed, "sede", stabile, by[model.CodiceSede](sedi.Sedi.Fetch))
	s.SedeAzienda = &OfCompany[model.CodiceSede, *model.Sede]{s.Sede, sede}
	s.Contatti = section(sed, "contatti", stabile, by[string](sedi.Contatti.Fetch))

	s.Titoli = sectionBy(del, "titoli", immediata, deleghe.TitoliDi, deleghe.Chi.Codice).depending(deleghe.CodiciDeiTitoli)
	s.Titoli.source.Access = true
	s.Delega = section(del, "delega", immediata, by[string](deleghe.PerID))
	s.DelegheSu = &OfCompany[deleghe.Soggetto, righe[model.Delega]]{
		sectionBy(del, "deleghe", immediata, deleghe.Conferite, deleghe.Soggetto.Codice).depending(deleghe.CodiciDelSoggetto), soggetto,
	}

	s.Richiesta = section(dia, "richiesta", immediata, by[string](comunicazioni.PerID))
	s.Filo = section(dia, "filo", immediata, by[string](comunicazioni.Fili)).depending(comunicazioni.CodiciDelFilo)
	s.NotificheDi = section(dia, "notifiche", immediata, by[string](comunicazioni.Notifiche.Fetch))

	s.Appuntamento = section(age, "appuntamento", immediata, by[string](agenda.PerID))
	s.Giornata = section(age, "giornata", calendario, by[string](agenda.PerGiorno))

	s.Regolarita = ofCodiceFiscale(reg, "regolarita", immediata, regolarita.Ultime)
	s.Stampa = section(sta, "stampa", immediata, by[string](stampe.PerID))
	return s
}

// Followed are the documents of an archive that others may change.
func Followed(name string) []archive.Section {
	all := Sections()[name]
	switch name {
	case agenda.Name:
		all = append(all, agenda.Followed()...)
	case stampe.Name:
		all = append(all, stampe.Followed()...)
	}
	return all
}

// Collections are what a store must be opened with to hold an archive.
func Collections(name string) []*store.Collection {
	all := archive.Collections(Followed(name))
	switch name {
	case agenda.Name:
		all = append(all, agenda.Collections()...)
	case comunicazioni.Name:
		all = append(all, comunicazioni.Collections()...)
	case regolarita.Name:
		all = append(all, regolarita.Collections()...)
	case stampe.Name:
		all = append(all, stampe.Collections()...)
	}
	return all
}

// Keys that a company has.
func matricola(a *model.Azienda) model.Matricola         { return a.Matricola }
func codiceFiscale(a *model.Azienda) model.CodiceFiscale { return a.CodiceFiscale }
func sede(a *model.Azienda) model.CodiceSede             { return a.CodiceSede }
func soggetto(a *model.Azienda) deleghe.Soggetto {
	return deleghe.Soggetto{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale}
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
