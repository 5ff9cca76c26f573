package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"cassetto/graph/model"
	"cassetto/internal/cache"
)

// maxSvuotamento is how long the body of a purge may be, in bytes.
const maxSvuotamento = 4 << 10

// svuotamento is the body of a purge: what is kept of an archive or of one of its sections, of a company by its codes, of a
// company in a section; or everything.
type svuotamento struct {
	Archivio      *string `json:"archivio"`
	Sezione       *string `json:"sezione"`
	Matricola     *string `json:"matricola"`
	CodiceFiscale *string `json:"codiceFiscale"`
	Tutto         bool    `json:"tutto"`
}

// esito is the answer to a purge.
type esito struct {
	Svuotato     svuotato `json:"svuotato"`
	AltreIstanze string   `json:"altreIstanze,omitempty"` // "in attesa" when they could not be told yet
}

// svuotato is what was understood.
type svuotato struct {
	Archivio string `json:"archivio,omitempty"`
	Sezione  string `json:"sezione,omitempty"`
	Azienda  bool   `json:"azienda,omitempty"` // of one company only
	Tutto    bool   `json:"tutto,omitempty"`
}

// readSvuotamento reads a body, or says with which status it is refused.
func readSvuotamento(w http.ResponseWriter, r *http.Request) (s svuotamento, status int, wrong *rifiuto) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSvuotamento))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return s, http.StatusRequestEntityTooLarge, &rifiuto{"corpo", "Troppo lungo."}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err == nil {
		err = d.Decode(&s)
	}
	if err == nil && d.Decode(&struct{}{}) != io.EOF {
		err = errors.New("more than one value")
	}
	var ofType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &ofType) && ofType.Field != "":
		return s, http.StatusBadRequest, &rifiuto{ofType.Field, "Tipo non valido: tutto è true o false, ogni altro campo una stringa."}
	case err != nil:
		return s, http.StatusBadRequest, &rifiuto{"corpo", "Serve un oggetto JSON con i soli campi archivio, sezione, matricola, codiceFiscale e tutto."}
	}
	return s, 0, nil
}

// check says what is wrong with a purge; it leaves the codes as archives write them.
func (s *svuotamento) check(known func(archivio, sezione string) bool) *rifiuto {
	named := s.Archivio != nil || s.Sezione != nil || s.Matricola != nil || s.CodiceFiscale != nil
	switch {
	case s.Tutto && named:
		return &rifiuto{"tutto", "Non si combina con altri campi."}
	case !s.Tutto && !named:
		return &rifiuto{"corpo", "Serve almeno un campo fra archivio, matricola e codiceFiscale, oppure tutto: true."}
	case s.Archivio != nil && (*s.Archivio == "" || !known(*s.Archivio, "")):
		return &rifiuto{"archivio", "Archivio sconosciuto."}
	case s.Sezione != nil && s.Archivio == nil:
		return &rifiuto{"sezione", "Serve anche l'archivio a cui la sezione appartiene."}
	case s.Sezione != nil && (*s.Sezione == "" || !known(*s.Archivio, *s.Sezione)):
		return &rifiuto{"sezione", "Sezione sconosciuta in questo archivio."}
	}
	if wrong := canonical[model.Matricola]("matricola", s.Matricola); wrong != nil {
		return wrong
	}
	return canonical[model.CodiceFiscale]("codiceFiscale", s.CodiceFiscale)
}

// canonical writes a code as its scalar does, or says what is wrong with it.
func canonical[T ~string, P interface {
	*T
	UnmarshalGQL(any) error
}](campo string, code *string) *rifiuto {
	if code == nil {
		return nil
	}
	var v T
	if err := P(&v).UnmarshalGQL(*code); err != nil {
		return &rifiuto{campo, err.Error()}
	}
	*code = string(v)
	return nil
}

// change is a checked purge as caches are told of it.
func (s *svuotamento) change() cache.Change {
	var c cache.Change
	if s.Archivio != nil {
		c.Archive = *s.Archivio
	}
	if s.Sezione != nil {
		c.Section = *s.Sezione
	}
	for _, code := range []*string{s.Matricola, s.CodiceFiscale} {
		if code != nil {
			c.Tags = append(c.Tags, cache.TagOf(*code))
		}
	}
	return c
}
