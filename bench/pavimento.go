package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// floorCommand makes this program a server that does as little as can be done for an answer: it reads the request, whatever it
// asks, and writes an answer that it has, as bytes or as structs to be marshalled each time.
const floorCommand = "pavimento"

// serveFloor answers with the files 0.json, 1.json and so on of a folder, each under its number, until its input ends.
func serveFloor(ctx context.Context, address, folder, how string) error {
	mux := http.NewServeMux()
	files, err := filepath.Glob(filepath.Join(folder, "[0-9].json"))
	if err != nil {
		return err
	}
	for i := range files {
		text, err := os.ReadFile(answerFile(folder, i))
		if err != nil {
			return err
		}
		write := func() ([]byte, error) { return text, nil }
		if how == "marshal" {
			v, err := structured(text)
			if err != nil {
				return err
			}
			write = func() ([]byte, error) { return json.Marshal(v) }
		}
		mux.HandleFunc("POST "+floorPath(i), func(w http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			var text []byte
			if err == nil {
				text, err = write()
			}
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(text)))
			_, _ = w.Write(text) // the client may have gone
		})
	}
	s := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	ended, end := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // held open by whoever started it
		end()
	}()
	defer context.AfterFunc(ended, func() { _ = s.Close() })()
	if err := s.ListenAndServe(); ended.Err() == nil {
		return err
	}
	return nil
}

// floorPath is where a floor has its answer to the n-th inquiry.
func floorPath(n int) string { return "/" + strconv.Itoa(n) }

func answerFile(folder string, n int) string { return filepath.Join(folder, strconv.Itoa(n)+".json") }
