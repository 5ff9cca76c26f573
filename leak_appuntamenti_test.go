package main

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// appointment judges an appointment.
func (c *checker) appointment(data map[string]any, at place) place {
	a, exists := c.appuntamenti[fmt.Sprint(data["x_id"])]
	switch {
	case !exists || !c.meets(a):
		c.reject(at.path, "LEAK of the appointment %v", data["x_id"])
	case data["x_note"] != a.Note || fmt.Sprint(data["x_versione"]) != fmt.Sprint(len(a.Storico)):
		c.reject(at.path, "not the appointment %s as it is: %v", a.ID, data)
	case at.section == "appuntamenti" && at.azienda.Matricola != a.Matricola:
		c.reject(at.path, "an appointment of another company than %s", at.azienda.Matricola)
	}
	c.judged["appointment"]++
	at.appuntamento, at.richiesta, at.section, at.evento = &a, nil, "", 0
	return at
}

// happening judges an event of an appointment.
func (c *checker) happening(data map[string]any, at place) place {
	n, _ := data["x_numero"].(float64)
	if n < 1 || int(n) > len(at.appuntamento.Storico) {
		c.reject(at.path, "no event %v", data["x_numero"])
		return at
	}
	e := at.appuntamento.Storico[int(n)-1]
	if said, _ := data["x_motivo"].(string); e.Motivo == nil && said != "" || e.Motivo != nil && said != *e.Motivo {
		c.reject(at.path, "another reason than that of event %d: %s", e.Numero, said)
	}
	at.evento = e.Numero
	return at
}

// ofAppointment judges what an appointment leads to.
func (c *checker) ofAppointment(f *ast.Field, value any, at place) {
	a := *at.appuntamento
	switch f.Name {
	case "azienda":
		company, exists := c.aziende[a.Matricola]
		c.link(f.Name, value, at, exists && c.knows(company))
	case "richieste":
		c.these(value, at, a.IDRichieste, func(one model.Richiesta) bool { return one.ID != "" })
		c.judged[fmt.Sprint("about ", len(value.([]any)) == len(a.IDRichieste))]++
	case "recapiti":
		c.contacts(value, a.Recapiti, c.calls(a), at)
	case "telefono":
		reaches := c.calls(a) && a.Telefono != nil
		c.judged[fmt.Sprint("telephone ", reaches)]++
		if reaches != (value != nil) || reaches && value != *a.Telefono {
			c.reject(at.path, "telephone %v, may be known: %t", value, reaches)
		}
	}
}

// subject is what events and their notices are of, and whether the user may know whom they reach.
func (c *checker) subject(at place) (id string, reaches bool) {
	if at.appuntamento != nil {
		return at.appuntamento.ID, c.calls(*at.appuntamento)
	}
	return at.richiesta.ID, c.reaches(*at.richiesta)
}

// notice judges a notice of an event.
func (c *checker) notice(data map[string]any, at place) {
	id, _ := c.subject(at)
	if !slices.ContainsFunc(c.notifiche[id], func(n model.Notifica) bool { return n.ID == data["x_id"] && n.Evento == at.evento }) {
		c.reject(at.path, "a notice of something else: %v", data["x_id"])
	}
}

// notices judges how many notices an event has: none for who may not know whom they reach.
func (c *checker) notices(value any, at place) {
	id, reaches := c.subject(at)
	want := 0
	for _, n := range c.notifiche[id] {
		if n.Evento == at.evento && reaches {
			want++
		}
	}
	if list, _ := value.([]any); len(list) != want {
		c.reject(at.path, "%d notices, want %d", len(list), want)
	}
	c.judged[fmt.Sprint("notices ", reaches)]++
}

// ofNotice judges where a notice leads: to the one thing that it tells of.
func (c *checker) ofNotice(f *ast.Field, value any, at place) {
	switch f.Name {
	case "richiesta":
		c.link(f.Name, value, at, at.richiesta != nil && c.reads(*at.richiesta))
	case "appuntamento":
		c.link(f.Name, value, at, at.appuntamento != nil && c.meets(*at.appuntamento))
	}
}

// contacts judges how who began something can be reached.
func (c *checker) contacts(value any, theirs *model.RecapitiRichiesta, may bool, at place) {
	reaches := may && theirs != nil
	c.judged[fmt.Sprint("contacts ", reaches)]++
	if reaches != (value != nil) {
		c.reject(at.path, "contacts %v, may be known: %t", value, reaches)
	}
	fields, _ := value.(map[string]any)
	for _, v := range fields {
		text, isText := v.(string)
		mine := theirs != nil && (theirs.Email != nil && text == *theirs.Email || theirs.Cellulare != nil && text == *theirs.Cellulare) || text == "RecapitiRichiesta"
		if isText && !mine {
			c.reject(at.path, "contacts of another")
		}
	}
}

// document judges a file of an appointment; the link to it is for who asks, which leak.links tries.
func (c *checker) document(data map[string]any, at place) {
	if a := at.appuntamento; a != nil && !slices.ContainsFunc(a.Documenti, func(d model.Allegato) bool { return d.ID == data["x_id"] && d.Nome == data["x_nome"] }) {
		c.reject(at.path, "a document of another: %v", data["x_id"])
	}
	c.judged["document"]++
}

// appointments judges how many appointments a list counts, those of the company that is being spoken of or of all.
func (c *checker) appointments(f *ast.Field, value any, at place) {
	page, ok := value.(map[string]any)
	if !ok {
		return
	}
	filtro, _ := f.ArgumentMap(c.vars)["filtro"].(map[string]any)
	all := c.attended(func(a model.Appuntamento) bool {
		return admits(filtro, a) && (at.section == "" || a.Matricola == at.azienda.Matricola)
	})
	fields := map[string]*ast.Field{}
	c.selected(c.schema.Types["AppuntamentoConnection"], f.SelectionSet, fields)
	for name, f := range fields {
		if f.Name == "totalCount" {
			c.judged["appointments counted"]++
			if n := int(page[name].(float64)); n != len(all) {
				c.reject(at.path, "%d appointments, the oracle counts %d", n, len(all))
			}
		}
	}
}
