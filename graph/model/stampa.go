package model

// ChiStampa is as whom a print is carried out: what his token said of him, and what he was entitled to when he asked.
type ChiStampa struct {
	CodiceFiscale CodiceFiscale `json:"codiceFiscale"`
	Profilo       ProfiloUtente `json:"profilo"`
	Servizio      string        `json:"servizio,omitempty"` // of a program that is a user
	Sede          *CodiceSede   `json:"sede,omitempty"`
	Titoli        []string      `json:"titoli,omitempty"` // what the print may show: it is his as long as he is still entitled to all of it
}

// LavoroStampa says which process is at work on a print, and until when others leave it alone.
type LavoroStampa struct {
	Chi       string  `json:"chi"`
	FinoAl    DataOra `json:"finoAl"`
	Tentativo int32   `json:"tentativo"` // from 1
}
