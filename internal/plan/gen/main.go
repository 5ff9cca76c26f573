// Command gen generates graph/ from schema/: what gqlgen generates, the encoders of package plan, the codecs of what leaves the
// process, and the readers of documents.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	return api.Generate(cfg, api.AddPlugin(encoders{}), api.AddPlugin(codecs{}), api.AddPlugin(documents{}))
}
