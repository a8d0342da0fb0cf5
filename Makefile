GO ?= go
LINT = $(GO) tool -modfile=.ci/lint/go.mod golangci-lint

.PHONY: help build test race lint rooms fuzz bench soak demo deploy alerts ci

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build ./wiredesk
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o wiredesk ./cmd/wiredesk

demo: ## see it work, without configuration or internet
	$(GO) run ./cmd/wiredesk demo

test: ## run all tests
	$(GO) test ./...

race: ## run the tests of what is concurrent under the race detector, less those of many simulated days
	$(GO) test -race -short ./crawler/... ./sink/... $(addprefix ./cmd/wiredesk/internal/,desk ingest daemon doctor)

lint: ## vet, formatting, linters and import directions
	$(GO) vet ./...
	$(LINT) run ./... ./.ci/rooms

rooms: ## which file names what of which other: references, pairs and circles of every package
	$(GO) run ./.ci/rooms

fuzz: ## fuzz each parser for FUZZTIME (default 30s)
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-30s} $$p || exit 1; \
	  done; \
	done

soak: ## break everything that can break for SOAK (default 1h), auditing every article; flood the doors; simulate 24 days of courtesy
	$(GO) test ./cmd/wiredesk/internal/accounts -run NoReaderHurts -soak
	$(GO) test ./cmd/wiredesk -run 'TestFloodsAtTheDoors|ThousandConsumers' -flood 60s -timeout 0 -v
	$(GO) test ./crawler -run TestSimulatedDays -soak -timeout 0 -v
	$(GO) test ./cmd/wiredesk/internal/ingest -run AnyWorld -worlds 300 -timeout 0
	$(GO) test ./cmd/wiredesk -run TestAServerThatRefuses -refusing 11m -timeout 0
	$(GO) test ./cmd/wiredesk -run 'TestWhatGoesMissing|TestDamageIsNeverSilent|TestAStoreThatStops' -torture-reps 3 -parallel 8 -timeout 0 -v
	$(GO) test ./cmd/wiredesk -run TestTorture -torture $${SOAK:-1h} -timeout 0 -v

bench: ## measure wiredesk beside a naive program, the floor and other extractors (docs/performance.md)
	$(GO) run ./cmd/bench
	$(GO) run ./cmd/bench/fetch
	$(GO) run ./cmd/bench/feed
	$(GO) run -C cmd/bench/pages .

deploy: ## check what lies in deploy/: units under a real systemd (as root), packages, manifests, chart, image, compose files
	$(GO) test -C deploy/check -vet=off -count=1 .

alerts: ## test the alerts and the dashboard with what Prometheus makes of them
	$(GO) -C deploy/prometheus/check test -count=1 ./...

ci: ## what CI runs
	bash .ci/run
