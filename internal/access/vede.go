package access

import (
	"time"

	"cassetto/graph/model"
)

// VedeDelega says whether the user may read a delega: he is a party to it, it came to his studio, or he manages the deleghe
// of the position p that it is on.
func (m Mandato) VedeDelega(d model.Delega, p Posizione, now time.Time) bool {
	return m.puoRevocare(&d, p) || m.conosceDelega(&d, p, now)
}

// MasterGiaConferita says why a Delega Master cannot stand beside another one of the same company; none when it can.
func (m Mandato) MasterGiaConferita(in model.ConferisciDelegaInput, altra model.Delega, now time.Time) []model.ErroreCampo {
	c := conferimento{m: m, in: in, r: Riscontri{Master: []model.Delega{altra}}, ora: istanteDi(now)}
	c.unicaMaster()
	return c.erroriCampo
}

// Riceve says whether a delega came to the user, or to his studio when he may use what comes to it; ended ones too.
func (m Mandato) Riceve(d model.Delega) bool { return riceve(&m.Utente, &d) }
