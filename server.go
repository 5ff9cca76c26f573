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
)

func main() {
	err := Run(untilSignal(), os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "cassetto:", err)
		os.Exit(1)
	}
}

// stopped is why a context ended: the program was told to stop.
type stopped struct{ os.Signal }

func (s stopped) Error() string { return "stopped by signal: " + s.String() }

// untilSignal is a context that ends with the first signal to stop; a second one ends the program at once.
func untilSignal() context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		s := <-signals
		signal.Stop(signals)
		cancel(stopped{s})
	}()
	return ctx
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
	listener, err := listen(ctx, config.Addr)
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
		MaxHeaderBytes:    32 << 10,
		HTTP2:             &http.HTTP2Config{WriteByteTimeout: 5 * time.Second}, // a client that reads nothing holds no stream
	}
	cleanLessOften()
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		ended <- app.stop(ctx, server, listener)
	}()
	slog.Info("listening", "url", "http://"+listener.Addr().String(), "demo", config.Demo())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

// listen opens a listener of plain TCP, which lastCall needs.
func listen(ctx context.Context, address string) (net.Listener, error) {
	plain := &net.ListenConfig{}
	plain.SetMultipathTCP(false)
	return plain.Listen(ctx, "tcp", address)
}

// grace is how long requests under way may take once no more come.
const grace = 20 * time.Second

// stop lets the server end without losing anybody: it says that it is not ready any more, so that no more is sent to it; while
// that becomes known it ends sockets and event streams, a few at a time; then it closes the door and lets the requests under
// way finish. Whoever pressed Ctrl-C does not wait for others to notice.
func (a *App) stop(ctx context.Context, server *http.Server, listener net.Listener) error {
	drain := a.config.Drain
	if cause := (stopped{}); errors.As(context.Cause(ctx), &cause) && cause.Signal == os.Interrupt {
		drain = 0
	}
	a.stopping.Store(true)
	slog.Info("stopping", "cause", context.Cause(ctx), "drain", drain)
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain+grace)
	defer cancel()
	left := make(chan struct{})
	go func() {
		a.edge.Drain(within, drain)
		close(left)
	}()
	<-time.After(drain)
	lastCall(within, listener)
	err := server.Shutdown(within)
	<-left
	return err
}
