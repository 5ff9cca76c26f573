package model

// Occupazione is a place that an appointment has in something of which there are only so many.
type Occupazione struct {
	Appuntamento string  `json:"appuntamento"`        // its id
	Fino         DataOra `json:"fino"`                // first instant at which the place is free again, unless it was freed before
	Tentativo    string  `json:"tentativo,omitempty"` // call of the command that took it; empty once it was made to last
}
