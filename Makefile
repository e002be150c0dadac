# Two commands: `make demo` to try Firebell, `make test` for everything that CI runs.
# `make chaos` lets everything fail, `make fuzz` looks for bad input, `make bench` measures, `make screenshots` takes the README's
# pictures, `make fix` formats.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export CARGO_TERM_COLOR ?= auto
.PHONY: help demo test fmt clippy docs unit deny chaos fuzz bench screenshots fix

help: ## This list.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

demo: ## Run Firebell with a local Slack beside it. Options: make demo ARGS="--speed 60" or ARGS="--script"
	cargo run --locked --bin firebell -- demo $(ARGS)

test: fmt clippy docs deny unit ## Everything that CI runs; ends with the test runner's summary.

fmt:
	cargo fmt --all --check

clippy:
	cargo clippy --workspace --all-targets --locked -- -D warnings

docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

deny:
	scripts/deny

unit:
	scripts/browser
	scripts/postgres
	FIREBELL_STORIES=postgres scripts/nextest run --locked --profile postgres
	scripts/nextest run --workspace --locked

SEED ?= 1
STEPS ?= 1000
chaos: ## Play 50 people while everything fails; options: make chaos SEED=7 STEPS=2000 ARGS="--on sqlite" (docs/CHAOS.md).
	scripts/postgres
	cargo build --locked --bin firebell
	cargo run --locked -p chaos -- --seed $(SEED) --steps $(STEPS) $(ARGS)

bench: ## Measure: speed, growth, Slack calls, start-up, memory (docs/BENCHMARKS.md).
	cargo bench --bench measure

SECONDS ?= 60
fuzz: ## Look for input that breaks a promise (docs/FUZZING.md): make fuzz TARGET=typed SECONDS=600
	scripts/fuzz "$(TARGET)" $(SECONDS)

screenshots: ## Play an incident in a browser and take the README's pictures anew.
	CI=true scripts/browser
	CI=true FIREBELL_SCREENSHOTS=$(CURDIR)/docs/screenshots \
		scripts/nextest run --locked --test it browser::pictures

fix: ## Format everything.
	cargo fmt --all
