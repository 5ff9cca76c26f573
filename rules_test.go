package main_test

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/internal/operation"
)

// imports says which packages of the project each part may import; the longest prefix that matches a package holds.
var imports = map[string][]string{
	"":                        {"bench", "graph", "internal", "resolvers", "sources"},
	"bench":                   {"bench/crash", "bench/palco", "graph", "internal", "resolvers", "sources"},
	"graph":                   {"graph/model", "internal/plan"},
	"graph/model":             {"internal/jsonscan"},
	"resolvers":               {"graph", "internal/access", "internal/allegati", "internal/answers", "internal/durc", "internal/fascicolo", "internal/fault", "internal/festivi", "internal/freshness", "internal/live", "internal/operation", "internal/outbox", "internal/plan", "internal/push", "sources"},
	"sources":                 {"graph/model", "internal/access", "internal/allegati", "internal/archive", "internal/cache", "internal/durc", "internal/fault", "internal/freshness", "internal/resilience", "internal/store", "sources"},
	"sources/agenda":          {"graph/model", "internal/access", "internal/allegati", "internal/archive", "internal/fault", "internal/festivi", "internal/registro", "internal/relay", "internal/store"},
	"sources/anagrafica":      {"graph/model", "internal/access", "internal/archive", "internal/fault", "internal/store"},
	"sources/complementari":   {"graph/model", "internal/access", "internal/archive", "internal/fault", "internal/store"},
	"sources/comunicazioni":   {"graph/model", "internal/access", "internal/allegati", "internal/archive", "internal/fault", "internal/registro", "internal/relay", "internal/store"},
	"sources/deleghe":         {"graph/model", "internal/access", "internal/archive", "internal/fault", "internal/store"},
	"sources/regolarita":      {"graph/model", "internal/access", "internal/archive", "internal/durc", "internal/fault", "internal/registro", "internal/relay", "internal/store"},
	"sources/stampe":          {"graph/model", "internal/access", "internal/allegati", "internal/archive", "internal/fault", "internal/store"},
	"sources/infocamere":      {"graph/model", "internal/access", "internal/archive", "internal/fault", "internal/store"},
	"sources/sedi":            {"graph/model", "internal/access", "internal/archive", "internal/fault", "internal/store"},
	"internal/access":         {"graph/model", "internal/fault"},
	"internal/allegati":       {"graph/model", "internal/fault", "internal/sigillo", "internal/store"},
	"internal/answers":        {"internal/freshness"},
	"internal/archive":        {"graph/model", "internal/access", "internal/store"},
	"internal/cache":          {"internal/cache", "internal/redisaddress", "internal/resilience", "internal/sigillo"},
	"internal/demo":           {"graph/model", "internal/festivi"},
	"internal/demo/emittente": {"graph/model", "internal/access"},
	"internal/demo/registro":  {"graph/model", "internal/archive", "internal/demo/registro", "internal/store/sqlite", "sources/infocamere"},
	"internal/documents":      {"internal/fault"},
	"internal/durc":           {"graph/model"},
	"internal/fault":          {},
	"internal/festivi":        {"graph/model"},
	"internal/freshness":      {},
	"internal/importa":        {"graph/model", "internal/archive", "internal/store"},
	"internal/jsonscan":       {},
	"internal/live":           {},
	"internal/operation":      {"graph/model", "internal/access", "internal/documents", "internal/fault", "internal/quota"},
	"internal/outbox":         {"graph/model", "internal/archive", "internal/fault", "internal/store"},
	"internal/plan":           {},
	"internal/playground":     {},
	"internal/push":           {},
	"internal/quota":          {"internal/quota", "internal/redisaddress"},
	"internal/redisaddress":   {},
	"internal/redistest":      {},
	"internal/registro":       {"internal/live", "internal/store"},
	"internal/relay":          {},
	"internal/resilience":     {},
	"internal/sigillo":        {},
	"internal/store":          {"internal/jsonscan", "internal/store"},
	"internal/tagpdf":         {},
	"internal/transport":      {"internal/access", "internal/fault", "internal/freshness", "internal/jsonscan", "internal/push"},
}

// drivers are modules that only some parts may import.
var drivers = map[string][]string{
	"go.mongodb.org/mongo-driver":         {"internal/store/mongodb"},
	"modernc.org/sqlite":                  {"internal/store/sqlite"},
	"github.com/failsafe-go/failsafe-go":  {"internal/resilience"},
	"github.com/cespare/xxhash":           {"internal/freshness"},
	"github.com/arran4/golang-ical":       {"internal/outbox"},
	"github.com/emersion/go-smtp":         {"bench/crash"},
	"github.com/gobwas/ws":                {"bench/crash", "internal/transport"},
	"github.com/graph-gophers/dataloader": {"sources"},
	"github.com/klauspost/compress":       {"internal/cache/redis", "internal/transport"},
	"github.com/redis/go-redis":           {"internal/cache/redis", "internal/quota/redis", "internal/redisaddress"},
	"github.com/rs/cors":                  {"internal/transport"},
	"github.com/wneessen/go-mail":         {"internal/outbox"},
}

func TestRulesImports(t *testing.T) {
	for file, pkgs := range importsOf(t, false) {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), ".")
		for _, p := range pkgs {
			if inner, ours := strings.CutPrefix(p, "cassetto/"); ours && !allowed(dir, inner) {
				t.Errorf("%s imports %s", file, p)
			}
			for driver, homes := range drivers {
				if strings.HasPrefix(p, driver) && !within(dir, homes) {
					t.Errorf("%s imports %s, which belongs to %s", file, p, strings.Join(homes, ", "))
				}
			}
		}
	}
}

func allowed(dir, pkg string) bool {
	part := dir
	for {
		if list, ok := imports[part]; ok {
			return within(pkg, list)
		}
		part = strings.TrimPrefix(filepath.ToSlash(filepath.Dir(part)), ".")
	}
}

func within(pkg string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return pkg == part || strings.HasPrefix(pkg, part+"/") })
}

// importsOf lists what every hand-written file imports.
func importsOf(t *testing.T, tests bool) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, ".generated.go") || !tests && strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			all[file] = append(all[file], p)
		}
	}
	return all
}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "node_modules" || d.Name() == "ferretdb" || d.Name() == "dati"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".go"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// forbidden words, with where they may stand all the same.
var forbidden = []struct{ word, except, why string }{
	{`!!! WARNING`, "", "the generator moved hand-written code into a comment"},
	{`panic\((fmt\.Errorf\()?"not implemented`, "", "a stub"},
	{`\.Skip(f|Now)?\(`, "", "a skipped test"},
	{`\btime\.Sleep\(`, "", "waiting for luck"},
	{`\bfunc init\(\)`, "", "hidden start-up"},
	{`\bos\.Exit\(`, `^(server\.go|.*/main\.go|.*_test\.go)$`, "only main may end the program"},
	{`\bMongoDB|SQLite\b`, `^(internal/store/.*|internal/demo/registro/.*|bench/.*|[a-z_]+\.go|.*_test\.go)$`, "an engine's name outside its package"},
}

func TestRulesWords(t *testing.T) {
	for _, rule := range forbidden {
		word, except := regexp.MustCompile(rule.word), regexp.MustCompile(rule.except)
		for _, file := range goFiles(t) {
			if file == "rules_test.go" || strings.HasSuffix(file, ".generated.go") || rule.except != "" && except.MatchString(file) {
				continue
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if at := word.FindIndex(b); at != nil {
				t.Errorf("%s: %q: %s", file, b[at[0]:at[1]], rule.why)
			}
		}
	}
}

// TestRulesSizes keeps files readable: none over 400 lines, nine in ten within 250, half within 100; server.go within 150.
func TestRulesSizes(t *testing.T) {
	var sizes []int
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, ".generated.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		n := lines(t, file)
		sizes = append(sizes, n)
		if n > 400 || file == "server.go" && n > 150 {
			t.Errorf("%s has %d lines", file, n)
		}
	}
	slices.Sort(sizes)
	if median, p90 := sizes[len(sizes)/2], sizes[len(sizes)*9/10]; median > 100 || p90 > 250 {
		t.Errorf("median %d lines, ninth decile %d; want at most 100 and 250", median, p90)
	}
}

func lines(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		n++
	}
	return n
}

// TestRulesResolvers keeps the shell thin: a field's body is one line.
func TestRulesResolvers(t *testing.T) {
	body := regexp.MustCompile(`(?s)\nfunc \(r \*\w+Resolver\) (\w+)\([^\n]*\{\n(.*?)\n\}`)
	files, _ := filepath.Glob("resolvers/*.resolvers.go")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range body.FindAllSubmatch(b, -1) {
			if strings.Count(string(m[2]), "\n") > 0 {
				t.Errorf("%s: %s has more than one line", file, m[1])
			}
		}
	}
}

// unguarded are the root fields that the library writes by itself for a federated graph: the schema cannot give them a
// directive, so resolvers/federazione.go guards the first, and TestEntityGuard proves it; the second is the schema, not data.
var unguarded = map[string]string{"_entities": "[_Entity]!", "_service": "_Service!"}

// TestRulesSchema: every root field and every section is guarded, every section is nullable and says where it comes from,
// and what a document has besides its type is a scalar.
func TestRulesSchema(t *testing.T) {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	for _, root := range []*ast.Definition{s.Query, s.Mutation, s.Subscription} {
		for _, f := range root.Fields {
			ours := !strings.HasPrefix(f.Name, "__") && (root != s.Query || unguarded[f.Name] != f.Type.String())
			if ours && f.Directives.ForName("accesso") == nil {
				t.Errorf("%s.%s is not guarded", root.Name, f.Name)
			}
		}
	}
	for _, name := range []string{"DatiDettaglio", "DatiComplementari"} {
		for _, f := range s.Types[name].Fields {
			sectionRules(t, s, name, f)
		}
	}
	for _, f := range []string{"sintetici", "infocamere", "deleghe"} {
		sectionRules(t, s, "Azienda", s.Types["Azienda"].Fields.ForName(f))
	}
	for _, d := range s.Types {
		for _, f := range d.Fields {
			returns := s.Types[f.Type.Name()]
			if d.Name == "Entity" { // the library's list of resolvers: no query leads to it
				continue
			}
			if returns.Name == "_Entity" && (d != s.Query || f.Name != "_entities") || returns.Name == "Entity" {
				t.Errorf("%s.%s leads to entities", d.Name, f.Name)
			}
			if returns.Name == "Azienda" && d.Name != "AziendaConnection" && d.Name != "AziendaEdge" && f.Directives.ForName("accesso") == nil {
				t.Errorf("%s.%s leads to a company and is not guarded", d.Name, f.Name)
			}
		}
	}
}

// TestRulesCost: every field that takes the size of a page says so to whoever computes the cost of an operation, and the
// directives of cost can be used.
func TestRulesCost(t *testing.T) {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	pages := 0
	for _, d := range s.Types {
		for _, f := range d.Fields {
			if f.Arguments.ForName("first") == nil {
				continue
			}
			pages++
			size := f.Directives.ForName("listSize")
			if size == nil || size.Arguments.ForName("slicingArguments").Value.String() != `["first"]` || size.Arguments.ForName("sizedFields").Value.String() != `["nodes","edges"]` {
				t.Errorf("%s.%s has first and no @listSize(slicingArguments: [\"first\"], sizedFields: [\"nodes\", \"edges\"])", d.Name, f.Name)
			}
		}
	}
	if pages == 0 {
		t.Error("no field has first")
	}
	if _, err := operation.NewCoster(s); err != nil {
		t.Error(err)
	}
}

// TestRulesCache: every field that is guarded, and every entity, says how long an answer that has it may be used again.
func TestRulesCache(t *testing.T) {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	says := func(directives ast.DirectiveList) bool {
		d := directives.ForName("cacheControl")
		if d == nil || d.Arguments.ForName("maxAge") == nil {
			return false
		}
		seconds, err := strconv.Atoi(d.Arguments.ForName("maxAge").Value.Raw)
		return err == nil && seconds >= 0
	}
	for _, d := range s.Types {
		for _, f := range d.Fields {
			if f.Directives.ForName("accesso") != nil && !says(f.Directives) {
				t.Errorf("%s.%s has no @cacheControl(maxAge:)", d.Name, f.Name)
			}
		}
	}
	for _, entity := range s.GetPossibleTypes(s.Types["_Entity"]) {
		if !says(entity.Directives) {
			t.Errorf("%s has no @cacheControl(maxAge:)", entity.Name)
		}
	}
}

func sectionRules(t *testing.T, s *ast.Schema, parent string, f *ast.FieldDefinition) {
	t.Helper()
	if f.Directives.ForName("cost") == nil {
		t.Errorf("%s.%s reads an archive and does not say what it weighs", parent, f.Name)
	}
	guard := f.Directives.ForName("accesso")
	if guard == nil || guard.Arguments.ForName("servizio") == nil {
		t.Errorf("%s.%s does not name the service that it needs", parent, f.Name)
	}
	if f.Type.NonNull {
		t.Errorf("%s.%s is not nullable: an archive that is down would take the company with it", parent, f.Name)
	}
	for _, meta := range []string{"fonte", "aggiornatoAl"} {
		if s.Types[f.Type.Name()].Fields.ForName(meta) == nil {
			t.Errorf("%s.%s does not say its %s", parent, f.Name, meta)
		}
	}
}
