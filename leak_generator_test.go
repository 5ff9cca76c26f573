package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// crowd makes random people and random deleghe between them and the demo companies.
type crowd struct {
	*rand.Rand
	now     time.Time
	utenti  []model.Utente
	aziende []model.Azienda
	deleghe []model.Delega
	persons []model.CodiceFiscale // collaborators, by whom perimeters are drawn
	heads   int                   // how many persons share the profiles
}

func one[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

func (c *crowd) chance(percent int) bool { return c.IntN(100) < percent }

// person is an invented person; the comune of birth was never assigned.
func person(n int) model.CodiceFiscale {
	first := fmt.Sprintf("ZZ%c%cXY80A%02dA000", 'A'+n/26%26, 'A'+n%26, 1+n%28)
	return model.CodiceFiscale(first + string(model.ControlloPersona(first)))
}

// entity is an invented studio or association.
func entity(n int) model.CodiceFiscale {
	first := fmt.Sprintf("9%05d1199", n)
	return model.CodiceFiscale(first + string(model.ControlloEnte(first)))
}

// utente is the n-th enabled profile; some persons have two. What does not go with a profile is there now and then all the
// same, and what goes with it is missing now and then: it must count for nothing.
func (c *crowd) utente(n int) model.Utente {
	u := model.Utente{CodiceFiscale: person(n % c.heads), Nome: "Persona " + strconv.Itoa(n), Profilo: model.AllProfiloUtente[n%len(model.AllProfiloUtente)]}
	if noise := c.chance(15); noise != slices.Contains([]model.ProfiloUtente{model.ProfiloUtenteAzienda, model.ProfiloUtenteLegaleRappresentante}, u.Profilo) {
		u.Azienda = new(one(c.Rand, c.aziende).CodiceFiscale)
	}
	if noise := c.chance(15); noise != (u.Profilo == model.ProfiloUtenteOperatore) {
		u.Sede = new(one(c.Rand, c.aziende).CodiceSede)
	}
	switch {
	case c.chance(20):
	case u.Profilo == model.ProfiloUtenteAssociazioneDiCategoria:
		u.Studio = &model.StudioUtente{CodiceFiscale: entity(10 + c.IntN(2)), Denominazione: "ASSOCIAZIONE"}
	case slices.Contains(professions, u.Profilo), u.Profilo == model.ProfiloUtenteIntermediarioDelegato:
		u.Studio = &model.StudioUtente{CodiceFiscale: entity(c.IntN(3)), Denominazione: "STUDIO"}
	}
	return u
}

// delega is one that would hold, spoilt in up to two ways.
func (c *crowd) delega(n int) model.Delega {
	u, a := one(c.Rand, c.utenti), one(c.Rand, c.aziende)
	d := model.Delega{
		ID: fmt.Sprintf("D-LEAK%04d", n), Stato: model.StatoDelegaAttiva, DeleganteCf: one(c.Rand, c.utenti).CodiceFiscale,
		DelegatoCf: u.CodiceFiscale, Qualifica: u.Profilo, Servizi: c.servizi(), Perimetro: model.PerimetroDelegaTotale,
		Cf: []model.CodiceFiscale{}, Inizio: c.day(-400), Tipo: model.TipoDelegaIndirettaIntermediario,
		Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: string(a.Matricola)},
	}
	if u.Studio != nil && c.chance(70) {
		d.StudioCf = &u.Studio.CodiceFiscale
		if c.chance(50) {
			d.DelegatoCf = person(500 + c.IntN(20)) // a colleague
		}
	}
	var types []model.TipoDelega
	for _, tipo := range model.AllTipoDelega {
		if slices.Contains(admitted[tipo], u.Profilo) {
			types = append(types, tipo)
		}
	}
	if len(types) > 0 {
		d.Tipo = one(c.Rand, types)
	}
	switch {
	case d.Tipo == model.TipoDelegaMaster:
		d.Posizione.Codice = string(a.CodiceFiscale)
	case d.Tipo == model.TipoDelegaGruppo && u.Azienda != nil && c.chance(60):
		d.StudioCf, d.DelegatoCf = u.Azienda, person(500+c.IntN(20))
	case d.Tipo == model.TipoDelegaSubdelega:
		c.under(&d)
	case c.chance(35):
		d.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaParasubordinati, Codice: string(a.CodiceFiscale)}
		d.Servizi = append(d.Servizi, model.ServizioGestioneSeparata)
	}
	if c.chance(35) {
		d.Perimetro = model.PerimetroDelegaParziale
		for range c.IntN(6) {
			d.Cf = append(d.Cf, one(c.Rand, c.persons))
		}
	}
	for range max(0, c.IntN(5)-2) {
		c.spoil(&d)
	}
	return d
}

// under makes a subdelega of an earlier delega, which may be any.
func (c *crowd) under(d *model.Delega) {
	var parents []model.Delega
	for _, p := range c.deleghe {
		if p.Tipo != model.TipoDelegaSubdelega || c.chance(5) {
			parents = append(parents, p)
		}
	}
	if len(parents) == 0 {
		return
	}
	p := one(c.Rand, parents)
	d.ParentID, d.DeleganteCf, d.StudioCf = &p.ID, p.DelegatoCf, p.StudioCf
	d.Posizione = new(*p.Posizione)
	if c.chance(60) {
		d.Servizi = p.Servizi
	}
}

// spoil changes one thing of a delega; most changes leave it worthless.
func (c *crowd) spoil(d *model.Delega) {
	switch c.IntN(14) {
	case 0:
		d.Stato = one(c.Rand, model.AllStatoDelega)
	case 1:
		d.Inizio = c.day(1)
	case 2:
		d.Fine = new(c.day(-1))
	case 3:
		d.Fine = new(c.day(0)) // the last day counts
	case 4:
		d.DataRevoca = new(model.DataOraDi(c.now.Add(-time.Second)))
	case 5:
		d.DataRevoca = new(model.DataOraDi(c.now.Add(time.Hour)))
	case 6:
		d.Qualifica = one(c.Rand, model.AllProfiloUtente)
	case 7:
		d.Tipo = one(c.Rand, model.AllTipoDelega)
	case 8:
		d.Posizione.Gestione = one(c.Rand, model.AllGestioneContributiva)
	case 9:
		d.Posizione.Codice = string(one(c.Rand, c.aziende).CodiceFiscale)
	case 10:
		d.Servizi = []model.Servizio{model.ServizioDeleghe}
	case 11:
		d.ParentID = new("D-MISSING")
	case 12:
		d.DelegatoCf = one(c.Rand, c.utenti).CodiceFiscale
	case 13:
		d.StudioCf = new(entity(c.IntN(12)))
	}
}

func (c *crowd) day(after int) model.Data { return model.DataDi(c.now.AddDate(0, 0, after)) }

func (c *crowd) servizi() []model.Servizio {
	if c.chance(40) {
		return without(model.AllServizio, model.ServizioDeleghe)
	}
	return slices.DeleteFunc(slices.Clone(model.AllServizio), func(model.Servizio) bool { return c.chance(50) })
}

// generator writes random valid operations by walking the schema.
type generator struct {
	*rand.Rand
	schema    *ast.Schema
	oracle    oracle // whose user asks
	visible   []model.Azienda
	favourite *model.Azienda
	vars      map[string]any
	declared  []string
	fragments []string
	fields    int // written so far
	requests  int // lists of requests, one in the other, that stand around what is being written
}

const maxDepth, maxFields = 11, 90

// operation writes one operation and its variables.
func (g *generator) operation() (string, map[string]any) {
	g.vars, g.declared, g.fragments, g.fields = map[string]any{}, nil, nil, 0
	g.visible = g.oracle.visible()
	var roots []string
	for range 1 + g.IntN(3) {
		roots = append(roots, g.field(g.schema.Query.Fields.ForName(g.root()), maxDepth))
	}
	head := "query Prova"
	if len(g.declared) > 0 {
		head += "(" + strings.Join(g.declared, ", ") + ")"
	}
	return head + " { " + strings.Join(roots, " ") + " } " + strings.Join(g.fragments, " "), g.vars
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// field writes a field under an alias of its own.
func (g *generator) field(f *ast.FieldDefinition, depth int) string {
	g.fields++
	var b strings.Builder
	fmt.Fprintf(&b, "f%d: %s", g.fields, f.Name)
	var args []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil || g.chance(25) || a.Name == "first" && g.chance(60) {
			args = append(args, a.Name+": "+g.argument(a))
		}
	}
	if len(args) > 0 {
		b.WriteString("(" + strings.Join(args, ", ") + ")")
	}
	if g.chance(8) {
		fmt.Fprintf(&b, " @%s(if: %s)", one(g.Rand, []string{"include", "skip"}), g.input(ast.NonNullNamedType("Boolean", nil), g.chance(70)))
	}
	if def := g.schema.Types[f.Type.Name()]; def.IsCompositeType() {
		many := slices.Contains(lists, f.Name)
		if many {
			g.requests++
		}
		b.WriteString(" { " + g.selection(def, depth-1) + " }")
		if many {
			g.requests--
		}
	}
	return b.String()
}

// selection writes what is asked of an object.
func (g *generator) selection(def *ast.Definition, depth int) string {
	parts := []string{always[def.Name]}
	if def.IsAbstractType() {
		for _, t := range g.schema.GetPossibleTypes(def) {
			parts = append(parts, "... on "+t.Name+" { "+g.selection(t, depth)+" }")
		}
		return strings.Join(parts, " ")
	}
	var leaves, deeper, linked ast.FieldList
	for _, f := range def.Fields {
		switch {
		case strings.HasPrefix(f.Name, "__"), g.requests == maxLists && slices.Contains(lists, f.Name):
		case !g.schema.Types[f.Type.Name()].IsCompositeType():
			leaves = append(leaves, f)
		case slices.Contains(towards, f.Name):
			linked = append(linked, f)
		default:
			deeper = append(deeper, f)
		}
	}
	for range 1 + g.IntN(3) {
		if len(leaves) > 0 && g.fields < 2*maxFields {
			parts = append(parts, g.field(one(g.Rand, leaves), depth))
		}
	}
	for _, some := range []ast.FieldList{linked, linked, deeper} {
		if len(some) > 0 && depth > 0 && g.fields < maxFields && (g.chance(70) || len(leaves) == 0) {
			parts = append(parts, g.field(one(g.Rand, some), depth))
		}
	}
	text := strings.TrimSpace(strings.Join(parts, " "))
	switch {
	case text == "":
		return "__typename"
	case g.chance(10):
		return "... on " + def.Name + " { " + text + " }"
	case g.chance(10):
		name := "Parte" + strconv.Itoa(len(g.fragments))
		g.fragments = append(g.fragments, "fragment "+name+" on "+def.Name+" { "+text+" }")
		return "..." + name
	}
	return text
}

// argument writes the value of an argument, in place or as a variable.
func (g *generator) argument(a *ast.ArgumentDefinition) string {
	var v any
	switch {
	case a.Name == "first":
		v = g.IntN(6)
	case a.Type.NonNull && (a.Name == "dal" || a.Name == "al"): // of a calendar
		v = g.day(map[string]int{"dal": -12, "al": -2}[a.Name] + g.IntN(16))
	case a.Name == "after":
		v = "zz"
		if !a.Type.NonNull && g.chance(90) {
			v = nil
		}
	default:
		v = g.value(a.Type)
	}
	return g.input(a.Type, v)
}

// input writes a value where a type is expected.
func (g *generator) input(typ *ast.Type, v any) string {
	if g.chance(50) {
		name := "v" + strconv.Itoa(len(g.vars))
		g.vars[name] = v
		g.declared = append(g.declared, "$"+name+": "+typ.String())
		return "$" + name
	}
	return g.literal(typ, v)
}

func (g *generator) literal(typ *ast.Type, v any) string {
	switch v := v.(type) {
	case map[string]any:
		if typ.Name() == "_Any" {
			return literal(v)
		}
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, name+": "+g.literal(g.schema.Types[typ.Name()].Fields.ForName(name).Type, v[name]))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, g.literal(typ.Elem, item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		if g.schema.Types[typ.Name()].Kind == ast.Enum {
			return v
		}
		return strconv.Quote(v)
	case nil:
		return "null"
	}
	return fmt.Sprint(v)
}

// value is a random value of an input type.
func (g *generator) value(typ *ast.Type) any {
	def, a := g.schema.Types[typ.Name()], g.company()
	switch {
	case def.Name == "_Any":
		return g.representations()
	case def.Name == "FiltroRichieste":
		return g.someRequests()
	case def.Name == "FiltroAppuntamenti":
		return g.someAppointments()
	case typ.Elem != nil:
		return []any{g.value(typ.Elem)}
	case def.Kind == ast.Enum:
		return one(g.Rand, def.EnumValues).Name
	case def.Kind == ast.InputObject:
		fields := map[string]any{}
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || g.chance(30) {
				fields[f.Name] = g.value(f.Type)
			}
		}
		return fields
	}
	switch def.Name {
	case "Matricola":
		return string(a.Matricola)
	case "CodiceFiscale":
		return string(a.CodiceFiscale)
	case "CodiceSede":
		return string(a.CodiceSede)
	case "Csc":
		return one(g.Rand, []string{"10602", "70502", "11301", "41301"})
	case "Data":
		return fmt.Sprintf("20%02d-%02d-11", 18+g.IntN(9), 1+g.IntN(12))
	case "ID":
		delega := one(g.Rand, slices.Sorted(maps.Keys(g.oracle.deleghe)))
		return one(g.Rand, []string{"AZ-" + string(a.Matricola), "AZ-" + string(a.Matricola), "SD-" + string(a.CodiceSede), delega, delega, "D-NONE", "ZZ-1", g.request().ID, g.request().ID, "R-NONE", g.appointment().ID, g.appointment().ID, "A-NONE"})
	case "String":
		return strings.ToLower(string([]rune(a.Denominazione + "   ")[:3]))
	}
	panic("no value for " + def.Name)
}
