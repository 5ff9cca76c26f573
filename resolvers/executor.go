package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/operation"
	"cassetto/internal/plan"
	"cassetto/sources"
)

// Schema is the executable schema, with its directive.
func Schema(r *Resolver) graphql.ExecutableSchema { return graph.NewExecutableSchema(r.config()) }

func (r *Resolver) config() graph.Config {
	return graph.Config{Resolvers: r, Directives: graph.DirectiveRoot{Accesso: r.Accesso}}
}

// planned is the schema that answers queries by plans, unless the library is to answer them all.
func (r *Resolver) planned() graphql.ExecutableSchema {
	if r.Unplanned {
		return Schema(r)
	}
	r.piani = plan.New(Schema(r), graph.NewEncoder(r.config()), sources.Gather)
	return r.piani
}

// Piani says how many operations were answered so far by plans, and by reason by the library.
func (r *Resolver) Piani() plan.Counts {
	if r.piani == nil {
		return plan.Counts{}
	}
	return r.piani.Counts()
}

// NewExecutor makes what carries out the graph's operations. The gate before them is to be set before it is used.
func NewExecutor(r *Resolver) (*operation.Executor, error) {
	e, err := operation.NewExecutor(r.planned())
	if err != nil {
		return nil, err
	}
	e.Admitted = federazione{r}.guard
	e.SetErrorPresenter(Present)
	e.SetRecoverFunc(recovered)
	e.AroundResponses(r.respond)
	if r.Live != nil {
		e.Stream = nuoveDirette(r, e.Executor).stream
	}
	return e, nil
}

// Analista says whether the caller is an analyst: his token does not say otherwise, and the archive confirms it.
func (r *Resolver) Analista(ctx context.Context) bool {
	who, _ := access.From(ctx)
	if who.Profilo != nil && *who.Profilo != model.ProfiloUtenteAnalista {
		return false
	}
	titoli, err := r.titoli(sources.WithBatch(ctx))
	return err == nil && titoli.Mandato.Utente.Profilo == model.ProfiloUtenteAnalista
}

// DettoAnalista says whether the caller's token names the profile of an analyst, before the archive is asked.
func DettoAnalista(ctx context.Context) bool {
	who, _ := access.From(ctx)
	return who.Profilo != nil && *who.Profilo == model.ProfiloUtenteAnalista
}
