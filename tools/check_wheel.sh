#!/usr/bin/env bash
# Proves the wheel: built, and installed into an empty environment, it makes a brief in an empty folder.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

WORK=$(mktemp -d)
readonly WORK
trap 'rm -rf "$WORK"' EXIT

fail() {
  printf 'wheel: %s\n' "$*" >&2
  exit 1
}

# Runs a command whose output matters only when it fails.
quietly() {
  "$@" >"$WORK/log" 2>&1 </dev/null || {
    cat "$WORK/log" >&2
    fail "this failed: $*"
  }
}

build_wheel() {
  quietly .venv/bin/python -m build --no-isolation --wheel --outdir "$WORK/dist" .
}

install_wheel() {
  quietly .venv/bin/python -m venv "$WORK/venv"
  quietly "$WORK/venv/bin/python" -m pip install --disable-pip-version-check \
    --requirement requirements/run.txt "$WORK"/dist/reportgen-*.whl
}

# No PYTHONPATH, no checkout: what is imported and found has to come out of the wheel.
reportgen() { (cd "$WORK/empty" && env -u PYTHONPATH "$WORK/venv/bin/reportgen" "$@"); }

comes_from_the_wheel() {
  local place
  place=$(cd "$WORK/empty" &&
    env -u PYTHONPATH "$WORK/venv/bin/python" -c 'import reportgen; print(reportgen.__file__)')
  case $place in
    "$WORK"/venv/*) ;;
    *) fail "reportgen was imported from $place, not from the wheel" ;;
  esac
}

has_made() { # FILE NAME
  find "$WORK/empty/output" -name "$1" -size +0 | grep -q . || fail "no $1 was made, or it is empty"
}

# Checkout and wheel make the same bytes of the same brief.
is_what_the_checkout_makes() {
  local checkout=$PWD
  (cd "$WORK/empty" && quietly "$checkout/.venv/bin/reportgen" build --output "$WORK/checkout" my-brief)
  quietly diff -r --exclude=.reportgen-cache "$WORK/empty/output" "$WORK/checkout"
}

build_wheel
install_wheel
mkdir "$WORK/empty"
comes_from_the_wheel
reportgen new my-brief >"$WORK/log"
for kind in results-note board-pack fund-factsheet operations-report plain-report; do
  reportgen new "$kind" --kind "$kind" >"$WORK/log"
  reportgen check --strict "$kind"
done
reportgen build --strict my-brief
has_made brief.html
has_made brief.pdf
is_what_the_checkout_makes
reportgen charts --output "$WORK/empty/output" bars 2>"$WORK/log" || fail "no gallery of exhibits: $(cat "$WORK/log")"
[ -s "$WORK/empty/output/exhibits-dark/brief.pdf" ] || fail 'the gallery of exhibits has no dark edition'
printf 'wheel: %s makes a brief in an empty folder\n' "$(basename "$WORK"/dist/*.whl)"
