package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/sources/deleghe"
)

// maxChiave bounds an idempotency key.
const maxChiave = 100

func (r *Resolver) conferisciDelega(ctx context.Context, in model.ConferisciDelegaInput) (*model.DelegaPayload, error) {
	io, chiave, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return rifiutata(errori), err
	}
	id := deleghe.ID(io.Utente.CodiceFiscale, chiave)
	if chiave != "" { // the command may be a repetition
		if prima, err := r.Sources.Delega.Load(ctx, id); err != nil || prima != nil {
			return &model.DelegaPayload{Delega: prima, Errori: []model.ErroreCampo{}}, err
		}
	}
	riscontri, err := r.riscontri(ctx, io, in)
	if err != nil {
		return nil, err
	}
	if errori := io.ValutaConferimento(in, riscontri, r.Now()); len(errori) > 0 {
		return rifiutata(errori), nil
	}
	d, err := r.Sources.RegistraDelega(ctx, r.nuovaDelega(id, io, in))
	if err != nil {
		return nil, err
	}
	if in.Tipo == model.TipoDelegaMaster {
		return r.unicaMaster(ctx, io, *d)
	}
	return &model.DelegaPayload{Delega: d, Errori: []model.ErroreCampo{}}, nil
}

// nuovaDelega is the delega that an accepted input describes.
func (r *Resolver) nuovaDelega(id string, m access.Mandato, in model.ConferisciDelegaInput) model.Delega {
	posizione := m.PosizioneDa(in)
	inizio := model.DataDi(r.Now())
	if in.Inizio != nil {
		inizio = *in.Inizio
	}
	return model.Delega{
		ID: id, Tipo: in.Tipo, Stato: model.StatoDelegaAttiva,
		DeleganteCf: m.Utente.CodiceFiscale, Posizione: &posizione, DelegatoCf: in.Delegato, StudioCf: in.Studio,
		Qualifica: in.Qualifica, Servizi: in.Servizi, Perimetro: in.Perimetro, Cf: append([]model.CodiceFiscale{}, in.Cf...),
		Inizio: inizio, Fine: in.Fine, ParentID: in.ParentID,
	}
}

// riscontri reads what the archives know about a delega to be conferred.
func (r *Resolver) riscontri(ctx context.Context, m access.Mandato, in model.ConferisciDelegaInput) (access.Riscontri, error) {
	var trovati access.Riscontri
	if in.Matricola != nil {
		a, err := r.Sources.Azienda.Load(ctx, *in.Matricola)
		if err != nil {
			return trovati, err
		}
		if a != nil {
			p := posizione(a)
			trovati.Posizione = &p
		}
	}
	if in.Tipo != model.TipoDelegaMaster || m.Utente.Azienda == nil {
		return trovati, nil
	}
	conferite, err := r.Sources.DelegheSu.Section.Load(ctx, deleghe.Soggetto{CodiceFiscale: *m.Utente.Azienda})
	if err != nil {
		return trovati, err
	}
	for _, d := range conferite.Righe {
		if d.Tipo == model.TipoDelegaMaster {
			trovati.Master = append(trovati.Master, d)
		}
	}
	return trovati, nil
}

// unicaMaster looks again after a Delega Master was stored: when another was stored meanwhile, this one is withdrawn, so that
// a codice fiscale never keeps two.
func (r *Resolver) unicaMaster(ctx context.Context, m access.Mandato, d model.Delega) (*model.DelegaPayload, error) {
	in := model.ConferisciDelegaInput{Tipo: d.Tipo, Inizio: &d.Inizio, Fine: d.Fine}
	riscontri, err := r.riscontri(ctx, m, in)
	if err != nil {
		return nil, err
	}
	for _, altra := range riscontri.Master {
		if altra.ID == d.ID {
			continue
		}
		if errori := m.MasterGiaConferita(in, altra, r.Now()); len(errori) > 0 {
			_, err := r.Sources.ModificaDelega(ctx, d.ID, func(d *model.Delega) bool { return r.revoca(d, m.Utente.CodiceFiscale, "") })
			return rifiutata(errori), err
		}
	}
	return &model.DelegaPayload{Delega: &d, Errori: []model.ErroreCampo{}}, nil
}

func (r *Resolver) revocaDelega(ctx context.Context, in model.RevocaDelegaInput) (*model.DelegaPayload, error) {
	io, chiave, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return rifiutata(errori), err
	}
	letta, err := r.Sources.Delega.Load(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if letta == nil {
		letta = &model.Delega{}
	}
	p, err := r.posizioneDi(ctx, *letta)
	if err != nil {
		return nil, err
	}
	if ripetuta(*letta, io.Utente.CodiceFiscale, chiave) {
		return &model.DelegaPayload{Delega: letta, Errori: []model.ErroreCampo{}}, nil
	}
	if errori := io.ValutaRevoca(*letta, p, r.Now()); len(errori) > 0 {
		return rifiutata(errori), nil
	}
	d, err := r.Sources.ModificaDelega(ctx, in.ID, func(d *model.Delega) bool {
		if ripetuta(*d, io.Utente.CodiceFiscale, chiave) { // at the same time as this one
			errori = nil
			return false
		}
		errori = io.ValutaRevoca(*d, p, r.Now())
		return len(errori) == 0 && r.revoca(d, io.Utente.CodiceFiscale, chiave)
	})
	if err != nil || len(errori) > 0 {
		return rifiutata(errori), err
	}
	return &model.DelegaPayload{Delega: d, Errori: []model.ErroreCampo{}}, nil
}

// revoca writes a revocation into a delega.
func (r *Resolver) revoca(d *model.Delega, da model.CodiceFiscale, chiave string) bool {
	adesso := model.DataOraDi(r.Now())
	d.Stato, d.DataRevoca, d.RevocataDa, d.ChiaveRevoca = model.StatoDelegaRevocata, &adesso, &da, chiave
	return true
}

// ripetuta says whether a revocation is the repetition of the one that has been done.
func ripetuta(d model.Delega, da model.CodiceFiscale, chiave string) bool {
	return chiave != "" && d.ChiaveRevoca == chiave && d.RevocataDa != nil && *d.RevocataDa == da
}

// comando is who commands and with which idempotency key; errori say what is wrong with the key.
func (r *Resolver) comando(ctx context.Context, chiave *string) (io access.Mandato, k string, errori []model.ErroreCampo, err error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return io, "", nil, err
	}
	k, errori = chiaveDi(chiave)
	return titoli.Mandato, k, errori, nil
}

func chiaveDi(chiave *string) (string, []model.ErroreCampo) {
	switch {
	case chiave == nil:
		return "", nil
	case *chiave == "" || len(*chiave) > maxChiave:
		return "", []model.ErroreCampo{{
			Campo: "chiaveIdempotenza", Codice: "CHIAVE_NON_VALIDA", Messaggio: "La chiave di idempotenza ha da 1 a 100 caratteri.",
		}}
	}
	return *chiave, nil
}

func rifiutata(errori []model.ErroreCampo) *model.DelegaPayload {
	return &model.DelegaPayload{Errori: errori}
}
