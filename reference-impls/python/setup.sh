#!/bin/sh
# Makes the virtual environment of the Python implementations, .venv beside this file, or brings it up to date. Where
# nothing has changed it ends at once. Needs Python 3.11 or newer with venv (Debian: python3-venv); PYTHON names another.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "setup.sh: $1" >&2
  exit 1
}

python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail "there is no $python; install Python 3.11 or newer, or name one: PYTHON=… $0"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old; install Python 3.11 or newer, or name one: PYTHON=… $0"

requirements='test-requirements.txt'
for file in */requirements.txt; do requirements="$requirements $file"; done

# Another set of requirements or another Python, another environment.
wanted=$({ "$python" -VV && cat $requirements; } | cksum)
if [ "$(cat .venv/made-from 2>/dev/null)" = "$wanted" ]; then exit 0; fi

echo "setup.sh: making $PWD/.venv"
"$python" -m venv --clear .venv ||
  fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"
set --
for file in $requirements; do set -- "$@" --requirement "$file"; done
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
echo "$wanted" >.venv/made-from
