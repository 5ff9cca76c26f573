package fascicolo

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// raccolta is what the graph told.
type raccolta struct {
	deposito *deposito
	azienda  oggetto // of the cover
	parti    []parteRaccolta
}

// parteRaccolta is what was told of a section.
type parteRaccolta struct {
	*sezionePronta
	tratto
	righe                int
	fonte, aggiornatoAl  string
	negata               bool     // refused to whoever asks
	interrotta, lacunosa bool     // rows are missing after those that came; some values are missing in them
	mancanti             []string // archives that did not answer
}

// assente says whether the archive told nothing of the section.
func (p *parteRaccolta) assente() bool { return len(p.mancanti) > 0 && p.righe == 0 }

// mancanti are the archives that did not answer, each once.
func (r *raccolta) mancanti() []string {
	tutti := map[string]bool{}
	for i := range r.parti {
		for _, a := range r.parti[i].mancanti {
			tutti[a] = true
		}
	}
	return slices.Sorted(maps.Keys(tutti))
}

const daLeggere = 90 // per cent of the work

func (f *Fascicolo) raccogli(ctx context.Context, l Lavoro) (_ *raccolta, err error) {
	r := &raccolta{}
	capo := parteRaccolta{sezionePronta: &sezionePronta{archivio: "anagrafica", domanda: &domanda{nome: intestazione, percorso: []string{campoAzienda}}}}
	data, err := l.chiede(ctx, &capo, nil)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, fault.ArchiveDown(capo.mancanti[0], 0, nil)
	}
	if err := json.Unmarshal(data, &r.azienda); err != nil {
		return nil, err
	}
	r.parti = []parteRaccolta{capo}
	if r.deposito, err = nuovoDeposito(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.deposito.chiudi())
		}
	}()
	scelte := f.scelte(l.Richiesta)
	for i, s := range scelte {
		l.Avanza(s.nome, daLeggere*i/len(scelte))
		p := parteRaccolta{sezionePronta: s}
		p.inizio = r.deposito.scritti
		if err := r.legge(ctx, l, &p); err != nil {
			return nil, err
		}
		p.fine = r.deposito.scritti
		r.parti = append(r.parti, p)
	}
	return r, nil
}

// legge reads a section, all its pages if it is a list.
func (r *raccolta) legge(ctx context.Context, l Lavoro, p *parteRaccolta) error {
	variabili := map[string]any{}
	for nome, valore := range map[string]*model.Data{"dal": l.Dal, "al": l.Al} {
		if valore != nil && p.domanda.variabili[nome] {
			variabili[nome] = string(*valore)
		}
	}
	if !p.domanda.elenco() {
		data, err := l.chiede(ctx, p, variabili)
		if err != nil || data == nil {
			return err
		}
		return r.tiene(p, data, []json.RawMessage{data})
	}
	variabili["first"] = model.MaxPagina
	for {
		data, err := l.chiede(ctx, p, variabili)
		if err != nil {
			return err
		}
		if data == nil {
			p.interrotta = p.righe > 0
			if p.negata { // what he may not see any more is not printed
				p.righe, p.inizio, p.interrotta = 0, r.deposito.scritti, false
			}
			return nil
		}
		var pagina struct {
			Nodes    []json.RawMessage
			PageInfo struct {
				HasNextPage bool
				EndCursor   *string
			}
		}
		if err := json.Unmarshal(data, &pagina); err != nil {
			return err
		}
		if err := r.tiene(p, data, pagina.Nodes); err != nil {
			return err
		}
		if !pagina.PageInfo.HasNextPage || pagina.PageInfo.EndCursor == nil || len(pagina.Nodes) == 0 {
			return nil
		}
		variabili["after"] = *pagina.PageInfo.EndCursor
	}
}

// tiene keeps rows, and of whose they are and of when what the latest answer says.
func (r *raccolta) tiene(p *parteRaccolta, data json.RawMessage, righe []json.RawMessage) error {
	var di struct{ Fonte, AggiornatoAl string }
	if err := json.Unmarshal(data, &di); err != nil {
		return err
	}
	p.fonte, p.aggiornatoAl = di.Fonte, di.AggiornatoAl
	for _, riga := range righe {
		if err := r.deposito.aggiungi(riga); err != nil {
			return err
		}
		p.righe++
	}
	return nil
}

const (
	intestazione = "Intestazione"
	campoAzienda = "azienda"
)

// chiede asks for a section, and keeps with it what is wrong. There is no answer when it is missing, refused or empty. The error ends
// the print: nobody waits for it any more, or the company is none of the caller's.
func (l Lavoro) chiede(ctx context.Context, p *parteRaccolta, variabili map[string]any) (json.RawMessage, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	tutte := map[string]any{"matricola": string(l.Matricola)}
	maps.Copy(tutte, variabili)
	data, errori := l.Esegue(ctx, p.domanda.nome, tutte)
	if err := ctx.Err(); err != nil { // what it says now is only that
		return nil, err
	}
	sezione, azienda, err := scendi(data, p.domanda.percorso)
	if err != nil {
		return nil, err
	}
	return sezione, p.giudica(errori, azienda, sezione != nil)
}

// giudica keeps what errors say of a section.
func (p *parteRaccolta) giudica(errori gqlerror.List, azienda, sezione bool) error {
	if !azienda && len(errori) == 0 {
		return nonTrovata()
	}
	for _, e := range errori {
		codice, _ := e.Extensions["code"].(string)
		personale := codice == fault.NotFound || codice == fault.Forbidden || codice == fault.Unauthenticated
		switch {
		case !azienda && personale:
			return nonTrovata()
		case codice == fault.Forbidden:
			p.negata = p.negata || !sezione
			continue
		}
		archivio, _ := e.Extensions["archivio"].(string)
		if archivio == "" {
			archivio = p.archivio
		}
		p.mancanti = append(p.mancanti, archivio)
		p.lacunosa = p.lacunosa || sezione
	}
	return nil
}

func nonTrovata() error {
	return fault.Errorf(fault.NotFound, "Azienda inesistente o non consultabile.")
}

// scendi is what is at a path, nil when it is null, and whether its first step, the company, is there.
func scendi(data json.RawMessage, percorso []string) (_ json.RawMessage, primo bool, err error) {
	for i, passo := range percorso {
		var o map[string]json.RawMessage
		if len(data) > 0 {
			if err := json.Unmarshal(data, &o); err != nil {
				return nil, false, err
			}
		}
		if data = o[passo]; len(data) == 0 || string(data) == "null" {
			return nil, primo, nil
		}
		if i == 0 {
			primo = true
		}
	}
	return data, primo, nil
}
