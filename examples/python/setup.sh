#!/bin/sh
# Makes the virtual environment of the Python example, .venv beside this file, or brings it up to date. Where nothing has
# changed it ends at once. Needs Python 3.9 or newer with venv (Debian: python3-venv); PYTHON names another.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "setup.sh: $1" >&2
  exit 1
}

python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail "there is no $python; install Python, or name one: PYTHON=… $0"
wanted=$({ "$python" -VV && cat requirements.txt; } | cksum)
if [ "$(cat .venv/made-from 2>/dev/null)" = "$wanted" ]; then exit 0; fi

"$python" -m venv --clear .venv ||
  fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 --requirement requirements.txt ||
  fail 'pip cannot install what the example needs; it takes a package index that pip can reach'
echo "$wanted" >.venv/made-from
