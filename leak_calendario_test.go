package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// interval judges an interval: of the right office, with as many free places as it has, and nothing of who has the others.
func (c *checker) interval(data map[string]any, at place) {
	id, sede := fmt.Sprint(data["x_id"]), c.who.Sede
	switch {
	case at.appuntamento != nil:
		if sede = &at.appuntamento.CodiceSede; id != at.appuntamento.Fascia.ID {
			c.reject(at.path, "the interval of another appointment: %s", id)
		}
	case at.azienda != nil:
		sede = &at.azienda.CodiceSede
	}
	if sede == nil || !strings.HasPrefix(id, "F-"+string(*sede)+"-") {
		c.reject(at.path, "LEAK of an interval of another office: %s", id)
	}
	if free := max(0, c.left(&model.Fascia{ID: id})); data["x_liberi"] != float64(free) {
		c.reject(at.path, "%v free places, the oracle counts %d", data["x_liberi"], free)
	}
	for name, v := range data {
		if text, isText := v.(string); isText && (fiscal.MatchString(text) || strings.Contains(text, "A-") || strings.HasPrefix(text, "+39")) {
			c.reject(at.path, "LEAK of who has a place: %s is %s", name, text)
		}
	}
	c.judged["interval"]++
}

// free judges the intervals that a company may book: all those of its office and no others.
func (c *checker) free(f *ast.Field, value any, at place) {
	list, ok := value.([]any)
	if !ok {
		if c.may(*at.azienda, model.ServizioAgenda) && !c.badInput(at.path) {
			c.reject(at.path, "no intervals, but the oracle allows them: %v", c.errs[at.path])
		}
		return
	}
	args := f.ArgumentMap(c.vars)
	modalita, _ := args["modalita"].(string)
	var want []string
	for _, one := range c.opens(*at.azienda, fmt.Sprint(args["dal"]), fmt.Sprint(args["al"])) {
		if (modalita == "" || modalita == string(one.Modalita)) && !c.beginning(one.ID) {
			want = append(want, one.ID)
		}
	}
	if got := c.intervals(list); !slices.Equal(got, want) {
		c.reject(at.path, "intervals %v, want %v", got, want)
	}
	c.judged["intervals counted"]++
}

// intervals are the identifiers of intervals in an answer, but for those that are just beginning.
func (c *checker) intervals(list []any) (ids []string) {
	for _, one := range list {
		if id := fmt.Sprint(one.(map[string]any)["x_id"]); !c.beginning(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// beginning says whether an interval begins while the test asks: it may be in an answer or not.
func (c *checker) beginning(id string) bool {
	parts := strings.Split(id+"----", "-")
	at, err := time.ParseInLocation("20060102-1504", parts[2]+"-"+parts[3], model.Roma)
	return err == nil && at.Sub(c.now).Abs() < time.Minute
}

// calendar judges the calendar of an office: its own days with all their intervals, and no day without a reason.
func (c *checker) calendar(args map[string]any, value any, at place) {
	list, ok := value.([]any)
	switch {
	case !ok:
		return // judge has looked at why
	case !c.receives():
		c.reject(at.path, "LEAK of a calendar")
		return
	}
	got, dal, al := map[string]string{}, fmt.Sprint(args["dal"]), fmt.Sprint(args["al"])
	for _, one := range list {
		g := one.(map[string]any)
		giorno, fasce := fmt.Sprint(g["x_giorno"]), g["x_fasce"].([]any)
		if giorno < dal || giorno > al || len(fasce) == 0 && g["x_chiusura"] == nil {
			c.reject(at.path, "no such day: %s", giorno)
		}
		if len(fasce) > 0 {
			got[giorno] = idsOf(fasce, "x_id")
		}
	}
	for _, g := range c.giornate {
		if giorno := string(g.Giorno); g.CodiceSede == *c.who.Sede && dal <= giorno && giorno <= al && len(g.Fasce) > 0 {
			var want []string
			for _, f := range g.Fasce {
				want = append(want, f.ID)
			}
			if got[giorno] != strings.Join(want, " ") {
				c.reject(at.path, "intervals of %s: %s, want %v", giorno, got[giorno], want)
			}
			delete(got, giorno)
		}
	}
	if len(got) > 0 {
		c.reject(at.path, "days of another office: %v", got)
	}
	c.judged["calendar"]++
}

// refused says whether an answer without data is that of a calendar which is not the user's to see.
func (c *checker) refused(doc *ast.QueryDocument) bool {
	fields := map[string]*ast.Field{}
	c.selected(c.schema.Query, doc.Operations[0].SelectionSet, fields)
	for at, code := range c.errs {
		if f := fields[at]; code == "FORBIDDEN" && f != nil && f.Name == "calendario" {
			return !c.receives()
		}
	}
	return false
}
