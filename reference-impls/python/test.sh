#!/bin/sh
# Checks and tests the Python implementations. Arguments go to pytest.
set -eu
cd "$(dirname "$0")"
./setup.sh
bin=$PWD/.venv/bin
for folder in */pyproject.toml; do
  (
    cd "$(dirname "$folder")"
    "$bin/ruff" format --quiet --check . || { echo "test.sh: run ruff format in $PWD" >&2; exit 1; }
    "$bin/ruff" check --quiet .
    "$bin/mypy"
    "$bin/pytest" --quiet "$@"
  )
done
