package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"cassetto/graph"
	"cassetto/resolvers"
)

// printSchema prints what can be asked; with -federazione, what a router composes its graph from.
func printSchema(ctx context.Context, c call) error {
	flags := flag.NewFlagSet("schema", flag.ContinueOnError)
	flags.SetOutput(c.log)
	subgraph := flags.Bool("federazione", false, "print the subgraph of Apollo Federation 2: docs/federazione.md")
	if err := flags.Parse(c.args); err != nil {
		return err
	}
	if !*subgraph {
		formatter.NewFormatter(c.out).FormatSchema(withoutFederation(graph.NewExecutableSchema(graph.Config{}).Schema()))
		return nil
	}
	sdl, err := resolvers.SDL(ctx)
	if err == nil {
		fmt.Fprint(c.out, sdl)
	}
	return err
}

// withoutFederation is a copy of the schema without the directives that only a router reads.
func withoutFederation(s *ast.Schema) *ast.Schema {
	only := func(name string) bool {
		return slices.Contains([]string{"link", "key", "shareable", "entityResolver"}, name)
	}
	asked := *s
	asked.SchemaDirectives = nil
	asked.Directives = maps.Clone(s.Directives)
	maps.DeleteFunc(asked.Directives, func(name string, _ *ast.DirectiveDefinition) bool { return only(name) })
	asked.Types = maps.Clone(s.Types)
	for name, t := range s.Types {
		kept := *t
		kept.Directives = slices.DeleteFunc(slices.Clone(t.Directives), func(d *ast.Directive) bool { return only(d.Name) })
		asked.Types[name] = &kept
	}
	return &asked
}
