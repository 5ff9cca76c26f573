package outbox

import (
	"context"
	"errors"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// superata is how the attempt of a notice ends that is no longer due.
var superata = &Errore{Codice: "SUPERATA", Definitivo: true}

// invia makes the attempt of a notice that was taken, and writes how it ended. prima is the notice before it was taken: what
// the end of Run cut short is put back as it was, to be sent at once by whoever comes next, and what is no longer due was not tried.
func (l *lavoro) invia(prima model.Notifica, mia trovata) {
	defer func() { l.finiti <- prima.ID }()
	fallito := l.tenta(mia.notifica)
	n := mia.notifica
	switch {
	case fallito == nil:
		quando := model.DataOraDi(l.Now())
		n.Stato, n.DataInvio, n.UltimoErrore = model.StatoNotificaInviata, &quando, nil
	case fallito == superata:
		n = prima
		n.Stato = model.StatoNotificaAnnullata
	case fallito.Definitivo:
		n.Stato, n.UltimoErrore = model.StatoNotificaNonRecapitata, &fallito.Codice
	case l.invii.Err() != nil:
		n = prima
		n.ProssimoTentativo = archive.Instant(l.Now())
	case n.Tentativi >= l.Tentativi:
		n.Stato, n.UltimoErrore = model.StatoNotificaNonRecapitata, &fallito.Codice
	default:
		n.UltimoErrore = &fallito.Codice
		n.ProssimoTentativo = archive.Instant(l.Now().Add(l.attesa(n.Tentativi)))
	}
	l.segna(trovata{n, mia.versione})
}

// tenta makes one attempt. A panic is a failure like others.
func (l *lavoro) tenta(n model.Notifica) (fallito *Errore) {
	fallito = &Errore{Codice: Interno}
	defer l.scampa("outbox: sending a notice panicked")
	ctx, cancel := context.WithTimeout(l.invii, l.Scadenza)
	defer cancel()
	a, err := l.Componi(ctx, &n)
	switch {
	case errors.Is(err, ErrSuperato):
		return superata
	case err != nil && ctx.Err() != nil:
		return &Errore{Codice: TempoScaduto}
	case err != nil:
		return &Errore{Codice: Composizione}
	case a == nil:
		return &Errore{Codice: RecapitoAssente, Definitivo: true}
	}
	m := l.Mittenti[n.Canale]
	if m == nil {
		return &Errore{Codice: CanaleSconosciuto, Definitivo: true}
	}
	if err := m.Invia(ctx, a); err != nil {
		return errore(ctx, err)
	}
	return nil
}

// segna writes how an attempt ended, and tries again for as long as the notice is surely ours. A conflict says that somebody
// took it over, or that an attempt to write it which seemed to fail did not.
func (l *lavoro) segna(t trovata) {
	ctx, cancel := context.WithTimeout(l.segni, l.Presa/3)
	defer cancel()
	for pausa := 100 * time.Millisecond; ; pausa *= 2 {
		_, err := l.scrivi(ctx, t.notifica, t.versione)
		if err == nil {
			return
		}
		if errors.Is(err, store.ErrConflict) {
			l.avverti(t.notifica)
			return
		}
		select {
		case <-ctx.Done():
			l.Log.Error("outbox: how an attempt ended cannot be written", "id", t.notifica.ID)
			return
		case <-time.After(pausa):
		}
	}
}
