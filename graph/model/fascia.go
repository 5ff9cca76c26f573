package model

import (
	"crypto/sha256"
	"encoding/base32"
	"time"
)

// sigle are what the identifiers of intervals call a way to hold appointments.
var sigle = map[ModalitaAppuntamento]string{
	ModalitaAppuntamentoInSede: "S", ModalitaAppuntamentoTelefono: "T", ModalitaAppuntamentoWebMeeting: "W",
}

// IDFascia is the identifier of an interval that begins and ends at two instants on the clocks of Italy: its office, its day, its
// times, how and where it is held.
func IDFascia(f *Fascia, inizio, fine time.Time) string {
	id := "F-" + string(f.CodiceSede) + "-" + inizio.Format("20060102-1504") + "-" + fine.Format("1504") + "-" + sigle[f.Modalita]
	if f.PuntoConsulenza != nil {
		h := sha256.Sum256([]byte(*f.PuntoConsulenza))
		id += "-" + base32.StdEncoding.EncodeToString(h[:5])
	}
	return id
}
