// Command libreria is the graph's subscription served by the library as it comes: its own WebSocket and server-sent events,
// its own execution for every subscriber. It stands in a module of its own because the program does not need the library's
// WebSocket.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/bench/palco"
	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/resolvers"
)

func main() {
	if err := serve(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "libreria:", err)
		os.Exit(1)
	}
}

// serve takes an address and a folder with archives; "decides" before them, when it is to see before every event whether each
// subscriber may still have it, as the program does.
func serve(ctx context.Context, args []string) error {
	decides := args[0] == "decides"
	if decides {
		args = args[1:]
	}
	w, err := palco.Open(ctx, args[1])
	if err != nil {
		return err
	}
	defer w.Close()
	s := &subscribers{SubscriptionResolver: w.Resolver.Subscription(), world: w, decides: decides, channels: map[chan *model.AggiornamentoRichiesta]context.Context{}}
	if err := w.Events(ctx, s.publish); err != nil {
		return err
	}
	c := graph.Config{Resolvers: root{w.Resolver, s}}
	c.Directives.Accesso = w.Resolver.Accesso
	server := handler.New(graph.NewExecutableSchema(c))
	server.AddTransport(transport.SSE{})
	server.AddTransport(transport.Websocket{InitFunc: func(ctx context.Context, init transport.InitPayload) (context.Context, *transport.InitPayload, error) {
		who, err := palco.Identify(ctx, strings.TrimPrefix(init.Authorization(), "Bearer "))
		return access.With(ctx, who), nil, err
	}})
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	return palco.Serve(args[0], w, recognising(server))
}

// recognising lets the graph know who sends a request.
func recognising(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if who, err := palco.Identify(r.Context(), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); err == nil {
			r = r.WithContext(access.With(r.Context(), who))
		}
		next.ServeHTTP(w, r)
	})
}

// root is the program's, but for the subscription to the events of requests.
type root struct {
	*resolvers.Resolver
	subscription *subscribers
}

func (r root) Subscription() graph.SubscriptionResolver { return r.subscription }

// subscribers each have a channel, as in the library's examples.
type subscribers struct {
	graph.SubscriptionResolver
	world    *palco.World
	decides  bool
	mu       sync.Mutex
	channels map[chan *model.AggiornamentoRichiesta]context.Context
}

func (s *subscribers) AggiornamentiRichieste(ctx context.Context, _ *model.Matricola, _ *string, _ *string) (<-chan *model.AggiornamentoRichiesta, error) {
	c := make(chan *model.AggiornamentoRichiesta, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[c] = ctx
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.channels, c)
	})
	return c, nil
}

func (s *subscribers) publish(e *model.AggiornamentoRichiesta) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c, ctx := range s.channels {
		if !s.decides || s.world.Sees(ctx, e.Richiesta) {
			c <- e
		}
	}
}
