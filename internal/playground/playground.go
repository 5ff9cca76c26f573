// Package playground serves the interactive page of the graph: GraphiQL with the explorer, a choice of demo
// identities and a set of worked examples. Everything is embedded and same-origin, so it needs no network and
// runs under a policy without inline scripts or styles.
//
// dist is built from ui and committed; after a change there, rebuild it with
//
//	cd internal/playground/ui && npm ci && npm run build
package playground

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed dist
var dist embed.FS

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Types are named here because the host's table differs from machine to machine.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".md":   "text/markdown; charset=utf-8",
	".svg":  "image/svg+xml",
}

type file struct {
	name, etag, cache string
	body              []byte
}

// Handler serves the page at /, its assets, and the examples at /esempi.json.
// Assets have their hash in the name and never expire; everything else is revalidated by its ETag.
func Handler() http.Handler {
	files := map[string]file{}
	add := func(url, name, cache string, body []byte) {
		sum := sha256.Sum256(body)
		files[url] = file{name, `"` + hex.EncodeToString(sum[:16]) + `"`, cache, body}
	}
	for name, body := range read(dist, "dist") {
		switch {
		case name == "index.html":
			add("/", name, "no-cache", body)
		case strings.HasPrefix(name, "assets/"):
			add("/"+name, name, "public, max-age=31536000, immutable", body)
		default:
			add("/"+name, name, "no-cache", body)
		}
	}
	list, err := json.Marshal(Esempi())
	if err != nil {
		panic(err) // three strings always marshal
	}
	add("/esempi.json", "esempi.json", "no-cache", list)

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "metodo non ammesso", http.StatusMethodNotAllowed)
			return
		}
		f, ok := files[r.URL.Path]
		if !ok {
			http.Error(w, "pagina inesistente", http.StatusNotFound)
			return
		}
		h.Set("Content-Type", contentTypes[path.Ext(f.name)])
		h.Set("Cache-Control", f.cache)
		h.Set("ETag", f.etag)
		http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(f.body))
	})
}

// read returns the files below root by their path in it. The tree is embedded: it can be read or the build is broken.
func read(tree fs.FS, root string) map[string][]byte {
	files := map[string][]byte{}
	err := fs.WalkDir(tree, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[strings.TrimPrefix(name, root+"/")], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		panic(err)
	}
	return files
}
