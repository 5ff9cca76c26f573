// Command registro serves the firms of an embedded archive as the Registro delle imprese would:
//
//	go run ./internal/demo/registro/cmd/registro -dati ./dati -addr 127.0.0.1:8090
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/demo/registro"
	"cassetto/internal/store/sqlite"
	"cassetto/sources/infocamere"
)

func main() {
	dati := flag.String("dati", "./dati", "folder of the embedded archives")
	addr := flag.String("addr", "127.0.0.1:8090", "address to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *dati, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "registro:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, dati, addr string) error {
	path := filepath.Join(dati, infocamere.Name+".db")
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no archive: start the gateway once, or import one: %w", err)
	}
	s, err := sqlite.Open(ctx, path, archive.Collections(infocamere.Sections())...)
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           registro.Handler(registro.Lookup(infocamere.FromArchive(archive.New(infocamere.Name, s)))),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
	}
	context.AfterFunc(ctx, func() { server.Close() })
	fmt.Printf("registro: http://%s\n", l.Addr())
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
