#!/usr/bin/env bash
# Resolve locks/*.txt anew: one version set for all Pythons, with hashes. Usage: lock.sh PYTHON
set -euo pipefail
tool="$(mktemp -d)"
trap 'rm -rf "$tool"' EXIT
"$1" -m venv "$tool"
"$tool/bin/python" -m pip install --quiet --disable-pip-version-check uv
rm -f locks/build.txt locks/run.txt locks/dev.txt locks/docs.txt locks/fuzz.txt
compile() {
  "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-annotate --custom-compile-command "make locks" "$@"
}
printf 'hatchling\neditables\n' | compile - -o locks/build.txt
compile pyproject.toml --all-extras -c locks/build.txt -o locks/run.txt
compile pyproject.toml --group dev -c locks/build.txt -c locks/run.txt -o locks/dev.txt
compile --group pyproject.toml:docs -o locks/docs.txt
compile --group pyproject.toml:fuzz -c locks/run.txt -c locks/dev.txt -o locks/fuzz.txt
