// Command cassetto serves the Cassetto previdenziale aziende as one graph over the Institute's archives.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Europe/Rome, wherever the program runs

	"cassetto/internal/access"
	"cassetto/internal/playground"
	"cassetto/internal/transport"
	"cassetto/resolvers"
	"cassetto/sources"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := Run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "cassetto:", err)
		os.Exit(1)
	}
}

// Run carries out a command line: serve, when it names no command.
func Run(ctx context.Context, args []string, getenv func(string) string, out, log io.Writer) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	name := "serve"
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		name, args = args[0], args[1:]
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(ctx, call{args, getenv, out, log})
		}
	}
	return fmt.Errorf("unknown command %q; the commands are:%s", name, usage())
}

// serve answers until ctx ends, then lets the requests under way finish.
func serve(ctx context.Context, c call) error {
	config, rest, err := loadConfig(c, nil)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("unexpected argument %q", rest[0])
	}
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("CASSETTO_ADDR: %w", err)
	}
	defer listener.Close()
	app, err := OpenApp(ctx, config, c.log)
	if err != nil {
		return err
	}
	defer app.Close()
	server := &http.Server{
		Handler:           app.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	slog.Info("listening", "url", "http://"+listener.Addr().String(), "demo", config.Demo())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// App is the program, ready to answer.
type App struct {
	config   *Config
	archives *archives
	demo     *demoIdentity // nil without demo
	verify   func(context.Context, string) (access.Identita, error)
}

// OpenApp opens the archives, fills those of the demo, and finds who issues tokens.
func OpenApp(ctx context.Context, c *Config, log io.Writer) (*App, error) {
	a, err := openArchives(ctx, c)
	if err != nil {
		return nil, err
	}
	app := &App{config: c, archives: a}
	if c.Demo() {
		err = app.openDemo(ctx, log)
	} else {
		app.verify = (&access.Verifier{Issuer: c.OIDCIssuer, Audience: c.OIDCAudience, Keys: access.NewChiaviRemote(c.OIDCIssuer, nil)}).Verify
	}
	if err != nil {
		a.Close()
		return nil, err
	}
	return app, nil
}

// Close closes the archives.
func (a *App) Close() error { return a.archives.Close() }

// Handler serves the playground, the graph, and the demo identity.
func (a *App) Handler() http.Handler {
	r := &resolvers.Resolver{Sources: sources.Open(a.archives.Archives, a.config.Timeout), Now: time.Now}
	mux := http.NewServeMux()
	mux.Handle("/", playground.Handler())
	mux.Handle("/graphql", transport.Bearer(a.verify, resolvers.Handler(r)))
	if a.demo != nil {
		a.demo.register(mux)
	}
	return mux
}
