package confronto_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// generatore writes random valid queries by walking the schema.
type generatore struct {
	*rand.Rand
	*dati
	schema     *ast.Schema
	cursori    map[string][]string // by field, of the answers so far
	variabili  map[string]any
	dichiarate []string
	frammenti  []frammento
	campi      int // written so far
	seguente   int // fragment
	esiti      map[string]int
}

type frammento struct{ nome, tipo, testo string }

const (
	profondita = 9
	massimo    = 40 // fields, after which only leaves are written
)

func one[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

func (g *generatore) chance(percent int) bool { return g.IntN(100) < percent }

// radici are the fields that queries begin with, the more often the more there is below them.
var radici = strings.Fields(`azienda azienda azienda azienda azienda aziende aziende aziende node node node utente sede contatti ambiti
	richiesta richiesta richieste richieste appuntamento appuntamento appuntamenti calendario notificheNonRecapitate stampa stampa`)

// operazione writes one operation and its variables.
func (g *generatore) operazione() (string, map[string]any) {
	g.variabili, g.dichiarate, g.frammenti, g.campi = map[string]any{}, nil, nil, 0
	var parts []string
	for range 1 + g.IntN(3) {
		parts = append(parts, g.radice())
	}
	if g.chance(15) {
		parts = append(parts, g.spread(g.schema.Query, "...", "{ "+g.radice()+" }"))
	}
	text := "{ " + strings.Join(parts, " ") + " }"
	if len(g.dichiarate) > 0 || g.chance(50) {
		head := "query Prova"
		if len(g.dichiarate) > 0 {
			head += "(" + strings.Join(g.dichiarate, ", ") + ")"
		}
		text = head + " " + text
	}
	for _, f := range g.frammenti {
		text += " fragment " + f.nome + " on " + f.tipo + " " + f.testo
	}
	return text, g.variabili
}

func (g *generatore) radice() string {
	switch n := g.IntN(100); {
	case n < 3:
		return g.alias("__typename")
	case n < 4:
		return one(g.Rand, []string{"__schema { queryType { name } types { name kind } }", `__type(name: "Sede") { name fields { name } }`})
	case n < 6:
		return g.campo(g.schema.Query, g.schema.Query.Fields.ForName("_entities"), 4)
	}
	return g.campo(g.schema.Query, g.schema.Query.Fields.ForName(one(g.Rand, radici)), profondita)
}

// selezione writes what is asked of an object, or of whatever object an interface or a union is.
func (g *generatore) selezione(def *ast.Definition, depth int) string {
	parts := []string{}
	for n := 1 + g.IntN(4); n > 0; n-- {
		parts = append(parts, g.parte(def, depth))
	}
	if def.IsAbstractType() {
		for _, t := range g.schema.GetPossibleTypes(def) {
			if g.chance(75) {
				parts = append(parts, g.spread(t, "... on "+t.Name, g.selezione(t, depth)))
			}
		}
	}
	if len(parts) > 1 && g.chance(15) { // once more, to be merged
		parts = append(parts, one(g.Rand, parts))
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

func (g *generatore) parte(def *ast.Definition, depth int) string {
	switch n := g.IntN(100); {
	case n < 8:
		return g.alias("__typename") + g.direttive()
	case n < 14:
		return g.spread(def, one(g.Rand, []string{"...", "... on " + def.Name}), g.selezione(def, depth-1))
	case n < 18 && slices.Contains(def.Interfaces, "Node"), n < 26 && def.Name == "Node": // with conditions that may not hold
		other := one(g.Rand, g.schema.GetPossibleTypes(g.schema.Types["Node"]))
		return g.spread(def, "... on Node", "{ id "+g.spread(other, "... on "+other.Name, g.selezione(other, depth-2))+" }")
	case n < 24 && g.campi < massimo:
		g.seguente++
		f := frammento{fmt.Sprint("F", g.seguente), def.Name, ""}
		f.testo = g.selezione(def, depth-1)
		g.frammenti = append(g.frammenti, f)
		return "..." + f.nome + g.direttive()
	case n < 32:
		for _, f := range g.frammenti {
			if f.tipo == def.Name {
				return "..." + f.nome + g.direttive()
			}
		}
	}
	return g.uno(def, depth)
}

// spread is an inline fragment.
func (g *generatore) spread(_ *ast.Definition, head, set string) string {
	return head + g.direttive() + " " + set
}

// uno writes one field of an object.
func (g *generatore) uno(def *ast.Definition, depth int) string {
	var leaves, deeper ast.FieldList
	for _, f := range def.Fields {
		switch {
		case strings.HasPrefix(f.Name, "__"):
		case g.schema.Types[f.Type.Name()].IsCompositeType():
			deeper = append(deeper, f)
		default:
			leaves = append(leaves, f)
		}
	}
	enough := depth <= 0 || g.campi > massimo
	switch {
	case len(deeper) > 0 && !enough && (len(leaves) == 0 || g.chance(65)):
		return g.campo(def, one(g.Rand, deeper), depth-1)
	case len(leaves) > 0:
		return g.campo(def, one(g.Rand, leaves), depth)
	}
	return "__typename"
}

// campo writes a field. Its name in the response tells its type and its arguments, so that those that meet can be merged.
func (g *generatore) campo(of *ast.Definition, f *ast.FieldDefinition, depth int) string {
	g.campi++
	var args []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil || g.chance(20) || a.Name == "first" && (depth < profondita-2 || g.chance(70)) {
			if text := g.argomento(f, a); text != "" {
				args = append(args, a.Name+": "+text)
			}
		}
	}
	text, given := f.Name, ""
	if len(args) > 0 {
		given = "(" + strings.Join(args, ", ") + ")"
	}
	switch {
	case g.chance(12):
		text = fmt.Sprintf("%s_%d: %s", f.Name, g.campi, f.Name)
	case given != "" || !g.uguale(f):
		h := fnv.New32a()
		fmt.Fprint(h, of.Name, given)
		text = fmt.Sprintf("%s_x%x: %s", f.Name, h.Sum32(), f.Name)
	}
	text += given + g.direttive()
	if def := g.schema.Types[f.Type.Name()]; def.IsCompositeType() {
		text += " " + g.selezione(def, depth-1)
	}
	return text
}

// uguale says whether a field of that name is of the same type wherever there is one.
func (g *generatore) uguale(f *ast.FieldDefinition) bool {
	for _, def := range g.schema.Types {
		if other := def.Fields.ForName(f.Name); def.IsCompositeType() && other != nil && other.Type.String() != f.Type.String() {
			return false
		}
	}
	return true
}

func (g *generatore) alias(name string) string {
	if g.chance(30) {
		return fmt.Sprintf("t%d: %s", g.IntN(3), name)
	}
	return name
}

func (g *generatore) direttive() string {
	text := ""
	for _, name := range []string{"skip", "include"} {
		if g.chance(5) {
			text += " @" + name + "(if: " + g.condizione(name == "include") + ")"
		}
	}
	return text
}

// condizione is a literal or one of a few variables, which is what most often lets the selection through.
func (g *generatore) condizione(lets bool) string {
	if g.chance(30) {
		return fmt.Sprint(g.chance(75) == lets)
	}
	name := fmt.Sprint("b", g.IntN(7))
	if _, known := g.variabili[name]; !known {
		g.variabili[name] = g.chance(50)
		g.dichiarate = append(g.dichiarate, "$"+name+": Boolean!")
	}
	return "$" + name
}
