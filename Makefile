# kipp: every way to build, run and check it. Each target first installs what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

# scripts/setup.sh finds out which Rust can compile for the browser; server and wasm use the same.
RUST = RUSTUP_TOOLCHAIN="$$(cat target/.toolchain)"
CARGO = $(RUST) cargo

.PHONY: help
help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "make %-16s %s\n", $$1, $$2 }'

.PHONY: setup
setup: ## Install what build and tests need
	@scripts/setup.sh test

.PHONY: build
build: setup-build ## The release server at target/release/kipp and its site
	@$(CARGO) xtask build --release

.PHONY: run
run: build ## Serve on 127.0.0.1:3000; the first time with a demonstration edition
	@scripts/run.sh

.PHONY: dev
dev: setup-build ## Serve, and build again whenever a source file changes
	@$(CARGO) xtask watch

.PHONY: fmt
fmt: ## Format the Rust code
	@scripts/fmt.sh

.PHONY: check
check: setup-build ## Format and lints, for the server and for the browser
	@scripts/fmt.sh --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(CARGO) clippy --lib --no-default-features --features hydrate \
		--target wasm32-unknown-unknown -- -D warnings

.PHONY: unit
unit: setup ## Unit, property and storage tests, on SQLite and PostgreSQL
	$(CARGO) test --quiet --package xtask --profile xtask
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		$(RUST) scripts/with-postgres.sh cargo nextest run --package kipp --package paper; \
		$(CARGO) test --package kipp --doc; \
	else \
		$(RUST) scripts/with-postgres.sh cargo test --package kipp --package paper; \
	fi

.PHONY: verify-budgets
verify-budgets: build ## What the site weighs, and whether it keeps its promises
	@$(CARGO) xtask budgets

.PHONY: e2e
e2e: setup build ## Browser tests; PW='desktop -g login' narrows them
	cd end2end && npx playwright test $(PW)

.PHONY: test
test: setup check unit verify-budgets e2e ## Everything that CI runs

.PHONY: bench
bench: setup-build ## Benchmarks
	$(CARGO) bench

.PHONY: clean
clean: ## Remove what was built; data/ stays
	rm -rf target end2end/test-results end2end/playwright-report

.PHONY: setup-build
setup-build:
	@scripts/setup.sh build
