# The front door for work on revisit. `just` alone lists the recipes.

set positional-arguments

# List the recipes
default:
    @just --list --unsorted

# Everything that must hold before a change is taken in (what the workflow runs)
check:
    .ci/run

# Build and start today's session on the bundled decks; arguments go to the program
run *args:
    cargo run --release -- "$@"

# Run all tests, or those whose name contains the arguments
test *args:
    cargo test "$@"

# Format the code
fmt:
    cargo fmt

# Look for what the compiler lets pass
clippy:
    cargo clippy --all-targets -- -D warnings

# Build the documentation of the library and open it
doc:
    cargo doc --no-deps --open

# Check the bundled decks
decks *args:
    cargo run --quiet -- lint "$@" decks/backend

# Record what is about to be released in decks/backend/ids.lock; nothing is ever removed from it
lock:
    cargo run --quiet -- lint --lock decks/backend

# Run the tests and accept every snapshot as it is now; read the difference before you commit it
bless *args:
    INSTA_UPDATE=always cargo test "$@"

# Measure: `just bench store` the database, `just bench program` the program; options in their heads
bench name="program" *args:
    bench="$1"; shift; cargo bench --bench "$bench" -- "$@"

# Feed the deck reader with noise for a minute (needs a nightly toolchain and cargo-fuzz)
fuzz target="decks" seconds="60":
    cargo +nightly fuzz run --fuzz-dir tests/fuzz "{{ target }}" -- -max_total_time="{{ seconds }}"
