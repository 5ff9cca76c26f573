package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"cassetto/graph"
	"cassetto/internal/archive"
	"cassetto/internal/demo"
	"cassetto/internal/importa"
	"cassetto/sources"
)

// call is a command line without the name of the command.
type call struct {
	args     []string
	getenv   func(string) string
	out, log io.Writer
}

type command struct {
	name, usage string
	run         func(context.Context, call) error
}

// commands in the order in which help lists them.
func commands() []command {
	return []command{
		{"serve", "answer queries (the default)", serve},
		{"token", "print a token of a demo profile: token -profilo consulente", token},
		{"importa", "load documents: importa -archivio complementari file.ndjson", importFile},
		{"manifesto", "make a manifest of trusted documents: manifesto -da docs/operazioni -in docs/operazioni/manifest.json", manifest},
		{"stampa", "print a dossier: stampa -matricola 9900010011 -o fascicolo.pdf", stampa},
		{"limiti", "print the limits in force, as the file that CASSETTO_LIMITI names", printLimits},
		{"schema", "print the schema; with -federazione, as a subgraph", printSchema},
		{"version", "print the version", version},
	}
}

func usage() string {
	var b strings.Builder
	for _, c := range commands() {
		fmt.Fprintf(&b, "\n  %-9s %s", c.name, c.usage)
	}
	return b.String()
}

// token prints a token that the demo server accepts for the next eight hours.
func token(_ context.Context, c call) error {
	profilo := ""
	config, _, err := loadConfig(c, func(f *flag.FlagSet) {
		f.StringVar(&profilo, "profilo", "consulente", "demo profile: "+demoProfiles())
	})
	if err != nil {
		return err
	}
	if !config.Demo() {
		return fmt.Errorf("token: demo tokens exist only without CASSETTO_OIDC_ISSUER and on a loopback address")
	}
	d, err := openDemoIdentity(config)
	if err != nil {
		return err
	}
	t, err := d.token(profilo)
	if err == nil {
		fmt.Fprintln(c.out, t)
	}
	return err
}

// importFile loads the documents of a file into an archive.
func importFile(ctx context.Context, c call) error {
	name := ""
	config, rest, err := loadConfig(c, func(f *flag.FlagSet) {
		f.StringVar(&name, "archivio", "", "archive to fill: "+strings.Join(loadable(), ", "))
	})
	if err != nil {
		return err
	}
	sections := sources.Sections()[name]
	if len(sections) == 0 || len(rest) != 1 {
		return fmt.Errorf("importa: usage: importa -archivio <%s> file.ndjson", strings.Join(loadable(), "|"))
	}
	s, err := openStore(ctx, config, name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer s.Close()
	report, err := importa.Import(ctx, target(name, sections, archive.New(name, s)), importa.File{
		Path: rest[0], Input: os.Stdin, Progress: c.log, Terminal: isTerminal(c.log),
	})
	fmt.Fprint(c.out, report)
	return err
}

// loadable are the archives into which documents can be loaded.
func loadable() []string {
	return slices.DeleteFunc(archiveNames(), func(name string) bool { return len(sources.Sections()[name]) == 0 })
}

func target(name string, sections []archive.Section, a *archive.Archive) importa.Target {
	return importa.Target{Archive: name, Schema: graph.NewExecutableSchema(graph.Config{}).Schema(), Sections: sections, Store: a.Store}
}

// printLimits prints the limits that a server with this configuration would hold operations to.
func printLimits(_ context.Context, c call) error {
	config, rest, err := loadConfig(c, nil)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("limiti: unexpected argument %q", rest[0])
	}
	limits, err := config.policy()
	if err != nil {
		return fmt.Errorf("CASSETTO_LIMITI: %w", err)
	}
	text, err := json.MarshalIndent(limits, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(c.out, "%s\n", text)
	}
	return err
}

func version(_ context.Context, c call) error {
	v := "devel"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	_, err := fmt.Fprintln(c.out, "cassetto", v)
	return err
}

func demoProfiles() string {
	var names []string
	for _, p := range demo.Profili() {
		names = append(names, p.Nome)
	}
	return strings.Join(names, ", ")
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
