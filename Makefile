# Two commands are enough: `make run` and `make test`. Each installs what it needs and says what it does.
.PHONY: run build test bench

run: build
	target/release/slipway serve

build:
	build/setup
	build/site
	build/server

test:
	build/test

bench: build
	end2end/bench/run
