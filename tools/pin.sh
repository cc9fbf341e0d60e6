#!/usr/bin/env bash
# Renews the pins: resolves pyproject.toml in an empty environment and writes all that came along to requirements/.
# With Python 3.11, the oldest that is supported, so that what is pinned installs there too.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PYTHON=${PYTHON:-python3.11}
WORK=$(mktemp -d)
readonly WORK
trap 'rm -rf "$WORK"' EXIT

# What pyproject.toml asks for, one requirement a line: KIND is run or dev.
asked_for() { # KIND
  "$PYTHON" - "$1" <<'PYTHON'
import sys
import tomllib

with open("pyproject.toml", "rb") as file:
    pyproject = tomllib.load(file)
project = pyproject["project"]
run = [*project["dependencies"], *pyproject["build-system"]["requires"], "editables"]
print("\n".join({"run": run, "dev": project["optional-dependencies"]["dev"]}[sys.argv[1]]))
PYTHON
}

install() { # KIND
  asked_for "$1" >"$WORK/$1.in"
  "$WORK/venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$WORK/$1.in"
  "$WORK/venv/bin/python" -m pip freeze >"$WORK/$1.pins"
}

"$PYTHON" -m venv "$WORK/venv"
install run
install dev
{
  echo '# To run reportgen: everything, down to the last dependency. Made by tools/pin.sh; do not edit.'
  cat "$WORK/run.pins"
} >requirements/run.txt
{
  echo '# To test reportgen, on top of run.txt. Made by tools/pin.sh; do not edit.'
  echo '-r run.txt'
  grep -vxFf "$WORK/run.pins" "$WORK/dev.pins"
} >requirements/dev.txt
