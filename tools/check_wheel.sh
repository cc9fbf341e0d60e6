#!/usr/bin/env bash
# Proves the wheel: built, installed into an empty environment, it makes a brief in an empty folder, without the checkout.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

readonly ROOT=$PWD
WORK=$(mktemp -d)
readonly WORK
trap 'rm -rf "$WORK"' EXIT

fail() {
  printf 'wheel: %s\n' "$*" >&2
  exit 1
}

build_wheel() {
  .venv/bin/python -m build --no-isolation --wheel --outdir "$WORK/dist" . >"$WORK/build.log" 2>&1 || {
    cat "$WORK/build.log" >&2
    fail 'it cannot be built'
  }
}

install_wheel() {
  .venv/bin/python -m venv "$WORK/venv"
  "$WORK/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --requirement requirements/run.txt "$WORK"/dist/reportgen-*.whl
}

# No PYTHONPATH, no checkout: what is imported and found has to come out of the wheel.
reportgen() { (cd "$WORK/empty" && env -u PYTHONPATH "$WORK/venv/bin/reportgen" "$@"); }

comes_from_the_wheel() {
  local place
  place=$(cd "$WORK/empty" && env -u PYTHONPATH "$WORK/venv/bin/python" -c 'import reportgen; print(reportgen.__file__)')
  case $place in
    "$WORK"/venv/*) ;;
    *) fail "reportgen was imported from $place, not from the wheel" ;;
  esac
}

has_made() { # FILE NAME
  find "$WORK/empty/output" -name "$1" -size +0 | grep -q . || fail "no $1 was made, or it is empty"
}

build_wheel
install_wheel
mkdir "$WORK/empty"
comes_from_the_wheel
reportgen new my-brief
reportgen build my-brief
has_made brief.html
has_made brief.pdf
printf 'wheel: %s makes a brief in an empty folder (built in %s)\n' "$(basename "$WORK"/dist/*.whl)" "$ROOT"
