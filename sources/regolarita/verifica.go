package regolarita

import (
	"context"
	"fmt"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/durc"
)

// serieProtocolli is the only series of the register. Its numbers begin at 1; those from 90000000 on are of checks that were
// loaded with their protocollo.
const serieProtocolli = "durc"

// Soggetto is who a check is about.
type Soggetto struct {
	CodiceFiscale model.CodiceFiscale
	Denominazione string
}

// ID is the identifier of the n-th check of a codice fiscale. It does not tell which.
func ID(di model.CodiceFiscale, numero int64) string {
	return archive.ID("V-", di, fmt.Sprint("verifica ", numero))
}

// Apri makes somebody ask for a check: the last one of the codice fiscale, if it is not over, or the next one. Of those who open it
// at the same time one does, and the others find it.
func (a *Archivio) Apri(ctx context.Context, s Soggetto, da model.MittenteRichiesta, ora time.Time) (*model.RegolaritaContributiva, error) {
	for {
		ultima, err := a.ultima(ctx, s.CodiceFiscale)
		if err != nil {
			return nil, err
		}
		if ultima != nil && durc.Corrente(ultima, ora) {
			v, err := a.unisci(ctx, ultima.ID, da, ora)
			if err != nil || v != nil && durc.Corrente(v, ora) {
				return v, err
			}
			continue // it has ended meanwhile
		}
		numero := int64(1)
		if ultima != nil {
			numero = ultima.Numero + 1
		}
		nuova := durc.Apri(ID(s.CodiceFiscale, numero), numero, s.CodiceFiscale, s.Denominazione, da, ora)
		if v, err := a.verifiche.Create(ctx, &nuova); err != nil || v == &nuova {
			return v, err
		}
	}
}

// ultima is the last check of a codice fiscale, as it is now; nil when it never had any.
func (a *Archivio) ultima(ctx context.Context, di model.CodiceFiscale) (*model.RegolaritaContributiva, error) {
	ultime, err := Ultime(ctx, a.Archive, []string{string(di)})
	return ultime[string(di)], err
}

// unisci makes somebody join a check, unless it is over when it is written.
func (a *Archivio) unisci(ctx context.Context, id string, da model.MittenteRichiesta, ora time.Time) (*model.RegolaritaContributiva, error) {
	return a.verifiche.Change(ctx, id, func(v *model.RegolaritaContributiva) bool {
		return durc.Corrente(v, ora) && durc.Unisci(v, da)
	})
}

// Aperta says whether a check may still become something else by what the archives say.
func Aperta(v *model.RegolaritaContributiva) bool {
	switch v.Esito {
	case model.EsitoRegolaritaRichiesta, model.EsitoRegolaritaInIstruttoria, model.EsitoRegolaritaInvitoARegolarizzare:
		return true
	}
	return false
}

// Concludi judges a check by what the archives say now, gives it its protocollo and writes what has become of it. It may be
// repeated, by several at once: a check has one protocollo, and an outcome that is final stays. nil: there is no such check.
func (a *Archivio) Concludi(ctx context.Context, id string, e durc.Evidenze, ora time.Time) (*model.RegolaritaContributiva, error) {
	v, _, err := a.verifiche.Read(ctx, id)
	if err != nil || v == nil || !Aperta(v) {
		return v, err
	}
	protocollo, err := a.protocollo(ctx, v)
	if err != nil {
		return nil, err
	}
	if v.Invito != nil { // it asks for what was due when it was sent; what falls due later is of the next check
		e.PagamentiFinoAl = *v.PagamentiFinoAl
	}
	giudizio := durc.Valuta(e, model.DataDi(ora))
	return a.verifiche.Change(ctx, id, func(v *model.RegolaritaContributiva) bool {
		nuovo := v.Protocollo == nil
		if nuovo {
			v.Protocollo = &protocollo
		}
		return durc.Concludi(v, giudizio, ora) || nuovo
	})
}

// protocollo is the number that a check has, or now gets.
func (a *Archivio) protocollo(ctx context.Context, v *model.RegolaritaContributiva) (string, error) {
	if v.Protocollo != nil {
		return *v.Protocollo, nil
	}
	n, err := a.protocolli.Iscrivi(ctx, serieProtocolli, v.ID)
	return fmt.Sprintf("INPS_%08d", n), err
}

// Simula is what a check would come to now. It is stored nowhere, and its identifier is that of this question.
func Simula(s Soggetto, e durc.Evidenze, da model.MittenteRichiesta, ora time.Time) *model.RegolaritaContributiva {
	v := durc.Apri(archive.ID("VS-", s.CodiceFiscale, ""), 0, s.CodiceFiscale, s.Denominazione, da, ora)
	v.Simulazione = true
	durc.Concludi(&v, durc.Valuta(e, model.DataDi(ora)), ora)
	return &v
}
