package resolvers

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/plugin/federation/fedruntime"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
	"cassetto/internal/operation"
)

const (
	campoEntita         = "_entities"
	maxRappresentazioni = 200 // as many as the rows of a page
)

// federazione stands before Query._entities, which the library writes by itself and to which no directive can be given: only a
// recognised user gets past it, and a representation that the generated code could not read costs its own place in the list,
// with an error that names the field and repeats nothing.
type federazione struct{ *Resolver }

// guard stands before the fields of an operation that asks for entities; no other operation pays for it.
func (f federazione) guard(op *graphql.OperationContext) {
	if op.Operation.Operation != ast.Query || !operation.Asks(op, campoEntita) {
		return
	}
	campi := op.ResolverMiddleware
	op.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		if fc := graphql.GetFieldContext(ctx); fc.Object == "Query" && fc.Field.Name == campoEntita {
			return campi(ctx, func(ctx context.Context) (any, error) { return f.entita(ctx, fc, next) })
		}
		return campi(ctx, next)
	}
}

// entita resolves the representations that are well formed and leaves null, with an error, in the place of the others.
func (f federazione) entita(ctx context.Context, campo *graphql.FieldContext, next graphql.Resolver) (any, error) {
	if _, err := f.titoli(ctx); err != nil {
		return nil, err
	}
	tutte, _ := campo.Args["representations"].([]map[string]any)
	if len(tutte) > maxRappresentazioni {
		return nil, model.RifiutaCampo("representations", "Al più %d rappresentazioni in una richiesta.", maxRappresentazioni)
	}
	buone, posti := make([]map[string]any, 0, len(tutte)), make([]int, 0, len(tutte))
	for i, rep := range tutte {
		if err := riconosci(rep); err != nil {
			graphql.AddError(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(i)), err)
			continue
		}
		buone, posti = append(buone, rep), append(posti, i)
	}
	campo.Args["representations"] = buone
	trovate, err := next(ctx)
	if err != nil {
		return nil, err
	}
	entita := make([]fedruntime.Entity, len(tutte))
	for i, e := range trovate.([]fedruntime.Entity) {
		entita[posti[i]] = e
	}
	return entita, nil
}

// riconosci says what is wrong with a representation: its type must be an entity of this graph, its key well formed.
func riconosci(rep map[string]any) error {
	switch rep["__typename"] {
	case "Azienda":
		return chiave(rep, "matricola", new(model.Matricola))
	case "Sede":
		return chiave(rep, "codice", new(model.CodiceSede))
	}
	return model.RifiutaCampo("__typename", "Tipo non previsto: qui si risolvono Azienda e Sede.")
}

func chiave(rep map[string]any, campo string, in graphql.Unmarshaler) error {
	err := in.UnmarshalGQL(rep[campo])
	if input, ok := errors.AsType[*model.InputError](err); ok {
		return model.RifiutaCampo(campo, "%s", input.Messaggio)
	}
	return err
}
