.PHONY: help run gen check test race nested bench tools
SHELL := /bin/bash

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: ## start the server with the demo, http://127.0.0.1:8080
	go run .

gen: ## generate graph/ from schema/
	go run ./internal/plan/gen

check: tools gen ## regenerate and fail on drift; format, vet, staticcheck, schema rules, architecture
	git diff --exit-code --stat -- graph resolvers gqlgen.yml
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	npm ci --silent --prefix testdata/lint && npm run --silent --prefix testdata/lint lint
	go test -count=1 -run '^TestRules' .

test: check ## everything, as on a fresh machine
	for d in browser calendario client federazione tagpdf; do npm ci --silent --prefix testdata/$$d || exit 1; done
	npm ci --silent --prefix bench/pari
	$(MAKE) --no-print-directory -j 2 race nested
	go test -run '^Test(Leak|Confronto)$$' . ./resolvers/confronto # all of their random operations

race: # everything, under the race detector; vetted above, and linked in less time without tables for debuggers
	go test -race -vet=off -ldflags=-w -parallel 4 -timeout 20m ./...

nested: # the modules whose dependencies are not the product's
	cd internal/store/mongodb/ferretdb && go vet ./... && go test ./...
	cd bench/libreria && go vet ./...

bench: tools ## the figures of docs/prestazioni.md, first beside other servers; a full run takes some minutes
	go run ./bench -pari -svg docs/prestazioni.svg
	go run ./bench

tools: # what the checks need and the machine lacks
	@command -v npm >/dev/null || { apt-get update && apt-get install -y --no-install-recommends nodejs npm; }
	@command -v chromium >/dev/null || { apt-get update && apt-get install -y --no-install-recommends chromium; }
	@command -v redis-server >/dev/null || { apt-get update && apt-get install -y --no-install-recommends redis-server; }
	@command -v khal >/dev/null || { apt-get update && apt-get install -y --no-install-recommends khal; }
	@command -v qpdf >/dev/null || { apt-get update && apt-get install -y --no-install-recommends qpdf; }
	@command -v pdftotext >/dev/null || { apt-get update && apt-get install -y --no-install-recommends poppler-utils; }
