#!/bin/sh
# Brings requirements.txt and test-requirements.txt up to the newest versions. Run it, run test.sh, commit both.
set -eu
cd "$(dirname "$0")"
./setup.sh
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python=$PWD/.venv/bin/python
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet pip-tools
lock() {
  CUSTOM_COMPILE_COMMAND=lock.sh "$tools/bin/pip-compile" --quiet --upgrade --strip-extras --no-annotate \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file "$2" "$1"
}
lock api/requirements.in api/requirements.txt
lock web-app/requirements.in web-app/requirements.txt
lock test-requirements.in test-requirements.txt
./setup.sh
