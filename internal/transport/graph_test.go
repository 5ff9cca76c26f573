package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/internal/freshness"
	"cassetto/internal/push"
	"cassetto/internal/transport"
)

// schema is a small graph that shows how a transport behaves: what streams, what fails, what takes its time.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
scalar Upload
type Query {
	saluto(nome: String = "mondo"): String!
	chi: String!
	grande(byte: Int!): String!
	errore: String
	"Waits until the test lets it go, or its caller leaves."
	attende: String!
	"A text of so many bytes, which may be used again for so many seconds."
	letto(secondi: Int!, byte: Int = 1): String
}
type Mutation {
	letto(secondi: Int!): String
	saluta(nome: String!): String!
	carica(file: Upload!): String!
	caricaMolti(file: [Upload!]!): [String!]!
}
type Subscription {
	"1, 2, 3 … fino, each with its number as extensions.cursore; it goes on after the event that the client saw last."
	conta(fino: Int!): Int!
	"Never an event."
	tace: Int!
	"A text of so many bytes, again and again."
	inonda(byte: Int!): String!
	"Fails before its first event."
	nega: Int!
	"One event, then an error in the second."
	rompe: Int
	"Gives its answers by itself: those of the test's own."
	arriva: String
}`})

// graphOf is the small graph, ready to be executed.
type graphOf struct {
	release chan struct{} // closed: attende goes on
	running atomic.Int64  // operations that stream or wait
	spring  spring        // of what arrives
}

func newGraph() *graphOf { return &graphOf{release: make(chan struct{})} }

// executor is the library's own, over the small graph.
func (g *graphOf) executor() graphql.GraphExecutor {
	e := executor.New(g)
	e.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		if _, located := errors.AsType[*gqlerror.Error](err); located {
			return graphql.DefaultErrorPresenter(ctx, err)
		}
		return &gqlerror.Error{Message: err.Error(), Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": fault.Code(err)}}
	})
	return e
}

func (g *graphOf) Schema() *ast.Schema { return schema }

func (g *graphOf) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (g *graphOf) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	field := op.Operation.SelectionSet[0].(*ast.Field)
	args := field.ArgumentMap(op.Variables)
	if op.Operation.Operation == ast.Subscription {
		return g.subscribe(ctx, field, args)
	}
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		if op.Extensions["costo"] == true {
			graphql.RegisterExtension(ctx, "costo", 1)
		}
		data := map[string]any{}
		for _, s := range op.Operation.SelectionSet {
			f := s.(*ast.Field)
			args := f.ArgumentMap(op.Variables)
			if f.Name == "letto" {
				op.Stats.SetExtension(freshness.Told, summary(op, args))
			}
			v, err := g.resolve(ctx, f.Name, args)
			if err != nil {
				graphql.AddError(ctx, err)
			}
			data[f.Alias] = v
		}
		return respond(data)
	}
}

// summary is how a response says that it was read: whole, if its request asks for that, and with an extension, if it asks for one.
func summary(op *graphql.OperationContext, args map[string]any) freshness.Summary {
	if op.Extensions["intera"] == true {
		return freshness.Summary{Whole: true, Until: time.Now().Add(time.Hour)}
	}
	read := freshness.New()
	report := func(s *freshness.Source, o freshness.Outcome, times int) {
		for range times {
			read.Begin(s)
			read.Add(s, o, time.Now(), false)
		}
	}
	companies, register := &freshness.Source{Archive: "anagrafica", Section: "aziende"}, &freshness.Source{Archive: "infocamere", Section: "ImpreseVive"}
	report(companies, freshness.Hit, 2)
	report(register, freshness.Hit, 1)
	report(register, freshness.Stale, 3)
	report(register, freshness.Miss, 4)
	return freshness.Summary{
		Read:  read,
		Until: time.Now().Add(time.Duration(number(args["secondi"])) * time.Second),
	}
}

func respond(data map[string]any) *graphql.Response {
	b, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	return &graphql.Response{Data: b}
}

func (g *graphOf) resolve(ctx context.Context, name string, args map[string]any) (any, error) {
	switch name {
	case "saluto", "saluta":
		return fmt.Sprintf("ciao %v", args["nome"]), nil
	case "chi":
		who, _ := access.From(ctx)
		return who.CodiceFiscale, nil
	case "grande", "letto":
		return strings.Repeat("x", int(number(args["byte"]))), nil
	case "attende":
		g.running.Add(1)
		defer g.running.Add(-1)
		select {
		case <-g.release:
			return "fatto", nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	case "carica":
		return content(args["file"])
	case "caricaMolti":
		var all []any
		for _, f := range args["file"].([]any) {
			one, err := content(f)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		return all, nil
	}
	return nil, fault.Errorf(fault.NotFound, "Non trovato.")
}

func content(v any) (any, error) {
	u, err := graphql.UnmarshalUpload(v)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(u.File)
	return fmt.Sprintf("%s %s %d %.20s", u.Filename, u.ContentType, len(b), b), err
}

func number(v any) int64 {
	n, _ := strconv.ParseInt(fmt.Sprint(v), 10, 64)
	return n
}

func (g *graphOf) subscribe(ctx context.Context, field *ast.Field, args map[string]any) graphql.ResponseHandler {
	if field.Name == "nega" {
		graphql.AddError(ctx, fault.Errorf(fault.Forbidden, "Non consentito."))
		return nil
	}
	if offer := push.From(ctx); field.Name == "arriva" && offer != nil {
		g.running.Add(1)
		offer.Source = g.spring.open(offer.Taker, func() { g.running.Add(-1) })
		return nil
	}
	g.running.Add(1)
	context.AfterFunc(ctx, func() { g.running.Add(-1) })
	event, _ := strconv.ParseInt(transport.LastEventID(ctx), 10, 64)
	return func(ctx context.Context) *graphql.Response {
		event++
		switch field.Name {
		case "conta":
			if event > number(args["fino"]) {
				return nil
			}
			graphql.RegisterExtension(ctx, "cursore", strconv.FormatInt(event, 10))
			return respond(map[string]any{field.Alias: event})
		case "inonda":
			return respond(map[string]any{field.Alias: strings.Repeat("x", int(number(args["byte"])))})
		case "rompe":
			if event > 1 {
				graphql.AddError(ctx, fault.Errorf(fault.NotFound, "Non trovato."))
				return &graphql.Response{Data: json.RawMessage(`{"rompe":null}`)}
			}
			return respond(map[string]any{field.Alias: event})
		}
		<-ctx.Done()
		return nil
	}
}

// Persons that the small graph knows, by their token. A token "scade-<ms>" is that of anna and lasts so many milliseconds.
var persons = map[string]model.CodiceFiscale{"anna": "NNA", "bruno": "BRN"}

func verify(_ context.Context, token string) (access.Identita, error) {
	end := time.Now().Add(time.Hour)
	if ms, short := strings.CutPrefix(token, "scade-"); short {
		n, _ := strconv.Atoi(ms)
		end, token = time.Now().Add(time.Duration(n)*time.Millisecond), "anna"
	}
	if token == "assente" {
		return access.Identita{}, fault.ArchiveDown("identita", 30*time.Second, errors.New("keys out of reach"))
	}
	who, ok := persons[token]
	if !ok {
		return access.Identita{}, fault.Errorf(fault.Unauthenticated, "Accesso non riconosciuto.")
	}
	return access.Identita{CodiceFiscale: who, Scadenza: end}, nil
}

// edge serves the small graph at URL/graphql; anna's token is "anna", bruno's "bruno".
type edge struct {
	*httptest.Server
	*transport.Edge
	graph *graphOf
	open  connections
}

func serve(t testing.TB, o transport.Options) *edge {
	t.Helper()
	g := newGraph()
	e := &edge{Edge: transport.New(g.executor(), verify, o), graph: g}
	e.Server = httptest.NewUnstartedServer(e.Edge)
	e.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		_ = c.(*net.TCPConn).SetWriteBuffer(64 << 10) // what a client does not read stays with the server, whatever the kernel would take
		return e.open.add(ctx, c)
	}
	e.Start()
	e.Server.URL += "/graphql"
	t.Cleanup(e.Server.Close)
	return e
}
