# Two commands are enough: `make run` and `make test`. Each installs what it needs and says what it does.
.PHONY: run build test bench gallery soak

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

gallery: build
	end2end/gallery/run

# The rules against the API server's own code, and the properties, with new seeds, until it is stopped or finds something.
soak:
	build/soak
