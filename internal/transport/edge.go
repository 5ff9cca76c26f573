// Package transport is the edge between the network and the graph: GraphQL over HTTP, WebSocket and server-sent events, each
// to the letter of its protocol, and what must be refused before an operation is looked at.
package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/access"
)

// Verify recognises who holds a bearer token. Its errors are of package fault: Unauthenticated, or Unavailable while the
// issuer's keys cannot be had.
type Verify func(ctx context.Context, token string) (access.Identita, error)

// Options bound what one client can take. The zero value of each means its default.
type Options struct {
	Origins       []string      // of the pages of other sites that may call, such as https://portale.example; none by default
	Body          int64         // bytes of a request body, 512 KiB: more than the limits on documents and variables let through
	Uploads       int64         // bytes of a multipart request, files included, 16 MiB
	Files         int           // of a multipart request, 10
	InitTimeout   time.Duration // from the opening of a socket to its connection_init, 10 s
	Heartbeat     time.Duration // between two pings or comments on a quiet stream, 15 s
	WriteTimeout  time.Duration // a client that reads nothing for so long is cut off, 5 s
	Queue         int           // messages that wait for one slow client, 64
	Operations    int           // that run at once on one socket or event stream, 100
	StreamsOfUser int           // sockets and event streams of one person, 20
	Streams       int           // sockets and event streams of all, 20,000
}

// Edge serves one executable graph. It is safe for concurrent use.
type Edge struct {
	exec    graphql.GraphExecutor
	verify  Verify
	options Options
	streams *streams
	alarms  alarms
	now     func() time.Time
	handler http.Handler
	lately  *lately

	reservations reservations
	refusals     refusals
}

// New makes the edge of a graph.
func New(exec graphql.GraphExecutor, verify Verify, o Options) *Edge {
	o = o.withDefaults()
	e := &Edge{exec: exec, verify: verify, options: o, streams: newStreams(o.Streams, o.StreamsOfUser), now: time.Now, lately: newLately()}
	e.handler = e.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isUpgrade(r):
			e.serveSocket(w, r)
		case isStream(r):
			e.serveEvents(w, r)
		default:
			e.serveOnce(w, r)
		}
	}))
	return e
}

func (o Options) withDefaults() Options {
	o.Body = or(o.Body, 512<<10)
	o.Uploads = or(o.Uploads, 16<<20)
	o.Files = or(o.Files, 10)
	o.InitTimeout = or(o.InitTimeout, 10*time.Second)
	o.Heartbeat = or(o.Heartbeat, 15*time.Second)
	o.WriteTimeout = or(o.WriteTimeout, 5*time.Second)
	o.Queue = or(o.Queue, 64)
	o.Operations = or(o.Operations, 100)
	o.StreamsOfUser = or(o.StreamsOfUser, 20)
	o.Streams = or(o.Streams, 20_000)
	return o
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// ServeHTTP answers one request, or serves one socket or event stream until it ends.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.handler.ServeHTTP(w, r) }

// Drain refuses new sockets and event streams and ends the open ones, each at an instant of its own within the time over,
// so that their clients do not all come back at once. It returns when all have ended, or with ctx.
func (e *Edge) Drain(ctx context.Context, over time.Duration) { e.streams.drain(ctx, over) }

type lastEventKey struct{}

// LastEventID is the cursor of the last event that the client of a stream has seen, empty when it has seen none. The events
// of a stream have one when their response says it in extensions.cursore.
func LastEventID(ctx context.Context) string {
	id, _ := ctx.Value(lastEventKey{}).(string)
	return id
}
