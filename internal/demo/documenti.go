package demo

import "cassetto/graph/model"

// The documents that archives keep: a type of the graph and, before it, the key of whom it belongs to.
type (
	docCollegata struct {
		Matricola model.Matricola `json:"matricola"`
		model.AziendaCollegata
	}
	docRiferimento struct {
		Matricola model.Matricola `json:"matricola"`
		model.PosizioneDiRiferimento
	}
	docSoggetto struct {
		Matricola model.Matricola `json:"matricola"`
		model.SoggettoCollegato
	}
	docAutonomo struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.PosizioneLavoratoreAutonomo
	}
	docInterruzione struct {
		Matricola model.Matricola `json:"matricola"`
		model.Interruzione
	}
	docPregressa struct {
		Matricola model.Matricola `json:"matricola"`
		model.RagioneSocialePregressa
	}
	docDipendenza struct {
		Matricola model.Matricola `json:"matricola"`
		model.Dipendenza
	}
	docCredito struct {
		Matricola model.Matricola `json:"matricola"`
		model.CreditoInadempienza
	}
	docCig struct {
		Matricola model.Matricola `json:"matricola"`
		model.DomandaCig
	}
	docNota struct {
		Matricola model.Matricola `json:"matricola"`
		model.NotaDiRettifica
	}
	docEmens struct {
		Matricola model.Matricola `json:"matricola"`
		model.Emens
	}
	docConfronto struct {
		Matricola model.Matricola `json:"matricola"`
		model.ConfrontoDm10
	}
	docCommittente struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.Committente10
	}
	docIspezione struct {
		Matricola model.Matricola `json:"matricola"`
		model.Ispezione
	}
	docRuolo struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.IscrizioneARuolo
	}
	docDilazioneCartella struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.DilazioneSuCartella
	}
	docDilazione struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.DomandaDiDilazione
	}
	docFondo struct {
		Matricola model.Matricola `json:"matricola"`
		model.FondoInterprofessionale
	}
	docPosta struct {
		Matricola model.Matricola `json:"matricola"`
		model.PostaIbrida
	}
	docRiscontro struct {
		CodiceFiscale model.CodiceFiscale `json:"codiceFiscale"`
		model.RiscontroEnte
	}
	docContatti struct {
		Codice string `json:"codice"`
		model.Contatti
	}
)

// fascicolo are the documents of one position, as its archives hold them.
type fascicolo struct {
	sintetici          model.DatiSintetici
	collegate          []model.AziendaCollegata
	riferimento        *model.PosizioneDiRiferimento
	soggetti           []model.SoggettoCollegato
	autonomi           []model.PosizioneLavoratoreAutonomo
	interruzioni       []model.Interruzione
	pregresse          []model.RagioneSocialePregressa
	dipendenze         []model.Dipendenza
	crediti            []*model.CreditoInadempienza
	cig                []model.DomandaCig
	note               []model.NotaDiRettifica
	emens              []model.Emens
	confronti          []model.ConfrontoDm10
	committente        []model.Committente10
	ispezioni          []model.Ispezione
	ruoli              []*model.IscrizioneARuolo
	dilazioniCartella  []model.DilazioneSuCartella
	domandeDiDilazione []model.DomandaDiDilazione
	fondi              []model.FondoInterprofessionale
	posta              []model.PostaIbrida
	infocamere         *model.DatiInfocamere
	deleghe            []model.Delega
	richieste          []*model.Richiesta
	notifiche          []model.Notifica
	appuntamenti       []*model.Appuntamento
	riscontri          []model.RiscontroEnte
	verifiche          []model.RegolaritaContributiva
}

// emetti hands every document of the file to u, archive by archive.
func (f *fascicolo) emetti(u *uscita) {
	m, cf := f.sintetici.Matricola, f.sintetici.CodiceFiscale
	u.anagrafica("aziende", f.sintetici)
	ognuna(u.anagrafica, "aziendeCollegate", f.collegate, func(r model.AziendaCollegata) any { return docCollegata{m, r} })
	if f.riferimento != nil {
		u.anagrafica("posizioniDiRiferimento", docRiferimento{m, *f.riferimento})
	}
	ognuna(u.anagrafica, "soggettiCollegati", f.soggetti, func(r model.SoggettoCollegato) any { return docSoggetto{m, r} })
	ognuna(u.anagrafica, "posizioniLavoratoriAutonomi", f.autonomi, func(r model.PosizioneLavoratoreAutonomo) any { return docAutonomo{cf, r} })
	ognuna(u.anagrafica, "interruzioni", f.interruzioni, func(r model.Interruzione) any { return docInterruzione{m, r} })
	ognuna(u.anagrafica, "ragioniSocialiPregresse", f.pregresse, func(r model.RagioneSocialePregressa) any { return docPregressa{m, r} })
	ognuna(u.anagrafica, "dipendenze", f.dipendenze, func(r model.Dipendenza) any { return docDipendenza{m, r} })
	f.emettiComplementari(u, m, cf)
	if f.infocamere != nil {
		u.metti("infocamere", "imprese", *f.infocamere)
	}
	for _, d := range f.deleghe {
		u.metti("deleghe", "deleghe", d)
	}
	for _, r := range f.richieste {
		u.metti("comunicazioni", "richieste", *r)
	}
	for _, n := range f.notifiche {
		u.metti("comunicazioni", "notifiche", n)
	}
	for _, a := range f.appuntamenti {
		u.metti("agenda", "appuntamenti", *a)
	}
	ognuna(u.regolarita, "riscontri", f.riscontri, func(r model.RiscontroEnte) any { return docRiscontro{cf, r} })
	ognuna(u.regolarita, "verifiche", f.verifiche, func(v model.RegolaritaContributiva) any { return v })
}

func (f *fascicolo) emettiComplementari(u *uscita, m model.Matricola, cf model.CodiceFiscale) {
	ognuna(u.complementari, "creditiInadempienze", f.crediti, func(r *model.CreditoInadempienza) any { return docCredito{m, *r} })
	ognuna(u.complementari, "domandeCig", f.cig, func(r model.DomandaCig) any { return docCig{m, r} })
	ognuna(u.complementari, "noteDiRettifica", f.note, func(r model.NotaDiRettifica) any { return docNota{m, r} })
	ognuna(u.complementari, "emens", f.emens, func(r model.Emens) any { return docEmens{m, r} })
	ognuna(u.complementari, "confrontoDm10", f.confronti, func(r model.ConfrontoDm10) any { return docConfronto{m, r} })
	ognuna(u.complementari, "committente10", f.committente, func(r model.Committente10) any { return docCommittente{cf, r} })
	ognuna(u.complementari, "ispezioni", f.ispezioni, func(r model.Ispezione) any { return docIspezione{m, r} })
	ognuna(u.complementari, "iscrizioniARuolo", f.ruoli, func(r *model.IscrizioneARuolo) any { return docRuolo{cf, *r} })
	ognuna(u.complementari, "dilazioniSuCartella", f.dilazioniCartella, func(r model.DilazioneSuCartella) any { return docDilazioneCartella{cf, r} })
	ognuna(u.complementari, "domandeDiDilazione", f.domandeDiDilazione, func(r model.DomandaDiDilazione) any { return docDilazione{cf, r} })
	ognuna(u.complementari, "fondiInterprofessionali", f.fondi, func(r model.FondoInterprofessionale) any { return docFondo{m, r} })
	ognuna(u.complementari, "postaIbrida", f.posta, func(r model.PostaIbrida) any { return docPosta{m, r} })
}

func ognuna[T any](metti func(string, any), sezione string, righe []T, doc func(T) any) {
	for _, r := range righe {
		metti(sezione, doc(r))
	}
}

// uscita hands documents on until the first error.
type uscita struct {
	emit func(archivio, sezione string, doc any) error
	err  error
}

func (u *uscita) metti(archivio, sezione string, doc any) {
	if u.err == nil {
		u.err = u.emit(archivio, sezione, doc)
	}
}

func (u *uscita) anagrafica(sezione string, doc any)    { u.metti("anagrafica", sezione, doc) }
func (u *uscita) complementari(sezione string, doc any) { u.metti("complementari", sezione, doc) }
func (u *uscita) regolarita(sezione string, doc any)    { u.metti("regolarita", sezione, doc) }
